#ifndef FOYER_DATA_DOMAIN_SERVICE_H
#define FOYER_DATA_DOMAIN_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/id.h"
#include "data/domain/text_set.h"

enum {
    SERVICE_HOURS_MAX = 42,
    SERVICE_LANGUAGES_MAX = 32,
    SERVICE_HELPS_MAX = 6,
    SERVICE_OLD_AFTER_DAYS = 180, /* rule 27 */
};

/** What families come for; the tiles of "find help". Order = order on the screen. */
typedef enum {
    NEED_TALK,
    NEED_FOOD,
    NEED_HOUSING,
    NEED_INTERPRETER,
    NEED_SPECIAL_EDUCATION,
    NEED_HEALTH,
    NEED_AFTER_SCHOOL,
    NEED_WORK,
    NEED_LEGAL,
    NEED_LEARN,
    NEED_COUNT,
} Need;

/** Weekly opening hours, local time of the school's zone (HSDS schedule, FREQ=WEEKLY). */
typedef struct {
    int weekday;       /* 0 = Sunday .. 6 */
    int opens_minute;  /* of the day, 0..1439 */
    int closes_minute; /* exclusive, opens < closes <= 1440 */
} Hours;

/** A person or service that helps (HSDS service, with its organization and location). */
typedef struct {
    Id id;
    Str8 key;       /* short stable word for keys and links: "counselor" */
    bool is_person; /* one of the school's own people: name is a person's, shown with initials */
    TextSet name;
    TextSet role; /* "School counselor"; for a service its organization */
    TextSet summary;
    TextSet helps[SERVICE_HELPS_MAX]; /* "Worry, sadness, anger" */
    size_t helps_count;
    TextSet place; /* "Room 108, front hall" */
    TextSet cost;  /* "Free" */
    TextSet eligibility;
    Str8 phone; /* as dialled: "+13055550142" */
    Str8 email;
    Str8 url;              /* https://... */
    const Str8 *languages; /* BCP 47 */
    size_t languages_count;
    const Hours *hours;
    size_t hours_count;     /* 0 = not known */
    uint32_t needs;         /* bit 1 << Need */
    int64_t assured_utc_ms; /* checked on; 0 = never */
} Service;

Str8 need_name(Need need); /* "talk", "food", ...: keys on screens and in content files */
bool need_parse(Str8 text, Need *need);

/** Open now, or when next; both in local minutes of the school's week. */
typedef struct {
    bool known;
    bool open;
    int closes_minute; /* when open: today's end */
    int next_days;     /* when closed: days from today, 0..7 */
    int next_opens_minute;
    int next_weekday;
} OpenState;

/** @param weekday 0 = Sunday; @param minute local minute of the day */
OpenState hours_state(const Hours *hours, size_t count, int weekday, int minute);

#endif
