#ifndef FOYER_DATA_DOMAIN_EVENT_H
#define FOYER_DATA_DOMAIN_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/id.h"
#include "data/domain/text_set.h"

enum {
    EVENT_SESSIONS_MAX = 400,
    EVENT_OPENS_BEFORE_MS = 60 * 60 * 1000, /* sign-in opens an hour before the start */
};

typedef enum {
    EVENT_OPEN_HOUSE,
    EVENT_CONFERENCES,
    EVENT_FAMILY_NIGHT,
    EVENT_WORKSHOP,
    EVENT_SHOW,
    EVENT_MEETING,
    EVENT_OTHER,
    EVENT_KIND_COUNT,
} EventKind;

/** A part of an event for some of its families: a room by grade, a conference slot, a workshop. */
typedef struct {
    Id id;
    Str8 grade;           /* CEDS code; empty = for everybody */
    TextSet title;        /* empty when the grade says it */
    Str8 teacher;         /* "Ms. Okafor" */
    Str8 room;            /* "12", "Library" */
    TextSet way;          /* "Down the hall, second door on the left" */
    int64_t start_utc_ms; /* 0 = with the event */
} Session;

/** A school's event (iCalendar VEVENT). */
typedef struct {
    Id id;
    Str8 uid; /* iCalendar UID, with the RECURRENCE-ID's date for an instance: "uid/2025-10-16" */
    TextSet title;
    Str8 place;
    EventKind kind;
    int64_t start_utc_ms;
    int64_t end_utc_ms; /* exclusive */
    bool all_day;       /* never opens sign-in: most are closures */
    bool cancelled;
    const Session *sessions;
    size_t sessions_count;
} Event;

Str8 event_kind_name(EventKind kind); /* "open-house", "conferences", ... */
bool event_kind_parse(Str8 text, EventKind *kind);

/** Sign-in is open: from EVENT_OPENS_BEFORE_MS before the start until the end. */
bool event_is_open(const Event *event, int64_t now_utc_ms);

/** Sessions of `grade`, else those for everybody; indexes into event->sessions, at most `max`. */
size_t event_sessions_of(const Event *event, Str8 grade, size_t *indexes, size_t max);

/** The grades that have sessions of their own, each once, in the sessions' order; at most `max`. */
size_t event_grades(const Event *event, Str8 *grades, size_t max);

#endif
