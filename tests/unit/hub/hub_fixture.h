#ifndef FOYER_TESTS_UNIT_HUB_FIXTURE_H
#define FOYER_TESTS_UNIT_HUB_FIXTURE_H

#include "sync/hub/hub.h"
#include "sync/hub/hub_codes.h"
#include "sync/hub/hub_sqlite.h"
#include "sync/wire/answer.h"
#include "sync/wire/batch.h"
#include "sync/wire/signature.h"
#include "tests/support/simdisk.h"

/* A hub on a disk in memory, and kiosks that are no more than a key and a journal. */
#define FIXTURE_NOW_MS INT64_C(1760652120000) /* 2025-10-16T22:02:00Z, 6:02 pm in New York */

typedef struct {
    SimDisk *disk;
    uint64_t random;
    Arena arena;  /* of the hub */
    Arena memory; /* of requests and replies */
    HubSqlite *sqlite;
    HubStore store; /* what the hub is given: a test may put its own members in */
    Hub *hub;
    Moment now;
} HubFixture;

enum { TEST_RECORDS_MAX = 512 };

/* What a kiosk has: heads[n] is the chain's behind records[n - 1]. */
typedef struct {
    HubFixture *fixture;
    Id device;
    Id epoch;
    uint8_t seed[32];
    int64_t counter;
    int64_t base;
    size_t count;
    Record records[TEST_RECORDS_MAX];
    Str8 sealed[TEST_RECORDS_MAX];
    uint8_t heads[TEST_RECORDS_MAX + 1][RECORD_HEAD_SIZE];
} TestKiosk;

int hub_setup(void **state);
int hub_teardown(void **state);
/* Closes and opens again, as after the power came back. */
void hub_reopen(HubFixture *fixture);
/* The hub anew over fixture->store. */
void hub_restart(HubFixture *fixture);

Id test_id(const char *name);
RandomPort test_random(HubFixture *fixture);

/* Enrolled with a code of its own. In the fixture's arena. */
TestKiosk *test_kiosk(HubFixture *fixture, const char *name);
/* One that nobody enrolled. */
TestKiosk *test_stranger(HubFixture *fixture, const char *name);
WireRequest enrol_request(TestKiosk *kiosk, const char *code, const char *name);

/* Appends; `id` and `event` are names, `event` NULL = none. Bodies are static. */
void journal_add(TestKiosk *kiosk, const char *id, const char *type, const char *event,
                 const char *body);
/* The same with a moment of its own, and a personal part (empty = none). */
void journal_add_record(TestKiosk *kiosk, Record record, Str8 sealed);
/* Records `from`..`to` of the journal, from 1, signed with the next counter. */
WireRequest batch_request(TestKiosk *kiosk, size_t from, size_t to);
WireRequest ask_request(TestKiosk *kiosk);
void sign_request(TestKiosk *kiosk, WireRequest *request);
/* Chained anew under another epoch, with the same ids and sequences, from `from` on. */
void journal_fork(TestKiosk *kiosk, const char *epoch, size_t from);

/* What hub_handle answers; never NULL. Checks the hub's signature when there must be one. */
const WireReply *hub_ask(HubFixture *fixture, const WireRequest *request);
/* The same, with its status and, of a problem, its kind. */
const WireReply *hub_expect(HubFixture *fixture, const WireRequest *request, int status,
                            const char *kind, int line);
#define EXPECT_REPLY(fixture, request, status, kind)                                               \
    hub_expect((fixture), (request), (status), (kind), __LINE__)
/* 200 with what is held. */
RecordsAnswer hub_expect_have(HubFixture *fixture, const WireRequest *request, int64_t have,
                              int line);
#define EXPECT_HAVE(fixture, request, have) hub_expect_have((fixture), (request), (have), __LINE__)

HubCounts hub_count(HubFixture *fixture);

void hub_check(ErrCode code, ErrCode expected, const Err *err, int line);
#define EXPECT(call, code_)                                                                        \
    do {                                                                                           \
        Err err = {0};                                                                             \
        hub_check((call), (code_), &err, __LINE__);                                                \
    } while (0)

#endif
