/* What help screens show, in which order: from the shelves, and from the school's own content where
 * no directory is asked or none answers. */
#include "kiosk/app/help.h"

#include "data/base/check.h"
#include "data/domain/link.h"
#include "kiosk/screens/paging.h"

const ClosedDays *help_closed(const AppState *state) {
    return state->content != NULL ? &state->content->closed : NULL;
}

OpenState help_open_state(const Service *service, const ClosedDays *closed, Civil local) {
    Schedule schedule = {.hours = service->hours,
                         .hours_count = service->hours_count,
                         .rules = service->rules,
                         .rules_count = service->rules_count};
    return schedule_state(&schedule, service->own ? closed : NULL, local);
}

bool help_is_old(const Service *service, int64_t now_utc_ms) {
    return now_utc_ms - service->assured_utc_ms > (int64_t)SERVICE_OLD_AFTER_DAYS * DAY_MS;
}

bool help_has_code(const Service *service, CodeKind kind) {
    switch (kind) {
    case CODE_CONTACT:
        return service->phone.len > 0 || service->email.len > 0;
    case CODE_DATE:
        return service->hours_count + service->rules_count > 0;
    case CODE_CALL:
        return service->phone.len > 0;
    case CODE_WEB:
        return link_check(service->url, NULL) == LINK_OK;
    case CODE_MAP:
        return service->latitude_e6 != 0 || service->longitude_e6 != 0;
    case CODE_TEXT: /* nobody said that this number reads messages */
    case CODE_WIFI:
    case CODE_KIND_COUNT:
        break;
    }
    return false;
}

bool help_channel_has_code(const Channel *channel, CodeKind kind) {
    switch (kind) {
    case CODE_WEB:
        return link_check(channel->url, NULL) == LINK_OK;
    case CODE_TEXT:
        return channel->sms_number.len > 0;
    case CODE_CONTACT:
        return channel->email.len > 0;
    case CODE_WIFI:
        return channel->network.len > 0;
    case CODE_DATE:
    case CODE_CALL:
    case CODE_MAP:
    case CODE_KIND_COUNT:
        break;
    }
    return false;
}

/* ---- the school's own, ranked here ---- */

/* Small is early in a list: open now, then minutes until it opens, unknown last. */
static int opening_rank(const Service *service, const ClosedDays *closed, Civil local) {
    OpenState open = help_open_state(service, closed, local);
    if (!open.known) {
        return (SCHEDULE_AHEAD_DAYS + 1) * 1440;
    }
    if (open.open) {
        return -1;
    }
    return open.next_days * 1440 + open.next_opens_minute - (local.hour * 60 + local.minute);
}

/* Stable insertion by rank: lists are short and content order breaks ties. */
static void insert(HelpList *list, int *ranks, const Service *service, int rank) {
    size_t at = list->count++;
    while (at > 0 && ranks[at - 1] > rank) {
        list->services[at] = list->services[at - 1];
        ranks[at] = ranks[at - 1];
        at--;
    }
    list->services[at] = service;
    ranks[at] = rank;
}

void help_people(const Content *content, Civil local, size_t max, HelpList *list) {
    int ranks[CONTENT_SERVICES_MAX];
    list->count = 0;
    for (size_t i = 0; content != NULL && i < content->services_count; i++) {
        const Service *service = &content->services[i];
        if (service->is_person) {
            insert(list, ranks, service, opening_rank(service, &content->closed, local));
        }
    }
    list->count = list->count < max ? list->count : max;
}

static bool speaks(const Service *service, Str8 language) {
    for (size_t i = 0; i < service->languages_count; i++) {
        if (str8_equal(service->languages[i], language)) {
            return true;
        }
    }
    return false;
}

/* The school's own texts say "Free" when nothing is asked; no text asks for nothing either. */
static bool is_free(const Service *service) {
    Str8 cost = text_set_pick(service->cost, STR8("en"), NULL);
    return cost.len == 0 || str8_starts_with(cost, STR8("Free"));
}

static bool passes(const AppState *state, const Service *service, Civil local) {
    const SessionState *session = &state->session;
    const bool *filters = session->filters;
    Str8 language = str8_from(session->language);
    bool spoken = session->list == LIST_SPEAKS || filters[FILTER_SPEAKS];
    return (session->list != LIST_PEOPLE || service->is_person) &&
           (session->list != LIST_NEED || (service->needs & 1u << session->need) != 0) &&
           (!filters[FILTER_OPEN_NOW] ||
            help_open_state(service, help_closed(state), local).open) &&
           (!filters[FILTER_FREE] || is_free(service)) && (!spoken || speaks(service, language));
}

