#ifndef FOYER_DATA_STORE_HELP_COUNTERS_H
#define FOYER_DATA_STORE_HELP_COUNTERS_H

#include "data/domain/service.h"
#include "data/store/store.h"

/*
 * Counts of looking for help by need, language and ISO week: a database file of its own, without
 * a clock time, an id or any key that joins it to a visit (invariant 10, rule 17). The crisis card
 * is no need and cannot be counted.
 */
typedef struct HelpCounters HelpCounters;

typedef struct {
    Need need;
    Str8 language;
    int iso_year; /* 2025 */
    int iso_week; /* 1..53 */
    int64_t count;
} HelpCount;

enum { HELP_COUNTS_MAX = 10000 };

/** @param path of a file of its own, created when missing; @param vfs as in StoreOptions */
MUST_USE ErrCode help_counters_open(Arena *arena, const char *path, const char *vfs,
                                    HelpCounters **counters, Err *err);
void help_counters_close(HelpCounters *counters);
/** One more. The language is BCP 47. */
MUST_USE ErrCode help_counters_add(HelpCounters *counters, Need need, Str8 language, int iso_year,
                                   int iso_week, Err *err);
/** All counts, by week, need, language. */
MUST_USE ErrCode help_counters_list(HelpCounters *counters, Arena *arena, HelpCount **counts,
                                    size_t *count, Err *err);

/** ISO 8601 week of a civil date (data/base/civil.h): the caller knows the local date. */
void iso_week_of(int year, int month, int day, int *iso_year, int *iso_week);

#endif
