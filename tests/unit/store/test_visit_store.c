#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/stat.h>

#include "data/base/civil.h"
#include "data/store/journal.h"
#include "data/store/sync_store.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/store_fixture.h"

static SignIn sign_in(StoreFixture *fixture, const Visit *visit, int64_t after_ms) {
    SignIn out = {0};
    EXPECT(visit_store_sign_in(fixture->store, visit, moment_at(after_ms), &out, &err), ERR_OK);
    return out;
}

static size_t count_records(StoreFixture *fixture) {
    JournalStatus status;
    EXPECT(journal_status(fixture->store, &status, &err), ERR_OK);
    return (size_t)status.last;
}

static void expect_clean(StoreFixture *fixture) {
    VerifyReport report;
    EXPECT(journal_verify(fixture->store, &report, &err), ERR_OK);
    assert_string_equal(report.reason, "");
    assert_true(report.chain_ok && report.database_ok && report.projection_ok);
}

static size_t read_rows(StoreFixture *fixture, VisitQuery query, VisitRow *rows, size_t max) {
    VisitCursor *cursor = NULL;
    EXPECT(visit_cursor_open(fixture->store, &fixture->arena, &query, &cursor, &err), ERR_OK);
    size_t count = 0;
    ErrCode code = ERR_OK;
    while (count < max && code == ERR_OK) {
        code = visit_cursor_next(cursor, &fixture->arena, &rows[count], NULL);
        count += code == ERR_OK ? 1 : 0;
    }
    assert_int_equal(code, ERR_NOT_FOUND);
    visit_cursor_close(cursor);
    return count;
}

static void test_visit_store__signs_a_household_in_once(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    SignIn first = sign_in(fixture, &visit, 0);
    assert_int_equal(first.outcome, SIGN_IN_NEW);
    assert_int_equal(first.added, 3);
    SignIn again = sign_in(fixture, &visit, 500);
    assert_int_equal(again.outcome, SIGN_IN_NEW);
    assert_int_equal(again.since_utc_ms, FIXTURE_NOW_MS);
    assert_int_equal(count_records(fixture), 1);
    expect_clean(fixture);
}

static void test_visit_store__says_since_when_a_household_is_here(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    (void)sign_in(fixture, &visit, 0);
    visit.id = test_id("v2");
    SignIn second = sign_in(fixture, &visit, 60000);
    assert_int_equal(second.outcome, SIGN_IN_HERE);
    assert_true(id_equal(second.visit_id, test_id("v1")));
    assert_int_equal(second.since_utc_ms, FIXTURE_NOW_MS);
    assert_int_equal(count_records(fixture), 1);
}

static void test_visit_store__adds_late_members_to_the_open_visit(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    visit.people_count = 2;
    (void)sign_in(fixture, &visit, 0);
    visit = test_visit("v2");
    SignIn joined = sign_in(fixture, &visit, 60000);
    assert_int_equal(joined.outcome, SIGN_IN_JOINED);
    assert_int_equal(joined.added, 1);
    SignIn again = sign_in(fixture, &visit, 61000);
    assert_int_equal(again.outcome, SIGN_IN_JOINED);
    assert_int_equal(again.added, 1);
    OpenVisit open;
    EXPECT(visit_store_open_of_household(fixture->store, &fixture->arena, test_id("event"),
                                         test_id("h1"), &open, &err),
           ERR_OK);
    assert_int_equal(open.here_count, 3);
    assert_true(str8_equal(open.here[2].given_name, STR8("Wilhelmina")));
    assert_true(str8_equal(open.here[2].grade, STR8("KG")));
    assert_true(id_equal(open.here[0].person_id, test_id("p1")));
    expect_clean(fixture);
}

static void test_visit_store__signs_out_and_lets_the_household_return(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    (void)sign_in(fixture, &visit, 0);
    for (int i = 0; i < 2; i++) { /* a double tap */
        EXPECT(
            visit_store_sign_out(fixture->store, test_id("out"), visit.id, moment_at(1000), &err),
            ERR_OK);
    }
    OpenVisit open;
    EXPECT(visit_store_open_of_household(fixture->store, &fixture->arena, test_id("event"),
                                         test_id("h1"), &open, &err),
           ERR_NOT_FOUND);
    visit = test_visit("v2");
    assert_int_equal(sign_in(fixture, &visit, 2000).outcome, SIGN_IN_NEW);
    EXPECT(visit_store_sign_out(fixture->store, test_id("x"), test_id("no"), moment_at(0), &err),
           ERR_NOT_FOUND);
    assert_int_equal(count_records(fixture), 3);
    expect_clean(fixture);
}

