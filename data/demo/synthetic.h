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
    SYNTHETIC_HOUSEHOLDS_MAX = 1000000,
    SYNTHETIC_PHONES_MAX = 2,
    SYNTHETIC_SHARED_PERCENT = 3, /* of households share the number of the one before */
};

/** A maker: the lists of names and the folding of letters. One thread. */
typedef struct Synthetic Synthetic;

/** Lives in `arena`; close it before the arena is reset. */
MUST_USE ErrCode synthetic_open(Arena *arena, uint64_t seed, Synthetic **synthetic, Err *err);
/** NULL is allowed. */
void synthetic_close(Synthetic *synthetic);

/** One household with its look-ups. Names are borrowed from the maker, the rest is in the arena. */
typedef struct {
    Household household;
    Str8 key;                          /* "h000042": an id of the school's own system */
    Str8 phones[SYNTHETIC_PHONES_MAX]; /* all different over a school, but for the shared ones */
    size_t phones_count;               /* 1 or 2 */
    uint32_t letters[HOUSEHOLD_LETTERS_MAX];
    size_t letters_count;
} SyntheticHousehold;

/** @param index 0..SYNTHETIC_HOUSEHOLDS_MAX-1 @return ERR_OK; ERR_LIMIT (index); ERR_NO_MEMORY */
MUST_USE ErrCode synthetic_household(Synthetic *synthetic, Arena *arena, size_t index,
                                     SyntheticHousehold *household, Err *err);

/** As the store wants it, with the given source ("oneroster"); borrows from `household`. */
HouseholdIn synthetic_household_in(const SyntheticHousehold *household, Str8 source);

/** Where a file goes, piece by piece; anything but ERR_OK ends the writing. */
typedef struct {
    ErrCode (*write)(void *context, Str8 piece);
    void *context;
} SyntheticOut;

/** A families file as `foyerctl import --as families` reads it. */
MUST_USE ErrCode synthetic_families_csv(Synthetic *synthetic, size_t households, SyntheticOut out,
                                        Err *err);

#endif
