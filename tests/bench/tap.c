/*
 * Tap, language, redraw: what stands between a finger and the pixels, without a window. The
 * journeys run at a machine's pace with everything drawn; only the tap's own frame counts, as the
 * store worker's answer comes later by another thread. Caches are as cold as families find them:
 * the session wall wipes them between two households.
 */
#include "tests/bench/tap.h"
#include "kiosk/ui/tree.h"
#include "tests/bench/bench.h"
#include "tests/bench/script.h"
#include "tests/bench/site.h"

enum { ROUNDS = 25, SWITCHES = 120, COLD_KIOSKS = 10, REST_MS = 1000 };

static const char *const SCRIPTS[] = {"J1",    "J3", "J4",    "J5-es",    "J5-ar",
                                      "J7-ar", "J8", "J8-ar", "J10-phone"};

static const Str8 LANGUAGES[] = {{"es", 2}, {"ar", 2}, {"en", 2}};
enum { LANGUAGES_COUNT = sizeof LANGUAGES / sizeof LANGUAGES[0] };

_Static_assert(sizeof SCRIPTS / sizeof SCRIPTS[0] == TAP_SCRIPTS, "as tap.h says");

void tap_turns_add(TapTurns *turns, double value) {
    if (turns->count < TAP_TURNS_MAX) {
        turns->values[turns->count++] = value;
    }
}

ErrCode tap_script_run(const BenchOptions *options, Headless *headless, size_t script_at,
                       TapTurns *turns, Err *err) {
    static DriveReport report;
    Script script;
    ErrCode code = script_open(&script, options->journeys, SCRIPTS[script_at], err);
    if (code == ERR_OK) {
        code = script_run(&script, headless, pace_machine(), &report, err);
    }
    for (size_t i = 0; code == ERR_OK && i < report.turns_count; i++) {
        tap_turns_add(turns, (double)report.response_ms[i]);
    }
    script_close(&script);
    return code;
}

static ErrCode measure_taps(const BenchOptions *options, const BenchSite *site, Err *err) {
    static TapTurns turns;
    Headless *headless = NULL;
    turns.count = 0;
    ErrCode code = bench_site_kiosk(options, site, true, &headless, err);
    for (size_t round = 0; code == ERR_OK && round < ROUNDS; round++) {
        headless_set_now(headless, site->now.utc_ms); /* the evening is not to end meanwhile */
        for (size_t i = 0; code == ERR_OK && i < TAP_SCRIPTS; i++) {
            code = tap_script_run(options, headless, i, &turns, err);
        }
    }
    headless_close(headless);
    bench_print((BenchFigures){"tap", "ms", turns.values, turns.count},
                ",\"size\":\"1920x1080\",\"p99_max\":8");
    return code;
}

static double switch_language(Headless *headless, Str8 tag) {
    double begun = bench_now_ms();
    (void)headless_language(headless, tag);
    double took = bench_now_ms() - begun;
    headless_wait(headless, REST_MS); /* motion comes to rest */
    return took;
}

/* The first time that a language is shown its fonts are opened; afterwards they are there. */
static ErrCode measure_first_languages(const BenchOptions *options, const BenchSite *site,
                                       Err *err) {
    static TapTurns turns;
    turns.count = 0;
    for (int i = 0; i < COLD_KIOSKS; i++) {
        Headless *headless = NULL;
        ErrCode code = bench_site_kiosk(options, site, true, &headless, err);
        if (code != ERR_OK) {
            return code;
        }
        tap_turns_add(&turns, switch_language(headless, LANGUAGES[0]));
        tap_turns_add(&turns, switch_language(headless, LANGUAGES[1]));
        headless_close(headless);
    }
    bench_print((BenchFigures){"language/first", "ms", turns.values, turns.count}, "");
    return ERR_OK;
}

/* @param path  where to stand; NULL = home */
static ErrCode measure_languages(const BenchOptions *options, const BenchSite *site,
                                 const char *name, const char *path, Err *err) {
    static TapTurns turns;
    Headless *headless = NULL;
    turns.count = 0;
    ErrCode code = bench_site_kiosk(options, site, true, &headless, err);
    if (code != ERR_OK) {
        return code;
    }
    for (size_t i = 0; i < LANGUAGES_COUNT; i++) {
        (void)switch_language(headless, LANGUAGES[i]);
    }
    for (size_t i = 0; i < SWITCHES; i++) {
        if (path != NULL && i % LANGUAGES_COUNT == 0) {
            const Node *node = tree_find_path(headless_tree(headless), str8_from(path));
            if (node != NULL) {
                (void)headless_tap(headless, node);
                headless_wait(headless, REST_MS);
            }
        }
        tap_turns_add(&turns, switch_language(headless, LANGUAGES[i % LANGUAGES_COUNT]));
    }
    headless_close(headless);
    bench_print((BenchFigures){name, "ms", turns.values, turns.count}, ",\"max_goal\":10");
    return ERR_OK;
}

ErrCode bench_tap(const BenchOptions *options, Err *err) {
    BenchSite site;
    ErrCode code = bench_site_make(options, &site, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&site, err);
    code = code == ERR_OK ? measure_taps(options, &site, err) : code;
    bench_site_remove(&site);
    return code == ERR_OK ? bench_tap_syncing(options, err) : code;
}

ErrCode bench_language(const BenchOptions *options, Err *err) {
    BenchSite site;
    ErrCode code = bench_site_make(options, &site, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&site, err);
    code = code == ERR_OK ? measure_first_languages(options, &site, err) : code;
    code = code == ERR_OK ? measure_languages(options, &site, "language/home", NULL, err) : code;
    code = code == ERR_OK
               ? measure_languages(options, &site, "language/help", "home/find-help", err)
               : code;
    bench_site_remove(&site);
    return code;
}
