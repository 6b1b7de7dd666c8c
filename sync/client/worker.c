/*
 * Sync worker.
 * 1. `lock` guards the two flags and is never held while anything else is done.
 * 2. The thread sleeps until a nudge, a deadline of the engine or the end; it polls nothing.
 * 3. A request that is given up at the end is a request that was lost: the next run asks again.
 */
#include "sync/client/worker.h"

#include <pthread.h>
#include <sys/resource.h>

#include "data/base/log.h"
#include "data/site/site.h"
#include "data/store/event_store.h"
#include "sync/client/enrol.h"
#include "sync/client/transport_curl.h"

enum {
    ARENA_BLOCK = 64 << 10,
    SITE_ARENA_MAX = 64 << 20,
    TURN_ARENA_MAX = 16 << 20,
    NICENESS = 10,
};

struct SyncWorker {
    SyncWorkerOptions options;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool nudged;
    bool stopping;
    /* Of the thread alone. */
    TransportPort transport;
    Arena site_arena; /* what lives as long as the store is open */
    Arena arena;      /* what lives for a turn */
    CurlTransport *curl;
    Site *site;
    SyncClient *client;
    int64_t nudged_mono_ms;
    int64_t purged_mono_ms;
};

static Moment worker_now(const SyncWorker *worker) {
    return worker->options.clock.now(worker->options.clock.context);
}

static bool is_stopping(void *context) {
    SyncWorker *worker = context;
    pthread_mutex_lock(&worker->lock);
    bool stopping = worker->stopping;
    pthread_mutex_unlock(&worker->lock);
    return stopping;
}

/* The program's first frame and content come first; nudges wait. @return false at the end */
static bool rest(SyncWorker *worker) {
    int64_t until_ms = worker_now(worker).mono_ms + worker->options.rest_ms;
    struct timespec until = {.tv_sec = (time_t)(until_ms / 1000),
                             .tv_nsec = (long)(until_ms % 1000) * 1000000L};
    int timed_out = 0;
    pthread_mutex_lock(&worker->lock);
    while (worker->options.rest_ms > 0 && !worker->stopping && timed_out == 0) {
        timed_out = pthread_cond_timedwait(&worker->wake, &worker->lock, &until);
    }
    bool going_on = !worker->stopping;
    pthread_mutex_unlock(&worker->lock);
    return going_on;
}

/* @return false at the end */
static bool sleep_until(SyncWorker *worker, int64_t mono_ms) {
    struct timespec until = {.tv_sec = (time_t)(mono_ms / 1000),
                             .tv_nsec = (long)(mono_ms % 1000) * 1000000L};
    int timed_out = 0;
    pthread_mutex_lock(&worker->lock);
    while (!worker->nudged && !worker->stopping && timed_out == 0) {
        timed_out = pthread_cond_timedwait(&worker->wake, &worker->lock, &until);
    }
    bool nudged = worker->nudged;
    bool going_on = !worker->stopping;
    worker->nudged = false;
    pthread_mutex_unlock(&worker->lock);
    if (nudged) {
        worker->nudged_mono_ms = worker_now(worker).mono_ms;
        if (worker->client != NULL) {
            sync_client_nudge(worker->client);
        }
    }
    return going_on;
}

static void close_all(SyncWorker *worker) {
    sync_client_free(worker->client);
    curl_transport_free(worker->curl);
    site_close(worker->site);
    arena_free(&worker->site_arena);
    worker->client = NULL;
    worker->curl = NULL;
    worker->site = NULL;
}

static ErrCode open_transport(SyncWorker *worker, Err *err) {
    const char *ca_file = worker->options.ca_file != NULL
                              ? worker->options.ca_file
                              : enrol_ca_file(&worker->site_arena, worker->site->store);
    CurlOptions curl = {.ca_file = ca_file, .is_stopping = is_stopping, .context = worker};
    if (worker->options.transport != NULL) {
        worker->transport = *worker->options.transport;
        return ERR_OK;
    }
    ErrCode code = curl_transport_new(&worker->site_arena, &curl, &worker->curl, err);
    if (code == ERR_OK) {
        worker->transport = curl_transport_port(worker->curl);
    }
    return code;
}

static ErrCode open_all(SyncWorker *worker, Err *err) {
    SiteOptions site = {.folder = worker->options.folder, .random = worker->options.random};
    ErrCode code = site_open(&worker->site_arena, &site, &worker->site, err);
    code = code == ERR_OK ? open_transport(worker, err) : code;
    if (code == ERR_OK) {
        code = sync_client_new(&worker->site_arena, worker->site->store, worker->options.random,
                               &worker->client, err);
    }
    if (code != ERR_OK) {
        close_all(worker);
    }
    return code;
}

static void log_failure(const char *what, const Err *err) {
    log_line(LOG_WARNING, "sync", what, "code=%s", err_code_name(err->code));
}

