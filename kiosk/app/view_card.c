/* The view of one card, and what its codes say. */
#include "data/domain/link.h"
#include "kiosk/app/help.h"
#include "kiosk/app/view_make.h"
#include "kiosk/i18n/language.h"
#include "kiosk/paper/payload.h"

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

static ErrCode date_payload(const AppState *state, const ViewContext *context,
                            const Service *service, const ServiceView *shown, Str8 *payload,
                            uint32_t *left_out) {
    const Locale *locale = view_locale(state, context);
    Civil local = context->turn->local;
    OpenState open = shown->open;
    if (!open.known) {
        return ERR_NOT_FOUND;
    }
    int days = open.open ? 0 : open.next_days;
    int opens = open.open ? local.hour * 60 + local.minute : open.next_opens_minute;
    int closes = open.open ? open.closes_minute : open.next_closes_minute;
    Str8 place = shown->place.len > 0 ? shown->place : service->address;
    DateEntry date = {.title = shown->name,
                      .place = place,
                      .start_utc_ms = minute_utc_ms(context, locale, days, opens),
                      .end_utc_ms = minute_utc_ms(context, locale, days, closes)};
    return payload_date(context->arena, &date, CODE_SCREEN_BYTES_MAX, payload, left_out, NULL);
}

/* Who runs a service of the city stands where a person's role does. */
static ErrCode contact_payload(const AppState *state, const ViewContext *context,
                               const Service *service, const ServiceView *shown, Str8 *payload,
                               uint32_t *left_out) {
    Contact contact = {.name = shown->name,
                       .role = service->own ? shown->role : (Str8){NULL, 0},
                       .organization = service->own ? view_school_name(state) : shown->role,
                       .phone = service->phone,
                       .email = service->email,
                       .url = service->url,
                       .place = shown->place.len > 0 ? shown->place : service->address,
                       .hours = hours_line(context, view_locale(state, context), service)};
    return payload_contact(context->arena, &contact, CODE_SCREEN_BYTES_MAX, payload, left_out,
                           NULL);
}

static Str8 card_payload(const AppState *state, const ViewContext *context, const Service *service,
                         const CardView *card, uint32_t *left_out) {
    Str8 payload = {NULL, 0};
    ErrCode code = ERR_INVALID;
    switch (card->kind) {
    case CODE_CONTACT:
        code = contact_payload(state, context, service, &card->service, &payload, left_out);
        break;
    case CODE_DATE:
        code = date_payload(state, context, service, &card->service, &payload, left_out);
        break;
    case CODE_CALL:
        code = payload_call(context->arena, service->phone, &payload, NULL);
        break;
    case CODE_WEB:
        code = payload_web(context->arena, service->url, CODE_SCREEN_BYTES_MAX, &payload, NULL);
        break;
    case CODE_MAP:
        code = payload_map(context->arena, service->latitude_e6, service->longitude_e6, &payload,
                           NULL);
        break;
    case CODE_TEXT:
    case CODE_WIFI:
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

static void make_texts(const AppState *state, const ViewContext *context, const Service *service,
                       CardView *card) {
    Str8 language = str8_from(state->session.language);
    Str8 *helps = ARENA_ARRAY(context->arena, Str8, SERVICE_HELPS_MAX);
    for (size_t i = 0; helps != NULL && i < service->helps_count; i++) {
        helps[card->helps_count++] = text_set_pick(service->helps[i], language, NULL);
    }
    card->helps = helps;
    card->summary = text_set_pick(service->summary, language, NULL);
    card->hours_text = text_set_pick(service->hours_text, language, NULL);
    card->interpreter = text_set_pick(service->interpreter, language, NULL);
    card->cost = text_set_pick(service->cost, language, NULL);
    card->eligibility = text_set_pick(service->eligibility, language, NULL);
    card->ineligibility = text_set_pick(service->ineligibility, language, NULL);
    card->documents = text_set_pick(service->documents, language, NULL);
    card->apply = text_set_pick(service->apply, language, NULL);
    card->wait = text_set_pick(service->wait, language, NULL);
    card->alert = text_set_pick(service->alert, language, NULL);
}

static void make_code(const AppState *state, const ViewContext *context, const Service *service,
                      CardView *card) {
    uint32_t left_out = 0;
    for (int kind = 0; kind < CODE_KIND_COUNT; kind++) {
        card->has[kind] = help_has_code(service, (CodeKind)kind);
    }
    /* Nobody can say when: rules that end, or start too far ahead. */
    card->has[CODE_DATE] = card->has[CODE_DATE] && card->service.open.known;
    card->kind = state->session.code_kind;
    card->code = view_make_code(context, card_payload(state, context, service, card, &left_out));
    card->code_shortened = left_out != 0;
}

/* The way to one of the school's own; a page that is no more is the first one. */
static void view_make_plan(const AppState *state, const Service *service, CardView *card) {
    bool asked = card->page == CARD_PAGE_PLAN;
    const Plan *plan = state->content != NULL ? &state->content->plan : NULL;
    card->plan_room = service->own ? plan_room(plan, service->room) : NULL;
    card->plan = card->plan_room != NULL ? plan : NULL;
    card->plan_open = asked && card->plan != NULL;
    card->page = asked ? 0 : card->page;
}

void view_make_card(const AppState *state, const ViewContext *context, CardView *card) {
    const Service *service = state_service(state, state->session.shown);
    if (service == NULL) {
        return;
    }
    card->service = view_service(state, context, service);
    make_texts(state, context, service, card);
    card->hours = service->hours;
    card->hours_count = service->hours_count;
    card->languages = spoken_languages(context, view_locale(state, context), service);
    card->address = service->address;
    card->room = service->room;
    card->phone_shown = view_phone(state, context, service->phone);
    (void)link_check(service->url, &card->web_host);
    card->assured_utc_ms = service->assured_utc_ms;
    make_code(state, context, service, card);
    card->page = state->session.card_page;
    view_make_plan(state, service, card);
}
