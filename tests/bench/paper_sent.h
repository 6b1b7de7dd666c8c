#ifndef FOYER_TESTS_BENCH_PAPER_SENT_H
#define FOYER_TESTS_BENCH_PAPER_SENT_H

#include "tests/bench/bench.h"

/** The second part of `paper`: from the tap on "Print" until the printer has all of it. */
MUST_USE ErrCode bench_paper_sent(const BenchOptions *options, Err *err);

#endif
