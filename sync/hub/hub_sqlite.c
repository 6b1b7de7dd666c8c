#include <string.h>

#include "data/base/check.h"
#include "sync/hub/hub_sqlite_private.h"
#include "sync/hub/queries.h"

/*
 * Transactions, kiosks, histories, codes; records are in hub_sqlite_records.c.
 *
 * 1. A COMMIT that failed leaves open what is durable: an fsync that failed leaves pages that look
 *    clean, and what is read from them a power cut may take back. So before the next transaction
 *    the log is moved into the database, which is synced; until that works, nothing begins.
 * 2. A run before may have been killed between its write and its sync. That needs no more than the
 *    sync of the next commit, and every answer about records comes behind one: it notes the kiosk's
 *    counter.
 * 3. Checkpoints are passive and wait for nobody; a commit makes one only when the log has grown to
 *    LOG_FRAMES_MAX pages, which bounds both the file and the pause.
 */
enum { LOG_FRAMES_MAX = 4096, LOG_FRAMES_IDLE = 256 };

static int note_log_frames(void *context, sqlite3 *handle, const char *name, int frames) {
    (void)handle;
    (void)name;
    ((HubSqlite *)context)->log_frames = frames;
    return SQLITE_OK;
}

static void drop_connection(HubSqlite *store) {
    if (store->db.handle != NULL) {
        db_close(&store->db);
    }
}

/* Connected, with our cache and hook; counts connections. The hook tells a new one from a known
 * one, because statements connect again by themselves after a failure. */
static ErrCode connect(HubSqlite *store, Err *err) {
    ErrCode code = db_reopen(&store->db, err);
    if (code != ERR_OK || sqlite3_wal_hook(store->db.handle, note_log_frames, store) == store) {
        return code;
    }
    store->generation++;
    return db_run(&store->db, QUERY_HUB_CACHE_SIZE, err);
}

/*
 * The commit that failed has dropped its connection. This one is kept while it tries in vain (on a
 * full disk): opening reads the whole log, and every request comes here. It does not wait for
 * readers: while one keeps part of the log, nothing is settled.
 */
static ErrCode settle(HubSqlite *store, Err *err) {
    ErrCode code = connect(store, err);
    if (code != ERR_OK) {
        return code;
    }
    Statement statement = statement_open(&store->db, QUERY_HUB_CHECKPOINT_PASSIVE);
    bool moved = statement_step(&statement) && column_int(&statement, 0) == 0 &&
                 column_int(&statement, 1) == column_int(&statement, 2);
    code = statement_close(&statement, err);
    if (code == ERR_OK && !moved) {
        code = err_set(err, ERR_BUSY, "another process was reading the database");
    }
    store->must_settle = code != ERR_OK;
    return code;
}

ErrCode hub_sqlite_open(Arena *arena, const char *path, const char *vfs, HubSqlite **store,
                        Err *err) {
    HubSqlite *fresh = ARENA_NEW(arena, HubSqlite);
    if (fresh == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the store");
    }
    ErrCode code = db_open_unread(&fresh->db, arena, path, vfs, &SCHEMA_HUB, err);
    if (code != ERR_OK) {
        return code;
    }
    code = connect(fresh, err);
    if (code != ERR_OK) {
        drop_connection(fresh);
        return code;
    }
    *store = fresh;
    return ERR_OK;
}

void hub_sqlite_close(HubSqlite *store) {
    if (store != NULL) {
        drop_connection(store);
    }
}

ErrCode hub_sqlite_copy(HubSqlite *store, const char *path, Err *err) {
    ErrCode code = connect(store, err);
    if (code != ERR_OK) {
        return code;
    }
    FOYER_ASSERT(sqlite3_get_autocommit(store->db.handle) != 0);
    (void)sqlite3_limit(store->db.handle, SQLITE_LIMIT_ATTACHED, 1);
    Statement statement = statement_open(&store->db, QUERY_HUB_COPY);
    bind_text(&statement, 1, str8_from(path));
    code = statement_run(&statement, err);
    if (store->db.handle != NULL) {
        (void)sqlite3_limit(store->db.handle, SQLITE_LIMIT_ATTACHED, 0);
    }
    return code;
}

/* ---- transactions ---- */

static ErrCode run_begin(void *context, Err *err) {
    HubSqlite *store = context;
    ErrCode code = store->must_settle ? settle(store, err) : connect(store, err);
    return code == ERR_OK ? db_run(&store->db, QUERY_BEGIN_WRITE, err) : code;
}

