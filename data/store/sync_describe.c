#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/sqlite/statement.h"
#include "data/store/journal_append.h"
#include "data/store/json_text.h"
#include "data/store/queries.h"
#include "data/store/sync_private.h"

/*
 * Records that the sync side appends: what an event is called, and by how much a boot's wall clock
 * was wrong. They stand in the chain like all others and do nothing to the visits.
 *
 * 1. An event is described again only when what the record would say has changed.
 * 2. One offset a boot, and once for all: the true time of a record is the hub's time less what the
 *    monotonic clock counted in between. Its wall clock then was wrong by the difference, whether
 *    the clock was set right meanwhile or not. A wall clock that jumps without being trusted has
 *    several offsets in one boot; the true time of the monotonic clock's zero holds for all.
 */
enum { DESCRIBE_PAGE = 50, DESCRIBE_TITLE_MAX = 2048, TIME_NOTE_EVERY_MS = MINUTE_MS };

typedef struct {
    Moment now;
    Id first_id; /* of the first record: by it a failed COMMIT is looked up */
    size_t added;
} DescribeWork;

typedef struct {
    Id id;
    uint8_t digest[VAULT_DIGEST_SIZE]; /* of the event's row */
} Undescribed;

static ErrCode list_undescribed(Store *store, Undescribed list[DESCRIBE_PAGE], size_t *count,
                                Err *err) {
    size_t got = 0;
    Statement statement = statement_open(&store->db, QUERY_SYNC_UNDESCRIBED);
    bind_int(&statement, 1, DESCRIBE_PAGE);
    while (got < DESCRIBE_PAGE && statement_step(&statement)) {
        list[got].id = column_id(&statement, 0);
        column_bytes(&statement, 1, list[got].digest, VAULT_DIGEST_SIZE);
        got++;
    }
    *count = got;
    return statement_close(&statement, err);
}

static ErrCode describe_body(Store *store, Id event_id, Str8 *text, Err *err) {
    Statement event = statement_open(&store->db, QUERY_SYNC_EVENT_FACTS);
    bind_id(&event, 1, event_id);
    Str8Builder body = builder_in(&store->scratch, RECORD_BODY_MAX);
    if (statement_step(&event)) {
        builder_add(&body, STR8("{\"uid\":"));
        json_text_add(&body, column_borrowed(&event, 0));
        builder_add(&body, STR8(",\"title\":"));
        /* A title can be longer than a record's body may be. */
        json_text_add(&body, str8_clip(column_borrowed(&event, 1), DESCRIBE_TITLE_MAX));
        builder_add(&body, STR8(",\"place\":"));
        json_text_add(&body, column_borrowed(&event, 2));
        builder_format(&body, ",\"start_utc_ms\":%lld,\"end_utc_ms\":%lld}",
                       (long long)column_int(&event, 3), (long long)column_int(&event, 4));
    }
    if (body.full) {
        statement_no_memory(&event);
    }
    *text = builder_text(&body);
    return statement_close(&event, err);
}

static ErrCode is_described(Store *store, Id event_id, const uint8_t body[VAULT_DIGEST_SIZE],
                            Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_DESCRIBED_SAME);
    bind_id(&statement, 1, event_id);
    bind_bytes(&statement, 2, body, VAULT_DIGEST_SIZE);
    return statement_exists(&statement, err);
}

static ErrCode note_described(Store *store, const Undescribed *event,
                              const uint8_t body[VAULT_DIGEST_SIZE], int64_t sequence, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SYNC_DESCRIBED_PUT);
    bind_id(&statement, 1, event->id);
    bind_bytes(&statement, 2, event->digest, VAULT_DIGEST_SIZE);
    bind_bytes(&statement, 3, body, VAULT_DIGEST_SIZE);
    bind_int(&statement, 4, sequence);
    return statement_run(&statement, err);
}

static ErrCode append_described(Store *store, DescribeWork *work, Id event_id, Str8 body,
                                int64_t *sequence, Err *err) {
    JournalEntry entry = {.id = work->added == 0 ? work->first_id
                                                 : id_make(work->now.utc_ms, store->random),
                          .type = STR8(RECORD_EVENT_DESCRIBED),
                          .event_id = event_id,
                          .moment = work->now,
                          .body = body};
    work->added++;
    return journal_append(store, &entry, sequence, err);
}

static ErrCode describe_event(Store *store, DescribeWork *work, const Undescribed *undescribed,
                              Err *err) {
    uint8_t digest[VAULT_DIGEST_SIZE];
    int64_t sequence = 0; /* 0 keeps the one that is noted */
    Str8 body = STR8("");
    ErrCode code = describe_body(store, undescribed->id, &body, err);
    if (code != ERR_OK) {
        return code;
    }
    vault_digest(body.ptr, body.len, digest);
    code = is_described(store, undescribed->id, digest, err);
    if (code == ERR_NOT_FOUND) {
        code = append_described(store, work, undescribed->id, body, &sequence, err);
    }
    return code == ERR_OK ? note_described(store, undescribed, digest, sequence, err) : code;
}

