/* Views of find help: people, needs, lists, the search, my list. */
#include "data/base/check.h"
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

/* The school's own keep the colour of their place among themselves on every screen. */
static unsigned hue_of(const AppState *state, const Service *service) {
    for (size_t i = 0; state->content != NULL && i < state->content->services_count; i++) {
        if (id_equal(state->content->services[i].id, service->id)) {
            return (unsigned)(i % HUES);
        }
    }
    return service->id.bytes[sizeof service->id.bytes - 1] % HUES;
}

/* A text of another language is shown as what it is (rule 22). */
static bool is_english_only(const Service *service, Str8 language) {
    Str8 found = {NULL, 0};
    (void)text_set_pick(service->role.count > 0 ? service->role : service->name, language, &found);
    return str8_equal(found, STR8("en")) && !str8_equal(language, STR8("en"));
}

ServiceView view_service(const AppState *state, const ViewContext *context,
                         const Service *service) {
    Str8 language = str8_from(state->session.language);
    ServiceView view = {.id = service->id,
                        .key = service->key,
                        .is_person = service->is_person,
                        .own = service->own};
    view.name = text_set_pick(service->name, language, NULL);
    view.role = text_set_pick(service->role, language, NULL);
    view.place = text_set_pick(service->place, language, NULL);
    view.initials = service->is_person ? initials(context->arena, view.name) : (Str8){NULL, 0};
    view.need = first_need(service);
    view.open = help_open_state(service, help_closed(state), context->turn->local);
    if (!view.open.known) {
        view.hours_text = text_set_pick(service->hours_text, language, NULL);
    }
    view.old = help_is_old(service, context->turn->now.utc_ms);
    view.hue = hue_of(state, service);
    view.english_only = is_english_only(service, language);
    view.mine = state_mine_index(state, service->id) < state->session.mine_count;
    return view;
}

/* Marks are of the name in the language that was asked in. */
static void mark(const AppState *state, const ShelfItem *hit, ServiceView *view) {
    const Browse *answered = &state->shelves[SHELF_SEARCH].answered;
    if (hit == NULL ||
        !str8_equal(str8_from(answered->language), str8_from(state->session.language))) {
        return;
    }
    for (size_t i = 0; i < hit->marks_count; i++) {
        if ((size_t)hit->marks[i].start + hit->marks[i].len <= view->name.len) {
            view->marks[view->marks_count++] = hit->marks[i];
        }
    }
}

/* @return NULL for an empty page */
static const ServiceView *make_page(const AppState *state, const ViewContext *context,
                                    const HelpPage *page) {
    ServiceView *views =
        page->count > 0 ? ARENA_ARRAY(context->arena, ServiceView, page->count) : NULL;
    for (size_t i = 0; views != NULL && i < page->count; i++) {
        views[i] = view_service(state, context, page->services[i]);
        if (state->session.screen == SCREEN_SEARCH) {
            mark(state, page->hits[i], &views[i]);
        }
    }
    return views;
}

const ServiceView *view_service_copy(const AppState *state, const ViewContext *context,
                                     const Service *service) {
    ServiceView *view = service != NULL ? ARENA_NEW(context->arena, ServiceView) : NULL;
    if (view != NULL) {
        *view = view_service(state, context, service);
    }
    return view;
}

/* ---- find help ---- */

static void make_needs(const AppState *state, const ViewContext *context, HelpView *help) {
    bool *live = ARENA_ARRAY(context->arena, bool, NEED_COUNT);
    const Content *content = state->content;
    uint32_t needs = content != NULL ? content->needs_live : 0;
    for (size_t i = 0; content != NULL && i < content->services_count; i++) {
        needs |= content->services[i].needs;
    }
    for (unsigned need = 0; live != NULL && need < NEED_COUNT; need++) {
        live[need] = (needs & 1u << need) != 0;
    }
    help->needs_live = live;
    help->search_live = needs != 0 || (content != NULL && content->services_count > 0);
}

static void make_help(const AppState *state, const ViewContext *context, HelpView *help) {
    const Content *content = state->content;
    HelpList list;
    help_people(content, context->turn->local, HELP_PEOPLE_SHOWN, &list);
    ServiceView *people =
        list.count > 0 ? ARENA_ARRAY(context->arena, ServiceView, list.count) : NULL;
    for (size_t i = 0; people != NULL && i < list.count; i++) {
        people[i] = view_service(state, context, list.services[i]);
    }
    help->people = people;
    help->people_count = people != NULL ? list.count : 0;
    make_needs(state, context, help);
    help->page = state->session.page;
    help->mine_count = state->session.mine_count;
    help->guides_live = content != NULL && content->guides_count > 0;
    help->channels_live = content != NULL && content->channels_count > 0;
    help->language_spoken = language_name(str8_from(state->session.language));
    help->speaks_live = help_speaks_live(state);
}

