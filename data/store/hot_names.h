#ifndef FOYER_DATA_STORE_HOT_NAMES_H
#define FOYER_DATA_STORE_HOT_NAMES_H

#include "data/store/store.h"
#include "data/vault/visit_names.h"

/* The names of one sign-in as a kiosk keeps them: hot until the event is closed, cold for good. */

/** The event's own key, made with the first sign-in and deleted when the event is closed. */
MUST_USE ErrCode hot_key_get(Store *store, Id event_id, uint8_t key[VAULT_KEY_SIZE], Err *err);
MUST_USE ErrCode hot_key_get_or_make(Store *store, Id event_id, Moment now,
                                     uint8_t key[VAULT_KEY_SIZE], Err *err);
/** Names that record `sequence` brought. ERR_NOT_FOUND when there are none (any more). */
MUST_USE ErrCode hot_names_open(Store *store, Arena *arena, int64_t sequence, VisitNames *names,
                                Err *err);
/** The same from the cold part. ERR_DENIED: not this school's key. */
MUST_USE ErrCode cold_names_open(Store *store, Arena *arena, int64_t sequence,
                                 const uint8_t school_secret[VAULT_KEY_SIZE], VisitNames *names,
                                 Err *err);

#endif
