#ifndef FOYER_TESTS_UNIT_STORE_FIXTURE_H
#define FOYER_TESTS_UNIT_STORE_FIXTURE_H

#include "data/domain/visit.h"
#include "data/store/store.h"

/* A store in a new folder of its own, with keys and randomness from a seed. */
typedef struct {
    char folder[256];
    char path[300]; /* of the database */
    uint64_t seed;  /* state of the random port */
    uint8_t school_secret[STORE_KEY_SIZE];
    StoreOptions options;
    Arena arena;
    Store *store;
} StoreFixture;

/* 2025-10-16T22:02:00Z, 6:02 pm in New York. */
#define FIXTURE_NOW_MS INT64_C(1760652120000)

int fixture_setup(void **state);
int fixture_teardown(void **state);
/** Close and open again; the new store is fixture->store. */
void fixture_reopen(StoreFixture *fixture);

Moment moment_at(int64_t after_ms);
Id test_id(const char *name);
/** A visit of a guardian and two students of household "h1"; strings are static. */
Visit test_visit(const char *name);

void store_expect(ErrCode code, ErrCode expected, const Err *err, int line);
#define EXPECT(call, code_)                                                                        \
    do {                                                                                           \
        Err err = {0};                                                                             \
        store_expect((call), (code_), &err, __LINE__);                                             \
    } while (0)

#endif