/* ---- lists ---- */

static void make_filters(const AppState *state, const bool *chosen, ListKind kind, bool *filters,
                         bool *live) {
    for (int i = 0; i < FILTER_COUNT; i++) {
        filters[i] = chosen[i];
    }
    live[FILTER_OPEN_NOW] = true;
    live[FILTER_FREE] = kind != LIST_PEOPLE; /* a school's people cost nothing */
    live[FILTER_SPEAKS] = kind != LIST_SPEAKS && help_speaks_live(state);
}

static void make_list(const AppState *state, const ViewContext *context, ListView *view) {
    const SessionState *session = &state->session;
    HelpPage page;
    help_page(state, context->turn, &page);
    view->kind = session->list;
    view->need = session->need;
    view->language_spoken = language_name(str8_from(session->language));
    view->items = make_page(state, context, &page);
    view->count = view->items != NULL ? page.count : 0;
    view->total = page.total;
    view->page = page.page;
    view->pages_count = page.pages;
    make_filters(state, session->filters, session->list, view->filters, view->filters_live);
    view->working = session->list != LIST_PEOPLE && state->shelves[SHELF_LIST].pending;
}

/* ---- search ---- */

static void make_search(const AppState *state, const ViewContext *context, SearchView *view) {
    const SessionState *session = &state->session;
    const Shelf *shelf = state->shelves[SHELF_SEARCH].shelf;
    const Locale *locale = view_locale(state, context);
    HelpPage page;
    help_page(state, context->turn, &page);
    view->text = str8_from(session->search);
    view->caret = view->text.len;
    view->items = make_page(state, context, &page);
    view->count = view->items != NULL ? page.count : 0;
    view->total = page.total;
    view->page = page.page;
    view->pages_count = page.pages;
    for (size_t i = 0; shelf != NULL && i < shelf->words_count; i++) {
        view->words[view->words_count++] = shelf->words[i];
    }
    for (size_t i = 0; shelf != NULL && i < shelf->needs_count; i++) {
        view->needs[view->needs_count++] = shelf->needs[i];
    }
    if (view->count == 0) {
        view->person = view_service_copy(
            state, context,
            help_person(state, context->turn->local, view->needs, view->needs_count));
    }
    view->desk_phone_shown = view_desk_phone(state, context);
    make_filters(state, session->search_filters, LIST_NEED, view->filters, view->filters_live);
    view->keyboard = (KeyboardView){locale_language(locale), session->keyboard};
}

/* ---- my list ---- */

/* "Food pantry: (305) 555-0142"; who has no number is named with the place. */
static Str8 mine_line(const AppState *state, const ViewContext *context, const Service *service) {
    Str8 name = text_set_pick(service->name, str8_from(state->session.language), NULL);
    Str8 more = service->phone.len > 0
                    ? view_phone(state, context, service->phone)
                    : text_set_pick(service->place, str8_from(state->session.language), NULL);
    return more.len > 0 ? str8_format(context->arena, "%.*s: %.*s", STR8_ARG(name), STR8_ARG(more))
                        : name;
}

static void make_mine_code(const AppState *state, const ViewContext *context, MineView *view) {
    Str8 lines[MINE_MAX];
    Str8 payload = {NULL, 0};
    uint32_t left_out = 0;
    size_t count = 0;
    for (size_t i = 0; i < state->session.mine_count; i++) {
        const Service *service = state_service(state, state->session.mine[i]);
        if (service != NULL) {
            lines[count++] = mine_line(state, context, service);
        }
    }
    if (count > 0 && payload_lines(context->arena, view_school_name(state), lines, count,
                                   CODE_SCREEN_BYTES_MAX, &payload, &left_out, NULL) == ERR_OK) {
        view->code = view_make_code(context, payload);
        view->code_shortened = (left_out & LEFT_OUT_LINES) != 0;
    }
}

static void make_mine(const AppState *state, const ViewContext *context, MineView *view) {
    HelpPage page;
    help_page(state, context->turn, &page);
    view->items = make_page(state, context, &page);
    view->count = view->items != NULL ? page.count : 0;
    view->total = page.total;
    view->page = page.page;
    view->pages_count = page.pages;
    make_mine_code(state, context, view);
    view->print = view_print(state, PRINT_LIST);
}

void view_make_help(const AppState *state, const ViewContext *context, View *view) {
    switch ((int)view->screen) {
    case SCREEN_HELP:
        make_help(state, context, &view->help);
        break;
    case SCREEN_LIST:
        make_list(state, context, &view->list);
        break;
    case SCREEN_SEARCH:
        make_search(state, context, &view->search);
        break;
    case SCREEN_MINE:
        make_mine(state, context, &view->mine);
        break;
    default:
        break;
    }
}
