#include <string.h>

#include "data/base/check.h"
#include "data/sqlite/statement.h"
#include "data/store/queries.h"
#include "data/store/sync_private.h"

/*
 * The link to the hub, request counters, and the note of the last contact.
 * 1. The kiosk's secret seed stands in the database only boxed, with a key that comes from the
 *    kiosk's key, and bound to the device.
 * 2. A counter is given out once, whatever happens: it is durable before it is used.
 */

static void link_key(const Store *store, uint8_t key[VAULT_KEY_SIZE]) {
    vault_subkey(store->kiosk_key, STR8("sync-link"), key);
}

void sync_store_seed(const Store *store, Str8 code, uint8_t seed[SYNC_KEY_SIZE]) {
    uint8_t key[VAULT_KEY_SIZE];
    vault_subkey(store->kiosk_key, STR8("sync-enrolment"), key);
    vault_fingerprint(key, code.ptr, code.len, seed);
    memory_wipe(key, sizeof key);
}

static ErrCode box_seed(Store *store, Id device, const SyncLink *link, Str8 *boxed, Err *err) {
    uint8_t key[VAULT_KEY_SIZE];
    link_key(store, key);
    Str8 seed = {(const char *)link->kiosk_seed, sizeof link->kiosk_seed};
    *boxed = vault_box(&store->scratch, store->random, key, device, seed);
    memory_wipe(key, sizeof key);
    return boxed->ptr != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for a key");
}

static ErrCode put_link(Store *store, const SyncLink *link, Str8 boxed, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_LINK_PUT);
    bind_text(&statement, 1, link->url);
    bind_bytes(&statement, 2, link->hub_public, sizeof link->hub_public);
    bind_bytes(&statement, 3, link->kiosk_public, sizeof link->kiosk_public);
    bind_bytes(&statement, 4, boxed.ptr, boxed.len);
    bind_int(&statement, 5, link->enrolled_utc_ms);
    bind_int(&statement, 6, link->confirmed ? 1 : 0);
    bind_int(&statement, 7, link->revoked ? 1 : 0);
    return statement_run(&statement, err);
}

/* Nothing that another hub holds or knows counts for this one. */
static ErrCode leave_other_hub(Store *store, const SyncLink *link, Err *err) {
    Statement other = statement_open(&store->db, QUERY_SYNC_LINK_OTHER_HUB);
    bind_bytes(&other, 1, link->hub_public, sizeof link->hub_public);
    ErrCode code = statement_exists(&other, err);
    if (code != ERR_OK) {
        return code == ERR_NOT_FOUND ? ERR_OK : code;
    }
    code = sync_fork_run(store, NULL, err);
    return code == ERR_OK ? sync_run_int(store, QUERY_SYNC_DESCRIBED_FORGET_TO, INT64_MAX, err)
                          : code;
}

