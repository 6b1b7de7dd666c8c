#ifndef FOYER_KIOSK_HEADLESS_PACE_H
#define FOYER_KIOSK_HEADLESS_PACE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How fast a person is, as PRODUCT.md measures journeys: 0.9 s a decision, 0.35 s a key, 1.2 s to
 * read a confirmation, 6 % of touches miss. Each time is scaled by a factor drawn from the seed.
 */
enum {
    PACE_DECISION_MS = 900,
    PACE_KEY_MS = 350,
    PACE_READ_MS = 1200,
    PACE_MISS_PERCENT = 6,
    PACE_MACHINE_MS = 300, /* without a person: just more than a bounce */
};

typedef struct {
    bool human;
    uint64_t random; /* xorshift64*; not 0 */
} Pace;

Pace pace_machine(void);
Pace pace_human(uint64_t seed);

typedef enum { PACE_DECISION, PACE_KEY } PaceKind;

/** How long until the next touch. @param reads  a confirmation has just come up */
int64_t pace_next_ms(Pace *pace, PaceKind kind, bool reads);
/** This touch goes wrong. */
bool pace_misses(Pace *pace);
/** 0 .. count - 1. */
uint32_t pace_pick(Pace *pace, uint32_t count);

#endif
