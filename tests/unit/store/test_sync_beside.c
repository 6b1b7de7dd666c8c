#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "data/store/event_store.h"
#include "data/store/store_private.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/sync_fixture.h"

/* The sync worker's store beside the one that families sign in with. */
enum { RECORDS = 6 };

static const int64_t HELD_MS = (int64_t)SYNC_HELD_DAYS * DAY_MS;

static Store *open_desk(StoreFixture *fixture) {
    Store *desk = NULL;
    EXPECT(store_open(&fixture->arena, &fixture->options, &desk, &err), ERR_OK);
    return desk;
}

static void sign_in(Store *desk, const char *name, int64_t at) {
    Visit visit = test_visit(name);
    SignIn out;
    visit.household_id = visit.id;
    EXPECT(visit_store_sign_in(desk, &visit, moment_at(at), &out, &err), ERR_OK);
}

static void test_sync_beside__the_desk_goes_on_in_the_new_epoch(void **state) {
    StoreFixture *fixture = *state;
    Store *desk = open_desk(fixture);
    sign_in(desk, "a", 1);
    EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
    sign_in(desk, "b", 2);
    EXPECT(
        visit_store_close_event(desk, test_id("event"), FIXTURE_NOW_MS, moment_at(3), NULL, &err),
        ERR_OK);
    assert_int_equal(sync_receipt_to(fixture, 4, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, 4, HELD_MS), RECEIPT_TAKEN);
    int64_t purged = 0;
    EXPECT(sync_store_purge(fixture->store, &purged, &err), ERR_OK);
    assert_int_equal(purged, 4);
    sign_in(desk, "c", 4);
    assert_int_equal(sync_status(fixture).last, 5);
    sync_expect_sound(fixture, 1);
    store_close(desk);
}

static void test_sync_beside__says_busy_while_the_desk_imports(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, RECORDS);
    Receipt receipt = sync_receipt(fixture, RECORDS, 0);
    ReceiptOutcome outcome = RECEIPT_STALE;
    Store *desk = open_desk(fixture);
    SyncLink link = {.url = STR8("")};
    int64_t number = 0;
    EXPECT(store_begin(desk, &err), ERR_OK);
    assert_int_equal(sqlite3_busy_timeout(fixture->store->db.handle, 1), SQLITE_OK);
    EXPECT(sync_store_receipt(fixture->store, &receipt, &outcome, &err), ERR_BUSY);
    EXPECT(sync_store_fork(fixture->store, &err), ERR_BUSY);
    EXPECT(sync_store_purge(fixture->store, &number, &err), ERR_BUSY);
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_BUSY);
    EXPECT(sync_store_take_counters(fixture->store, 0, 1, &number, &err), ERR_BUSY);
    OutboxRecord *page = NULL;
    size_t count = 0;
    EXPECT(sync_store_page(fixture->store, &fixture->arena, 0, 9, 1 << 20, &page, &count, &err),
           ERR_OK);
    assert_int_equal(count, RECORDS);
    store_rollback(desk);
    assert_int_equal(sync_take(fixture, &receipt), RECEIPT_TAKEN);
    store_close(desk);
}

/* Somebody reads an old snapshot: the log cannot be cut off now, and is when they are gone. */
static void test_sync_beside__purges_while_others_read(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, RECORDS);
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS, moment_at(9),
                                   NULL, &err),
           ERR_OK);
    int64_t all = sync_status(fixture).last;
    assert_int_equal(sync_receipt_to(fixture, all, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_receipt_to(fixture, all, HELD_MS), RECEIPT_TAKEN);
    Store *reader = open_desk(fixture);
    VisitQuery query = {.school_secret = fixture->school_secret};
    VisitCursor *cursor = NULL;
    VisitRow row;
    size_t rows = 1;
    EXPECT(visit_cursor_open(reader, &fixture->arena, &query, &cursor, &err), ERR_OK);
    EXPECT(visit_cursor_next(cursor, &fixture->arena, &row, &err), ERR_OK);
    int64_t purged = 0;
    assert_int_equal(sqlite3_busy_timeout(fixture->store->db.handle, 1), SQLITE_OK);
    EXPECT(sync_store_purge(fixture->store, &purged, &err), ERR_OK);
    assert_int_equal(purged, all);
    while (visit_cursor_next(cursor, &fixture->arena, &row, NULL) == ERR_OK) {
        rows++;
    }
    assert_int_equal(rows, 3 * RECORDS);
    visit_cursor_close(cursor);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    sync_expect_sound(fixture, 0);
    store_close(reader);
}

static int64_t version(StoreFixture *fixture) {
    int64_t number = 0;
    EXPECT(store_content_version(fixture->store, &number, &err), ERR_OK);
    assert_true(number != 0);
    return number;
}

static void test_sync_beside__is_no_new_content_to_the_kiosk(void **state) {
    StoreFixture *fixture = *state;
    Store *desk = open_desk(fixture);
    SyncLink link = {.url = STR8("")};
    SyncNote note = {.tried_utc_ms = 1};
    int64_t number = 0;
    int64_t before = version(fixture);
    sync_sign_in_many(fixture, 1);
    sign_in(desk, "a", 1);
    EXPECT(sync_store_enrol(desk, &link, &err), ERR_OK);
    EXPECT(sync_store_note(desk, &note, &err), ERR_OK);
    EXPECT(sync_store_take_counters(desk, 0, 1, &number, &err), ERR_OK);
    EXPECT(sync_store_fork(desk, &err), ERR_OK);
    assert_int_equal(version(fixture), before);
    Event event = {.id = test_id("event"), .uid = STR8("uid"), .end_utc_ms = 1};
    EXPECT(event_store_put(desk, STR8("ics"), &event, NULL, &err), ERR_OK);
    int64_t with_event = version(fixture);
    assert_int_not_equal(with_event, before);
    EXPECT(event_store_put(desk, STR8("ics"), &event, NULL, &err), ERR_OK);
    assert_int_equal(version(fixture), with_event);
    EXPECT(event_store_remove(desk, event.id, &err), ERR_OK); /* it has visits: only marked */
    int64_t without = version(fixture);
    assert_int_not_equal(without, with_event);
    EXPECT(store_set_setting(desk, STR8("look-up.card-only"), STR8("1"), &err), ERR_OK);
    assert_int_not_equal(version(fixture), without);
    store_close(desk);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_sync_beside__the_desk_goes_on_in_the_new_epoch),
        TEST(test_sync_beside__says_busy_while_the_desk_imports),
        TEST(test_sync_beside__purges_while_others_read),
        TEST(test_sync_beside__is_no_new_content_to_the_kiosk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
