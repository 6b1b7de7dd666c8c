/* Views of find help: people, needs, lists, cards with their codes. */
#include "kiosk/app/help.h"
#include "kiosk/app/view_make.h"
#include "kiosk/i18n/language.h"
#include "kiosk/paper/payload.h"

enum { HUES = 5 };

/* First letters of the first and the last word: "DR" of Daniela Reyes. */
static Str8 initials(Arena *arena, Str8 name) {
    Str8Builder text = builder_in(arena, 16);
    Str8 rest = str8_trim(name);
    Str8 first = str8_cut(rest, ' ', &rest);
    Str8 last = rest;
    while (rest.len > 0) {
        last = str8_cut(rest, ' ', &rest);
    }
    size_t at = 0;
    if (first.len > 0) {
        builder_add_code(&text, str8_next(first, &at));
    }
    at = 0;
    if (last.len > 0) {
        builder_add_code(&text, str8_next(last, &at));
    }
    return builder_text(&text);
}

static Need first_need(const Service *service) {
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        if ((service->needs & 1u << need) != 0) {
            return (Need)need;
        }
    }
    return NEED_TALK;
}

static ServiceView make_service(const AppState *state, const ViewContext *context, size_t index) {
    const Service *service = &state->content->services[index];
    Str8 language = str8_from(state->session.language);
    Str8 found;
    ServiceView view = {.id = service->id, .key = service->key, .is_person = service->is_person};
    view.name = text_set_pick(service->name, language, NULL);
    view.role = text_set_pick(service->role, language, &found);
    view.english_only = found.len > 0 && !str8_equal(found, language);
    view.place = text_set_pick(service->place, language, NULL);
    view.initials = service->is_person ? initials(context->arena, view.name) : (Str8){NULL, 0};
    view.need = first_need(service);
    view.open = help_open_state(service, context->turn->local);
    view.old = help_is_old(service, context->turn->now.utc_ms);
    view.hue = (unsigned)(index % HUES);
    return view;
}

static const ServiceView *make_services(const AppState *state, const ViewContext *context,
                                        const HelpList *list) {
    ServiceView *views =
        list->count > 0 ? ARENA_ARRAY(context->arena, ServiceView, list->count) : NULL;
    for (size_t i = 0; views != NULL && i < list->count; i++) {
        views[i] = make_service(state, context, list->indexes[i]);
    }
    return views;
}

static void make_help(const AppState *state, const ViewContext *context, HelpView *help) {
    HelpList list;
    bool *live = ARENA_ARRAY(context->arena, bool, NEED_COUNT);
    help_people(state->content, context->turn->local, HELP_PEOPLE_SHOWN, &list);
    help->people = make_services(state, context, &list);
    help->people_count = help->people != NULL ? list.count : 0;
    for (size_t i = 0; live != NULL && state->content != NULL && i < state->content->services_count;
         i++) {
        for (unsigned need = 0; need < NEED_COUNT; need++) {
            live[need] = live[need] || (state->content->services[i].needs & 1u << need) != 0;
        }
    }
    help->needs_live = live;
    help->page = state->session.page;
}

static void make_list(const AppState *state, const ViewContext *context, ListView *view) {
    HelpList list;
    help_list(state, context->turn, &list);
    view->kind = state->session.list_of_people ? LIST_PEOPLE : LIST_NEED;
    view->need = state->session.need;
    view->items = make_services(state, context, &list);
    view->count = view->items != NULL ? list.count : 0;
    view->page = state->session.page;
}

/* "Mon - Fri, 8:00 - 3:30" of the first run of days with the same hours. */
static Str8 hours_line(const ViewContext *context, const Locale *locale, const Service *service) {
    if (service->hours_count == 0) {
        return (Str8){NULL, 0};
    }
    const Hours *first = &service->hours[0];
    size_t last = 0;
    while (last + 1 < service->hours_count &&
           service->hours[last + 1].weekday == service->hours[last].weekday + 1 &&
           service->hours[last + 1].opens_minute == first->opens_minute &&
           service->hours[last + 1].closes_minute == first->closes_minute) {
        last++;
    }
    Str8 days =
        locale_weekday_range(locale, context->arena, first->weekday, service->hours[last].weekday);
    Str8 times =
        locale_hours_range(locale, context->arena, first->opens_minute, first->closes_minute);
    return str8_format(context->arena, "%.*s, %.*s", STR8_ARG(days), STR8_ARG(times));
}

/* A minute of a coming local day. The clocks may change until then: the first guess, by today's
 * offset, is corrected by what the school's clock will show. */
