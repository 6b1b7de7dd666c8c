#ifndef FOYER_DATA_STORE_SEARCH_STORE_H
#define FOYER_DATA_STORE_SEARCH_STORE_H

#include "data/store/store.h"

/* The search index as data/directory made it: one blob, and what it was made from. */
enum { SEARCH_INDEX_BYTES_MAX = 256 << 20 };

/**
 * Keep `bytes` as the index of the services as they are now.
 * @param format  of the code that made it; another format is made anew
 */
MUST_USE ErrCode search_store_put(Store *store, int format, Str8 bytes, Err *err);
/**
 * The index.
 * @param stamp  [out] changes whenever it was put anew
 * @return ERR_OK, ERR_NOT_FOUND when there is none, it is of another format, or services changed
 *         since it was put
 */
MUST_USE ErrCode search_store_get(Store *store, int format, Arena *arena, Str8 *bytes,
                                  int64_t *stamp, Err *err);
/** Only the stamp, cheap; the same errors. */
MUST_USE ErrCode search_store_stamp(Store *store, int format, int64_t *stamp, Err *err);

#endif
