/*
 * From the tap on "Print" until the printer has all of it: J7's card on the demo school, a receipt
 * printer on this machine that takes what it is given. The kiosk draws the tap's own frame, reads
 * the service, lays the slip out and sends it, one after the other; in `foyer` the last three run
 * on other threads.
 */
#include "tests/bench/paper_sent.h"
#include "kiosk/press/press.h"
#include "kiosk/ui/tree.h"
#include "tests/bench/site.h"
#include "tests/support/fake_printer.h"

#include <stdio.h>

enum { ROUNDS = 4, PRINTS = 12 }; /* a roll of the fake printer is 20,000 rows long */

static double sent_at_ms;

typedef struct {
    const PrintWatch *watch;
} Stamp;

static void stamp(void *context, PrintResult so_far) {
    const PrintWatch *watch = ((const Stamp *)context)->watch;
    if (so_far.state >= PRINT_SENT && sent_at_ms == 0) {
        sent_at_ms = bench_now_ms();
    }
    watch->progress(watch->context, so_far);
}

static ChainResult run_stamped(Press *press, const PressJob *job, const PrintWatch *watch) {
    Stamp context = {watch};
    PrintWatch stamped = {.progress = stamp, .context = &context, .cancel = watch->cancel};
    return PRESS.run(press, job, &stamped);
}

static ErrCode tap_path(Headless *headless, const char *path, Err *err) {
    const Node *node = tree_find_path(headless_tree(headless), str8_from(path));
    if (node == NULL) {
        return err_set(err, ERR_NOT_FOUND, "%s is not on the screen", path);
    }
    (void)headless_tap(headless, node);
    return ERR_OK;
}

static ErrCode measure(Headless *headless, double values[PRINTS], Err *err) {
    ErrCode code = tap_path(headless, "home/find-help", err);
    code = code == ERR_OK ? tap_path(headless, "help/person/counselor", err) : code;
    for (size_t i = 0; code == ERR_OK && i < PRINTS; i++) {
        headless_wait(headless, 1000); /* a second hit at once is not meant */
        sent_at_ms = 0;
        double begun = bench_now_ms();
        code = tap_path(headless, "card/print", err);
        values[i] = sent_at_ms - begun;
        if (code == ERR_OK && sent_at_ms == 0) {
            code = err_set(err, ERR_IO, "a slip was not sent");
        }
    }
    return code;
}

static ErrCode configure(const BenchSite *site, const FakePrinter *printer, Err *err) {
    char path[BENCH_PATH_MAX + 16];
    Str8Builder text = builder_make(path, sizeof path);
    builder_format(&text, "%s/foyer.conf", site->folder);
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fprintf(file, "[printer]\nuri = %s\npaper = roll-80\n",
                                        fake_printer_uri(printer)) > 0;
    good = file != NULL && fclose(file) == 0 && good;
    return good ? ERR_OK : err_set(err, ERR_IO, "could not write %s", path);
}

static ErrCode measure_round(const BenchOptions *options, const BenchSite *site,
                             const PressTable *press, double values[PRINTS], Err *err) {
    Headless *headless = NULL;
    FakePlan plan = fake_plan_good();
    FakePrinter *printer = fake_printer_start(&plan);
    if (printer == NULL) {
        return err_set(err, ERR_IO, "the printer did not start");
    }
    ErrCode code = configure(site, printer, err);
    if (code == ERR_OK) {
        code = bench_site_kiosk_printing(options, site, press, &headless, err);
    }
    code = code == ERR_OK ? measure(headless, values, err) : code;
    headless_close(headless);
    FakeReport report = fake_printer_stop(printer);
    fake_report_free(&report);
    return code;
}

ErrCode bench_paper_sent(const BenchOptions *options, Err *err) {
    static PressTable stamped;
    static double values[ROUNDS * PRINTS];
    BenchSite site;
    stamped = PRESS;
    stamped.run = run_stamped;
    ErrCode code = bench_site_make(options, &site, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&site, err);
    for (size_t round = 0; code == ERR_OK && round < ROUNDS; round++) {
        code = measure_round(options, &site, &stamped, values + round * PRINTS, err);
    }
    if (code == ERR_OK) {
        bench_print((BenchFigures){"paper/tap-to-sent", "ms", values, ROUNDS * PRINTS}, "");
    }
    bench_site_remove(&site);
    return code;
}
