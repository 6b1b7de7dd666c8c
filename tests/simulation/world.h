#ifndef FOYER_TESTS_SIMULATION_WORLD_H
#define FOYER_TESTS_SIMULATION_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/str8.h"

/*
 * A district in one process: kiosks (the real store over a simulated disk, the real sync client)
 * and a hub (its real core over its SQLite store on another disk), with families, staff, weather
 * and bad luck, all from one seed. At the end everything is healed, and then:
 *
 * 1. every acknowledged record stands at the hub exactly once, by id and in its export;
 * 2. nothing stands at the hub that no kiosk ever wrote, and all of it says what was written;
 * 3. kiosks and hub agree on how far they are; every journal and the hub verify clean;
 * 4. at no time did a kiosk let a record go that the hub did not hold, and no restart of the hub
 *    took a receipt back.
 */

/** Bugs that are planted to see whether the checks see them. */
typedef enum {
    BUG_NONE,
    BUG_SCREEN_FIRST,  /* "thank you" before COMMIT */
    BUG_HUB_EARLY,     /* the hub answers before COMMIT */
    BUG_HUB_TWICE,     /* no unique id at the hub */
    BUG_BLIND_RECEIPT, /* the watermark moves without a look at the head */
    BUG_NORMAL,        /* synchronous = NORMAL on the kiosk */
    BUG_DROP_AT_ONCE,  /* records are deleted when they are acknowledged */
    BUG_DROP_BY_AGE,   /* records are deleted by their own age */
    BUG_COUNT,
} Bug;

const char *bug_name(Bug bug);
bool bug_parse(Str8 text, Bug *bug);

/** What there is much of, for bugs that need a rare meeting of things. */
typedef enum {
    THEME_NONE,
    THEME_TWINS,   /* cards are copied more often than anything else happens */
    THEME_OUTAGES, /* weeks without a network, and a hub that is restored often */
    THEME_STICKS,  /* the same, and much is carried by USB */
    THEME_COUNT,
} Theme;

const char *theme_name(Theme theme);
bool theme_parse(Str8 text, Theme *theme);

enum { WORLD_KIOSKS_MAX = 8, WORLD_WRONG_MAX = 240 };

typedef struct {
    uint64_t seed;
    int days;   /* 0 = drawn from the seed, 18..45 */
    int kiosks; /* 0 = drawn from the seed, 1..4; clones come on top */
    Bug bug;
    Theme theme;
    bool tell; /* print the history on a failure */
} WorldOptions;

/** What a run came to. */
typedef struct {
    bool failed;
    char wrong[WORLD_WRONG_MAX];
    uint64_t digest; /* of all that happened: the same seed gives the same */
    int64_t kiosk_days;
    int64_t acknowledged;
    int64_t records; /* at the hub */
    int64_t requests;
    int64_t kiosk_cuts;
    int64_t hub_cuts;
    int64_t hub_restores;
    int64_t clones;
    int64_t card_restores;
    int64_t forks;
    int64_t purged;
    int64_t enrolments;
    int64_t carried;   /* answers that came by USB */
    int64_t corrected; /* rows of the export whose time was put right */
} WorldReport;

void world_run(const WorldOptions *options, WorldReport *report);

#endif