static void checkpoint(HubSqlite *store) {
    /* It may fail; then the log is longer, and the next one tries again. */
    ErrCode code = db_run(&store->db, QUERY_HUB_CHECKPOINT_PASSIVE, NULL);
    store->log_frames = code == ERR_OK ? 0 : store->log_frames;
}

static ErrCode run_commit(void *context, Err *err) {
    HubSqlite *store = context;
    ErrCode code = db_run(&store->db, QUERY_COMMIT, err);
    if (code != ERR_OK) {
        store->must_settle = true;
        db_roll_back(&store->db);
        drop_connection(store);
        return code;
    }
    if (store->log_frames >= LOG_FRAMES_MAX) {
        checkpoint(store);
    }
    return ERR_OK;
}

/* What the connection remembers of a trouble goes with it. */
static void run_rollback(void *context) {
    HubSqlite *store = context;
    db_roll_back(&store->db);
    if (store->db.last != SQLITE_OK) {
        drop_connection(store);
        store->db.last = SQLITE_OK;
    }
}

static void run_tidy(void *context) {
    HubSqlite *store = context;
    if (store->db.handle != NULL && store->log_frames >= LOG_FRAMES_IDLE) {
        checkpoint(store);
    }
}

/* Two connections may both count from 1, so theirs is part of it. */
static ErrCode get_version(void *context, int64_t *version, Err *err) {
    HubSqlite *store = context;
    int64_t changes = 0;
    ErrCode code = connect(store, err);
    if (code == ERR_OK) {
        code = db_run_int(&store->db, QUERY_HUB_DATA_VERSION, &changes, err);
    }
    if (code == ERR_OK) {
        *version = store->generation << 32 | changes;
    }
    return code;
}

/* ---- kiosks ---- */

/* A statement with the district bound; the others begin at 2. */
static Statement open_query(void *context, int query) {
    HubSqlite *store = context;
    Statement statement = statement_open(&store->db, query);
    bind_int(&statement, 1, HUB_DISTRICT);
    return statement;
}

static ErrCode close_found(Statement *statement, bool found, Err *err) {
    ErrCode code = statement_close(statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

static ErrCode kiosk_read(Statement *statement, Arena *arena, HubKiosk *kiosk, Err *err) {
    HubKiosk got = {0};
    bool found = statement_step(statement);
    if (found) {
        got.number = column_int(statement, 0);
        got.device = column_id(statement, 1);
        column_bytes(statement, 2, got.public_key, sizeof got.public_key);
        got.school = column_text(statement, arena, 3);
        got.name = column_text(statement, arena, 4);
        got.enrolled_utc_ms = column_int(statement, 5);
        got.revoked_utc_ms = column_int(statement, 6);
        got.counter = column_int(statement, 7);
        got.contact_utc_ms = column_int(statement, 8);
        got.quarantined = column_int(statement, 9);
        got.forks = column_int(statement, 10);
    }
    ErrCode code = close_found(statement, found, err);
    if (code == ERR_OK) {
        *kiosk = got;
    }
    return code;
}

static ErrCode kiosk_find(void *context, Arena *arena, Id device, HubKiosk *kiosk, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_KIOSK_FIND);
    bind_bytes(&statement, 2, device.bytes, sizeof device.bytes);
    return kiosk_read(&statement, arena, kiosk, err);
}

static ErrCode kiosk_next(void *context, Arena *arena, int64_t after, HubKiosk *kiosk, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_KIOSK_NEXT);
    bind_int(&statement, 2, after);
    return kiosk_read(&statement, arena, kiosk, err);
}

static ErrCode read_number(Statement *statement, int64_t *number, Err *err) {
    int64_t got = statement_step(statement) ? column_int(statement, 0) : 0;
    ErrCode code = statement_close(statement, err);
    if (code == ERR_OK) {
        *number = got;
    }
    return code;
}

