/*
 * Journeys: the scripts of tests/journeys on the demo school, once at a machine's pace (taps and
 * screens) and then by `seeds` people who are slow, quick and now and then miss.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/base/civil.h"
#include "data/demo/demo.h"
#include "data/files/files.h"
#include "data/site/site.h"
#include "data/site/system.h"
#include "kiosk/headless/drive.h"
#include "tests/bench/bench.h"

enum { SCRIPT_BYTES_MAX = 64 << 10, SEEDS_MAX = 100000, MONO_START_MS = 1000000 };

/* PRODUCT.md, "Journeys and their targets". */
typedef struct {
    const char *name;
    int taps_max;
    int screens_max;
    double p50_s;
    double p90_s;
} Journey;

static const Journey JOURNEYS[] = {
    {"J1", 15, 4, 15, 25},         {"J2", 2, 3, 6, 9},
    {"J3", 26, 5, 45, 75},         {"J4", 6, 2, 6, 10},
    {"J5-es", 16, 5, 16.5, 28.75}, {"J5-ar", 16, 5, 16.5, 28.75},
    {"J7", 4, 4, 20, 35},          {"J10-card", 3, 4, 6, 20},
    {"J10-phone", 15, 4, 15, 20},
};

typedef struct {
    Headless *headless;
    Arena arena;
    Str8 script;
    const char *name;
} Run;

static ErrCode run_once(Run *run, Pace pace, DriveReport *report, Err *err) {
    Str8 rest = run->script;
    *report = drive_report_make(pace, headless_now_utc_ms(run->headless));
    for (int number = 1; rest.len > 0; number++) {
        Command command;
        ArenaMark mark = arena_mark(&run->arena);
        Str8 line = str8_cut(rest, '\n', &rest);
        ErrCode code = command_parse(&run->arena, line, &command, err);
        if (code == ERR_OK) {
            code = drive_run(run->headless, report, &command, stderr, err);
        }
        arena_rewind(&run->arena, mark);
        if (code != ERR_OK) {
            return err_wrap(err, code, "%s.drive:%d", run->name, number);
        }
    }
    return ERR_OK;
}

/* The demo school on the evening of the reference pictures, in a folder of its own. */
static ErrCode prepare_school(const char *folder, int64_t now_utc_ms, Err *err) {
    uint8_t secret[STORE_KEY_SIZE];
    Site *site = NULL;
    Arena arena = arena_make(64 << 10, 64 << 20);
    SiteOptions options = {.folder = folder,
                           .create = true,
                           .demo = true,
                           .random = system_random_port(),
                           .cost = SECRET_COST_LOWEST};
    Moment now = {.utc_ms = now_utc_ms, .mono_ms = 1, .boot = 1, .good = true};
    ErrCode code = site_open(&arena, &options, &site, err);
    code = code == ERR_OK ? demo_load(site->store, now, NULL, err) : code;
    code = code == ERR_OK ? key_file_read(site->paths.demo_secret, KEY_SCHOOL_SECRET, secret, err)
                          : code;
    code = code == ERR_OK ? demo_issue_card(site->store, secret, err) : code;
    site_close(site);
    arena_free(&arena);
    return code;
}

static ErrCode journey_check(const Journey *journey, const DriveReport *machine, double p50,
                             double p90, Err *err) {
    if (machine->taps > journey->taps_max || machine->screens > journey->screens_max ||
        p50 > journey->p50_s || p90 > journey->p90_s) {
        return err_set(err, ERR_CONFLICT,
                       "%s missed its target: %d taps of %d, %d screens of %d, p50 %.1f s of %.1f, "
                       "p90 %.1f s of %.1f",
                       journey->name, machine->taps, journey->taps_max, machine->screens,
                       journey->screens_max, p50, journey->p50_s, p90, journey->p90_s);
    }
    return ERR_OK;
}

static ErrCode journey_seeds(Run *run, const Journey *journey, double *seconds, int seeds,
                             Err *err) {
    static DriveReport machine;
    static DriveReport report;
    char name[40];
    char more[160];
    ErrCode code = run_once(run, pace_machine(), &machine, err);
    for (int seed = 1; code == ERR_OK && seed <= seeds; seed++) {
        code = run_once(run, pace_human((uint64_t)seed), &report, err);
        seconds[seed - 1] = drive_report_seconds(&report);
        if (code != ERR_OK) {
            code = err_wrap(err, code, "seed %d", seed);
        }
    }
    if (code != ERR_OK) {
        return code;
    }
    Str8Builder text = builder_make(name, sizeof name);
    builder_format(&text, "journeys/%s", journey->name);
    text = builder_make(more, sizeof more);
    builder_format(&text,
                   ",\"taps\":%d,\"taps_max\":%d,\"screens\":%d,\"screens_max\":%d,"
                   "\"p50_max\":%.2f,\"p90_max\":%.2f",
                   machine.taps, journey->taps_max, machine.screens, journey->screens_max,
                   journey->p50_s, journey->p90_s);
    bench_print(name, "s", seconds, (size_t)seeds, more);
    return journey_check(journey, &machine, seconds[seeds / 2], seconds[seeds * 9 / 10], err);
}

static ErrCode journey_run(const BenchOptions *options, const Journey *journey, Headless *headless,
                           Err *err) {
    Run run = {.headless = headless,
               .arena = arena_make(SCRIPT_BYTES_MAX, 1 << 20),
               .name = journey->name};
    double *seconds = calloc((size_t)options->seeds, sizeof *seconds);
    const char *path = str8_format(&run.arena, "%s/%s.drive", options->journeys, journey->name).ptr;
    ErrCode code = seconds != NULL && path != NULL
                       ? files_read(&run.arena, path, SCRIPT_BYTES_MAX, &run.script, err)
                       : err_set(err, ERR_NO_MEMORY, "no memory for %d seeds", options->seeds);
    if (code == ERR_OK) {
        code = journey_seeds(&run, journey, seconds, options->seeds, err);
    }
    free(seconds);
    arena_free(&run.arena);
    return code;
}

/* The data folder is flat. */
static void remove_folder(const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    (void)closedir(folder);
    (void)rmdir(path);
}

ErrCode bench_journeys(const BenchOptions *options, Err *err) {
    char folder[] = "/tmp/foyer-journeys-XXXXXX";
    Headless *headless = NULL;
    HeadlessOptions kiosk = {.data = folder,
                             .assets = options->assets,
                             .width_px = 1920,
                             .height_px = 1080,
                             .panel_width_mm = 476,
                             .mono_ms = MONO_START_MS,
                             .no_pixels = true};
    if (options->seeds < 1 || options->seeds > SEEDS_MAX || mkdtemp(folder) == NULL ||
        !rfc3339_parse(STR8("2025-10-16T17:52:00-04:00"), &kiosk.now_utc_ms)) {
        return err_set(err, ERR_INVALID, "cannot make a folder for %d seeds", options->seeds);
    }
    ErrCode code = prepare_school(folder, kiosk.now_utc_ms, err);
    for (size_t i = 0; code == ERR_OK && i < sizeof JOURNEYS / sizeof JOURNEYS[0]; i++) {
        /* Each begins at 17:52 with a fresh kiosk. */
        code = headless_open(&kiosk, &headless, err);
        code = code == ERR_OK ? journey_run(options, &JOURNEYS[i], headless, err) : code;
        headless_close(headless);
        headless = NULL;
    }
    remove_folder(folder);
    return code;
}
