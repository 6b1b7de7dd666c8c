#ifndef FOYER_SYNC_HUB_HUB_METRICS_H
#define FOYER_SYNC_HUB_HUB_METRICS_H

#include <stdatomic.h>

#include "sync/hub/hub_problems.h"
#include "sync/hub/hub_routes.h"
#include "sync/hub/hub_store.h"

/*
 * Counters since the program began, for GET /metrics in the text format of Prometheus. Any thread.
 * Nothing in it tells a person, a kiosk or a school apart.
 */
enum {
    METRIC_GROUPS = 6,                   /* jobs of a transaction: 1, <= 4, 16, 64, 256, more */
    METRIC_STATUSES = PROBLEM_COUNT + 1, /* 200, then the problems */
    METRICS_TEXT_MAX = 24 * 1024,
};

typedef struct {
    _Atomic int64_t answers[ROUTE_COUNT][METRIC_STATUSES];
    _Atomic int64_t records;     /* new ones */
    _Atomic int64_t duplicates;  /* held before */
    _Atomic int64_t quarantined; /* could not be read */
    _Atomic int64_t forks;
    _Atomic int64_t commits;
    _Atomic int64_t failures; /* transactions that were given up */
    _Atomic int64_t jobs;     /* in transactions that committed */
    _Atomic int64_t groups[METRIC_GROUPS];
} HubMetrics;

void hub_metrics_add(_Atomic int64_t *counter, int64_t more);
void hub_metrics_group(HubMetrics *metrics, size_t jobs);
/** ptr NULL: the arena is exhausted. */
Str8 hub_metrics_text(Arena *arena, HubMetrics *metrics, const HubCounts *counts, int64_t utc_ms);

#endif
