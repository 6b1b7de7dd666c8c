#ifndef FOYER_TESTS_BENCH_BENCH_H
#define FOYER_TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/err.h"

/*
 * foyer-bench: one benchmark a file. Figures go to standard output, a JSON object a line
 * (DESIGN.md section 1); progress and errors go to standard error.
 */
typedef struct {
    const char *assets;
    const char *journeys; /* folder of the scripts */
    const char *programs; /* folder of foyer and foyerctl */
    const char *fixtures; /* folder of queries.txt */
    const char *folder;   /* data folders are made here: a real disk, not memory */
    int seeds;
    size_t records; /* hub-growth: until so many are stored */
    bool misses;    /* search-quality: say on standard error what was not found */
} BenchOptions;

/** The figures of one benchmark; values are sorted by the printing. */
typedef struct {
    const char *name;
    const char *unit;
    double *values;
    size_t count;
} BenchFigures;

/** Prints {"bench","unit","n","min","p50","p90","p99","max"} and `more` (",..." or ""). */
void bench_print(BenchFigures figures, const char *more);
/** The same with "peer","peer_p50","ratio": both ran in turn, on the same data. */
void bench_print_peer(BenchFigures figures, BenchFigures peer, const char *more);

/** Real milliseconds since some moment. */
double bench_now_ms(void);
/** "lookup: 3000 of 100000" on one line of standard error. */
void bench_progress(const char *what, size_t done, size_t total);

/** PRODUCT.md's journeys at human pace, `seeds` runs each. ERR_CONFLICT when a target is missed. */
MUST_USE ErrCode bench_journeys(const BenchOptions *options, Err *err);
/** From exec of the real program under Xvfb to its first full frame, and to the one with content.
 */
MUST_USE ErrCode bench_start(const BenchOptions *options, Err *err);
/** PSS of the real program: at start, after all languages, with 100,000 people on its roster. */
MUST_USE ErrCode bench_memory(const BenchOptions *options, Err *err);
/** Wake-ups and CPU of the real program over 30 s on the home screen, clock showing. */
MUST_USE ErrCode bench_idle(const BenchOptions *options, Err *err);
/** From a release of the finger to the drawn frame, over the journeys; look-ups' answers excluded.
 */
MUST_USE ErrCode bench_tap(const BenchOptions *options, Err *err);
/** The second line of it: the same while 10,000 records drain to a real hub on this machine. */
MUST_USE ErrCode bench_tap_syncing(const BenchOptions *options, Err *err);
/** From choosing a language to its drawn frame. */
MUST_USE ErrCode bench_language(const BenchOptions *options, Err *err);
/** Everything drawn again, one button drawn again, and what showing them costs under Xvfb. */
MUST_USE ErrCode bench_redraw(const BenchOptions *options, Err *err);
/** Finding a household among 1,000 and 100,000, hit and miss. */
MUST_USE ErrCode bench_lookup(const BenchOptions *options, Err *err);
/** A durable sign-in beside one 4 KiB append and fdatasync. */
MUST_USE ErrCode bench_checkin(const BenchOptions *options, Err *err);
/** foyerctl export of 1,000,000 rows beside the sqlite3 shell. */
MUST_USE ErrCode bench_export_csv(const BenchOptions *options, Err *err);
/** Encoding the codes that screens show. */
MUST_USE ErrCode bench_qr(const BenchOptions *options, Err *err);
/** A slip laid out and rastered, in every language. ERR_CONFLICT when one in a hundred takes longer
 * than the goal. */
MUST_USE ErrCode bench_paper(const BenchOptions *options, Err *err);
/** Batches of a hundred records there and back, bytes a record, a signature made and checked. */
MUST_USE ErrCode bench_wire(const BenchOptions *options, Err *err);
/** From a key to the found and to the presented list, 4,089 and 50,000 services; the index's size
 * and making. */
MUST_USE ErrCode bench_search(const BenchOptions *options, Err *err);
/** What families type beside what a counselor expects; with FOYER_PEERS other libraries on the
 * same. ERR_CONFLICT when a goal is missed. */
MUST_USE ErrCode bench_search_quality(const BenchOptions *options, Err *err);
/** foyer-hub over loopback, 50 kiosks, by batch; with FOYER_PEERS a hub of Node and better-sqlite3
 * with the same requests beside it. */
MUST_USE ErrCode bench_hub_sqlite(const BenchOptions *options, Err *err);
/** The rate at which foyer-hub takes batches of 100 while its database grows. */
MUST_USE ErrCode bench_hub_growth(const BenchOptions *options, Err *err);

#endif
