#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "data/store/household_store.h"
#include "data/store/store_private.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/store_fixture.h"

/*
 * Canaries: names and numbers that occur nowhere else go in through every door, then every byte of
 * every file under the data folder is searched for them, in three cases and in UTF-16.
 */
static const char *const CANARIES[] = {"Ximena",     "Quintanilla", "Zebulon",
                                       "Wilhelmina", "9175550163",  "7K3MXQ2P"};

static Str8 read_file(StoreFixture *fixture, const char *name) {
    char path[600];
    Str8Builder text = builder_make(path, sizeof path);
    builder_format(&text, "%s/%s", fixture->folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = arena_alloc(&fixture->arena, size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return (Str8){bytes, size};
}

static void lower_case(char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)(bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] + 32 : bytes[i]);
    }
}

static bool holds(Str8 haystack, const char *canary) {
    char lower[64];
    char wide[128];
    size_t length = strlen(canary);
    memcpy(lower, canary, length);
    lower_case(lower, length);
    for (size_t i = 0; i < length; i++) {
        wide[2 * i] = lower[i];
        wide[2 * i + 1] = '\0';
    }
    return str8_find(haystack, (Str8){lower, length}) < haystack.len ||
           str8_find(haystack, (Str8){wide, 2 * length}) < haystack.len;
}

/* Files searched, so that a search of nothing cannot pass. */
static size_t search_folder(StoreFixture *fixture, const char *const *canaries, size_t count) {
    size_t files = 0;
    DIR *folder = opendir(fixture->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        Str8 bytes = read_file(fixture, entry->d_name);
        lower_case((char *)(uintptr_t)bytes.ptr, bytes.len);
        for (size_t i = 0; i < count; i++) {
            if (holds(bytes, canaries[i])) {
                fail_msg("canary %zu lay in %s", i, entry->d_name);
            }
        }
        files++;
    }
    (void)closedir(folder);
    return files;
}

static void import_household(StoreFixture *fixture) {
    Visit visit = test_visit("v");
    Person people[3];
    for (size_t i = 0; i < 3; i++) {
        people[i] = (Person){.id = visit.people[i].person_id,
                             .given_name = visit.people[i].given_name,
                             .family_name = visit.people[i].family_name,
                             .role = visit.people[i].role,
                             .grade = visit.people[i].grade};
    }
    Str8 phone = STR8("9175550163");
    uint32_t letters[2] = {'z', 'w'};
    HouseholdIn in = {.household = {.id = test_id("h1"), .people = people, .people_count = 3},
                      .source = STR8("families"),
                      .phones = &phone,
                      .phones_count = 1,
                      .letters = letters,
                      .letters_count = 2};
    HouseholdSealed *sealed = NULL;
    EXPECT(household_store_seal(fixture->store, &fixture->arena, &in, &sealed, &err), ERR_OK);
    EXPECT(household_store_put(fixture->store, sealed, NULL, &err), ERR_OK);
    HouseholdRow *rows = NULL;
    size_t count = 0;
    EXPECT(household_store_page(fixture->store, &fixture->arena, fixture->school_secret, (Id){{0}},
                                1, &rows, &count, &err),
           ERR_OK);
    EXPECT(household_store_issue_card(fixture->store, rows[0].row, fixture->school_secret,
                                      STR8("7K3MXQ2P"), &err),
           ERR_OK);
}

static void test_store__no_name_or_number_lies_in_any_file(void **state) {
    StoreFixture *fixture = *state;
    import_household(fixture);
    Lookup lookup;
    EXPECT(household_store_find(fixture->store, &fixture->arena, SECRET_PHONE, STR8("9175550163"),
                                'z', moment_at(0), &lookup, &err),
           ERR_OK);
    Visit visit = test_visit("v1");
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_OK);
    size_t count = sizeof CANARIES / sizeof CANARIES[0];
    assert_true(search_folder(fixture, CANARIES, count) >= 2); /* database and log */
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    assert_true(search_folder(fixture, CANARIES, count) >= 1);
    const char *const planted[] = {"families"}; /* the search itself can find */
    Str8 bytes = read_file(fixture, "foyer.db");
    assert_true(holds(bytes, planted[0]));
}

static Str8 hot_key_bytes(StoreFixture *fixture) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(fixture->store->db.handle, "SELECT boxed FROM hot_key", -1,
                                        &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    Str8 boxed = {sqlite3_column_blob(statement, 0), (size_t)sqlite3_column_bytes(statement, 0)};
    boxed = str8_copy(&fixture->arena, boxed);
    (void)sqlite3_finalize(statement);
    return boxed;
}

static bool folder_holds(StoreFixture *fixture, Str8 needle) {
    bool found = false;
    DIR *folder = opendir(fixture->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') {
            Str8 bytes = read_file(fixture, entry->d_name);
            found = found || str8_find(bytes, needle) < bytes.len;
        }
    }
    (void)closedir(folder);
    return found;
}

static void test_store__closing_an_event_leaves_no_byte_of_its_key(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_OK);
    Str8 boxed = hot_key_bytes(fixture);
    assert_true(folder_holds(fixture, boxed));
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS, moment_at(1),
                                   NULL, &err),
           ERR_OK);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    assert_false(folder_holds(fixture, boxed));
}

static size_t log_size(StoreFixture *fixture) {
    return read_file(fixture, "foyer.db-wal").len;
}

/* During an event the log's file is kept for the next sign-in; an event that ends takes it along,
 * whoever else is still here. */
static void test_store__keeps_the_log_while_names_are_here_and_no_longer(void **state) {
    StoreFixture *fixture = *state;
    Visit visit = test_visit("v1");
    SignIn out;
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_OK);
    Str8 boxed = hot_key_bytes(fixture);
    visit = test_visit("v2");
    visit.event_id = test_id("another");
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(1), &out, &err), ERR_OK);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    assert_true(log_size(fixture) > 0);
    EXPECT(visit_store_close_event(fixture->store, test_id("event"), FIXTURE_NOW_MS, moment_at(2),
                                   NULL, &err),
           ERR_OK);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    assert_int_equal(log_size(fixture), 0);
    assert_false(folder_holds(fixture, boxed));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_store__no_name_or_number_lies_in_any_file),
        TEST(test_store__closing_an_event_leaves_no_byte_of_its_key),
        TEST(test_store__keeps_the_log_while_names_are_here_and_no_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
