/*
 * Redraw: everything, and one button under a finger, drawn in memory; then what showing so many
 * pixels in a real window costs (SDL waits for the X server to have copied them).
 */
#include <string.h>

#include "kiosk/platform/window.h"
#include "kiosk/ui/tree.h"
#include "tests/bench/bench.h"
#include "tests/bench/display.h"
#include "tests/bench/site.h"

enum { REDRAWS = 200, BUTTON_KEY_MS = 1000, EVENTS_MAX = 100 };

/* One millisecond of virtual time: a tick, a frame, its pixels. */
static double draw_now(Headless *headless) {
    double begun = bench_now_ms();
    headless_wait(headless, 1);
    return bench_now_ms() - begun;
}

static void input(Headless *headless, InputKind kind, int x, int y) {
    InputEvent event = {.kind = kind, .x = x, .y = y, .now_ms = headless_mono_ms(headless)};
    kiosk_input(headless_kiosk(headless), event);
}

static ErrCode measure_drawing(Headless *headless, Rect *button, Err *err) {
    double full[REDRAWS];
    double part[REDRAWS];
    const Node *node = tree_find_path(headless_tree(headless), STR8("home/sign-in"));
    if (node == NULL) {
        return err_set(err, ERR_NOT_FOUND, "home/sign-in is not on the screen");
    }
    *button = node->rect;
    int x = button->x + button->width / 2;
    int y = button->y + button->height / 2;
    for (size_t i = 0; i < REDRAWS; i++) {
        kiosk_resize(headless_kiosk(headless), 1920, 1080);
        full[i] = draw_now(headless);
        headless_wait(headless, BUTTON_KEY_MS);
        input(headless, INPUT_DOWN, x, y);
        part[i] = draw_now(headless);
        headless_wait(headless, BUTTON_KEY_MS);
        input(headless, INPUT_MOVE, 1, 1); /* sliding off cancels */
        input(headless, INPUT_UP, 1, 1);
        headless_wait(headless, BUTTON_KEY_MS);
    }
    bench_print((BenchFigures){"redraw/full", "ms", full, REDRAWS}, ",\"size\":\"1920x1080\"");
    bench_print((BenchFigures){"redraw/button", "ms", part, REDRAWS}, "");
    return ERR_OK;
}

static void measure_present(Window *window, const char *name, Rect rect) {
    double values[REDRAWS];
    size_t count = 0;
    for (size_t i = 0; i < REDRAWS; i++) {
        CanvasTarget target;
        if (window_target(window, &target, NULL) != ERR_OK) {
            continue;
        }
        for (int y = rect.y; y < rect.y + rect.height; y++) {
            memset(target.pixels + (ptrdiff_t)target.stride * y + rect.x, (int)(i % 200) + 20,
                   (size_t)rect.width * sizeof *target.pixels);
        }
        double begun = bench_now_ms();
        window_present(window, &rect, 1);
        values[count++] = bench_now_ms() - begun;
    }
    bench_print((BenchFigures){name, "ms", values, count}, "");
}

static ErrCode measure_window(const BenchOptions *options, Rect button, Err *err) {
    Display display;
    Window *window = NULL;
    ErrCode code = display_open(options, &display, err);
    if (code != ERR_OK) {
        return code;
    }
    code = window_new(&window, &(WindowSpec){.title = "foyer-bench"}, err);
    for (int i = 0; code == ERR_OK && i < EVENTS_MAX; i++) {
        (void)window_wait(window, 0, 1); /* being mapped and shown */
    }
    if (code == ERR_OK) {
        measure_present(window, "redraw/present-full", (Rect){0, 0, 1920, 1080});
        measure_present(window, "redraw/present-button", button);
    }
    window_free(window);
    display_close(&display);
    return code;
}

ErrCode bench_redraw(const BenchOptions *options, Err *err) {
    BenchSite site;
    Headless *headless = NULL;
    Rect button = {0};
    ErrCode code = bench_site_make(options, &site, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&site, err);
    code = code == ERR_OK ? bench_site_kiosk(options, &site, true, &headless, err) : code;
    if (code == ERR_OK) {
        headless_wait(headless, BUTTON_KEY_MS);
        code = measure_drawing(headless, &button, err);
    }
    headless_close(headless);
    code = code == ERR_OK ? measure_window(options, button, err) : code;
    bench_site_remove(&site);
    return code;
}
