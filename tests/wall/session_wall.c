/*
 * Session wall (rule 16): a kiosk with its pixels, random hands in front of it, and a family whose
 * names must stay nowhere.
 *
 *   session_wall [--steps N] [--seed N] [--long]
 *
 * 1. Where no party and no typed name stands in the state, no node holds a canary's name.
 * 2. The first frame after a session, drawn where it changed, is pixel for pixel that of a kiosk
 *    that never met anybody, in the same state at the same time.
 * 3. A frame drawn whole changes no pixel: what stands on the screen was drawn by this session.
 * 4. Home is never more than two taps away.
 * 5. After a minute without anybody no memory that can be written holds a name, number or card.
 * 6. Memory does not grow with the walk.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/store/household_store.h"
#include "kiosk/i18n/language.h"
#include "kiosk/ui/tree.h"
#include "tests/wall/canary.h"
#include "tests/wall/mirror.h"
#include "tests/wall/walker.h"

/* 2025-10-16T22:02Z: 6:02 pm at the demo school, open house. */
#define EVENING_UTC_MS INT64_C(1760652120000)

enum {
    STEPS_CI = 5000,
    STEPS_LONG = 1000000,
    STEPS_LONG_INSTRUMENTED = 50000,
    WIDTH = 960,
    HEIGHT = 540,
    PANEL_MM = 476,
    REDRAW_EVERY = 16,
    WAY_HOME_EVERY = 50,
    SEARCH_EVERY = 1000, /* whatever the number of steps: a shorter walk is a longer one's start */
    TENTHS = 10,
    LAST_SCREENS = 16,
    REST_MS = 400,
    IDLE_MINUTE_MS = 130000, /* 45 s, 20 s of countdown, and a minute of nobody */
    GROWTH_KIB_MAX = 8192,
    GROWTH_SHORT_KIB_MAX = 32768, /* in a short walk fonts and icons are met for the first time */
    STEPS_SHORT = 100000,
    PROGRESS_EVERY = 10000,
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { INSTRUMENTED = 1 }; /* freed memory is kept aside, and shadows are as large as the machine */
#else
enum { INSTRUMENTED = 0 };
#endif

typedef struct {
    const char *program;
    uint64_t seed;
    long steps;
    char folder[WALL_FOLDER_SIZE];
    Headless *headless;
    Mirror *mirror;
    Walker walker;
    uint32_t serial;
    size_t sessions;
    size_t redraws;
    size_t ways_home;
    size_t searches;
    ScreenId screens[LAST_SCREENS]; /* after the last steps, a ring */
    bool seen;                      /* the search found the family while it stood there */
} Wall;

static Wall wall;
static volatile sig_atomic_t at_step;

/* ---- saying so ---- */

static void say_again(void) {
    char line[200];
    Str8Builder text = builder_make(line, sizeof line);
    builder_format(&text, "again: %s --seed %llu --steps %ld\n", wall.program,
                   (unsigned long long)wall.seed, (long)at_step + 1);
    (void)!write(STDERR_FILENO, line, text.len);
}

static void on_crash(int number) {
    say_again();
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

/* Called by the sanitizers where there are any. */
void __asan_on_error(void);
void __asan_on_error(void) {
    say_again();
}

static void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)fprintf(stderr, "session wall, step %ld: ", (long)at_step);
    (void)vfprintf(stderr, format, arguments);
    (void)fputs("; the last screens:", stderr);
    for (long step = at_step - LAST_SCREENS + 1; step <= at_step; step++) {
        (void)fprintf(stderr, " %d", step < 0 ? -1 : (int)wall.screens[step % LAST_SCREENS]);
    }
    (void)fputc('\n', stderr);
    va_end(arguments);
    say_again();
    exit(1);
}

/* ---- promises ---- */

static const SessionState *session_now(void) {
    return &kiosk_state(headless_kiosk_const(wall.headless))->session;
}

