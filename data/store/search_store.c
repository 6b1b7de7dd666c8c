#include "data/store/search_store.h"

#include <string.h>

#include "data/sqlite/statement.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * The blob is cut into parts, for the store reads no value of more than a megabyte. Its row keeps
 * the count of service changes as it was: one comparison says whether the index is still right, in
 * the transaction that changes services too.
 */
enum { SEARCH_PART_BYTES = 256 << 10 };

typedef struct {
    int64_t stamp;
    int64_t size;
} IndexRow;

typedef struct {
    int format;
    Str8 bytes;
} PutWork;

static ErrCode put_part(Store *store, int64_t position, Str8 bytes, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_SEARCH_INDEX_PART_ADD);
    bind_int(&statement, 1, position);
    bind_bytes(&statement, 2, bytes.ptr, bytes.len);
    return statement_run(&statement, err);
}

static ErrCode run_put(Store *store, void *context, Err *err) {
    const PutWork *work = context;
    Statement statement = statement_open(&store->db, QUERY_SEARCH_INDEX_PUT);
    bind_int(&statement, 1, work->format);
    bind_int(&statement, 2, (int64_t)work->bytes.len);
    ErrCode code = statement_run(&statement, err);
    if (code == ERR_OK) {
        code = db_run(&store->db, QUERY_SEARCH_INDEX_PART_FORGET, err);
    }
    int64_t position = 0;
    for (size_t at = 0; code == ERR_OK && at < work->bytes.len; at += SEARCH_PART_BYTES) {
        size_t left = work->bytes.len - at;
        size_t size = left < SEARCH_PART_BYTES ? left : SEARCH_PART_BYTES;
        code = put_part(store, position++, (Str8){work->bytes.ptr + at, size}, err);
    }
    return code == ERR_OK ? store_note_content(store, err) : code;
}

ErrCode search_store_put(Store *store, int format, Str8 bytes, Err *err) {
    if (bytes.len == 0 || bytes.len > SEARCH_INDEX_BYTES_MAX) {
        return err_set(err, ERR_LIMIT, "the search index had %zu bytes", bytes.len);
    }
    PutWork work = {format, bytes};
    return store_write(store, run_put, &work, NULL, err);
}

static ErrCode get_row(Store *store, int format, IndexRow *row, Err *err) {
    int64_t changes = 0;
    ErrCode code = db_run_int(&store->db, QUERY_SERVICE_CHANGE_COUNT, &changes, err);
    if (code != ERR_OK) {
        return code;
    }
    Statement statement = statement_open(&store->db, QUERY_SEARCH_INDEX_GET);
    bool is_right = statement_step(&statement) && column_int(&statement, 0) == format &&
                    column_int(&statement, 1) == changes;
    if (is_right) {
        *row = (IndexRow){column_int(&statement, 2), column_int(&statement, 3)};
    }
    code = statement_close(&statement, err);
    return code == ERR_OK && !is_right
               ? err_set(err, ERR_NOT_FOUND, "there was no search index of these services")
               : code;
}

ErrCode search_store_stamp(Store *store, int format, int64_t *stamp, Err *err) {
    IndexRow row = {0, 0};
    ErrCode code = get_row(store, format, &row, err);
    if (code == ERR_OK) {
        *stamp = row.stamp;
    }
    return code;
}

static void read_part(Statement *statement, char *bytes, size_t size, size_t *at) {
    Str8 part = column_borrowed(statement, 0);
    if (part.len > size - *at) {
        statement_corrupt(statement);
        return;
    }
    memcpy(bytes + *at, part.ptr, part.len);
    *at += part.len;
}

static ErrCode read_parts(Store *store, Arena *arena, const IndexRow *row, Str8 *bytes, Err *err) {
    if (row->size <= 0 || row->size > SEARCH_INDEX_BYTES_MAX) {
        return err_set(err, ERR_CORRUPT, "the search index had a wrong size");
    }
    size_t size = (size_t)row->size;
    char *whole = arena_alloc(arena, size);
    size_t at = 0;
    Statement statement = statement_open(&store->db, QUERY_SEARCH_INDEX_PART_OF);
    if (whole == NULL) {
        statement_no_memory(&statement);
    }
    while (statement_step(&statement)) {
        read_part(&statement, whole, size, &at);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && at != size) {
        code = err_set(err, ERR_CORRUPT, "the search index had %zu of %zu bytes", at, size);
    }
    if (code == ERR_OK) {
        *bytes = (Str8){whole, size};
    }
    return code;
}

/* Row and parts are of one moment: another process may put a new index meanwhile. */
ErrCode search_store_get(Store *store, int format, Arena *arena, Str8 *bytes, int64_t *stamp,
                         Err *err) {
    bool is_alone = !store->in_transaction;
    ErrCode code = is_alone ? db_run(&store->db, QUERY_BEGIN_READ, err) : ERR_OK;
    if (code != ERR_OK) {
        return code;
    }
    IndexRow row = {0, 0};
    code = get_row(store, format, &row, err);
    if (code == ERR_OK) {
        code = read_parts(store, arena, &row, bytes, err);
    }
    if (is_alone) {
        db_roll_back(&store->db);
    }
    if (code == ERR_OK) {
        *stamp = row.stamp;
    }
    return code;
}
