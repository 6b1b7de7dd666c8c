#ifndef FOYER_DATA_STORE_CHANNEL_STORE_H
#define FOYER_DATA_STORE_CHANNEL_STORE_H

#include "data/domain/channel.h"
#include "data/store/store.h"

/* How the school keeps in touch. As service_store, but smaller. */

enum { CHANNEL_KEY_BYTES_MAX = 64, CHANNEL_LINE_BYTES_MAX = 2048 };

/**
 * Write a channel of `source`; channel->id is the key, channel->key is unique.
 * @return ERR_INVALID; ERR_CONFLICT when another source owns the id or another channel the key
 */
MUST_USE ErrCode channel_store_put(Store *store, Str8 source, const Channel *channel,
                                   Change *change, Err *err);
MUST_USE ErrCode channel_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen,
                                    size_t seen_count, Id **gone, size_t *gone_count, Err *err);
MUST_USE ErrCode channel_store_remove(Store *store, Id id, Err *err);
/** All, at most CHANNELS_MAX, in the order they were first put. */
MUST_USE ErrCode channel_store_list(Store *store, Arena *arena, Channel **channels, size_t *count,
                                    Err *err);

#endif
