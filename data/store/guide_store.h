#ifndef FOYER_DATA_STORE_GUIDE_STORE_H
#define FOYER_DATA_STORE_GUIDE_STORE_H

#include "data/domain/guide.h"
#include "data/store/store.h"

/* Guides for families. As service_store, but smaller. */

enum { GUIDE_KEY_BYTES_MAX = 64, GUIDE_LINE_BYTES_MAX = 2048 };

/**
 * Write a guide of `source`; guide->id is the key, guide->key is unique.
 * @return ERR_INVALID; ERR_CONFLICT when another source owns the id or another guide the key
 */
MUST_USE ErrCode guide_store_put(Store *store, Str8 source, const Guide *guide, Change *change,
                                 Err *err);
MUST_USE ErrCode guide_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen,
                                  size_t seen_count, Id **gone, size_t *gone_count, Err *err);
MUST_USE ErrCode guide_store_remove(Store *store, Id id, Err *err);
/** All, at most GUIDES_MAX, in the order they were first put. */
MUST_USE ErrCode guide_store_list(Store *store, Arena *arena, Guide **guides, size_t *count,
                                  Err *err);

#endif
