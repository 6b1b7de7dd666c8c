#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "data/base/civil.h"
#include "data/store/journal.h"
#include "data/store/store_private.h"
#include "data/store/sync_store.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/store/sync_fixture.h"

enum { RECORDS = 12 };

/* ---- link ---- */

static SyncLink a_link(uint8_t hub) {
    SyncLink link = {.url = STR8("https://hub.example:8443"),
                     .enrolled_utc_ms = FIXTURE_NOW_MS,
                     .confirmed = true};
    memset(link.hub_public, hub, sizeof link.hub_public);
    memset(link.kiosk_public, 0x33, sizeof link.kiosk_public);
    memset(link.kiosk_seed, 0xC4, sizeof link.kiosk_seed);
    return link;
}

static void test_sync_store__keeps_the_link(void **state) {
    StoreFixture *fixture = *state;
    SyncLink link = a_link(1);
    SyncLink got;
    EXPECT(sync_store_link(fixture->store, &fixture->arena, &got, &err), ERR_NOT_FOUND);
    EXPECT(sync_store_revoke(fixture->store, &err), ERR_NOT_FOUND);
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    fixture_reopen(fixture);
    EXPECT(sync_store_link(fixture->store, &fixture->arena, &got, &err), ERR_OK);
    assert_true(str8_equal(got.url, link.url));
    assert_memory_equal(got.hub_public, link.hub_public, SYNC_KEY_SIZE);
    assert_memory_equal(got.kiosk_public, link.kiosk_public, SYNC_KEY_SIZE);
    assert_memory_equal(got.kiosk_seed, link.kiosk_seed, SYNC_KEY_SIZE);
    assert_int_equal(got.enrolled_utc_ms, link.enrolled_utc_ms);
    assert_true(got.confirmed && !got.revoked);
}

static void test_sync_store__writes_the_seed_boxed_only(void **state) {
    StoreFixture *fixture = *state;
    SyncLink link = a_link(1);
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    assert_false(sync_file_contains(fixture->path, link.kiosk_seed, SYNC_KEY_SIZE));
    assert_true(sync_file_contains(fixture->path, link.kiosk_public, SYNC_KEY_SIZE));
}

static void test_sync_store__begins_an_epoch_for_another_hub(void **state) {
    StoreFixture *fixture = *state;
    SyncLink first = a_link(1);
    SyncLink second = a_link(2);
    sync_sign_in_many(fixture, RECORDS);
    SyncSource before = sync_source(fixture);
    EXPECT(sync_store_enrol(fixture->store, &first, &err), ERR_OK);
    assert_true(id_equal(sync_source(fixture).epoch, before.epoch));
    assert_int_equal(sync_receipt_to(fixture, RECORDS, 0), RECEIPT_TAKEN);
    EXPECT(sync_store_enrol(fixture->store, &first, &err), ERR_OK);
    assert_true(id_equal(sync_source(fixture).epoch, before.epoch));
    assert_int_equal(sync_status(fixture).watermark, RECORDS);
    EXPECT(sync_store_enrol(fixture->store, &second, &err), ERR_OK);
    assert_false(id_equal(sync_source(fixture).epoch, before.epoch));
    assert_int_equal(sync_status(fixture).watermark, 0);
    sync_expect_sound(fixture, RECORDS);
}

static void test_sync_store__refuses_a_long_address(void **state) {
    StoreFixture *fixture = *state;
    SyncLink link = a_link(1);
    char url[SYNC_URL_MAX + 1];
    memset(url, 'x', sizeof url);
    link.url = (Str8){url, sizeof url};
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_INVALID);
}

