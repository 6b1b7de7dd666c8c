/* Find help: needs, people, lists, cards, my list, guides, channels. Counted by need and language
 * only (rule 17); the crisis card is not counted at all. */
#include <string.h>

#include "kiosk/app/help.h"
#include "kiosk/app/update.h"

static Effect *count_help(AppState *state, HelpCountKind what, Effects *effects) {
    Effect *effect = update_effect(state, effects, EFFECT_COUNT_HELP);
    state->session.counted = true;
    effect->help.what = what;
    memcpy(effect->help.language, state->session.language, sizeof effect->help.language);
    return effect;
}

void update_count_term(AppState *state, Effects *effects) {
    SessionState *session = &state->session;
    if (str8_trim(str8_from(session->search)).len > 0 && !session->term_counted) {
        Effect *effect = count_help(state, HELP_COUNT_TERM, effects);
        memcpy(effect->help.text, session->search, sizeof effect->help.text);
        session->term_counted = true;
    }
}

void update_open_card(AppState *state, const Service *service, const Turn *turn) {
    SessionState *session = &state->session;
    OpenState open = help_open_state(service, help_closed(state), turn->local);
    session->card_page = 0;
    /* Somebody who is not there now is better met than saved (VISUAL.md, card). */
    session->code_kind = open.known && !open.open ? CODE_DATE : CODE_CONTACT;
    for (int kind = 0; kind < CODE_KIND_COUNT && !help_has_code(service, session->code_kind);
         kind++) {
        session->code_kind = (CodeKind)kind;
    }
    Id id = service->id;
    update_go(state, SCREEN_CARD);
    session->shown = id;
}

static void open_list(AppState *state, ListKind list) {
    SessionState *session = &state->session;
    session->list = list;
    memset(session->filters, 0, sizeof session->filters);
    update_open(state, SCREEN_LIST);
}

static void open_need(AppState *state, uint32_t need, Effects *effects) {
    if (need < NEED_COUNT) {
        state->session.need = (Need)need;
        count_help(state, HELP_COUNT_NEED, effects)->help.need = (Need)need;
        open_list(state, LIST_NEED);
    }
}

static void open_person(AppState *state, uint32_t index, const Turn *turn) {
    HelpList people;
    help_people(state->content, turn->local, HELP_PEOPLE_SHOWN, &people);
    if (index < people.count) {
        update_open_card(state, people.services[index], turn);
    }
}

/* Of the page that is shown. */
static void open_service(AppState *state, uint32_t index, const Turn *turn) {
    HelpPage page;
    help_page(state, turn, &page);
    if (index < page.count) {
        update_open_card(state, page.services[index], turn);
    }
}

/* ---- my list ---- */

static void mine_remove(SessionState *session, size_t index) {
    session->mine_count--;
    memmove(&session->mine[index], &session->mine[index + 1],
            (session->mine_count - index) * sizeof session->mine[0]);
    memory_wipe(&session->mine[session->mine_count], sizeof session->mine[0]);
}

static void mine_toggle(AppState *state) {
    SessionState *session = &state->session;
    size_t index = state_mine_index(state, session->shown);
    if (session->screen != SCREEN_CARD) {
        return;
    }
    if (index < session->mine_count) {
        mine_remove(session, index);
    } else if (session->mine_count < MINE_MAX) {
        session->mine[session->mine_count++] = session->shown;
    }
}

static void mine_act(AppState *state, Action action, const Turn *turn) {
    HelpPage page;
    if (state->session.screen != SCREEN_MINE) {
        return;
    }
    help_page(state, turn, &page);
    if (action.argument >= page.count) {
        return;
    }
    const Service *service = page.services[action.argument];
    if (action.kind == ACTION_MINE_SERVICE) {
        update_open_card(state, service, turn);
    } else {
        mine_remove(&state->session, state_mine_index(state, service->id));
    }
}

/* ---- guides and channels ---- */

