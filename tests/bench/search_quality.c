/*
 * Quality of the search: the queries of tests/fixtures against the demo school and the city of the
 * samples, judged by the first five hits (README.md there). Other libraries on the same, where
 * FOYER_PEERS says where they are.
 */
#include "tests/bench/search_quality.h"

#include <stdio.h>
#include <stdlib.h>

#include "data/base/civil.h"
#include "data/directory/directory.h"

enum { MEMORY_BLOCK = 1 << 20, MEMORY_MAX = 512 << 20, PATH_BYTES = 1200 };

static const double RECALL_GOAL = 0.9;
static const double FIRST_GOAL = 0.75;

typedef enum { PART_ALL, PART_TUNED, PART_HELD_OUT, PART_COUNT } Part;

typedef struct {
    size_t count;
    double recall;
    double first;
} Score;

/* ---- scores ---- */

static bool first_is_right(const ExpectedQuery *query, const QualityAnswer *answer) {
    return answer->count > 0 && answer->hits[0] != EXPECTED_NONE &&
           query->answers[answer->hits[0]] != EXPECTED_NO;
}

/* Shares over the queries of a language ("all": every one) and part. */
static Score score_of(const Expected *expected, const QualityAnswer *answers, Str8 language,
                      Part part) {
    Score score = {0};
    for (size_t i = 0; i < expected->queries_count; i++) {
        const ExpectedQuery *query = &expected->queries[i];
        if ((!str8_equal(language, STR8("all")) && !str8_equal(language, query->language)) ||
            (part != PART_ALL && (part == PART_HELD_OUT) != query->held_out)) {
            continue;
        }
        score.count++;
        score.recall += expected_recall(query, answers[i].hits, answers[i].count);
        score.first += first_is_right(query, &answers[i]) ? 1 : 0;
    }
    if (score.count > 0) {
        score.recall /= (double)score.count;
        score.first /= (double)score.count;
    }
    return score;
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_language(const Expected *expected, const char *engine,
                           const QualityAnswer *answers, Str8 language, const char *more) {
    static double times[EXPECTED_QUERIES_MAX];
    size_t count = 0;
    Score parts[PART_COUNT];
    for (Part part = PART_ALL; part < PART_COUNT; part++) {
        parts[part] = score_of(expected, answers, language, part);
    }
    for (size_t i = 0; i < expected->queries_count; i++) {
        if (str8_equal(language, STR8("all")) ||
            str8_equal(language, expected->queries[i].language)) {
            times[count++] = answers[i].took_ms;
        }
    }
    if (count == 0) {
        return;
    }
    qsort(times, count, sizeof *times, compare_doubles);
    (void)printf("{\"bench\":\"search-quality\",\"engine\":\"%s\",\"language\":\"%.*s\",\"n\":%zu,"
                 "\"recall5\":%.3f,\"first\":%.3f,\"recall5_tuned\":%.3f,\"first_tuned\":%.3f,"
                 "\"recall5_held_out\":%.3f,\"first_held_out\":%.3f,\"p50_ms\":%.3f,"
                 "\"p99_ms\":%.3f%s}\n",
                 engine, STR8_ARG(language), count, parts[PART_ALL].recall, parts[PART_ALL].first,
                 parts[PART_TUNED].recall, parts[PART_TUNED].first, parts[PART_HELD_OUT].recall,
                 parts[PART_HELD_OUT].first, times[count / 2], times[count * 99 / 100], more);
    (void)fflush(stdout);
}

void quality_print(const Expected *expected, const char *engine, const QualityAnswer *answers,
                   const char *more) {
    static const Str8 LANGUAGES[] = {{"en", 2}, {"es", 2}, {"ar", 2}};
    print_language(expected, engine, answers, STR8("all"), more);
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        print_language(expected, engine, answers, LANGUAGES[i], "");
    }
}

/* ---- ours ---- */

