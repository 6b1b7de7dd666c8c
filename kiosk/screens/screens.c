#include "kiosk/screens/screens.h"

#include "data/base/check.h"

typedef void ScreenBuild(Build *build, Node *root, const View *view);

Node *screens_build(Build *build, const View *view) {
    static ScreenBuild *const SCREENS[SCREEN_ID_COUNT] = {
        [SCREEN_HOME] = screen_home,
        [SCREEN_EVENTS] = screen_events,
        [SCREEN_LOOK_UP] = screen_look_up,
        [SCREEN_LETTER] = screen_look_up,
        [SCREEN_CARD_CODE] = screen_look_up,
        [SCREEN_HOUSEHOLD] = screen_household,
        [SCREEN_SOMEONE_ELSE] = screen_someone_else,
        [SCREEN_NAMES] = screen_names,
        [SCREEN_COUNT] = screen_count,
        [SCREEN_THANKS] = screen_thanks,
        [SCREEN_LEAVING] = screen_leaving,
        [SCREEN_GOODBYE] = screen_goodbye,
        [SCREEN_SEE_DESK] = screen_see_desk,
        [SCREEN_HELP] = screen_help,
        [SCREEN_LIST] = screen_list,
        [SCREEN_SEARCH] = screen_search,
        [SCREEN_CARD] = screen_card,
        [SCREEN_MINE] = screen_mine,
        [SCREEN_GUIDES] = screen_guides,
        [SCREEN_GUIDE] = screen_guide,
        [SCREEN_CHANNELS] = screen_channels,
        [SCREEN_CHANNEL] = screen_channel,
        [SCREEN_NOW] = screen_now,
        [SCREEN_EASIER] = screen_easier,
        [SCREEN_LANGUAGES] = screen_languages,
        [SCREEN_STILL_THERE] = screen_still_there,
    };
    FOYER_ASSERT(view->screen < SCREEN_ID_COUNT && SCREENS[view->screen] != NULL);
    Node *root =
        build_root(build, locale_language(view->frame.locale), locale_is_rtl(view->frame.locale));
    SCREENS[view->screen](build, root, view);
    return root;
}
