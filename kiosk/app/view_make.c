#include "kiosk/app/view_make.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/hash.h"
#include "kiosk/app/help.h"
#include "kiosk/app/update.h"
#include "kiosk/i18n/language.h"

const Locale *view_locale(const AppState *state, const ViewContext *context) {
    return locale_find(context->locales, str8_from(state->session.language));
}

Str8 view_phone(const AppState *state, const ViewContext *context, Str8 phone) {
    if (phone.len == 0 || state->content == NULL) {
        return (Str8){NULL, 0};
    }
    return locale_phone(view_locale(state, context), context->arena, state->content->school.country,
                        phone);
}

PrintView view_print(const AppState *state, PrintKind kind) {
    const PrintAsked *print = &state->session.print;
    PrintView view = {.offered = state->can_print};
    view.asked = print->number > 0 && print->kind == kind &&
                 (kind != PRINT_SERVICE || id_equal(print->shown, state->session.shown));
    view.waits = view.asked && update_print_waits(&state->session);
    view.answered = view.asked && print->answered;
    view.result = print->result;
    return view;
}

Str8 view_desk_phone(const AppState *state, const ViewContext *context) {
    return state->content != NULL ? view_phone(state, context, state->content->school.phone)
                                  : (Str8){NULL, 0};
}

Str8 view_school_name(const AppState *state) {
    return state->content != NULL ? text_set_pick(state->content->school.name,
                                                  str8_from(state->session.language), NULL)
                                  : (Str8){NULL, 0};
}

CodeView view_make_code(const ViewContext *context, Str8 payload) {
    CodeCache *cache = context->codes;
    uint64_t hash = hash_bytes(HASH_START, payload.ptr, payload.len);
    if (payload.len == 0) {
        return (CodeView){0};
    }
    if (cache->side == 0 || cache->payload_hash != hash) {
        Code code = {0};
        if (code_make(context->arena, payload, CODE_SCREEN_VERSION_MAX, &code, NULL) != ERR_OK) {
            return (CodeView){0};
        }
        memcpy(cache->modules, code.modules, (size_t)code.side * (size_t)code.side);
        cache->side = code.side;
        cache->payload_hash = hash;
    }
    return (CodeView){.modules = cache->modules, .side = cache->side, .payload = payload};
}

EventView view_event(const AppState *state, const ViewContext *context, const Event *event) {
    (void)context;
    if (event == NULL) {
        return (EventView){0};
    }
    return (EventView){.title =
                           text_set_pick(event->title, str8_from(state->session.language), NULL),
                       .start_utc_ms = event->start_utc_ms,
                       .end_utc_ms = event->end_utc_ms,
                       .place = event->place,
                       .kind = event->kind,
                       .id = event->id};
}

static void make_languages(const AppState *state, const ViewContext *context, FrameView *frame) {
    LanguageChoice *choices = ARENA_ARRAY(context->arena, LanguageChoice, state->languages_count);
    if (choices == NULL) {
        return;
    }
    for (size_t i = 0; i < state->languages_count; i++) {
        const Locale *locale = locale_find(context->locales, str8_from(state->languages[i]));
        choices[i] = (LanguageChoice){.tag = locale_language(locale),
                                      .name = locale_name(locale),
                                      .rtl = locale_is_rtl(locale)};
        choices[i].chosen = strcmp(state->languages[i], state->session.language) == 0;
        frame->language_chosen = choices[i].chosen ? i : frame->language_chosen;
    }
    frame->languages = choices;
    frame->languages_count = state->languages_count;
}

static void make_frame(const AppState *state, const ViewContext *context, FrameView *frame) {
    const SessionState *session = &state->session;
    size_t open[EVENTS_OPEN_MAX];
    int64_t now = context->turn->now.utc_ms;
    frame->locale = view_locale(state, context);
    frame->demo = state->content != NULL && state->content->school.demo;
    frame->school_name = view_school_name(state);
    frame->now_utc_ms = now;
    frame->flow = session->flow;
    frame->can_go_back = session->back_count > 0 && session->screen != SCREEN_STILL_THERE;
    frame->can_hide = session->flow == FLOW_HELP;
    frame->event_open = content_open_events(state->content, now, open, EVENTS_OPEN_MAX) > 0;
    make_languages(state, context, frame);
}

static const EventView *make_events(const AppState *state, const ViewContext *context,
                                    const size_t *indexes, size_t count) {
    EventView *events = count > 0 ? ARENA_ARRAY(context->arena, EventView, count) : NULL;
    for (size_t i = 0; events != NULL && i < count; i++) {
        events[i] = view_event(state, context, &state->content->events[indexes[i]]);
    }
    return events;
}

static bool is_closed_today(const AppState *state, Civil local) {
    const ClosedDays *closed = help_closed(state);
    int32_t today = schedule_day(local);
    for (size_t i = 0; closed != NULL && i < closed->count; i++) {
        if (closed->days[i] == today) {
            return true;
        }
    }
    return false;
}

/* The front office is the service with this key; its hours stand on the home screen. */
static void make_office(const AppState *state, const ViewContext *context, HomeView *home) {
    Civil local = context->turn->local;
    const Service *office = content_service_by_key(state->content, STR8("office"));
    if (office == NULL || is_closed_today(state, local)) {
        return;
    }
    for (size_t i = 0; i < office->hours_count && !home->office_known; i++) {
        if (office->hours[i].weekday == local.weekday) {
            home->office_known = true;
            home->office_opens_minute = office->hours[i].opens_minute;
            home->office_closes_minute = office->hours[i].closes_minute;
            home->office_open = help_open_state(office, help_closed(state), local).open;
        }
    }
}

