/*
 * foyer: wires the rooms together. The only file that knows every one of them.
 * The UI thread waits for input, a worker's wake or the next deadline, and draws; the store worker
 * opens the data folder on its own thread, so that the first frame waits for no disk.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/base/log.h"
#include "data/demo/demo.h"
#include "data/site/site.h"
#include "data/site/system.h"
#include "data/store/help_counters.h"
#include "data/store/school_store.h"
#include "kiosk/app/worker.h"
#include "kiosk/options.h"
#include "kiosk/platform/assets.h"
#include "kiosk/platform/font.h"
#include "kiosk/platform/icon.h"
#include "kiosk/platform/scanner.h"
#include "kiosk/platform/window.h"
#include "kiosk/press/press_module.h"
#include "kiosk/press/press_worker.h"
#include "kiosk/tour.h"
#include "kiosk/ui/canvas.h"
#include "sync/client/worker.h"

enum {
    STORE_ARENA_MAX = 64 << 20,
    STORE_ARENA_BLOCK = 64 << 10,
    RETRY_MS = 1000,
    SYNC_RESTS_MS = 2000
};

/* What the worker's thread owns. */
typedef struct {
    const char *folder;
    SystemClock *clock;
    bool is_demo_time; /* then nothing is sent: the hub is not to hear of times that never were */
    const char *ca_file;
    Arena arena;
    Site *site;
    HelpCounters *help;
    Zone *zone;
    SyncWorker *sync;   /* sends what was saved; a thread of its own */
    PressWorker *press; /* borrowed; NULL: there is no printer */
} Stores;

/* `clock` of the system, or one that starts where --now says and goes on from there. */
typedef struct {
    SystemClock system;
    bool shifted;
    int64_t shift_ms;
} DeskClock;

typedef struct {
    Options options;
    const char *assets;
    DeskClock clock;        /* read on the UI thread */
    DeskClock worker_clock; /* the same time, read on the worker's thread, with the boot's number */
    Arena arena;
    LocaleSet *locales;
    Fonts *fonts;
    Icons *icons;
    Window *window;
    Canvas *canvas;
    Stores stores;
    PrinterConfig printers;
    PressWorker *press;
    Worker *worker;
    Kiosk *kiosk;
    Scanner scanner;
    bool redraw;
} Desk;

static Moment desk_now(void *context) {
    DeskClock *clock = context;
    ClockPort port = system_clock_port(&clock->system);
    Moment now = port.now(port.context);
    if (clock->shifted) {
        now.utc_ms += clock->shift_ms;
        now.good = true;
    }
    return now;
}

static void desk_clock_shift(DeskClock *clock, int64_t utc_ms) {
    ClockPort port = system_clock_port(&clock->system);
    clock->shift_ms = utc_ms - port.now(port.context).utc_ms;
    clock->shifted = true;
}

static ErrCode stores_fill(Stores *stores, Err *err) {
    School school = {.zone = STR8("UTC")};
    ErrCode code = system_clock_begin(stores->clock, stores->site->store, err);
    if (code == ERR_OK) {
        code = school_store_get(stores->site->store, &stores->arena, &school, err);
        code = code == ERR_NOT_FOUND ? ERR_OK : code;
    }
    if (code == ERR_OK) {
        code = zone_open(school.zone, &stores->zone, err);
    }
    if (code == ERR_OK && help_counters_open(&stores->arena, stores->site->paths.help, NULL,
                                             &stores->help, err) != ERR_OK) {
        /* Looking for help works uncounted. */
        log_line(LOG_ERROR, "foyer", "help-counters", "code=%s", err_code_name(err->code));
        stores->help = NULL;
    }
    return code;
}

static void stores_close(void *context, EffectRunner *runner) {
    Stores *stores = context;
    sync_worker_stop(stores->sync);
    stores->sync = NULL;
    effect_runner_free(runner);
    help_counters_close(stores->help);
    site_close(stores->site);
    zone_close(stores->zone);
    arena_free(&stores->arena);
    stores->help = NULL;
    stores->site = NULL;
    stores->zone = NULL;
}

