#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/civil.h"
#include "data/store/event_store.h"
#include "data/store/json_text.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/sync_fixture.h"

/* ---- JSON ---- */

static void expect_same_as_jansson(Str8 text) {
    char buffer[4096];
    Str8Builder ours = builder_make(buffer, sizeof buffer);
    json_text_add(&ours, text);
    assert_false(ours.full);
    json_t *value = json_stringn(text.ptr, text.len);
    assert_non_null(value);
    char *theirs = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    assert_non_null(theirs);
    assert_string_equal(buffer, theirs);
    free(theirs);
    json_decref(value);
}

static void test_json_text__is_what_jansson_writes(void **state) {
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 97) {
        char text[8] = "a";
        if (code < 0xD800 || code > 0xDFFF) {
            size_t len = utf8_encode(code, text + 1);
            text[1 + len] = 'z';
            expect_same_as_jansson((Str8){text, len + 2});
        }
    }
    expect_same_as_jansson(STR8(""));
    expect_same_as_jansson(STR8("\"\\/\b\f\n\r\t\x01\x1f\x7f</script>"));
    expect_same_as_jansson(STR8("Año nuevo — مرحبا 👩‍👧"));
}

/* ---- events ---- */

static Event an_event(const char *title) {
    static TextIn items[2];
    items[0] = (TextIn){STR8("en"), str8_from(title)};
    items[1] = (TextIn){STR8("es"), STR8("Jornada")};
    return (Event){.id = test_id("event"),
                   .uid = STR8("open-house@school"),
                   .title = {items, 2},
                   .place = STR8("Gym \"B\"\n2nd floor"),
                   .start_utc_ms = FIXTURE_NOW_MS,
                   .end_utc_ms = FIXTURE_NOW_MS + HOUR_MS};
}

static void put_event(StoreFixture *fixture, const char *title) {
    Event event = an_event(title);
    EXPECT(event_store_put(fixture->store, STR8("ics"), &event, NULL, &err), ERR_OK);
}

static size_t describe(StoreFixture *fixture) {
    size_t added = 99;
    EXPECT(sync_store_describe(fixture->store, moment_at(1000), &added, &err), ERR_OK);
    return added;
}

static Record last_record(StoreFixture *fixture) {
    Record *records = NULL;
    size_t count = 0;
    EXPECT(journal_page(fixture->store, &fixture->arena, sync_status(fixture).last - 1, 1, &records,
                        &count, &err),
           ERR_OK);
    assert_int_equal(count, 1);
    return records[0];
}

static void test_sync_store__describes_events_of_waiting_records(void **state) {
    StoreFixture *fixture = *state;
    put_event(fixture, "Open house");
    assert_int_equal(describe(fixture), 0);
    sync_sign_in_many(fixture, 3);
    assert_int_equal(describe(fixture), 1);
    Record record = last_record(fixture);
    assert_int_equal(record.sequence, 4);
    assert_true(str8_equal(record.type, STR8(RECORD_EVENT_DESCRIBED)));
    assert_true(id_equal(record.event_id, test_id("event")));
    assert_false(record.has_cold);
    assert_true(str8_equal(record.body,
                           STR8("{\"uid\":\"open-house@school\",\"title\":\"Open house\","
                                "\"place\":\"Gym \\\"B\\\"\\n2nd floor\","
                                "\"start_utc_ms\":1760652120000,\"end_utc_ms\":1760655720000}")));
    assert_int_equal(describe(fixture), 0);
    sync_expect_sound(fixture, 4);
}

static void test_sync_store__describes_each_version_once(void **state) {
    StoreFixture *fixture = *state;
    put_event(fixture, "Open house");
    sync_sign_in_many(fixture, 1);
    assert_int_equal(describe(fixture), 1);
    put_event(fixture, "Open house, moved");
    assert_int_equal(describe(fixture), 1);
    Event event = an_event("Open house, moved");
    event.cancelled = true; /* nothing that the description says */
    EXPECT(event_store_put(fixture->store, STR8("ics"), &event, NULL, &err), ERR_OK);
    assert_int_equal(describe(fixture), 0);
    assert_int_equal(sync_receipt_to(fixture, sync_status(fixture).last, 0), RECEIPT_TAKEN);
    put_event(fixture, "Nobody came since");
    assert_int_equal(describe(fixture), 0);
    sync_expect_sound(fixture, 3);
}

