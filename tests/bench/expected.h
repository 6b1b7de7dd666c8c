#ifndef FOYER_TESTS_BENCH_EXPECTED_H
#define FOYER_TESTS_BENCH_EXPECTED_H

#include "data/domain/service.h"
#include "data/store/store.h"

/*
 * Expected: the queries of tests/fixtures/queries.txt and which services may answer each.
 * Everything lives in the arena of expected_read.
 */
enum {
    EXPECTED_QUERIES_MAX = 512,
    EXPECTED_GROUPS_MAX = 128,
    EXPECTED_SERVICES_MAX = 8192,
    EXPECTED_TOP = 5, /* hits that are judged */
    EXPECTED_NONE = EXPECTED_SERVICES_MAX,
};

typedef enum { EXPECTED_NO, EXPECTED_MAY, EXPECTED_MUST } ExpectedAnswer;

/** A service as the rules see it; the order is that of service_store_walk. */
typedef struct {
    Id id;
    Str8 key;
    uint32_t needs;
    bool own;
    Str8 names; /* names and organizations, ASCII letters small */
    Str8 words; /* those and the summary */
} ExpectedService;

typedef struct {
    Str8 language;
    Str8 text;
    bool held_out;
    uint8_t *answers; /* an ExpectedAnswer for each service */
    size_t may;       /* how many are EXPECTED_MAY */
    size_t must;
} ExpectedQuery;

typedef struct {
    ExpectedService *services;
    size_t services_count;
    ExpectedQuery *queries;
    size_t queries_count;
} Expected;

/** @return ERR_INVALID with the line when a rule cannot be read or no service fits it */
MUST_USE ErrCode expected_read(Arena *arena, Store *store, const char *path, Expected **expected,
                               Err *err);
/** Index of a service, EXPECTED_NONE when there is none. */
size_t expected_service(const Expected *expected, Id id);
/** Share of the places that `hits` (indexes, at most EXPECTED_TOP of them count) fill: README.md of
 * the fixtures. */
double expected_recall(const ExpectedQuery *query, const size_t *hits, size_t count);

#endif
