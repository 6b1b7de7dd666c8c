#ifndef FOYER_TESTS_BENCH_SITE_H
#define FOYER_TESTS_BENCH_SITE_H

#include "data/site/site.h"
#include "kiosk/headless/headless.h"
#include "tests/bench/bench.h"

/*
 * Schools to measure on: a data folder of their own below BenchOptions.folder, with the lowest hash
 * cost, removed afterwards.
 */
enum { BENCH_PATH_MAX = 1024 };

#define BENCH_NOW "2025-10-16T17:52:10-04:00" /* the evening of the reference pictures */
#define BENCH_OFFSET_MS (-4 * 3600000)        /* its zone's */

typedef struct {
    char folder[BENCH_PATH_MAX];
    Moment now; /* BENCH_NOW */
} BenchSite;

/** An empty folder. @return ERR_OK, ERR_IO */
MUST_USE ErrCode bench_site_make(const BenchOptions *options, BenchSite *site, Err *err);
/** Remove the folder and all files in it. */
void bench_site_remove(const BenchSite *site);

/** Open its stores; made when missing. Close with site_close. */
MUST_USE ErrCode bench_site_open(const BenchSite *bench, Arena *arena, Site **site, Err *err);
/** The demo school on the evening of BENCH_NOW, its family's card issued. */
MUST_USE ErrCode bench_site_load_demo(const BenchSite *bench, Err *err);
/** The city of the samples (FOYER_SAMPLES), as foyerctl imports it. ERR_NOT_FOUND. */
MUST_USE ErrCode bench_site_import_city(const BenchOptions *options, const BenchSite *bench,
                                        Err *err);
/** Households 0..count-1 of the synthetic school, in transactions of a thousand. */
MUST_USE ErrCode bench_site_load_households(const BenchSite *bench, size_t count, size_t *people,
                                            Err *err);

/** A kiosk without a window on the site: 1920 x 1080, 476 mm wide, at BENCH_NOW. */
MUST_USE ErrCode bench_site_kiosk(const BenchOptions *options, const BenchSite *bench, bool pixels,
                                  Headless **headless, Err *err);
/** The same with pixels, and with the printers of the site's foyer.conf. */
MUST_USE ErrCode bench_site_kiosk_printing(const BenchOptions *options, const BenchSite *bench,
                                           const PressTable *press, Headless **headless, Err *err);

#endif
