#include "tests/bench/display.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/hash.h"
#include "data/base/str8.h"
#include "tests/bench/process.h"
#include "tests/bench/site.h"

enum {
    GRID_PX = 8,
    COLOR_SIZE = 12, /* XWDColor of an XWD file, which the frame buffer's file is */
    HEADER_SIZE_MIN = 100,
    POLL_US = 200,
    NUMBER_MAX = 16,
    TEXT_MAX = 1200,
};

static uint32_t word_at(const uint8_t *bytes, size_t word) {
    const uint8_t *at = bytes + 4 * word;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static ErrCode map_screen(Display *display, Err *err) {
    char path[TEXT_MAX];
    struct stat found;
    Str8Builder builder = builder_make(path, sizeof path);
    builder_format(&builder, "%s/Xvfb_screen0", display->folder);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &found) != 0 || found.st_size < HEADER_SIZE_MIN) {
        return err_set(err, ERR_IO, "Xvfb left no frame buffer");
    }
    display->map_size = (size_t)found.st_size;
    void *map = mmap(NULL, display->map_size, PROT_READ, MAP_SHARED, file, 0);
    (void)close(file);
    if (map == MAP_FAILED) {
        return err_set(err, ERR_IO, "the frame buffer cannot be mapped");
    }
    /* XWDFile.h: header_size, version, format, depth, width, height, ... [12] bytes_per_line,
     * [19] ncolors; big-endian words. */
    display->map = map;
    display->width = (int)word_at(display->map, 4);
    display->height = (int)word_at(display->map, 5);
    display->stride = word_at(display->map, 12);
    size_t start = word_at(display->map, 0) + (size_t)word_at(display->map, 19) * COLOR_SIZE;
    display->pixels = display->map + start;
    return start + display->stride * (size_t)display->height <= display->map_size
               ? ERR_OK
               : err_set(err, ERR_IO, "the frame buffer is not what XWD says");
}

/* The server writes the number and the line's end apart, and dies when nobody reads the second. */
static bool read_line(int file, char *line, size_t size) {
    for (size_t len = 0; len < size; len++) {
        if (read(file, &line[len], 1) != 1) {
            return false;
        }
        if (line[len] == '\n') {
            line[len] = '\0';
            return len > 0;
        }
    }
    return false;
}

static ErrCode start_server(Display *display, Err *err) {
    int number[2];
    char descriptor[NUMBER_MAX];
    char name[NUMBER_MAX + 1] = ":";
    if (pipe(number) != 0) {
        return err_set(err, ERR_IO, "no pipe");
    }
    (void)fcntl(number[0], F_SETFD, FD_CLOEXEC);
    Str8Builder builder = builder_make(descriptor, sizeof descriptor);
    builder_add_int(&builder, number[1]);
    const char *const arguments[] = {
        "Xvfb", "-noreset",  "-displayfd", descriptor, "-screen",       "0", "1920x1080x24",
        "-br",  "-nolisten", "tcp",        "-fbdir",   display->folder, NULL};
    ErrCode code = process_start(arguments, NULL, &display->pid, err);
    (void)close(number[1]);
    bool named = code == ERR_OK && read_line(number[0], name + 1, sizeof name - 1);
    (void)close(number[0]);
    if (!named) {
        return code != ERR_OK ? code : err_set(err, ERR_IO, "Xvfb did not start");
    }
    /* NOLINTBEGIN(concurrency-mt-unsafe): there is no second thread. */
    (void)setenv("DISPLAY", name, 1);
    (void)unsetenv("SDL_VIDEODRIVER");
    /* NOLINTEND(concurrency-mt-unsafe) */
    return ERR_OK;
}

ErrCode display_open(const BenchOptions *options, Display *display, Err *err) {
    *display = (Display){0};
    Str8Builder builder = builder_make(display->folder, sizeof display->folder);
    builder_format(&builder, "%s/foyer-display-XXXXXX", options->folder);
    if (builder.full || mkdtemp(display->folder) == NULL) {
        return err_set(err, ERR_IO, "cannot make a folder in %s", options->folder);
    }
    ErrCode code = start_server(display, err);
    code = code == ERR_OK ? map_screen(display, err) : code;
    if (code != ERR_OK) {
        display_close(display);
    }
    return code;
}

