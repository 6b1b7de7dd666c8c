/* On paper: what the screen at hand shows, and badges. What is said of it is what the worker said.
 */
#include <string.h>

#include "kiosk/app/update.h"

static bool is_under_way(const PrintAsked *print) {
    return print->number > 0 && (!print->answered || print->result.state < PRINT_PRINTED);
}

/* The same thing is not asked for twice; another one (the next card, the rooms behind the badges)
 * gets in line. */
static bool is_asked_already(const SessionState *session, PrintKind kind) {
    const PrintAsked *print = &session->print;
    return is_under_way(print) && print->kind == kind &&
           (kind != PRINT_SERVICE || id_equal(print->shown, session->shown));
}

bool update_print_waits(const SessionState *session) {
    return is_under_way(&session->print);
}

static Effect *ask(AppState *state, PrintKind kind, Effects *effects) {
    SessionState *session = &state->session;
    Effect *effect = update_effect(state, effects, EFFECT_PRINT);
    session->print =
        (PrintAsked){.number = session->print.number + 1, .kind = kind, .shown = session->shown};
    effect->print.kind = kind;
    effect->print.number = session->print.number;
    memcpy(effect->print.language, session->language, sizeof effect->print.language);
    return effect;
}

static void ask_for_party(AppState *state, PrintKind kind, Effects *effects) {
    Effect *effect = ask(state, kind, effects);
    effect->print.event_id = state->session.event_id;
    effect->print.party = state->session.party;
}

bool update_print_action(AppState *state, Action action, Effects *effects) {
    SessionState *session = &state->session;
    if (action.kind != ACTION_PRINT) {
        return false;
    }
    if (!state->can_print) {
        return true;
    }
    if (session->screen == SCREEN_CARD && !is_asked_already(session, PRINT_SERVICE)) {
        Effect *effect = ask(state, PRINT_SERVICE, effects);
        effect->print.services[0] = session->shown;
        effect->print.services_count = 1;
    } else if (session->screen == SCREEN_MINE && session->mine_count > 0 &&
               !is_asked_already(session, PRINT_LIST)) {
        Effect *effect = ask(state, PRINT_LIST, effects);
        memcpy(effect->print.services, session->mine, sizeof session->mine);
        effect->print.services_count = session->mine_count;
    } else if (session->screen == SCREEN_THANKS && state_event(state) != NULL &&
               !is_asked_already(session, PRINT_EVENT)) {
        ask_for_party(state, PRINT_EVENT, effects);
    }
    return true;
}

void update_print_badges(AppState *state, const Turn *turn, Effects *effects) {
    const SessionState *session = &state->session;
    bool named = session->method != VISIT_BY_COUNT && session->screen == SCREEN_THANKS;
    if (state->can_print && state->prints_badges && named &&
        !state_is_rush(state, turn->now.mono_ms)) {
        ask_for_party(state, PRINT_BADGES, effects);
    }
}

void update_print_news(AppState *state, const Message *message) {
    PrintAsked *print = &state->session.print;
    if (message->session == state->session.serial && message->print.number == print->number) {
        print->answered = true;
        print->result = message->print.result;
    }
}
