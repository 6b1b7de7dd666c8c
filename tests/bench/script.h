#ifndef FOYER_TESTS_BENCH_SCRIPT_H
#define FOYER_TESTS_BENCH_SCRIPT_H

#include "kiosk/headless/drive.h"

/* A script of tests/journeys, to be run often. */
typedef struct {
    Arena arena;
    Str8 text;
    const char *name; /* borrowed */
} Script;

/** Read `folder`/`name`.drive. Close with script_close, also after a failure. */
MUST_USE ErrCode script_open(Script *script, const char *folder, const char *name, Err *err);
void script_close(Script *script);

/** Drive the kiosk through it; `report` is filled from its start. */
MUST_USE ErrCode script_run(Script *script, Headless *headless, Pace pace, DriveReport *report,
                            Err *err);

#endif
