#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "data/base/civil.h"
#include "data/store/store_private.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/sync_fixture.h"

enum { VISITS = 6 };

static const int64_t HELD_MS = (int64_t)SYNC_HELD_DAYS * DAY_MS;

static int64_t purge(StoreFixture *fixture) {
    int64_t purged = -1;
    EXPECT(sync_store_purge(fixture->store, &purged, &err), ERR_OK);
    return purged;
}

static void close_event(StoreFixture *fixture) {
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS + 500,
                                   moment_at(1000), NULL, &err),
           ERR_OK);
}

static int64_t ask(StoreFixture *fixture, const char *sql) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(fixture->store->db.handle, sql, -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t count = sqlite3_column_int64(statement, 0);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    return count;
}

static int64_t last(StoreFixture *fixture) {
    return sync_status(fixture).last;
}

static void expect_held(StoreFixture *fixture, int64_t waiting, int64_t young, int64_t unfinished) {
    SyncHeld held;
    EXPECT(sync_store_held(fixture->store, &held, &err), ERR_OK);
    assert_int_equal(held.waiting, waiting);
    assert_int_equal(held.young, young);
    assert_int_equal(held.unfinished, unfinished);
}

/* An evening of VISITS visits that all are over. */
static void an_evening(StoreFixture *fixture) {
    sync_sign_in_many(fixture, VISITS);
    close_event(fixture);
    assert_int_equal(last(fixture), 2 * VISITS);
}

static void test_sync_purge__waits_for_fourteen_days_by_the_hubs_clock(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    expect_held(fixture, 2 * VISITS, 0, 0);
    assert_int_equal(purge(fixture), 0);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 0), RECEIPT_TAKEN);
    expect_held(fixture, 0, 2 * VISITS, 0);
    assert_int_equal(purge(fixture), 0);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HELD_MS - 1), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 0);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HELD_MS + HOUR_MS), RECEIPT_TAKEN);
    expect_held(fixture, 0, 0, 2 * VISITS);
    assert_int_equal(purge(fixture), 2 * VISITS);
    expect_held(fixture, 0, 0, 0);
    assert_int_equal(purge(fixture), 0);
    sync_expect_sound(fixture, 0);
    JournalStatus status = sync_status(fixture);
    assert_int_equal(status.last, 2 * VISITS);
    assert_int_equal(status.first, 2 * VISITS + 1);
    assert_int_equal(status.watermark, 2 * VISITS);
}

/* Old records that the hub got today are new to it. */
static void test_sync_purge__does_not_ask_how_old_a_record_is(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 90 * (int64_t)DAY_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 0);
    expect_held(fixture, 0, 2 * VISITS, 0);
}

static void test_sync_purge__begins_anew_when_the_hub_has_less(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 0, 10 * (int64_t)DAY_MS), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 10 * (int64_t)DAY_MS + 1), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 20 * (int64_t)DAY_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 0);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 25 * (int64_t)DAY_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 2 * VISITS);
}

static void test_sync_purge__does_not_trust_a_clock_that_went_back(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 400 * (int64_t)DAY_MS), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 1), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HOUR_MS), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 0);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HELD_MS + HOUR_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 2 * VISITS);
}

/* Receipts come on sticks, and an old one may come once more. */
static void test_sync_purge__an_old_receipt_makes_nothing_older(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    assert_int_equal(sync_receipt_to(fixture, 2, 0), RECEIPT_TAKEN);
    int64_t day = 13 * (int64_t)DAY_MS;
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, day), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, day + 2 * DAY_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 0);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, day + 2 * DAY_MS + HELD_MS),
                     RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 2 * VISITS);
}

/* Two answers that crossed, or a clock that was put right by seconds. */
static void test_sync_purge__a_clock_may_go_back_a_little(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HOUR_MS), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HOUR_MS - 1000), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HELD_MS + HOUR_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 2 * VISITS);
}

static void test_sync_purge__keeps_what_came_to_the_hub_later(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 0), RECEIPT_TAKEN);
    Visit visit = test_visit("late");
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(5000), &out, &err), ERR_OK);
    close_event(fixture);
    int64_t day = 7 * (int64_t)DAY_MS;
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS + 1, day), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS + 1, HELD_MS + 1), RECEIPT_TAKEN);
    expect_held(fixture, 1, 1, 2 * VISITS);
    assert_int_equal(purge(fixture), 2 * VISITS);
    expect_held(fixture, 1, 1, 0);
    sync_expect_sound(fixture, 2);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS + 2, day + HELD_MS + 1), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 0); /* its end came to the hub just now */
    expect_held(fixture, 0, 1, 1);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS + 2, day + 3 * HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 2);
    sync_expect_sound(fixture, 0);
}

