#ifndef FOYER_KIOSK_APP_UPDATE_H
#define FOYER_KIOSK_APP_UPDATE_H

#include "kiosk/app/state.h"

/**
 * The state after `message`, and what is to be done outside. A function of its arguments
 * (invariant 2): no clock, no I/O. `effects` is emptied first. A Content or Shelf inside the
 * message is taken; the caller wipes the message.
 */
void app_update(AppState *state, const Message *message, const Turn *turn, Effects *effects);

/** When app_update wants MESSAGE_TICK next, on the monotonic clock. */
int64_t app_deadline_mono_ms(const AppState *state, const Moment *now);

/* The parts of app_update, one file each; @return false when the action is not theirs. */

bool update_session_action(AppState *state, Action action, const Turn *turn, Effects *effects);
bool update_look_up_action(AppState *state, Action action, const Turn *turn, Effects *effects);
bool update_party_action(AppState *state, Action action, const Turn *turn, Effects *effects);
bool update_typing_action(AppState *state, Action action);
bool update_search_action(AppState *state, Action action, const Turn *turn, Effects *effects);
bool update_print_action(AppState *state, Action action, Effects *effects);
bool update_help_action(AppState *state, Action action, const Turn *turn, Effects *effects);

void update_reply(AppState *state, const Message *message, const Turn *turn);
void update_scan(AppState *state, Str8 payload, const Turn *turn);

/** Go to `screen`; furniture/back returns to the one before. */
void update_go(AppState *state, ScreenId screen);
/** What furniture/back does. */
void update_back(AppState *state);
/** A finished screen: nothing to go back to, clears itself after COUNTDOWN_MS. */
void update_finish(AppState *state, ScreenId screen, const Turn *turn);
/** Begin the look-up for signing in or leaving, choosing the event when several are open. */
void update_open_flow(AppState *state, Flow flow, const Turn *turn);
/** Instead of a look-up that was just opened: the head count. */
void update_count_in_rush(AppState *state);
/* Questions to the directory (update_browse.c). */

/** Ask what the screen at hand wants to know and was not asked yet. After every message. */
void update_browse(AppState *state, Effects *effects);
/** Go to a screen with a shelf, now or when its answer comes. */
void update_open(AppState *state, ScreenId screen);
/** An answer: its shelf is taken. */
void update_shelf(AppState *state, const Message *message);
/** A finger is down, or up again. */
void update_finger(AppState *state, bool down);
/** The school's content changed: what was answered may be old, and is asked again when shown. */
void update_forget_answers(AppState *state);
/** New content came: an open card, guide or channel may be gone. */
void update_leave_what_is_gone(AppState *state);

/** The card of a service that is at hand. */
void update_open_card(AppState *state, const Service *service, const Turn *turn);
/** The words of a search that is over are counted, once (rule 17). */
void update_count_term(AppState *state, Effects *effects);

/* On paper (update_print.c). */

/** A print of this session has not come to its end. */
bool update_print_waits(const SessionState *session);
/** A party was signed in: name badges, where the school wants them. */
void update_print_badges(AppState *state, const Turn *turn, Effects *effects);
void update_print_news(AppState *state, const Message *message);

/** A room in `effects` for one more, marked with the session. */
Effect *update_effect(AppState *state, Effects *effects, EffectKind kind);

#endif