static void test_sync_store__describes_with_a_title_that_fits(void **state) {
    StoreFixture *fixture = *state;
    char title[9001];
    for (size_t i = 0; i < 9000; i += 3) {
        memcpy(title + i, "\u20AC", 3); /* three bytes: 2048 would end inside one */
    }
    title[9000] = '\0';
    put_event(fixture, title);
    sync_sign_in_many(fixture, 1);
    assert_int_equal(describe(fixture), 1);
    Record record = last_record(fixture);
    assert_true(str8_is_valid(record.body));
    assert_in_range(record.body.len, 2046, 2046 + 200);
}

static void test_sync_store__describes_again_for_another_hub(void **state) {
    StoreFixture *fixture = *state;
    SyncLink link = {.url = STR8(""), .hub_public = {1}};
    put_event(fixture, "Open house");
    sync_sign_in_many(fixture, 1);
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    assert_int_equal(describe(fixture), 1);
    EXPECT(sync_store_fork(fixture->store, &err), ERR_OK);
    assert_int_equal(describe(fixture), 0); /* the record itself is sent again */
    link.hub_public[0] = 2;
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    assert_int_equal(describe(fixture), 1);
    EXPECT(sync_store_revoke(fixture->store, &err), ERR_OK);
    put_event(fixture, "For nobody");
    assert_int_equal(describe(fixture), 0);
}

static size_t rows_of_export(StoreFixture *fixture) {
    VisitQuery query = {.school_secret = fixture->school_secret};
    VisitCursor *cursor = NULL;
    VisitRow row;
    size_t rows = 0;
    EXPECT(visit_cursor_open(fixture->store, &fixture->arena, &query, &cursor, &err), ERR_OK);
    while (visit_cursor_next(cursor, &fixture->arena, &row, NULL) == ERR_OK) {
        rows++;
    }
    visit_cursor_close(cursor);
    return rows;
}

static void test_sync_store__leaves_exports_and_counts_alone(void **state) {
    StoreFixture *fixture = *state;
    put_event(fixture, "Open house");
    sync_sign_in_many(fixture, 2);
    VisitCounts before;
    VisitCounts after;
    EXPECT(visit_store_counts(fixture->store, test_id("event"), &before, &err), ERR_OK);
    assert_int_equal(describe(fixture), 1);
    Moment unsure = moment_at(5);
    unsure.good = false;
    EXPECT(sync_store_note_hub_time(fixture->store, unsure, FIXTURE_NOW_MS, &err), ERR_OK);
    EXPECT(visit_store_counts(fixture->store, test_id("event"), &after, &err), ERR_OK);
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(rows_of_export(fixture), 6);
    sync_expect_sound(fixture, 4);
}

/* ---- the clock ---- */

static void expect_offset(StoreFixture *fixture, const char *body) {
    Record record = last_record(fixture);
    assert_true(str8_equal(record.type, STR8(RECORD_CLOCK_OFFSET)));
    assert_true(id_is_none(record.event_id));
    assert_true(str8_equal(record.body, str8_from(body)));
}

static void test_sync_store__tells_the_clocks_offset_once_a_boot(void **state) {
    StoreFixture *fixture = *state;
    Moment now = moment_at(0);
    now.good = false;
    for (int i = 0; i < 3; i++) {
        EXPECT(sync_store_note_hub_time(fixture->store, now, FIXTURE_NOW_MS + 5000, &err), ERR_OK);
        assert_int_equal(sync_status(fixture).last, 1);
    }
    expect_offset(fixture, "{\"boot\":1,\"offset_ms\":5000,\"zero_utc_ms\":1760652025000}");
    int64_t last_good = 0;
    EXPECT(store_last_good_time(fixture->store, &last_good, &err), ERR_OK);
    assert_int_equal(last_good, FIXTURE_NOW_MS + 5000);
    now.boot = 2;
    EXPECT(sync_store_note_hub_time(fixture->store, now, FIXTURE_NOW_MS - 1, &err), ERR_OK);
    expect_offset(fixture, "{\"boot\":2,\"offset_ms\":-1,\"zero_utc_ms\":1760652019999}");
    now.boot = 3;
    now.good = true;
    EXPECT(sync_store_note_hub_time(fixture->store, now, FIXTURE_NOW_MS, &err), ERR_OK);
    now.boot = 0;
    now.good = false;
    EXPECT(sync_store_note_hub_time(fixture->store, now, FIXTURE_NOW_MS, &err), ERR_OK);
    assert_int_equal(sync_status(fixture).last, 2);
    EXPECT(store_last_good_time(fixture->store, &last_good, &err), ERR_OK);
    assert_int_equal(last_good, FIXTURE_NOW_MS + 5000);
}