static ErrCode kiosk_put(void *context, HubKiosk *kiosk, Err *err) {
    int query = kiosk->number == 0 ? QUERY_HUB_KIOSK_ADD : QUERY_HUB_KIOSK_CHANGE;
    ErrCode code = ERR_OK;
    if (kiosk->number == 0) {
        Statement newest = open_query(context, QUERY_HUB_KIOSK_NEW_NUMBER);
        code = read_number(&newest, &kiosk->number, err);
    }
    if (code == ERR_OK && kiosk->number > HUB_KIOSKS_MAX) {
        code = err_set(err, ERR_LIMIT, "more than %d kiosks", HUB_KIOSKS_MAX);
    }
    if (code != ERR_OK) {
        return code;
    }
    Statement statement = open_query(context, query);
    bind_int(&statement, 2, kiosk->number);
    bind_bytes(&statement, 3, kiosk->device.bytes, sizeof kiosk->device.bytes);
    bind_bytes(&statement, 4, kiosk->public_key, sizeof kiosk->public_key);
    bind_text(&statement, 5, kiosk->school);
    bind_text(&statement, 6, kiosk->name);
    bind_int(&statement, 7, kiosk->enrolled_utc_ms);
    bind_int(&statement, 8, kiosk->revoked_utc_ms);
    bind_int(&statement, 9, kiosk->counter);
    bind_int(&statement, 10, kiosk->contact_utc_ms);
    bind_int(&statement, 11, kiosk->quarantined);
    bind_int(&statement, 12, kiosk->forks);
    return statement_run(&statement, err);
}

static ErrCode kiosk_note(void *context, const HubKiosk *kiosk, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_KIOSK_NOTE);
    bind_int(&statement, 2, kiosk->number);
    bind_int(&statement, 3, kiosk->counter);
    bind_int(&statement, 4, kiosk->contact_utc_ms);
    bind_int(&statement, 5, kiosk->quarantined);
    bind_int(&statement, 6, kiosk->forks);
    return statement_run(&statement, err);
}

/* ---- histories ---- */

static ErrCode epoch_read(Statement *statement, int64_t kiosk, HubEpoch *epoch, Err *err) {
    HubEpoch got = {.kiosk = kiosk};
    bool found = statement_step(statement);
    if (found) {
        got.number = column_int(statement, 0);
        got.epoch = column_id(statement, 1);
        got.base = column_int(statement, 2);
        got.have = column_int(statement, 3);
        column_bytes(statement, 4, got.head, sizeof got.head);
        got.begun_utc_ms = column_int(statement, 5);
    }
    ErrCode code = close_found(statement, found, err);
    if (code == ERR_OK) {
        *epoch = got;
    }
    return code;
}

static ErrCode epoch_find(void *context, int64_t kiosk, Id epoch, HubEpoch *found, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_EPOCH_FIND);
    bind_int(&statement, 2, kiosk);
    bind_bytes(&statement, 3, epoch.bytes, sizeof epoch.bytes);
    return epoch_read(&statement, kiosk, found, err);
}

static ErrCode epoch_next(void *context, int64_t kiosk, int64_t after, HubEpoch *epoch, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_EPOCH_NEXT);
    bind_int(&statement, 2, kiosk);
    bind_int(&statement, 3, after);
    return epoch_read(&statement, kiosk, epoch, err);
}

static ErrCode epoch_add(void *context, HubEpoch *epoch, Err *err) {
    Statement newest = open_query(context, QUERY_HUB_EPOCH_NEW_NUMBER);
    bind_int(&newest, 2, epoch->kiosk);
    ErrCode code = read_number(&newest, &epoch->number, err);
    if (code == ERR_OK && epoch->number > HUB_EPOCHS_MAX) {
        code = err_set(err, ERR_LIMIT, "a kiosk had more than %d histories", HUB_EPOCHS_MAX);
    }
    if (code != ERR_OK) {
        return code;
    }
    Statement statement = open_query(context, QUERY_HUB_EPOCH_ADD);
    bind_int(&statement, 2, epoch->kiosk);
    bind_int(&statement, 3, epoch->number);
    bind_bytes(&statement, 4, epoch->epoch.bytes, sizeof epoch->epoch.bytes);
    bind_int(&statement, 5, epoch->base);
    bind_int(&statement, 6, epoch->have);
    bind_bytes(&statement, 7, epoch->head, sizeof epoch->head);
    bind_int(&statement, 8, epoch->begun_utc_ms);
    return statement_run(&statement, err);
}

static ErrCode epoch_put(void *context, HubEpoch *epoch, Err *err) {
    if (epoch->number == 0) {
        return epoch_add(context, epoch, err);
    }
    Statement statement = open_query(context, QUERY_HUB_EPOCH_CHANGE);
    bind_int(&statement, 2, epoch->kiosk);
    bind_int(&statement, 3, epoch->number);
    bind_int(&statement, 4, epoch->base);
    bind_int(&statement, 5, epoch->have);
    bind_bytes(&statement, 6, epoch->head, sizeof epoch->head);
    return statement_run(&statement, err);
}

