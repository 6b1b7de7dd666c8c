#ifndef FOYER_TESTS_BENCH_SEARCH_QUALITY_H
#define FOYER_TESTS_BENCH_SEARCH_QUALITY_H

#include "tests/bench/bench.h"
#include "tests/bench/expected.h"
#include "tests/bench/site.h"

/* What one engine answered to one query. */
typedef struct {
    size_t hits[EXPECTED_TOP]; /* indexes of services, best first */
    size_t count;
    double took_ms;
} QualityAnswer;

/** One line for all languages and one for each; `more` ends the first. */
void quality_print(const Expected *expected, const char *engine, const QualityAnswer *answers,
                   const char *more);

/**
 * Other libraries on the same services and queries (tests/peers/search.mjs): their lines. Nothing
 * without FOYER_PEERS.
 */
MUST_USE ErrCode quality_run_peers(const BenchSite *bench, Store *store, const Expected *expected,
                                   Arena *arena, Err *err);

#endif
