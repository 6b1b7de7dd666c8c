#include <stdio.h>

#include "data/store/journal.h"
#include "kiosk/ctl/ctl.h"

static const char *word(bool good) {
    return good ? "ok" : "NOT ok";
}

static int print_report(const VerifyReport *report) {
    (void)printf("database    %s\nchain       %s (%lld records)\nprojection  %s\n",
                 word(report->database_ok && report->pages_ok), word(report->chain_ok),
                 (long long)report->records, word(report->projection_ok));
    bool all = report->database_ok && report->pages_ok && report->chain_ok && report->projection_ok;
    return all ? EXIT_DONE : EXIT_FAILED;
}

static int fail_report(const Ctl *ctl, const VerifyReport *report) {
    Err err = {0};
    if (report->bad_sequence > 0) {
        (void)err_set(&err, ERR_CORRUPT, "record %lld is bad: %s", (long long)report->bad_sequence,
                      report->reason);
    } else {
        (void)err_set(&err, ERR_CORRUPT, "%s", report->reason);
    }
    return ctl_fail(ctl, &err,
                    report->chain_ok && report->database_ok
                        ? "foyerctl verify --rebuild makes the visits again from the records"
                        : "keep the file, and restore a backup");
}

static ErrCode rebuild(Store *store, Err *err) {
    bool identical = false;
    ErrCode code = journal_rebuild(store, &identical, err);
    if (code == ERR_OK) {
        (void)printf("rebuilt     %s\n", identical ? "identical" : "the visits were wrong; mended");
    }
    return code;
}

static int run(Ctl *ctl, int argc, char **argv) {
    bool wants_rebuild = false;
    const CtlOption options[] = {{"--rebuild", 0, NULL, &wants_rebuild}};
    if (!ctl_options(ctl, argc, argv, options, 1)) {
        return EXIT_USAGE;
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    Err err = {0};
    VerifyReport report = {0};
    ErrCode code = wants_rebuild ? rebuild(site->store, &err) : ERR_OK;
    if (code == ERR_OK) {
        code = journal_verify(site->store, &report, &err);
    }
    site_close(site);
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    int exit_code = print_report(&report);
    return exit_code == EXIT_DONE ? EXIT_DONE : fail_report(ctl, &report);
}

const CtlCommand COMMAND_VERIFY = {
    .name = "verify",
    .usage = "[--rebuild]",
    .summary = "check the records' chain, the database and the visits made from it",
    .details = "\n--rebuild makes the visits again from the records first, and says whether they\n"
               "were identical.\n",
    .run = run,
};
