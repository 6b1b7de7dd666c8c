#ifndef FOYER_DATA_STORE_VISIT_NAMES_H
#define FOYER_DATA_STORE_VISIT_NAMES_H

#include "data/domain/visit.h"
#include "data/store/vault.h"

/*
 * The personal part of one sign-in: who the people of a record are. The same bytes are boxed hot
 * (with the event's key) and sealed cold (to the school). Private to data/store.
 *
 * Packed: version 1, household id, ordinal of the first person, count, then per person: id, given
 * name, family name.
 */
typedef struct {
    Id household_id; /* none when typed or counted */
    size_t first;    /* ordinal of people[0] in the visit */
    const Visitor *people;
    size_t count;
} VisitNames;

/** True when there is anything to tell. */
bool visit_names_any(const VisitNames *names);
/** ptr NULL when the arena is exhausted. */
Str8 visit_names_pack(Arena *arena, const VisitNames *names);

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
