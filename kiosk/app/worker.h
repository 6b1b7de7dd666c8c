#ifndef FOYER_KIOSK_APP_WORKER_H
#define FOYER_KIOSK_APP_WORKER_H

#include "kiosk/app/effect.h"
#include "kiosk/app/kiosk.h"

/*
 * The store worker: one thread that opens the stores, runs effects in order and answers. It shares
 * two bounded queues and a wake function with the UI thread, nothing else (STYLE 14).
 */
typedef struct Worker Worker;

enum { WORKER_QUEUE_MAX = 16 };

typedef struct {
    /** On the worker's thread: make the runner (open the database). Called again after a failure.
     */
    ErrCode (*open)(void *context, EffectRunner *runner, Err *err);
    void (*close)(void *context, EffectRunner *runner);
    void *context;
    ClockPort clock; /* read on the worker's thread */
    /** From the worker's thread: an answer is waiting. */
    void (*wake)(void *context);
    void *wake_context;
} WorkerPorts;

/** NULL when there is no thread or memory to be had. */
Worker *worker_start(const WorkerPorts *ports);

/** Finishes what was submitted, then stops. NULL is allowed. */
void worker_stop(Worker *worker);

/** Where the kiosk hands its effects. */
EffectPort worker_effect_port(Worker *worker);

/** The next answer, if any. UI thread. Wipe it after use. */
bool worker_take(Worker *worker, Message *message);

#endif
