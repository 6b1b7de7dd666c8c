#ifndef FOYER_DATA_STORE_HOUSEHOLD_CONTENT_H
#define FOYER_DATA_STORE_HOUSEHOLD_CONTENT_H

#include "data/store/household_store.h"
#include "data/vault/vault.h"

/*
 * A household's sealed content. Private to data/store.
 * Packed: version 1, household id, language, card_only, letters, people (id, role, grade, given
 * name, family name).
 */
typedef struct {
    Household household;
    uint32_t letters[HOUSEHOLD_LETTERS_MAX];
    size_t letters_count;
} HouseholdContent;

/** ptr NULL when the arena is exhausted. */
Str8 household_content_pack(Arena *arena, const HouseholdIn *in);
/** Texts are copied into the arena. False on damage. */
MUST_USE bool household_content_open(Arena *arena, const uint8_t key[VAULT_KEY_SIZE], Id row,
                                     Str8 boxed, HouseholdContent *content);
/** The row's id: a keyed hash of the id in the source. */
Id household_row(const Store *store, Id household_id);

#endif
