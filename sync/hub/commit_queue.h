#ifndef FOYER_SYNC_HUB_COMMIT_QUEUE_H
#define FOYER_SYNC_HUB_COMMIT_QUEUE_H

#include "data/base/port.h"
#include "sync/hub/hub.h"

/*
 * Group commit: requests that wait for the disk share a transaction. Somebody who is alone commits
 * at once, on the connection's thread; when there are several, a thread of the queue takes them
 * together, as many as there are.
 *
 * Alone is who sends and nobody else did so in the last moments: that a queue is empty says
 * nothing, for others may wait unread at the very thread that would commit.
 *
 * A thread of its own, because one that serves connections would, under load, commit for others for
 * ever while its own connections wait.
 */
enum {
    COMMIT_GROUP_MAX = 128,
    COMMIT_IDLE_MS = 1000, /* without a commit, then the store is tidied */
    COMMIT_ALONE_MS = 20,  /* since another's job */
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

/**
 * Commit now when `owner` (a connection; only compared) is alone; false: commit_queue_add it. Any
 * thread.
 */
bool commit_queue_now(CommitQueue *queue, HubJob *job, const void *owner);
/** Any thread; `ready` may be called before this returns. */
void commit_queue_add(CommitQueue *queue, CommitWait *wait);

CommitCount commit_queue_count(CommitQueue *queue);

#endif
