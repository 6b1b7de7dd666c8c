#include "tests/simulation/chance.h"

#include <string.h>

#include "data/base/check.h"

/* splitmix64: one word of state, and any seed is a good one. */
uint64_t chance_next(Chance *chance) {
    uint64_t mixed = chance->state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

Chance chance_make(uint64_t seed, uint64_t purpose) {
    Chance from_seed = {seed};
    Chance chance = {chance_next(&from_seed) ^ purpose * UINT64_C(0xd6e8feb86659fd93)};
    (void)chance_next(&chance);
    return chance;
}

int64_t chance_between(Chance *chance, int64_t low, int64_t high) {
    FOYER_ASSERT(low <= high);
    return low + (int64_t)(chance_next(chance) % (uint64_t)(high - low + 1));
}

bool chance_in_1000(Chance *chance, int permille) {
    return chance_next(chance) % 1000 < (uint64_t)permille;
}

static void fill(void *context, void *out, size_t size) {
    uint8_t *bytes = out;
    for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
        uint64_t word = chance_next(context);
        size_t left = size - i;
        memcpy(bytes + i, &word, left < sizeof word ? left : sizeof word);
    }
}

RandomPort chance_port(Chance *chance) {
    return (RandomPort){fill, chance};
}
