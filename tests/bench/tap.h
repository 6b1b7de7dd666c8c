#ifndef FOYER_TESTS_BENCH_TAP_H
#define FOYER_TESTS_BENCH_TAP_H

#include "kiosk/headless/headless.h"
#include "tests/bench/bench.h"

/* What the two benches of taps share (tap.c). */
enum { TAP_TURNS_MAX = 20000, TAP_SCRIPTS = 9 };

typedef struct {
    double values[TAP_TURNS_MAX];
    size_t count;
} TapTurns;

/** What is past TAP_TURNS_MAX is dropped. */
void tap_turns_add(TapTurns *turns, double value);
/** The journey `script` of 0..TAP_SCRIPTS-1; a value a tap. */
MUST_USE ErrCode tap_script_run(const BenchOptions *options, Headless *headless, size_t script,
                                TapTurns *turns, Err *err);

#endif
