/* Furniture and settings: back, languages, easier to use, more time. */
#include <string.h>

#include "kiosk/app/update.h"

/* A number or code that a letter can be asked for. */
static bool secret_is_whole(const AppState *state) {
    const SessionState *session = &state->session;
    return session->method == VISIT_BY_CARD ? strlen(session->code) == CARD_CODE_LEN
                                            : strlen(session->digits) == state_digits_full(state);
}

static void step_back(SessionState *session) {
    session->screen = session->back[--session->back_count].screen;
    session->page = session->back[session->back_count].page;
    session->shown = session->back[session->back_count].id;
    session->opening = SCREEN_HOME;
}

void update_back(AppState *state) {
    SessionState *session = &state->session;
    if (session->back_count == 0) {
        return;
    }
    ScreenId left = session->screen;
    step_back(session);
    while (session->screen == SCREEN_LETTER && session->back_count > 0 && !secret_is_whole(state)) {
        step_back(session); /* it was wiped or changed since: a letter behind it finds nobody */
    }
    if (left == SCREEN_SEARCH) { /* the next search begins with an empty field */
        memory_wipe(session->search, sizeof session->search);
        memory_wipe(session->search_filters, sizeof session->search_filters);
    }
    session->look_up = LOOK_UP_TYPING;
    /* Names that are no longer on the screen are no longer in the state. */
    if (left == SCREEN_HOUSEHOLD || left == SCREEN_LEAVING) {
        state_forget_party(state);
    }
    if (left == SCREEN_LETTER || session->screen == SCREEN_LETTER) {
        session->letter = 0;
    }
    if (session->screen == SCREEN_HOME && session->flow != FLOW_NONE) {
        state_forget_draft(state); /* the next family may stand there already */
    }
}

static void choose_language(AppState *state, uint32_t index) {
    if (index >= state->languages_count) {
        return;
    }
    SessionState *session = &state->session;
    state_set_text(session->language, LANGUAGE_SIZE, str8_from(state->languages[index]));
    session->language_chosen = true;
    session->alphabet = 0;
    if (session->screen == SCREEN_LANGUAGES) {
        update_back(state);
    }
}

/* The panels close each other, so that "back" always leads to where the family was. */
static void open_panel(AppState *state, ScreenId panel) {
    if (state->session.screen == SCREEN_EASIER || state->session.screen == SCREEN_LANGUAGES) {
        state->session.screen = panel;
        state->session.page = 0;
        return;
    }
    update_go(state, panel);
}

bool update_session_action(AppState *state, Action action, const Turn *turn, Effects *effects) {
    SessionState *session = &state->session;
    switch ((int)action.kind) {
    case ACTION_BACK:
        if (session->screen == SCREEN_CARD && session->card_page == CARD_PAGE_PLAN) {
            session->card_page = 0; /* from the plan to the card it belongs to */
            return true;
        }
        if (session->screen == SCREEN_SEARCH) {
            update_count_term(state, effects);
        }
        update_back(state);
        return true;
    case ACTION_LANGUAGES_OPEN:
        open_panel(state, SCREEN_LANGUAGES);
        return true;
    case ACTION_EASIER_OPEN:
        open_panel(state, SCREEN_EASIER);
        return true;
    case ACTION_EASIER_DONE:
        update_back(state);
        return true;
    case ACTION_LANGUAGE_CHOOSE:
        choose_language(state, action.argument);
        return true;
    case ACTION_MORE_TIME:
        return true; /* the touch itself gave it */
    case ACTION_SIZE:
        session->look.text_size = (TextSize)(action.argument % TEXT_SIZE_COUNT);
        return true;
    case ACTION_THEME:
        session->look.theme = (ThemeName)(action.argument % THEME_COUNT);
        return true;
    case ACTION_LOW_REACH:
        session->look.low_reach = !session->look.low_reach;
        return true;
    case ACTION_LESS_MOTION:
        session->look.reduced_motion = !session->look.reduced_motion;
        return true;
    case ACTION_PAGE:
        session->page = action.argument;
        return true;
    case ACTION_SIGN_IN_OPEN:
        update_open_flow(state, FLOW_SIGN_IN, turn);
        return true;
    case ACTION_LEAVING_OPEN:
        update_open_flow(state, FLOW_LEAVING, turn);
        return true;
    default:
        return false;
    }
}
