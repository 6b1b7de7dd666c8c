#ifndef FOYER_TESTS_FAULTS_EVENING_H
#define FOYER_TESTS_FAULTS_EVENING_H

#include "data/store/store.h"
#include "data/zone/zone.h"
#include "tests/support/simdisk.h"

/*
 * One evening, always the same, through the real importers, store and exporter: a database of the
 * first schema, its migration, an import, sign-ins, a late member, an idle checkpoint, a look-up,
 * a sign-out, an export, the end of the event. It goes on after a step that failed, as a family
 * behind the one that was sent to the desk would, and remembers every answer it was given.
 */
typedef enum {
    STEP_OLD_SCHEMA,
    STEP_OPEN,
    STEP_SCHOOL,
    STEP_IMPORT,
    STEP_SIGN_IN,       /* a household of two */
    STEP_SIGN_IN_AGAIN, /* the same record once more */
    STEP_SIGN_IN_NAME,
    STEP_JOIN, /* a late member of that household */
    STEP_CHECKPOINT,
    STEP_LOOK_UP,
    STEP_SIGN_OUT,
    STEP_EXPORT,
    STEP_CLOSE_EVENT,
    STEP_LAST_CHECKPOINT,
    STEP_COUNT,
} Step;

typedef enum { NOT_ASKED, SAID_YES, SAID_NO, SAID_UNKNOWN } Said;

typedef struct {
    const char *vfs;
    StoreOptions options;
    uint8_t school_secret[STORE_KEY_SIZE];
    uint64_t random;
    Arena arena;
    Zone *zone;
    Store *store;
    Said said[STEP_COUNT];
    const char *lie; /* an answer that was wrong when it was given; NULL = none */
} Evening;

/** Zones and keys are made here, before anything fails. The disk must be empty. */
void evening_begin(Evening *evening, const char *vfs);
/** Every step; closes the store. Allocates from the arena of the evening only. */
void evening_run(Evening *evening);
/**
 * After the faults are over and the program started again: opens, verifies, compares with what was
 * said. @return NULL when everything said was true, else the lie (static text)
 */
const char *evening_check(Evening *evening);
void evening_end(Evening *evening);

/**
 * Three sign-ins more, which stay open; `copy` (may be NULL) gets the disk as it stands then, with
 * its write-ahead log.
 */
void evening_late(Evening *evening, SimDisk *copy, const SimDisk *disk);

typedef enum { FOUND_NOTHING, FOUND_AT_OPEN, FOUND_BY_VERIFY, FOUND_IN_USE } Found;
/**
 * Opens, verifies and asks everything there is to ask; the answers as one digest.
 * @return where damage was found, if it was
 */
Found evening_answers(Evening *evening, uint64_t *digest);

const char *step_name(Step step);

#endif
