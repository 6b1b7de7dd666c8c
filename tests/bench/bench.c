#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

void bench_print(const char *name, const char *unit, double *values, size_t count,
                 const char *more) {
    qsort(values, count, sizeof *values, compare_doubles);
    (void)printf("{\"bench\":\"%s\",\"unit\":\"%s\",\"n\":%zu,\"min\":%.3f,\"p50\":%.3f,"
                 "\"p90\":%.3f,\"p99\":%.3f,\"max\":%.3f%s}\n",
                 name, unit, count, values[0], values[count / 2], values[count * 9 / 10],
                 values[count * 99 / 100], values[count - 1], more);
    (void)fflush(stdout);
}