static ErrCode run_describe(Store *store, void *context, Err *err) {
    DescribeWork *work = context;
    work->added = 0;
    Undescribed list[DESCRIBE_PAGE];
    size_t count = 0;
    ErrCode code = ERR_OK;
    do {
        code = list_undescribed(store, list, &count, err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            ArenaMark mark = arena_mark(&store->scratch);
            code = describe_event(store, work, &list[i], err);
            arena_rewind(&store->scratch, mark);
        }
    } while (code == ERR_OK && count == DESCRIBE_PAGE);
    return code;
}

ErrCode sync_store_describe(Store *store, Moment now, size_t *added, Err *err) {
    Undescribed list[DESCRIBE_PAGE];
    size_t count = 0;
    DescribeWork work = {.now = now};
    ErrCode code = sync_is_revoked(store, err);
    if (code == ERR_NOT_FOUND) { /* looked at first: nearly always there is nothing to write */
        code = list_undescribed(store, list, &count, err);
    }
    if (code == ERR_OK && count > 0) {
        work.first_id = id_make(now.utc_ms, store->random);
        code = store_write(store, run_describe, &work, &work.first_id, err);
    }
    if (code == ERR_OK && added != NULL) {
        *added = work.added;
    }
    return code;
}

/* ---- the clock ---- */

typedef struct {
    Moment now;
    int64_t hub_utc_ms;
    Id record_id;
} TimeWork;

static ErrCode note_good_time(Store *store, int64_t hub_utc_ms, Err *err) {
    int64_t last_utc_ms = 0;
    ErrCode code = store_last_good_time(store, &last_utc_ms, err);
    if (code != ERR_OK || hub_utc_ms < last_utc_ms + TIME_NOTE_EVERY_MS) {
        return code;
    }
    return sync_run_int(store, QUERY_META_NOTE_TIME, hub_utc_ms, err);
}

/* ERR_NOT_FOUND: every time of this boot can be trusted. */
static ErrCode clock_offset(Store *store, const TimeWork *work, int64_t *offset_ms, Err *err) {
    const Moment *now = &work->now;
    Statement statement = statement_open(&store->db, QUERY_SYNC_UNSURE_RECORD);
    bind_int(&statement, 1, now->boot);
    bool unsure = statement_step(&statement);
    int64_t utc_ms = unsure ? column_int(&statement, 0) : now->utc_ms;
    int64_t mono_ms = unsure ? column_int(&statement, 1) : now->mono_ms;
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && !unsure && now->good) {
        return ERR_NOT_FOUND;
    }
    *offset_ms = (work->hub_utc_ms - now->mono_ms) - (utc_ms - mono_ms);
    return code;
}

static ErrCode append_offset(Store *store, const TimeWork *work, int64_t offset_ms, Err *err) {
    char text[128];
    Str8Builder body = builder_make(text, sizeof text);
    builder_format(&body, "{\"boot\":%lu,\"offset_ms\":%lld,\"zero_utc_ms\":%lld}",
                   (unsigned long)work->now.boot, (long long)offset_ms,
                   (long long)(work->hub_utc_ms - work->now.mono_ms));
    JournalEntry entry = {.id = work->record_id,
                          .type = STR8(RECORD_CLOCK_OFFSET),
                          .moment = work->now,
                          .body = builder_text(&body)};
    int64_t sequence = 0;
    return journal_append(store, &entry, &sequence, err);
}

static ErrCode run_hub_time(Store *store, void *context, Err *err) {
    const TimeWork *work = context;
    int64_t done_boot = 0;
    int64_t offset_ms = 0;
    ErrCode code = note_good_time(store, work->hub_utc_ms, err);
    if (code == ERR_OK) {
        code = db_run_int(&store->db, QUERY_SYNC_OFFSET_BOOT, &done_boot, err);
    }
    if (code != ERR_OK || work->now.boot <= done_boot) {
        return code; /* boot 0 = a program that is no boot of the kiosk */
    }
    code = clock_offset(store, work, &offset_ms, err);
    if (code == ERR_OK) {
        code = append_offset(store, work, offset_ms, err);
    }
    if (code != ERR_OK && code != ERR_NOT_FOUND) {
        return code;
    }
    return sync_run_int(store, QUERY_SYNC_OFFSET_BOOT_SET, work->now.boot, err);
}

ErrCode sync_store_note_hub_time(Store *store, Moment now, int64_t hub_utc_ms, Err *err) {
    if (hub_utc_ms <= 0) {
        return err_set(err, ERR_INVALID, "the hub's time was before 1970");
    }
    TimeWork work = {.now = now, .hub_utc_ms = hub_utc_ms};
    work.record_id = id_make(hub_utc_ms, store->random);
    return store_write(store, run_hub_time, &work, &work.record_id, err);
}
