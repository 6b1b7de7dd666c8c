#ifndef FOYER_KIOSK_PRESS_PRESS_JOB_H
#define FOYER_KIOSK_PRESS_PRESS_JOB_H

#include "data/base/arena.h"
#include "data/domain/event.h"
#include "data/domain/print.h"
#include "data/domain/schedule.h"
#include "data/domain/school.h"
#include "data/domain/service.h"
#include "data/domain/visit.h"

enum {
    PRESS_SERVICES_MAX = 12,
    PRESS_PEOPLE_MAX = 32,
    PRESS_JOB_SIZE_MAX = 8 << 20, /* bytes of what one job names */
};

typedef struct {
    Service service; /* whole */
    OpenState open;
    bool old; /* checked more than SERVICE_OLD_AFTER_DAYS ago */
} PressService;

/**
 * What one family wants on paper, whole: names of the session stand in it. Made on the store
 * worker's thread; changes owner to the print worker, who overwrites it (invariant 9).
 */
typedef struct {
    Arena arena; /* holds all of it, this struct too */
    uint32_t session;
    uint32_t number; /* of the session's jobs, from 1 */
    PrintKind kind;
    Str8 language; /* the family's */
    School school;
    int64_t now_utc_ms;
    PressService *services; /* PRINT_SERVICE: one; PRINT_LIST */
    size_t services_count;
    Event event;     /* PRINT_EVENT, PRINT_BADGES */
    Visitor *people; /* of the party, those who are here */
    size_t people_count;
} PressJob;

/** An empty one, or NULL when there is no memory. */
PressJob *press_job_new(void);
/** Overwrites it. NULL is allowed. */
void press_job_free(PressJob *job);

#endif