static void test_visit_store__counts_a_child_of_two_households_once(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    (void)sign_in(fixture, &visit, 0);
    Visit other = test_visit("v2");
    other.household_id = test_id("h2");
    Visitor people[2] = {other.people[1], {.role = PERSON_OTHER_ADULT}};
    other.people = people;
    other.people_count = 2;
    assert_int_equal(sign_in(fixture, &other, 1000).outcome, SIGN_IN_NEW);
    VisitCounts counts;
    EXPECT(visit_store_counts(fixture->store, test_id("event"), &counts, &err), ERR_OK);
    assert_int_equal(counts.parties, 2);
    assert_int_equal(counts.children_in, 2);
    assert_int_equal(counts.adults_in, 2);
}

static void test_visit_store__corrects_with_a_new_record(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    (void)sign_in(fixture, &visit, 0);
    VisitCorrection correction = {.record_id = test_id("c1"),
                                  .visit_id = visit.id,
                                  .person = 1,
                                  .role = PERSON_STUDENT,
                                  .grade = STR8("04")};
    EXPECT(visit_store_correct(fixture->store, &correction, moment_at(1), &err), ERR_OK);
    correction = (VisitCorrection){
        .record_id = test_id("c2"), .visit_id = visit.id, .person = 2, .voided = true};
    EXPECT(visit_store_correct(fixture->store, &correction, moment_at(2), &err), ERR_OK);
    correction.record_id = test_id("c3");
    correction.person = 9;
    EXPECT(visit_store_correct(fixture->store, &correction, moment_at(2), &err), ERR_NOT_FOUND);
    VisitRow rows[4];
    assert_int_equal(read_rows(fixture, (VisitQuery){0}, rows, 4), 2);
    assert_true(str8_equal(rows[1].grade, STR8("04")));
    expect_clean(fixture);
}

static void test_visit_store__closing_an_event_makes_its_names_unreadable(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    (void)sign_in(fixture, &visit, 0);
    VisitRow rows[4];
    assert_int_equal(read_rows(fixture, (VisitQuery){0}, rows, 4), 3);
    assert_int_equal(rows[0].names, NAMES_HOT);
    assert_true(str8_equal(rows[0].given_name, STR8("Ximena")));
    size_t closed = 0;
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS + 7200000,
                                   moment_at(7300000), &closed, &err),
           ERR_OK);
    assert_int_equal(closed, 1);
    assert_int_equal(read_rows(fixture, (VisitQuery){0}, rows, 4), 3);
    assert_int_equal(rows[0].names, NAMES_SEALED);
    assert_int_equal(rows[0].given_name.len, 0);
    assert_true(rows[0].out_assumed);
    assert_int_equal(rows[0].out_utc_ms, FIXTURE_NOW_MS + 7200000);
    expect_clean(fixture);
    VisitQuery unlocked = {.school_secret = fixture->school_secret};
    assert_int_equal(read_rows(fixture, unlocked, rows, 4), 3);
    assert_int_equal(rows[2].names, NAMES_COLD);
    assert_true(str8_equal(rows[2].given_name, STR8("Wilhelmina")));
    assert_true(id_equal(rows[2].household_id, test_id("h1")));
    uint8_t wrong[STORE_KEY_SIZE] = {1};
    VisitQuery denied = {.school_secret = wrong};
    VisitCursor *cursor = NULL;
    EXPECT(visit_cursor_open(fixture->store, &fixture->arena, &denied, &cursor, &err), ERR_OK);
    EXPECT(visit_cursor_next(cursor, &fixture->arena, rows, &err), ERR_DENIED);
    visit_cursor_close(cursor);
}

