/*
 * Sync engine.
 * 1. Whatever is heard, the next step comes after a wait unless something moved or the reason was
 *    mended: a wrong hub, a twin or a broken network never makes a busy loop.
 * 2. One new epoch a fork; while nothing of it was taken a further fork is a disagreement, which
 *    is tried again hourly and begins another epoch at most once a day.
 * 3. After a wait the hub is asked first only when it was not heard in this run: what it has is in
 *    every answer.
 */
#include "sync/client/engine.h"

#include "data/base/check.h"

enum { DOUBLINGS_MAX = 12, STALLS_MAX = 2, CUT_OFF_FAILURES = 3 };

Engine engine_make(SyncTrouble last, int64_t now_mono_ms) {
    return (Engine){
        .forked = last == SYNC_DISAGREES,
        .forked_mono_ms = now_mono_ms,
        .records_max = ENGINE_RECORDS_MAX,
        .size_max = ENGINE_SIZE_MAX,
        .records_cap = ENGINE_RECORDS_MAX,
        .size_cap = ENGINE_SIZE_MAX,
        .trouble = SYNC_FINE,
    };
}

EngineStep engine_step(const Engine *engine, const EngineFacts *facts, int64_t now_mono_ms) {
    FOYER_ASSERT(engine->records_max >= 1 && engine->records_max <= ENGINE_RECORDS_MAX);
    if (!facts->enrolled || facts->revoked) {
        return (EngineStep){.kind = ENGINE_STOPPED};
    }
    if (now_mono_ms < engine->wait_mono_ms) {
        return (EngineStep){.kind = ENGINE_WAIT, .until_mono_ms = engine->wait_mono_ms};
    }
    if (!engine->knows || now_mono_ms >= engine->ask_mono_ms) {
        return (EngineStep){.kind = ENGINE_ASK};
    }
    if (facts->waiting > 0) {
        return (EngineStep){
            .kind = ENGINE_SEND, .records_max = engine->records_max, .size_max = engine->size_max};
    }
    return (EngineStep){.kind = ENGINE_WAIT, .until_mono_ms = engine->ask_mono_ms};
}

static int64_t below(uint64_t random, int64_t limit) {
    return limit > 0 ? (int64_t)(random % (uint64_t)limit) : 0;
}

static int64_t ceiling_ms(uint32_t failures) {
    int64_t ceiling = ENGINE_BACKOFF_FIRST_MS;
    for (uint32_t i = 1; i < failures && ceiling < ENGINE_BACKOFF_MAX_MS; i++) {
        ceiling *= 2;
    }
    return ceiling < ENGINE_BACKOFF_MAX_MS ? ceiling : ENGINE_BACKOFF_MAX_MS;
}

/* Full jitter: anywhere up to the ceiling, so that a district's kiosks do not come back at once. */
static void back_off(Engine *engine, SyncTrouble trouble, const EngineEvent *event,
                     int64_t now_mono_ms) {
    engine->failures += engine->failures < DOUBLINGS_MAX ? 1 : 0;
    engine->trouble = trouble;
    int64_t wait_ms = below(event->random, ceiling_ms(engine->failures));
    if (trouble == SYNC_DISAGREES) {
        wait_ms += ENGINE_DISAGREES_MS;
    }
    int64_t wish_ms = event->retry_after_ms < ENGINE_RETRY_AFTER_MAX_MS ? event->retry_after_ms
                                                                        : ENGINE_RETRY_AFTER_MAX_MS;
    if (wish_ms > 0) {
        /* Not sooner than wished, and not all who were told the same at the same moment. */
        wait_ms = wish_ms + wait_ms / 4;
    }
    wait_ms = wait_ms > ENGINE_BACKOFF_MIN_MS ? wait_ms : ENGINE_BACKOFF_MIN_MS;
    engine->wait_mono_ms = now_mono_ms + wait_ms;
}

static void heard_well(Engine *engine, const EngineEvent *event, int64_t now_mono_ms) {
    engine->knows = true;
    engine->failures = 0;
    engine->wait_mono_ms = 0;
    engine->trouble = SYNC_FINE;
    engine->ask_mono_ms =
        now_mono_ms + ENGINE_HEARTBEAT_MS - below(event->random, ENGINE_HEARTBEAT_SPREAD_MS);
}

