#ifndef FOYER_DATA_BASE_CIVIL_H
#define FOYER_DATA_BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "data/base/str8.h"

enum { DAY_MS = 86400000, HOUR_MS = 3600000, MINUTE_MS = 60000 };

/** A date and time of day without a zone, in the proleptic Gregorian calendar. */
typedef struct {
    int year;    /* 1..9999 */
    int month;   /* 1..12 */
    int day;     /* 1..31 */
    int hour;    /* 0..23 */
    int minute;  /* 0..59 */
    int second;  /* 0..59 */
    int weekday; /* 0 = Sunday .. 6; filled by civil_from_ms, not read by civil_to_ms */
} Civil;

/** Milliseconds since 1970-01-01T00:00 of that same civil clock. */
int64_t civil_to_ms(Civil civil);
/** The inverse; fractions of a second are dropped towards the past. */
Civil civil_from_ms(int64_t ms);
/** "2025-10-16", nothing else; the day must exist. */
bool civil_parse_date(Str8 text, Civil *civil);
/** "18:00" or "18:00:30". */
bool civil_parse_time(Str8 text, Civil *civil);
/** RFC 3339 date-time with Z or an offset, as UTC milliseconds. */
bool rfc3339_parse(Str8 text, int64_t *utc_ms);
/** "2025-10-16T18:02:11.123Z". */
Str8 rfc3339_text(Arena *arena, int64_t utc_ms);

#endif
