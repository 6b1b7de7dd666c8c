#ifndef FOYER_DATA_CHECK_AUDIENCE_H
#define FOYER_DATA_CHECK_AUDIENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/str8.h"

enum { AUDIENCE_RANGES_MAX = 6, AUDIENCE_AGE_MAX = 120 };

/** Ages, both inclusive. */
typedef struct {
    int from;
    int to;
} AgeRange;

/** For whom a service is, as far as its words tell; no range = everybody. */
typedef struct {
    AgeRange ranges[AUDIENCE_RANGES_MAX];
    size_t count;
} Audience;

/**
 * Ages and grades in English words: "5-17 years old", "60 years or older", "under 18", "grades
 * 6-8", "K-12", "6 weeks - 9 years old". What is not understood limits nobody: a check that cries
 * wolf is switched off.
 */
Audience audience_of(Str8 eligibility);

/** The ages of the children of a CEDS grade ("PK", "KG", "01".."12"); others: 3 to 18. */
AgeRange audience_grade(Str8 grade);

/** Somebody of these ages is in the audience. */
bool audience_has(const Audience *audience, AgeRange ages);

#endif
