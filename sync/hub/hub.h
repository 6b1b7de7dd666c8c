#ifndef FOYER_SYNC_HUB_HUB_H
#define FOYER_SYNC_HUB_HUB_H

#include "data/base/port.h"
#include "sync/hub/hub_store.h"
#include "sync/wire/message.h"

/*
 * The hub's core: a function from request to reply over a store port, in three steps so that a
 * server can check signatures on many threads and commit many requests together:
 *
 *   hub_prepare   any thread: route, limits, decode, verify the signature
 *   hub_commit    one thread at a time: all jobs in one transaction; durable when it returns
 *   hub_reply     any thread: build and sign the answer
 *
 * A job that needs no store is answered by hub_reply right after hub_prepare (job->is_done).
 * No clock, randomness or I/O but through ports and arguments.
 */
typedef struct Hub Hub;

enum { HUB_GROUP_MAX = 1024 /* jobs of one hub_commit */ };

typedef struct {
    HubStore store;
    RandomPort random;
    uint8_t seed[32]; /* Ed25519, of the hub */
} HubOptions;

MUST_USE ErrCode hub_new(Arena *arena, const HubOptions *options, Hub **hub, Err *err);
void hub_free(Hub *hub);

/** One request on its way. All in the arena that hub_prepare was given; pieces are the core's. */
typedef struct HubJob HubJob;

/** NULL when the arena is exhausted. `request` is borrowed until hub_reply. */
HubJob *hub_prepare(Hub *hub, Arena *arena, const WireRequest *request, Moment now);
/** It needs hub_commit before hub_reply. */
bool hub_job_waits(const HubJob *job);
/** A failed transaction answers every job with 503: nothing was applied. */
void hub_commit(Hub *hub, HubJob **jobs, size_t count, Moment now);
/** In the job's arena. */
const WireReply *hub_reply(Hub *hub, HubJob *job);

/**
 * Why the store failed in the latest hub_commit, for a line of the log; its code is ERR_OK when it
 * did not. The thread of hub_commit, before the next one.
 */
const Err *hub_trouble(const Hub *hub);

/** When nothing waits: bounded upkeep of the store (checkpoints). The thread of hub_commit. */
void hub_tidy(Hub *hub);
/** Its key, for invitations and the six words. */
void hub_public(const Hub *hub, uint8_t public_key[32]);

/** The three in a row: for the simulator, carry files and tests. NULL: the arena is exhausted. */
const WireReply *hub_handle(Hub *hub, Arena *arena, const WireRequest *request, Moment now);
/** The same for a frame of a carry file: its counter may be old, and an enrolment is allowed days.
 */
const WireReply *hub_handle_carried(Hub *hub, Arena *arena, const WireRequest *request, Moment now);

#endif
