#include "data/store/lookup_throttle.h"

#include "data/base/civil.h"

static bool day_is_over(const Throttle *throttle, Moment now) {
    bool by_clock =
        throttle->day_utc_ms != 0 && now.good && now.utc_ms - throttle->day_utc_ms >= DAY_MS;
    return by_clock || throttle->day_on_ms >= DAY_MS;
}

/* A reading below the last one is of a later boot: at least that much time has passed. */
static int64_t passed_ms(const Throttle *throttle, Moment now) {
    return now.mono_ms >= throttle->last_mono_ms ? now.mono_ms - throttle->last_mono_ms
                                                 : now.mono_ms;
}

void throttle_advance(Throttle *throttle, Moment now) {
    int64_t passed = passed_ms(throttle, now);
    throttle->last_mono_ms = now.mono_ms;
    throttle->day_on_ms += passed;
    if (day_is_over(throttle, now) || (throttle->misses_today == 0 && throttle->found_today == 0)) {
        throttle->day_on_ms = 0;
        throttle->day_utc_ms = now.good ? now.utc_ms : 0;
        throttle->misses_today = 0;
        throttle->found_today = 0;
    }
    if (throttle->pause_left_ms > passed) {
        throttle->pause_left_ms -= passed;
    } else if (throttle->pause_left_ms > 0) {
        throttle->pause_left_ms = 0;
        throttle->misses_in_row = 0;
    }
}

LookupThrottle throttle_state(const Throttle *throttle, int64_t *left_ms) {
    *left_ms = 0;
    if (throttle->off) {
        return LOOKUP_OFF;
    }
    *left_ms = throttle->pause_left_ms;
    return throttle->pause_left_ms > 0 ? LOOKUP_PAUSED : LOOKUP_READY;
}

void throttle_miss(Throttle *throttle) {
    throttle->misses_in_row++;
    throttle->misses_today++;
    if (throttle->misses_today >= LOOKUP_MISSES_A_DAY + throttle->found_today / 2) {
        throttle->off = true;
    }
    if (throttle->misses_in_row >= LOOKUP_MISSES_IN_ROW) {
        throttle->pause_left_ms = LOOKUP_PAUSE_MS;
    }
}

Throttle throttle_found(Throttle before) {
    before.misses_in_row = 0;
    before.found_today++;
    return before;
}
