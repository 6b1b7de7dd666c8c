#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "data/base/civil.h"
#include "data/sqlite/db.h"
#include "data/store/queries.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/sync_fixture.h"

/*
 * evening_004.sql was written by the store of schema 4, which knew no hub, with the keys of this
 * fixture: an event that is over (o1, o2), and one that is on with eight families (v0..v7, of v2
 * one was not here) and a party that was counted while the clock was not sure (c1).
 */
enum { SQL_MAX = 1 << 17, RECORDS = 14, OPEN = 9, BATCH = 5 };

static void open_evening(StoreFixture *fixture) {
    Db old;
    char *sql = arena_alloc(&fixture->arena, SQL_MAX);
    FILE *file = fopen("tests/unit/store/evening_004.sql", "rb");
    assert_non_null(file);
    size_t size = fread(sql, 1, SQL_MAX, file);
    assert_true(size < SQL_MAX);
    assert_int_equal(fclose(file), 0);
    sql[size] = '\0';
    store_close(fixture->store);
    fixture->store = NULL;
    assert_int_equal(remove(fixture->path), 0);
    EXPECT(db_open_at(&old, &fixture->arena, fixture->path, NULL, &SCHEMA_KIOSK, 4, &err), ERR_OK);
    assert_int_equal(sqlite3_exec(old.handle, sql, NULL, NULL, NULL), SQLITE_OK);
    db_close(&old);
    EXPECT(store_open(&fixture->arena, &fixture->options, &fixture->store, &err), ERR_OK);
}

/* A hub's part: chain what comes, from the epoch's start, and say so. */
static void send_all(StoreFixture *fixture) {
    SyncSource source = sync_source(fixture);
    Receipt receipt = {.epoch = source.epoch, .hub_utc_ms = FIXTURE_NOW_MS};
    record_chain_start(source.device, source.epoch, receipt.head);
    OutboxRecord *page = NULL;
    size_t count = 0;
    do {
        EXPECT(sync_store_page(fixture->store, &fixture->arena, receipt.have, BATCH, 1 << 20, &page,
                               &count, &err),
               ERR_OK);
        for (size_t i = 0; i < count; i++) {
            EXPECT(record_chain(&fixture->arena, receipt.head, &page[i].record, receipt.head, &err),
                   ERR_OK);
            assert_memory_equal(receipt.head, page[i].record.head, RECORD_HEAD_SIZE);
            receipt.have = page[i].record.sequence;
        }
        assert_int_equal(sync_take(fixture, &receipt), RECEIPT_TAKEN);
    } while (count > 0);
    assert_int_equal(sync_status(fixture).watermark, sync_status(fixture).last);
}

static void test_sync_migration__sends_an_evening_of_before(void **state) {
    StoreFixture *fixture = *state;
    SyncLink link = {.url = STR8("https://hub.example"), .hub_public = {1}};
    size_t added = 0;
    open_evening(fixture);
    sync_expect_sound(fixture, RECORDS);
    assert_int_equal(sync_source(fixture).base, 0);
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    EXPECT(sync_store_describe(fixture->store, moment_at(9000), &added, &err), ERR_OK);
    assert_int_equal(added, 2);
    EXPECT(sync_store_note_hub_time(fixture->store, moment_at(9001), FIXTURE_NOW_MS + 9001, &err),
           ERR_OK);
    assert_int_equal(sync_status(fixture).last, RECORDS + 3); /* c1's clock was not sure */
    send_all(fixture);
    sync_expect_sound(fixture, RECORDS + 3);
}

static void test_sync_migration__lets_it_go(void **state) {
    StoreFixture *fixture = *state;
    int64_t held_ms = (int64_t)SYNC_HELD_DAYS * DAY_MS;
    int64_t purged = 0;
    open_evening(fixture);
    send_all(fixture);
    assert_int_equal(sync_receipt_to(fixture, RECORDS, held_ms), RECEIPT_TAKEN);
    EXPECT(sync_store_purge(fixture->store, &purged, &err), ERR_OK);
    assert_int_equal(purged, 4); /* the event that is over */
    sync_expect_sound(fixture, RECORDS - 4);
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS + 99000,
                                   moment_at(100000), NULL, &err),
           ERR_OK);
    EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
    assert_int_equal(sync_source(fixture).base, 4);
    sync_expect_sound(fixture, RECORDS - 4 + OPEN);
    send_all(fixture);
    assert_int_equal(sync_receipt_to(fixture, RECORDS + OPEN, held_ms), RECEIPT_TAKEN);
    EXPECT(sync_store_purge(fixture->store, &purged, &err), ERR_OK);
    assert_int_equal(purged, RECORDS - 4 + OPEN);
    sync_expect_sound(fixture, 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_sync_migration__sends_an_evening_of_before),
        TEST(test_sync_migration__lets_it_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
