#include "data/domain/service.h"

#include "data/base/check.h"

static const Str8 NEED_NAMES[NEED_COUNT] = {
    [NEED_TALK] = {"talk", 4},           [NEED_STRUGGLING] = {"struggling", 10},
    [NEED_FOOD] = {"food", 4},           [NEED_HOUSING] = {"housing", 7},
    [NEED_HEALTH] = {"health", 6},       [NEED_SPECIAL_EDUCATION] = {"special-education", 17},
    [NEED_WORK] = {"work", 4},           [NEED_LEGAL] = {"legal", 5},
    [NEED_LEARN] = {"learn", 5},         [NEED_AFTER_SCHOOL] = {"after-school", 12},
    [NEED_SAFETY] = {"safety", 6},       [NEED_INTERPRETER] = {"interpreter", 11},
    [NEED_BABY] = {"baby", 4},           [NEED_CLOTHES] = {"clothes", 7},
    [NEED_TRANSPORT] = {"transport", 9}, [NEED_DISABILITY] = {"disability", 10},
    [NEED_OLDER] = {"older", 5},         [NEED_PLAY] = {"play", 4},
    [NEED_MORE] = {"more", 4},
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
