/* Find help: needs, people, lists, cards. Counted by need and language only (rule 17). */
#include <string.h>

#include "kiosk/app/help.h"
#include "kiosk/app/update.h"

static void open_service(AppState *state, const HelpList *list, uint32_t at, const Turn *turn) {
    if (at >= list->count) {
        return;
    }
    SessionState *session = &state->session;
    session->service = list->indexes[at];
    const Service *service = &state->content->services[session->service];
    OpenState open = help_open_state(service, turn->local);
    session->card_page = 0;
    /* Somebody who is not there now is better met than saved (VISUAL.md, card). */
    session->code_kind = open.known && !open.open ? CODE_DATE : CODE_CONTACT;
    for (int kind = 0; kind < CODE_KIND_COUNT && !help_has_code(service, session->code_kind);
         kind++) {
        session->code_kind = (CodeKind)kind;
    }
    update_go(state, SCREEN_CARD);
}

static void open_need(AppState *state, uint32_t need, Effects *effects) {
    if (need >= NEED_COUNT) {
        return;
    }
    state->session.need = (Need)need;
    state->session.list_of_people = false;
    update_go(state, SCREEN_LIST);
    Effect *effect = update_effect(state, effects, EFFECT_COUNT_HELP);
    effect->help.need = (Need)need;
    memcpy(effect->help.language, state->session.language, sizeof effect->help.language);
}

bool update_help_action(AppState *state, Action action, const Turn *turn, Effects *effects) {
    SessionState *session = &state->session;
    HelpList list;
    switch ((int)action.kind) {
    case ACTION_HELP_OPEN:
        session->flow = FLOW_HELP;
        update_go(state, SCREEN_HELP);
        return true;
    case ACTION_PERSON:
        help_people(state->content, turn->local, HELP_PEOPLE_SHOWN, &list);
        open_service(state, &list, action.argument, turn);
        return true;
    case ACTION_NEED:
        open_need(state, action.argument, effects);
        return true;
    case ACTION_PEOPLE:
        session->list_of_people = true;
        update_go(state, SCREEN_LIST);
        return true;
    case ACTION_SERVICE:
        help_list(state, turn, &list);
        open_service(state, &list, action.argument, turn);
        return true;
    case ACTION_NEED_NOW:
        update_go(state, SCREEN_NOW);
        return true;
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
