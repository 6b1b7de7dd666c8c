#ifndef FOYER_DATA_DEMO_SYNTHETIC_H
#define FOYER_DATA_DEMO_SYNTHETIC_H

#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/domain/household.h"
#include "data/store/household_store.h"

/*
 * Synthetic schools for tests and benchmarks: households with names of twenty naming traditions,
 * from a seed. The same seed and number always give the same household, whatever was made before.
 */
enum {
    SYNTHETIC_TRADITIONS = 20,
    SYNTHETIC_HOUSEHOLDS_MAX = 200000,
    SYNTHETIC_SHARED_PERCENT = 3, /* of households share the number of the one before */
};

/** Household `index` of school `seed`. Everything lives in `arena`. */
typedef struct {
    Household household;
    Str8 key; /* "h000042": an id of the school's own system */
    Str8 phones[2];
    size_t phones_count; /* 1 or 2 */
    uint32_t letters[HOUSEHOLD_LETTERS_MAX];
    size_t letters_count;
} SyntheticHousehold;

/** @return ERR_OK; ERR_LIMIT (index); ERR_NO_MEMORY; ERR_INTERNAL (ICU's data is missing) */
MUST_USE ErrCode synthetic_household(Arena *arena, uint64_t seed, size_t index,
                                     SyntheticHousehold *household, Err *err);

/** As the store wants it; borrows from `household`. */
HouseholdIn synthetic_household_in(const SyntheticHousehold *household);

/**
 * A families file as `foyerctl import --as families` reads it, handed to `write` piece by piece.
 * @return ERR_OK, or what `write` returned first
 */
typedef ErrCode (*SyntheticWrite)(void *context, Str8 piece);
MUST_USE ErrCode synthetic_families_csv(uint64_t seed, size_t households, SyntheticWrite write,
                                        void *context, Err *err);

#endif
