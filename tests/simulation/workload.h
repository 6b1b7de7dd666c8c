#ifndef FOYER_TESTS_SIMULATION_WORKLOAD_H
#define FOYER_TESTS_SIMULATION_WORKLOAD_H

#include "data/store/visit_store.h"
#include "tests/support/simdisk.h"

/*
 * An evening of one kiosk from a seed: migrations, imports, sign-ins, joins, sign-outs, idle
 * checkpoints, the end of the event. It remembers what the store acknowledged and what was only
 * tried, and says after a power cut what is wrong with what is there.
 */
typedef enum {
    PLANT_NOTHING,
    PLANT_EARLY_ANSWER, /* bug: "thank you" before COMMIT */
    PLANT_NORMAL,       /* bug: synchronous = NORMAL */
} Plant;

enum { WORKLOAD_STEPS_MAX = 14, WORKLOAD_EVENTS = 4, WORKLOAD_HOUSEHOLDS = 2 };

typedef struct {
    Id id; /* of the record, or of the import */
    bool acknowledged;
    enum { TRIED_SIGN_IN, TRIED_JOIN, TRIED_SIGN_OUT, TRIED_IMPORT } kind;
    size_t people; /* rows of this sign-in or join */
} Tried;

typedef struct {
    SimDisk *disk;
    const char *vfs;
    Plant plant;
    uint64_t seed;
    uint64_t random;       /* of the story */
    uint64_t store_random; /* of the store's port */
    uint8_t school_secret[STORE_KEY_SIZE];
    StoreOptions options;
    Arena arena;
    Store *store;
    int64_t now_ms; /* since the evening began */
    Tried tried[4 * WORKLOAD_STEPS_MAX];
    size_t tried_count;
} Workload;

/** On an empty disk. `vfs` is the disk's name, borrowed. */
void workload_begin(Workload *workload, SimDisk *disk, const char *vfs, uint64_t seed, Plant plant);
/** The whole evening, or until the first thing the store could not do. Closes the store. */
void workload_run(Workload *workload);
/**
 * After simdisk_restart: open, verify, compare with what was acknowledged.
 * @return NULL when all is well, else what is wrong (static text)
 */
const char *workload_check(Workload *workload);
void workload_end(Workload *workload);

/** From a seed; moves it on. */
uint64_t workload_random(uint64_t *state);

#endif
