#include "data/domain/event.h"

#include "data/base/check.h"

static const Str8 KIND_NAMES[EVENT_KIND_COUNT] = {
    [EVENT_OPEN_HOUSE] = {"open-house", 10},
    [EVENT_CONFERENCES] = {"conferences", 11},
    [EVENT_FAMILY_NIGHT] = {"family-night", 12},
    [EVENT_WORKSHOP] = {"workshop", 8},
    [EVENT_SHOW] = {"show", 4},
    [EVENT_MEETING] = {"meeting", 7},
    [EVENT_OTHER] = {"other", 5},
};

Str8 event_kind_name(EventKind kind) {
    FOYER_ASSERT(kind < EVENT_KIND_COUNT);
    return KIND_NAMES[kind];
}

bool event_kind_parse(Str8 text, EventKind *kind) {
    for (unsigned i = 0; i < EVENT_KIND_COUNT; i++) {
        if (str8_equal_ignoring_case(text, KIND_NAMES[i])) {
            *kind = (EventKind)i;
            return true;
        }
    }
    return false;
}

bool event_is_open(const Event *event, int64_t now_utc_ms) {
    return !event->all_day && !event->cancelled &&
           now_utc_ms >= event->start_utc_ms - EVENT_OPENS_BEFORE_MS &&
           now_utc_ms < event->end_utc_ms;
}

static size_t sessions_with(const Event *event, Str8 grade, size_t *indexes, size_t max) {
    size_t count = 0;
    for (size_t i = 0; i < event->sessions_count && count < max; i++) {
        if (str8_equal(event->sessions[i].grade, grade)) {
            indexes[count++] = i;
        }
    }
    return count;
}

size_t event_sessions_of(const Event *event, Str8 grade, size_t *indexes, size_t max) {
    size_t count = sessions_with(event, grade, indexes, max);
    return count > 0 ? count : sessions_with(event, STR8(""), indexes, max);
}

size_t event_grades(const Event *event, Str8 *grades, size_t max) {
    size_t count = 0;
    for (size_t i = 0; event != NULL && i < event->sessions_count && count < max; i++) {
        Str8 grade = event->sessions[i].grade;
        bool known = grade.len == 0;
        for (size_t j = 0; j < count && !known; j++) {
            known = str8_equal(grades[j], grade);
        }
        if (!known) {
            grades[count++] = grade;
        }
    }
    return count;
}
