#include "data/sqlite/db.h"

#include <string.h>

#include "data/base/check.h"
#include "data/sqlite/db_queries.h"
#include "data/sqlite/statement.h"

enum { DB_PRAGMA_VALUE_MAX = 16, DB_VALUE_SIZE_MAX = 1 << 20, DB_SQL_SIZE_MAX = 1 << 16 };

const QueryText *db_query_text(const Db *db, int query) {
    FOYER_ASSERT(query >= 0 && query < db->schema->queries_count);
    return query < QUERY_DB_COUNT ? &DB_QUERIES[query]
                                  : &db->schema->queries[query - QUERY_DB_COUNT];
}

static ErrCode code_of(int status) {
    switch (status & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_CORRUPT;
    case SQLITE_CONSTRAINT:
        return ERR_CONFLICT;
    case SQLITE_NOMEM:
        return ERR_NO_MEMORY;
    case SQLITE_TOOBIG:
        return ERR_LIMIT;
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
        return ERR_INTERNAL;
    default:
        return ERR_IO;
    }
}

ErrCode db_fail(Db *db, int code, const char *what, Err *err) {
    FOYER_ASSERT(code != SQLITE_OK);
    db->last = code;
    /* A wrong statement names tables and columns; other messages could name values. */
    const char *text = (code & 0xFF) == SQLITE_ERROR && db->handle != NULL
                           ? sqlite3_errmsg(db->handle)
                           : sqlite3_errstr(code);
    return err_set(err, code_of(code), "%s: %s (%d)", what, text, code);
}

bool db_is_full(const Db *db) {
    return (db->last & 0xFF) == SQLITE_FULL;
}

/*
 * What must hold on every connection (DESIGN.md section 7). The help counters have no log: it would
 * keep what their file was before, in the order of time, and salts that are never the same twice.
 */
typedef enum { FOR_ALL, FOR_LOG, FOR_NO_LOG } ForWhich;

static const struct {
    ForWhich which;
    int set;
    int get;
    const char *value;
} PRAGMAS[] = {
    /* before WAL: see db.sql */
    {FOR_ALL, QUERY_SET_SYNCHRONOUS_EXTRA, QUERY_GET_SYNCHRONOUS_EXTRA, "3"},
    {FOR_LOG, QUERY_SET_JOURNAL_MODE, QUERY_GET_JOURNAL_MODE, "wal"},
    {FOR_LOG, QUERY_SET_SYNCHRONOUS, QUERY_GET_SYNCHRONOUS, "2"},
    {FOR_NO_LOG, QUERY_SET_JOURNAL_MODE_DELETE, QUERY_GET_JOURNAL_MODE, "delete"},
    {FOR_ALL, QUERY_SET_FOREIGN_KEYS, QUERY_GET_FOREIGN_KEYS, "1"},
    {FOR_ALL, QUERY_SET_SECURE_DELETE, QUERY_GET_SECURE_DELETE, "1"},
    {FOR_ALL, QUERY_SET_TRUSTED_SCHEMA, QUERY_GET_TRUSTED_SCHEMA, "0"},
    {FOR_ALL, QUERY_SET_TEMP_STORE, QUERY_GET_TEMP_STORE, "2"},
    {FOR_LOG, QUERY_SET_WAL_AUTOCHECKPOINT, QUERY_GET_WAL_AUTOCHECKPOINT, "0"},
};

static ErrCode pragma_expect(Db *db, int query, const char *value, Err *err) {
    Statement statement = statement_open(db, query);
    bool row = statement_step(&statement);
    const char *got = row ? (const char *)sqlite3_column_text(statement.handle, 0) : NULL;
    bool same = got != NULL && strcmp(got, value) == 0;
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && !same) {
        code = err_set(err, ERR_INTERNAL, "%s was not %s", db_query_text(db, query)->name, value);
    }
    return code;
}

