#include "data/store/lookup_throttle.h"

#include "data/base/civil.h"

/* Powered-on time since the pause began, as far as it can be known. */
static int64_t paused_for_ms(const Throttle *throttle, Moment now) {
    return throttle->pause_boot == (int64_t)now.boot ? now.mono_ms - throttle->pause_mono_ms
                                                     : now.mono_ms;
}

static bool day_is_over(const Throttle *throttle, Moment now) {
    bool by_clock =
        throttle->day_utc_ms != 0 && now.good && now.utc_ms - throttle->day_utc_ms >= DAY_MS;
    return by_clock || throttle->day_on_ms >= DAY_MS;
}

void throttle_advance(Throttle *throttle, Moment now) {
    bool same_boot = throttle->last_boot == (int64_t)now.boot;
    int64_t passed_ms = same_boot ? now.mono_ms - throttle->last_mono_ms : now.mono_ms;
    throttle->day_on_ms += passed_ms > 0 ? passed_ms : 0;
    throttle->last_boot = now.boot;
    throttle->last_mono_ms = now.mono_ms;
    if (day_is_over(throttle, now) || (throttle->misses_today == 0 && throttle->found_today == 0)) {
        throttle->day_on_ms = 0;
        throttle->day_utc_ms = now.good ? now.utc_ms : 0;
        throttle->misses_today = 0;
        throttle->found_today = 0;
    }
    if (throttle->paused && paused_for_ms(throttle, now) >= LOOKUP_PAUSE_MS) {
        throttle->paused = false;
        throttle->misses_in_row = 0;
    }
}

LookupThrottle throttle_state(const Throttle *throttle, Moment now, int64_t *left_ms) {
    *left_ms = 0;
    if (throttle->off) {
        return LOOKUP_OFF;
    }
    if (!throttle->paused) {
        return LOOKUP_READY;
    }
    *left_ms = LOOKUP_PAUSE_MS - paused_for_ms(throttle, now);
    return LOOKUP_PAUSED;
}

void throttle_miss(Throttle *throttle, Moment now) {
    throttle->misses_in_row++;
    throttle->misses_today++;
    if (throttle->misses_today >= LOOKUP_MISSES_A_DAY + throttle->found_today / 2) {
        throttle->off = true;
    }
    if (throttle->misses_in_row >= LOOKUP_MISSES_IN_ROW) {
        throttle->paused = true;
        throttle->pause_boot = now.boot;
        throttle->pause_mono_ms = now.mono_ms;
    }
}

Throttle throttle_found(Throttle before) {
    before.misses_in_row = 0;
    before.found_today++;
    return before;
}
