#include "data/domain/schedule.h"

#include "data/base/check.h"

/* Adjoining and overlapping rows count as one opening: follow them to the last close. */
static int closes_at(const Hours *hours, size_t count, int weekday, int minute) {
    int closes = minute;
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < count; i++) {
            if (hours[i].weekday == weekday && hours[i].opens_minute <= closes &&
                hours[i].closes_minute > closes) {
                closes = hours[i].closes_minute;
                moved = true;
            }
        }
    }
    return closes;
}

OpenState hours_state(const Hours *hours, size_t count, int weekday, int minute) {
    FOYER_ASSERT(weekday >= 0 && weekday <= 6);
    OpenState state = {.known = count > 0};
    int closes = closes_at(hours, count, weekday, minute);
    if (closes > minute) {
        state.open = true;
        state.closes_minute = closes;
        return state;
    }
    for (int days = 0; days <= 7; days++) {
        int best = -1;
        for (size_t i = 0; i < count; i++) {
            bool later = days > 0 || hours[i].opens_minute > minute;
            if (hours[i].weekday == (weekday + days) % 7 && later &&
                (best < 0 || hours[i].opens_minute < best)) {
                best = hours[i].opens_minute;
            }
        }
        if (best >= 0) {
            state.next_days = days;
            state.next_opens_minute = best;
            state.next_weekday = (weekday + days) % 7;
            return state;
        }
    }
    state.known = false;
    return state;
}
