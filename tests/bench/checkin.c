/*
 * Check-in: a durable sign-in of a family of four through the store, and beside it the floor that
 * no program can pass: one 4 KiB append and fdatasync to a file in the same folder. They take
 * turns, so that both meet the same disk. The write-ahead log is moved when idle, as the kiosk
 * does. What the disk writes is told too, in pages of the log a sign-in: the one figure that does
 * not depend on the machine.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/site/system.h"
#include "data/store/visit_store.h"
#include "tests/bench/bench.h"
#include "tests/bench/site.h"

enum {
    SIGN_INS = 600,
    WARM = 40,
    PAGE_BYTES = 4096,
    CHECKPOINT_EVERY = 100,
    PATH_BYTES = 1100,
    FRAME_BYTES = 24 + PAGE_BYTES
};

typedef struct {
    double sign_in_ms[SIGN_INS];
    double append_ms[SIGN_INS];
    double pages; /* of the log, a sign-in */
} CheckIns;

static const Visitor FAMILY[] = {
    {.given_name = {"Amina", 5}, .family_name = {"Noor", 4}, .role = PERSON_GUARDIAN},
    {.given_name = {"Yusuf", 5}, .family_name = {"Noor", 4}, .role = PERSON_GUARDIAN},
    {.given_name = {"Idil", 4},
     .family_name = {"Noor", 4},
     .role = PERSON_STUDENT,
     .grade = {"03", 2}},
    {.given_name = {"Samatar", 7},
     .family_name = {"Noor", 4},
     .role = PERSON_STUDENT,
     .grade = {"KG", 2}},
};

static ErrCode sign_in(Store *store, Id event_id, Moment now, double *took_ms, Err *err) {
    Visitor people[4];
    SignIn done;
    memcpy(people, FAMILY, sizeof people);
    for (size_t i = 0; i < 4; i++) {
        people[i].person_id = id_make(now.utc_ms, system_random_port());
    }
    Visit visit = {.id = id_make(now.utc_ms, system_random_port()),
                   .event_id = event_id,
                   .household_id = id_make(now.utc_ms, system_random_port()),
                   .method = VISIT_BY_PHONE,
                   .language = STR8("en"),
                   .people = people,
                   .people_count = 4};
    visit_store_make_ready(store); /* as the store worker does behind a look-up */
    double begun = bench_now_ms();
    ErrCode code = visit_store_sign_in(store, &visit, now, &done, err);
    *took_ms = bench_now_ms() - begun;
    return code;
}

static ErrCode append(int file, double *took_ms, Err *err) {
    static uint8_t page[PAGE_BYTES];
    memset(page, 0x5a, sizeof page);
    double begun = bench_now_ms();
    bool done = write(file, page, sizeof page) == (ssize_t)sizeof page && fdatasync(file) == 0;
    *took_ms = bench_now_ms() - begun;
    return done ? ERR_OK : err_set(err, ERR_IO, "the floor's file could not be written");
}

/* As long as the log only grows: from the last warm sign-in to the first checkpoint. */
static void count_pages(const char *log, size_t done, CheckIns *checks) {
    struct stat status = {0};
    if ((done == WARM || done == CHECKPOINT_EVERY) && stat(log, &status) == 0) {
        double pages = (double)status.st_size / FRAME_BYTES / (CHECKPOINT_EVERY - WARM);
        checks->pages = done == WARM ? -pages : checks->pages + pages;
    }
}

static ErrCode measure(Store *store, Moment now, int file, const char *log, CheckIns *checks,
                       Err *err) {
    Id event_id = id_from_name(STR8("foyer-bench"), STR8("event"));
    for (size_t i = 0; i < WARM + SIGN_INS; i++) {
        double *sign_in_ms = &checks->sign_in_ms[i < WARM ? 0 : i - WARM];
        double *append_ms = &checks->append_ms[i < WARM ? 0 : i - WARM];
        now.utc_ms += 1000;
        now.mono_ms += 1000;
        ErrCode code = sign_in(store, event_id, now, sign_in_ms, err);
        code = code == ERR_OK ? append(file, append_ms, err) : code;
        count_pages(log, i + 1, checks);
        if (code == ERR_OK && i % CHECKPOINT_EVERY == CHECKPOINT_EVERY - 1) {
            code = store_checkpoint_idle(store, err);
        }
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

static ErrCode run(const BenchSite *bench, Store *store, Err *err) {
    static CheckIns checks;
    char path[PATH_BYTES];
    char log[PATH_BYTES];
    char more[64];
    Str8Builder log_builder = builder_make(log, sizeof log);
    builder_format(&log_builder, "%s/foyer.db-wal", bench->folder);
    Str8Builder builder = builder_make(path, sizeof path);
    builder_format(&builder, "%s/floor", bench->folder);
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) {
        return err_set(err, ERR_IO, "%s could not be made", path);
    }
    ErrCode code = measure(store, bench->now, file, log, &checks, err);
    (void)close(file);
    if (code == ERR_OK) {
        Str8Builder more_builder = builder_make(more, sizeof more);
        builder_format(&more_builder, ",\"ratio_goal\":1.1,\"pages\":%.1f", checks.pages);
        bench_print_peer((BenchFigures){"checkin", "ms", checks.sign_in_ms, SIGN_INS},
                         (BenchFigures){"append-4k-fdatasync", "ms", checks.append_ms, SIGN_INS},
                         more);
    }
    return code;
}

ErrCode bench_checkin(const BenchOptions *options, Err *err) {
    BenchSite bench;
    Site *site = NULL;
    Arena arena = arena_make(64 << 10, 64 << 20);
    ErrCode code = bench_site_make(options, &bench, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&bench, err);
    code = code == ERR_OK ? bench_site_open(&bench, &arena, &site, err) : code;
    code = code == ERR_OK ? run(&bench, site->store, err) : code;
    site_close(site);
    arena_free(&arena);
    bench_site_remove(&bench);
    return code;
}