static bool submit_print(void *context, PressJob *job) {
    return press_worker_submit(context, job);
}

static void stop_print(void *context, uint32_t session) {
    press_worker_cancel(context, session);
}

static void stores_start_sync(Stores *stores) {
    SyncWorkerOptions options = {.folder = stores->folder,
                                 .clock = system_clock_port(stores->clock),
                                 .random = system_random_port(),
                                 .ca_file = stores->ca_file,
                                 .rest_ms = SYNC_RESTS_MS};
    if (stores->is_demo_time) {
        return;
    }
    stores->sync = sync_worker_start(&stores->arena, &options);
    if (stores->sync == NULL) { /* families sign in all the same */
        log_line(LOG_ERROR, "foyer", "no-sync-worker", "code=%s", err_code_name(ERR_NO_MEMORY));
    }
}

static ErrCode stores_open(void *context, EffectRunner *runner, Err *err) {
    Stores *stores = context;
    SiteOptions options = {
        .folder = stores->folder, .create = true, .random = system_random_port()};
    stores->arena = arena_make(STORE_ARENA_BLOCK, STORE_ARENA_MAX);
    ErrCode code = site_open(&stores->arena, &options, &stores->site, err);
    code = code == ERR_OK ? stores_fill(stores, err) : code;
    if (code != ERR_OK) {
        (void)fprintf(stderr, "foyer: %s\n", err->text);
        stores_close(stores, &(EffectRunner){0});
        return code;
    }
    *runner = effect_runner_make(stores->site->store, stores->help, stores->zone);
    runner->new_day = demo_keep;
    if (stores->press != NULL) {
        runner->print = (PrintPort){submit_print, stop_print, stores->press};
    }
    stores_start_sync(stores);
    return ERR_OK;
}

static void wake(void *context) {
    window_wake(context);
}

static void session_ended(void *context) {
    fonts_wipe(context);
}

