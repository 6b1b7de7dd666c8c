#ifndef FOYER_DATA_STORE_LOOKUP_THROTTLE_H
#define FOYER_DATA_STORE_LOOKUP_THROTTLE_H

#include "data/store/household_store.h"

/*
 * Throttle of rule 15, as plain values: 5 misses in a row pause for a minute; 20 a day plus one for
 * every two families found switch the look-up off until staff unlock it. Private to data/store.
 *
 * Time is powered-on time, by the machine's monotonic clock: a pause goes on after the plug was
 * pulled or the program started again, and a day is 24 h of running, or 24 h between two readings
 * of a trusted clock. Setting the clock helps nobody.
 */
typedef struct {
    int64_t misses_in_row;
    int64_t misses_today;
    int64_t found_today;
    bool off;
    int64_t pause_left_ms; /* 0 = no pause */
    int64_t day_on_ms;
    int64_t day_utc_ms; /* 0 = no trusted clock when it began */
    int64_t last_mono_ms;
} Throttle;

/** Let time pass: ends a pause that is over and a day that is over. */
void throttle_advance(Throttle *throttle, Moment now);
/** How it stands after throttle_advance. @param left_ms [out] of a pause, else 0 */
LookupThrottle throttle_state(const Throttle *throttle, int64_t *left_ms);
/** Count a miss, before it is known to be one. */
void throttle_miss(Throttle *throttle);
/** `before` was not a miss: what it is instead. */
Throttle throttle_found(Throttle before);

#endif