static void check_tree(void) {
    const Node *root = headless_tree(wall.headless);
    const SessionState *session = session_now();
    if (session->party.people_count > 0 || session->name[0] != '\0' || session->search[0] != '\0') {
        return;
    }
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (canary_name_in(node->spec.label) || canary_name_in(node->spec.value) ||
            canary_name_in(node->spec.text) || canary_name_in(node->spec.hint) ||
            canary_name_in(node->path)) {
            fail("a name stands in the tree (%.*s)", STR8_ARG(node->path));
        }
    }
}

/* A letter is asked for behind a whole number or code, never behind nothing. */
static void check_secret(void) {
    const SessionState *session = session_now();
    size_t digits = strlen(session->digits);
    size_t code = strlen(session->code);
    size_t full = state_digits_full(kiosk_state(headless_kiosk_const(wall.headless)));
    bool whole = session->method == VISIT_BY_CARD ? code == CARD_CODE_LEN : digits == full;
    if (session->screen == SCREEN_LETTER && !session->working && !whole) {
        fail("a letter is asked for behind %zu digits and %zu symbols", digits, code);
    }
}

static void check_state(void) {
    const AppState *state = kiosk_state(headless_kiosk_const(wall.headless));
    if (canary_name_in((Str8){(const char *)&state->session, sizeof state->session})) {
        fail("a name stands in a session that has just begun");
    }
}

/* A ring shows where the focus is: the last family used keys, and still the next one may. */
static bool keys_are_used(void) {
    const Node *root = headless_tree(wall.headless);
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        if ((node->spec.states & STATE_FOCUSED) != 0) {
            return true;
        }
    }
    return false;
}

static size_t compare_with_mirror(void) {
    Err err = {0};
    size_t different = 0;
    if (mirror_compare(wall.mirror, keys_are_used(), &different, &err) != ERR_OK) {
        fail("no mirror: %s", err.text);
    }
    return different;
}

static void check_session_end(void) {
    size_t different = compare_with_mirror();
    if (different > 0) {
        Err ignored;
        (void)!headless_shot(wall.headless, "/dev/shm/foyer-wall-shown.png", &ignored);
        (void)!mirror_shot(wall.mirror, "/dev/shm/foyer-wall-fresh.png", &ignored);
        fail("%zu pixels of screen %d are not a fresh kiosk's", different,
             (int)session_now()->screen);
    }
    wall.sessions++;
}

static void check_redraw(void) {
    static uint32_t before[WIDTH * HEIGHT];
    CanvasTarget shown = headless_pixels(wall.headless);
    if (kiosk_deadline_mono_ms(headless_kiosk(wall.headless)) <=
        headless_mono_ms(wall.headless) + REST_MS) {
        return; /* in motion */
    }
    memcpy(before, shown.pixels, sizeof before);
    headless_redraw(wall.headless);
    if (memcmp(before, shown.pixels, sizeof before) != 0) {
        fail("screen %d drawn whole differs from what was shown", (int)session_now()->screen);
    }
    memory_wipe(before, sizeof before);
    wall.redraws++;
}

static void check_way_home(void) {
    ScreenId from = session_now()->screen;
    for (int taps = 0; taps < 2 && session_now()->screen != SCREEN_HOME; taps++) {
        const Node *way = walker_way_home(wall.headless);
        if (way == NULL) {
            fail("nothing on screen %d leads home", (int)session_now()->screen);
        }
        (void)headless_tap(wall.headless, way);
    }
    if (session_now()->screen != SCREEN_HOME) {
        fail("home is more than two taps away from screen %d", (int)from);
    }
    wall.ways_home++;
}