static ErrCode set_pragmas(Db *db, Err *err) {
    for (size_t i = 0; i < sizeof PRAGMAS / sizeof PRAGMAS[0]; i++) {
        if (PRAGMAS[i].which == (db->schema->has_log ? FOR_NO_LOG : FOR_LOG)) {
            continue;
        }
        ErrCode code = db_run(db, PRAGMAS[i].set, err);
        if (code == ERR_OK) {
            code = pragma_expect(db, PRAGMAS[i].get, PRAGMAS[i].value, err);
        }
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

/* A statement in use keeps sqlite3_close from closing, so all are finalised first. */
static void disconnect(Db *db) {
    for (int i = 0; i < db->schema->queries_count; i++) {
        (void)sqlite3_finalize(db->statements[i]);
        db->statements[i] = NULL;
    }
    int code = sqlite3_close(db->handle);
    FOYER_ASSERT(code == SQLITE_OK);
    db->handle = NULL;
    checked_disk_stop(&db->disk);
}

static ErrCode connect_file(Db *db, Err *err) {
    FOYER_ASSERT(db->handle == NULL);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (!checked_disk_start(&db->disk, db->vfs)) {
        return db_fail(db, SQLITE_CANTOPEN, "could not find the disk", err);
    }
    int code = sqlite3_open_v2(db->path, &db->handle, flags, db->disk.name);
    if (code != SQLITE_OK) {
        disconnect(db);
        return db_fail(db, code, "could not open the database", err);
    }
    (void)sqlite3_extended_result_codes(db->handle, 1);
    int reserve = CHECKED_RESERVE_SIZE; /* counts for a new database only */
    (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
    (void)sqlite3_busy_timeout(db->handle, DB_BUSY_MS);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, DB_VALUE_SIZE_MAX);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_SQL_LENGTH, DB_SQL_SIZE_MAX);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return ERR_OK;
}

ErrCode db_reopen(Db *db, Err *err) {
    if (db->handle != NULL) {
        return ERR_OK;
    }
    ErrCode code = connect_file(db, err);
    if (code == ERR_OK) {
        code = set_pragmas(db, err);
        if (code != ERR_OK) {
            disconnect(db);
        }
    }
    return code;
}

static int64_t version_latest(const DbSchema *schema) {
    int64_t version = 0;
    while (schema->migrations[version].name != NULL) {
        version++;
    }
    return version;
}

/* Before anything is written over it. */
static ErrCode refuse_damaged_log(Db *db, Err *err) {
    if (!db->disk.log_damaged) {
        return ERR_OK;
    }
    db->last = SQLITE_CORRUPT;
    return err_set(err, ERR_CORRUPT,
                   "the write-ahead log was damaged: opening it would lose what was saved last. "
                   "Copy the data folder away; deleting its -tip file then gives up those records");
}

/* Before any pragma writes: a newer Foyer's file stays as it is, and no migration runs because the
 * byte that says the version went bad. */
static ErrCode refuse_version(Db *db, Err *err) {
    int64_t version = 0;
    int64_t latest = version_latest(db->schema);
    ErrCode code = db_run_int(db, QUERY_GET_USER_VERSION, &version, err);
    if (code != ERR_OK || version == latest) {
        return code;
    }
    if (version < 0 || (version < latest && db->disk.bad_page == 1)) {
        db->last = SQLITE_CORRUPT;
        return err_set(err, ERR_CORRUPT, "the database was damaged: its first page is not right");
    }
    if (version > latest) {
        code = err_set(err, ERR_CONFLICT,
                       "the database was written by a newer Foyer (schema %lld, known %lld)",
                       (long long)version, (long long)latest);
    }
    return code;
}

ErrCode db_check(Db *db, int query, bool *sound, char *reason, size_t size, Err *err) {
    FOYER_ASSERT(size > 0);
    Statement statement = statement_open(db, query);
    bool row = statement_step(&statement);
    const char *got = row ? (const char *)sqlite3_column_text(statement.handle, 0) : "ok";
    Str8Builder text = builder_make(reason, size);
    builder_add(&text, str8_from(got));
    *sound = str8_equal(str8_from(got), STR8("ok"));
    return statement_close(&statement, err);
}

static ErrCode check_quickly(Db *db, Err *err) {
    bool sound = false;
    char reason[ERR_TEXT_MAX / 2];
    ErrCode code = db_check(db, QUERY_QUICK_CHECK, &sound, reason, sizeof reason, err);
    if (code == ERR_OK && !sound) {
        code = err_set(err, ERR_CORRUPT, "the database was damaged: %s", reason);
    }
    return code;
}

static ErrCode migrate_step(Db *db, const QueryText *migration, Err *err) {
    ErrCode code = db_run(db, QUERY_BEGIN_WRITE, err);
    if (code != ERR_OK) {
        return code;
    }
    int status = sqlite3_exec(db->handle, migration->sql, NULL, NULL, NULL);
    code = status == SQLITE_OK ? ERR_OK : db_fail(db, status, migration->name, err);
    if (code == ERR_OK) {
        code = db_run(db, QUERY_COMMIT, err);
    }
    if (code != ERR_OK) {
        db_roll_back(db);
    }
    return code;
}

static ErrCode migrate(Db *db, int64_t version, Err *err) {
    int64_t latest = version_latest(db->schema);
    int64_t target = version == DB_VERSION_LATEST ? latest : version;
    FOYER_ASSERT(target <= latest);
    int64_t have = 0;
    ErrCode code = db_run_int(db, QUERY_GET_USER_VERSION, &have, err);
    while (code == ERR_OK && have < target) {
        code = migrate_step(db, &db->schema->migrations[have], err);
        int64_t before = have;
        if (code == ERR_OK) {
            code = db_run_int(db, QUERY_GET_USER_VERSION, &have, err);
        }
        FOYER_ASSERT(code != ERR_OK || have == before + 1);
    }
    return code;
}

static ErrCode open_file(Db *db, bool reads_all, int64_t version, Err *err) {
    ErrCode code = connect_file(db, err);
    if (code == ERR_OK) {
        code = refuse_version(db, err);
    }
    if (code == ERR_OK) {
        code = refuse_damaged_log(db, err);
    }
    if (code == ERR_OK) {
        code = set_pragmas(db, err);
    }
    if (code == ERR_OK && reads_all) {
        code = check_quickly(db, err);
    }
    if (code == ERR_OK) {
        code = migrate(db, version, err);
    }
    if (code != ERR_OK) {
        disconnect(db);
    }
    return code;
}

static ErrCode start(Db *db, Arena *arena, const char *path, const char *vfs,
                     const DbSchema *schema, Err *err) {
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof db->path) {
        return err_set(err, ERR_INVALID, "the database's path had %zu bytes", length);
    }
    *db = (Db){.vfs = vfs, .schema = schema};
    memcpy(db->path, path, length + 1);
    db->statements = ARENA_ARRAY(arena, sqlite3_stmt *, (size_t)schema->queries_count);
    return db->statements != NULL ? ERR_OK
                                  : err_set(err, ERR_NO_MEMORY, "no memory for statements");
}

