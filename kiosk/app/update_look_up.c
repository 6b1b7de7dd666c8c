/* Finding a household: phone digits or card code, then one letter (rule 15). */
#include <string.h>

#include "data/base/check.h"
#include "data/fold/fold.h"
#include "kiosk/app/update.h"

static size_t flow_events(const AppState *state, Flow flow, int64_t now_utc_ms,
                          size_t indexes[EVENTS_OPEN_MAX]) {
    return flow == FLOW_LEAVING
               ? content_leaving_events(state->content, now_utc_ms, indexes, EVENTS_OPEN_MAX)
               : content_open_events(state->content, now_utc_ms, indexes, EVENTS_OPEN_MAX);
}

static void fill_from_turn(void *context, void *out, size_t size) {
    const Turn *turn = context;
    FOYER_ASSERT(size <= sizeof turn->random);
    memcpy(out, turn->random, size);
}

static Id turn_id(const Turn *turn) {
    Turn copy = *turn;
    return id_make(turn->now.utc_ms, (RandomPort){fill_from_turn, &copy});
}

static void begin_look_up(AppState *state, Id event_id, const Turn *turn) {
    SessionState *session = &state->session;
    session->event_id = event_id;
    session->method = VISIT_BY_PHONE;
    /* The record's id is made when the form opens: a double tap or a retry is the same record. */
    session->visit_id = turn_id(turn);
    update_go(state, SCREEN_LOOK_UP);
}

void update_open_flow(AppState *state, Flow flow, const Turn *turn) {
    size_t indexes[EVENTS_OPEN_MAX];
    size_t count = flow_events(state, flow, turn->now.utc_ms, indexes);
    state->session.flow = flow;
    state->session.counting = false;
    state->session.look_up = LOOK_UP_TYPING;
    if (count == 0) {
        state->session.desk_reason = DESK_NO_EVENT;
        update_finish(state, SCREEN_SEE_DESK, turn);
    } else if (count > 1 && flow == FLOW_SIGN_IN) {
        update_go(state, SCREEN_EVENTS);
    } else {
        /* Who leaves need not say from where: the visit tells. */
        begin_look_up(state, state->content->events[indexes[0]].id, turn);
    }
}

/* @return false when that event is not open (any more) */
static bool choose_event(AppState *state, uint32_t index, const Turn *turn) {
    size_t indexes[EVENTS_OPEN_MAX];
    size_t count = flow_events(state, state->session.flow, turn->now.utc_ms, indexes);
    if (index >= count) {
        return false;
    }
    begin_look_up(state, state->content->events[indexes[index]].id, turn);
    return true;
}

static void add_digit(AppState *state, uint32_t digit) {
    SessionState *session = &state->session;
    size_t count = strlen(session->digits);
    size_t full = state_digits_full(state);
    if (count < full && digit <= 9) {
        session->digits[count++] = (char)('0' + digit);
        session->look_up = LOOK_UP_TYPING;
    }
    if (count == full) {
        session->method = VISIT_BY_PHONE;
        update_go(state, SCREEN_LETTER);
    }
}

static void cut_last(char *text) {
    size_t length = strlen(text);
    if (length > 0) {
        text[length - 1] = '\0';
    }
}

static void add_card_symbol(AppState *state, uint32_t symbol) {
    SessionState *session = &state->session;
    char code[CARD_CODE_LEN + 1];
    char whole[CARD_CODE_LEN + 1];
    size_t count = strlen(session->code);
    if (count == CARD_CODE_LEN) {
        session->method = VISIT_BY_CARD; /* back from the letter: the code is whole */
        update_go(state, SCREEN_LETTER);
        return;
    }
    if (symbol < '0' || symbol > 'z') {
        return;
    }
    /* Read as a whole code, so that I, L and O become the digits that families mean. */
    memset(code, (char)symbol, CARD_CODE_LEN);
    code[CARD_CODE_LEN] = '\0';
    if (!card_code_normalize((Str8){code, CARD_CODE_LEN}, whole)) {
        return;
    }
    session->code[count++] = whole[0];
    session->look_up = LOOK_UP_TYPING;
    if (count == CARD_CODE_LEN) {
        session->method = VISIT_BY_CARD;
        update_go(state, SCREEN_LETTER);
    }
}

