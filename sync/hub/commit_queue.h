#ifndef FOYER_SYNC_HUB_COMMIT_QUEUE_H
#define FOYER_SYNC_HUB_COMMIT_QUEUE_H

#include "data/base/port.h"
#include "sync/hub/hub.h"

/*
 * Group commit: requests that wait for the disk share a transaction. A request that finds nobody
 * there commits at once, on its own thread; those that come meanwhile are taken together by a
 * thread of the queue, as many as there are.
 *
 * A thread of its own, because one that serves connections would, under load, commit for others for
 * ever while its own connections wait.
 */
enum {
    COMMIT_GROUP_MAX = 128,
    COMMIT_IDLE_MS = 1000, /* without a commit, then the store is tidied */
};

typedef struct CommitQueue CommitQueue;

/** One job that waits: a part of the caller's request, left alone until it is ready. */
typedef struct CommitWait {
    HubJob *job;
    struct CommitWait *next;
} CommitWait;

typedef struct {
    Hub *hub;
    ClockPort clock;
    /** The job is durable, or answered with its failure. On the queue's thread. */
    void (*ready)(void *context, CommitWait *wait);
    void *context;
} CommitQueueOptions;

typedef struct {
    uint64_t jobs;
    uint64_t commits;
} CommitCount;

MUST_USE ErrCode commit_queue_start(Arena *arena, const CommitQueueOptions *options,
                                    CommitQueue **queue, Err *err);
/** Commits what waits, tells it, then ends. NULL is allowed. */
void commit_queue_stop(CommitQueue *queue);

/** Commit now when nothing commits and nothing waits; false: commit_queue_add it. Any thread. */
bool commit_queue_now(CommitQueue *queue, HubJob *job);
/** Any thread; `ready` may be called before this returns. */
void commit_queue_add(CommitQueue *queue, CommitWait *wait);

CommitCount commit_queue_count(CommitQueue *queue);

#endif
