#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <string.h>

#include "data/base/civil.h"
#include "data/directory/directory.h"
#include "data/store/search_store.h"
#include "data/store/service_store.h"
#include "tests/unit/store/store_fixture.h"

static void put(StoreFixture *fixture, const char *key, const char *name, const char *spanish) {
    TextIn names[] = {{STR8("en"), str8_from(name)}, {STR8("es"), str8_from(spanish)}};
    Service service = {.id = test_id(key),
                       .key = str8_from(key),
                       .name = {names, 2},
                       .needs = 1u << NEED_FOOD,
                       .assured_utc_ms = FIXTURE_NOW_MS};
    Change change;
    EXPECT(service_store_put(fixture->store, STR8("test"), &service, &change, &err), ERR_OK);
}

static DirectoryQuery query_of(const char *text) {
    return (DirectoryQuery){.text = str8_from(text),
                            .language = STR8("es"),
                            .local = civil_from_ms(FIXTURE_NOW_MS),
                            .now_utc_ms = FIXTURE_NOW_MS,
                            .limit = DIRECTORY_HITS_MAX};
}

static DirectoryPage find(StoreFixture *fixture, Directory *directory, const char *text) {
    DirectoryPage page;
    DirectoryQuery query = query_of(text);
    EXPECT(directory_find(directory, &fixture->arena, &query, &page, &err), ERR_OK);
    return page;
}

static Directory *open_directory(StoreFixture *fixture) {
    Directory *directory = NULL;
    EXPECT(directory_open(fixture->store, &directory, &err), ERR_OK);
    assert_non_null(directory);
    return directory;
}

static void test_directory__finds_whole_services_in_the_order_of_their_rank(void **state) {
    StoreFixture *fixture = *state;
    put(fixture, "cafe", "Corner cafe, bread too", "Café de la esquina del parque");
    put(fixture, "pantry", "Bread pantry", "Despensa de pan");
    EXPECT(store_begin(fixture->store, &err), ERR_OK);
    EXPECT(directory_rebuild(fixture->store, &err), ERR_OK);
    EXPECT(store_commit(fixture->store, &err), ERR_OK);
    Directory *directory = open_directory(fixture);
    DirectoryPage page = find(fixture, directory, "bread");
    assert_int_equal(page.count, 2);
    assert_int_equal(page.total, 2);
    assert_int_equal(page.needs_live, 1u << NEED_FOOD);
    assert_true(str8_equal(page.hits[0].service.key, STR8("pantry")));
    assert_int_equal(page.hits[0].service.name.count, 2);
    assert_int_equal(page.hits[0].marks_count, 0); /* its Spanish name says "pan" */
    page = find(fixture, directory, "despe");
    assert_int_equal(page.hits[0].marks_count, 1);
    assert_int_equal(page.hits[0].marks[0].start, 0);
    assert_int_equal(page.hits[0].marks[0].len, 8);
    assert_true(page.words_count > 0 && str8_equal(page.words[0], STR8("despensa")));
    assert_int_equal(page.needs[0], NEED_FOOD);
    DirectoryQuery query = query_of("bread");
    query.offset = 1;
    query.limit = 1;
    EXPECT(directory_find(directory, &fixture->arena, &query, &page, &err), ERR_OK);
    assert_true(page.count == 1 && str8_equal(page.hits[0].service.key, STR8("cafe")));
    directory_close(directory);
}

static void test_directory__makes_its_index_when_there_is_none(void **state) {
    StoreFixture *fixture = *state;
    put(fixture, "pantry", "Bread pantry", "Despensa de pan");
    Directory *directory = open_directory(fixture);
    assert_int_equal(find(fixture, directory, "pantry").total, 1);
    assert_true(directory_size(directory) > 0);
    directory_close(directory);
    fixture_reopen(fixture);
    directory = open_directory(fixture);
    assert_int_equal(find(fixture, directory, "pantry").total, 1);
    directory_close(directory);
}

static void test_directory__sees_changes_when_it_is_told_to_look(void **state) {
    StoreFixture *fixture = *state;
    put(fixture, "pantry", "Bread pantry", "Despensa de pan");
    Directory *directory = open_directory(fixture);
    put(fixture, "cafe", "Corner cafe", "Café de la esquina del parque");
    EXPECT(directory_refresh(directory, &err), ERR_OK);
    assert_int_equal(find(fixture, directory, "corner").total, 1);
    EXPECT(directory_refresh(directory, &err), ERR_OK);
    EXPECT(service_store_remove(fixture->store, test_id("cafe"), &err), ERR_OK);
    /* Until it looks again, what is gone is left out. */
    DirectoryPage page = find(fixture, directory, "corner");
    assert_int_equal(page.count, 0);
    EXPECT(directory_refresh(directory, &err), ERR_OK);
    assert_int_equal(find(fixture, directory, "corner").total, 0);
    directory_close(directory);
}

static void damage(StoreFixture *fixture) {
    sqlite3 *db = NULL;
    store_close(fixture->store);
    fixture->store = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "UPDATE search_index_part SET bytes = zeroblob(length(bytes))",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_true(sqlite3_changes(db) > 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    fixture_reopen(fixture);
}

static void test_directory__a_damaged_index_is_made_anew(void **state) {
    StoreFixture *fixture = *state;
    put(fixture, "pantry", "Bread pantry", "Despensa de pan");
    directory_close(open_directory(fixture));
    damage(fixture);
    Directory *directory = open_directory(fixture);
    assert_int_equal(find(fixture, directory, "pantry").total, 1);
    directory_close(directory);
}

static void test_directory__long_text_is_cut_between_characters(void **state) {
    StoreFixture *fixture = *state;
    char text[DIRECTORY_TEXT_MAX * 2 + 1] = {0};
    put(fixture, "pantry", "Bread pantry", "Despensa de pan");
    Directory *directory = open_directory(fixture);
    memcpy(text, "pantry ", 7);
    for (size_t i = 7; i + 2 <= DIRECTORY_TEXT_MAX * 2; i += 2) {
        memcpy(text + i, "\xC3\xA9", 2);
    }
    assert_int_equal(find(fixture, directory, text).total, 1);
    directory_close(directory);
}

static void test_directory__an_empty_school_answers(void **state) {
    StoreFixture *fixture = *state;
    Directory *directory = open_directory(fixture);
    DirectoryPage page = find(fixture, directory, "food");
    assert_true(page.count == 0 && page.total == 0 && page.needs_count == 0);
    directory_close(directory);
    directory_close(NULL);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_directory__finds_whole_services_in_the_order_of_their_rank),
        WITH_STORE(test_directory__makes_its_index_when_there_is_none),
        WITH_STORE(test_directory__sees_changes_when_it_is_told_to_look),
        WITH_STORE(test_directory__a_damaged_index_is_made_anew),
        WITH_STORE(test_directory__long_text_is_cut_between_characters),
        WITH_STORE(test_directory__an_empty_school_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