static void test_sync_store__sends_nothing_once_revoked(void **state) {
    StoreFixture *fixture = *state;
    SyncLink link = a_link(1);
    OutboxRecord *page = NULL;
    size_t count = 99;
    sync_sign_in_many(fixture, RECORDS);
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    EXPECT(sync_store_revoke(fixture->store, &err), ERR_OK);
    EXPECT(sync_store_page(fixture->store, &fixture->arena, 0, 100, 1 << 20, &page, &count, &err),
           ERR_OK);
    assert_int_equal(count, 0);
    SyncLink got;
    EXPECT(sync_store_link(fixture->store, &fixture->arena, &got, &err), ERR_OK);
    assert_true(got.revoked);
    assert_int_equal(sync_status(fixture).last - sync_status(fixture).watermark, RECORDS);
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    EXPECT(sync_store_page(fixture->store, &fixture->arena, 0, 100, 1 << 20, &page, &count, &err),
           ERR_OK);
    assert_int_equal(count, RECORDS);
}

static void test_sync_store__seals_what_is_unsent_when_revoked(void **state) {
    StoreFixture *fixture = *state;
    SyncLink link = a_link(1);
    sync_sign_in_many(fixture, 2);
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    EXPECT(sync_store_revoke(fixture->store, &err), ERR_OK);
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS + 1,
                                   moment_at(9), NULL, &err),
           ERR_OK);
    const uint8_t *secrets[] = {NULL, fixture->school_secret};
    for (size_t i = 0; i < 2; i++) {
        VisitQuery query = {.school_secret = secrets[i]};
        VisitCursor *cursor = NULL;
        VisitRow row;
        size_t rows = 0;
        EXPECT(visit_cursor_open(fixture->store, &fixture->arena, &query, &cursor, &err), ERR_OK);
        while (visit_cursor_next(cursor, &fixture->arena, &row, NULL) == ERR_OK) {
            assert_int_equal(row.names, i == 0 ? NAMES_SEALED : NAMES_COLD);
            rows++;
        }
        visit_cursor_close(cursor);
        assert_int_equal(rows, 6);
    }
}

/* ---- counters and the note ---- */

static void test_sync_store__gives_out_a_counter_once(void **state) {
    StoreFixture *fixture = *state;
    int64_t first = 0;
    EXPECT(sync_store_take_counters(fixture->store, 0, 1, &first, &err), ERR_OK);
    assert_int_equal(first, 1);
    EXPECT(sync_store_take_counters(fixture->store, 0, 10, &first, &err), ERR_OK);
    assert_int_equal(first, 2);
    fixture_reopen(fixture);
    EXPECT(sync_store_take_counters(fixture->store, 5, 1, &first, &err), ERR_OK);
    assert_int_equal(first, 12);
    EXPECT(sync_store_take_counters(fixture->store, 500, 3, &first, &err), ERR_OK);
    assert_int_equal(first, 501);
    EXPECT(sync_store_take_counters(fixture->store, INT64_MAX - 1, 2, &first, &err), ERR_LIMIT);
    EXPECT(sync_store_take_counters(fixture->store, INT64_MAX - 2, 2, &first, &err), ERR_OK);
    EXPECT(sync_store_take_counters(fixture->store, 0, 1, &first, &err), ERR_LIMIT);
}

static void test_sync_store__keeps_the_note(void **state) {
    StoreFixture *fixture = *state;
    SyncNote none;
    EXPECT(sync_store_last_note(fixture->store, &none, &err), ERR_OK);
    assert_int_equal(none.trouble, SYNC_FINE);
    assert_int_equal(none.tried_utc_ms, 0);
    for (unsigned i = 0; i < SYNC_TROUBLE_COUNT; i++) {
        SyncNote note = {.trouble = (SyncTrouble)i,
                         .detail = "Contoso\nWeb Filter",
                         .tried_utc_ms = 1 + i,
                         .contact_utc_ms = 2,
                         .sent_utc_ms = 3,
                         .forks = 4,
                         .quarantined = 5};
        SyncNote got;
        EXPECT(sync_store_note(fixture->store, &note, &err), ERR_OK);
        EXPECT(sync_store_last_note(fixture->store, &got, &err), ERR_OK);
        assert_int_equal(got.trouble, i);
        assert_string_equal(got.detail, "Contoso?Web Filter");
        assert_int_equal(got.tried_utc_ms, 1 + i);
        assert_int_equal(got.contact_utc_ms, 2);
        assert_int_equal(got.sent_utc_ms, 3);
        assert_int_equal(got.forks, 4);
        assert_int_equal(got.quarantined, 5);
    }
}