/* Once: what is on the screen is in memory, or the search looks in the wrong places. */
static void check_search_sees(void) {
    CanaryFound found;
    const SessionState *session = session_now();
    bool stands_there = session->screen == SCREEN_HOUSEHOLD &&
                        canary_name_in((Str8){(const char *)session, sizeof *session});
    if (INSTRUMENTED || wall.seen || !stands_there) {
        return;
    }
    wall.seen = true;
    if (!canary_search(0, &found) || found.count == 0) {
        fail("a family stands at its screen and no memory holds it");
    }
}

static void check_memory(void) {
    CanaryFound found;
    headless_wait(wall.headless, IDLE_MINUTE_MS);
    if (INSTRUMENTED) {
        return;
    }
    if (!canary_search(0, &found)) {
        fail("the memory cannot be read");
    }
    if (found.count > 0) {
        fail("%zu places in memory hold word %zu (first at 0x%llx, a character every %zu bytes, in "
             "%s)",
             found.count, found.word, (unsigned long long)found.address, found.step, found.mapping);
    }
    wall.searches++;
}

/* ---- the walk ---- */

/* Random numbers switch the look-up off for the day: staff switch it on for the family. */
static void unlock_look_up(void) {
    Lookup lookup = {.count = 0};
    Err err = {0};
    Moment now = {.utc_ms = headless_now_utc_ms(wall.headless),
                  .mono_ms = headless_mono_ms(wall.headless),
                  .boot = 1,
                  .good = true};
    Store *store = mirror_store(wall.mirror);
    ErrCode code = household_store_throttle(store, now, &lookup, &err);
    if (code == ERR_OK && lookup.throttle != LOOKUP_READY) {
        code = household_store_unlock(store, &err);
    }
    if (code != ERR_OK) {
        fail("the look-up was not unlocked: %s", err.text);
    }
}

static void look_after(void) {
    uint32_t serial = session_now()->serial;
    if (serial != wall.serial) {
        wall.serial = serial;
        check_state();
        check_session_end();
    }
    check_tree();
    check_secret();
    check_search_sees();
    if (at_step % REDRAW_EVERY == REDRAW_EVERY - 1) {
        check_redraw();
    }
}

