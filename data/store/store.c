#include "data/store/store.h"

#include <string.h>

#include "data/base/check.h"
#include "data/sqlite/statement.h"
#include "data/store/journal_append.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * A change is durable when COMMIT said so, and only then.
 * 1. COMMIT failed, and only then: close, open, look the record up. What the look-up sees may be
 * the page cache's word only (an fsync that failed leaves clean pages behind), so the write-ahead
 * log is moved into the database file and synced before anybody is told "saved". When even that
 * fails, the answer is "it is not known".
 * 2. One more try, then ERR_IO.
 * 3. SQLITE_FULL: the ballast is given back, and when it is gone the write-ahead log is moved into
 *    the database; then the work is tried again.
 */

typedef struct {
    Id device;
    Id epoch;
    uint8_t school_salt[VAULT_TAG_SIZE];
    SecretCost cost;
    uint8_t kiosk_key_check[VAULT_KEY_SIZE];
    uint8_t school_public[VAULT_KEY_SIZE];
    int64_t boot;
    int64_t last_good_utc_ms;
} Meta;

static ErrCode meta_get(Store *store, Meta *meta, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_META_GET);
    bool found = statement_step(&statement);
    if (found) {
        meta->device = column_id(&statement, 0);
        meta->epoch = column_id(&statement, 1);
        column_bytes(&statement, 2, meta->school_salt, sizeof meta->school_salt);
        meta->cost.memory_bytes = (size_t)column_int(&statement, 3);
        meta->cost.passes = (uint32_t)column_int(&statement, 4);
        column_bytes(&statement, 5, meta->kiosk_key_check, sizeof meta->kiosk_key_check);
        column_bytes(&statement, 6, meta->school_public, sizeof meta->school_public);
        meta->boot = column_int(&statement, 7);
        meta->last_good_utc_ms = column_int(&statement, 8);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

static ErrCode write_meta(Store *store, void *context, Err *err) {
    const SecretCost *cost = context;
    Meta meta = {.cost = *cost};
    store->random.fill(store->random.context, meta.device.bytes, sizeof meta.device.bytes);
    store->random.fill(store->random.context, meta.epoch.bytes, sizeof meta.epoch.bytes);
    store->random.fill(store->random.context, meta.school_salt, sizeof meta.school_salt);
    vault_subkey(store->kiosk_key, STR8("check"), meta.kiosk_key_check);
    Statement statement = statement_open(&store->db, QUERY_META_ADD);
    bind_id(&statement, 1, meta.device);
    bind_id(&statement, 2, meta.epoch);
    bind_bytes(&statement, 3, meta.school_salt, sizeof meta.school_salt);
    bind_int(&statement, 4, (int64_t)meta.cost.memory_bytes);
    bind_int(&statement, 5, meta.cost.passes);
    bind_bytes(&statement, 6, meta.kiosk_key_check, sizeof meta.kiosk_key_check);
    bind_bytes(&statement, 7, store->school_public, sizeof store->school_public);
    ErrCode code = statement_run(&statement, err);
    return code == ERR_OK ? journal_begin(store, meta.device, meta.epoch, err) : code;
}

/* Two processes may make the same new database: the second finds the first one's row. */
static ErrCode meta_make(Store *store, const StoreOptions *options, Err *err) {
    SecretCost cost = options->cost;
    if (cost.memory_bytes == 0) {
        cost = SECRET_COST_DEFAULT;
    }
    ErrCode code = store_write(store, write_meta, &cost, NULL, err);
    return code == ERR_CONFLICT ? ERR_OK : code;
}

static ErrCode meta_check(Store *store, Err *err) {
    Meta meta;
    ErrCode code = meta_get(store, &meta, err);
    if (code != ERR_OK) {
        return code;
    }
    uint8_t check[VAULT_KEY_SIZE];
    vault_subkey(store->kiosk_key, STR8("check"), check);
    if (memcmp(check, meta.kiosk_key_check, sizeof check) != 0) {
        return err_set(err, ERR_DENIED, "the kiosk key was not the one of this database");
    }
    if (memcmp(store->school_public, meta.school_public, VAULT_KEY_SIZE) != 0) {
        return err_set(err, ERR_DENIED, "the school's public key was not the one of this database");
    }
    memcpy(store->school_salt, meta.school_salt, sizeof store->school_salt);
    store->cost = meta.cost;
    return ERR_OK;
}

static ErrCode open_checked(Store *store, Arena *arena, const StoreOptions *options, Err *err) {
    ErrCode code = db_open(&store->db, arena, options->path, options->vfs, &SCHEMA_KIOSK, err);
    if (code != ERR_OK) {
        return code;
    }
    code = meta_check(store, err);
    if (code == ERR_NOT_FOUND) {
        code = meta_make(store, options, err);
        code = code == ERR_OK ? meta_check(store, err) : code;
    }
    if (code != ERR_OK) {
        db_close(&store->db);
    }
    return code;
}

static void forget_keys(Store *store) {
    memory_wipe(store->kiosk_key, sizeof store->kiosk_key);
    memory_wipe(store->household_key, sizeof store->household_key);
    memory_wipe(&store->sealing, sizeof store->sealing);
}

ErrCode store_open(Arena *arena, const StoreOptions *options, Store **store, Err *err) {
    FOYER_ASSERT(options->random.fill != NULL);
    FOYER_ASSERT(options->path != NULL);
    Store *fresh = ARENA_NEW(arena, Store);
    if (fresh == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the store");
    }
    vault_start();
    fresh->random = options->random;
    fresh->log_must_go = true; /* who knows what the run before left in it */
    fresh->ballast = options->ballast;
    memcpy(fresh->kiosk_key, options->keys.kiosk_key, VAULT_KEY_SIZE);
    memcpy(fresh->school_public, options->keys.school_public, VAULT_KEY_SIZE);
    vault_subkey(fresh->kiosk_key, STR8("household"), fresh->household_key);
    fresh->scratch = arena_make(STORE_SCRATCH_BLOCK, STORE_SCRATCH_MAX);
    ErrCode code = open_checked(fresh, arena, options, err);
    if (code != ERR_OK) {
        forget_keys(fresh);
        arena_free(&fresh->scratch);
        return code;
    }
    *store = fresh;
    return ERR_OK;
}

void store_close(Store *store) {
    if (store == NULL) {
        return;
    }
    FOYER_ASSERT(!store->in_transaction);
    db_close(&store->db);
    forget_keys(store);
    arena_free(&store->scratch);
}

/* ---- transactions ---- */

static ErrCode run_once(Store *store, StoreWork *work, void *context, bool *commit_failed,
                        Err *err) {
    *commit_failed = false;
    store->db.last = SQLITE_OK;
    ErrCode code = db_run(&store->db, QUERY_BEGIN_WRITE, err);
    if (code != ERR_OK) {
        return code;
    }
    code = work(store, context, err);
    if (code == ERR_OK) {
        code = db_run(&store->db, QUERY_COMMIT, err);
        *commit_failed = code != ERR_OK;
    }
    if (code != ERR_OK) {
        db_roll_back(&store->db);
    }
    return code;
}

/* The write-ahead log into the database file, which is synced. */
static ErrCode move_log(Store *store, int query, Err *err) {
    int64_t busy = 0;
    ErrCode code = db_run_int(&store->db, query, &busy, err);
    if (code == ERR_OK && busy != 0) {
        code = err_set(err, ERR_BUSY, "another process was reading the database");
    }
    return code;
}

/* Room on a full disk: the ballast, once; then what the write-ahead log holds twice. */
static void make_room(Store *store) {
    if (store->ballast.release != NULL && store->ballast.release(store->ballast.context)) {
        store->ballast_used = true;
    } else if (move_log(store, QUERY_CHECKPOINT_TRUNCATE, NULL) != ERR_OK) {
        db_close(&store->db); /* no room won: the second try says so */
    }
}

ErrCode store_look_up(Store *store, StoreQuestion *is_there, Id id, Err *err) {
    db_close(&store->db);
    ErrCode code = db_reopen(&store->db, err);
    if (code == ERR_OK) {
        code = is_there(store, id, err);
    }
    if (code == ERR_OK) {
        code = move_log(store, QUERY_CHECKPOINT_TRUNCATE, err);
    }
    return code == ERR_OK || code == ERR_NOT_FOUND
               ? code
               : err_wrap(err, ERR_IO, "it is not known whether it was saved");
}

/* Work without a record may run twice, so nobody needs to know whether it did. */
static ErrCode look_up_record(Store *store, const Id *record_id, Err *err) {
    if (record_id != NULL) {
        return store_look_up(store, journal_has, *record_id, err);
    }
    db_close(&store->db);
    return ERR_NOT_FOUND;
}

static bool is_disk_trouble(ErrCode code) {
    return code == ERR_IO || code == ERR_CORRUPT;
}

/* The second and last try. Its work sets all outputs anew, also when the record is there already.
 */
static ErrCode write_again(Store *store, StoreWork *work, void *context, const Id *record_id,
                           Err *err) {
    bool commit_failed = false;
    ErrCode code = run_once(store, work, context, &commit_failed, err);
    if (commit_failed) {
        Err unknown = {0};
        ErrCode found = look_up_record(store, record_id, &unknown);
        if (found != ERR_NOT_FOUND) {
            return found == ERR_OK ? ERR_OK : err_set(err, found, "%s", unknown.text);
        }
    }
    return is_disk_trouble(code) ? err_wrap(err, ERR_IO, "not saved") : code;
}

ErrCode store_write(Store *store, StoreWork *work, void *context, const Id *record_id, Err *err) {
    if (store->in_transaction) {
        FOYER_ASSERT(store->db.handle != NULL);
        ErrCode code = store->broken ? err_set(err, ERR_IO, "the transaction had failed before")
                                     : work(store, context, err);
        store->broken = store->broken || (code != ERR_OK && code != ERR_NOT_FOUND);
        return code;
    }
    bool commit_failed = false;
    ErrCode code = run_once(store, work, context, &commit_failed, err);
    if (code == ERR_OK || (!commit_failed && !is_disk_trouble(code))) {
        return code;
    }
    bool full = db_is_full(&store->db);
    if (commit_failed) {
        code = look_up_record(store, record_id, err);
        if (code != ERR_NOT_FOUND) {
            return code;
        }
    } else {
        db_close(&store->db); /* whatever the connection remembers of the trouble goes with it */
    }
    if (full) {
        make_room(store);
    }
    return write_again(store, work, context, record_id, err);
}

ErrCode store_begin(Store *store, Err *err) {
    FOYER_ASSERT(!store->in_transaction);
    ErrCode code = db_run(&store->db, QUERY_BEGIN_WRITE, err);
    store->in_transaction = code == ERR_OK;
    store->broken = false;
    return code;
}

ErrCode store_commit(Store *store, Err *err) {
    FOYER_ASSERT(store->in_transaction);
    if (store->broken || sqlite3_get_autocommit(store->db.handle) != 0) {
        store_rollback(store);
        return err_set(err, ERR_IO, "the transaction had failed before its end");
    }
    store->in_transaction = false;
    ErrCode code = db_run(&store->db, QUERY_COMMIT, err);
    if (code != ERR_OK) {
        db_roll_back(&store->db);
        db_close(&store->db);
    }
    return code;
}

void store_rollback(Store *store) {
    FOYER_ASSERT(store->in_transaction);
    store->in_transaction = false;
    db_roll_back(&store->db);
}

/*
 * While an event's names are here anyway the log's file keeps its size: a sign-in then overwrites
 * blocks that the file has already, which is half the work for the disk of making it longer. When
 * the names go, so does the file: its old blocks remember them.
 */
static bool may_keep_log(Store *store) {
    int64_t names_here = 0;
    return !store->log_must_go &&
           db_run_int(&store->db, QUERY_HOT_KEY_ANY, &names_here, NULL) == ERR_OK &&
           names_here != 0;
}

ErrCode store_checkpoint_idle(Store *store, Err *err) {
    FOYER_ASSERT(!store->in_transaction);
    /* A reader elsewhere must not make the next family wait: no second chances here. */
    if (store->db.handle != NULL) {
        (void)sqlite3_busy_timeout(store->db.handle, 0);
    }
    int query = may_keep_log(store) ? QUERY_CHECKPOINT_RESTART : QUERY_CHECKPOINT_TRUNCATE;
    ErrCode code = move_log(store, query, err);
    if (code == ERR_OK && query == QUERY_CHECKPOINT_TRUNCATE) {
        store->log_must_go = false;
    }
    if (store->db.handle != NULL) {
        (void)sqlite3_busy_timeout(store->db.handle, DB_BUSY_MS);
    }
    return code;
}

bool store_ballast_used(const Store *store) {
    return store->ballast_used;
}

/* ---- meta and settings ---- */

static ErrCode write_next_boot(Store *store, void *context, Err *err) {
    uint32_t *boot = context;
    int64_t number = 0;
    ErrCode code = db_run_int(&store->db, QUERY_META_NEXT_BOOT, &number, err);
    *boot = (uint32_t)number;
    return code;
}

ErrCode store_begin_boot(Store *store, uint32_t *boot, Err *err) {
    uint32_t number = 0;
    ErrCode code = store_write(store, write_next_boot, &number, NULL, err);
    if (code == ERR_OK) {
        *boot = number;
    }
    return code;
}

ErrCode store_last_good_time(Store *store, int64_t *utc_ms, Err *err) {
    Meta meta;
    ErrCode code = meta_get(store, &meta, err);
    if (code == ERR_OK) {
        *utc_ms = meta.last_good_utc_ms;
    }
    return code;
}

static ErrCode write_time(Store *store, void *context, Err *err) {
    const Moment *moment = context;
    Statement statement = statement_open(&store->db, QUERY_META_NOTE_TIME);
    bind_int(&statement, 1, moment->utc_ms);
    return statement_run(&statement, err);
}

ErrCode store_note_time(Store *store, Moment moment, Err *err) {
    int64_t last = 0;
    ErrCode code = store_last_good_time(store, &last, err);
    if (code != ERR_OK || !moment.good || moment.utc_ms <= last) {
        return code;
    }
    return store_write(store, write_time, &moment, NULL, err);
}

ErrCode store_device(Store *store, Id *device, Err *err) {
    Meta meta;
    ErrCode code = meta_get(store, &meta, err);
    if (code == ERR_OK) {
        *device = meta.device;
    }
    return code;
}

ErrCode store_note_content(Store *store, Err *err) {
    return db_run(&store->db, QUERY_CONTENT_CHANGE_NOTE, err);
}

ErrCode store_content_version(Store *store, int64_t *version, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_CONTENT_VERSION);
    int64_t read = statement_step(&statement) ? column_int(&statement, 0) : 0;
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *version = read + 1; /* 0 is the caller's "none yet" */
    }
    return code;
}