/* ---- pages ---- */

static void test_sync_store__pages_the_outbox(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, RECORDS);
    OutboxRecord *page = NULL;
    size_t count = 0;
    EXPECT(sync_store_page(fixture->store, &fixture->arena, 4, 5, 1 << 20, &page, &count, &err),
           ERR_OK);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        uint8_t digest[VAULT_DIGEST_SIZE];
        assert_int_equal(page[i].record.sequence, 5 + i);
        vault_digest(page[i].sealed.ptr, page[i].sealed.len, digest);
        assert_memory_equal(digest, page[i].record.cold_digest, sizeof digest);
    }
    EXPECT(sync_store_page(fixture->store, &fixture->arena, 0, 10, 1, &page, &count, &err), ERR_OK);
    assert_int_equal(count, 1);
    size_t one = page[0].record.body.len + page[0].sealed.len;
    EXPECT(sync_store_page(fixture->store, &fixture->arena, 0, 10, 3 * one, &page, &count, &err),
           ERR_OK);
    assert_int_equal(count, 3);
    EXPECT(sync_store_page(fixture->store, &fixture->arena, RECORDS, 10, 1, &page, &count, &err),
           ERR_OK);
    assert_int_equal(count, 0);
}

/* ---- receipts ---- */

static void test_sync_store__moves_the_watermark_with_the_head_only(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, RECORDS);
    Receipt receipt = sync_receipt(fixture, 7, 0);
    receipt.head[31] ^= 1;
    assert_int_equal(sync_take(fixture, &receipt), RECEIPT_FORK);
    assert_int_equal(sync_status(fixture).watermark, 0);
    assert_int_equal(sync_receipt_to(fixture, 7, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_status(fixture).watermark, 7);
    receipt = sync_receipt(fixture, 7, 0);
    receipt.have = 8;
    assert_int_equal(sync_take(fixture, &receipt), RECEIPT_FORK);
    receipt.have = RECORDS + 1;
    assert_int_equal(sync_take(fixture, &receipt), RECEIPT_FORK);
    receipt = sync_receipt(fixture, 9, 0);
    receipt.epoch = test_id("another epoch");
    assert_int_equal(sync_take(fixture, &receipt), RECEIPT_STALE);
    assert_int_equal(sync_status(fixture).watermark, 7);
    assert_int_equal(sync_receipt_to(fixture, 3, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_status(fixture).watermark, 3);
    assert_int_equal(sync_receipt_to(fixture, 0, 0), RECEIPT_TAKEN);
    assert_int_equal(sync_status(fixture).watermark, 0);
    receipt.have = -1;
    EXPECT(sync_store_receipt(fixture->store, &receipt, &(ReceiptOutcome){0}, &err), ERR_INVALID);
}

/* ---- forks ---- */

static void test_sync_store__forks_with_the_same_records(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, RECORDS);
    Record *before = NULL;
    Record *after = NULL;
    size_t count = 0;
    EXPECT(journal_page(fixture->store, &fixture->arena, 0, 100, &before, &count, &err), ERR_OK);
    SyncSource source = sync_source(fixture);
    assert_int_equal(sync_receipt_to(fixture, 7, 0), RECEIPT_TAKEN);
    Receipt stale = sync_receipt(fixture, 9, 0);
    EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
    assert_false(id_equal(sync_source(fixture).epoch, source.epoch));
    assert_true(id_equal(sync_source(fixture).device, source.device));
    assert_int_equal(sync_source(fixture).base, 0);
    assert_int_equal(sync_status(fixture).watermark, 0);
    EXPECT(journal_page(fixture->store, &fixture->arena, 0, 100, &after, &count, &err), ERR_OK);
    assert_int_equal(count, RECORDS);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(after[i].sequence, before[i].sequence);
        assert_true(id_equal(after[i].id, before[i].id));
        assert_memory_not_equal(after[i].head, before[i].head, RECORD_HEAD_SIZE);
    }
    sync_expect_sound(fixture, RECORDS);
    assert_int_equal(sync_take(fixture, &stale), RECEIPT_STALE);
    assert_int_equal(sync_receipt_to(fixture, RECORDS, 0), RECEIPT_TAKEN);
    Visit visit = test_visit("behind");
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(99), &out, &err), ERR_OK);
    sync_expect_sound(fixture, RECORDS + 1);
}