static void open_guide(AppState *state, uint32_t index) {
    const Content *content = state->content;
    if (content != NULL && index < content->guides_count) {
        update_go(state, SCREEN_GUIDE);
        state->session.shown = content->guides[index].id;
    }
}

static void open_guide_person(AppState *state, const Turn *turn) {
    const Guide *guide = content_guide(state->content, state->session.shown);
    const Service *person =
        guide != NULL ? content_service_by_key(state->content, guide->person) : NULL;
    if (state->session.screen == SCREEN_GUIDE && person != NULL) {
        update_open_card(state, person, turn);
    }
}

static void open_channel(AppState *state, uint32_t index) {
    const Content *content = state->content;
    SessionState *session = &state->session;
    if (content == NULL || index >= content->channels_count) {
        return;
    }
    const Channel *channel = &content->channels[index];
    session->code_kind = CODE_TEXT; /* needs no internet */
    for (int kind = 0;
         kind < CODE_KIND_COUNT && !help_channel_has_code(channel, session->code_kind); kind++) {
        session->code_kind = (CodeKind)kind;
    }
    update_go(state, SCREEN_CHANNEL);
    session->shown = channel->id;
}

static bool act_on_more(AppState *state, Action action, const Turn *turn) {
    switch ((int)action.kind) {
    case ACTION_MINE_OPEN:
        update_open(state, SCREEN_MINE);
        return true;
    case ACTION_MINE_TOGGLE:
        mine_toggle(state);
        return true;
    case ACTION_MINE_SERVICE:
    case ACTION_MINE_REMOVE:
        mine_act(state, action, turn);
        return true;
    case ACTION_GUIDES_OPEN:
        update_go(state, SCREEN_GUIDES);
        return true;
    case ACTION_GUIDE:
        open_guide(state, action.argument);
        return true;
    case ACTION_GUIDE_PERSON:
        open_guide_person(state, turn);
        return true;
    case ACTION_CHANNELS_OPEN:
        update_go(state, SCREEN_CHANNELS);
        return true;
    case ACTION_CHANNEL:
        open_channel(state, action.argument);
        return true;
    default:
        return false;
    }
}

static bool act_on_card(SessionState *session, Action action) {
    switch ((int)action.kind) {
    case ACTION_CODE_KIND:
        if (action.argument < CODE_KIND_COUNT) {
            session->code_kind = (CodeKind)action.argument;
        }
        return true;
    case ACTION_CARD_PAGE:
        session->card_page = action.argument;
        return true;
    default:
        return false;
    }
}

static void toggle_filter(SessionState *session, uint32_t filter) {
    if (session->screen == SCREEN_LIST && filter < FILTER_COUNT) {
        session->filters[filter] = !session->filters[filter];
        session->page = 0;
    }
}

bool update_help_action(AppState *state, Action action, const Turn *turn, Effects *effects) {
    SessionState *session = &state->session;
    switch ((int)action.kind) {
    case ACTION_HELP_OPEN:
        session->flow = FLOW_HELP;
        update_go(state, SCREEN_HELP);
        return true;
    case ACTION_PERSON:
        open_person(state, action.argument, turn);
        return true;
    case ACTION_NEED:
        open_need(state, action.argument, effects);
        return true;
    case ACTION_PEOPLE:
        open_list(state, LIST_PEOPLE);
        return true;
    case ACTION_SPEAKS:
        (void)count_help(state, HELP_COUNT_SPEAKS, effects);
        open_list(state, LIST_SPEAKS);
        return true;
    case ACTION_SERVICE:
        if (session->screen == SCREEN_LIST) {
            open_service(state, action.argument, turn);
        }
        return true;
    case ACTION_NEED_NOW:
        update_go(state, SCREEN_NOW);
        return true;
    case ACTION_FILTER:
        toggle_filter(session, action.argument);
        return true;
    default:
        return act_on_card(session, action) || act_on_more(state, action, turn);
    }
}
