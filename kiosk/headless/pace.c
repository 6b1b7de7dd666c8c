#include "kiosk/headless/pace.h"

#include "data/base/check.h"

Pace pace_machine(void) {
    return (Pace){.human = false, .random = 1};
}

Pace pace_human(uint64_t seed) {
    /* Spread neighbouring seeds apart (splitmix64's finish). */
    uint64_t z = seed + UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (Pace){.human = true, .random = z != 0 ? z : 1};
}

static uint64_t next(Pace *pace) {
    pace->random ^= pace->random >> 12;
    pace->random ^= pace->random << 25;
    pace->random ^= pace->random >> 27;
    return pace->random * UINT64_C(0x2545f4914f6cdd1d);
}

uint32_t pace_pick(Pace *pace, uint32_t count) {
    FOYER_ASSERT(count > 0);
    return (uint32_t)(next(pace) >> 33) % count;
}

int64_t pace_next_ms(Pace *pace, PaceKind kind, bool reads) {
    if (!pace->human) {
        return PACE_MACHINE_MS;
    }
    int64_t ms = kind == PACE_KEY ? PACE_KEY_MS : PACE_DECISION_MS;
    ms += reads ? PACE_READ_MS : 0;
    /* 60 % to 180 % of the norm, the slow end rarer: the mean of two draws squared. */
    uint32_t u = pace_pick(pace, 1000);
    uint32_t v = pace_pick(pace, 1000);
    return ms * (600 + (int64_t)u * v * 1200 / 1000000 + 100) / 1000;
}

bool pace_misses(Pace *pace) {
    return pace->human && pace_pick(pace, 100) < PACE_MISS_PERCENT;
}
