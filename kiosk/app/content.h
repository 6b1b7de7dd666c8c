#ifndef FOYER_KIOSK_APP_CONTENT_H
#define FOYER_KIOSK_APP_CONTENT_H

#include "data/base/arena.h"
#include "data/domain/event.h"
#include "data/domain/school.h"
#include "data/domain/service.h"

enum {
    CONTENT_EVENTS_MAX = 64,
    CONTENT_SERVICES_MAX = 400,
    CONTENT_SIZE_MAX = 16 << 20,      /* bytes of one snapshot */
    CONTENT_DAYS_AHEAD = 14,          /* events are loaded this far ahead */
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
    Service *services; /* the school's own people first, then by name */
    size_t services_count;
    int64_t version; /* changes when the database does */
} Content;

/** NULL is allowed. */
void content_free(Content *content);

/** The event with `id`, or NULL. */
const Event *content_event(const Content *content, Id id);

/** Events that take sign-ins now; indexes, at most `max`. */
size_t content_open_events(const Content *content, int64_t now_utc_ms, size_t *indexes, size_t max);

/** As content_open_events, for signing out: also for EVENT_LEAVING_AFTER_MS after the end. */
size_t content_leaving_events(const Content *content, int64_t now_utc_ms, size_t *indexes,
                              size_t max);

/** The next event that is not over and not all day, or NULL. */
const Event *content_next_event(const Content *content, int64_t now_utc_ms);

#endif
