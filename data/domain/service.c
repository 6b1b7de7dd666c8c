#include "data/domain/service.h"

#include "data/base/check.h"

static const Str8 NEED_NAMES[NEED_COUNT] = {
    [NEED_TALK] = {"talk", 4},
    [NEED_FOOD] = {"food", 4},
    [NEED_HOUSING] = {"housing", 7},
    [NEED_INTERPRETER] = {"interpreter", 11},
    [NEED_SPECIAL_EDUCATION] = {"special-education", 17},
    [NEED_HEALTH] = {"health", 6},
    [NEED_AFTER_SCHOOL] = {"after-school", 12},
    [NEED_WORK] = {"work", 4},
    [NEED_LEGAL] = {"legal", 5},
    [NEED_LEARN] = {"learn", 5},
};

Str8 need_name(Need need) {
    FOYER_ASSERT(need < NEED_COUNT);
    return NEED_NAMES[need];
}

bool need_parse(Str8 text, Need *need) {
    for (unsigned i = 0; i < NEED_COUNT; i++) {
        if (str8_equal(text, NEED_NAMES[i])) {
            *need = (Need)i;
            return true;
        }
    }
    return false;
}

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
