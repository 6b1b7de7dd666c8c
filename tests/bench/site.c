#include "tests/bench/site.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "data/base/civil.h"
#include "data/demo/demo.h"
#include "data/demo/synthetic.h"
#include "data/files/files.h"
#include "data/site/system.h"
#include "tests/bench/process.h"

enum {
    MONO_START_MS = 1000000,
    BATCH_HOUSEHOLDS = 1000,
    ARENA_BLOCK = 64 << 10,
    ARENA_MAX = 64 << 20,
    SYNTHETIC_SEED = 1,
    PROGRAM_MAX = BENCH_PATH_MAX + 200,
};

#define CITY "hsds/miami-211-hsds-1x.zip"

ErrCode bench_site_make(const BenchOptions *options, BenchSite *site, Err *err) {
    Str8Builder path = builder_make(site->folder, sizeof site->folder);
    builder_format(&path, "%s/foyer-bench-XXXXXX", options->folder);
    site->now = (Moment){.mono_ms = MONO_START_MS, .boot = 1, .good = true};
    if (path.full || mkdtemp(site->folder) == NULL ||
        !rfc3339_parse(STR8(BENCH_NOW), &site->now.utc_ms)) {
        return err_set(err, ERR_IO, "cannot make a folder in %s", options->folder);
    }
    return ERR_OK;
}

/* The data folder is flat. */
void bench_site_remove(const BenchSite *site) {
    DIR *folder = opendir(site->folder);
    if (folder == NULL) {
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    (void)closedir(folder);
    (void)rmdir(site->folder);
}

ErrCode bench_site_open(const BenchSite *bench, Arena *arena, Site **site, Err *err) {
    SiteOptions options = {.folder = bench->folder,
                           .create = true,
                           .demo = true,
                           .random = system_random_port(),
                           .cost = SECRET_COST_LOWEST};
    return site_open(arena, &options, site, err);
}

ErrCode bench_site_load_demo(const BenchSite *bench, Err *err) {
    uint8_t secret[STORE_KEY_SIZE];
    Site *site = NULL;
    Arena arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    ErrCode code = bench_site_open(bench, &arena, &site, err);
    code = code == ERR_OK ? demo_load(site->store, bench->now, NULL, err) : code;
    code = code == ERR_OK ? key_file_read(site->paths.demo_secret, KEY_SCHOOL_SECRET, secret, err)
                          : code;
    code = code == ERR_OK ? demo_issue_card(site->store, secret, err) : code;
    site_close(site);
    arena_free(&arena);
    return code;
}

ErrCode bench_site_import_city(const BenchOptions *options, const BenchSite *bench, Err *err) {
    char program[PROGRAM_MAX];
    char path[PROGRAM_MAX];
    const char *samples = getenv("FOYER_SAMPLES");
    Str8Builder builder = builder_make(program, sizeof program);
    builder_format(&builder, "%s/foyerctl", options->programs);
    Str8Builder city = builder_make(path, sizeof path);
    builder_format(&city, "%s/" CITY, samples != NULL ? samples : "../shared/samples");
    if (builder.full || city.full || access(path, R_OK) != 0) {
        return err_set(err, ERR_NOT_FOUND, "%s is not there: set FOYER_SAMPLES", path);
    }
    const char *const arguments[] = {program, "--data", bench->folder, "import", path, NULL};
    return process_run(arguments, NULL, NULL, err);
}

static ErrCode put_household(Synthetic *synthetic, Store *store, Arena *arena, size_t index,
                             size_t *people, Err *err) {
    SyntheticHousehold made;
    HouseholdSealed *sealed = NULL;
    ErrCode code = synthetic_household(synthetic, arena, index, &made, err);
    if (code == ERR_OK) {
        HouseholdIn in = synthetic_household_in(&made, STR8("families"));
        *people += made.household.people_count;
        code = household_store_seal(store, arena, &in, &sealed, err);
    }
    return code == ERR_OK ? household_store_put(store, sealed, NULL, err) : code;
}

static ErrCode put_batch(Synthetic *synthetic, Store *store, size_t first, size_t end,
                         size_t *people, Err *err) {
    Arena arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    ErrCode code = store_begin(store, err);
    if (code != ERR_OK) {
        return code;
    }
    for (size_t i = first; code == ERR_OK && i < end; i++) {
        code = put_household(synthetic, store, &arena, i, people, err);
        arena_reset(&arena);
    }
    arena_free(&arena);
    if (code != ERR_OK) {
        store_rollback(store);
        return code;
    }
    return store_commit(store, err);
}

ErrCode bench_site_load_households(const BenchSite *bench, size_t count, size_t *people, Err *err) {
    Arena arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    Site *site = NULL;
    Synthetic *synthetic = NULL;
    *people = 0;
    ErrCode code = bench_site_open(bench, &arena, &site, err);
    code = code == ERR_OK ? synthetic_open(&arena, SYNTHETIC_SEED, &synthetic, err) : code;
    for (size_t done = 0; code == ERR_OK && done < count;) {
        size_t end = done + BATCH_HOUSEHOLDS < count ? done + BATCH_HOUSEHOLDS : count;
        code = put_batch(synthetic, site->store, done, end, people, err);
        bench_progress("households", end, count);
        done = end;
    }
    code = code == ERR_OK ? store_checkpoint_idle(site->store, err) : code;
    synthetic_close(synthetic);
    site_close(site);
    arena_free(&arena);
    return code;
}

static ErrCode kiosk_open(const BenchOptions *options, const BenchSite *bench, bool pixels,
                          const PressTable *press, Headless **headless, Err *err) {
    HeadlessOptions kiosk = {.data = bench->folder,
                             .assets = options->assets,
                             .width_px = 1920,
                             .height_px = 1080,
                             .panel_width_mm = 476,
                             .now_utc_ms = bench->now.utc_ms,
                             .mono_ms = bench->now.mono_ms,
                             .press = press,
                             .no_pixels = !pixels};
    return headless_open(&kiosk, headless, err);
}

ErrCode bench_site_kiosk(const BenchOptions *options, const BenchSite *bench, bool pixels,
                         Headless **headless, Err *err) {
    return kiosk_open(options, bench, pixels, NULL, headless, err);
}

ErrCode bench_site_kiosk_printing(const BenchOptions *options, const BenchSite *bench,
                                  const PressTable *press, Headless **headless, Err *err) {
    return kiosk_open(options, bench, true, press, headless, err);
}
