#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "data/base/str8.h"

enum { MORE_MAX = 400, PROGRESS_PARTS = 20 };

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

void bench_print(BenchFigures figures, const char *more) {
    double *values = figures.values;
    size_t count = figures.count;
    if (count == 0) {
        return;
    }
    qsort(values, count, sizeof *values, compare_doubles);
    (void)printf("{\"bench\":\"%s\",\"unit\":\"%s\",\"n\":%zu,\"min\":%.3f,\"p50\":%.3f,"
                 "\"p90\":%.3f,\"p99\":%.3f,\"max\":%.3f%s}\n",
                 figures.name, figures.unit, count, values[0], values[count / 2],
                 values[count * 9 / 10], values[count * 99 / 100], values[count - 1], more);
    (void)fflush(stdout);
}

void bench_print_peer(BenchFigures figures, BenchFigures peer, const char *more) {
    char text[MORE_MAX];
    if (figures.count == 0 || peer.count == 0) {
        return;
    }
    qsort(figures.values, figures.count, sizeof *figures.values, compare_doubles);
    qsort(peer.values, peer.count, sizeof *peer.values, compare_doubles);
    double peer_p50 = peer.values[peer.count / 2];
    Str8Builder builder = builder_make(text, sizeof text);
    builder_format(&builder, ",\"peer\":\"%s\",\"peer_p50\":%.3f,\"ratio\":%.3f%s", peer.name,
                   peer_p50, figures.values[figures.count / 2] / peer_p50, more);
    bench_print(figures, text);
}

double bench_now_ms(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

void bench_progress(const char *what, size_t done, size_t total) {
    size_t part = total / PROGRESS_PARTS > 0 ? total / PROGRESS_PARTS : 1;
    if (isatty(STDERR_FILENO) && (done % part == 0 || done == total)) {
        (void)fprintf(stderr, "\r%s: %zu of %zu%s", what, done, total, done == total ? "\n" : "");
    } else if (done == total) {
        (void)fprintf(stderr, "%s: %zu\n", what, total);
    }
}
