#include <stdio.h>
#include <string.h>

#include "tests/simulation/world.h"

/*
 * sync_world [--days N] [--kiosks N] [--seed N] [--seeds N] [--kiosk-days N] [--bug NAME] [--theme
 * NAME]
 * [--quiet]
 *
 * One seed (--seed), or seeds from it on until so many were run (--seeds) or so many kiosk-days
 * have gone by. The first failure ends it, with the seed, the last things that happened and exit
 * code 1; with a planted bug a failure is what is wanted, and its absence is exit code 1.
 */
typedef struct {
    WorldOptions world;
    int64_t seeds;
    int64_t kiosk_days;
    bool quiet;
} Options;

static bool read_number(const char *text, int64_t *number) {
    return text != NULL && str8_to_int(str8_from(text), number) && *number >= 0;
}

static bool read_option(Options *options, const char *name, const char *value) {
    int64_t number = 0;
    if (strcmp(name, "--bug") == 0) {
        return value != NULL && bug_parse(str8_from(value), &options->world.bug);
    }
    if (strcmp(name, "--theme") == 0) {
        return value != NULL && theme_parse(str8_from(value), &options->world.theme);
    }
    if (!read_number(value, &number)) {
        return false;
    }
    if (strcmp(name, "--days") == 0 && number <= 400) {
        options->world.days = (int)number;
    } else if (strcmp(name, "--kiosks") == 0 && number <= 4) {
        options->world.kiosks = (int)number;
    } else if (strcmp(name, "--seed") == 0) {
        options->world.seed = (uint64_t)number;
    } else if (strcmp(name, "--seeds") == 0) {
        options->seeds = number;
    } else if (strcmp(name, "--kiosk-days") == 0) {
        options->kiosk_days = number;
        options->seeds = INT64_MAX;
    } else {
        return false;
    }
    return true;
}

static bool read_options(int argc, char **argv, Options *options) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quiet") == 0) {
            options->quiet = true;
        } else if (read_option(options, argv[i], i + 1 < argc ? argv[i + 1] : NULL)) {
            i++;
        } else {
            return false;
        }
    }
    return true;
}

static void print_report(uint64_t seed, const WorldReport *report) {
    printf("seed %llu: %lld kiosk-days, %lld acknowledged, %lld at the hub, %lld requests, "
           "%lld+%lld cuts, %lld restores, %lld clones, %lld cards put back, %lld forks, %lld "
           "purged, %lld enrolments, "
           "%lld carried, %lld corrected, digest %016llx\n",
           (unsigned long long)seed, (long long)report->kiosk_days, (long long)report->acknowledged,
           (long long)report->records, (long long)report->requests, (long long)report->kiosk_cuts,
           (long long)report->hub_cuts, (long long)report->hub_restores, (long long)report->clones,
           (long long)report->card_restores, (long long)report->forks, (long long)report->purged,
           (long long)report->enrolments, (long long)report->carried, (long long)report->corrected,
           (unsigned long long)report->digest);
    (void)fflush(stdout);
}

int main(int argc, char **argv) {
    Options options = {.world = {.seed = 1, .tell = true}, .seeds = 1, .kiosk_days = INT64_MAX};
    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: sync_world [--seed N] [--seeds N | --kiosk-days N] [--days N] "
                        "[--kiosks N] [--bug NAME] [--theme NAME] [--quiet]\n");
        return 2;
    }
    int64_t days = 0;
    bool failed = false;
    int64_t seeds = 0;
    for (; seeds < options.seeds && days < options.kiosk_days && !failed; seeds++) {
        WorldReport report;
        world_run(&options.world, &report);
        if (!options.quiet || report.failed) {
            print_report(options.world.seed, &report);
        }
        days += report.kiosk_days;
        failed = report.failed;
        options.world.seed++;
    }
    printf("%lld kiosk-days in %lld seeds: %s\n", (long long)days, (long long)seeds,
           failed ? "something is wrong" : "all is well");
    return failed == (options.world.bug != BUG_NONE) ? 0 : 1;
}
