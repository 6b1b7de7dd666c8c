/*
 * Idle: the real program on its home screen, clock showing. Twice 30 s: the first holds no deadline
 * of the kiosk (its clock shows 17:52 all the while), the second holds the turn of one minute.
 */
#include "tests/bench/display.h"
#include "tests/bench/process.h"
#include "tests/bench/site.h"

enum { WINDOW_MS = 30000 };

static void measure_window(pid_t pid, const char *wakeups_name, const char *cpu_name) {
    ProcessUse before = process_use(pid);
    process_sleep_ms(WINDOW_MS);
    ProcessUse after = process_use(pid);
    double wakeups = (double)(after.wakeups - before.wakeups);
    double cpu_ms = after.cpu_ms - before.cpu_ms;
    bench_print((BenchFigures){wakeups_name, "wakeups/30s", &wakeups, 1}, "");
    bench_print((BenchFigures){cpu_name, "cpu-ms/30s", &cpu_ms, 1}, "");
}

ErrCode bench_idle(const BenchOptions *options, Err *err) {
    BenchSite site;
    Display display;
    pid_t pid = 0;
    ErrCode code = bench_site_make(options, &site, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&site, err);
    if (code == ERR_OK) {
        code = display_open(options, &display, err);
    }
    if (code == ERR_OK) {
        code = display_show_foyer(options, &display, site.folder, &pid, err);
        if (code == ERR_OK) {
            measure_window(pid, "idle/between-deadlines", "idle/between-deadlines/cpu");
            measure_window(pid, "idle/over-a-minute", "idle/over-a-minute/cpu");
            (void)process_end(pid);
        }
        display_close(&display);
    }
    bench_site_remove(&site);
    return code;
}
