#include "data/sqlite/statement.h"

#include <string.h>

#include "data/base/check.h"

static int prepare(Db *db, int query, sqlite3_stmt **out) {
    if (db->handle == NULL) {
        ErrCode code = db_reopen(db, NULL);
        if (code != ERR_OK) {
            return db->last != SQLITE_OK ? db->last : SQLITE_CANTOPEN;
        }
    }
    if (db->statements[query] == NULL) {
        int code = sqlite3_prepare_v3(db->handle, db_query_text(db, query)->sql, -1,
                                      SQLITE_PREPARE_PERSISTENT, &db->statements[query], NULL);
        if (code != SQLITE_OK) {
            return code;
        }
    }
    *out = db->statements[query];
    return SQLITE_OK;
}

Statement statement_open(Db *db, int query) {
    FOYER_ASSERT(query >= 0 && query < db->schema->queries_count);
    Statement statement = {.db = db, .query = query};
    statement.status = prepare(db, query, &statement.handle);
    FOYER_ASSERT(statement.status != SQLITE_OK || !sqlite3_stmt_busy(statement.handle));
    return statement;
}

static void stick(Statement *statement, int code) {
    if (statement->status == SQLITE_OK) {
        statement->status = code;
    }
}

void bind_int(Statement *statement, int at, int64_t number) {
    if (statement->status == SQLITE_OK) {
        stick(statement, sqlite3_bind_int64(statement->handle, at, number));
    }
}

void bind_text(Statement *statement, int at, Str8 text) {
    if (statement->status == SQLITE_OK) {
        const char *ptr = text.ptr != NULL ? text.ptr : "";
        stick(statement, sqlite3_bind_text64(statement->handle, at, ptr, text.len, SQLITE_STATIC,
                                             SQLITE_UTF8));
    }
}

void bind_bytes(Statement *statement, int at, const void *bytes, size_t size) {
    if (statement->status == SQLITE_OK) {
        const void *ptr = bytes != NULL ? bytes : "";
        stick(statement, sqlite3_bind_blob64(statement->handle, at, ptr, size, SQLITE_STATIC));
    }
}

/* An Id lives in the caller's argument, so its bytes are copied. */
void bind_id(Statement *statement, int at, Id id) {
    if (statement->status == SQLITE_OK) {
        stick(statement, sqlite3_bind_blob64(statement->handle, at, id.bytes, sizeof id.bytes,
                                             SQLITE_TRANSIENT));
    }
}

bool statement_step(Statement *statement) {
    if (statement->status != SQLITE_OK) {
        return false;
    }
    int code = sqlite3_step(statement->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        stick(statement, code);
    }
    return code == SQLITE_ROW;
}

int64_t column_int(Statement *statement, int column) {
    return sqlite3_column_int64(statement->handle, column);
}

bool column_is_null(Statement *statement, int column) {
    return sqlite3_column_type(statement->handle, column) == SQLITE_NULL;
}

static Str8 copy_out(Statement *statement, Arena *arena, const void *bytes, int size) {
    if (size <= 0) {
        return (Str8){"", 0};
    }
    Str8 copy = str8_copy(arena, (Str8){bytes, (size_t)size});
    if (copy.ptr == NULL) {
        stick(statement, SQLITE_NOMEM);
        return (Str8){"", 0};
    }
    return copy;
}

Str8 column_text(Statement *statement, Arena *arena, int column) {
    const void *text = sqlite3_column_text(statement->handle, column);
    return copy_out(statement, arena, text, sqlite3_column_bytes(statement->handle, column));
}

Str8 column_borrowed(Statement *statement, int column) {
    const void *bytes = sqlite3_column_blob(statement->handle, column);
    int size = sqlite3_column_bytes(statement->handle, column);
    return size > 0 && bytes != NULL ? (Str8){bytes, (size_t)size} : (Str8){"", 0};
}

Str8 column_blob(Statement *statement, Arena *arena, int column) {
    const void *blob = sqlite3_column_blob(statement->handle, column);
    return copy_out(statement, arena, blob, sqlite3_column_bytes(statement->handle, column));
}

void column_bytes(Statement *statement, int column, void *out, size_t size) {
    const void *blob = sqlite3_column_blob(statement->handle, column);
    if (blob == NULL || sqlite3_column_bytes(statement->handle, column) != (int)size) {
        memset(out, 0, size);
        stick(statement, SQLITE_CORRUPT);
        return;
    }
    memcpy(out, blob, size);
}

Id column_id(Statement *statement, int column) {
    Id id = {{0}};
    column_bytes(statement, column, id.bytes, sizeof id.bytes);
    return id;
}

void statement_corrupt(Statement *statement) {
    stick(statement, SQLITE_CORRUPT);
}

void statement_no_memory(Statement *statement) {
    stick(statement, SQLITE_NOMEM);
}

ErrCode statement_close(Statement *statement, Err *err) {
    if (statement->handle != NULL) {
        (void)sqlite3_reset(statement->handle); /* repeats what step said */
        (void)sqlite3_clear_bindings(statement->handle);
    }
    statement->handle = NULL;
    if (statement->status == SQLITE_OK) {
        return ERR_OK;
    }
    return db_fail(statement->db, statement->status,
                   db_query_text(statement->db, statement->query)->name, err);
}

ErrCode statement_run(Statement *statement, Err *err) {
    while (statement_step(statement)) {
    }
    return statement_close(statement, err);
}

ErrCode statement_exists(Statement *statement, Err *err) {
    bool row = statement_step(statement);
    ErrCode code = statement_close(statement, err);
    return code == ERR_OK && !row ? ERR_NOT_FOUND : code;
}
