/* foyer-bench NAME...: figures as JSON, one object a line. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/base/arena.h"
#include "data/base/str8.h"
#include "kiosk/platform/assets.h"
#include "tests/bench/bench.h"
#include "tests/bench/site.h"

enum { SEEDS_DEFAULT = 1000, RECORDS_DEFAULT = 500000 };

static const char USAGE[] =
    "usage: foyer-bench [--seeds N] [--assets DIR] [--journeys DIR] [--fixtures DIR]\n"
    "                   [--folder DIR] [--misses] NAME...\n"
    "NAME: start memory idle tap language redraw lookup checkin export-csv qr paper\n"
    "      search search-quality wire hub-sqlite hub-growth journeys\n"
    "  --seeds N     runs of each journey (1000)\n"
    "  --folder DIR  where data folders are made: a real disk (/var/tmp)\n"
    "  --records N   of hub-growth: until so many are stored (500000)\n"
    "  --misses      of search-quality: what was not found, without the held-out half\n"
    "Prints one JSON object a line; exit 1 when a target is missed.\n";

typedef struct {
    const char *name;
    ErrCode (*run)(const BenchOptions *options, Err *err);
} Bench;

static const Bench BENCHES[] = {
    {"start", bench_start},
    {"memory", bench_memory},
    {"idle", bench_idle},
    {"tap", bench_tap},
    {"language", bench_language},
    {"redraw", bench_redraw},
    {"lookup", bench_lookup},
    {"checkin", bench_checkin},
    {"qr", bench_qr},
    {"paper", bench_paper},
    {"export-csv", bench_export_csv},
    {"search", bench_search},
    {"search-quality", bench_search_quality},
    {"wire", bench_wire},
    {"hub-sqlite", bench_hub_sqlite},
    {"hub-growth", bench_hub_growth},
    {"journeys", bench_journeys},
};

static int run_named(const BenchOptions *options, const char *name) {
    for (size_t i = 0; i < sizeof BENCHES / sizeof BENCHES[0]; i++) {
        Err err = {0};
        if (strcmp(BENCHES[i].name, name) != 0) {
            continue;
        }
        if (BENCHES[i].run(options, &err) != ERR_OK) {
            (void)fprintf(stderr, "foyer-bench: %s\n", err.text);
            return 1;
        }
        return 0;
    }
    (void)fprintf(stderr, "foyer-bench: no such benchmark: %s\n%s", name, USAGE);
    return 2;
}

static bool parse_options(int argc, char **argv, BenchOptions *options) {
    static const struct option LONG[] = {
        {"seeds", required_argument, NULL, 's'},    {"assets", required_argument, NULL, 'a'},
        {"journeys", required_argument, NULL, 'j'}, {"folder", required_argument, NULL, 'f'},
        {"fixtures", required_argument, NULL, 'x'}, {"misses", no_argument, NULL, 'm'},
        {"records", required_argument, NULL, 'r'},  {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},        {NULL, 0, NULL, 0},
    };
    /* NOLINTBEGIN(concurrency-mt-unsafe): there is no second thread. */
    for (int option = 0; (option = getopt_long(argc, argv, "", LONG, NULL)) != -1;) {
        int64_t seeds = 0;
        int64_t records = 0;
        if (option == 'h' || option == 'v') {
            (void)fputs(option == 'h' ? USAGE : "foyer-bench " FOYER_VERSION "\n", stdout);
            exit(0);
        }
        if (option == 'a') {
            options->assets = optarg;
        } else if (option == 'f') {
            options->folder = optarg;
        } else if (option == 'x') {
            options->fixtures = optarg;
        } else if (option == 'm') {
            options->misses = true;
        } else if (option == 'j') {
            options->journeys = optarg;
        } else if (option == 'r' && str8_to_int(str8_from(optarg), &records) && records > 0) {
            options->records = (size_t)records;
        } else if (option == 's' && str8_to_int(str8_from(optarg), &seeds) && seeds > 0 &&
                   seeds <= 100000) {
            options->seeds = (int)seeds;
        } else {
            return false;
        }
    }
    /* NOLINTEND(concurrency-mt-unsafe) */
    return optind < argc;
}

/* foyer and foyerctl lie beside this program. */
static const char *programs_folder(Arena *arena) {
    char path[BENCH_PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    while (len > 0 && path[len - 1] != '/') {
        len--;
    }
    return len > 1 ? str8_to_c(arena, (Str8){path, (size_t)len - 1}) : ".";
}

int main(int argc, char **argv) {
    Arena arena = arena_make(8192, 1 << 16);
    BenchOptions options = {.journeys = "tests/journeys",
                            .fixtures = "tests/fixtures",
                            .folder = "/var/tmp",
                            .seeds = SEEDS_DEFAULT,
                            .records = RECORDS_DEFAULT};
    int status = 0;
    if (!parse_options(argc, argv, &options)) {
        (void)fputs(USAGE, stderr);
        return 2;
    }
    options.assets = assets_folder(&arena, options.assets, getenv("FOYER_ASSETS"));
    options.programs = programs_folder(&arena);
    for (int i = optind; status == 0 && i < argc; i++) {
        status = run_named(&options, argv[i]);
    }
    arena_free(&arena);
    return status;
}
