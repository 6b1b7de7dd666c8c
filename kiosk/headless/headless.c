#include "kiosk/headless/headless.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/base/check.h"
#include "data/demo/demo.h"
#include "data/site/site.h"
#include "data/site/system.h"
#include "data/store/school_store.h"
#include "kiosk/app/effect.h"
#include "kiosk/platform/font.h"
#include "kiosk/platform/icon.h"
#include "kiosk/platform/surface.h"
#include "kiosk/press/press.h"
#include "kiosk/ui/canvas.h"

enum {
    QUEUE_MAX = 8,
    NEWS_MAX = 8,
    ARENA_BLOCK = 64 << 10,
    ARENA_MAX = 32 << 20,
    BOUNCE_FREE_MS = 300, /* virtual time after a touch: just more than a bounce */
    TICKS_MAX = 100000,   /* deadlines in one wait */
};

struct Headless {
    Arena arena;
    Site *site;
    HelpCounters *help;
    Zone *zone;
    SystemClock system; /* for printers, which know no virtual time */
    LocaleSet *locales;
    Fonts *fonts;
    Icons *icons;
    Canvas *canvas;
    Surface surface;
    Kiosk *kiosk;
    EffectRunner runner;
    Moment now;
    PrinterConfig printers;
    const PressTable *press_table;
    Press *press;           /* NULL: there is no printer */
    Message news[NEWS_MAX]; /* of the print at hand */
    size_t news_count;
    int64_t free_mono_ms; /* a touch before this would be a bounce */
    Effect queue[QUEUE_MAX];
    size_t queue_count;
    bool no_pixels;
};

static uint64_t allocations;

void headless_count_allocation(void) {
    allocations++;
}

static Moment clock_now(void *context) {
    return ((Headless *)context)->now;
}

static bool queue_effect(void *context, const Effect *effect) {
    Headless *headless = context;
    if (headless->queue_count == QUEUE_MAX) {
        return false;
    }
    headless->queue[headless->queue_count++] = *effect;
    return true;
}

static void draw(Headless *headless) {
    UiFrame frame = kiosk_frame(headless->kiosk);
    for (size_t i = 0; !headless->no_pixels && i < frame.rects_count; i++) {
        canvas_draw(headless->canvas, headless->surface.target, &frame.list, frame.rects[i]);
    }
}

/* ---- printing: the print worker's part, inline ---- */

typedef struct {
    Headless *headless;
    const PressJob *job;
} Printing;

static void add_news(void *context, PrintResult so_far) {
    const Printing *printing = context;
    Headless *headless = printing->headless;
    if (headless->news_count == NEWS_MAX) {
        headless->news_count--; /* the latest counts */
    }
    headless->news[headless->news_count++] = (Message){.kind = MESSAGE_PRINT,
                                                       .session = printing->job->session,
                                                       .print = {printing->job->number, so_far}};
}

static bool print_job(void *context, PressJob *job) {
    Headless *headless = context;
    Printing printing = {headless, job};
    PrintWatch watch = {.progress = add_news, .context = &printing};
    add_news(&printing, headless->press_table->run(headless->press, job, &watch).result);
    press_job_free(job);
    return true;
}

/* Inline, a print has come to its end before anything else happens. */
static void stop_print(void *context, uint32_t session) {
    (void)context;
    (void)session;
}

static void tell_news(Headless *headless) {
    for (size_t i = 0; i < headless->news_count; i++) {
        kiosk_reply(headless->kiosk, &headless->news[i]);
    }
    headless->news_count = 0;
}

/* The printers that foyer.conf of the data folder names. */
static ErrCode open_press(Headless *headless, const HeadlessOptions *options, Str8 zone, Err *err) {
    const char *const paths[] = {headless->site->paths.settings};
    if (options->press == NULL) {
        return ERR_OK;
    }
    headless->press_table = options->press;
    ErrCode code = printer_config_read(&headless->arena, paths, 1, &headless->printers, err);
    if (code != ERR_OK || headless->printers.printers_count == 0) {
        return code;
    }
    PressOptions press = {.assets = options->assets,
                          .zone = zone,
                          .config = &headless->printers,
                          .limits = printer_limits_default(),
                          .clock = system_clock_port(&headless->system)};
    return options->press->open(&press, &headless->press, err);
}

