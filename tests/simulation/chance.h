#ifndef FOYER_TESTS_SIMULATION_CHANCE_H
#define FOYER_TESTS_SIMULATION_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "data/base/port.h"

/* Everything that happens in the simulated world is drawn from these: the same seed, the same run.
 */
typedef struct {
    uint64_t state;
} Chance;

/** A stream of its own: the same (seed, purpose) always gives the same, others are unrelated. */
Chance chance_make(uint64_t seed, uint64_t purpose);
uint64_t chance_next(Chance *chance);
/** low..high, both inclusive. */
int64_t chance_between(Chance *chance, int64_t low, int64_t high);
/** True in `permille` of 1000 cases. */
bool chance_in_1000(Chance *chance, int permille);
/** `chance` is borrowed. */
RandomPort chance_port(Chance *chance);

#endif