void display_close(Display *display) {
    char path[TEXT_MAX];
    if (display->pid > 0) {
        (void)process_end(display->pid);
    }
    if (display->map != NULL) {
        (void)munmap((void *)(uintptr_t)display->map, display->map_size);
    }
    Str8Builder builder = builder_make(path, sizeof path);
    builder_format(&builder, "%s/Xvfb_screen0", display->folder);
    (void)unlink(path);
    (void)rmdir(display->folder);
    *display = (Display){0};
}

static bool is_lit(const Display *display, int x, int y) {
    const uint8_t *pixel = display->pixels + display->stride * (size_t)y + 4 * (size_t)x;
    const volatile uint8_t *now = pixel; /* another process writes it */
    return now[0] != 0 || now[1] != 0 || now[2] != 0;
}

static int lit_points(const Display *display) {
    int right = display->width - 1;
    int bottom = display->height - 1;
    return is_lit(display, 0, 0) + is_lit(display, right, 0) + is_lit(display, 0, bottom) +
           is_lit(display, right, bottom) + is_lit(display, right / 2, bottom / 2);
}

bool display_is_covered(const Display *display) {
    return lit_points(display) == 5;
}

bool display_is_black(const Display *display) {
    return lit_points(display) == 0;
}

uint64_t display_hash(const Display *display) {
    uint64_t hash = HASH_START;
    for (int y = 0; y < display->height; y += GRID_PX) {
        uint32_t row[4096 / GRID_PX];
        int count = 0;
        for (int x = 0; x < display->width; x += GRID_PX) {
            memcpy(&row[count++], display->pixels + display->stride * (size_t)y + 4 * (size_t)x, 4);
        }
        hash = hash_bytes(hash, row, (size_t)count * sizeof row[0]);
    }
    return hash;
}

double display_wait(const Display *display, bool (*want)(const Display *display), double most_ms) {
    double end = bench_now_ms() + most_ms;
    while (!want(display)) {
        if (bench_now_ms() > end) {
            return -1;
        }
        process_sleep_ms(POLL_US / 1e3);
    }
    return bench_now_ms();
}

bool display_wait_still(const Display *display, double still_ms, double most_ms) {
    double end = bench_now_ms() + most_ms;
    double since = bench_now_ms();
    uint64_t last = display_hash(display);
    while (bench_now_ms() < since + still_ms) {
        process_sleep_ms(10);
        uint64_t hash = display_hash(display);
        since = hash == last ? since : bench_now_ms();
        last = hash;
        if (bench_now_ms() > end) {
            return false;
        }
    }
    return true;
}

ErrCode display_click(int x, int y, Err *err) {
    char across[NUMBER_MAX];
    char down[NUMBER_MAX];
    Str8Builder builder = builder_make(across, sizeof across);
    builder_add_int(&builder, x);
    builder = builder_make(down, sizeof down);
    builder_add_int(&builder, y);
    const char *const arguments[] = {"xdotool", "mousemove", across, down, "click", "1", NULL};
    return process_run(arguments, NULL, NULL, err);
}

ErrCode display_start_foyer(const BenchOptions *options, const char *data, pid_t *pid, Err *err) {
    char program[TEXT_MAX];
    char folder[TEXT_MAX];
    char assets[TEXT_MAX];
    Str8Builder builder = builder_make(program, sizeof program);
    builder_format(&builder, "%s/foyer", options->programs);
    builder = builder_make(folder, sizeof folder);
    builder_add(&builder, str8_from(data));
    builder = builder_make(assets, sizeof assets);
    builder_add(&builder, str8_from(options->assets));
    const char *const arguments[] = {program, "--data", folder,    "--assets",
                                     assets,  "--now",  BENCH_NOW, NULL};
    return process_start(arguments, NULL, pid, err);
}

ErrCode display_show_foyer(const BenchOptions *options, const Display *display, const char *data,
                           pid_t *pid, Err *err) {
    ErrCode code = display_start_foyer(options, data, pid, err);
    if (code == ERR_OK && (display_wait(display, display_is_covered, 10e3) < 0 ||
                           !display_wait_still(display, 1500, 10e3))) {
        (void)process_end(*pid);
        code = err_set(err, ERR_CONFLICT, "foyer showed no home screen that stands still");
    }
    return code;
}
