/*
 * Questions to the directory and their answers.
 * 1. What a screen wants to know is a function of the session (`wanted`). After every message the
 *    screen at hand is looked at: when it wants to know something else than was asked, it is asked.
 * 2. Only the newest question of a kind counts: an answer with another serial is dropped.
 * 3. Until the answer comes the older one stays on the screen; a screen that has none yet opens
 * with its answer.
 * 4. While a finger is down the answer waits aside: nothing changes under it.
 * 5. An answer without a shelf means that no directory is there: the school's own content stands in
 *    (help.c).
 */
#include <string.h>

#include "kiosk/app/help.h"
#include "kiosk/app/update.h"
#include "kiosk/screens/paging.h"

/* @return SHELF_KIND_COUNT for a screen without a shelf */
static ShelfKind kind_of(ScreenId screen) {
    switch ((int)screen) {
    case SCREEN_LIST:
        return SHELF_LIST;
    case SCREEN_SEARCH:
        return SHELF_SEARCH;
    case SCREEN_MINE:
        return SHELF_MINE;
    case SCREEN_CARD:
        return SHELF_CARD;
    default:
        return SHELF_KIND_COUNT;
    }
}

static size_t per_page_of(const SessionState *session, ShelfKind kind) {
    switch (kind) {
    case SHELF_LIST:
        return paging_list_items(&session->look);
    case SHELF_SEARCH:
        return paging_search_items(&session->look);
    case SHELF_MINE:
    case SHELF_CARD:
    case SHELF_KIND_COUNT:
        break;
    }
    return MINE_MAX;
}

/* @return false when there is nothing to ask: the content knows it */
static bool wanted(const AppState *state, ShelfKind kind, size_t page, Browse *want) {
    const SessionState *session = &state->session;
    memset(want, 0, sizeof *want);
    want->kind = kind;
    want->page = page;
    want->per_page = per_page_of(session, kind);
    memcpy(want->language, session->language, sizeof want->language);
    switch (kind) {
    case SHELF_LIST:
        want->list = session->list;
        want->need = session->list == LIST_NEED ? session->need : (Need)0;
        memcpy(want->filters, session->filters, sizeof want->filters);
        return session->list != LIST_PEOPLE;
    case SHELF_SEARCH:
        memcpy(want->text, session->search, sizeof want->text);
        memcpy(want->filters, session->search_filters, sizeof want->filters);
        return true;
    case SHELF_MINE:
        want->page = 0;
        want->ids_count = session->mine_count;
        memcpy(want->ids, session->mine, session->mine_count * sizeof want->ids[0]);
        return session->mine_count > 0;
    case SHELF_CARD:
        want->page = 0;
        want->ids_count = 1;
        want->ids[0] = session->shown;
        return content_service(state->content, session->shown) == NULL;
    case SHELF_KIND_COUNT:
        break;
    }
    return false;
}

static void forget_aside(ShelfSlot *slot) {
    shelf_free(slot->aside);
    slot->aside = NULL;
    slot->came = false;
}

static void ask(AppState *state, const Browse *want, Effects *effects) {
    ShelfSlot *slot = &state->shelves[want->kind];
    Effect *effect = update_effect(state, effects, EFFECT_BROWSE);
    forget_aside(slot);
    slot->asked = *want;
    slot->serial = ++state->browse_serial;
    slot->pending = true;
    effect->browse.question = *want;
    effect->browse.serial = slot->serial;
}

/* Another text size has other pages: the first item of this one stays on the screen. */
static void follow_page_size(SessionState *session, const ShelfSlot *slot, size_t per_page) {
    if (slot->serial != 0 && slot->asked.per_page != per_page) {
        session->page = session->page * slot->asked.per_page / per_page;
    }
}

void update_browse(AppState *state, Effects *effects) {
    SessionState *session = &state->session;
    bool opening = session->opening != SCREEN_HOME;
    ShelfKind kind = kind_of(opening ? session->opening : session->screen);
    Browse want;
    if (kind == SHELF_KIND_COUNT) {
        return;
    }
    const ShelfSlot *slot = &state->shelves[kind];
    if (!opening && (kind == SHELF_LIST || kind == SHELF_SEARCH)) {
        follow_page_size(session, slot, per_page_of(session, kind));
    }
    if (wanted(state, kind, opening ? 0 : session->page, &want) &&
        (slot->serial == 0 || !browse_equal(&slot->asked, &want))) {
        ask(state, &want, effects);
    }
    memory_wipe(&want, sizeof want);
}

