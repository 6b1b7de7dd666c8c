#ifndef FOYER_DATA_IMPORT_HSDS_TIME_H
#define FOYER_DATA_IMPORT_HSDS_TIME_H

#include <stdbool.h>

#include "data/base/str8.h"

/** A time of day, and how it was written. */
typedef struct {
    int minute;        /* of the day, 0..1440 */
    bool meridiem;     /* am or pm, noon, midnight: no doubt about the half of the day */
    bool leading_zero; /* "02:00" */
    bool seconds;      /* "2:00:00" */
    bool has_offset;
    int offset_minutes; /* from UTC, east positive */
} HsdsClock;

/** See hsds_time_parse. A bare hour ("9") is no time. */
bool hsds_clock_parse(Str8 text, HsdsClock *clock);

#endif