/* ---- codes ---- */

static Str8 selector_text(const uint8_t selector[CODE_SELECTOR_LEN]) {
    return (Str8){(const char *)selector, CODE_SELECTOR_LEN};
}

static ErrCode code_find(void *context, Arena *arena, const uint8_t selector[CODE_SELECTOR_LEN],
                         HubCode *code, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_CODE_FIND);
    bind_text(&statement, 2, selector_text(selector));
    HubCode got = {0};
    memcpy(got.selector, selector, sizeof got.selector);
    bool found = statement_step(&statement);
    if (found) {
        column_bytes(&statement, 0, got.secret_hash, sizeof got.secret_hash);
        got.school = column_text(&statement, arena, 1);
        got.name = column_text(&statement, arena, 2);
        got.made_utc_ms = column_int(&statement, 3);
        got.until_utc_ms = column_int(&statement, 4);
        got.tries = column_int(&statement, 5);
        got.used_by = column_is_null(&statement, 6) ? (Id){{0}} : column_id(&statement, 6);
    }
    ErrCode failed = close_found(&statement, found, err);
    if (failed == ERR_OK) {
        *code = got;
    }
    return failed;
}

static ErrCode code_put(void *context, const HubCode *code, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_CODE_PUT);
    bind_text(&statement, 2, selector_text(code->selector));
    bind_bytes(&statement, 3, code->secret_hash, sizeof code->secret_hash);
    bind_text(&statement, 4, code->school);
    bind_text(&statement, 5, code->name);
    bind_int(&statement, 6, code->made_utc_ms);
    bind_int(&statement, 7, code->until_utc_ms);
    bind_int(&statement, 8, code->tries);
    if (!id_is_none(code->used_by)) {
        bind_bytes(&statement, 9, code->used_by.bytes, sizeof code->used_by.bytes);
    }
    return statement_run(&statement, err);
}

static ErrCode code_forget(void *context, int64_t utc_ms, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_CODE_FORGET);
    bind_int(&statement, 2, utc_ms);
    return statement_run(&statement, err);
}

/* ---- counts and checks ---- */

static ErrCode get_counts(void *context, HubCounts *counts, Err *err) {
    Statement statement = open_query(context, QUERY_HUB_COUNTS);
    HubCounts got = {0};
    bool found = statement_step(&statement);
    if (found) {
        got.kiosks = column_int(&statement, 0);
        got.revoked = column_int(&statement, 1);
        got.epochs = column_int(&statement, 2);
        got.records = column_int(&statement, 3);
        got.quarantined = column_int(&statement, 4);
        got.last_contact_utc_ms = column_int(&statement, 5);
        got.oldest_contact_utc_ms = column_int(&statement, 6);
    }
    ErrCode code = close_found(&statement, found, err);
    if (code == ERR_OK) {
        *counts = got;
    }
    return code;
}

static ErrCode read_check(void *context, Err *err) {
    HubSqlite *store = context;
    int64_t rows = 0;
    return db_run_int(&store->db, QUERY_HUB_READ_CHECK, &rows, err);
}

static ErrCode check_file(void *context, bool *sound, char *reason, size_t size, Err *err) {
    HubSqlite *store = context;
    ErrCode code = db_check(&store->db, QUERY_INTEGRITY_CHECK, sound, reason, size, err);
    if (code == ERR_OK && *sound && store->db.disk.bad_page != 0) {
        Str8Builder text = builder_make(reason, size);
        builder_format(&text, "page %llu had a wrong checksum",
                       (unsigned long long)store->db.disk.bad_page);
        *sound = false;
    }
    return code;
}

HubStore hub_sqlite_port(HubSqlite *store) {
    HubStore port = {
        .context = store,
        .begin = run_begin,
        .commit = run_commit,
        .rollback = run_rollback,
        .version = get_version,
        .tidy = run_tidy,
        .kiosk_find = kiosk_find,
        .kiosk_next = kiosk_next,
        .kiosk_put = kiosk_put,
        .kiosk_note = kiosk_note,
        .epoch_find = epoch_find,
        .epoch_next = epoch_next,
        .epoch_put = epoch_put,
        .code_find = code_find,
        .code_put = code_put,
        .code_forget = code_forget,
        .counts = get_counts,
        .read_check = read_check,
        .check = check_file,
    };
    hub_sqlite_record_port(&port);
    return port;
}
