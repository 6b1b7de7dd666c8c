#ifndef FOYER_DATA_DOMAIN_SERVICE_H
#define FOYER_DATA_DOMAIN_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/id.h"
#include "data/domain/schedule.h"
#include "data/domain/text_set.h"

enum {
    SERVICE_HOURS_MAX = 42,
    SERVICE_RULES_MAX = 16,
    SERVICE_LANGUAGES_MAX = 32,
    SERVICE_HELPS_MAX = 6,
    SERVICE_OLD_AFTER_DAYS = 180, /* rule 27 */
};

/**
 * What families come for; the tiles of "find help", most asked first. Order = order on the screen.
 * NEED_MORE is last: services that no table could place.
 */
typedef enum {
    NEED_TALK,
    NEED_STRUGGLING, /* my child is struggling */
    NEED_FOOD,
    NEED_HOUSING,
    NEED_HEALTH,
    NEED_SPECIAL_EDUCATION,
    NEED_WORK,  /* and money */
    NEED_LEGAL, /* and papers */
    NEED_LEARN, /* English, and classes for grown-ups */
    NEED_AFTER_SCHOOL,
    NEED_SAFETY,
    NEED_INTERPRETER,
    NEED_BABY,
    NEED_CLOTHES,
    NEED_TRANSPORT,
    NEED_DISABILITY,
    NEED_OLDER,
    NEED_PLAY, /* sports, arts, parks */
    NEED_MORE,
    NEED_COUNT,
} Need;

/** A person or service that helps (HSDS service, with its organization and location). */
typedef struct {
    Id id;
    Str8 key;       /* short stable word for keys and links: "counselor" */
    bool own;       /* the school's own: comes first (rule 28), else a partner of the city */
    bool is_person; /* one of the school's own people: name is a person's, shown with initials */
    TextSet name;
    TextSet alternate; /* other names; searched, not shown */
    TextSet role;      /* "School counselor"; for a service its organization */
    TextSet summary;
    TextSet helps[SERVICE_HELPS_MAX]; /* "Worry, sadness, anger" */
    size_t helps_count;
    TextSet place;         /* "Room 108, front hall"; for a service the name of its location */
    TextSet cost;          /* "Free" */
    TextSet eligibility;   /* for whom */
    TextSet ineligibility; /* for whom not */
    TextSet documents;     /* what to bring */
    TextSet apply;         /* how to apply */
    TextSet wait;          /* "About two weeks" */
    TextSet interpreter;   /* interpretation services */
    TextSet hours_text;    /* hours as somebody wrote them: shown as text, never guessed from */
    TextSet alert;         /* HSDS alert: "Closed for repairs until May" */
    Str8 address;          /* one line: "11347 SW 160th Street, Miami, FL 33157" */
    int32_t latitude_e6;   /* degrees x 1,000,000; both 0 = not known */
    int32_t longitude_e6;
    Str8 room;  /* number on the school's floor plan: "108" */
    Str8 phone; /* as dialled: "+13055550142", with an extension ",57471" behind it */
    Str8 email;
    Str8 url;              /* https://... */
    const Str8 *languages; /* BCP 47 */
    size_t languages_count;
    const Hours *hours; /* weekly, the whole year round */
    size_t hours_count;
    const ScheduleRule *rules; /* everything else: see schedule.h */
    size_t rules_count;        /* hours_count + rules_count == 0 = not known */
    uint32_t needs;            /* bit 1 << Need */
    int64_t assured_utc_ms;    /* checked on; 0 = never */
} Service;

Str8 need_name(Need need); /* "talk", "food", ...: keys on screens and in content files */
bool need_parse(Str8 text, Need *need);

#endif
