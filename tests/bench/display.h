#ifndef FOYER_TESTS_BENCH_DISPLAY_H
#define FOYER_TESTS_BENCH_DISPLAY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tests/bench/bench.h"

/*
 * An Xvfb of 1920 x 1080 of our own. Its frame buffer is a mapped file, so that looking at what is
 * shown asks neither the server nor the program for anything. DISPLAY of this process and of those
 * it starts names it.
 */
enum { DISPLAY_FOLDER_MAX = 1024 };

typedef struct {
    pid_t pid;
    char folder[DISPLAY_FOLDER_MAX];
    const uint8_t *map;
    size_t map_size;
    const uint8_t *pixels; /* 4 bytes each */
    size_t stride;         /* bytes of a row */
    int width;
    int height;
} Display;

MUST_USE ErrCode display_open(const BenchOptions *options, Display *display, Err *err);
void display_close(Display *display);

/** Something that is not black stands in the middle and in all four corners. */
bool display_is_covered(const Display *display);
bool display_is_black(const Display *display);
/** Of every eighth pixel of every eighth row: tells one screen from another. */
uint64_t display_hash(const Display *display);

/** Wait until `want` says so. @return ms on bench_now_ms's clock, negative after `most_ms` */
double display_wait(const Display *display, bool (*want)(const Display *display), double most_ms);
/** Wait until nothing has changed for `still_ms`. @return false after `most_ms` */
bool display_wait_still(const Display *display, double still_ms, double most_ms);

/** A press and release by `xdotool`. */
MUST_USE ErrCode display_click(int x, int y, Err *err);

/** Start foyer on the display with the data folder, at `now`; without waiting. */
MUST_USE ErrCode display_start_foyer(const BenchOptions *options, const char *data, pid_t *pid,
                                     Err *err);
/** The same, and wait until the home screen stands still. */
MUST_USE ErrCode display_show_foyer(const BenchOptions *options, const Display *display,
                                    const char *data, pid_t *pid, Err *err);

#endif
