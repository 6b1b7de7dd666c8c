#ifndef FOYER_KIOSK_PRESS_PRESS_WORKER_H
#define FOYER_KIOSK_PRESS_PRESS_WORKER_H

#include "kiosk/press/press.h"

/*
 * The print worker: one thread that owns the press. It shares a bounded queue of jobs, the latest
 * news of the job at hand and a wake function with the others (STYLE 14); the next family never
 * waits for it (rule 2).
 */
typedef struct PressWorker PressWorker;

enum { PRESS_QUEUE_MAX = 8 };

typedef struct {
    /** On the worker's thread, before the first job: where layout and printers are. NULL: nowhere,
     * and every job ends "not printed". */
    const PressTable *(*find)(void *context);
    void *find_context;
    PressOptions press; /* what it points to is borrowed for the worker's life */
    /** From the worker's thread: there is news. */
    void (*wake)(void *context);
    void *wake_context;
} PressWorkerPorts;

/** NULL when there is no thread or memory to be had. */
PressWorker *press_worker_start(const PressWorkerPorts *ports);

/** Waits for a job that is being sent, at most its limits; drops what waits. NULL is allowed. */
void press_worker_stop(PressWorker *worker);

/** Takes the job, also when there is no room: then it is gone and false is returned. */
bool press_worker_submit(PressWorker *worker, PressJob *job);

/**
 * The session is over: its jobs that are not being sent yet are called back and overwritten. Any
 * thread; at once.
 */
void press_worker_cancel(PressWorker *worker, uint32_t session);

/** How a job has come along. */
typedef struct {
    uint32_t session;
    uint32_t number;
    PrintResult result;
} PressNews;

/** The next news, in order, if any. Of a job that goes on only the latest is kept. */
bool press_worker_take(PressWorker *worker, PressNews *news);

#endif
