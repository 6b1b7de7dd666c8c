#ifndef FOYER_DATA_STORE_IMPORT_STORE_H
#define FOYER_DATA_STORE_IMPORT_STORE_H

#include "data/store/store.h"

/* Which files were imported when, so that a second run can say so. No file content, no path. */
enum { IMPORT_DIGEST_SIZE = 32, IMPORT_LIST_MAX = 100 };

typedef struct {
    Id id;                              /* UUIDv7 of this run: looked up after a failed COMMIT */
    Str8 kind;                          /* "oneroster", "ics", "families", "events" */
    Str8 name;                          /* the file's base name */
    uint8_t digest[IMPORT_DIGEST_SIZE]; /* BLAKE2b-256 of the file's bytes */
    int64_t utc_ms;
    int64_t added, changed, gone, refused;
} Import;

/** BLAKE2b-256, in one go. */
void import_store_digest(const void *bytes, size_t size, uint8_t digest[IMPORT_DIGEST_SIZE]);

/** Write it inside the import's own transaction. */
MUST_USE ErrCode import_store_add(Store *store, const Import *import, Err *err);
/** ERR_OK when an import of this id was written: the question after a failed store_commit. */
MUST_USE ErrCode import_store_has(Store *store, Id id, Err *err);
/**
 * store_commit of a transaction that wrote the import `id`. After a COMMIT that failed it is looked
 * up: ERR_OK when it is there all the same, ERR_IO when not (or not known: the message says so).
 */
MUST_USE ErrCode import_store_commit(Store *store, Id id, Err *err);
/** The latest with this digest. ERR_NOT_FOUND. */
MUST_USE ErrCode import_store_find(Store *store, Arena *arena,
                                   const uint8_t digest[IMPORT_DIGEST_SIZE], Import *import,
                                   Err *err);
/** The latest first, at most IMPORT_LIST_MAX. */
MUST_USE ErrCode import_store_list(Store *store, Arena *arena, Import **imports, size_t *count,
                                   Err *err);

#endif