static ErrCode run_enrol(Store *store, void *context, Err *err) {
    const SyncLink *link = context;
    ArenaMark mark = arena_mark(&store->scratch);
    SyncPosition position = {0};
    Str8 boxed = STR8("");
    ErrCode code = leave_other_hub(store, link, err);
    if (code == ERR_OK) {
        code = sync_position_get(store, &position, err);
    }
    if (code == ERR_OK) {
        code = box_seed(store, position.device, link, &boxed, err);
    }
    if (code == ERR_OK) {
        code = put_link(store, link, boxed, err);
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

ErrCode sync_store_enrol(Store *store, const SyncLink *link, Err *err) {
    if (link->url.len > SYNC_URL_MAX || !str8_is_valid(link->url)) {
        return err_set(err, ERR_INVALID, "the hub's address had %zu bytes", link->url.len);
    }
    return store_write(store, run_enrol, (void *)(uintptr_t)link, NULL, err);
}

static bool open_seed(Store *store, Arena *arena, Id device, Str8 boxed, SyncLink *link) {
    uint8_t key[VAULT_KEY_SIZE];
    Str8 seed = STR8("");
    link_key(store, key);
    bool opened = vault_unbox(arena, key, device, boxed, &seed);
    memory_wipe(key, sizeof key);
    if (opened && seed.len == sizeof link->kiosk_seed) {
        memcpy(link->kiosk_seed, seed.ptr, seed.len);
        return true;
    }
    return false;
}

static ErrCode read_link(Store *store, Arena *arena, Id device, SyncLink *link, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_LINK_GET);
    bool found = statement_step(&statement);
    if (found) {
        link->url = column_text(&statement, arena, 0);
        column_bytes(&statement, 1, link->hub_public, sizeof link->hub_public);
        column_bytes(&statement, 2, link->kiosk_public, sizeof link->kiosk_public);
        link->enrolled_utc_ms = column_int(&statement, 4);
        link->confirmed = column_int(&statement, 5) != 0;
        link->revoked = column_int(&statement, 6) != 0;
        ArenaMark mark = arena_mark(&store->scratch);
        Str8 boxed = column_blob(&statement, &store->scratch, 3);
        if (!open_seed(store, &store->scratch, device, boxed, link)) {
            statement_corrupt(&statement);
        }
        arena_rewind(&store->scratch, mark);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? err_set(err, ERR_NOT_FOUND, "this kiosk was not enrolled")
                                    : code;
}

ErrCode sync_store_link(Store *store, Arena *arena, SyncLink *link, Err *err) {
    SyncPosition position = {0};
    SyncLink got = {.url = STR8("")};
    ErrCode code = sync_position_get(store, &position, err);
    if (code == ERR_OK) {
        code = read_link(store, arena, position.device, &got, err);
    }
    if (code == ERR_OK) {
        *link = got;
    }
    memory_wipe(&got, sizeof got);
    return code;
}

static ErrCode run_revoke(Store *store, void *context, Err *err) {
    (void)context;
    Statement statement = statement_open(&store->db, QUERY_SYNC_LINK_REVOKE);
    ErrCode code = statement_exists(&statement, err);
    return code == ERR_NOT_FOUND ? err_set(err, code, "this kiosk was not enrolled") : code;
}

ErrCode sync_store_revoke(Store *store, Err *err) {
    return store_write(store, run_revoke, NULL, NULL, err);
}

ErrCode sync_is_revoked(Store *store, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_LINK_REVOKED);
    return statement_exists(&statement, err);
}

/* ---- counters ---- */

typedef struct {
    int64_t above;
    int64_t count;
    int64_t last;
} CounterWork;

static ErrCode run_take(Store *store, void *context, Err *err) {
    CounterWork *work = context;
    int64_t used = 0;
    ErrCode code = db_run_int(&store->db, QUERY_SYNC_COUNTER, &used, err);
    if (code == ERR_OK && used > INT64_MAX - work->count) {
        code = err_set(err, ERR_LIMIT, "request counters ran out");
    }
    if (code != ERR_OK) {
        return code;
    }
    Statement statement = statement_open(&store->db, QUERY_SYNC_COUNTERS_TAKE);
    bind_int(&statement, 1, work->above);
    bind_int(&statement, 2, work->count);
    work->last = statement_step(&statement) ? column_int(&statement, 0) : 0;
    return statement_close(&statement, err);
}

ErrCode sync_store_take_counters(Store *store, int64_t above, int64_t count, int64_t *first,
                                 Err *err) {
    if (count < 1 || above < 0 || above > INT64_MAX - count) {
        return err_set(err, ERR_LIMIT, "request counters ran out");
    }
    CounterWork work = {.above = above, .count = count};
    ErrCode code = store_write(store, run_take, &work, NULL, err);
    if (code == ERR_OK) {
        *first = work.last - count + 1;
    }
    return code;
}

/* ---- the last contact ---- */

static ErrCode run_note(Store *store, void *context, Err *err) {
    const SyncNote *note = context;
    Statement statement = statement_open(&store->db, QUERY_SYNC_NOTE_PUT);
    bind_text(&statement, 1, sync_trouble_name(note->trouble));
    bind_text(&statement, 2, str8_from(note->detail));
    bind_int(&statement, 3, note->tried_utc_ms);
    bind_int(&statement, 4, note->contact_utc_ms);
    bind_int(&statement, 5, note->sent_utc_ms);
    bind_int(&statement, 6, note->forks);
    bind_int(&statement, 7, note->quarantined);
    return statement_run(&statement, err);
}

ErrCode sync_store_note(Store *store, const SyncNote *note, Err *err) {
    FOYER_ASSERT((unsigned)note->trouble < SYNC_TROUBLE_COUNT);
    FOYER_ASSERT(memchr(note->detail, '\0', sizeof note->detail) != NULL);
    SyncNote clean = *note;
    line_clean(clean.detail);
    return store_write(store, run_note, &clean, NULL, err);
}

ErrCode sync_store_last_note(Store *store, SyncNote *note, Err *err) {
    SyncNote got = {0};
    Statement statement = statement_open(&store->db, QUERY_SYNC_NOTE_GET);
    if (statement_step(&statement)) {
        if (!sync_trouble_parse(column_borrowed(&statement, 0), &got.trouble)) {
            statement_corrupt(&statement);
        }
        Str8Builder detail = builder_make(got.detail, sizeof got.detail);
        builder_add(&detail, column_borrowed(&statement, 1));
        got.tried_utc_ms = column_int(&statement, 2);
        got.contact_utc_ms = column_int(&statement, 3);
        got.sent_utc_ms = column_int(&statement, 4);
        got.forks = column_int(&statement, 5);
        got.quarantined = column_int(&statement, 6);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *note = got;
    }
    return code;
}