static void test_sync_purge__never_cuts_a_visit(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, VISITS); /* v0..v5, records 1..6 */
    EXPECT(visit_store_sign_out(fixture->store, test_id("o0"), test_id("v0"), moment_at(50), &err),
           ERR_OK);
    EXPECT(visit_store_sign_out(fixture->store, test_id("o1"), test_id("v1"), moment_at(51), &err),
           ERR_OK);
    assert_int_equal(sync_receipt_to(fixture, 8, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 8, HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 0); /* tonight's names are still here */
    close_event(fixture);                /* 9..12: v2..v5 */
    assert_int_equal(purge(fixture), 0); /* v0's end is behind v2's beginning, whose end is young */
    VisitCorrection correction = {.record_id = test_id("c"),
                                  .visit_id = test_id("v1"),
                                  .person = 1,
                                  .role = PERSON_STUDENT,
                                  .grade = STR8("05")};
    EXPECT(visit_store_correct(fixture->store, &correction, moment_at(2000), &err), ERR_OK);
    assert_int_equal(sync_receipt_to(fixture, 12, HELD_MS + 1), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 12, 3 * HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 0);
    expect_held(fixture, 1, 0, 12);
    assert_int_equal(sync_receipt_to(fixture, 13, 4 * HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 13, 5 * HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 13);
    sync_expect_sound(fixture, 0);
}

static void hub_holds_all_long_enough(StoreFixture *fixture) {
    assert_int_equal(sync_receipt_to(fixture, last(fixture), 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, last(fixture), HELD_MS), RECEIPT_TAKEN);
}

static void test_sync_purge__keeps_open_visits_without_names(void **state) {
    StoreFixture *fixture = *state;
    Visitor nobody = {.role = PERSON_GUARDIAN};
    Visit visit = test_visit("counted");
    SignIn out;
    visit.household_id = (Id){{0}};
    visit.people = &nobody;
    visit.people_count = 1;
    visit.method = VISIT_BY_COUNT;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(1), &out, &err), ERR_OK);
    hub_holds_all_long_enough(fixture);
    assert_int_equal(purge(fixture), 0);
    expect_held(fixture, 0, 0, 1);
}

static void test_sync_purge__keeps_visits_whose_names_are_here(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, 1);
    EXPECT(visit_store_sign_out(fixture->store, test_id("o0"), test_id("v0"), moment_at(50), &err),
           ERR_OK);
    hub_holds_all_long_enough(fixture);
    assert_int_equal(purge(fixture), 0);
    close_event(fixture);
    assert_int_equal(purge(fixture), 2);
}

static void test_sync_purge__waits_for_the_hub_after_a_fork(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    hub_holds_all_long_enough(fixture);
    EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
    assert_int_equal(purge(fixture), 0);
    expect_held(fixture, 2 * VISITS, 0, 0);
}

static void test_sync_purge__cuts_between_visits(void **state) {
    StoreFixture *fixture = *state;
    Visit first = test_visit("first");
    Visit second = test_visit("second");
    SignIn out;
    second.event_id = test_id("event 2");
    EXPECT(visit_store_sign_in(fixture->store, &first, moment_at(1), &out, &err), ERR_OK);
    close_event(fixture);
    EXPECT(visit_store_sign_in(fixture->store, &second, moment_at(2), &out, &err), ERR_OK);
    assert_int_equal(sync_receipt_to(fixture, 3, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 3, HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 2);
    expect_held(fixture, 0, 0, 1);
    sync_expect_sound(fixture, 1);
    OpenVisit open;
    EXPECT(visit_store_open_of_household(fixture->store, &fixture->arena, test_id("event 2"),
                                         test_id("h1"), &open, &err),
           ERR_OK);
    assert_int_equal(open.here_count, 3);
}

static void test_sync_purge__goes_on_syncing(void **state) {
    StoreFixture *fixture = *state;
    an_evening(fixture);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 0), RECEIPT_TAKEN);
    Receipt purged_tip = sync_receipt(fixture, 2 * VISITS, HELD_MS + 2);
    Receipt inside = sync_receipt(fixture, VISITS, HELD_MS + 2);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 2 * VISITS);
    assert_int_equal(sync_take(fixture, &purged_tip), RECEIPT_TAKEN);
    assert_int_equal(sync_take(fixture, &inside), RECEIPT_FORK); /* what follows it is gone */
    assert_int_equal(sync_receipt_to(fixture, 0, HELD_MS + 2), RECEIPT_FORK);
    Visit visit = test_visit("behind");
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(6000), &out, &err), ERR_OK);
    assert_int_equal(last(fixture), 2 * VISITS + 1);
    sync_expect_sound(fixture, 1);
    EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
    assert_int_equal(sync_source(fixture).base, 2 * VISITS);
    assert_int_equal(sync_status(fixture).watermark, 2 * VISITS);
    expect_held(fixture, 1, 0, 0);
    sync_expect_sound(fixture, 1);
    assert_int_equal(sync_receipt_to(fixture, 0, HELD_MS + 3), RECEIPT_TAKEN);
    assert_int_equal(sync_status(fixture).watermark, 2 * VISITS);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS + 1, HELD_MS + 3), RECEIPT_TAKEN);
    expect_held(fixture, 0, 1, 0);
}