void update_open(AppState *state, ScreenId screen) {
    SessionState *session = &state->session;
    ShelfKind kind = kind_of(screen);
    ShelfSlot *slot = &state->shelves[kind];
    Browse want;
    bool asks = wanted(state, kind, 0, &want);
    bool known = slot->serial != 0 && !slot->pending && slot->shelf != NULL &&
                 browse_equal(&slot->asked, &want);
    if (!asks || known) {
        update_go(state, screen);
    } else {
        slot->serial = slot->pending ? slot->serial : 0; /* no directory a while ago: ask again */
        session->opening = screen;
        session->working = true;
    }
    memory_wipe(&want, sizeof want);
}

/* A card, guide or channel that is gone is not shown to the end, nor another one in its place. */
static void leave_for_help(AppState *state) {
    SessionState *session = &state->session;
    bool asking = session->screen == SCREEN_STILL_THERE;
    session->screen = asking ? SCREEN_STILL_THERE : SCREEN_HELP;
    session->resume = SCREEN_HELP;
    session->page = 0;
    session->back[0] = (BackStep){.screen = SCREEN_HOME};
    session->back_count = 1;
}

static bool is_there(const AppState *state, ScreenId screen, Id id) {
    switch ((int)screen) {
    case SCREEN_CARD:
        return state_service(state, id) != NULL;
    case SCREEN_GUIDE:
        return content_guide(state->content, id) != NULL;
    case SCREEN_CHANNEL:
        return content_channel(state->content, id) != NULL;
    default:
        return true;
    }
}

void update_leave_what_is_gone(AppState *state) {
    const SessionState *session = &state->session;
    ScreenId screen = session->screen == SCREEN_STILL_THERE ? session->resume : session->screen;
    bool there = is_there(state, screen, session->shown);
    for (size_t i = 0; i < session->back_count; i++) {
        there = there && is_there(state, session->back[i].screen, session->back[i].id);
    }
    if (!there) {
        leave_for_help(state);
    }
}

static void take(AppState *state, ShelfKind kind, Shelf *answer) {
    SessionState *session = &state->session;
    ShelfSlot *slot = &state->shelves[kind];
    state_retire(state, slot->shelf);
    slot->shelf = answer;
    slot->answered = slot->asked;
    slot->pending = false;
    if (session->opening != SCREEN_HOME && kind_of(session->opening) == kind) {
        ScreenId screen = session->opening;
        session->opening = SCREEN_HOME;
        session->working = false;
        update_go(state, screen);
        return;
    }
    if (kind == SHELF_CARD && (answer == NULL || answer->count == 0)) {
        if (answer != NULL || state_service(state, slot->asked.ids[0]) == NULL) {
            leave_for_help(state);
        }
    } else if (answer != NULL && answer->count == 0 && answer->total > 0 &&
               kind_of(session->screen) == kind) {
        session->page = 0; /* there are fewer pages than there were */
    }
}

void update_shelf(AppState *state, const Message *message) {
    ShelfSlot *slot = &state->shelves[message->shelf.kind];
    if (message->session != state->session.serial || !slot->pending ||
        slot->serial != message->shelf.serial) {
        shelf_free(message->shelf.answer);
    } else if (state->held) {
        forget_aside(slot);
        slot->aside = message->shelf.answer;
        slot->came = true;
    } else {
        take(state, message->shelf.kind, message->shelf.answer);
    }
}

void update_finger(AppState *state, bool down) {
    state->held = down;
    for (int kind = 0; !down && kind < SHELF_KIND_COUNT; kind++) {
        ShelfSlot *slot = &state->shelves[kind];
        if (slot->came) {
            Shelf *answer = slot->aside;
            slot->aside = NULL;
            slot->came = false;
            take(state, (ShelfKind)kind, answer);
        }
    }
}

void update_forget_answers(AppState *state) {
    for (int kind = 0; kind < SHELF_KIND_COUNT; kind++) {
        forget_aside(&state->shelves[kind]);
        state->shelves[kind].serial = 0;
        state->shelves[kind].pending = false;
    }
}
