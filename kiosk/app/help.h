#ifndef FOYER_KIOSK_APP_HELP_H
#define FOYER_KIOSK_APP_HELP_H

#include "kiosk/app/state.h"

enum { HELP_PEOPLE_SHOWN = 3 };

/** Which services a help screen lists, in its order; indexes into content->services. */
typedef struct {
    size_t indexes[CONTENT_SERVICES_MAX];
    size_t count;
} HelpList;

/** The school's people for the top of "find help": those in now first, then by next opening. */
void help_people(const Content *content, Civil local, size_t max, HelpList *list);

/** What a list screen shows in this state. */
void help_list(const AppState *state, const Turn *turn, HelpList *list);

OpenState help_open_state(const Service *service, Civil local);

/** Last checked more than SERVICE_OLD_AFTER_DAYS ago, or never. */
bool help_is_old(const Service *service, int64_t now_utc_ms);

/** Which codes this service can give; false for those without data. */
bool help_has_code(const Service *service, CodeKind kind);

#endif