/* VACUUM keeps writers waiting: only when no event is open and nobody came for a while. */
static void purge_when_idle(SyncWorker *worker, Moment now) {
    Event *open = NULL;
    size_t open_count = 0;
    int64_t purged = 0;
    Err err = {0};
    if (now.mono_ms - worker->nudged_mono_ms < SYNC_WORKER_QUIET_MS ||
        now.mono_ms - worker->purged_mono_ms < SYNC_WORKER_PURGE_MS) {
        return;
    }
    if (event_store_open(worker->site->store, &worker->arena, now.utc_ms, &open, &open_count,
                         &err) != ERR_OK ||
        open_count > 0) {
        return;
    }
    worker->purged_mono_ms = now.mono_ms;
    if (sync_store_purge(worker->site->store, &purged, &err) != ERR_OK) {
        log_failure("purge", &err);
    } else if (purged > 0) {
        log_line(LOG_INFO, "sync", "purged", "records=%lld", (long long)purged);
    }
}

static ErrCode send_request(SyncWorker *worker, const SyncTurn *turn, Err *err) {
    TransportResult result = {0};
    ErrCode code =
        worker->transport.send(worker->transport.context, &worker->arena, turn, &result, err);
    if (code != ERR_OK || is_stopping(worker)) {
        return code;
    }
    SyncTrouble before = sync_client_trouble(worker->client);
    code = sync_client_answer(worker->client, &worker->arena, &result, worker_now(worker), err);
    SyncTrouble after = sync_client_trouble(worker->client);
    if (after != before) {
        Str8 name = sync_trouble_name(after);
        log_line(after == SYNC_FINE ? LOG_INFO : LOG_WARNING, "sync", "state", "trouble=%.*s",
                 STR8_ARG(name));
    }
    return code;
}

/* One turn. @return when the next one is due, if nobody nudges */
static int64_t work(SyncWorker *worker) {
    Err err = {0};
    SyncTurn turn = {0};
    Moment now = worker_now(worker);
    ErrCode code = worker->client == NULL ? open_all(worker, &err) : ERR_OK;
    if (code != ERR_OK) {
        log_failure("open", &err);
        return now.mono_ms + SYNC_WORKER_REST_MS;
    }
    code = sync_client_turn(worker->client, &worker->arena, now, &turn, &err);
    if (code == ERR_OK && turn.kind == SYNC_TURN_SEND) {
        code = send_request(worker, &turn, &err);
    }
    if (code != ERR_OK) {
        log_failure("turn", &err);
        close_all(worker); /* a store that failed is opened anew */
        return worker_now(worker).mono_ms + SYNC_WORKER_REST_MS;
    }
    int64_t until = now.mono_ms;
    if (turn.kind != SYNC_TURN_SEND) {
        purge_when_idle(worker, now);
        until = turn.kind == SYNC_TURN_WAIT ? turn.until_mono_ms : INT64_MAX;
        int64_t look = now.mono_ms + (turn.kind == SYNC_TURN_WAIT ? SYNC_WORKER_QUIET_MS
                                                                  : SYNC_WORKER_LOOK_AGAIN_MS);
        until = until < look ? until : look;
    }
    return until;
}

static void *worker_run(void *context) {
    SyncWorker *worker = context;
    /* Linux: of this thread alone. Whoever draws or saves comes first on a small board. */
    (void)setpriority(PRIO_PROCESS, 0, NICENESS);
    bool going_on = rest(worker);
    worker->nudged_mono_ms = worker_now(worker).mono_ms;
    worker->purged_mono_ms = worker->nudged_mono_ms - SYNC_WORKER_PURGE_MS;
    while (going_on) {
        int64_t until = work(worker);
        arena_reset(&worker->arena);
        going_on = sleep_until(worker, until);
    }
    close_all(worker);
    arena_free(&worker->arena);
    return NULL;
}

static bool make_wake(pthread_cond_t *wake) {
    pthread_condattr_t monotonic;
    if (pthread_condattr_init(&monotonic) != 0) {
        return false;
    }
    bool made = pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0 &&
                pthread_cond_init(wake, &monotonic) == 0;
    (void)pthread_condattr_destroy(&monotonic);
    return made;
}

SyncWorker *sync_worker_start(Arena *arena, const SyncWorkerOptions *options) {
    SyncWorker *worker = ARENA_NEW(arena, SyncWorker);
    if (worker == NULL) {
        return NULL;
    }
    worker->options = *options;
    worker->site_arena = arena_make(ARENA_BLOCK, SITE_ARENA_MAX);
    worker->arena = arena_make(ARENA_BLOCK, TURN_ARENA_MAX);
    bool made = pthread_mutex_init(&worker->lock, NULL) == 0 && make_wake(&worker->wake);
    return made && pthread_create(&worker->thread, NULL, worker_run, worker) == 0 ? worker : NULL;
}

void sync_worker_nudge(SyncWorker *worker) {
    if (worker != NULL) {
        pthread_mutex_lock(&worker->lock);
        worker->nudged = true;
        pthread_cond_signal(&worker->wake);
        pthread_mutex_unlock(&worker->lock);
    }
}

void sync_worker_stop(SyncWorker *worker) {
    if (worker == NULL) {
        return;
    }
    pthread_mutex_lock(&worker->lock);
    worker->stopping = true;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
}
