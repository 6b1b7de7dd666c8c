#ifndef FOYER_KIOSK_APP_HELP_H
#define FOYER_KIOSK_APP_HELP_H

#include "kiosk/app/state.h"

enum { HELP_PEOPLE_SHOWN = 3 };

/** Services of the school's own in a screen's order; borrowed from the content. */
typedef struct {
    const Service *services[CONTENT_SERVICES_MAX];
    size_t count;
} HelpList;

/** What stands on one page of a list, of the search or of my list; borrowed from the state. */
typedef struct {
    const Service *services[SHELF_ITEMS_MAX];
    const ShelfItem *hits[SHELF_ITEMS_MAX]; /* with what the words hit; NULL: from the content */
    size_t count;
    size_t total;
    size_t page;
    size_t pages; /* >= 1 */
} HelpPage;

/** The school's people for the top of "find help": those in now first, then by next opening. */
void help_people(const Content *content, Civil local, size_t max, HelpList *list);

/** The page that the session's screen shows: SCREEN_LIST, SCREEN_SEARCH or SCREEN_MINE. */
void help_page(const AppState *state, const Turn *turn, HelpPage *page);

/**
 * Whom to ask when nothing was found: the school's own person for the nearest of `needs`, else who
 * helps with languages when the family's is not English, else the first who is in. NULL: nobody.
 */
const Service *help_person(const AppState *state, Civil local, const Need *needs, size_t count);

/** Somebody or some service speaks the family's language, and it is not English. */
bool help_speaks_live(const AppState *state);

/** @param closed  the school's; heeded by its own people and services only; may be NULL */
OpenState help_open_state(const Service *service, const ClosedDays *closed, Civil local);

/** The closed days of the content at hand; NULL without one. */
const ClosedDays *help_closed(const AppState *state);

/** Last checked more than SERVICE_OLD_AFTER_DAYS ago, or never. */
bool help_is_old(const Service *service, int64_t now_utc_ms);

/** Which codes this service can give; false for those without data. */
bool help_has_code(const Service *service, CodeKind kind);

/** Which codes this channel can give. */
bool help_channel_has_code(const Channel *channel, CodeKind kind);

#endif