static void test_visit_store__closes_visits_without_an_event_after_their_hours(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    visit.event_id = (Id){{0}};
    (void)sign_in(fixture, &visit, 0);
    size_t closed = 9;
    EXPECT(
        visit_store_close_ended(fixture->store, 0, moment_at(VISIT_NO_EVENT_MS - 1), &closed, &err),
        ERR_OK);
    assert_int_equal(closed, 0);
    Moment doubtful = moment_at(VISIT_NO_EVENT_MS + HOUR_MS);
    doubtful.good = false;
    EXPECT(visit_store_close_ended(fixture->store, 0, doubtful, &closed, &err), ERR_OK);
    assert_int_equal(closed, 0);
    EXPECT(visit_store_close_ended(fixture->store, 0, moment_at(VISIT_NO_EVENT_MS), &closed, &err),
           ERR_OK);
    assert_int_equal(closed, 1);
    expect_clean(fixture);
}

static void test_visit_store__takes_typed_and_counted_parties(void **state) {
    StoreFixture *fixture = *state;
    Visitor typed[1] = {{.given_name = STR8("Bj\xC3\xB6rk"), .role = PERSON_GUARDIAN}};
    Visit visit = test_visit("v1");
    visit.household_id = (Id){{0}};
    visit.method = VISIT_BY_NAME;
    visit.people = typed;
    visit.people_count = 1;
    (void)sign_in(fixture, &visit, 0);
    typed[0].given_name = STR8("");
    visit.id = test_id("v2");
    visit.method = VISIT_BY_COUNT;
    (void)sign_in(fixture, &visit, 1);
    VisitRow rows[3];
    assert_int_equal(read_rows(fixture, (VisitQuery){0}, rows, 3), 2);
    assert_int_equal(rows[0].names, NAMES_HOT);
    assert_true(str8_equal(rows[0].given_name, STR8("Bj\xC3\xB6rk")));
    assert_int_equal(rows[1].names, NAMES_NONE);
    assert_false(id_equal(rows[0].visit_id, rows[1].visit_id));
}

static void test_visit_store__refuses_what_cannot_be(void **state) {
    StoreFixture *fixture = *state;
    SignIn out;
    Visit visit = test_visit("v1");
    visit.people_count = 0;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_INVALID);
    visit = test_visit("v1");
    visit.language = STR8("en\",\"x\":\"");
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_INVALID);
    visit = test_visit("v1");
    visit.id = (Id){{0}};
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_INVALID);
    assert_int_equal(count_records(fixture), 0);
}

static void test_visit_store__exports_what_the_filters_say(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    (void)sign_in(fixture, &visit, 0);
    visit = test_visit("v2");
    visit.household_id = test_id("h2");
    (void)sign_in(fixture, &visit, 5000);
    VisitRow rows[7];
    VisitQuery late = {.from_utc_ms = FIXTURE_NOW_MS + 1};
    assert_int_equal(read_rows(fixture, late, rows, 7), 3);
    VisitQuery early = {.to_utc_ms = FIXTURE_NOW_MS + 5000};
    assert_int_equal(read_rows(fixture, early, rows, 7), 3);
    VisitQuery none = {.event_uid = STR8("other")};
    assert_int_equal(read_rows(fixture, none, rows, 7), 0);
}

/* The cursor reads by pages: nobody may be lost or told twice where one ends. */
static void test_visit_store__reads_long_exports_in_order(void **state) {
    enum { PARTIES = 101 };
    StoreFixture *fixture = *state;
    static VisitRow rows[3 * PARTIES + 1];
    Visit visit = test_visit("v1");
    visit.household_id = (Id){{0}};
    visit.method = VISIT_BY_NAME;
    for (int i = 0; i < PARTIES; i++) {
        visit.id.bytes[15] = (uint8_t)i;
        (void)sign_in(fixture, &visit, i);
    }
    assert_int_equal(read_rows(fixture, (VisitQuery){0}, rows, 3 * PARTIES + 1), 3 * PARTIES);
    for (int i = 0; i < 3 * PARTIES; i++) {
        assert_int_equal(rows[i].visit_id.bytes[15], i / 3);
        assert_int_equal(rows[i].person, i % 3);
        assert_true(str8_equal(rows[i].given_name, visit.people[i % 3].given_name));
    }
}

