#ifndef FOYER_KIOSK_APP_EFFECT_H
#define FOYER_KIOSK_APP_EFFECT_H

#include "data/store/help_counters.h"
#include "data/store/store.h"
#include "data/zone/zone.h"
#include "kiosk/app/message.h"

/*
 * Effects against the stores: the only files of this room that include them. Runs on the store
 * worker's thread, or inline in tests and the simulator (invariant 13a).
 */
typedef struct {
    Store *store;       /* borrowed */
    HelpCounters *help; /* borrowed; NULL = not counted */
    Zone *zone;         /* the school's, for ISO weeks; NULL = UTC */
    /** Once a local day, before the content is read: makes the demo's events; may be NULL. */
    ErrCode (*new_day)(Store *store, Moment now, Err *err);
    int64_t day;   /* the last local day seen, since 1970 */
    Arena scratch; /* names pass through it; wiped after every effect */
} EffectRunner;

EffectRunner effect_runner_make(Store *store, HelpCounters *help, Zone *zone);
void effect_runner_free(EffectRunner *runner);

/**
 * Do what `effect` says at `now`.
 *
 * @param reply  [out] the answer when true; its session is the effect's; wipe it after use
 * @return whether there is an answer
 */
bool effect_run(EffectRunner *runner, const Effect *effect, Moment now, Message *reply);

/**
 * content_load around `now`; when nobody vouches for that clock, around the latest trusted time,
 * with Content.any_time set and at least the next events in it.
 */
MUST_USE ErrCode content_load_at(Store *store, Moment now, Content **content, Err *err);

/** Read the content around `now`. The caller owns it (content_free). */
MUST_USE ErrCode content_load(Store *store, int64_t now_utc_ms, Content **content, Err *err);

#endif
