#ifndef FOYER_KIOSK_APP_EFFECT_H
#define FOYER_KIOSK_APP_EFFECT_H

#include "data/directory/directory.h"
#include "data/store/help_counters.h"
#include "data/store/store.h"
#include "data/zone/zone.h"
#include "kiosk/app/message.h"
#include "kiosk/press/press_job.h"

/*
 * Effects against the stores: the only files of this room that include them. Runs on the store
 * worker's thread, or inline in tests and the simulator (invariant 13a).
 */

/** Where jobs for printers go: the print worker, or inline. submit NULL: there is no printer. */
typedef struct {
    /** Takes the job. @return false: it cannot be printed now */
    bool (*submit)(void *context, PressJob *job);
    /** What this session printed and is not being sent is called back. */
    void (*stop)(void *context, uint32_t session);
    void *context;
} PrintPort;

typedef struct {
    Store *store;       /* borrowed */
    HelpCounters *help; /* borrowed; NULL = not counted */
    Zone *zone;         /* the school's, for ISO weeks; NULL = UTC */
    PrintPort print;
    /** Once a local day, before the content is read: makes the demo's events; may be NULL. */
    ErrCode (*new_day)(Store *store, Moment now, Err *err);
    int64_t day;                              /* the last local day seen, since 1970 */
    Directory *directory;                     /* owned; opened when it is first needed */
    int32_t closed_days[SCHEDULE_CLOSED_MAX]; /* of the content that was last read */
    size_t closed_count;
    Arena scratch; /* names pass through it; wiped after every effect */
} EffectRunner;

EffectRunner effect_runner_make(Store *store, HelpCounters *help, Zone *zone);
/** Before the store is closed. */
void effect_runner_free(EffectRunner *runner);

/**
 * Do what `effect` says at `now`.
 *
 * @param reply  [out] the answer when true; its session is the effect's; wipe it after use
 * @return whether there is an answer
 */
bool effect_run(EffectRunner *runner, const Effect *effect, Moment now, Message *reply);

/** The directory as it is now, opened or read again when services changed; NULL: there is none. */
Directory *effect_directory(EffectRunner *runner);

/** EFFECT_BROWSE. The reply's shelf is NULL when the directory or the store does not answer. */
void effect_browse(EffectRunner *runner, const Effect *effect, Moment now, Message *reply);

/** EFFECT_PRINT. @return whether there is an answer already: it cannot be printed */
bool effect_print(EffectRunner *runner, const Effect *effect, Moment now, Message *reply);

/**
 * What content_load cannot know: the school's closed days (they need its zone), and which of the
 * languages that were asked for somebody speaks (it needs the directory, which may be NULL).
 */
void effect_complete_content(EffectRunner *runner, Directory *directory, const Effect *refresh,
                             Moment now, Content *content);

/**
 * content_load around `now`; when nobody vouches for that clock, around the latest trusted time,
 * with Content.any_time set and at least the next events in it.
 */
MUST_USE ErrCode content_load_at(Store *store, Moment now, Content **content, Err *err);

/** Read the content around `now`. The caller owns it (content_free). */
MUST_USE ErrCode content_load(Store *store, int64_t now_utc_ms, Content **content, Err *err);

#endif
