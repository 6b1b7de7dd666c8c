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
    [NEED_STRUGGLING] = {TR_MARK("My child is struggling"), ICON_BACKPACK, HUE_LAKE},
    [NEED_FOOD] = {TR_MARK("Food"), ICON_FOOD, HUE_HONEY},
    [NEED_HOUSING] = {TR_MARK("Rent and housing"), ICON_HOME, HUE_CLAY},
    [NEED_HEALTH] = {TR_MARK("Doctor, teeth, eyes"), ICON_HEALTH, HUE_CLAY},
    [NEED_SPECIAL_EDUCATION] = {TR_MARK("Special education, IEP"), ICON_MEETING, HUE_PINE},
    [NEED_WORK] = {TR_MARK("Work and money"), ICON_WORK, HUE_PINE},
    [NEED_LEGAL] = {TR_MARK("Papers and legal help"), ICON_LEGAL, HUE_PLUM},
    [NEED_LEARN] = {TR_MARK("English and other classes"), ICON_LEARN, HUE_LAKE},
    [NEED_AFTER_SCHOOL] = {TR_MARK("After school, child care"), ICON_AFTER_SCHOOL, HUE_HONEY},
    [NEED_SAFETY] = {TR_MARK("Feeling unsafe"), ICON_SAFE, HUE_PINE},
    [NEED_INTERPRETER] = {TR_MARK("An interpreter"), ICON_INTERPRETER, HUE_LAKE},
    [NEED_BABY] = {TR_MARK("Babies and new parents"), ICON_HEART, HUE_CLAY},
    [NEED_CLOTHES] = {TR_MARK("Clothes and furniture"), ICON_CLOTHES, HUE_HONEY},
    [NEED_TRANSPORT] = {TR_MARK("Bus and rides"), ICON_BUS, HUE_PINE},
    [NEED_DISABILITY] = {TR_MARK("Living with a disability"), ICON_EASIER, HUE_LAKE},
    [NEED_OLDER] = {TR_MARK("Older people"), ICON_PEOPLE, HUE_PLUM},
    [NEED_PLAY] = {TR_MARK("Sports, arts, parks"), ICON_GROUP, HUE_HONEY},
    [NEED_MORE] = {TR_MARK("Something else"), ICON_MORE, HUE_CLAY},
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
