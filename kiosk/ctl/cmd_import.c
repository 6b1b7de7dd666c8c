#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/check/content_check.h"
#include "data/import/import.h"
#include "data/store/school_store.h"
#include "kiosk/ctl/ctl.h"

enum { LINK_MAX = 512, PROGRESS_PERCENT = 10 };

typedef struct {
    const char *as;
    const char *zone;
    bool dry_run;
    bool strict;
} Options;

/* One run of the command. */
typedef struct {
    Ctl *ctl;
    Options options;
    CtlArguments arguments;
    Site *site; /* NULL: there is no database yet */
    School school;
    bool has_school;
    bool zone_guessed; /* nobody said a zone: this machine's */
    Zone *zone;
    ImportInput input;
    ImportBatch batch;
    ImportDiff diff;
    int64_t now_utc_ms;
    size_t progress_shown;
    Err err;
} Run;

static void show_progress(void *context, const char *what, size_t done, size_t total) {
    Run *run = context;
    size_t percent = done * 100 / total;
    if (isatty(STDERR_FILENO)) {
        (void)fprintf(stderr, "\r%s %zu of %zu%s", what, done, total, done == total ? "\n" : "");
    } else if (total >= 100 && percent / PROGRESS_PERCENT > run->progress_shown) {
        run->progress_shown = percent / PROGRESS_PERCENT;
        (void)fprintf(stderr, "%s: %zu %% (%zu of %zu)\n", what, percent, done, total);
    }
    if (done == total) {
        run->progress_shown = 0;
    }
}

/* The machine's own zone, from the link that Debian keeps; only when nobody says another. */
static Str8 system_zone(Arena *arena) {
    char target[LINK_MAX];
    ssize_t len = readlink("/etc/localtime", target, sizeof target - 1);
    Str8 iana = {NULL, 0};
    return len > 0 && zone_resolve(arena, (Str8){target, (size_t)len}, &iana) ? iana : STR8("UTC");
}

/* Option, then the school's, then the calendar's own, then the machine's. */
static Str8 choose_zone(Run *run) {
    Str8 hint = import_zone_hint(&run->input);
    if (run->options.zone != NULL) {
        return str8_from(run->options.zone);
    }
    if (run->has_school && run->school.zone.len > 0) {
        return run->school.zone;
    }
    run->zone_guessed = hint.len == 0;
    return hint.len > 0 ? hint : system_zone(run->ctl->arena);
}

static bool starts_with_any(Str8 text, const char *const *prefixes) {
    for (size_t i = 0; prefixes[i] != NULL; i++) {
        if (str8_starts_with(text, str8_from(prefixes[i]))) {
            return true;
        }
    }
    return false;
}

/* For phone grouping and dates as 10/16/2025 of a school that nobody described yet. */
static Str8 guess_country(Str8 zone) {
    static const char *const UNITED_STATES[] = {"US/",
                                                "America/New_York",
                                                "America/Chicago",
                                                "America/Denver",
                                                "America/Los_Angeles",
                                                "America/Phoenix",
                                                "America/Anchorage",
                                                "America/Detroit",
                                                "America/Indiana/",
                                                "America/Kentucky/",
                                                "America/Boise",
                                                "Pacific/Honolulu",
                                                "America/Puerto_Rico",
                                                NULL};
    return starts_with_any(zone, UNITED_STATES) ? STR8("US") : STR8("");
}