static void grow(Engine *engine) {
    engine->records_max *= 2;
    engine->size_max *= 2;
    if (engine->records_max > engine->records_cap) {
        engine->records_max = engine->records_cap;
    }
    if (engine->size_max > engine->size_cap) {
        engine->size_max = engine->size_cap;
    }
}

static void shrink(Engine *engine) {
    engine->records_max = engine->records_max > 1 ? engine->records_max / 2 : 1;
    engine->size_max =
        engine->size_max / 2 > ENGINE_SIZE_MIN ? engine->size_max / 2 : (size_t)ENGINE_SIZE_MIN;
}

/* Going back once is a restored hub; an answer that never moves is a hub that keeps nothing. */
static void take(Engine *engine, const EngineEvent *event, int64_t now_mono_ms) {
    if (event->was_sending && !event->moved) {
        engine->stalls++;
        if (engine->stalls >= STALLS_MAX) {
            back_off(engine, SYNC_HUB_TROUBLE, event, now_mono_ms);
            return;
        }
    }
    if (!event->was_sending || event->moved) {
        engine->stalls = 0;
    }
    if (event->was_sending && event->moved) {
        engine->forked = false;
        grow(engine);
    }
    heard_well(engine, event, now_mono_ms);
}

static EngineOrder fork(Engine *engine, const EngineEvent *event, int64_t now_mono_ms) {
    engine->knows = true;
    if (engine->forked && now_mono_ms - engine->forked_mono_ms < ENGINE_FORK_AGAIN_MS) {
        back_off(engine, SYNC_DISAGREES, event, now_mono_ms);
        return ENGINE_GO_ON;
    }
    engine->forked = true;
    engine->forked_mono_ms = now_mono_ms;
    heard_well(engine, event, now_mono_ms);
    return ENGINE_DO_FORK;
}

static EngineOrder once_more(Engine *engine, const EngineEvent *event, SyncTrouble trouble,
                             int64_t now_mono_ms) {
    engine->stalls++;
    if (engine->stalls >= STALLS_MAX) {
        back_off(engine, trouble, event, now_mono_ms);
    }
    return ENGINE_GO_ON;
}

static void too_large(Engine *engine, const EngineEvent *event, int64_t now_mono_ms) {
    if (engine->records_max == 1 || !event->was_sending) {
        back_off(engine, SYNC_REFUSED, event, now_mono_ms);
        return;
    }
    shrink(engine);
    engine->records_cap = engine->records_max;
    engine->size_cap = engine->size_max;
}

EngineOrder engine_hear(Engine *engine, const EngineEvent *event, int64_t now_mono_ms) {
    FOYER_ASSERT(event->retry_after_ms >= 0);
    switch (event->kind) {
    case ENGINE_TAKEN:
        take(engine, event, now_mono_ms);
        return ENGINE_GO_ON;
    case ENGINE_STALE:
        engine->knows = false;
        return once_more(engine, event, SYNC_HUB_TROUBLE, now_mono_ms);
    case ENGINE_FORK:
        return fork(engine, event, now_mono_ms);
    case ENGINE_TOO_LARGE:
        too_large(engine, event, now_mono_ms);
        return ENGINE_GO_ON;
    case ENGINE_REPLAYED:
        (void)once_more(engine, event, SYNC_REFUSED, now_mono_ms);
        return ENGINE_DO_RENUMBER;
    case ENGINE_REVOKED:
        engine->trouble = SYNC_REVOKED;
        return ENGINE_DO_STOP;
    case ENGINE_FAILED:
        break;
    }
    FOYER_ASSERT(event->trouble != SYNC_FINE);
    /* Some on the way cut a connection that brings too much for them, without a word. */
    bool cut_off = event->trouble == SYNC_UNREACHABLE && engine->failures >= CUT_OFF_FAILURES;
    if (event->was_sending && (event->trouble == SYNC_TOO_SLOW || cut_off)) {
        shrink(engine);
    }
    back_off(engine, event->trouble, event, now_mono_ms);
    return ENGINE_GO_ON;
}
