#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "data/sqlite/db.h"
#include "data/store/journal.h"
#include "data/store/queries.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/store_fixture.h"

/*
 * Databases of earlier schemas with an evening in them. evening_002.sql was written by the store of
 * schema 2 with the keys of this fixture: an event that is over (o1, o2), and one that is on with
 * twenty families of four (v0..v19 of h0..h19; h0 has a late member, h1 has left, of h2 one was not
 * here), a party that was counted (c1) and one that typed its names (n1).
 */
enum { SQL_MAX = 1 << 17, RECORDS = 29, ROWS = 94, ROWS_WITH_NAMES = 83 };

static void run_file(StoreFixture *fixture, Db *db, const char *path) {
    char *sql = arena_alloc(&fixture->arena, SQL_MAX);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(sql, 1, SQL_MAX, file);
    assert_true(size < SQL_MAX);
    assert_int_equal(fclose(file), 0);
    sql[size] = '\0';
    assert_int_equal(sqlite3_exec(db->handle, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* The fixture's own database gives way to the evening, brought up to date. */
static void open_evening(StoreFixture *fixture) {
    Db old;
    store_close(fixture->store);
    fixture->store = NULL;
    assert_int_equal(remove(fixture->path), 0);
    EXPECT(db_open_at(&old, &fixture->arena, fixture->path, NULL, &SCHEMA_KIOSK, 2, &err), ERR_OK);
    run_file(fixture, &old, "tests/unit/store/evening_002.sql");
    db_close(&old);
    EXPECT(store_open(&fixture->arena, &fixture->options, &fixture->store, &err), ERR_OK);
}

static void expect_sound(StoreFixture *fixture, size_t records) {
    VerifyReport report;
    EXPECT(journal_verify(fixture->store, &report, &err), ERR_OK);
    assert_string_equal(report.reason, "");
    assert_true(report.chain_ok && report.database_ok && report.pages_ok && report.projection_ok);
    assert_int_equal(report.records, records);
    bool identical = false;
    EXPECT(journal_rebuild(fixture->store, &identical, &err), ERR_OK);
    assert_true(identical);
}

static void test_migrations__keep_every_visit(void **state) {
    StoreFixture *fixture = *state;
    open_evening(fixture);
    expect_sound(fixture, RECORDS);
    VisitCounts counts;
    EXPECT(visit_store_counts(fixture->store, test_id("event"), &counts, &err), ERR_OK);
    assert_int_equal(counts.parties, 22);
    assert_int_equal(counts.adults, 43);
    assert_int_equal(counts.children, 44);
    assert_int_equal(counts.adults_in, 41);
    assert_int_equal(counts.children_in, 42);
}

static void test_migrations__keep_the_names_of_every_person(void **state) {
    StoreFixture *fixture = *state;
    open_evening(fixture);
    VisitQuery query = {.school_secret = fixture->school_secret};
    VisitCursor *cursor = NULL;
    EXPECT(visit_cursor_open(fixture->store, &fixture->arena, &query, &cursor, &err), ERR_OK);
    size_t rows[NAMES_SEALED + 1] = {0};
    VisitRow row;
    while (visit_cursor_next(cursor, &fixture->arena, &row, NULL) == ERR_OK) {
        rows[row.names]++;
        assert_true((row.names == NAMES_NONE) == (row.given_name.len == 0));
    }
    visit_cursor_close(cursor);
    assert_int_equal(rows[NAMES_HOT], ROWS_WITH_NAMES);
    assert_int_equal(rows[NAMES_COLD], 7);
    assert_int_equal(rows[NAMES_NONE], 4);
    assert_int_equal(rows[NAMES_SEALED], 0);
}

static OpenVisit find_open(StoreFixture *fixture, const char *household) {
    OpenVisit open;
    EXPECT(visit_store_open_of_household(fixture->store, &fixture->arena, test_id("event"),
                                         test_id(household), &open, &err),
           ERR_OK);
    return open;
}

static void test_migrations__know_who_is_here_tonight(void **state) {
    StoreFixture *fixture = *state;
    open_evening(fixture);
    for (int i = 0; i < 20; i += i == 0 ? 2 : 1) {
        const char *household = str8_to_c(&fixture->arena, str8_format(&fixture->arena, "h%d", i));
        OpenVisit open = find_open(fixture, household);
        Visit again = {.id = test_id("again"),
                       .event_id = test_id("event"),
                       .household_id = test_id(household),
                       .language = STR8("so"),
                       .people = open.here,
                       .people_count = open.here_count};
        SignIn out;
        assert_int_equal(open.here_count, i == 0 ? 5 : i == 2 ? 3 : 4);
        assert_true(open.here[0].given_name.len > 0);
        EXPECT(visit_store_sign_in(fixture->store, &again, moment_at(90000), &out, &err), ERR_OK);
        assert_int_equal(out.outcome, SIGN_IN_HERE);
    }
    OpenVisit gone;
    EXPECT(visit_store_open_of_household(fixture->store, &fixture->arena, test_id("event"),
                                         test_id("h1"), &gone, &err),
           ERR_NOT_FOUND);
}

static void test_migrations__let_the_evening_end(void **state) {
    StoreFixture *fixture = *state;
    open_evening(fixture);
    size_t closed = 0;
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS + 99000,
                                   moment_at(100000), &closed, &err),
           ERR_OK);
    assert_int_equal(closed, 21);
    expect_sound(fixture, RECORDS + 21);
    sqlite3_stmt *left = NULL;
    Db db;
    EXPECT(db_open(&db, &fixture->arena, fixture->path, NULL, &SCHEMA_KIOSK, &err), ERR_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db.handle, "SELECT count(*) FROM hot_record", -1, &left, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(left), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(left, 0), 0);
    assert_int_equal(sqlite3_finalize(left), SQLITE_OK);
    db_close(&db);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_migrations__keep_every_visit),
        TEST(test_migrations__keep_the_names_of_every_person),
        TEST(test_migrations__know_who_is_here_tonight),
        TEST(test_migrations__let_the_evening_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
