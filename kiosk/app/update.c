#include "kiosk/app/update.h"

#include <string.h>

#include "data/base/check.h"

enum { REFRESH_EVERY_MS = 60000 };

Effect *update_effect(AppState *state, Effects *effects, EffectKind kind) {
    FOYER_ASSERT(effects->count < EFFECTS_MAX);
    Effect *effect = &effects->items[effects->count++];
    *effect = (Effect){.kind = kind, .session = state->session.serial};
    return effect;
}

void update_go(AppState *state, ScreenId screen) {
    SessionState *session = &state->session;
    if (session->screen == screen) {
        return;
    }
    if (session->back_count == BACK_STACK_MAX) {
        session->back_count--; /* the way home stays; the newest step is forgotten */
    }
    session->back[session->back_count++] =
        (BackStep){session->screen, session->page, session->shown};
    session->screen = screen;
    session->page = 0;
}

void update_finish(AppState *state, ScreenId screen, const Turn *turn) {
    state->session.screen = screen;
    state->session.back_count = 0;
    state->session.page = 0;
    state->session.card_page = 0;
    state->session.working = false;
    state->session.finish_mono_ms = turn->now.mono_ms + COUNTDOWN_MS;
}

/* Somebody is there: time begins again, as often as wanted (rule 32). */
static void touch(AppState *state, const Turn *turn) {
    SessionState *session = &state->session;
    session->touched_mono_ms = turn->now.mono_ms;
    if (session->screen == SCREEN_STILL_THERE) {
        session->screen = session->resume;
        session->finish_mono_ms = 0;
    } else if (session->finish_mono_ms != 0) {
        /* A finished screen, or a panel over one. */
        session->finish_mono_ms = turn->now.mono_ms + COUNTDOWN_MS;
    }
}

static void tick_session(AppState *state, const Turn *turn) {
    SessionState *session = &state->session;
    int64_t now = turn->now.mono_ms;
    if (session->finish_mono_ms != 0) {
        if (now >= session->finish_mono_ms) {
            state_start_over(state, turn);
        }
        return;
    }
    if (!session->dirty || session->working || now < session->touched_mono_ms + IDLE_MS) {
        return;
    }
    if (session->screen == SCREEN_HOME) {
        state_start_over(state,
                         turn); /* only settings were changed: nothing private to ask about */
        return;
    }
    session->resume = session->screen;
    session->screen = SCREEN_STILL_THERE;
    session->finish_mono_ms = now + COUNTDOWN_MS;
}

static void tick(AppState *state, const Turn *turn, Effects *effects) {
    tick_session(state, turn);
    if (turn->now.mono_ms >= state->refresh_mono_ms) {
        state->refresh_mono_ms = turn->now.mono_ms + REFRESH_EVERY_MS;
        Effect *effect = update_effect(state, effects, EFFECT_REFRESH);
        effect->refresh.version = state->content != NULL ? state->content->version : 0;
        effect->refresh.languages_count = state->languages_count;
        memcpy(effect->refresh.languages, state->languages, sizeof state->languages);
    }
}

static void act(AppState *state, Action action, const Turn *turn, Effects *effects) {
    if (action.kind == ACTION_START_OVER || action.kind == ACTION_HIDE ||
        action.kind == ACTION_DONE) {
        state_start_over(state, turn);
        return;
    }
    touch(state, turn);
    state->session.dirty = true;
    if (state->session.working) {
        return; /* a touch while saving changes nothing: the reply decides */
    }
    (void)(update_session_action(state, action, turn, effects) ||
           update_look_up_action(state, action, turn, effects) ||
           update_party_action(state, action, turn, effects) ||
           update_typing_action(state, action) || update_print_action(state, action, effects) ||
           update_search_action(state, action, turn, effects) ||
           update_help_action(state, action, turn, effects));
}

/* A physical keyboard does what the keys on the screen do. */
static Action typed_action(const AppState *state, uint32_t code_point) {
    switch ((int)state->session.screen) {
    case SCREEN_LOOK_UP:
        if (code_point >= '0' && code_point <= '9') {
            return (Action){ACTION_DIGIT, code_point - '0'};
        }
        break;
    case SCREEN_LETTER:
        return (Action){ACTION_LETTER, code_point};
    case SCREEN_CARD_CODE:
        return (Action){ACTION_CARD_SYMBOL, code_point};
    case SCREEN_NAMES:
    case SCREEN_SEARCH:
        return (Action){ACTION_TYPE, code_point};
    default:
        break;
    }
    return (Action){0};
}

static Action backspace_action(const AppState *state) {
    switch ((int)state->session.screen) {
    case SCREEN_LOOK_UP:
        return (Action){ACTION_DIGIT_DELETE, 0};
    case SCREEN_LETTER:
        return (Action){ACTION_LETTER_DELETE, 0};
    case SCREEN_CARD_CODE:
        return (Action){ACTION_CARD_DELETE, 0};
    case SCREEN_NAMES:
    case SCREEN_SEARCH:
        return (Action){ACTION_TYPE_DELETE, 0};
    default:
        return (Action){0};
    }
}

