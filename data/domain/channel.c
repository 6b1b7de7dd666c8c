#include "data/domain/channel.h"

#include "data/base/check.h"

static const Str8 KIND_NAMES[CHANNEL_KIND_COUNT] = {
    [CHANNEL_CLASS_STORY] = {"class-story", 11},
    [CHANNEL_TEXTS] = {"texts", 5},
    [CHANNEL_POSTS] = {"posts", 5},
    [CHANNEL_SITE] = {"site", 4},
    [CHANNEL_COLLECTION] = {"collection", 10},
    [CHANNEL_VIDEO] = {"video", 5},
    [CHANNEL_GRADES] = {"grades", 6},
    [CHANNEL_NEWSLETTER] = {"newsletter", 10},
    [CHANNEL_EMAIL] = {"email", 5},
    [CHANNEL_SOCIAL] = {"social", 6},
    [CHANNEL_SURVEY] = {"survey", 6},
    [CHANNEL_WIFI] = {"wifi", 4},
    [CHANNEL_OTHER] = {"other", 5},
};

Str8 channel_kind_name(ChannelKind kind) {
    FOYER_ASSERT((unsigned)kind < CHANNEL_KIND_COUNT);
    return KIND_NAMES[kind];
}

bool channel_kind_parse(Str8 text, ChannelKind *kind) {
    for (unsigned i = 0; i < CHANNEL_KIND_COUNT; i++) {
        if (str8_equal_ignoring_case(text, KIND_NAMES[i])) {
            *kind = (ChannelKind)i;
            return true;
        }
    }
    return false;
}
