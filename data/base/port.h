#ifndef FOYER_DATA_BASE_PORT_H
#define FOYER_DATA_BASE_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** One reading of the clocks. Times on records keep all four (PRODUCT rule 9). */
typedef struct {
    int64_t utc_ms;  /* wall clock, ms since 1970-01-01T00:00Z */
    int64_t mono_ms; /* ms since this boot; never goes back */
    uint32_t boot;   /* number of this boot on this device, from 1 */
    bool good;       /* the wall clock can be trusted */
} Moment;

/** Where time comes from. The system's in programs, a virtual one in tests (invariant 5). */
typedef struct {
    Moment (*now)(void *context);
    void *context;
} ClockPort;

/** Where randomness comes from. `fill` cannot fail: a system without randomness is a bug. */
typedef struct {
    void (*fill)(void *context, void *out, size_t size);
    void *context;
} RandomPort;

#endif