ErrCode db_open_at(Db *db, Arena *arena, const char *path, const char *vfs, const DbSchema *schema,
                   int64_t version, Err *err) {
    ErrCode code = start(db, arena, path, vfs, schema, err);
    return code == ERR_OK ? open_file(db, true, version, err) : code;
}

ErrCode db_open(Db *db, Arena *arena, const char *path, const char *vfs, const DbSchema *schema,
                Err *err) {
    return db_open_at(db, arena, path, vfs, schema, DB_VERSION_LATEST, err);
}

ErrCode db_open_unread(Db *db, Arena *arena, const char *path, const char *vfs,
                       const DbSchema *schema, Err *err) {
    ErrCode code = start(db, arena, path, vfs, schema, err);
    return code == ERR_OK ? open_file(db, false, DB_VERSION_LATEST, err) : code;
}

void db_close(Db *db) {
    disconnect(db);
}

ErrCode db_run(Db *db, int query, Err *err) {
    Statement statement = statement_open(db, query);
    return statement_run(&statement, err);
}

void db_roll_back(Db *db) {
    if (db->handle == NULL || sqlite3_get_autocommit(db->handle) != 0) {
        return; /* SQLite rolls back by itself after some errors */
    }
    int last = db->last;
    ErrCode code = db_run(db, QUERY_ROLLBACK, NULL);
    if (code != ERR_OK) {
        disconnect(db); /* closing rolls back too */
    }
    db->last = last;
}

ErrCode db_run_int(Db *db, int query, int64_t *number, Err *err) {
    Statement statement = statement_open(db, query);
    int64_t got = statement_step(&statement) ? column_int(&statement, 0) : 0;
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *number = got;
    }
    return code;
}

/* SQLite rebuilds by way of an attached database, which nobody else may have. */
ErrCode db_rebuild(Db *db, int query, Err *err) {
    if (db->handle != NULL) {
        (void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 1);
    }
    ErrCode code = db_run(db, query, err);
    if (db->handle != NULL) {
        (void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    }
    return code;
}
