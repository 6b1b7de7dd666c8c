#ifndef FOYER_TESTS_UNIT_APP_SCHOOL_H
#define FOYER_TESTS_UNIT_APP_SCHOOL_H

#include "data/site/site.h"
#include "kiosk/app/effect.h"

/* The demo school in a folder of its own, real stores, the cheapest hash; 6:02 pm, open house. */
#define SCHOOL_NOW_UTC_MS INT64_C(1760652120000) /* 2025-10-16T22:02Z */

typedef struct {
    char folder[64];
    Arena arena;
    Site *site;
    HelpCounters *help;
    Zone *zone;
    EffectRunner runner;
    Id event; /* the open house */
    int64_t event_end_utc_ms;
} DemoSchool;

/** cmocka setup and teardown; *state is a DemoSchool. */
int school_setup(void **state);
int school_teardown(void **state);

/** The stores of `folder`, opened or closed again: a worker does it on its own thread. */
MUST_USE ErrCode school_open(DemoSchool *school, Err *err);
void school_close(DemoSchool *school);

Moment school_moment(int64_t after_ms);

/** Effects as the app makes them. `letter` as typed. */
Effect school_find(const DemoSchool *school, const char *phone, uint32_t letter);
Effect school_visit(const DemoSchool *school, EffectKind kind, uint8_t record, const Party *party);

#endif
