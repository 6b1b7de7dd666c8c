#ifndef FOYER_DATA_DEMO_CONTENT_H
#define FOYER_DATA_DEMO_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/domain/channel.h"
#include "data/domain/event.h"
#include "data/domain/guide.h"
#include "data/domain/school.h"
#include "data/domain/service.h"
#include "data/domain/text_set.h"
#include "data/fold/fold.h"
#include "data/store/household_store.h"
#include "data/zone/zone.h"

/*
 * The demo school's content files (data/demo/content), embedded by the build, as domain values.
 * No store in here: pure functions of the text, the day and the zone.
 */
extern const Str8 DEMO_SERVICES_INI;
extern const Str8 DEMO_EVENTS_INI;
extern const Str8 DEMO_FAMILIES_INI;
extern const Str8 DEMO_NAMES_INI;
extern const Str8 DEMO_GUIDES_INI;
extern const Str8 DEMO_CHANNELS_INI;
extern const Str8 DEMO_PLAN_SVG;

enum { CONTENT_SECTIONS_MAX = 96, CONTENT_FIELDS_MAX = 48, CONTENT_LANGUAGES = 3 };

typedef struct {
    Str8 kind; /* "[kind name]" */
    Str8 name;
    struct ContentField {
        Str8 key;
        Str8 value;
    } fields[CONTENT_FIELDS_MAX];
    size_t fields_count;
} ContentSection;

typedef struct {
    ContentSection *sections;
    size_t count;
} Content;

/**
 * Read an INI text: "[kind name]", "key = value", "# comment". Borrows `text`.
 * @return ERR_OK, ERR_INVALID (with the line), ERR_LIMIT, ERR_NO_MEMORY
 */
MUST_USE ErrCode content_parse(Arena *arena, Str8 text, Content *content, Err *err);

/** The first value of `key`, or empty. */
Str8 content_value(const ContentSection *section, const char *key);

/** "key.en", "key.es", "key.ar", or "key" for all three; `part` 0-based between " | ", or the
 * whole. */
enum { CONTENT_WHOLE = -1 };
TextSet content_texts(Arena *arena, const ContentSection *section, const char *key, int part);

/** "18:20" as a minute of the day; -1 when it is none. */
int content_minute(Str8 text);

/** Services and people; checked dates are noons, counted back from the UTC day of `now_utc_ms`. */
MUST_USE ErrCode content_services(Arena *arena, Str8 text, int64_t now_utc_ms, Service **services,
                                  size_t *count, Err *err);

/** "talk food" as bits; false when there is none or one is no need. */
bool content_needs(Str8 text, uint32_t *needs);
/** The noon, UTC, of the day "checked" days before now; false when it is no number. */
bool content_checked(const ContentSection *section, int64_t now_utc_ms, int64_t *assured_utc_ms);

/** Guides for families, and how the school keeps in touch. */
MUST_USE ErrCode content_guides(Arena *arena, Str8 text, int64_t now_utc_ms, Guide **guides,
                                size_t *count, Err *err);
MUST_USE ErrCode content_channels(Arena *arena, Str8 text, Channel **channels, size_t *count,
                                  Err *err);

/** The school, and the languages it offers. */
MUST_USE ErrCode content_school(Arena *arena, Str8 text, School *school, const Str8 **languages,
                                size_t *languages_count, Err *err);

/** The days that events are made for: `count` local days of `zone` from the one of `now_utc_ms`. */
typedef struct {
    Zone *zone;
    int64_t now_utc_ms;
    int count;
} ContentDays;

MUST_USE ErrCode content_events(Arena *arena, Str8 text, ContentDays days, Event **events,
                                size_t *count, Err *err);

MUST_USE ErrCode content_families(Arena *arena, Str8 text, Folder *folder, HouseholdIn **households,
                                  size_t *count, Err *err);

#endif