static void make_home(const AppState *state, const ViewContext *context, HomeView *home) {
    size_t open[EVENTS_OPEN_MAX];
    int64_t now = context->turn->now.utc_ms;
    size_t count = content_open_events(state->content, now, open, EVENTS_OPEN_MAX);
    home->events_count = count;
    home->events = make_events(state, context, open, count);
    home->event_is_open = count > 0;
    const Event *next =
        count > 0 ? &state->content->events[open[0]] : content_next_event(state->content, now);
    if (next != NULL && (count > 0 || next->start_utc_ms - now < DAY_MS)) {
        home->event_known = true;
        home->event = view_event(state, context, next);
    }
    home->rush = state_is_rush(state, context->turn->now.mono_ms);
    make_office(state, context, home);
}

static void make_choice_of_events(const AppState *state, const ViewContext *context,
                                  EventsView *events) {
    size_t open[EVENTS_OPEN_MAX];
    int64_t now = context->turn->now.utc_ms;
    events->count = content_open_events(state->content, now, open, EVENTS_OPEN_MAX);
    events->events = make_events(state, context, open, events->count);
}

/* Alphabets to choose from: the language's own, then those of other scripts among the offered. */
static size_t alphabets(const AppState *state, const ViewContext *context, const Keyboard **found) {
    size_t count = 0;
    found[count++] = locale_keyboard(view_locale(state, context));
    for (size_t i = 0; i < state->languages_count; i++) {
        const Keyboard *other =
            locale_keyboard(locale_find(context->locales, str8_from(state->languages[i])));
        bool known = false;
        for (size_t j = 0; j < count && !known; j++) {
            known = other->letters[0] == found[j]->letters[0]; /* the same script */
        }
        if (!known) {
            found[count++] = other;
        }
    }
    return count;
}

static void make_look_up(const AppState *state, const ViewContext *context, LookUpView *look_up) {
    const SessionState *session = &state->session;
    const Keyboard *keyboards[SCHOOL_LANGUAGES_MAX + 1];
    size_t count = alphabets(state, context, keyboards);
    const Keyboard *shown = keyboards[session->alphabet % count];
    look_up->leaving = session->flow == FLOW_LEAVING;
    look_up->status = session->look_up;
    look_up->digits = str8_from(session->digits);
    look_up->digits_full = state_digits_full(state);
    look_up->country = state->content != NULL ? state->content->school.country : STR8("US");
    look_up->by_card = session->method == VISIT_BY_CARD;
    look_up->code = str8_from(session->code);
    if (session->letter != 0) {
        char *letter = arena_alloc(context->arena, 4);
        if (letter != NULL) {
            look_up->letter = (Str8){letter, utf8_encode(session->letter, letter)};
        }
    }
    look_up->letters = shown->letters;
    look_up->letters_count = shown->letters_count;
    if (count > 1) {
        look_up->letters_other = keyboards[(session->alphabet + 1) % count]->letters_label;
    }
}

static int seconds_left(const AppState *state, const ViewContext *context) {
    int64_t left_ms = state->session.finish_mono_ms - context->turn->now.mono_ms;
    return left_ms > 0 ? (int)((left_ms + 999) / 1000) : 0;
}

static void make_goodbye(const AppState *state, const ViewContext *context, GoodbyeView *goodbye) {
    goodbye->people = (int)state_here_count(state);
    goodbye->at_utc_ms = state->session.saved_utc_ms;
    goodbye->seconds_left = seconds_left(state, context);
}

void view_make(const AppState *state, const ViewContext *context, View *view) {
    memset(view, 0, sizeof *view);
    view->screen = state->session.screen;
    if (state->closed && view->screen == SCREEN_HOME) {
        view->screen = SCREEN_SEE_DESK;
    }
    make_frame(state, context, &view->frame);
    switch (view->screen) {
    case SCREEN_HOME:
        make_home(state, context, &view->home);
        break;
    case SCREEN_EVENTS:
        make_choice_of_events(state, context, &view->events);
        break;
    case SCREEN_LOOK_UP:
    case SCREEN_LETTER:
    case SCREEN_CARD_CODE:
        make_look_up(state, context, &view->look_up);
        break;
    case SCREEN_HOUSEHOLD:
    case SCREEN_SOMEONE_ELSE:
    case SCREEN_LEAVING:
    case SCREEN_NAMES:
    case SCREEN_COUNT:
        view_make_party(state, context, view);
        break;
    case SCREEN_THANKS:
        view_make_party(state, context, view);
        view->thanks.seconds_left = seconds_left(state, context);
        break;
    case SCREEN_GOODBYE:
        make_goodbye(state, context, &view->goodbye);
        break;
    case SCREEN_SEE_DESK:
        view->see_desk.reason = state->closed ? DESK_CLOSED : state->session.desk_reason;
        break;
    case SCREEN_HELP:
    case SCREEN_LIST:
    case SCREEN_SEARCH:
    case SCREEN_MINE:
        view_make_help(state, context, view);
        break;
    case SCREEN_CARD:
        view_make_card(state, context, &view->card);
        break;
    case SCREEN_GUIDES:
    case SCREEN_GUIDE:
    case SCREEN_CHANNELS:
    case SCREEN_CHANNEL:
        view_make_guide(state, context, view);
        break;
    case SCREEN_NOW:
        view->now.desk_phone_shown = view_desk_phone(state, context);
        break;
    case SCREEN_LANGUAGES:
        view->languages.page = state->session.page;
        break;
    case SCREEN_STILL_THERE:
        view->still_there.seconds_left = seconds_left(state, context);
        view->still_there.seconds_all = COUNTDOWN_MS / 1000;
        break;
    case SCREEN_EASIER:
    case SCREEN_ID_COUNT:
        break;
    }
}