/* People first, then services; what was checked long ago sinks (rule 27). */
static void own_list(const AppState *state, const Turn *turn, HelpList *list) {
    enum { PERSON_FIRST = -1000000, OLD_LAST = 10000000 };
    const Content *content = state->content;
    int ranks[CONTENT_SERVICES_MAX];
    list->count = 0;
    for (size_t i = 0; content != NULL && i < content->services_count; i++) {
        const Service *service = &content->services[i];
        if (passes(state, service, turn->local)) {
            int rank = opening_rank(service, &content->closed, turn->local);
            rank += service->is_person ? PERSON_FIRST : 0;
            rank += help_is_old(service, turn->now.utc_ms) ? OLD_LAST : 0;
            insert(list, ranks, service, rank);
        }
    }
}

/* ---- pages ---- */

static void page_add(HelpPage *page, const Service *service, const ShelfItem *hit) {
    if (page->count < SHELF_ITEMS_MAX) {
        page->hits[page->count] = hit;
        page->services[page->count++] = service;
    }
}

/* `page` of so many, as if it were asked for behind the last one. */
static void page_set(HelpPage *page, size_t number, size_t per_page, size_t total) {
    FOYER_ASSERT(per_page > 0 && per_page <= SHELF_ITEMS_MAX);
    page->total = total;
    page->pages = total > 0 ? (total + per_page - 1) / per_page : 1;
    page->page = number < page->pages ? number : page->pages - 1;
}

static void page_of_list(const AppState *state, const HelpList *list, size_t per_page,
                         HelpPage *page) {
    page_set(page, state->session.page, per_page, list->count);
    for (size_t i = page->page * per_page; i < list->count && page->count < per_page; i++) {
        page_add(page, list->services[i], NULL);
    }
}

static void page_of_shelf(const ShelfSlot *slot, size_t per_page, HelpPage *page) {
    page_set(page, slot->answered.page, slot->answered.per_page, slot->shelf->total);
    /* The text may have grown since it was asked for: never more than fit now. */
    for (size_t i = 0; i < slot->shelf->count && i < per_page; i++) {
        page_add(page, &slot->shelf->items[i].service, &slot->shelf->items[i]);
    }
}

static void page_of_mine(const AppState *state, size_t per_page, HelpPage *page) {
    const Service *found[MINE_MAX];
    size_t count = 0;
    for (size_t i = 0; i < state->session.mine_count; i++) {
        const Service *service = state_service(state, state->session.mine[i]);
        if (service != NULL) {
            found[count++] = service;
        }
    }
    page_set(page, state->session.page, per_page, count);
    for (size_t i = page->page * per_page; i < count && page->count < per_page; i++) {
        page_add(page, found[i], NULL);
    }
}

void help_page(const AppState *state, const Turn *turn, HelpPage *page) {
    const SessionState *session = &state->session;
    const ShelfSlot *list = &state->shelves[SHELF_LIST];
    const ShelfSlot *search = &state->shelves[SHELF_SEARCH];
    HelpList own;
    *page = (HelpPage){.pages = 1};
    if (session->screen == SCREEN_MINE) {
        page_of_mine(state, paging_mine_items(&session->look), page);
    } else if (session->screen == SCREEN_SEARCH) {
        size_t per_page = paging_search_items(&session->look);
        if (search->shelf != NULL) {
            page_of_shelf(search, per_page, page);
        } else {
            /* No directory: the school's people, whatever was typed. */
            help_people(state->content, turn->local, CONTENT_SERVICES_MAX, &own);
            page_of_list(state, &own, per_page, page);
        }
    } else if (list->shelf != NULL && session->list != LIST_PEOPLE &&
               list->answered.list == session->list && list->answered.need == session->need) {
        page_of_shelf(list, paging_list_items(&session->look), page);
    } else {
        own_list(state, turn, &own);
        page_of_list(state, &own, paging_list_items(&session->look), page);
    }
}

/* ---- no dead end ---- */

static const Service *person_for(const HelpList *people, Need need) {
    for (size_t i = 0; i < people->count; i++) {
        if ((people->services[i]->needs & 1u << need) != 0) {
            return people->services[i];
        }
    }
    return NULL;
}

const Service *help_person(const AppState *state, Civil local, const Need *needs, size_t count) {
    HelpList people;
    const Service *person = NULL;
    help_people(state->content, local, CONTENT_SERVICES_MAX, &people);
    for (size_t i = 0; i < count && person == NULL; i++) {
        person = person_for(&people, needs[i]);
    }
    if (person == NULL && !str8_equal(str8_from(state->session.language), STR8("en"))) {
        person = person_for(&people, NEED_INTERPRETER);
    }
    return person != NULL || people.count == 0 ? person : people.services[0];
}

bool help_speaks_live(const AppState *state) {
    Str8 language = str8_from(state->session.language);
    const Content *content = state->content;
    if (content == NULL || str8_equal(language, STR8("en"))) {
        return false;
    }
    for (size_t i = 0; i < content->services_count; i++) {
        if (speaks(&content->services[i], language)) {
            return true;
        }
    }
    for (size_t i = 0; i < state->languages_count; i++) {
        if (str8_equal(str8_from(state->languages[i]), language)) {
            return (content->spoken & 1u << i) != 0;
        }
    }
    return false;
}
