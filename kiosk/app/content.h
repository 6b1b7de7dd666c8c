#ifndef FOYER_KIOSK_APP_CONTENT_H
#define FOYER_KIOSK_APP_CONTENT_H

#include "data/base/arena.h"
#include "data/domain/channel.h"
#include "data/domain/event.h"
#include "data/domain/guide.h"
#include "data/domain/plan.h"
#include "data/domain/school.h"
#include "data/domain/service.h"

enum {
    CONTENT_EVENTS_MAX = 64,
    CONTENT_SERVICES_MAX = 400,       /* the school's own; the city's come by the shelf */
    CONTENT_SIZE_MAX = 16 << 20,      /* bytes of one snapshot */
    CONTENT_DAYS_AHEAD = 14,          /* events are loaded this far ahead */
    CONTENT_ANY_TIME_EVENTS_MAX = 4,  /* to choose from when the clock cannot tell */
    EVENT_LEAVING_AFTER_MS = 3600000, /* families still sign out this long after the end */
};

/**
 * What the school's content said when it was last read: a snapshot that never changes. The store
 * worker makes one, the app takes it and frees the one before (invariant 6: no shared state).
 */
typedef struct {
    Arena arena; /* holds all of it, this struct too */
    School school;
    Event *events; /* by start; from yesterday to CONTENT_DAYS_AHEAD */
    size_t events_count;
    Service *services; /* the school's own, its people first */
    size_t services_count;
    Guide *guides;
    size_t guides_count;
    Channel *channels;
    size_t channels_count;
    Plan plan;             /* the floor plan, when there is one */
    ClosedDays closed;     /* of the school's calendar */
    uint32_t needs_live;   /* bit 1 << Need: the school or the city has something for it */
    uint32_t spoken;       /* bit i: somebody speaks the i-th language that was asked for */
    bool any_time;         /* nobody vouches for the clock: it is no reason to refuse (rule 9) */
    int64_t around_utc_ms; /* any_time: the latest time that was trusted, or the clock's */
    int64_t version;       /* changes when the database does */
} Content;

/** NULL is allowed. */
void content_free(Content *content);

/** The event with `id`, or NULL. */
const Event *content_event(const Content *content, Id id);

/** The school's own service with `id` (or `key`), or NULL. */
const Service *content_service(const Content *content, Id id);
const Service *content_service_by_key(const Content *content, Str8 key);
const Guide *content_guide(const Content *content, Id id);
const Channel *content_channel(const Content *content, Id id);

/**
 * Events that take sign-ins now; indexes, at most `max`. With a clock that nobody vouches for and
 * none open by it: the next ones, and the family says which it is.
 */
size_t content_open_events(const Content *content, int64_t now_utc_ms, size_t *indexes, size_t max);

/** As content_open_events, for signing out: also for EVENT_LEAVING_AFTER_MS after the end. */
size_t content_leaving_events(const Content *content, int64_t now_utc_ms, size_t *indexes,
                              size_t max);

/** The next event that is not over and not all day, or NULL. */
const Event *content_next_event(const Content *content, int64_t now_utc_ms);

#endif