static ErrCode open_site(Run *run) {
    SitePaths paths;
    ErrCode code = site_paths(run->ctl->folder, &paths, &run->err);
    if (code != ERR_OK || access(paths.database, F_OK) != 0) {
        return code;
    }
    run->site = ctl_open(run->ctl, false, false);
    if (run->site == NULL) {
        run->err.text[0] = '\0'; /* the line was printed */
        return ERR_IO;
    }
    code = school_store_get(run->site->store, run->ctl->arena, &run->school, &run->err);
    run->has_school = code == ERR_OK;
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static ErrCode read_files(Run *run) {
    ImportKind as = IMPORT_AUTO;
    if (run->options.as != NULL) {
        (void)import_kind_parse(str8_from(run->options.as), &as); /* checked before */
    }
    ErrCode code = import_open(run->ctl->arena, run->arguments.positions,
                               run->arguments.positions_count, as, &run->input, &run->err);
    if (code == ERR_OK) {
        code = open_site(run);
    }
    if (code == ERR_OK) {
        code = zone_open(choose_zone(run), &run->zone, &run->err);
    }
    if (code != ERR_OK) {
        return code;
    }
    Str8 country = run->has_school ? run->school.country : guess_country(zone_name(run->zone));
    return import_parse(&run->input,
                        &(ImportContext){run->zone, run->now_utc_ms, STR8("en"),
                                         country.len == 0 || str8_equal(country, STR8("US"))},
                        &run->batch, &run->err);
}

/* Name and zone of a school that was not set up; --zone changes it later. */
static ErrCode write_school(Run *run) {
    bool rename = run->school.name.count == 0 && run->batch.school_name.len > 0;
    bool move =
        run->options.zone != NULL && !str8_equal(run->school.zone, str8_from(run->options.zone));
    if (run->has_school && !rename && !move) {
        return ERR_OK;
    }
    School school = run->school;
    if (rename) {
        school.name = calendar_text(run->ctl->arena, STR8("en"), run->batch.school_name);
    }
    if (!run->has_school || move) {
        school.zone = zone_name(run->zone);
        school.country = school.country.len > 0 ? school.country : guess_country(school.zone);
    }
    Change change = CHANGE_SAME;
    return school_store_put(run->site->store, &school, &change, &run->err);
}

/* A dry run into a folder that does not exist must not make it: everything would be added. */
static void all_added(Run *run) {
    for (size_t i = 0; i < run->batch.rosters_count; i++) {
        run->diff.households.added += run->batch.rosters[i].count;
    }
    for (size_t i = 0; i < run->batch.calendars_count; i++) {
        run->diff.events.added += run->batch.calendars[i].count;
    }
    for (size_t i = 0; i < run->batch.services_count; i++) {
        run->diff.services.added += run->batch.services[i].count;
    }
    run->diff.channels.added += run->batch.channels.count;
    run->diff.guides.added += run->batch.guides.count;
    run->diff.plans.added += run->batch.plan.len > 0 ? 1 : 0;
}

static ErrCode write_batch(Run *run) {
    if (run->options.dry_run) {
        if (run->site == NULL) {
            all_added(run);
            return ERR_OK;
        }
        return import_dry_run(run->site->store, &run->batch, run->now_utc_ms, &run->diff,
                              &run->err);
    }
    if (run->site == NULL) {
        run->site = ctl_open(run->ctl, true, false);
        if (run->site == NULL) {
            run->err.text[0] = '\0';
            return ERR_IO;
        }
    }
    /* The zone first: events that were read in it must not be there without it. */
    ErrCode code = write_school(run);
    return code == ERR_OK
               ? import_write(run->site->store, &run->batch,
                              &(ImportRun){run->now_utc_ms, run->ctl->random, {show_progress, run}},
                              &run->diff, &run->err)
               : code;
}

static void print_changes(const char *name, const ImportChanges *changes) {
    (void)printf("%-12s %7zu %8zu %6zu %7zu %7zu\n", name, changes->added, changes->changed,
                 changes->gone, changes->same, changes->kept);
}

/* A row that most schools do not need. */
static void print_if_any(const char *name, const ImportChanges *changes) {
    if (changes->added + changes->changed + changes->gone + changes->same + changes->kept > 0) {
        print_changes(name, changes);
    }
}

static void print_refused(const Report *report) {
    for (size_t i = 0; i < report->refused_listed; i++) {
        const Refused *refused = &report->refused[i];
        (void)printf("refused: %.*s", STR8_ARG(refused->file));
        if (refused->row > 0) {
            (void)printf(":%zu", refused->row);
        }
        if (refused->column.len > 0) {
            (void)printf(":%.*s", STR8_ARG(refused->column));
        }
        (void)printf(": %.*s\n", STR8_ARG(refused->reason));
    }
    if (report->refused_count > report->refused_listed) {
        (void)printf("refused: and %zu more\n", report->refused_count - report->refused_listed);
    }
}

static void print_files(const ImportBatch *batch) {
    for (size_t i = 0; i < batch->files_count; i++) {
        const ImportFile *file = &batch->files[i];
        (void)printf("%.*s (%.*s): ", STR8_ARG(file->name), STR8_ARG(import_kind_name(file->kind)));
        if (file->kind == IMPORT_ONEROSTER || file->kind == IMPORT_FAMILIES) {
            (void)printf("%zu households\n", file->households);
        } else if (file->kind == IMPORT_HSDS || file->kind == IMPORT_PEOPLE) {
            (void)printf("%zu services\n", file->services);
        } else if (file->kind == IMPORT_CHANNELS) {
            (void)printf("%zu channels\n", file->channels);
        } else if (file->kind == IMPORT_GUIDES) {
            (void)printf("%zu guides\n", file->guides);
        } else if (file->kind == IMPORT_PLAN) {
            (void)printf("a floor plan\n");
        } else {
            (void)printf("%zu events\n", file->events);
        }
    }
}

static void print_result(const Run *run) {
    const Report *report = &run->batch.report;
    print_files(&run->batch);
    (void)printf("\n%-12s %7s %8s %6s %7s %7s\n", "", "added", "changed", "gone", "same", "kept");
    print_changes("households", &run->diff.households);
    print_changes("events", &run->diff.events);
    print_changes("services", &run->diff.services);
    print_if_any("channels", &run->diff.channels);
    print_if_any("guides", &run->diff.guides);
    print_if_any("floor plan", &run->diff.plans);
    (void)printf("%-12s %7zu\n", "refused", report->refused_count);
    print_refused(report);
    for (size_t i = 0; i < report->notes_count; i++) {
        (void)printf("note: %.*s\n", STR8_ARG(report->notes[i]));
    }
    if (run->zone_guessed) {
        (void)printf("note: the school's time zone is taken from this machine: %.*s; if that is "
                     "wrong, import again with --zone NAME\n",
                     STR8_ARG(zone_name(run->zone)));
    }
    if (run->has_school && run->school.demo) {
        (void)printf("note: this is the demo school; leave it first with foyerctl demo leave\n");
    }
    if (run->options.dry_run) {
        (void)printf("dry run: nothing was written\n");
    } else if (import_diff_is_empty(&run->diff)) {
        (void)printf("no changes\n");
    }
}

/* Of everything that is there now, however it came: it is what families meet (rule 26). */
static void note_dead_ends(Run *run) {
    const ImportChanges *services = &run->diff.services;
    Waivers waivers = {0};
    Err err = {0};
    if (run->options.dry_run ||
        services->added + services->changed + services->same + services->gone == 0) {
        return;
    }
    ErrCode code = ctl_read_waivers(run->ctl, NULL, &waivers, &err);
    if (code == ERR_OK) {
        code =
            check_dead_ends(run->site->store, run->now_utc_ms, &waivers, &run->batch.report, &err);
    }
    if (code != ERR_OK) {
        report_note(&run->batch.report,
                    str8_format(run->ctl->arena, "dead ends were not looked for: %s", err.text));
    }
}

static int import_files(Run *run) {
    ErrCode code = read_files(run);
    if (code == ERR_OK && run->options.strict && run->batch.report.refused_count > 0) {
        print_refused(&run->batch.report);
        code = err_set(&run->err, ERR_INVALID, "%zu row(s) were refused and --strict was given",
                       run->batch.report.refused_count);
    }
    if (code == ERR_OK) {
        code = write_batch(run);
    }
    if (code == ERR_OK) {
        note_dead_ends(run);
        print_result(run);
        return EXIT_DONE;
    }
    return run->err.text[0] == '\0' ? EXIT_FAILED
                                    : ctl_fail(run->ctl, &run->err, "nothing was imported");
}

static int run_import(Ctl *ctl, int argc, char **argv) {
    Run *run = ARENA_NEW(ctl->arena, Run);
    if (run == NULL) {
        return EXIT_FAILED;
    }
    run->ctl = ctl;
    const CtlOption options[] = {
        {"--as", 0, &run->options.as, NULL},
        {"--zone", 0, &run->options.zone, NULL},
        {"--dry-run", 'n', NULL, &run->options.dry_run},
        {"--strict", 0, NULL, &run->options.strict},
    };
    ImportKind kind = IMPORT_AUTO;
    if (!ctl_arguments(ctl, argc, argv, options, sizeof options / sizeof options[0],
                       &run->arguments)) {
        return EXIT_USAGE;
    }
    if (run->arguments.positions_count == 0) {
        return ctl_usage(ctl, "which file, folder or zip?", "");
    }
    if (run->options.as != NULL && !import_kind_parse(str8_from(run->options.as), &kind)) {
        return ctl_usage(ctl,
                         "--as is oneroster, ics, families, events, hsds, people, channels, "
                         "guides or plan, not",
                         run->options.as);
    }
    if (run->options.zone != NULL && !zone_exists(str8_from(run->options.zone))) {
        return ctl_usage(ctl, "there is no time zone", run->options.zone);
    }
    run->now_utc_ms = system_clock_port(&ctl->clock).now(&ctl->clock).utc_ms;
    int exit_code = import_files(run);
    site_close(run->site);
    zone_close(run->zone);
    return exit_code;
}

const CtlCommand COMMAND_IMPORT = {
    .name = "import",
    .usage = "PATH... [--as oneroster|hsds|ics|families|events|people|channels|guides|plan] "
             "[--dry-run] [--strict] [--zone NAME]",
    .summary = "take in the school's roster and calendar, and a city's services",
    .details =
        "\nA PATH is a file, a folder or a zip: OneRoster 1.1 or 1.2 CSV, iCalendar, a directory\n"
        "of services (HSDS 1.0 to 3.1, CSV or JSON), or the plain CSV files of families,\n"
        "events, the school's own people and services, channels and guides;\n"
        "and the school's floor plan (plan.svg; an empty one takes it away).\n"
        "All paths are one step: everything or nothing.\n\n"
        "  --as KIND     what the files are, instead of looking\n"
        "  --dry-run     show what would change, write nothing\n"
        "  --strict      one refused row refuses everything\n"
        "  --zone NAME   the school's time zone (\"America/New_York\"); default: the one set\n"
        "                before, else the calendar's, else this machine's\n",
    .run = run_import,
};
