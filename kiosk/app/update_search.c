/* Search: what is typed, its words, its filters, its results. The keys themselves: update_typing.c.
 */
#include <string.h>

#include "kiosk/app/help.h"
#include "kiosk/app/update.h"

static void text_changed(SessionState *session) {
    session->page = 0;
    session->term_counted = false;
}

static void open_search(AppState *state) {
    SessionState *session = &state->session;
    memory_wipe(session->search, sizeof session->search);
    memory_wipe(session->search_filters, sizeof session->search_filters);
    session->term_counted = false;
    session->keyboard = KEYBOARD_LETTERS;
    update_open(state, SCREEN_SEARCH);
}

static void clear(AppState *state, Effects *effects) {
    SessionState *session = &state->session;
    update_count_term(state, effects);
    memory_wipe(session->search, sizeof session->search);
    text_changed(session);
}

/* A completion stands for the word at the end, and the next one begins. */
static void complete(AppState *state, uint32_t index) {
    SessionState *session = &state->session;
    const Shelf *shelf = state->shelves[SHELF_SEARCH].shelf;
    size_t kept = strlen(session->search);
    if (shelf == NULL || index >= shelf->words_count) {
        return;
    }
    Str8 word = shelf->words[index];
    while (kept > 0 && session->search[kept - 1] != ' ') {
        kept--;
    }
    if (kept + word.len + 1 > SEARCH_TEXT_MAX) {
        return;
    }
    memset(session->search + kept, 0, sizeof session->search - kept);
    memcpy(session->search + kept, word.ptr, word.len);
    session->search[kept + word.len] = ' ';
    text_changed(session);
}

/* Words that led to a card are no news to staff. */
static void open_result(AppState *state, uint32_t index, const Turn *turn) {
    HelpPage page;
    help_page(state, turn, &page);
    if (index < page.count) {
        state->session.term_counted = true;
        update_open_card(state, page.services[index], turn);
    }
}

static void open_person(AppState *state, const Turn *turn, Effects *effects) {
    const Shelf *shelf = state->shelves[SHELF_SEARCH].shelf;
    const Service *person = help_person(state, turn->local, shelf != NULL ? shelf->needs : NULL,
                                        shelf != NULL ? shelf->needs_count : 0);
    if (person != NULL) {
        update_count_term(state, effects);
        update_open_card(state, person, turn);
    }
}

static bool act_on_search(AppState *state, Action action, const Turn *turn, Effects *effects) {
    SessionState *session = &state->session;
    switch ((int)action.kind) {
    case ACTION_SEARCH_CLEAR:
        clear(state, effects);
        return true;
    case ACTION_SEARCH_WORD:
        complete(state, action.argument);
        return true;
    case ACTION_SEARCH_PERSON:
        open_person(state, turn, effects);
        return true;
    case ACTION_SERVICE:
        open_result(state, action.argument, turn);
        return true;
    case ACTION_TYPE_DONE:
        open_result(state, 0, turn); /* "that is all": the best one */
        return true;
    case ACTION_NEED:
        update_count_term(state, effects);
        return false; /* and the list opens as from anywhere else */
    case ACTION_FILTER:
        if (action.argument < FILTER_COUNT) {
            session->search_filters[action.argument] = !session->search_filters[action.argument];
            session->page = 0;
        }
        return true;
    default:
        return false;
    }
}

bool update_search_action(AppState *state, Action action, const Turn *turn, Effects *effects) {
    if (action.kind == ACTION_SEARCH_OPEN) {
        open_search(state);
        return true;
    }
    return state->session.screen == SCREEN_SEARCH && act_on_search(state, action, turn, effects);
}
