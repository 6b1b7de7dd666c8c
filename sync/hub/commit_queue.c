#include "sync/hub/commit_queue.h"

#include <pthread.h>

#include "data/base/log.h"
#include "sync/hub/monotonic.h"

struct CommitQueue {
    CommitQueueOptions options;
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t wake;
    CommitWait *first;
    CommitWait *last;
    bool commits; /* a transaction or upkeep is under way, on whatever thread */
    bool untidy;  /* something was committed since the last upkeep */
    bool stops;
    CommitCount count;
    const void *owner; /* of the latest job */
    int64_t others_ms; /* monotonic: until then several are here */
};

static Moment now(const CommitQueue *queue) {
    return queue->options.clock.now(queue->options.clock.context);
}

/* With the lock: the oldest waits as one chain, at most COMMIT_GROUP_MAX. */
static CommitWait *take(CommitQueue *queue, HubJob *jobs[COMMIT_GROUP_MAX], size_t *count) {
    CommitWait *taken = queue->first;
    CommitWait *last = NULL;
    *count = 0;
    while (queue->first != NULL && *count < COMMIT_GROUP_MAX) {
        last = queue->first;
        jobs[(*count)++] = last->job;
        queue->first = last->next;
    }
    if (last != NULL) {
        last->next = NULL;
    }
    return taken;
}

static void commit(CommitQueue *queue, HubJob **jobs, size_t count) {
    hub_commit(queue->options.hub, jobs, count, now(queue));
    const Err *trouble = hub_trouble(queue->options.hub);
    if (trouble->code != ERR_OK) {
        log_line(LOG_ERROR, "hub", "store-failed", "jobs=%zu reason=%s", count, trouble->text);
    }
}

/* With the lock, which is given up meanwhile. */
static void commit_group(CommitQueue *queue) {
    HubJob *jobs[COMMIT_GROUP_MAX];
    size_t count = 0;
    CommitWait *taken = take(queue, jobs, &count);
    queue->commits = true;
    queue->untidy = true;
    queue->count.jobs += count;
    queue->count.commits++;
    pthread_mutex_unlock(&queue->lock);
    commit(queue, jobs, count);
    pthread_mutex_lock(&queue->lock);
    queue->commits = false;
    pthread_mutex_unlock(&queue->lock);
    while (taken != NULL) {
        /* Its owner may give the wait's memory back as soon as it is told. */
        CommitWait *next = taken->next;
        queue->options.ready(queue->options.context, taken);
        taken = next;
    }
    pthread_mutex_lock(&queue->lock);
}

/* With the lock, which is given up meanwhile. */
static void tidy(CommitQueue *queue) {
    queue->commits = true;
    queue->untidy = false;
    pthread_mutex_unlock(&queue->lock);
    hub_tidy(queue->options.hub);
    pthread_mutex_lock(&queue->lock);
    queue->commits = false;
}

/* With the lock. True: nobody came for a while. */
static bool wait_idle(CommitQueue *queue) {
    if (!queue->untidy) {
        pthread_cond_wait(&queue->wake, &queue->lock);
        return false;
    }
    int64_t until_ms = now(queue).mono_ms + COMMIT_IDLE_MS;
    return !monotonic_wait(&queue->wake, &queue->lock, until_ms);
}

static void *commit_queue_run(void *context) {
    CommitQueue *queue = context;
    pthread_mutex_lock(&queue->lock);
    while (queue->first != NULL || !queue->stops) {
        if (queue->first != NULL && !queue->commits) {
            commit_group(queue);
        } else if (wait_idle(queue) && queue->first == NULL && !queue->commits) {
            tidy(queue);
        }
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

ErrCode commit_queue_start(Arena *arena, const CommitQueueOptions *options, CommitQueue **queue,
                           Err *err) {
    CommitQueue *made = ARENA_NEW(arena, CommitQueue);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the commit queue");
    }
    made->options = *options;
    if (!monotonic_locks(&made->lock, &made->wake) ||
        pthread_create(&made->thread, NULL, commit_queue_run, made) != 0) {
        return err_set(err, ERR_NO_MEMORY, "a thread could not be started");
    }
    *queue = made;
    return ERR_OK;
}

void commit_queue_stop(CommitQueue *queue) {
    if (queue == NULL) {
        return;
    }
    pthread_mutex_lock(&queue->lock);
    queue->stops = true;
    pthread_cond_signal(&queue->wake);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
    pthread_cond_destroy(&queue->wake);
    pthread_mutex_destroy(&queue->lock);
}

/* With the lock. */
static bool is_alone(CommitQueue *queue, const void *owner, int64_t mono_ms) {
    if (queue->owner != owner) {
        queue->owner = owner;
        queue->others_ms = mono_ms + COMMIT_ALONE_MS;
    }
    return !queue->commits && queue->first == NULL && mono_ms >= queue->others_ms;
}

bool commit_queue_now(CommitQueue *queue, HubJob *job, const void *owner) {
    int64_t mono_ms = now(queue).mono_ms;
    pthread_mutex_lock(&queue->lock);
    bool alone = is_alone(queue, owner, mono_ms);
    if (alone) {
        queue->commits = true;
        queue->untidy = true;
        queue->count.jobs++;
        queue->count.commits++;
    }
    pthread_mutex_unlock(&queue->lock);
    if (!alone) {
        return false;
    }
    commit(queue, &job, 1);
    pthread_mutex_lock(&queue->lock);
    queue->commits = false;
    if (queue->first != NULL || queue->stops) {
        pthread_cond_signal(&queue->wake);
    }
    pthread_mutex_unlock(&queue->lock);
    return true;
}

void commit_queue_add(CommitQueue *queue, CommitWait *wait) {
    wait->next = NULL;
    pthread_mutex_lock(&queue->lock);
    if (queue->first == NULL) {
        queue->first = wait;
    } else {
        queue->last->next = wait;
    }
    queue->last = wait;
    if (!queue->commits) {
        pthread_cond_signal(&queue->wake);
    }
    pthread_mutex_unlock(&queue->lock);
}

CommitCount commit_queue_count(CommitQueue *queue) {
    pthread_mutex_lock(&queue->lock);
    CommitCount count = queue->count;
    pthread_mutex_unlock(&queue->lock);
    return count;
}
