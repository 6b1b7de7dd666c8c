#ifndef FOYER_DATA_SQLITE_DB_H
#define FOYER_DATA_SQLITE_DB_H

#include <sqlite3.h>

#include "data/base/err.h"
#include "data/base/str8.h"
#include "data/sqlite/checked_disk.h"
#include "data/sqlite/schema.h"

/*
 * Db: one SQLite connection with its prepared statements, for the stores of the kiosk and of the
 * hub. Statements are named in .sql files and numbered in the headers that generate.sh makes; those
 * of every database (transactions, checks, pragmas) come first.
 *
 * 1. Every pragma is set and read back: SQLite ignores a mistyped one without a word.
 * 2. A newer schema is refused before anything is written.
 * 3. After a failed COMMIT the connection is closed; the next use opens it again.
 */
enum {
    DB_PATH_MAX = 1024, /* bytes, terminator included */
    DB_BUSY_MS = 5000,  /* how long a write waits for another process's transaction */
};

typedef struct Db {
    sqlite3 *handle;           /* NULL after a failure: opened again by the next statement */
    sqlite3_stmt **statements; /* by query, NULL until first used */
    char path[DB_PATH_MAX];
    const char *vfs;
    const DbSchema *schema;
    int last; /* SQLite's extended code of the latest failure */
    CheckedDisk disk;
} Db;

/** Open, check, migrate. `path` is copied, `vfs` borrowed; the statement table is in `arena`. */
MUST_USE ErrCode db_open(Db *db, Arena *arena, const char *path, const char *vfs,
                         const DbSchema *schema, Err *err);
/**
 * The same without reading every page first, for databases too large for that at every start. Bad
 * pages are still noticed when they are read (disk.bad_page).
 */
MUST_USE ErrCode db_open_unread(Db *db, Arena *arena, const char *path, const char *vfs,
                                const DbSchema *schema, Err *err);
/** The same, stopping at an older schema: how tests make the databases of earlier versions. */
enum { DB_VERSION_LATEST = 0 };
MUST_USE ErrCode db_open_at(Db *db, Arena *arena, const char *path, const char *vfs,
                            const DbSchema *schema, int64_t version, Err *err);
void db_close(Db *db);
/** Connect again when a failure closed it. No check, no migration. */
MUST_USE ErrCode db_reopen(Db *db, Err *err);

/** A query's name and text. */
const QueryText *db_query_text(const Db *db, int query);

/** Run a query without parameters and rows ("commit"). */
MUST_USE ErrCode db_run(Db *db, int query, Err *err);
/** Roll back when a transaction is open; db->last stays the reason. */
void db_roll_back(Db *db);
/** The single integer that a query answers. */
MUST_USE ErrCode db_run_int(Db *db, int query, int64_t *number, Err *err);

/** Make the whole file anew with a query that does; outside any transaction. */
MUST_USE ErrCode db_rebuild(Db *db, int query, Err *err);

/** An ErrCode for SQLite's code, with its message. Remembers the code in db->last. */
MUST_USE ErrCode db_fail(Db *db, int code, const char *what, Err *err);
/** The latest failure was a full disk. */
bool db_is_full(const Db *db);

/** quick_check or integrity_check: *sound and, when not, its first complaint in `reason`. */
MUST_USE ErrCode db_check(Db *db, int query, bool *sound, char *reason, size_t size, Err *err);

#endif
