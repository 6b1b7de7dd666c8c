#include "kiosk/tour.h"

#include <stdio.h>

#include "data/base/civil.h"
#include "data/files/files.h"
#include "data/site/system.h"
#include "kiosk/headless/drive.h"

enum {
    SCRIPT_BYTES_MAX = 64 << 10,
    TOUR_ARENA_MAX = 1 << 20,
    TOUR_WIDTH = 1920,
    TOUR_HEIGHT = 1080
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

int tour_run(const Options *options, const char *folder, const char *assets) {
    Arena arena = arena_make(SCRIPT_BYTES_MAX, TOUR_ARENA_MAX);
    Headless *headless = NULL;
    Str8 script = {0};
    Err err = {0};
    SystemClock clock = {0};
    ClockPort port = system_clock_port(&clock);
    HeadlessOptions kiosk = {.data = folder,
                             .assets = assets,
                             .width_px = options->width > 0 ? options->width : TOUR_WIDTH,
                             .height_px = options->height > 0 ? options->height : TOUR_HEIGHT,
                             .panel_width_mm = options->panel_width_mm,
                             .language = str8_from(options->language),
                             .mono_ms = DAY_MS};
    kiosk.now_utc_ms = options->now_given ? options->now_utc_ms : port.now(port.context).utc_ms;
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
