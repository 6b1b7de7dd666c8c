/*
 * Journeys: the scripts of tests/journeys on the demo school, once at a machine's pace (taps and
 * screens) and then by `seeds` people who are slow, quick and now and then miss.
 */
#include <stdlib.h>

#include "tests/bench/bench.h"
#include "tests/bench/script.h"
#include "tests/bench/site.h"

/* People look around, talk and hold children: the scripted ones must finish in this share of the
 * target (PRODUCT.md). */
static const double MODEL_SHARE = 0.6;

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
    {"J7", 4, 4, 20, 35},          {"J7-es", 4, 4, 20, 35},
    {"J7-ar", 4, 4, 20, 35},       {"J8", 9, 3, 20, 35},
    {"J8-es", 9, 3, 20, 35},       {"J8-ar", 9, 3, 20, 35},
    {"J10-card", 3, 4, 6, 20},     {"J10-phone", 15, 4, 15, 20},
};

static ErrCode journey_check(const Journey *journey, const DriveReport *machine, double p50,
                             double p90, Err *err) {
    if (machine->taps > journey->taps_max || machine->screens > journey->screens_max ||
        p50 > journey->p50_s * MODEL_SHARE || p90 > journey->p90_s * MODEL_SHARE) {
        return err_set(err, ERR_CONFLICT,
                       "%s missed its target: %d taps of %d, %d screens of %d, p50 %.1f s of %.1f, "
                       "p90 %.1f s of %.1f; a script has %.0f %% of these times",
                       journey->name, machine->taps, journey->taps_max, machine->screens,
                       journey->screens_max, p50, journey->p50_s, p90, journey->p90_s,
                       MODEL_SHARE * 100);
    }
    return ERR_OK;
}

/* Every person comes at the same minute: a thousand would outlast the event. */
static ErrCode journey_once(Script *script, Headless *headless, Pace pace, DriveReport *report,
                            Err *err) {
    int64_t begin_utc_ms = headless_now_utc_ms(headless);
    ErrCode code = script_run(script, headless, pace, report, err);
    headless_set_now(headless, begin_utc_ms);
    return code;
}

static ErrCode journey_seeds(Script *script, const Journey *journey, Headless *headless,
                             double *seconds, int seeds, Err *err) {
    static DriveReport machine;
    static DriveReport report;
    char name[40];
    char more[160];
    ErrCode code = journey_once(script, headless, pace_machine(), &machine, err);
    for (int seed = 1; code == ERR_OK && seed <= seeds; seed++) {
        code = journey_once(script, headless, pace_human((uint64_t)seed), &report, err);
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
    bench_print((BenchFigures){name, "s", seconds, (size_t)seeds}, more);
    return journey_check(journey, &machine, seconds[seeds / 2], seconds[seeds * 9 / 10], err);
}

static ErrCode journey_run(const BenchOptions *options, const Journey *journey, Headless *headless,
                           Err *err) {
    Script script;
    ErrCode code = script_open(&script, options->journeys, journey->name, err);
    double *seconds = calloc((size_t)options->seeds, sizeof *seconds);
    if (seconds == NULL) {
        code = err_set(err, ERR_NO_MEMORY, "no memory for %d seeds", options->seeds);
    }
    if (code == ERR_OK) {
        code = journey_seeds(&script, journey, headless, seconds, options->seeds, err);
    }
    free(seconds);
    script_close(&script);
    return code;
}

ErrCode bench_journeys(const BenchOptions *options, Err *err) {
    BenchSite site;
    Headless *headless = NULL;
    ErrCode code = bench_site_make(options, &site, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&site, err);
    for (size_t i = 0; code == ERR_OK && i < sizeof JOURNEYS / sizeof JOURNEYS[0]; i++) {
        /* Each begins on the same evening with a fresh kiosk. */
        code = bench_site_kiosk(options, &site, false, &headless, err);
        code = code == ERR_OK ? journey_run(options, &JOURNEYS[i], headless, err) : code;
        headless_close(headless);
        headless = NULL;
    }
    bench_site_remove(&site);
    return code;
}
