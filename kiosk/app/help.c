#include "kiosk/app/help.h"

OpenState help_open_state(const Service *service, Civil local) {
    Schedule schedule = {.hours = service->hours,
                         .hours_count = service->hours_count,
                         .rules = service->rules,
                         .rules_count = service->rules_count};
    return schedule_state(&schedule, NULL, local);
}

bool help_is_old(const Service *service, int64_t now_utc_ms) {
    return now_utc_ms - service->assured_utc_ms > (int64_t)SERVICE_OLD_AFTER_DAYS * DAY_MS;
}

bool help_has_code(const Service *service, CodeKind kind) {
    switch (kind) {
    case CODE_CONTACT:
        return service->phone.len > 0 || service->email.len > 0;
    case CODE_DATE:
        return service->hours_count > 0;
    case CODE_CALL:
        return service->phone.len > 0;
    case CODE_WEB:
        return service->url.len > 0;
    case CODE_MAP:
    case CODE_TEXT:
    case CODE_KIND_COUNT:
        break;
    }
    return false;
}

/* Small is early in a list: open now, then minutes until it opens, unknown last. */
static int opening_rank(const Service *service, Civil local) {
    OpenState open = help_open_state(service, local);
    if (!open.known) {
        return 8 * 1440;
    }
    if (open.open) {
        return -1;
    }
    return open.next_days * 1440 + open.next_opens_minute - (local.hour * 60 + local.minute);
}

/* Stable insertion by rank: lists are short and content order breaks ties. */
static void insert(HelpList *list, int *ranks, size_t index, int rank) {
    size_t at = list->count++;
    while (at > 0 && ranks[at - 1] > rank) {
        list->indexes[at] = list->indexes[at - 1];
        ranks[at] = ranks[at - 1];
        at--;
    }
    list->indexes[at] = index;
    ranks[at] = rank;
}

void help_people(const Content *content, Civil local, size_t max, HelpList *list) {
    int ranks[CONTENT_SERVICES_MAX];
    list->count = 0;
    for (size_t i = 0; content != NULL && i < content->services_count; i++) {
        if (content->services[i].is_person) {
            insert(list, ranks, i, opening_rank(&content->services[i], local));
        }
    }
    list->count = list->count < max ? list->count : max;
}

/* The school's own people first, then services; what was checked long ago sinks (rule 27). */
static void help_for_need(const Content *content, Need need, Civil local, int64_t now_utc_ms,
                          HelpList *list) {
    enum { PERSON_FIRST = -1000000, OLD_LAST = 1000000 };
    int ranks[CONTENT_SERVICES_MAX];
    list->count = 0;
    for (size_t i = 0; content != NULL && i < content->services_count; i++) {
        const Service *service = &content->services[i];
        if ((service->needs & 1u << need) != 0) {
            int rank = opening_rank(service, local);
            rank += service->is_person ? PERSON_FIRST : 0;
            rank += help_is_old(service, now_utc_ms) ? OLD_LAST : 0;
            insert(list, ranks, i, rank);
        }
    }
}

void help_list(const AppState *state, const Turn *turn, HelpList *list) {
    if (state->session.list_of_people) {
        help_people(state->content, turn->local, CONTENT_SERVICES_MAX, list);
    } else {
        help_for_need(state->content, state->session.need, turn->local, turn->now.utc_ms, list);
    }
}
