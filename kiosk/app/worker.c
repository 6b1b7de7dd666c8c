/*
 * Store worker.
 * 1. `lock` guards both queues and the flags; it is never held while an effect runs.
 * 2. Effects run in the order they came; every FIND and SIGN_* is answered, also when the stores
 *    cannot be opened (a miss, "not saved"): a family never waits for ever.
 * 3. What leaves a queue is wiped in it: names stay nowhere.
 * 4. A question to the directory that still waits is replaced by a newer one of its kind.
 * 5. An effect is taken only while there is room for its answer too, so that none is ever dropped.
 */
#include "kiosk/app/worker.h"

#include <pthread.h>
#include <stdlib.h>

#include "data/base/check.h"
#include "data/store/visit_store.h"

struct Worker {
    WorkerPorts ports;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    Effect effects[WORKER_QUEUE_MAX];
    size_t effects_first, effects_count;
    Message replies[WORKER_QUEUE_MAX];
    size_t replies_first, replies_count;
    bool running; /* one effect is neither in the queue nor answered */
    bool stopping;
};

static bool queue_take_effect(Worker *worker, Effect *effect) {
    pthread_mutex_lock(&worker->lock);
    while (worker->effects_count == 0 && !worker->stopping) {
        pthread_cond_wait(&worker->wake, &worker->lock);
    }
    bool taken = worker->effects_count > 0;
    if (taken) {
        Effect *slot = &worker->effects[worker->effects_first];
        *effect = *slot;
        effect_wipe(slot);
        worker->effects_first = (worker->effects_first + 1) % WORKER_QUEUE_MAX;
        worker->effects_count--;
        worker->running = true;
    }
    pthread_mutex_unlock(&worker->lock);
    return taken;
}

/* The effect at hand is done. @param reply  NULL = nobody waits for one */
static void queue_put_reply(Worker *worker, const Message *reply) {
    pthread_mutex_lock(&worker->lock);
    worker->running = false;
    if (reply != NULL) {
        FOYER_ASSERT(worker->replies_count < WORKER_QUEUE_MAX);
        size_t at = (worker->replies_first + worker->replies_count) % WORKER_QUEUE_MAX;
        worker->replies[at] = *reply;
        worker->replies_count++;
    }
    pthread_mutex_unlock(&worker->lock);
    if (reply != NULL) {
        worker->ports.wake(worker->ports.wake_context);
    }
}

static void *worker_run(void *context) {
    Worker *worker = context;
    EffectRunner runner = {0};
    bool open = false;
    Effect effect;
    while (queue_take_effect(worker, &effect)) {
        Message reply;
        Err err = {0};
        if (!open) {
            open = worker->ports.open(worker->ports.context, &runner, &err) == ERR_OK;
        }
        bool answered =
            open ? effect_run(&runner, &effect,
                              worker->ports.clock.now(worker->ports.clock.context), &reply)
                 : effect_refuse(&effect, &reply);
        bool looked_up = open && effect.kind == EFFECT_FIND;
        effect_wipe(&effect);
        queue_put_reply(worker, answered ? &reply : NULL);
        message_wipe(&reply);
        if (looked_up) { /* a sign-in is likely to follow */
            visit_store_make_ready(runner.store);
        }
    }
    if (open) {
        worker->ports.close(worker->ports.context, &runner);
    }
    return NULL;
}

Worker *worker_start(const WorkerPorts *ports) {
    Worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL) {
        return NULL;
    }
    worker->ports = *ports;
    bool locks = pthread_mutex_init(&worker->lock, NULL) == 0;
    locks = locks && pthread_cond_init(&worker->wake, NULL) == 0;
    if (!locks || pthread_create(&worker->thread, NULL, worker_run, worker) != 0) {
        free(worker);
        return NULL;
    }
    return worker;
}

void worker_stop(Worker *worker) {
    if (worker == NULL) {
        return;
    }
    pthread_mutex_lock(&worker->lock);
    worker->stopping = true;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    Message message;
    while (worker_take(worker, &message)) {
        message_drop(&message);
    }
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    memory_wipe(worker, sizeof *worker);
    free(worker);
}

/* Somebody types faster than the directory answers: only the newest question counts. */
static Effect *find_older(Worker *worker, const Effect *effect) {
    for (size_t i = 0; effect->kind == EFFECT_BROWSE && i < worker->effects_count; i++) {
        Effect *queued = &worker->effects[(worker->effects_first + i) % WORKER_QUEUE_MAX];
        if (queued->kind == EFFECT_BROWSE &&
            queued->browse.question.kind == effect->browse.question.kind) {
            return queued;
        }
    }
    return NULL;
}

static bool submit(void *context, const Effect *effect) {
    Worker *worker = context;
    pthread_mutex_lock(&worker->lock);
    Effect *older = find_older(worker, effect);
    if (older != NULL) {
        *older = *effect;
        pthread_mutex_unlock(&worker->lock);
        return true;
    }
    size_t unanswered = worker->effects_count + worker->replies_count + (worker->running ? 1 : 0);
    bool room = unanswered < WORKER_QUEUE_MAX;
    if (room) {
        size_t at = (worker->effects_first + worker->effects_count) % WORKER_QUEUE_MAX;
        worker->effects[at] = *effect;
        worker->effects_count++;
        pthread_cond_signal(&worker->wake);
    }
    pthread_mutex_unlock(&worker->lock);
    return room;
}

EffectPort worker_effect_port(Worker *worker) {
    return (EffectPort){.submit = submit, .context = worker};
}

bool worker_take(Worker *worker, Message *message) {
    pthread_mutex_lock(&worker->lock);
    bool taken = worker->replies_count > 0;
    if (taken) {
        Message *slot = &worker->replies[worker->replies_first];
        *message = *slot;
        message_wipe(slot);
        worker->replies_first = (worker->replies_first + 1) % WORKER_QUEUE_MAX;
        worker->replies_count--;
    }
    pthread_mutex_unlock(&worker->lock);
    return taken;
}