static int64_t minute_utc_ms(const ViewContext *context, const Locale *locale, int days,
                             int minute) {
    const Turn *turn = context->turn;
    int64_t since_midnight = (turn->local.hour * 60 + turn->local.minute) * (int64_t)MINUTE_MS +
                             turn->local.second * 1000;
    int64_t guess = turn->now.utc_ms - turn->now.utc_ms % 1000 - since_midnight +
                    days * (int64_t)DAY_MS + minute * (int64_t)MINUTE_MS;
    Civil shown = locale_civil(locale, guess);
    int off = minute - (shown.hour * 60 + shown.minute);
    off -= off > DAY_MS / MINUTE_MS / 2 ? DAY_MS / MINUTE_MS : 0;
    off += off < -DAY_MS / MINUTE_MS / 2 ? DAY_MS / MINUTE_MS : 0;
    return guess + off * (int64_t)MINUTE_MS;
}

static ErrCode make_date(const ViewContext *context, const Locale *locale, const Service *service,
                         const ServiceView *shown, Str8 *payload) {
    Civil local = context->turn->local;
    OpenState open = help_open_state(service, local);
    int days = open.open ? 0 : open.next_days;
    int opens = open.open ? local.hour * 60 + local.minute : open.next_opens_minute;
    int weekday = (local.weekday + days) % 7;
    int closes = open.closes_minute;
    for (size_t i = 0; !open.open && i < service->hours_count; i++) {
        if (service->hours[i].weekday == weekday && service->hours[i].opens_minute == opens) {
            closes = service->hours[i].closes_minute;
        }
    }
    DateEntry date = {.title = shown->name,
                      .place = shown->place,
                      .start_utc_ms = minute_utc_ms(context, locale, days, opens),
                      .end_utc_ms = minute_utc_ms(context, locale, days, closes)};
    return payload_date(context->arena, &date, CODE_SCREEN_BYTES_MAX, payload, NULL, NULL);
}

static Str8 card_payload(const AppState *state, const ViewContext *context, const Service *service,
                         const CardView *card) {
    Str8 payload = {NULL, 0};
    Str8 language = str8_from(state->session.language);
    ErrCode code = ERR_INVALID;
    switch (card->kind) {
    case CODE_CONTACT: {
        Contact contact = {.name = card->service.name,
                           .role = card->service.role,
                           .phone = service->phone,
                           .email = service->email,
                           .url = service->url,
                           .place = card->service.place};
        contact.organization = text_set_pick(state->content->school.name, language, NULL);
        contact.hours = hours_line(context, view_locale(state, context), service);
        code =
            payload_contact(context->arena, &contact, CODE_SCREEN_BYTES_MAX, &payload, NULL, NULL);
        break;
    }
    case CODE_DATE:
        code = make_date(context, view_locale(state, context), service, &card->service, &payload);
        break;
    case CODE_CALL:
        code = payload_call(context->arena, service->phone, &payload, NULL);
        break;
    case CODE_WEB:
        code = payload_web(context->arena, service->url, CODE_SCREEN_BYTES_MAX, &payload, NULL);
        break;
    case CODE_MAP:
    case CODE_TEXT:
    case CODE_KIND_COUNT:
        break;
    }
    return code == ERR_OK ? payload : (Str8){NULL, 0};
}

static Str8 spoken_languages(const ViewContext *context, const Locale *locale,
                             const Service *service) {
    Str8 names[SERVICE_LANGUAGES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < service->languages_count && i < SERVICE_LANGUAGES_MAX; i++) {
        names[count++] = language_name(service->languages[i]);
    }
    return locale_list(locale, context->arena, names, count);
}

static void make_card(const AppState *state, const ViewContext *context, CardView *card) {
    const Service *service = &state->content->services[state->session.service];
    const Locale *locale = view_locale(state, context);
    Str8 language = str8_from(state->session.language);
    Str8 *helps = ARENA_ARRAY(context->arena, Str8, SERVICE_HELPS_MAX);
    card->service = make_service(state, context, state->session.service);
    card->summary = text_set_pick(service->summary, language, NULL);
    for (size_t i = 0; helps != NULL && i < service->helps_count; i++) {
        helps[card->helps_count++] = text_set_pick(service->helps[i], language, NULL);
    }
    card->helps = helps;
    card->hours = service->hours;
    card->hours_count = service->hours_count;
    card->languages = spoken_languages(context, locale, service);
    card->cost = text_set_pick(service->cost, language, NULL);
    card->eligibility = text_set_pick(service->eligibility, language, NULL);
    if (service->phone.len > 0) {
        card->phone_shown =
            locale_phone(locale, context->arena, state->content->school.country, service->phone);
    }
    card->assured_utc_ms = service->assured_utc_ms;
    for (int kind = 0; kind < CODE_KIND_COUNT; kind++) {
        card->has[kind] = help_has_code(service, (CodeKind)kind);
    }
    card->kind = state->session.code_kind;
    card->code = view_make_code(context, card_payload(state, context, service, card));
    card->page = state->session.card_page;
}

void view_make_help(const AppState *state, const ViewContext *context, View *view) {
    if (view->screen == SCREEN_HELP) {
        make_help(state, context, &view->help);
    } else if (view->screen == SCREEN_LIST) {
        make_list(state, context, &view->list);
    } else if (state->content != NULL && state->session.service < state->content->services_count) {
        make_card(state, context, &view->card);
    }
}
