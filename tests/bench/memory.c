/*
 * Memory: proportional set size of the real program at 1920 x 1080. The pixels it shares with the X
 * server count half, which is how the kernel divides them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kiosk/ui/tree.h"
#include "tests/bench/display.h"
#include "tests/bench/process.h"
#include "tests/bench/site.h"

enum { STARTS = 5, HOUSEHOLDS = 30000, STILL_MS = 1000, WAIT_MS = 10000 };

static const char *const LANGUAGE_KEYS[] = {"home/language/es", "home/language/ar",
                                            "home/language/en"};

/* Where to touch is asked of the same kiosk without a window, which follows. */
static ErrCode show_languages(const Display *display, Headless *twin, Err *err) {
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof LANGUAGE_KEYS / sizeof LANGUAGE_KEYS[0]; i++) {
        uint64_t before = display_hash(display);
        const Node *node = tree_find_path(headless_tree(twin), str8_from(LANGUAGE_KEYS[i]));
        if (node == NULL) {
            return err_set(err, ERR_NOT_FOUND, "%s is not on the screen", LANGUAGE_KEYS[i]);
        }
        code = display_click(node->rect.x + node->rect.width / 2,
                             node->rect.y + node->rect.height / 2, err);
        (void)headless_tap(twin, node);
        headless_wait(twin, STILL_MS);
        process_sleep_ms(STILL_MS);
        if (code == ERR_OK &&
            (!display_wait_still(display, STILL_MS, WAIT_MS) || display_hash(display) == before)) {
            code = err_set(err, ERR_CONFLICT, "%s did not change the screen", LANGUAGE_KEYS[i]);
        }
    }
    return code;
}

static ErrCode measure_once(const BenchOptions *options, const Display *display,
                            const BenchSite *site, double *start_mib, double *languages_mib,
                            Err *err) {
    pid_t pid = 0;
    Headless *twin = NULL;
    ErrCode code = bench_site_kiosk(options, site, false, &twin, err);
    if (code == ERR_OK) {
        code = display_show_foyer(options, display, site->folder, &pid, err);
    }
    if (code == ERR_OK) {
        *start_mib = process_pss_mib(pid);
        code = languages_mib != NULL ? show_languages(display, twin, err) : ERR_OK;
        if (code == ERR_OK && languages_mib != NULL) {
            *languages_mib = process_pss_mib(pid);
        }
        (void)process_end(pid);
    }
    headless_close(twin);
    return code;
}

static ErrCode measure_roster(const BenchOptions *options, const Display *display,
                              const BenchSite *site, Err *err) {
    double values[STARTS];
    char more[64];
    size_t people = 0;
    ErrCode code = bench_site_load_households(site, HOUSEHOLDS, &people, err);
    for (size_t i = 0; code == ERR_OK && i < STARTS; i++) {
        code = measure_once(options, display, site, &values[i], NULL, err);
    }
    Str8Builder text = builder_make(more, sizeof more);
    builder_format(&text, ",\"households\":%d,\"people\":%zu,\"max_goal\":40", HOUSEHOLDS, people);
    if (code == ERR_OK) {
        bench_print((BenchFigures){"memory/roster", "MiB", values, STARTS}, more);
    }
    return code;
}

/* The city of the samples, looked at by an import of its own. */
static ErrCode load_city(const BenchOptions *options, const BenchSite *site, const char *city,
                         Err *err) {
    char foyerctl[BENCH_PATH_MAX];
    Str8Builder path = builder_make(foyerctl, sizeof foyerctl);
    builder_format(&path, "%s/foyerctl", options->programs);
    const char *const arguments[] = {foyerctl, "--data", site->folder, "import", city, NULL};
    return process_run(arguments, NULL, NULL, err);
}

/* Touch what has these keys, one after the other; the twin follows. */
static ErrCode touch_all(const Display *display, Headless *twin, const char *const *keys,
                         size_t count, Err *err) {
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        const Node *node = tree_find_path(headless_tree(twin), str8_from(keys[i]));
        if (node == NULL) {
            return err_set(err, ERR_NOT_FOUND, "%s is not on the screen", keys[i]);
        }
        code = display_click(node->rect.x + node->rect.width / 2,
                             node->rect.y + node->rect.height / 2, err);
        (void)headless_tap(twin, node);
        (void)display_wait_still(display, STILL_MS, WAIT_MS);
    }
    return code;
}

static ErrCode measure_city_once(const BenchOptions *options, const Display *display,
                                 const BenchSite *site, double *start_mib, double *search_mib,
                                 Err *err) {
    static const char *const SEARCH[] = {"home/find-help", "help/search", "keyboard/f",
                                         "keyboard/o",     "keyboard/o",  "keyboard/d"};
    pid_t pid = 0;
    Headless *twin = NULL;
    ErrCode code = bench_site_kiosk(options, site, false, &twin, err);
    code = code == ERR_OK ? display_show_foyer(options, display, site->folder, &pid, err) : code;
    if (code == ERR_OK) {
        *start_mib = process_pss_mib(pid);
        code = touch_all(display, twin, SEARCH, sizeof SEARCH / sizeof SEARCH[0], err);
        *search_mib = process_pss_mib(pid);
        (void)process_end(pid);
    }
    headless_close(twin);
    return code;
}

/* With 4,089 services too: at the home screen, and after a word was searched for. */
static ErrCode measure_city(const BenchOptions *options, const Display *display,
                            const BenchSite *site, Err *err) {
    double start[STARTS];
    double search[STARTS];
    char city[BENCH_PATH_MAX];
    const char *samples = getenv("FOYER_SAMPLES");
    Str8Builder path = builder_make(city, sizeof city);
    builder_format(&path, "%s/hsds/miami-211-hsds-1x.zip",
                   samples != NULL ? samples : "../shared/samples");
    if (access(city, R_OK) != 0) {
        (void)fprintf(stderr, "foyer-bench: memory/city is left out: no %s\n", city);
        return ERR_OK;
    }
    ErrCode code = load_city(options, site, city, err);
    for (size_t i = 0; code == ERR_OK && i < STARTS; i++) {
        code = measure_city_once(options, display, site, &start[i], &search[i], err);
    }
    if (code == ERR_OK) {
        bench_print((BenchFigures){"memory/city", "MiB", start, STARTS}, "");
        bench_print((BenchFigures){"memory/city-search", "MiB", search, STARTS}, "");
    }
    return code;
}

static ErrCode measure(const BenchOptions *options, const Display *display, const BenchSite *site,
                       Err *err) {
    double start[STARTS];
    double languages[STARTS];
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < STARTS; i++) {
        code = measure_once(options, display, site, &start[i], &languages[i], err);
    }
    if (code == ERR_OK) {
        bench_print((BenchFigures){"memory/start", "MiB", start, STARTS}, ",\"max_goal\":40");
        bench_print((BenchFigures){"memory/languages", "MiB", languages, STARTS},
                    ",\"max_goal\":40");
        code = measure_roster(options, display, site, err);
    }
    if (code == ERR_OK) {
        code = measure_city(options, display, site, err);
    }
    return code;
}

ErrCode bench_memory(const BenchOptions *options, Err *err) {
    BenchSite site;
    Display display;
    ErrCode code = bench_site_make(options, &site, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&site, err);
    if (code == ERR_OK) {
        code = display_open(options, &display, err);
    }
    if (code == ERR_OK) {
        code = measure(options, &display, &site, err);
        display_close(&display);
    }
    bench_site_remove(&site);
    return code;
}
