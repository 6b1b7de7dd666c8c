#include "kiosk/view/view.h"

#include "data/base/check.h"

Str8 screen_name(ScreenId screen) {
    static const char *const NAMES[SCREEN_ID_COUNT] = {
        [SCREEN_HOME] = "home",
        [SCREEN_EVENTS] = "events",
        [SCREEN_LOOK_UP] = "sign-in",
        [SCREEN_LETTER] = "sign-in",
        [SCREEN_CARD_CODE] = "sign-in",
        [SCREEN_HOUSEHOLD] = "household",
        [SCREEN_SOMEONE_ELSE] = "someone-else",
        [SCREEN_NAMES] = "names",
        [SCREEN_COUNT] = "count",
        [SCREEN_THANKS] = "thanks",
        [SCREEN_LEAVING] = "leaving",
        [SCREEN_GOODBYE] = "goodbye",
        [SCREEN_SEE_DESK] = "see-desk",
        [SCREEN_HELP] = "help",
        [SCREEN_LIST] = "help",
        [SCREEN_CARD] = "card",
        [SCREEN_SEARCH] = "search",
        [SCREEN_MINE] = "mine",
        [SCREEN_GUIDES] = "guides",
        [SCREEN_GUIDE] = "guide",
        [SCREEN_CHANNELS] = "channels",
        [SCREEN_CHANNEL] = "channel",
        [SCREEN_NOW] = "now",
        [SCREEN_EASIER] = "easier",
        [SCREEN_LANGUAGES] = "language",
        [SCREEN_STILL_THERE] = "still-there",
    };
    FOYER_ASSERT(screen < SCREEN_ID_COUNT);
    return str8_from(NAMES[screen]);
}
