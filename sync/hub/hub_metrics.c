#include "sync/hub/hub_metrics.h"

/* The text format: prometheus.io, "Exposition formats", version 0.0.4. */

static const int64_t GROUP_MAX[METRIC_GROUPS - 1] = {1, 4, 16, 64, 256};

void hub_metrics_add(_Atomic int64_t *counter, int64_t more) {
    (void)atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

static long long get(_Atomic int64_t *counter) {
    return (long long)atomic_load_explicit(counter, memory_order_relaxed);
}

void hub_metrics_group(HubMetrics *metrics, size_t jobs) {
    size_t at = 0;
    while (at < METRIC_GROUPS - 1 && (int64_t)jobs > GROUP_MAX[at]) {
        at++;
    }
    hub_metrics_add(&metrics->commits, 1);
    hub_metrics_add(&metrics->jobs, (int64_t)jobs);
    hub_metrics_add(&metrics->groups[at], 1);
}

static void add_head(Str8Builder *text, const char *name, const char *type, const char *help) {
    builder_format(text, "# HELP foyer_hub_%s %s\n# TYPE foyer_hub_%s %s\n", name, help, name,
                   type);
}

static void add_one(Str8Builder *text, const char *name, const char *type, const char *help,
                    long long value) {
    add_head(text, name, type, help);
    builder_format(text, "foyer_hub_%s %lld\n", name, value);
}

static void add_answers(Str8Builder *text, HubMetrics *metrics) {
    add_head(text, "requests_total", "counter", "Requests answered.");
    for (unsigned route = 0; route < ROUTE_COUNT; route++) {
        Str8 name = route < ROUTE_NONE ? hub_route((HubRouteId)route)->name : STR8("none");
        for (unsigned i = 0; i < METRIC_STATUSES; i++) {
            long long count = get(&metrics->answers[route][i]);
            if (count == 0) {
                continue;
            }
            Problem problem = i > 0 ? hub_problem((ProblemId)(i - 1)) : (Problem){.status = 200};
            Str8 kind = i > 0 ? problem.kind : STR8("ok");
            builder_format(
                text, "foyer_hub_requests_total{route=\"%.*s\",status=\"%d\",kind=\"%.*s\"} %lld\n",
                STR8_ARG(name), problem.status, STR8_ARG(kind), count);
        }
    }
}

/* Buckets of a histogram count everything up to their bound. */
static void add_groups(Str8Builder *text, HubMetrics *metrics) {
    add_head(text, "commit_jobs", "histogram", "Requests that shared a transaction.");
    long long sum = 0;
    for (size_t i = 0; i < METRIC_GROUPS - 1; i++) {
        sum += get(&metrics->groups[i]);
        builder_format(text, "foyer_hub_commit_jobs_bucket{le=\"%lld\"} %lld\n",
                       (long long)GROUP_MAX[i], sum);
    }
    sum += get(&metrics->groups[METRIC_GROUPS - 1]);
    builder_format(text, "foyer_hub_commit_jobs_bucket{le=\"+Inf\"} %lld\n", sum);
    builder_format(text, "foyer_hub_commit_jobs_sum %lld\nfoyer_hub_commit_jobs_count %lld\n",
                   get(&metrics->jobs), sum);
}

static long long age_s(int64_t then_utc_ms, int64_t utc_ms) {
    return then_utc_ms > 0 && utc_ms > then_utc_ms ? (utc_ms - then_utc_ms) / 1000 : 0;
}

static void add_counts(Str8Builder *text, const HubCounts *counts, int64_t utc_ms) {
    add_one(text, "records_held", "gauge", "Records in the database.", counts->records);
    add_one(text, "quarantine_held", "gauge", "Records that could not be read, ever.",
            counts->quarantined);
    add_one(text, "kiosks", "gauge", "Enrolled kiosks.", counts->kiosks);
    add_one(text, "kiosks_revoked", "gauge", "Revoked kiosks.", counts->revoked);
    add_one(text, "histories", "gauge", "Epochs of all kiosks.", counts->epochs);
    if (counts->last_contact_utc_ms > 0) {
        add_one(text, "last_contact_age_seconds", "gauge", "Since any kiosk was heard.",
                age_s(counts->last_contact_utc_ms, utc_ms));
    }
    if (counts->oldest_contact_utc_ms > 0) {
        add_one(text, "silent_longest_seconds", "gauge",
                "Since the enrolled kiosk was heard that is silent the longest.",
                age_s(counts->oldest_contact_utc_ms, utc_ms));
    }
}

Str8 hub_metrics_text(Arena *arena, HubMetrics *metrics, const HubCounts *counts, int64_t utc_ms) {
    Str8Builder text = builder_in(arena, METRICS_TEXT_MAX);
    add_answers(&text, metrics);
    add_one(&text, "records_total", "counter", "Records stored.", get(&metrics->records));
    add_one(&text, "duplicates_total", "counter", "Records that were held before.",
            get(&metrics->duplicates));
    add_one(&text, "quarantined_total", "counter", "Records that could not be read.",
            get(&metrics->quarantined));
    add_one(&text, "forks_total", "counter", "Batches that contradicted what is held.",
            get(&metrics->forks));
    add_one(&text, "commits_total", "counter", "Transactions.", get(&metrics->commits));
    add_one(&text, "commit_failures_total", "counter", "Transactions that failed.",
            get(&metrics->failures));
    add_groups(&text, metrics);
    add_counts(&text, counts, utc_ms);
    return text.full ? (Str8){NULL, 0} : builder_text(&text);
}