static void test_sync_store__verify_names_an_epoch_that_is_not_the_chains(void **state) {
    static const char *const CASES[] = {
        "UPDATE meta SET epoch = zeroblob(16)",
        "UPDATE meta SET epoch_base = 2",
        "UPDATE checkpoint SET head = zeroblob(32)",
    };
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, 2);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        VerifyReport report;
        EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
        sync_expect_sound(fixture, 2);
        assert_int_equal(sqlite3_exec(fixture->store->db.handle, CASES[i], NULL, NULL, NULL),
                         SQLITE_OK);
        EXPECT(journal_verify(fixture->store, &report, &err), ERR_OK);
        assert_false(report.chain_ok);
        assert_true(strlen(report.reason) > 0);
    }
}

static void test_sync_store__forks_an_empty_journal(void **state) {
    StoreFixture *fixture = *state;
    EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
    EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
    assert_int_equal(sync_receipt_to(fixture, 0, 0), RECEIPT_TAKEN);
    sync_sign_in_many(fixture, 3);
    sync_expect_sound(fixture, 3);
}

static void test_sync_store__sees_a_twin(void **state) {
    StoreFixture *fixture = *state;
    sync_sign_in_many(fixture, 3);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    StoreFixture twin = *fixture;
    sync_clone(fixture, &twin);
    Visit ours = test_visit("ours");
    Visit theirs = test_visit("theirs");
    SignIn out;
    ours.household_id = ours.id;
    theirs.household_id = theirs.id;
    EXPECT(visit_store_sign_in(fixture->store, &ours, moment_at(50), &out, &err), ERR_OK);
    EXPECT(visit_store_sign_in(twin.store, &theirs, moment_at(50), &out, &err), ERR_OK);
    Receipt receipt = sync_receipt(&twin, 4, 0);
    assert_int_equal(sync_take(&twin, &receipt), RECEIPT_TAKEN);
    assert_int_equal(sync_take(fixture, &receipt), RECEIPT_FORK);
    assert_int_equal(sync_status(fixture).watermark, 0);
    store_close(twin.store);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_sync_store__keeps_the_link),
        TEST(test_sync_store__writes_the_seed_boxed_only),
        TEST(test_sync_store__begins_an_epoch_for_another_hub),
        TEST(test_sync_store__refuses_a_long_address),
        TEST(test_sync_store__sends_nothing_once_revoked),
        TEST(test_sync_store__seals_what_is_unsent_when_revoked),
        TEST(test_sync_store__gives_out_a_counter_once),
        TEST(test_sync_store__keeps_the_note),
        TEST(test_sync_store__pages_the_outbox),
        TEST(test_sync_store__moves_the_watermark_with_the_head_only),
        TEST(test_sync_store__forks_with_the_same_records),
        TEST(test_sync_store__verify_names_an_epoch_that_is_not_the_chains),
        TEST(test_sync_store__forks_an_empty_journal),
        TEST(test_sync_store__sees_a_twin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
