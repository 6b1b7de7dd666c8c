#include "kiosk/screens/channel_picture.h"

#include "data/base/check.h"
#include "kiosk/ui/icon.h"

typedef struct {
    uint16_t icon;
    uint8_t hue;
} ChannelPicture;

static const ChannelPicture PICTURES[CHANNEL_KIND_COUNT] = {
    [CHANNEL_CLASS_STORY] = {ICON_CLASS_STORY, 4},
    [CHANNEL_TEXTS] = {ICON_TEXTS, 2},
    [CHANNEL_POSTS] = {ICON_POSTS, 0},
    [CHANNEL_SITE] = {ICON_SITE, 1},
    [CHANNEL_COLLECTION] = {ICON_COLLECTION, 3},
    [CHANNEL_VIDEO] = {ICON_VIDEO, 3},
    [CHANNEL_GRADES] = {ICON_GRADES, 1},
    [CHANNEL_NEWSLETTER] = {ICON_NEWSLETTER, 4},
    [CHANNEL_EMAIL] = {ICON_EMAIL, 2},
    [CHANNEL_SOCIAL] = {ICON_SOCIAL, 0},
    [CHANNEL_SURVEY] = {ICON_SURVEY, 1},
    [CHANNEL_WIFI] = {ICON_WIFI, 2},
    [CHANNEL_OTHER] = {ICON_WEB, 2},
};

uint16_t channel_icon(ChannelKind kind) {
    FOYER_ASSERT(kind < CHANNEL_KIND_COUNT);
    return PICTURES[kind].icon;
}

unsigned channel_hue(ChannelKind kind) {
    FOYER_ASSERT(kind < CHANNEL_KIND_COUNT);
    return PICTURES[kind].hue;
}