/* Phone and card stand beside each other, not behind. */
static void show_phone(AppState *state) {
    SessionState *session = &state->session;
    if (session->back_count > 0 &&
        session->back[session->back_count - 1].screen == SCREEN_LOOK_UP) {
        update_back(state);
    } else {
        session->screen = SCREEN_LOOK_UP;
    }
}

static void find(AppState *state, uint32_t letter, const Turn *turn, Effects *effects) {
    SessionState *session = &state->session;
    char typed[4] = {0};
    if (fold_letter((Str8){typed, utf8_encode(letter, typed)}) == 0) {
        return; /* a space or a dash is no answer: it costs no miss */
    }
    session->letter = letter;
    session->look_up = LOOK_UP_WORKING;
    session->working = true;
    Effect *effect = update_effect(state, effects, EFFECT_FIND);
    effect->find.by = session->method;
    const char *secret = session->method == VISIT_BY_CARD ? session->code : session->digits;
    state_set_text(effect->find.secret, SECRET_SIZE, str8_from(secret));
    effect->find.letter = letter;
    if (session->flow == FLOW_LEAVING) {
        size_t indexes[EVENTS_OPEN_MAX];
        size_t count = flow_events(state, FLOW_LEAVING, turn->now.utc_ms, indexes);
        for (size_t i = 0; i < count; i++) {
            effect->find.events[i] = state->content->events[indexes[i]].id;
        }
        effect->find.events_count = count;
    } else {
        effect->find.events[0] = session->event_id;
        effect->find.events_count = 1;
    }
}

void update_scan(AppState *state, Str8 payload, const Turn *turn) {
    SessionState *session = &state->session;
    char code[CARD_CODE_LEN + 1];
    if (session->working || !card_code_normalize(payload, code)) {
        return; /* not a family card: nothing happens */
    }
    if (session->finish_mono_ms != 0) {
        /* Finished, or nobody answered: the next family is there (rule 16). */
        state_start_over(state, turn);
    }
    if (session->screen == SCREEN_HOME) {
        update_open_flow(state, FLOW_SIGN_IN, turn);
    }
    bool looking_up = session->screen == SCREEN_LOOK_UP || session->screen == SCREEN_LETTER ||
                      session->screen == SCREEN_CARD_CODE || session->screen == SCREEN_EVENTS;
    if (!looking_up) {
        return;
    }
    session->dirty = true;
    session->counting = false;
    memcpy(session->code, code, sizeof code);
    session->method = VISIT_BY_CARD;
    session->look_up = LOOK_UP_TYPING;
    if (session->screen != SCREEN_EVENTS) {
        update_go(state, SCREEN_LETTER);
    }
}

bool update_look_up_action(AppState *state, Action action, const Turn *turn, Effects *effects) {
    SessionState *session = &state->session;
    switch ((int)action.kind) {
    case ACTION_EVENT_CHOOSE:
        if (!choose_event(state, action.argument, turn)) {
            return true;
        }
        if (session->counting) {
            update_count_in_rush(state);
        } else if (strlen(session->code) == CARD_CODE_LEN) {
            session->method = VISIT_BY_CARD; /* a card was scanned before the event was chosen */
            update_go(state, SCREEN_LETTER);
        }
        return true;
    case ACTION_DIGIT:
        add_digit(state, action.argument);
        return true;
    case ACTION_DIGIT_DELETE:
        cut_last(session->digits);
        return true;
    case ACTION_DIGIT_CLEAR:
        memory_wipe(session->digits, sizeof session->digits);
        return true;
    case ACTION_CARD_OPEN:
        update_go(state, SCREEN_CARD_CODE);
        return true;
    case ACTION_PHONE_OPEN:
        show_phone(state);
        return true;
    case ACTION_CARD_SYMBOL:
        add_card_symbol(state, action.argument);
        return true;
    case ACTION_CARD_DELETE:
        cut_last(session->code);
        return true;
    case ACTION_LETTER:
        find(state, action.argument, turn, effects);
        return true;
    case ACTION_LETTER_DELETE:
        session->letter = 0;
        return true;
    case ACTION_LETTERS_OTHER:
        session->alphabet++;
        return true;
    default:
        return false;
    }
}