static int64_t last_good_ms(StoreFixture *fixture) {
    int64_t utc_ms = 0;
    EXPECT(store_last_good_time(fixture->store, &utc_ms, &err), ERR_OK);
    return utc_ms - FIXTURE_NOW_MS;
}

static void test_visit_store__keeps_the_latest_trusted_time(void **state) {
    static const struct {
        int64_t after_ms;
        bool good;
        int64_t last_good_ms; /* then */
    } RECORDS[] = {{1000, true, 1000},  {5000, true, 5000},  {9000, false, 5000},
                   {9500, false, 5000}, {2000, true, 5000},  {3000, true, 5000},
                   {6000, true, 6000},  {1000, false, 6000}, {7000, true, 7000}};
    StoreFixture *fixture = *state;
    for (size_t i = 0; i < sizeof RECORDS / sizeof RECORDS[0]; i++) {
        Visitor person = {.role = PERSON_GUARDIAN};
        Visit visit = {.id = {{(uint8_t)(i + 1)}}, .people = &person, .people_count = 1};
        Moment moment = moment_at(RECORDS[i].after_ms);
        SignIn out;
        moment.good = RECORDS[i].good;
        EXPECT(visit_store_sign_in(fixture->store, &visit, moment, &out, &err), ERR_OK);
        assert_int_equal(last_good_ms(fixture), RECORDS[i].last_good_ms);
    }
    fixture_reopen(fixture);
    assert_int_equal(last_good_ms(fixture), 7000);
}

enum { SIGN_INS = 200, FRAME_SIZE = 24 + 4096, FRAMES_MAX = 12 };

static int64_t log_frames(StoreFixture *fixture) {
    struct stat log;
    assert_int_equal(
        stat(str8_to_c(&fixture->arena, str8_format(&fixture->arena, "%s-wal", fixture->path)),
             &log),
        0);
    return log.st_size / FRAME_SIZE;
}

/* What a sign-in costs on a disk is its pages: a new index or table shows here. */
static void expect_few_pages(StoreFixture *fixture) {
    Visit visit = test_visit("first");
    visit.id = id_make(FIXTURE_NOW_MS, fixture->options.random);
    visit.household_id = visit.id;
    (void)sign_in(fixture, &visit, 0);
    int64_t before = log_frames(fixture);
    for (int i = 1; i <= SIGN_INS; i++) {
        visit.id = id_make(FIXTURE_NOW_MS + 1000 * i, fixture->options.random);
        visit.household_id = id_make(FIXTURE_NOW_MS, fixture->options.random);
        (void)sign_in(fixture, &visit, 1000 * i);
    }
    int64_t frames = log_frames(fixture) - before;
    print_message("%lld pages in %d sign-ins\n", (long long)frames, SIGN_INS);
    assert_true(frames <= (int64_t)SIGN_INS * FRAMES_MAX);
}

static void test_visit_store__a_sign_in_writes_few_pages(void **state) {
    expect_few_pages(*state);
}

static void test_visit_store__a_sign_in_writes_few_pages_when_enrolled(void **state) {
    StoreFixture *fixture = *state;
    SyncLink link = {.url = STR8("https://hub.example")};
    EXPECT(sync_store_enrol(fixture->store, &link, &err), ERR_OK);
    expect_few_pages(fixture);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_visit_store__signs_a_household_in_once),
        TEST(test_visit_store__says_since_when_a_household_is_here),
        TEST(test_visit_store__adds_late_members_to_the_open_visit),
        TEST(test_visit_store__signs_out_and_lets_the_household_return),
        TEST(test_visit_store__counts_a_child_of_two_households_once),
        TEST(test_visit_store__corrects_with_a_new_record),
        TEST(test_visit_store__closing_an_event_makes_its_names_unreadable),
        TEST(test_visit_store__closes_visits_without_an_event_after_their_hours),
        TEST(test_visit_store__takes_typed_and_counted_parties),
        TEST(test_visit_store__refuses_what_cannot_be),
        TEST(test_visit_store__exports_what_the_filters_say),
        TEST(test_visit_store__reads_long_exports_in_order),
        TEST(test_visit_store__keeps_the_latest_trusted_time),
        TEST(test_visit_store__a_sign_in_writes_few_pages),
        TEST(test_visit_store__a_sign_in_writes_few_pages_when_enrolled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