static void test_sync_purge__keeps_the_latest_good_time(void **state) {
    StoreFixture *fixture = *state;
    int64_t before = 0;
    int64_t after = 0;
    an_evening(fixture);
    EXPECT(store_last_good_time(fixture->store, &before, &err), ERR_OK);
    assert_int_equal(before, FIXTURE_NOW_MS + 1000);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 2 * VISITS, HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 2 * VISITS);
    EXPECT(store_last_good_time(fixture->store, &after, &err), ERR_OK);
    assert_int_equal(after, before);
}

static void test_sync_purge__leaves_no_byte_of_it(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, 100);
    close_event(fixture);
    OutboxRecord *page = NULL;
    size_t count = 0;
    EXPECT(sync_store_page(fixture->store, &fixture->arena, 0, 1, 1, &page, &count, &err), ERR_OK);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    Str8 sealed = page[0].sealed;
    assert_true(sync_file_contains(fixture->path, sealed.ptr, 64));
    assert_int_equal(sync_receipt_to(fixture, 200, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 200, HELD_MS), RECEIPT_TAKEN);
    assert_int_equal(purge(fixture), 200);
    char log[400];
    Str8Builder path = builder_make(log, sizeof log);
    builder_format(&path, "%s-wal", fixture->path);
    assert_false(sync_file_contains(fixture->path, sealed.ptr, 64));
    assert_int_equal(ask(fixture, "PRAGMA freelist_count"), 0);
    assert_false(sync_file_contains(log, sealed.ptr, 64));
    fixture_reopen(fixture);
    sync_expect_sound(fixture, 0);
}

static void test_sync_purge__keeps_few_marks(void **state) {
    StoreFixture *fixture = *state;
    EXPECT(store_begin(fixture->store, &err), ERR_OK);
    sync_sign_in_many(fixture, 1500);
    int64_t most = 0;
    for (int64_t i = 1; i <= 1500; i++) { /* a receipt every 20 minutes for 20 days, and one open */
        assert_int_equal(sync_receipt_to(fixture, i, i * 20 * MINUTE_MS), RECEIPT_TAKEN);
        int64_t now = i % 100 == 0 ? ask(fixture, "SELECT count(*) FROM sync_mark") : 0;
        most = now > most ? now : most;
    }
    EXPECT(store_commit(fixture->store, &err), ERR_OK);
    assert_in_range(most, 300, 24 * SYNC_HELD_DAYS + 3);
    SyncHeld held;
    EXPECT(sync_store_held(fixture->store, &held, &err), ERR_OK);
    assert_in_range(held.young, 24 * SYNC_HELD_DAYS * 3, 24 * SYNC_HELD_DAYS * 3 + 2);
    assert_int_equal(held.young + held.unfinished, 1500);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_sync_purge__waits_for_fourteen_days_by_the_hubs_clock),
        TEST(test_sync_purge__does_not_ask_how_old_a_record_is),
        TEST(test_sync_purge__begins_anew_when_the_hub_has_less),
        TEST(test_sync_purge__does_not_trust_a_clock_that_went_back),
        TEST(test_sync_purge__an_old_receipt_makes_nothing_older),
        TEST(test_sync_purge__a_clock_may_go_back_a_little),
        TEST(test_sync_purge__keeps_what_came_to_the_hub_later),
        TEST(test_sync_purge__never_cuts_a_visit),
        TEST(test_sync_purge__keeps_open_visits_without_names),
        TEST(test_sync_purge__keeps_visits_whose_names_are_here),
        TEST(test_sync_purge__waits_for_the_hub_after_a_fork),
        TEST(test_sync_purge__cuts_between_visits),
        TEST(test_sync_purge__goes_on_syncing),
        TEST(test_sync_purge__keeps_the_latest_good_time),
        TEST(test_sync_purge__leaves_no_byte_of_it),
        TEST(test_sync_purge__keeps_few_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
