#ifndef FOYER_DATA_VAULT_VISIT_NAMES_H
#define FOYER_DATA_VAULT_VISIT_NAMES_H

#include "data/domain/visit.h"
#include "data/vault/vault.h"

/*
 * The personal part of one sign-in: who the people of a record are. The same bytes are boxed hot
 * (with the event's key) and sealed cold (to the school).
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
/** Borrows the texts from `packed`; role and grade stay empty. False on damage. */
MUST_USE bool visit_names_unpack(Arena *arena, Str8 packed, VisitNames *names);

/**
 * Open the cold part with the school's secret key.
 * @return ERR_OK; ERR_DENIED: not this school's key; ERR_CORRUPT: opened, but no names
 */
MUST_USE ErrCode visit_names_unseal(Arena *arena, const uint8_t school_secret[VAULT_KEY_SIZE],
                                    Str8 sealed, VisitNames *names);

#endif
