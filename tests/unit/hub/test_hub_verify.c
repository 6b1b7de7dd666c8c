#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sync/hub/hub_verify.h"
#include "tests/unit/hub/hub_fixture.h"

static HubVerdict verdict_of(HubFixture *fixture) {
    HubVerdict verdict;
    EXPECT(hub_verify(&fixture->store, &verdict, &err), ERR_OK);
    return verdict;
}

static TestKiosk *filled(HubFixture *fixture, const char *name, size_t count) {
    TestKiosk *kiosk = test_kiosk(fixture, name);
    for (size_t i = 0; i < count; i++) {
        Str8 id = str8_format(&fixture->memory, "%s%zu", name, i);
        journal_add(kiosk, id.ptr, RECORD_SIGNED_IN, NULL, "{\"people\":[]}");
    }
    WireRequest request = batch_request(kiosk, 1, count);
    EXPECT_HAVE(fixture, &request, (int64_t)count);
    return kiosk;
}

static void test_hub_verify__an_empty_hub_is_sound(void **state) {
    HubVerdict verdict = verdict_of(*state);
    assert_true(verdict.is_sound);
    assert_int_equal(verdict.records, 0);
}

static void test_hub_verify__counts_what_it_computed(void **state) {
    HubFixture *fixture = *state;
    (void)filled(fixture, "library", 3);
    TestKiosk *kiosk = filled(fixture, "lobby", 100);
    journal_fork(kiosk, "lobby-2", 51);
    WireRequest request = batch_request(kiosk, 1, 50);
    EXPECT_HAVE(fixture, &request, 100);
    HubVerdict verdict = verdict_of(fixture);
    assert_true(verdict.is_sound);
    assert_int_equal(verdict.kiosks, 2);
    assert_int_equal(verdict.epochs, 3);
    assert_int_equal(verdict.records, 103);
    assert_int_equal(verdict.again, 50);
}

/* A store that reads one record otherwise than it was written, or not at all. */
static HubStore real_store;
static int64_t changed_sequence;
static bool is_missing;
static ErrCode read_changed(void *context, Arena *arena, HubMark *mark, HubRecord *records,
                            size_t limit, size_t *count, Err *err) {
    ErrCode code = real_store.records_by_place(context, arena, mark, records, limit, count, err);
    for (size_t i = 0; code == ERR_OK && i < *count; i++) {
        if (records[i].place.sequence == changed_sequence && !is_missing) {
            records[i].record.moment.utc_ms++;
        } else if (records[i].place.sequence == changed_sequence) {
            memmove(&records[i], &records[i + 1], (*count - i - 1) * sizeof records[0]);
            (*count)--;
        }
    }
    return code;
}

static void test_hub_verify__finds_each_record_that_was_changed_or_is_gone(void **state) {
    HubFixture *fixture = *state;
    (void)filled(fixture, "lobby", 12);
    real_store = fixture->store;
    fixture->store.records_by_place = read_changed;
    for (int64_t sequence = 1; sequence <= 12; sequence++) {
        for (int missing = 0; missing < 2; missing++) {
            changed_sequence = sequence;
            is_missing = missing == 1;
            HubVerdict verdict = verdict_of(fixture);
            assert_false(verdict.is_sound);
            assert_int_equal(verdict.bad, 1);
            assert_int_equal(verdict.first_bad.sequence, missing == 1 ? sequence - 1 : 12);
            assert_true(strlen(verdict.reason) > 0);
        }
    }
}

static void test_hub_verify__finds_a_byte_that_went_bad(void **state) {
    HubFixture *fixture = *state;
    (void)filled(fixture, "lobby", 200);
    hub_free(fixture->hub);
    hub_sqlite_close(fixture->sqlite);
    fixture->hub = NULL;
    fixture->sqlite = NULL;
    size_t size = simdisk_file_size(fixture->disk, "hub.db");
    simdisk_flip(fixture->disk, "hub.db", size - 2000, 4);
    hub_reopen(fixture);
    HubVerdict verdict;
    Err why = {0};
    ErrCode code = hub_verify(&fixture->store, &verdict, &why);
    assert_true(code == ERR_CORRUPT || (code == ERR_OK && !verdict.is_sound));
}

int main(void) {
#define HUB_TEST(name) cmocka_unit_test_setup_teardown(name, hub_setup, hub_teardown)
    const struct CMUnitTest tests[] = {
        HUB_TEST(test_hub_verify__an_empty_hub_is_sound),
        HUB_TEST(test_hub_verify__counts_what_it_computed),
        HUB_TEST(test_hub_verify__finds_each_record_that_was_changed_or_is_gone),
        HUB_TEST(test_hub_verify__finds_a_byte_that_went_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