static ErrCode answer(Directory *directory, const Expected *expected, const ExpectedQuery *query,
                      Moment now, Arena *arena, QualityAnswer *given, Err *err) {
    DirectoryPage page;
    DirectoryQuery asked = {.text = query->text,
                            .language = query->language,
                            .local = civil_from_ms(now.utc_ms + BENCH_OFFSET_MS),
                            .now_utc_ms = now.utc_ms,
                            .limit = EXPECTED_TOP};
    ArenaMark mark = arena_mark(arena);
    double begun = bench_now_ms();
    ErrCode code = directory_find(directory, arena, &asked, &page, err);
    given->took_ms = bench_now_ms() - begun;
    given->count = 0;
    for (size_t i = 0; code == ERR_OK && i < page.count; i++) {
        given->hits[given->count++] = expected_service(expected, page.hits[i].service.id);
    }
    arena_rewind(arena, mark);
    return code;
}

/* Never of the held-out half: nothing is to be learned from it. */
static void print_misses(const Expected *expected, const QualityAnswer *answers) {
    for (size_t i = 0; i < expected->queries_count; i++) {
        const ExpectedQuery *query = &expected->queries[i];
        double recall = expected_recall(query, answers[i].hits, answers[i].count);
        if (query->held_out || (recall > 0.99 && first_is_right(query, &answers[i]))) {
            continue;
        }
        (void)fprintf(stderr, "%.*s %.2f %.*s:", STR8_ARG(query->language), recall,
                      STR8_ARG(query->text));
        for (size_t k = 0; k < answers[i].count; k++) {
            static const char SIGNS[] = {'-', '=', '!'};
            size_t hit = answers[i].hits[k];
            (void)fprintf(stderr, " %c%.*s", SIGNS[query->answers[hit]],
                          STR8_ARG(expected->services[hit].key));
        }
        (void)fputc('\n', stderr);
    }
}

static ErrCode judge_ours(const BenchOptions *options, const BenchSite *bench, Store *store,
                          const Expected *expected, Arena *arena, bool *reached, Err *err) {
    Directory *directory = NULL;
    QualityAnswer *answers = ARENA_ARRAY(arena, QualityAnswer, EXPECTED_QUERIES_MAX);
    ErrCode code = answers != NULL ? directory_open(store, &directory, err)
                                   : err_set(err, ERR_NO_MEMORY, "no memory for answers");
    for (size_t i = 0; code == ERR_OK && i < expected->queries_count; i++) {
        code =
            answer(directory, expected, &expected->queries[i], bench->now, arena, &answers[i], err);
    }
    directory_close(directory);
    if (code == ERR_OK) {
        Score all = score_of(expected, answers, STR8("all"), PART_ALL);
        *reached = all.recall >= RECALL_GOAL && all.first >= FIRST_GOAL;
        quality_print(expected, "foyer", answers, ",\"recall5_min\":0.9,\"first_min\":0.75");
        if (options->misses) {
            print_misses(expected, answers);
        }
    }
    return code;
}

static ErrCode judge(const BenchOptions *options, const BenchSite *bench, Err *err) {
    char path[PATH_BYTES];
    Arena arena = arena_make(MEMORY_BLOCK, MEMORY_MAX);
    Site *site = NULL;
    Expected *expected = NULL;
    bool reached = true;
    Str8Builder queries = builder_make(path, sizeof path);
    builder_format(&queries, "%s/queries.txt", options->fixtures);
    ErrCode code = queries.full ? err_set(err, ERR_LIMIT, "too long a folder for the fixtures")
                                : bench_site_open(bench, &arena, &site, err);
    code = code == ERR_OK ? expected_read(&arena, site->store, path, &expected, err) : code;
    code = code == ERR_OK ? judge_ours(options, bench, site->store, expected, &arena, &reached, err)
                          : code;
    code = code == ERR_OK ? quality_run_peers(bench, site->store, expected, &arena, err) : code;
    site_close(site);
    arena_free(&arena);
    if (code == ERR_OK && !reached) {
        code = err_set(err, ERR_CONFLICT, "search found less than its goal");
    }
    return code;
}

ErrCode bench_search_quality(const BenchOptions *options, Err *err) {
    BenchSite bench;
    ErrCode code = bench_site_make(options, &bench, err);
    if (code != ERR_OK) {
        return code;
    }
    code = bench_site_load_demo(&bench, err);
    code = code == ERR_OK ? bench_site_import_city(options, &bench, err) : code;
    code = code == ERR_OK ? judge(options, &bench, err) : code;
    bench_site_remove(&bench);
    return code;
}
