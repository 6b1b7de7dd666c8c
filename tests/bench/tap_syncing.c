/*
 * Taps while the sync worker drains 10,000 records to a real foyer-hub over loopback, on the same
 * machine and the same disk: the worst evening after a long outage (PRODUCT rule 2). The worker is
 * the kiosk's own thread with its own connection. Only journeys that began and ended while records
 * were on their way count; when all have arrived a new epoch offers them again.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/site/system.h"
#include "data/store/journal.h"
#include "data/store/sync_store.h"
#include "data/store/visit_store.h"
#include "sync/client/engine.h"
#include "sync/client/worker.h"
#include "tests/bench/process.h"
#include "tests/bench/site.h"
#include "tests/bench/tap.h"

enum {
    RECORDS = 10000,
    AT_ONCE = 1000,
    TAPS_WANTED = 1500,
    JOURNEYS_MAX = 600,
    CODE_LEN = 10,
    PATH_BYTES = BENCH_PATH_MAX + 64,
    START_TRIES = 500,
    START_STEP_MS = 20,
    ARENA_BLOCK = 64 << 10,
    ARENA_MAX = 64 << 20,
};

typedef struct {
    const BenchOptions *options;
    BenchSite kiosk;
    BenchSite hub; /* a folder is all that it needs */
    pid_t hub_pid;
    char hub_program[PATH_BYTES], ctl_program[PATH_BYTES], output[PATH_BYTES];
    Arena arena;
    Site *site; /* a connection beside the kiosk's and the worker's */
    SystemClock clock;
    SyncWorker *worker;
    size_t drains;
} Evening;

static ErrCode path_of(char path[PATH_BYTES], const char *folder, const char *name, Err *err) {
    Str8Builder text = builder_make(path, PATH_BYTES);
    builder_format(&text, "%s/%s", folder, name);
    return text.full ? err_set(err, ERR_LIMIT, "the path is too long") : ERR_OK;
}

/* ---- ten thousand families of one ---- */

static ErrCode put_visits(Store *store, Id event_id, Moment now, Err *err) {
    ErrCode code = store_begin(store, err);
    for (size_t i = 0; code == ERR_OK && i < AT_ONCE; i++) {
        Visitor person = {.person_id = id_make(now.utc_ms, system_random_port()),
                          .given_name = STR8("Amina"),
                          .family_name = STR8("Noor"),
                          .role = PERSON_GUARDIAN};
        Visit visit = {.id = id_make(now.utc_ms, system_random_port()),
                       .event_id = event_id,
                       .household_id = id_make(now.utc_ms, system_random_port()),
                       .method = VISIT_BY_PHONE,
                       .language = STR8("en"),
                       .people = &person,
                       .people_count = 1};
        SignIn done;
        code = visit_store_sign_in(store, &visit, now, &done, err);
    }
    if (code != ERR_OK) {
        store_rollback(store);
        return code;
    }
    return store_commit(store, err);
}

static ErrCode fill(Evening *evening, Err *err) {
    Id event_id = id_make(evening->kiosk.now.utc_ms, system_random_port());
    ErrCode code = ERR_OK;
    for (size_t done = 0; code == ERR_OK && done < RECORDS; done += AT_ONCE) {
        code = put_visits(evening->site->store, event_id, evening->kiosk.now, err);
        bench_progress("records", done + AT_ONCE, RECORDS);
    }
    return code == ERR_OK ? store_checkpoint_idle(evening->site->store, err) : code;
}

/* ---- the hub ---- */

/* The first line of the output once it is whole, without its end. */
static ErrCode read_line(const char *path, char line[PATH_BYTES], Err *err) {
    for (int i = 0; i < START_TRIES; i++) {
        FILE *file = fopen(path, "re");
        bool read = file != NULL && fgets(line, PATH_BYTES, file) != NULL;
        if (file != NULL) {
            (void)fclose(file);
        }
        char *end = read ? strchr(line, '\n') : NULL;
        if (end != NULL) {
            *end = '\0';
            return ERR_OK;
        }
        process_sleep_ms(START_STEP_MS);
    }
    return err_set(err, ERR_IO, "the hub said nothing");
}

static ErrCode start_hub(Evening *evening, char url[PATH_BYTES], Err *err) {
    const char *const program[] = {evening->hub_program, "--data",      evening->hub.folder,
                                   "--listen",           "127.0.0.1:0", NULL};
    char line[PATH_BYTES];
    ErrCode code = process_start(program, evening->output, &evening->hub_pid, err);
    code = code == ERR_OK ? read_line(evening->output, line, err) : code;
    if (code != ERR_OK) {
        return code;
    }
    const char *address = strstr(line, "http://");
    Str8Builder text = builder_make(url, PATH_BYTES);
    builder_add(&text, str8_from(address));
    return address != NULL ? ERR_OK : err_set(err, ERR_INVALID, "the hub told no address");
}