static void take_content(AppState *state, Content *content, const Turn *turn) {
    if (state->content == NULL) {
        /* The first one comes before the directory is opened, so that the home screen waits for
         * less; the next one knows what the directory knows. */
        state->refresh_mono_ms = turn->now.mono_ms;
    }
    content_free(state->content_before);
    state->content_before = state->content;
    state->content = content;
    update_forget_answers(state);
    update_leave_what_is_gone(state);
}

/* What a session leaves to be counted, and to be called back, when it ends. */
typedef struct {
    uint32_t serial;
    bool counted;
    bool printing;
    bool term;
    char text[SEARCH_TEXT_MAX + 1];
    char language[LANGUAGE_SIZE];
} Ending;

/* Filled in place: a returned struct would leave a second copy of the words on the stack. */
static void ending_note(Ending *ending, const SessionState *session) {
    *ending = (Ending){.serial = session->serial,
                       .counted = session->counted,
                       .printing = session->print.number > 0};
    if (session->search[0] != '\0' && !session->term_counted) {
        ending->term = true;
        memcpy(ending->text, session->search, sizeof ending->text);
        memcpy(ending->language, session->language, sizeof ending->language);
    }
}

static void tell_ending(AppState *state, const Ending *ending, Effects *effects) {
    if (state->session.serial == ending->serial) {
        return;
    }
    if (ending->printing) {
        update_effect(state, effects, EFFECT_PRINT_STOP)->session = ending->serial;
    }
    if (ending->term) {
        Effect *effect = update_effect(state, effects, EFFECT_COUNT_HELP);
        effect->session = ending->serial;
        effect->help.what = HELP_COUNT_TERM;
        memcpy(effect->help.text, ending->text, sizeof effect->help.text);
        memcpy(effect->help.language, ending->language, sizeof effect->help.language);
    }
    if (ending->term || ending->counted) {
        update_effect(state, effects, EFFECT_COUNT_OVER)->session = ending->serial;
    }
}

void app_update(AppState *state, const Message *message, const Turn *turn, Effects *effects) {
    effects->count = 0;
    Ending ending;
    ending_note(&ending, &state->session);
    switch (message->kind) {
    case MESSAGE_ACTION:
        act(state, message->action, turn, effects);
        break;
    case MESSAGE_TYPED:
        act(state, typed_action(state, message->code_point), turn, effects);
        break;
    case MESSAGE_BACKSPACE:
        act(state, backspace_action(state), turn, effects);
        break;
    case MESSAGE_TOUCH:
        touch(state, turn);
        break;
    case MESSAGE_DOWN:
    case MESSAGE_UP:
        update_finger(state, message->kind == MESSAGE_DOWN);
        break;
    case MESSAGE_SCAN:
        update_scan(state, str8_from(message->scan), turn);
        touch(state, turn);
        break;
    case MESSAGE_TICK:
        tick(state, turn, effects);
        break;
    case MESSAGE_FOUND:
    case MESSAGE_MISSED:
    case MESSAGE_SAVED:
    case MESSAGE_NOT_SAVED:
        if (message->session == state->session.serial) {
            update_reply(state, message, turn);
        }
        if (message->session == state->session.serial && message->kind == MESSAGE_SAVED &&
            state->session.flow != FLOW_LEAVING) {
            update_print_badges(state, turn, effects);
        }
        break;
    case MESSAGE_PRINT:
        update_print_news(state, message);
        break;
    case MESSAGE_CONTENT:
        state->closed = false;
        take_content(state, message->content, turn);
        break;
    case MESSAGE_CLOSED:
        state->closed = true;
        break;
    case MESSAGE_SHELF:
        update_shelf(state, message);
        break;
    }
    tell_ending(state, &ending, effects);
    memory_wipe(&ending, sizeof ending);
    update_browse(state, effects);
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

int64_t app_deadline_mono_ms(const AppState *state, const Moment *now) {
    const SessionState *session = &state->session;
    int64_t to_minute = MINUTE_MS - (now->utc_ms % MINUTE_MS + MINUTE_MS) % MINUTE_MS;
    int64_t deadline = earlier(now->mono_ms + to_minute, state->refresh_mono_ms);
    if (session->finish_mono_ms != 0) {
        /* A ring is on the screen: it moves once a second. */
        int64_t left = session->finish_mono_ms - now->mono_ms;
        int64_t to_second = left > 0 ? (left - 1) % 1000 + 1 : 0;
        deadline = earlier(deadline, now->mono_ms + to_second);
    } else if (session->dirty && !session->working) {
        deadline = earlier(deadline, session->touched_mono_ms + IDLE_MS);
    }
    return deadline;
}