/* Memory of its own; mapped files (fonts) come and go as the system likes. */
static long resident_kib(void) {
    static const Str8 NAME = {"RssAnon:", sizeof "RssAnon:" - 1};
    int64_t kib = 0;
    char line[256];
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        Str8 text = str8_from(line);
        if (str8_starts_with(text, NAME)) {
            Str8 rest;
            text = str8_trim(str8_slice(text, NAME.len, text.len));
            (void)str8_to_int(str8_cut(text, ' ', &rest), &kib);
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return (long)kib;
}

/* A search that finds nothing must be able to find. */
static void check_search(void) {
    CanaryFound found;
    char *left = malloc(64);
    if (INSTRUMENTED || left == NULL) {
        free(left);
        return;
    }
    for (size_t i = 0; i < 64; i++) {
        left[i] = canary_char(0, i / 4 < 12 && i % 4 == 0 ? i / 4 : 12);
    }
    if (!canary_search(0, &found) || found.count != 1 || found.step != 4) {
        fail("a name that was left in memory was not found (%zu places)", found.count);
    }
    memory_wipe(left, 64);
    free(left);
}

/* A long walk says where it is, on a line of its own that a table can be made of. */
static void say_progress(long step) {
    if (wall.steps > STEPS_SHORT && step % PROGRESS_EVERY == 0) {
        (void)fprintf(stderr, "session wall: step %ld, %zu sessions, %ld KiB\n", step,
                      wall.sessions, resident_kib());
    }
}

static void walk(void) {
    check_search();
    long tenth_kib = 0;
    long tenth = wall.steps / TENTHS;
    for (long step = 0; step < wall.steps; step++) {
        at_step = (sig_atomic_t)step;
        size_t families = wall.walker.families;
        walker_step(&wall.walker);
        wall.screens[step % LAST_SCREENS] = session_now()->screen;
        if (wall.walker.families != families) {
            unlock_look_up();
        }
        look_after();
        if (walker_pick(&wall.walker, WAY_HOME_EVERY) == 0) {
            check_way_home();
            look_after();
        }
        if (step % SEARCH_EVERY == SEARCH_EVERY - 1) {
            check_memory();
            look_after();
        }
        say_progress(step);
        if (step == tenth) {
            tenth_kib = resident_kib();
        }
    }
    long end_kib = resident_kib();
    if (!INSTRUMENTED && !wall.seen && wall.walker.families > 3) {
        fail("the family never came to its screen");
    }
    (void)printf(
        "session wall: %ld steps, seed %llu, %zu families (%zu at their screen, %zu signed "
        "in, %zu searched), %zu sessions ended, %zu frames drawn whole, %zu "
        "ways home, %zu memory searches, resident %ld KiB after a tenth, %ld at the end\n",
        wall.steps, (unsigned long long)wall.seed, wall.walker.families, wall.walker.households,
        wall.walker.signed_in, wall.walker.searches, wall.sessions, wall.redraws, wall.ways_home,
        wall.searches, tenth_kib, end_kib);
    long growth = wall.steps < STEPS_SHORT ? GROWTH_SHORT_KIB_MAX : GROWTH_KIB_MAX;
    if (!INSTRUMENTED && end_kib > tenth_kib + growth) {
        fail("memory grew from %ld to %ld KiB", tenth_kib, end_kib);
    }
}

static void open_wall(void) {
    Err err = {0};
    HeadlessOptions options = {.data = wall.folder,
                               .assets = FOYER_SHARE,
                               .width_px = WIDTH,
                               .height_px = HEIGHT,
                               .panel_width_mm = PANEL_MM,
                               .now_utc_ms = EVENING_UTC_MS,
                               .mono_ms = 1000000};
    ErrCode code = canary_school_make(wall.folder, EVENING_UTC_MS, &err);
    code = code == ERR_OK ? headless_open(&options, &wall.headless, &err) : code;
    code = code == ERR_OK ? mirror_open(wall.headless, wall.folder, FOYER_SHARE, &wall.mirror, &err)
                          : code;
    if (code != ERR_OK) {
        fail("%s", err.text);
    }
    wall.walker = walker_make(wall.headless, wall.seed);
    wall.serial = session_now()->serial;
}

static bool parse(int argc, char **argv) {
    wall.program = argv[0];
    wall.seed = 1;
    long steps_long = INSTRUMENTED ? STEPS_LONG_INSTRUMENTED : STEPS_LONG;
    wall.steps = getenv("FOYER_LONG") != NULL ? steps_long : STEPS_CI;
    for (int i = 1; i < argc; i++) {
        int64_t number = 0;
        if (strcmp(argv[i], "--long") == 0) {
            wall.steps = steps_long;
            continue;
        }
        if (i + 1 >= argc || !str8_to_int(str8_from(argv[i + 1]), &number) || number < 0) {
            return false;
        }
        if (strcmp(argv[i], "--steps") == 0) {
            wall.steps = (long)number;
        } else if (strcmp(argv[i], "--seed") == 0) {
            wall.seed = (uint64_t)number;
        } else {
            return false;
        }
        i++;
    }
    return true;
}

static void tidy_up(void) {
    if (wall.folder[0] != '\0') {
        wall_folder_remove(wall.folder);
    }
}

int main(int argc, char **argv) {
    if (!parse(argc, argv)) {
        (void)fprintf(stderr, "usage: %s [--steps N] [--seed N] [--long]\n", argv[0]);
        return 2;
    }
    (void)signal(SIGABRT, on_crash);
    if (!INSTRUMENTED) {
        (void)signal(SIGSEGV, on_crash);
        (void)signal(SIGBUS, on_crash);
    }
    (void)atexit(tidy_up);
    open_wall();
    walk();
    mirror_close(wall.mirror);
    headless_close(wall.headless);
    return 0;
}
