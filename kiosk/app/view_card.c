/* The view of one card, and what its codes say. */
#include "data/domain/link.h"
#include "kiosk/app/help.h"
#include "kiosk/app/view_make.h"
#include "kiosk/i18n/language.h"
#include "kiosk/paper/service_code.h"

static Str8 card_payload(const AppState *state, const ViewContext *context, const Service *service,
                         const CardView *card, uint32_t *left_out) {
    Str8 payload = {NULL, 0};
    ErrCode code = ERR_INVALID;
    ServiceCode from = {.service = service,
                        .school_name = view_school_name(state),
                        .locale = view_locale(state, context),
                        .open = card->service.open,
                        .now_utc_ms = context->turn->now.utc_ms,
                        .local = context->turn->local,
                        .size_max = CODE_SCREEN_BYTES_MAX};
    switch (card->kind) {
    case CODE_CONTACT:
        code = service_code_contact(context->arena, &from, &payload, left_out);
        break;
    case CODE_DATE:
        code = service_code_date(context->arena, &from, &payload, left_out);
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
    card->print = view_print(state, PRINT_SERVICE);
}
