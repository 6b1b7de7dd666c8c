#ifndef FOYER_TESTS_WALL_WALKER_H
#define FOYER_TESTS_WALL_WALKER_H

#include "kiosk/headless/headless.h"

/*
 * Whoever stands in front of the kiosk: touches, keys, scans, typing and waiting drawn from a seed,
 * and now and then the canary family, which knows its number, its card and its letter.
 */
typedef enum {
    ERRAND_NONE,
    ERRAND_PHONE,  /* sign in by number */
    ERRAND_CARD,   /* sign in by card */
    ERRAND_NAME,   /* type a name */
    ERRAND_LEAVE,  /* sign out by number */
    ERRAND_SEARCH, /* search for a name */
    ERRAND_COUNT,
} Errand;

typedef struct {
    Headless *headless;
    uint64_t random;
    Errand errand;
    int errand_steps;  /* left until it is given up */
    size_t families;   /* errands begun */
    size_t households; /* times the canary's screen was reached */
    size_t signed_in;
    size_t searches;      /* names typed to their end */
    int64_t utc_start_ms; /* what the clock is set back to when an evening is over */
} Walker;

Walker walker_make(Headless *headless, uint64_t seed);

/** One input, or one wait. */
void walker_step(Walker *walker);

/** 0 .. count - 1, of the walker's own row of numbers. */
uint32_t walker_pick(Walker *walker, uint32_t count);

/** The node that leads home at once; NULL when there is none. */
const Node *walker_way_home(const Headless *headless);

#endif