/* What the store worker's thread would do meanwhile: one effect, one answer, one frame. */
static void settle(Headless *headless) {
    while (headless->queue_count > 0) {
        Message reply;
        Effect effect = headless->queue[0];
        headless->queue_count--;
        memmove(headless->queue, headless->queue + 1, headless->queue_count * sizeof effect);
        if (effect_run(&headless->runner, &effect, headless->now, &reply)) {
            kiosk_reply(headless->kiosk, &reply);
        }
        message_wipe(&reply);
        effect_wipe(&effect);
        tell_news(headless);
    }
    if (kiosk_is_dirty(headless->kiosk)) {
        draw(headless);
    }
}

static ErrCode open_stores(Headless *headless, const HeadlessOptions *options, Err *err) {
    SiteOptions site = {.folder = options->data, .create = true, .random = system_random_port()};
    if (options->lowest_hash_cost) {
        site.cost = SECRET_COST_LOWEST;
    }
    ErrCode code = site_open(&headless->arena, &site, &headless->site, err);
    if (code == ERR_OK) {
        code = store_begin_boot(headless->site->store, &headless->now.boot, err);
    }
    if (code == ERR_OK) {
        code = help_counters_open(&headless->arena, headless->site->paths.help, NULL,
                                  &headless->help, err);
    }
    return code;
}