static ErrCode desk_open_screen(Desk *desk, Err *err) {
    WindowSpec window = {
        .width = desk->options.width, .height = desk->options.height, .title = "Foyer"};
    Str8 assets = str8_from(desk->assets);
    ErrCode code = window_new(&desk->window, &window, err);
    if (code == ERR_OK) {
        code = locale_set_load(&desk->arena, assets, STR8("UTC"), &desk->locales, err);
    }
    if (code == ERR_OK) {
        code = fonts_new(&desk->fonts, err);
    }
    if (code == ERR_OK) {
        code = icons_new(&desk->icons, assets, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    desk->canvas =
        canvas_new(fonts_port(desk->fonts), icons_port(desk->icons), images_port(desk->icons));
    return desk->canvas != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for a canvas");
}

static const PressTable *find_press(void *context) {
    (void)context;
    return press_module_load();
}

/* The printers of foyer.conf. A wrong line there is said and costs the paper, not the kiosk. */
static void desk_open_press(Desk *desk) {
    SitePaths paths;
    Err err = {0};
    ErrCode code = site_paths(desk->stores.folder, &paths, &err);
    const char *const files[] = {PRINTER_CONFIG_SYSTEM_PATH, paths.settings};
    if (code == ERR_OK) {
        code = printer_config_read(&desk->arena, files, 2, &desk->printers, &err);
    }
    if (code != ERR_OK) {
        (void)fprintf(stderr, "foyer: %s; nothing is printed until that is mended\n", err.text);
    }
    if (code != ERR_OK || desk->printers.printers_count == 0) {
        return;
    }
    PressWorkerPorts ports = {.find = find_press,
                              .press = {.assets = desk->assets,
                                        .zone = STR8("UTC"),
                                        .config = &desk->printers,
                                        .limits = printer_limits_default(),
                                        .clock = system_clock_port(&desk->clock.system)},
                              .wake = wake,
                              .wake_context = desk->window};
    desk->press = press_worker_start(&ports);
    desk->stores.press = desk->press;
}

static ErrCode desk_open_kiosk(Desk *desk, Err *err) {
    CanvasTarget target;
    ErrCode code = window_target(desk->window, &target, err);
    if (code != ERR_OK) {
        return code;
    }
    desk_open_press(desk);
    WorkerPorts worker = {.open = stores_open,
                          .close = stores_close,
                          .context = &desk->stores,
                          .clock = {desk_now, &desk->worker_clock},
                          .wake = wake,
                          .wake_context = desk->window};
    desk->worker = worker_start(&worker);
    if (desk->worker == NULL) {
        return err_set(err, ERR_NO_MEMORY, "cannot start the store worker");
    }
    Look look = {.width_px = target.width,
                 .height_px = target.height,
                 .panel_width_mm = desk->options.panel_width_mm};
    KioskPorts ports = {.clock = {desk_now, &desk->clock},
                        .random = system_random_port(),
                        .font = fonts_port(desk->fonts),
                        .effects = worker_effect_port(desk->worker),
                        .locales = desk->locales,
                        .can_print = desk->press != NULL,
                        .prints_badges = desk->printers.badges,
                        .session_ended = session_ended,
                        .session_ended_context = desk->fonts};
    return kiosk_new(&ports, &look, STR8("UTC"), str8_from(desk->options.language), &desk->kiosk,
                     err);
}

static void desk_close(Desk *desk) {
    worker_stop(desk->worker);
    press_worker_stop(desk->press);
    kiosk_free(desk->kiosk);
    canvas_free(desk->canvas);
    icons_free(desk->icons);
    fonts_free(desk->fonts);
    locale_set_close(desk->locales);
    window_free(desk->window);
    arena_free(&desk->arena);
}

static void desk_draw(Desk *desk) {
    CanvasTarget target;
    if (window_target(desk->window, &target, NULL) != ERR_OK) {
        desk->redraw = true; /* the display is gone for now */
        return;
    }
    const AppState *state = kiosk_state(desk->kiosk);
    bool resized = target.width != state->session.look.width_px ||
                   target.height != state->session.look.height_px;
    if (desk->redraw || resized) {
        kiosk_resize(desk->kiosk, target.width, target.height);
        desk->redraw = false;
    }
    if (!kiosk_is_dirty(desk->kiosk)) {
        return;
    }
    UiFrame frame = kiosk_frame(desk->kiosk);
    for (size_t i = 0; i < frame.rects_count; i++) {
        canvas_draw(desk->canvas, target, &frame.list, frame.rects[i]);
    }
    window_present(desk->window, frame.rects, frame.rects_count);
}

static void desk_take_replies(Desk *desk) {
    static Message message; /* large, and wiped after each use */
    while (worker_take(desk->worker, &message)) {
        if (message.kind == MESSAGE_SAVED || message.kind == MESSAGE_CONTENT) {
            /* These two come only when the stores are open, so its address is settled. */
            sync_worker_nudge(desk->stores.sync);
        }
        kiosk_reply(desk->kiosk, &message);
        message_wipe(&message);
    }
    PressNews news;
    while (desk->press != NULL && press_worker_take(desk->press, &news)) {
        message = (Message){
            .kind = MESSAGE_PRINT, .session = news.session, .print = {news.number, news.result}};
        kiosk_reply(desk->kiosk, &message);
    }
}

static void desk_text(Desk *desk, Str8 text) {
    for (size_t i = 0; i < text.len;) {
        (void)kiosk_type(desk->kiosk, str8_next(text, &i));
    }
}

/* What the scanner held back turned out to be typing, or a whole code. */
static void desk_scanner(Desk *desk, ScannerResult result, int64_t now_ms) {
    if (result.outcome == SCANNER_SCAN) {
        kiosk_scan(desk->kiosk, result.text);
        return;
    }
    if (result.outcome != SCANNER_NOTHING) {
        desk_text(desk, result.text);
    }
    if (result.outcome == SCANNER_TYPED_ENTER) {
        kiosk_input(desk->kiosk,
                    (InputEvent){.kind = INPUT_KEY, .key = UI_KEY_ENTER, .now_ms = now_ms});
    }
}

static void desk_typed(Desk *desk, Str8 text, int64_t now_ms) {
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        desk_scanner(desk, scanner_add(&desk->scanner, code, now_ms), now_ms);
    }
}

/* @return false when the program is to end */
static bool desk_handle(Desk *desk, const WindowEvent *event, int64_t now_ms) {
    switch (event->kind) {
    case WINDOW_TIMEOUT:
        desk_scanner(desk, scanner_flush(&desk->scanner, now_ms), now_ms);
        kiosk_tick(desk->kiosk);
        return true;
    case WINDOW_WOKEN:
        return true;
    case WINDOW_INPUT:
        kiosk_input(desk->kiosk, event->input);
        return true;
    case WINDOW_TEXT:
        desk_typed(desk, (Str8){event->text, event->text_len}, now_ms);
        return true;
    case WINDOW_BACKSPACE:
        desk_scanner(desk, scanner_flush(&desk->scanner, INT64_MAX), now_ms);
        kiosk_backspace(desk->kiosk);
        return true;
    case WINDOW_ENTER:
        desk_scanner(desk, scanner_enter(&desk->scanner, now_ms), now_ms);
        return true;
    case WINDOW_REDRAW:
        desk->redraw = true;
        return true;
    case WINDOW_SIGNAL:
        return false;
    }
    return true;
}

static void desk_run(Desk *desk) {
    bool running = true;
    kiosk_tick(desk->kiosk); /* asks for the content; the first frame does not wait for it */
    while (running) {
        desk_take_replies(desk);
        desk_draw(desk);
        Moment now = desk_now(&desk->clock);
        int64_t deadline = kiosk_deadline_mono_ms(desk->kiosk);
        int64_t scanner_ms = scanner_deadline(&desk->scanner);
        if (scanner_ms >= 0 && scanner_ms < deadline) {
            deadline = scanner_ms;
        }
        if (desk->redraw) {
            /* The display is gone: a motion that is due would otherwise wake at once, for ever. */
            deadline = now.mono_ms + RETRY_MS;
        }
        WindowEvent event = window_wait(desk->window, now.mono_ms, deadline);
        running = desk_handle(desk, &event, desk_now(&desk->clock).mono_ms);
    }
}

static int run_desk(Desk *desk) {
    Err err = {0};
    ErrCode code = desk_open_screen(desk, &err);
    code = code == ERR_OK ? desk_open_kiosk(desk, &err) : code;
    if (code == ERR_OK) {
        desk_run(desk);
    } else {
        (void)fprintf(stderr, "foyer: %s\n", err.text);
    }
    desk_close(desk);
    return code == ERR_OK ? 0 : 1;
}

int main(int argc, char **argv) {
    static Desk desk;
    int status = options_parse(argc, argv, &desk.options);
    if (status >= 0) {
        return status;
    }
    (void)umask(077); /* what it writes is nobody else's */
    desk.arena = arena_make(STORE_ARENA_BLOCK, STORE_ARENA_MAX);
    desk.assets = assets_folder(&desk.arena, desk.options.assets, getenv("FOYER_ASSETS"));
    desk.stores.folder = files_data_folder(&desk.arena, desk.options.data, getenv("FOYER_DATA"),
                                           getenv("XDG_DATA_HOME"), getenv("HOME"));
    desk.stores.clock = &desk.worker_clock.system;
    desk.stores.ca_file = getenv("FOYER_CA_FILE");
    desk.stores.is_demo_time = desk.options.now_given;
    if (desk.assets == NULL || desk.stores.folder == NULL) {
        (void)fprintf(stderr, "foyer: no data folder: give --data DIR or set FOYER_DATA\n");
        return 1;
    }
    if (desk.options.now_given) {
        desk_clock_shift(&desk.clock, desk.options.now_utc_ms);
        desk_clock_shift(&desk.worker_clock, desk.options.now_utc_ms);
    }
    if (desk.options.tour != NULL) {
        return tour_run(&desk.options, desk.stores.folder, desk.assets);
    }
    return run_desk(&desk);
}