static ErrCode enrol(Evening *evening, const char *url, Err *err) {
    char line[PATH_BYTES];
    const char *const ask[] = {evening->hub_program, "--data", evening->hub.folder, "enrol-code",
                               NULL};
    ErrCode code = process_run(ask, evening->output, NULL, err);
    code = code == ERR_OK ? read_line(evening->output, line, err) : code;
    if (code != ERR_OK) {
        return code;
    }
    line[CODE_LEN] = '\0';
    const char *const enrolling[] = {
        evening->ctl_program, "--data", evening->kiosk.folder, "enrol", url, line, NULL};
    return process_run(enrolling, NULL, NULL, err);
}

/* ---- the evening ---- */

static ErrCode waiting(Evening *evening, int64_t *count, Err *err) {
    JournalStatus status = {0};
    ErrCode code = journal_status(evening->site->store, &status, err);
    *count = status.last - status.watermark;
    return code;
}

static ErrCode keep_draining(Evening *evening, Err *err) {
    int64_t left = 0;
    ErrCode code = waiting(evening, &left, err);
    sync_worker_nudge(evening->worker); /* as the kiosk does for every sign-in */
    if (code == ERR_OK && left < ENGINE_RECORDS_MAX) {
        evening->drains++;
        code = sync_store_fork(evening->site->store, err);
        sync_worker_nudge(evening->worker);
    }
    return code;
}

static ErrCode tap_while_draining(Evening *evening, Headless *headless, TapTurns *turns, Err *err) {
    static TapTurns journey;
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < JOURNEYS_MAX && turns->count < TAPS_WANTED; i++) {
        int64_t left = 0;
        journey.count = 0;
        if (i % TAP_SCRIPTS == 0) {
            headless_set_now(headless, evening->kiosk.now.utc_ms);
        }
        code = keep_draining(evening, err);
        if (code == ERR_OK) {
            code = tap_script_run(evening->options, headless, i % TAP_SCRIPTS, &journey, err);
        }
        code = code == ERR_OK ? waiting(evening, &left, err) : code;
        for (size_t tap = 0; left >= ENGINE_RECORDS_MAX && tap < journey.count; tap++) {
            tap_turns_add(turns, journey.values[tap]);
        }
    }
    return code;
}

static ErrCode measure(Evening *evening, Err *err) {
    static TapTurns turns;
    Headless *headless = NULL;
    SyncWorkerOptions worker = {.folder = evening->kiosk.folder,
                                .clock = system_clock_port(&evening->clock),
                                .random = system_random_port()};
    turns.count = 0;
    ErrCode code = bench_site_kiosk(evening->options, &evening->kiosk, true, &headless, err);
    if (code != ERR_OK) {
        return code;
    }
    evening->worker = sync_worker_start(&evening->arena, &worker);
    code = tap_while_draining(evening, headless, &turns, err);
    sync_worker_stop(evening->worker);
    headless_close(headless);
    char more[96];
    Str8Builder text = builder_make(more, sizeof more);
    builder_format(&text, ",\"size\":\"1920x1080\",\"records\":%d,\"drains\":%zu,\"p99_max\":8",
                   RECORDS, evening->drains);
    if (code == ERR_OK && turns.count > 0) {
        bench_print((BenchFigures){"tap/syncing", "ms", turns.values, turns.count}, more);
    }
    return code;
}

static ErrCode run_evening(Evening *evening, Err *err) {
    char url[PATH_BYTES];
    ErrCode code = bench_site_load_demo(&evening->kiosk, err);
    code = code == ERR_OK ? bench_site_open(&evening->kiosk, &evening->arena, &evening->site, err)
                          : code;
    code = code == ERR_OK ? fill(evening, err) : code;
    code = code == ERR_OK ? start_hub(evening, url, err) : code;
    code = code == ERR_OK ? enrol(evening, url, err) : code;
    return code == ERR_OK ? measure(evening, err) : code;
}

ErrCode bench_tap_syncing(const BenchOptions *options, Err *err) {
    Evening evening = {.options = options, .arena = arena_make(ARENA_BLOCK, ARENA_MAX)};
    ErrCode code = path_of(evening.hub_program, options->programs, "foyer-hub", err);
    code = code == ERR_OK ? path_of(evening.ctl_program, options->programs, "foyerctl", err) : code;
    if (code == ERR_OK && access(evening.hub_program, X_OK) != 0) {
        (void)fprintf(stderr, "tap/syncing: foyer-hub is not built\n");
        arena_free(&evening.arena);
        return ERR_OK;
    }
    code = code == ERR_OK ? bench_site_make(options, &evening.kiosk, err) : code;
    code = code == ERR_OK ? bench_site_make(options, &evening.hub, err) : code;
    code = code == ERR_OK ? path_of(evening.output, evening.hub.folder, "output", err) : code;
    code = code == ERR_OK ? run_evening(&evening, err) : code;
    if (evening.hub_pid > 0) {
        (void)process_end(evening.hub_pid);
    }
    site_close(evening.site);
    arena_free(&evening.arena);
    bench_site_remove(&evening.kiosk);
    bench_site_remove(&evening.hub);
    return code;
}
