#ifndef FOYER_KIOSK_HEADLESS_DRIVE_H
#define FOYER_KIOSK_HEADLESS_DRIVE_H

#include <stdio.h>

#include "kiosk/headless/command.h"
#include "kiosk/headless/headless.h"
#include "kiosk/headless/pace.h"

enum { DRIVE_TURNS_MAX = 2000 };

/** What a script did so far; plain data, so that it survives the kiosk it drove. */
typedef struct {
    Pace pace;
    bool resting; /* not measured now: a machine's pace, nothing counted */
    int taps;
    int misses;
    int screens; /* shown on the way; home is not counted */
    int64_t first_touch_mono_ms;
    int64_t last_screen_mono_ms;
    int64_t mono_ms; /* the virtual clocks, for a start again after a kill */
    int64_t utc_ms;
    size_t turns_count;
    float response_ms[DRIVE_TURNS_MAX];
    uint32_t allocations[DRIVE_TURNS_MAX];
} DriveReport;

DriveReport drive_report_make(Pace pace, int64_t utc_ms);

/**
 * Do one command (all but RESTART, which is the caller's).
 * @param out  where `tree`, `value` and `say` print
 * @return ERR_OK, ERR_NOT_FOUND with the nearest keys, ERR_INVALID, ERR_IO
 */
MUST_USE ErrCode drive_run(Headless *headless, DriveReport *report, const Command *command,
                           FILE *out, Err *err);

/** Virtual seconds from the first touch to the last screen that came up. */
double drive_report_seconds(const DriveReport *report);

/** One JSON object: taps, screens, virtual_seconds, misses, response_ms and allocations a turn. */
MUST_USE ErrCode drive_report_write(const DriveReport *report, const char *path, Err *err);

#endif
