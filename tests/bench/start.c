/*
 * Start: from just before exec of the real program to the moment its first frame covers the whole
 * screen, and to the home screen with tonight's event, which the store worker brings. Warm: the
 * program and its fonts are in the page cache, the data folder is there. The frame buffer is looked
 * at every 0.2 ms.
 */
#include "tests/bench/display.h"
#include "tests/bench/process.h"
#include "tests/bench/site.h"

enum { STARTS = 30, WARM = 3, WAIT_MS = 10000 };

typedef struct {
    const BenchOptions *options;
    const Display *display;
    const BenchSite *site;
    uint64_t home; /* the home screen when it has come to rest */
    double first_ms[STARTS];
    double home_ms[STARTS];
} Starts;

static ErrCode start_once(const Starts *starts, double *first_ms, double *home_ms, Err *err) {
    const Display *display = starts->display;
    pid_t pid = 0;
    if (display_wait(display, display_is_black, WAIT_MS) < 0) {
        return err_set(err, ERR_CONFLICT, "the display did not go black");
    }
    double begun = bench_now_ms();
    ErrCode code = display_start_foyer(starts->options, starts->site->folder, &pid, err);
    if (code != ERR_OK) {
        return code;
    }
    double shown = display_wait(display, display_is_covered, WAIT_MS);
    while (starts->home != display_hash(display) && bench_now_ms() < begun + WAIT_MS) {
        process_sleep_ms(0.2);
    }
    *first_ms = shown - begun;
    *home_ms = bench_now_ms() - begun;
    (void)process_end(pid);
    return shown >= 0 && *home_ms < WAIT_MS
               ? ERR_OK
               : err_set(err, ERR_CONFLICT, "foyer did not show its home screen");
}

static ErrCode measure(Starts *starts, Err *err) {
    pid_t pid = 0;
    double ignored = 0;
    ErrCode code =
        display_show_foyer(starts->options, starts->display, starts->site->folder, &pid, err);
    if (code != ERR_OK) {
        return code;
    }
    starts->home = display_hash(starts->display);
    (void)process_end(pid);
    for (int i = 0; code == ERR_OK && i < WARM; i++) {
        code = start_once(starts, &ignored, &ignored, err);
    }
    for (int i = 0; code == ERR_OK && i < STARTS; i++) {
        code = start_once(starts, &starts->first_ms[i], &starts->home_ms[i], err);
    }
    if (code == ERR_OK) {
        bench_print((BenchFigures){"start", "ms", starts->first_ms, STARTS}, ",\"p50_goal\":80");
        bench_print((BenchFigures){"start/home", "ms", starts->home_ms, STARTS}, "");
    }
    return code;
}

ErrCode bench_start(const BenchOptions *options, Err *err) {
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
        Starts starts = {.options = options, .display = &display, .site = &site};
        code = measure(&starts, err);
        display_close(&display);
    }
    bench_site_remove(&site);
    return code;
}
