#ifndef FOYER_DATA_SQLITE_STATEMENT_H
#define FOYER_DATA_SQLITE_STATEMENT_H

#include "data/base/id.h"
#include "data/sqlite/db.h"

/*
 * Statement: one use of a prepared query. Errors stick: bind, step and read freely, and look at
 * what statement_close says. Bound bytes are borrowed until then.
 */
typedef struct {
    Db *db;
    sqlite3_stmt *handle;
    int query;
    int status; /* SQLITE_OK, or the first failure */
} Statement;

/** Two uses of one query at a time are a programmer's error. */
Statement statement_open(Db *db, int query);
void bind_int(Statement *statement, int at, int64_t number);
void bind_text(Statement *statement, int at, Str8 text);
void bind_bytes(Statement *statement, int at, const void *bytes, size_t size);
void bind_id(Statement *statement, int at, Id id);

/** True when there is a row; false behind the last one or after a failure. */
bool statement_step(Statement *statement);

int64_t column_int(Statement *statement, int column);
/** A text or a blob, borrowed until the next step. */
Str8 column_borrowed(Statement *statement, int column);
/** Copied into the arena. */
Str8 column_text(Statement *statement, Arena *arena, int column);
Str8 column_blob(Statement *statement, Arena *arena, int column);
bool column_is_null(Statement *statement, int column);
/** Exactly `size` bytes, anything else is damage. */
void column_bytes(Statement *statement, int column, void *out, size_t size);
Id column_id(Statement *statement, int column);

/** The caller found a value that cannot be: statement_close will say ERR_CORRUPT. */
void statement_corrupt(Statement *statement);
/** The caller's arena is exhausted: statement_close will say ERR_NO_MEMORY. */
void statement_no_memory(Statement *statement);

MUST_USE ErrCode statement_close(Statement *statement, Err *err);
/** Step to the end and close. */
MUST_USE ErrCode statement_run(Statement *statement, Err *err);
/** Step once and close: ERR_NOT_FOUND when there was no row. */
MUST_USE ErrCode statement_exists(Statement *statement, Err *err);

#endif
