#include "kiosk/screens/need.h"

#include "data/base/check.h"
#include "kiosk/ui/icon.h"

enum { HUE_PLUM, HUE_PINE, HUE_LAKE, HUE_CLAY, HUE_HONEY };

typedef struct {
    const char *words;
    uint16_t icon;
    uint8_t hue;
} NeedPicture;

static const NeedPicture PICTURES[NEED_COUNT] = {
    [NEED_TALK] = {TR_MARK("Someone to talk to"), ICON_TALK, HUE_PLUM},
    [NEED_FOOD] = {TR_MARK("Food and clothes"), ICON_FOOD, HUE_HONEY},
    [NEED_HOUSING] = {TR_MARK("Rent and housing"), ICON_HOME, HUE_CLAY},
    [NEED_INTERPRETER] = {TR_MARK("An interpreter"), ICON_INTERPRETER, HUE_LAKE},
    [NEED_SPECIAL_EDUCATION] = {TR_MARK("Special education"), ICON_MEETING, HUE_PINE},
    [NEED_HEALTH] = {TR_MARK("Doctor, teeth, eyes"), ICON_HEALTH, HUE_CLAY},
    [NEED_AFTER_SCHOOL] = {TR_MARK("After-school care"), ICON_AFTER_SCHOOL, HUE_HONEY},
    [NEED_WORK] = {TR_MARK("Work and money"), ICON_WORK, HUE_PINE},
    [NEED_LEGAL] = {TR_MARK("Legal help"), ICON_LEGAL, HUE_PLUM},
    [NEED_LEARN] = {TR_MARK("Classes for parents"), ICON_LEARN, HUE_LAKE},
};

Str8 need_words(const Locale *locale, Need need) {
    FOYER_ASSERT(need < NEED_COUNT);
    return tr(locale, PICTURES[need].words);
}

uint16_t need_icon(Need need) {
    FOYER_ASSERT(need < NEED_COUNT);
    return PICTURES[need].icon;
}

unsigned need_hue(Need need) {
    FOYER_ASSERT(need < NEED_COUNT);
    return PICTURES[need].hue;
}