static ErrCode open_screens(Headless *headless, const HeadlessOptions *options, Str8 zone,
                            Err *err) {
    Str8 assets = str8_from(options->assets);
    ErrCode code = locale_set_load(&headless->arena, assets, zone, &headless->locales, err);
    if (code == ERR_OK) {
        code = fonts_new(&headless->fonts, err);
    }
    if (code == ERR_OK) {
        code = icons_new(&headless->icons, assets, err);
    }
    if (code == ERR_OK) {
        code = surface_new(&headless->surface, options->width_px, options->height_px, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    headless->canvas = canvas_new(fonts_port(headless->fonts), icons_port(headless->icons),
                                  images_port(headless->icons));
    return headless->canvas != NULL ? ERR_OK
                                    : err_set(err, ERR_NO_MEMORY, "no memory for a canvas");
}

static void session_ended(void *context) {
    fonts_wipe(((Headless *)context)->fonts);
}

static ErrCode open_kiosk(Headless *headless, const HeadlessOptions *options, Str8 zone, Err *err) {
    Look look = {.width_px = options->width_px,
                 .height_px = options->height_px,
                 .panel_width_mm = options->panel_width_mm};
    KioskPorts ports = {.clock = {clock_now, headless},
                        .random = system_random_port(),
                        .font = fonts_port(headless->fonts),
                        .effects = {queue_effect, headless},
                        .locales = headless->locales,
                        .can_print = headless->press != NULL,
                        .prints_badges = headless->printers.badges,
                        .session_ended = session_ended,
                        .session_ended_context = headless};
    return kiosk_new(&ports, &look, zone, options->language, &headless->kiosk, err);
}

static ErrCode open_all(Headless *headless, const HeadlessOptions *options, Err *err) {
    School school = {.zone = STR8("UTC")};
    ErrCode code = open_stores(headless, options, err);
    if (code == ERR_OK) {
        code = school_store_get(headless->site->store, &headless->arena, &school, err);
        code = code == ERR_NOT_FOUND ? ERR_OK : code;
    }
    if (code == ERR_OK) {
        code = zone_open(school.zone, &headless->zone, err);
    }
    if (code == ERR_OK) {
        code = open_screens(headless, options, school.zone, err);
    }
    if (code == ERR_OK) {
        code = open_press(headless, options, school.zone, err);
    }
    return code == ERR_OK ? open_kiosk(headless, options, school.zone, err) : code;
}

ErrCode headless_open(const HeadlessOptions *options, Headless **headless, Err *err) {
    FOYER_ASSERT(options->mono_ms > 0);
    Headless *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a kiosk");
    }
    opened->arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    opened->no_pixels = options->no_pixels;
    opened->now = (Moment){.utc_ms = options->now_utc_ms,
                           .mono_ms = options->mono_ms,
                           .good = !options->clock_not_good};
    ErrCode code = open_all(opened, options, err);
    if (code != ERR_OK) {
        headless_close(opened);
        return code;
    }
    opened->runner = effect_runner_make(opened->site->store, opened->help, opened->zone);
    opened->runner.new_day = demo_keep;
    if (opened->press != NULL) {
        opened->runner.print = (PrintPort){print_job, stop_print, opened};
    }
    kiosk_tick(opened->kiosk); /* loads the content, as the home screen needs it */
    settle(opened);
    kiosk_tick(opened->kiosk); /* and with what the directory knows */
    settle(opened);
    *headless = opened;
    return ERR_OK;
}

void headless_close(Headless *headless) {
    if (headless == NULL) {
        return;
    }
    kiosk_free(headless->kiosk);
    if (headless->press != NULL) {
        headless->press_table->close(headless->press);
    }
    canvas_free(headless->canvas);
    surface_free(&headless->surface);
    icons_free(headless->icons);
    fonts_free(headless->fonts);
    locale_set_close(headless->locales);
    effect_runner_free(&headless->runner);
    help_counters_close(headless->help);
    site_close(headless->site);
    zone_close(headless->zone);
    arena_free(&headless->arena);
    free(headless);
}

static double real_ms(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

typedef struct {
    double start_ms;
    uint64_t allocations;
    ScreenId screen;
} TurnStart;

static TurnStart turn_begin(const Headless *headless) {
    return (TurnStart){real_ms(), allocations, kiosk_state(headless->kiosk)->session.screen};
}

static HeadlessTurn turn_end(Headless *headless, TurnStart start) {
    HeadlessTurn turn = {0};
    draw(headless);
    turn.response_ms = real_ms() - start.start_ms;
    turn.allocations = allocations - start.allocations;
    settle(headless);
    turn.screen_changed = kiosk_state(headless->kiosk)->session.screen != start.screen;
    return turn;
}

/* Time that a person took anyway counts: nobody waits for the bounce and then decides. */
static void wait_for_bounce(Headless *headless) {
    if (headless->now.mono_ms < headless->free_mono_ms) {
        headless_wait(headless, headless->free_mono_ms - headless->now.mono_ms);
    }
    headless->free_mono_ms = headless->now.mono_ms + BOUNCE_FREE_MS;
}

static void pointer(Headless *headless, InputKind kind, int x, int y) {
    kiosk_input(headless->kiosk,
                (InputEvent){.kind = kind, .x = x, .y = y, .now_ms = headless->now.mono_ms});
}

static void center_of(const Node *node, int *x, int *y) {
    Rect shown = rect_intersect(node->rect, node->clip);
    *x = shown.x + shown.width / 2;
    *y = shown.y + shown.height / 2;
}

HeadlessTurn headless_tap(Headless *headless, const Node *node) {
    int x = 1;
    int y = headless->surface.target.height / 2; /* the margin: beside all targets */
    if (node != NULL) {
        center_of(node, &x, &y);
    }
    wait_for_bounce(headless);
    pointer(headless, INPUT_DOWN, x, y);
    draw(headless);
    TurnStart start = turn_begin(headless);
    pointer(headless, INPUT_UP, x, y);
    return turn_end(headless, start);
}

HeadlessTurn headless_slide_off(Headless *headless, const Node *from) {
    int x = 0;
    int y = 0;
    center_of(from, &x, &y);
    pointer(headless, INPUT_DOWN, x, y);
    draw(headless);
    TurnStart start = turn_begin(headless);
    pointer(headless, INPUT_MOVE, 1, 1);
    pointer(headless, INPUT_UP, 1, 1);
    return turn_end(headless, start);
}

HeadlessTurn headless_key(Headless *headless, UiKey key) {
    wait_for_bounce(headless);
    TurnStart start = turn_begin(headless);
    kiosk_input(headless->kiosk,
                (InputEvent){.kind = INPUT_KEY, .key = key, .now_ms = headless->now.mono_ms});
    return turn_end(headless, start);
}

HeadlessTurn headless_backspace(Headless *headless) {
    TurnStart start = turn_begin(headless);
    kiosk_backspace(headless->kiosk);
    return turn_end(headless, start);
}

HeadlessTurn headless_type(Headless *headless, uint32_t code_point) {
    TurnStart start = turn_begin(headless);
    (void)kiosk_type(headless->kiosk, code_point);
    return turn_end(headless, start);
}

HeadlessTurn headless_scan(Headless *headless, Str8 payload) {
    TurnStart start = turn_begin(headless);
    kiosk_scan(headless->kiosk, payload);
    return turn_end(headless, start);
}

void headless_wait(Headless *headless, int64_t ms) {
    int64_t end = headless->now.mono_ms + ms;
    for (int ticks = 0; headless->now.mono_ms < end && ticks < TICKS_MAX; ticks++) {
        int64_t deadline = kiosk_deadline_mono_ms(headless->kiosk);
        int64_t next = deadline < end ? deadline : end;
        if (next > headless->now.mono_ms) {
            headless->now.utc_ms += next - headless->now.mono_ms;
            headless->now.mono_ms = next;
        } else {
            headless->now.utc_ms++; /* a deadline that is due already: time still passes */
            headless->now.mono_ms++;
        }
        kiosk_tick(headless->kiosk);
        settle(headless);
    }
}

void headless_set_now(Headless *headless, int64_t utc_ms) {
    headless->now.utc_ms = utc_ms;
    /* Other events may be near now: read the content as a new minute would. */
    headless_wait(headless, MINUTE_MS + 1);
    headless->now.utc_ms = utc_ms;
    kiosk_tick(headless->kiosk);
    settle(headless);
}

void headless_jump(Headless *headless, int64_t utc_ms) {
    headless->now.utc_ms = utc_ms;
}

int64_t headless_now_utc_ms(const Headless *headless) {
    return headless->now.utc_ms;
}

int64_t headless_mono_ms(const Headless *headless) {
    return headless->now.mono_ms;
}

bool headless_language(Headless *headless, Str8 tag) {
    const AppState *state = kiosk_state(headless->kiosk);
    for (size_t i = 0; i < state->languages_count; i++) {
        if (str8_equal(str8_from(state->languages[i]), tag)) {
            Message choose = {.kind = MESSAGE_ACTION,
                              .action = {ACTION_LANGUAGE_CHOOSE, (uint32_t)i}};
            kiosk_reply(headless->kiosk, &choose);
            settle(headless);
            return true;
        }
    }
    return false;
}

const Node *headless_tree(const Headless *headless) {
    return kiosk_tree(headless->kiosk);
}

Kiosk *headless_kiosk(Headless *headless) {
    return headless->kiosk;
}

const Kiosk *headless_kiosk_const(const Headless *headless) {
    return headless->kiosk;
}

CanvasTarget headless_pixels(const Headless *headless) {
    return headless->surface.target;
}

void headless_redraw(Headless *headless) {
    CanvasTarget target = headless->surface.target;
    kiosk_resize(headless->kiosk, target.width, target.height);
    draw(headless);
}

ErrCode headless_shot(Headless *headless, const char *path, Err *err) {
    return surface_write_png(&headless->surface, str8_from(path), err);
}
