#ifndef FOYER_DATA_IMPORT_CALENDAR_H
#define FOYER_DATA_IMPORT_CALENDAR_H

#include "data/domain/event.h"
#include "data/import/report.h"
#include "data/import/source.h"
#include "data/zone/zone.h"

enum {
    CALENDAR_EVENTS_MAX = 20000,       /* of one file, instances included */
    CALENDAR_ASSUMED_MS = 2 * 3600000, /* an event without an end */
    CALENDAR_LENGTH_MAX_DAYS = 370,    /* a longer one is a mistake */
};

/** Events of one file, ready for the store. */
typedef struct {
    Str8 source; /* "ics:<calendar>" or "events:<file>": absent is gone within one source */
    Event *events;
    size_t count;
    size_t all_day; /* among them */
    Str8 file;      /* for messages */
    bool complete;  /* nothing was refused: what is absent is gone */
} Calendar;

/** What the parsers need beside the bytes. */
typedef struct {
    Arena *arena;
    Zone *zone;         /* the school's: floating times and dates are its */
    int64_t now_utc_ms; /* repeating events are written out around it */
    Str8 language;      /* of texts without one: "en" */
    bool us_dates;      /* "10/16/2025" may be read as October */
    Report *report;
} CalendarContext;

/** The kind that words of a title tell ("Open House", "Noche familiar"), else EVENT_OTHER. */
EventKind calendar_guess_kind(Str8 title);

/** A source name for a file: lower case, without its ending and a browser's " (1)". */
Str8 calendar_source(Arena *arena, const char *prefix, Str8 file);

/** One text in one language; empty set when the text is empty. */
TextSet calendar_text(Arena *arena, Str8 language, Str8 text);

#endif
