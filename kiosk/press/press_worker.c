/*
 * Print worker.
 * 1. `lock` guards the queue, the news and the flags; it is never held while a printer is asked.
 * 2. A job leaves the queue for the thread's own hands; `cancel` reaches it there until its first
 *    byte goes out.
 * 3. Every job ends with one news, so that no family waits for ever; but for those that were called
 *    back in the queue, whose family is gone. News of a job under way is replaced by its next.
 * 4. Without words, fonts or printers every job ends "not printed": there is a screen.
 */
#include "kiosk/press/press_worker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "data/base/log.h"

enum { NEWS_MAX = 2 * PRESS_QUEUE_MAX + 2 };

struct PressWorker {
    PressWorkerPorts ports;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    PressJob *jobs[PRESS_QUEUE_MAX];
    size_t jobs_count;
    PressNews news[NEWS_MAX];
    size_t news_count;
    bool news_open; /* the last one is of the job at hand and may be replaced */
    uint32_t running_session;
    uint32_t running_number;
    bool running;
    bool stopping;
    atomic_bool cancel; /* the job at hand */
};

static void put_news(PressWorker *worker, PressNews news, bool open) {
    pthread_mutex_lock(&worker->lock);
    if (worker->news_open && worker->news_count > 0) {
        worker->news_count--;
    }
    if (worker->news_count < NEWS_MAX) {
        worker->news[worker->news_count++] = news;
    }
    worker->news_open = open;
    pthread_mutex_unlock(&worker->lock);
    worker->ports.wake(worker->ports.wake_context);
}

static void progress(void *context, PrintResult so_far) {
    PressWorker *worker = context;
    put_news(worker, (PressNews){worker->running_session, worker->running_number, so_far}, true);
}

static PressJob *take_job(PressWorker *worker) {
    PressJob *job = NULL;
    pthread_mutex_lock(&worker->lock);
    worker->running = false;
    while (worker->jobs_count == 0 && !worker->stopping) {
        pthread_cond_wait(&worker->wake, &worker->lock);
    }
    if (!worker->stopping) {
        job = worker->jobs[0];
        worker->jobs_count--;
        for (size_t i = 0; i < worker->jobs_count; i++) {
            worker->jobs[i] = worker->jobs[i + 1];
        }
        worker->running = true;
        worker->running_session = job->session;
        worker->running_number = job->number;
        atomic_store(&worker->cancel, false);
    }
    pthread_mutex_unlock(&worker->lock);
    return job;
}

static Press *open_press(PressWorker *worker, const PressTable **table) {
    Press *press = NULL;
    Err err = {.code = ERR_NOT_FOUND};
    *table = *table != NULL ? *table : worker->ports.find(worker->ports.find_context);
    if (*table == NULL || (*table)->open(&worker->ports.press, &press, &err) != ERR_OK) {
        log_line(LOG_ERROR, "press", "open", "code=%s", err_code_name(err.code));
        return NULL;
    }
    return press;
}

static void *worker_run(void *context) {
    PressWorker *worker = context;
    const PressTable *table = NULL;
    Press *press = NULL;
    PressJob *job;
    PrintWatch watch = {.progress = progress, .context = worker, .cancel = &worker->cancel};
    while ((job = take_job(worker)) != NULL) {
        ChainResult done = {{PRINT_NOT_PRINTED, PRINT_NO_PRINTER, false}, 0};
        press = press != NULL ? press : open_press(worker, &table);
        if (press != NULL) {
            done = table->run(press, job, &watch);
        }
        PressNews news = {job->session, job->number, done.result};
        press_job_free(job);
        put_news(worker, news, false);
    }
    if (press != NULL) {
        table->close(press);
    }
    return NULL;
}

PressWorker *press_worker_start(const PressWorkerPorts *ports) {
    PressWorker *worker = calloc(1, sizeof *worker);
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

void press_worker_stop(PressWorker *worker) {
    if (worker == NULL) {
        return;
    }
    pthread_mutex_lock(&worker->lock);
    worker->stopping = true;
    atomic_store(&worker->cancel, true);
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    for (size_t i = 0; i < worker->jobs_count; i++) {
        press_job_free(worker->jobs[i]);
    }
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}

bool press_worker_submit(PressWorker *worker, PressJob *job) {
    pthread_mutex_lock(&worker->lock);
    bool room = worker->jobs_count < PRESS_QUEUE_MAX && worker->news_count < PRESS_QUEUE_MAX;
    if (room) {
        worker->jobs[worker->jobs_count++] = job;
        pthread_cond_signal(&worker->wake);
    }
    pthread_mutex_unlock(&worker->lock);
    if (!room) {
        press_job_free(job);
    }
    return room;
}

void press_worker_cancel(PressWorker *worker, uint32_t session) {
    size_t kept = 0;
    pthread_mutex_lock(&worker->lock);
    for (size_t i = 0; i < worker->jobs_count; i++) {
        if (worker->jobs[i]->session == session) {
            press_job_free(worker->jobs[i]);
        } else {
            worker->jobs[kept++] = worker->jobs[i];
        }
    }
    worker->jobs_count = kept;
    if (worker->running && worker->running_session == session) {
        atomic_store(&worker->cancel, true);
    }
    pthread_mutex_unlock(&worker->lock);
}

bool press_worker_take(PressWorker *worker, PressNews *news) {
    pthread_mutex_lock(&worker->lock);
    bool taken = worker->news_count > 0;
    if (taken) {
        *news = worker->news[0];
        worker->news_count--;
        for (size_t i = 0; i < worker->news_count; i++) {
            worker->news[i] = worker->news[i + 1];
        }
        worker->news_open = worker->news_open && worker->news_count > 0;
    }
    pthread_mutex_unlock(&worker->lock);
    return taken;
}
