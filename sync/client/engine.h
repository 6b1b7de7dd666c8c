#ifndef FOYER_SYNC_CLIENT_ENGINE_H
#define FOYER_SYNC_CLIENT_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/port.h"
#include "data/domain/sync.h"

/*
 * The sync engine: when to ask, when to send, how much, how long to wait. A function of (state,
 * event, moment): it knows no store, no wire and no clock, and holds no pointer.
 *
 *   engine_step   what to do now
 *   engine_hear   what came of it; says what has to change in the store
 */
enum {
    ENGINE_RECORDS_MAX = 500,     /* of one batch */
    ENGINE_SIZE_MAX = 160 * 1024, /* of their bodies and sealed parts: 256 KB with their frames */
    ENGINE_SIZE_MIN = 1024,
    ENGINE_BACKOFF_MIN_MS = 250,
    ENGINE_BACKOFF_FIRST_MS = 2000,
    ENGINE_BACKOFF_MAX_MS = 5 * 60 * 1000,
    ENGINE_RETRY_AFTER_MAX_MS = 60 * 60 * 1000,
    ENGINE_DISAGREES_MS = 60 * 60 * 1000,
    ENGINE_FORK_AGAIN_MS = 24 * 60 * 60 * 1000, /* not sooner without records taken in between */
    ENGINE_HEARTBEAT_MS = 6 * 60 * 60 * 1000,
    ENGINE_HEARTBEAT_SPREAD_MS = 30 * 60 * 1000, /* earlier by up to this: kiosks do not march */
};

typedef struct {
    bool knows;  /* the hub said in this run what it has of our epoch */
    bool forked; /* a new epoch was begun and nothing of it was taken yet */
    int64_t forked_mono_ms;
    int64_t ask_mono_ms;  /* next heartbeat */
    int64_t wait_mono_ms; /* backoff: nothing is sent before; 0 = none */
    uint32_t failures;    /* in a row */
    uint32_t stalls;      /* answers in a row that moved nothing */
    size_t records_max;   /* of the next batch */
    size_t size_max;
    size_t records_cap; /* grown to at most: a hub said that more is too large */
    size_t size_cap;
    SyncTrouble trouble;
} Engine;

/** A run begins. @param last  how the run before ended (sync_store_last_note) */
Engine engine_make(SyncTrouble last, int64_t now_mono_ms);

/** What is so just now, read from the store. */
typedef struct {
    bool enrolled; /* with a hub that can be reached over a network */
    bool revoked;
    int64_t waiting; /* records that the hub does not have */
} EngineFacts;

typedef enum {
    ENGINE_ASK,  /* what the hub has of our epoch */
    ENGINE_SEND, /* records behind the watermark, at most so many */
    ENGINE_WAIT,
    ENGINE_STOPPED,
} EngineStepKind;

typedef struct {
    EngineStepKind kind;
    size_t records_max;    /* SEND */
    size_t size_max;       /* SEND */
    int64_t until_mono_ms; /* WAIT */
} EngineStep;

EngineStep engine_step(const Engine *engine, const EngineFacts *facts, int64_t now_mono_ms);

typedef enum {
    ENGINE_TAKEN,     /* the watermark is where the hub says */
    ENGINE_STALE,     /* the epoch had changed meanwhile */
    ENGINE_FORK,      /* hub and kiosk hold different records at one place */
    ENGINE_TOO_LARGE, /* take fewer */
    ENGINE_REPLAYED,  /* the counter was used before */
    ENGINE_REVOKED,
    ENGINE_FAILED, /* `trouble` says why */
} EngineEventKind;

typedef struct {
    EngineEventKind kind;
    bool was_sending;       /* records were sent, not only asked for */
    bool moved;             /* TAKEN: the watermark is further than before */
    SyncTrouble trouble;    /* FAILED */
    int64_t retry_after_ms; /* FAILED: the other side's wish; 0 = none */
    uint64_t random;        /* for the jitter */
} EngineEvent;

typedef enum {
    ENGINE_GO_ON,
    ENGINE_DO_FORK,     /* begin a new epoch */
    ENGINE_DO_RENUMBER, /* take larger counters */
    ENGINE_DO_STOP,     /* keep that this kiosk is revoked */
} EngineOrder;

EngineOrder engine_hear(Engine *engine, const EngineEvent *event, int64_t now_mono_ms);

#endif