static void test_sync_store__corrects_what_was_written_before_the_clock_was_set(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("early");
    SignIn out;
    Moment early = {.utc_ms = 1000, .mono_ms = 500, .boot = 1, .good = false};
    EXPECT(visit_store_sign_in(fixture->store, &visit, early, &out, &err), ERR_OK);
    Moment now = {.utc_ms = FIXTURE_NOW_MS, .mono_ms = 60500, .boot = 1, .good = true};
    EXPECT(sync_store_note_hub_time(fixture->store, now, FIXTURE_NOW_MS, &err), ERR_OK);
    expect_offset(fixture,
                  "{\"boot\":1,\"offset_ms\":1760652059000,\"zero_utc_ms\":1760652059500}");
    sync_expect_sound(fixture, 2);
}

/* ---- bodies ---- */

static void expect_compact(Str8 body) {
    json_t *value = json_loadb(body.ptr, body.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(value);
    char *again = json_dumps(value, JSON_COMPACT);
    assert_non_null(again);
    assert_int_equal(strlen(again), body.len);
    assert_memory_equal(again, body.ptr, body.len);
    free(again);
    json_decref(value);
}

/* The hub makes the chain again from bodies that it parsed and wrote once more. */
static void test_records__have_bodies_that_jansson_writes_the_same(void **state) {
    StoreFixture *fixture = *state;
    Moment unsure = moment_at(1);
    Visit visit = test_visit("v");
    Visit more = test_visit("more");
    SignIn out;
    unsure.good = false;
    put_event(fixture, "\"Año\" \\ nuevo\x01\x7f\u2028 / \xF0\x9F\x91\xA9");
    visit.people_count = 2;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_OK);
    EXPECT(visit_store_sign_in(fixture->store, &more, moment_at(1), &out, &err), ERR_OK);
    VisitCorrection correction = {.record_id = test_id("c"),
                                  .visit_id = visit.id,
                                  .person = 1,
                                  .role = PERSON_STUDENT,
                                  .grade = STR8("PK")};
    EXPECT(visit_store_correct(fixture->store, &correction, moment_at(2), &err), ERR_OK);
    EXPECT(visit_store_sign_out(fixture->store, test_id("o"), visit.id, moment_at(3), &err),
           ERR_OK);
    sync_sign_in_many(fixture, 1);
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS, moment_at(4),
                                   NULL, &err),
           ERR_OK);
    assert_int_equal(describe(fixture), 1);
    EXPECT(sync_store_note_hub_time(fixture->store, unsure, FIXTURE_NOW_MS - 77, &err), ERR_OK);
    Record *records = NULL;
    size_t count = 0;
    EXPECT(journal_page(fixture->store, &fixture->arena, 0, 100, &records, &count, &err), ERR_OK);
    static const char *const TYPES[] = {
        RECORD_SIGNED_IN, RECORD_JOINED,      RECORD_CORRECTED,       RECORD_SIGNED_OUT,
        RECORD_SIGNED_IN, RECORD_ASSUMED_OUT, RECORD_EVENT_DESCRIBED, RECORD_CLOCK_OFFSET};
    assert_int_equal(count, sizeof TYPES / sizeof TYPES[0]);
    for (size_t i = 0; i < count; i++) {
        assert_true(str8_equal(records[i].type, str8_from(TYPES[i])));
        expect_compact(records[i].body);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_text__is_what_jansson_writes),
        TEST(test_records__have_bodies_that_jansson_writes_the_same),
        TEST(test_sync_store__describes_events_of_waiting_records),
        TEST(test_sync_store__describes_each_version_once),
        TEST(test_sync_store__describes_with_a_title_that_fits),
        TEST(test_sync_store__describes_again_for_another_hub),
        TEST(test_sync_store__leaves_exports_and_counts_alone),
        TEST(test_sync_store__tells_the_clocks_offset_once_a_boot),
        TEST(test_sync_store__corrects_what_was_written_before_the_clock_was_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
