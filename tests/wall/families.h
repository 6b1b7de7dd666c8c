#ifndef FOYER_TESTS_WALL_FAMILIES_H
#define FOYER_TESTS_WALL_FAMILIES_H

#include "data/demo/synthetic.h"

/* A school of synthetic families in a data folder, and what a test must know of them. */
enum { FAMILIES = 600, FAMILY_LETTERS_MAX = HOUSEHOLD_LETTERS_MAX };

typedef struct {
    char phones[SYNTHETIC_PHONES_MAX][PHONE_DIGITS_MAX + 1];
    size_t phones_count;
    uint32_t letters[FAMILY_LETTERS_MAX];
    size_t letters_count;
} Family;

/**
 * The demo school and FAMILIES more in a new folder in memory (wall_folder_make); the cheapest
 * hash. @param families  [out] their numbers and letters
 */
MUST_USE ErrCode families_school_make(char *folder, int64_t now_utc_ms, Family families[FAMILIES],
                                      Err *err);

#endif