ErrCode store_setting(Store *store, Arena *arena, Str8 name, Str8 *value, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SETTING_GET);
    bind_text(&statement, 1, name);
    bool found = statement_step(&statement);
    Str8 got = found ? column_text(&statement, arena, 0) : STR8("");
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && !found) {
        return err_set(err, ERR_NOT_FOUND, "setting %.*s was not set", STR8_ARG(name));
    }
    if (code == ERR_OK) {
        *value = got;
    }
    return code;
}

typedef struct {
    Str8 name;
    Str8 value;
} Setting;

static ErrCode write_setting(Store *store, void *context, Err *err) {
    const Setting *setting = context;
    Statement statement = statement_open(&store->db, QUERY_SETTING_PUT);
    bind_text(&statement, 1, setting->name);
    bind_text(&statement, 2, setting->value);
    ErrCode code = statement_run(&statement, err);
    return code == ERR_OK ? store_note_content(store, err) : code;
}

ErrCode store_set_setting(Store *store, Str8 name, Str8 value, Err *err) {
    if (name.len == 0 || value.len > SETTING_VALUE_MAX) {
        return err_set(err, ERR_INVALID, "setting had a value of %zu bytes", value.len);
    }
    Setting setting = {name, value};
    return store_write(store, write_setting, &setting, NULL, err);
}
