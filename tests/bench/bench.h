#ifndef FOYER_TESTS_BENCH_BENCH_H
#define FOYER_TESTS_BENCH_BENCH_H

#include <stddef.h>

#include "data/base/err.h"

/* One benchmark's figures: a JSON object a line on standard output (DESIGN.md section 1). */

/** Sorts `values`; prints {"bench","unit","n","min","p50","p90","p99","max"} and `more` (", ...").
 */
void bench_print(const char *name, const char *unit, double *values, size_t count,
                 const char *more);

typedef struct {
    const char *assets;
    const char *journeys; /* folder of the scripts */
    int seeds;
} BenchOptions;

/** PRODUCT.md's journeys at human pace, `seeds` runs each. ERR_CONFLICT when a target is missed. */
MUST_USE ErrCode bench_journeys(const BenchOptions *options, Err *err);

#endif
