#include "kiosk/tour.h"

#include <stdio.h>

#include "data/base/civil.h"
#include "data/files/files.h"
#include "data/site/site.h"
#include "data/site/system.h"
#include "data/store/event_store.h"
#include "kiosk/headless/drive.h"

enum {
    SCRIPT_BYTES_MAX = 64 << 10,
    TOUR_ARENA_MAX = 1 << 20,
    TOUR_WIDTH = 1920,
    TOUR_HEIGHT = 1080,
    TOUR_AFTER_START_MS = 5 * MINUTE_MS,
};

/* Pictures are named in the script; they go to the folder of the tour. */
static void command_into_folder(Arena *arena, const char *folder, Command *command) {
    if (command->kind == COMMAND_SHOT) {
        command->word = str8_format(arena, "%s/%.*s", folder, STR8_ARG(command->word));
    }
}

static ErrCode tour_line(Headless *headless, DriveReport *report, Str8 line, const char *folder,
                         Err *err) {
    Command command;
    Arena arena = arena_make(COMMAND_LINE_MAX, TOUR_ARENA_MAX);
    ErrCode code = command_parse(&arena, line, &command, err);
    if (code == ERR_OK) {
        command_into_folder(&arena, folder, &command);
        code = drive_run(headless, report, &command, stdout, err);
    }
    if (code == ERR_OK && command.kind == COMMAND_SHOT) {
        (void)printf("  %.*s\n", STR8_ARG(command.word));
    }
    arena_free(&arena);
    return code;
}

static int tour_script(Headless *headless, int64_t now_utc_ms, Str8 script, const char *folder) {
    DriveReport report = drive_report_make(pace_machine(), now_utc_ms);
    Err err = {0};
    for (int number = 1; script.len > 0; number++) {
        Str8 line = str8_cut(script, '\n', &script);
        if (tour_line(headless, &report, line, folder, &err) != ERR_OK) {
            (void)fprintf(stderr, "foyer: tour.drive:%d: %s\n", number, err.text);
            return 1;
        }
    }
    (void)printf("%d screens shown, %d touches\n", report.screens, report.taps);
    return 0;
}

/* Now, when an event takes sign-ins; else a little after the next one begins. */
static int64_t tour_time(Store *store, Arena *arena, int64_t now_utc_ms) {
    Event *events = NULL;
    size_t count = 0;
    ErrCode code = event_store_open(store, arena, now_utc_ms, &events, &count, NULL);
    if (code == ERR_OK && count == 0) {
        code = event_store_next(store, arena, now_utc_ms, 1, &events, &count, NULL);
        return code == ERR_OK && count > 0 ? events[0].start_utc_ms + TOUR_AFTER_START_MS
                                           : now_utc_ms;
    }
    return now_utc_ms;
}

/* The tour shows signing in, so its clock goes to an event. A folder that cannot be read is told
 * about when the kiosk opens it. */
static int64_t tour_now(const Options *options, const char *folder, Arena *arena) {
    SystemClock clock = {0};
    ClockPort port = system_clock_port(&clock);
    int64_t now_utc_ms = port.now(port.context).utc_ms;
    SiteOptions site_options = {.folder = folder, .random = system_random_port()};
    Site *site = NULL;
    if (options->now_given) {
        return options->now_utc_ms;
    }
    if (site_open(arena, &site_options, &site, NULL) == ERR_OK) {
        now_utc_ms = tour_time(site->store, arena, now_utc_ms);
    }
    site_close(site);
    return now_utc_ms;
}

int tour_run(const Options *options, const char *folder, const char *assets) {
    Arena arena = arena_make(SCRIPT_BYTES_MAX, TOUR_ARENA_MAX);
    Headless *headless = NULL;
    Str8 script = {0};
    Err err = {0};
    HeadlessOptions kiosk = {.data = folder,
                             .assets = assets,
                             .width_px = options->width > 0 ? options->width : TOUR_WIDTH,
                             .height_px = options->height > 0 ? options->height : TOUR_HEIGHT,
                             .panel_width_mm = options->panel_width_mm,
                             .language = str8_from(options->language),
                             .mono_ms = DAY_MS};
    kiosk.now_utc_ms = tour_now(options, folder, &arena);
    const char *path = str8_format(&arena, "%s/tour.drive", assets).ptr;
    ErrCode code = path != NULL ? files_read(&arena, path, SCRIPT_BYTES_MAX, &script, &err)
                                : err_set(&err, ERR_NO_MEMORY, "no memory for the tour");
    code = code == ERR_OK ? files_make_folder(options->tour, &err) : code;
    code = code == ERR_OK ? headless_open(&kiosk, &headless, &err) : code;
    int status = 1;
    if (code == ERR_OK) {
        (void)printf("Pictures of the tour:\n");
        status = tour_script(headless, kiosk.now_utc_ms, script, options->tour);
    } else {
        (void)fprintf(stderr, "foyer: %s\n", err.text);
    }
    headless_close(headless);
    arena_free(&arena);
    return status;
}
