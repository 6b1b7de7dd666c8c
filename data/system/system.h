#ifndef FOYER_DATA_SYSTEM_SYSTEM_H
#define FOYER_DATA_SYSTEM_SYSTEM_H

#include "data/base/port.h"

/*
 * The system's clock and randomness behind the ports: the one place of the data floor that reads
 * them (invariant 5). Programs make one SystemClock at start and hand its port around.
 */
typedef struct {
    uint32_t boot;        /* number of this start, from store_begin_boot; 0 before */
    int64_t floor_utc_ms; /* the wall clock is not to be trusted before this */
} SystemClock;

/** Readings of the system's clocks. `clock` must outlive the port; any thread once it is set up. */
ClockPort system_clock_port(SystemClock *clock);

/** The kernel's generator. Any thread. */
RandomPort system_random_port(void);

#endif
