#ifndef FOYER_SYNC_CLIENT_WORKER_H
#define FOYER_SYNC_CLIENT_WORKER_H

#include "sync/client/client.h"

/*
 * The sync worker: one thread with a store of its own, which it opens, uses and closes itself. It
 * shares two flags with the others, and nobody ever waits for it but sync_worker_stop.
 */
typedef struct SyncWorker SyncWorker;

enum {
    SYNC_WORKER_LOOK_AGAIN_MS = 10 * 60 * 1000, /* nothing to do and nobody nudged */
    SYNC_WORKER_REST_MS = 60 * 1000,            /* the store could not be opened */
    SYNC_WORKER_QUIET_MS = 30 * 60 * 1000,      /* without a nudge: then it may clean up */
    SYNC_WORKER_PURGE_MS = 24 * 60 * 60 * 1000,
};

typedef struct {
    const char *folder; /* data folder, borrowed; it is there */
    ClockPort clock;    /* read on the worker's thread; mono_ms is CLOCK_MONOTONIC's */
    RandomPort random;
    int64_t rest_ms;                /* nothing is opened or sent before; 0 = at once */
    const char *ca_file;            /* NULL = what enrolment kept, else the system's */
    const TransportPort *transport; /* NULL = curl; copied */
} SyncWorkerOptions;

/** It lives in `arena` and begins at once. NULL when there is no thread or memory to be had. */
SyncWorker *sync_worker_start(Arena *arena, const SyncWorkerOptions *options);

/** A record was saved, or somebody else changed the database. Any thread; NULL is allowed. */
void sync_worker_nudge(SyncWorker *worker);

/** Gives a request on the way up (about a second), then ends the thread. NULL is allowed. */
void sync_worker_stop(SyncWorker *worker);

#endif
