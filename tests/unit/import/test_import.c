#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/directory/directory.h"
#include "data/import/import.h"
#include "data/store/event_store.h"
#include "data/store/household_store.h"
#include "data/store/service_store.h"
#include "tests/unit/import/import_help.h"
#include "tests/unit/store/store_fixture.h"

static const char *const NOW = "2025-09-01T12:00:00Z";

/* One file in the fixture's folder. */
static const char *write_file(StoreFixture *fixture, const char *name, const char *text) {
    const char *path = str8_format(&fixture->arena, "%s/%s", fixture->folder, name).ptr;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return path;
}

typedef struct {
    ErrCode code;
    ImportDiff diff;
    Err err;
    size_t refused;
    size_t notes;
} Outcome;

static Outcome import_paths(StoreFixture *fixture, const char *const *paths, size_t count,
                            const char *now, bool dry_run) {
    Outcome out = {0};
    Arena arena = arena_make(IMPORT_ARENA_SIZE, IMPORT_ARENA_MAX);
    Zone *zone = NULL;
    ImportInput input;
    ImportBatch *batch = ARENA_NEW(&arena, ImportBatch);
    assert_int_equal(zone_open(STR8("America/New_York"), &zone, NULL), ERR_OK);
    out.code = import_open(&arena, paths, count, IMPORT_AUTO, &input, &out.err);
    if (out.code == ERR_OK) {
        out.code = import_parse(&input, &(ImportContext){zone, bench_utc(now), STR8("en"), true},
                                batch, &out.err);
    }
    if (out.code == ERR_OK && dry_run) {
        out.code = import_dry_run(fixture->store, batch, bench_utc(now), &out.diff, &out.err);
    } else if (out.code == ERR_OK) {
        out.code = import_write(fixture->store, batch,
                                &(ImportRun){bench_utc(now), fixture->options.random, {0}},
                                &out.diff, &out.err);
    }
    if (out.code == ERR_OK) {
        out.refused = batch->report.refused_count;
        out.notes = batch->report.notes_count;
    }
    zone_close(zone);
    arena_free(&arena);
    return out;
}

static Outcome import_one(StoreFixture *fixture, const char *path, const char *now) {
    return import_paths(fixture, &path, 1, now, false);
}

static void expect_changes(const ImportChanges *changes, size_t added, size_t changed, size_t same,
                           size_t gone, size_t kept) {
    assert_int_equal(changes->added, added);
    assert_int_equal(changes->changed, changed);
    assert_int_equal(changes->same, same);
    assert_int_equal(changes->gone, gone);
    assert_int_equal(changes->kept, kept);
}

static size_t count_households(StoreFixture *fixture) {
    size_t count = 0;
    assert_int_equal(household_store_count(fixture->store, &count, NULL), ERR_OK);
    return count;
}

static void test_import__the_samples_twice_change_nothing_the_second_time(void **state) {
    StoreFixture *fixture = *state;
    Bench bench;
    bench_begin(&bench);
    const char *paths[] = {bench_sample(&bench, "oneroster/Test_full_data_set.zip"),
                           bench_sample(&bench, "oneroster/oneroster_test_data.zip"),
                           bench_sample(&bench, "ics/district-2025-2026.ics")};
    if (paths[0] == NULL || paths[1] == NULL || paths[2] == NULL) {
        bench_end(&bench);
        skip();
    }
    Outcome first = import_paths(fixture, paths, 3, NOW, false);
    assert_int_equal(first.code, ERR_OK);
    expect_changes(&first.diff.households, 4, 0, 0, 0, 0);
    expect_changes(&first.diff.events, 33, 0, 0, 0, 0);
    Outcome second = import_paths(fixture, paths, 3, "2025-09-02T12:00:00Z", false);
    assert_int_equal(second.code, ERR_OK);
    assert_true(import_diff_is_empty(&second.diff));
    expect_changes(&second.diff.households, 0, 0, 4, 0, 0);
    bench_end(&bench);
}

#define FAMILIES "household,given_name,grade,phone\n"

static void test_import__tells_added_changed_gone_and_same(void **state) {
    StoreFixture *fixture = *state;
    const char *one = write_file(fixture, "f1.csv",
                                 FAMILIES "1,Ana,,3055550101\n1,Bo,1,\n2,Cy,2,3055550102\n"
                                          "3,Di,3,3055550103\n");
    const char *two = write_file(fixture, "f2.csv",
                                 FAMILIES "1,Ana,,3055550101\n1,Bo,2,\n2,Cy,2,3055550102\n"
                                          "4,Ed,3,3055550104\n");
    assert_int_equal(import_one(fixture, one, NOW).code, ERR_OK);
    Outcome dry = import_paths(fixture, &two, 1, NOW, true);
    expect_changes(&dry.diff.households, 1, 1, 1, 1, 0);
    assert_int_equal(count_households(fixture), 3);
    Outcome wet = import_one(fixture, two, NOW);
    expect_changes(&wet.diff.households, 1, 1, 1, 1, 0);
    assert_int_equal(count_households(fixture), 3);
    Outcome again = import_one(fixture, two, NOW);
    assert_true(import_diff_is_empty(&again.diff));
}

static void test_import__a_family_is_found_by_its_number_and_a_letter(void **state) {
    StoreFixture *fixture = *state;
    const char *path =
        write_file(fixture, "f.csv", FAMILIES "1,Ana,,+1 (305) 555-0101\n1,Ñusta,1,\n");
    assert_int_equal(import_one(fixture, path, NOW).code, ERR_OK);
    Lookup found = {0};
    assert_int_equal(household_store_find(fixture->store, &fixture->arena, SECRET_PHONE,
                                          STR8("3055550101"), fold_letter(STR8("N")), moment_at(0),
                                          &found, NULL),
                     ERR_OK);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.households[0].people_count, 2);
    assert_int_equal(household_store_find(fixture->store, &fixture->arena, SECRET_PHONE,
                                          STR8("3055550101"), fold_letter(STR8("A")), moment_at(1),
                                          &found, NULL),
                     ERR_NOT_FOUND);
}

static void test_import__a_refused_row_deletes_no_family(void **state) {
    StoreFixture *fixture = *state;
    const char *good = write_file(fixture, "f1.csv", FAMILIES "1,Ana,1,\n2,Bo,2,\n3,Cy,3,\n");
    const char *slip = write_file(fixture, "f2.csv", FAMILIES "1,Ana,1,\n2,Bo,2nd grader,\n");
    assert_int_equal(import_one(fixture, good, NOW).code, ERR_OK);
    Outcome out = import_one(fixture, slip, NOW);
    assert_int_equal(out.code, ERR_OK);
    assert_int_equal(out.refused, 1);
    expect_changes(&out.diff.households, 0, 0, 1, 0, 2);
    assert_int_equal(count_households(fixture), 3);
}

static void test_import__one_bad_file_keeps_all_others_out(void **state) {
    StoreFixture *fixture = *state;
    const char *paths[] = {write_file(fixture, "f.csv", FAMILIES "1,Ana,1,\n"),
                           write_file(fixture, "e.csv", "title,start\n\"Open"),
                           write_file(fixture, "x.csv", "nothing,known\n1,2\n")};
    for (size_t bad = 1; bad < 3; bad++) {
        const char *pair[] = {paths[0], paths[bad]};
        Outcome out = import_paths(fixture, pair, 2, NOW, false);
        assert_int_equal(out.code, ERR_INVALID);
        assert_int_equal(count_households(fixture), 0);
    }
}

static const char *write_package(StoreFixture *fixture, const char *name, const char *mode,
                                 const char *users) {
    const char *folder = str8_format(&fixture->arena, "%s/%s", fixture->folder, name).ptr;
    assert_int_equal(mkdir(folder, 0700), 0);
    const char *manifest = str8_format(&fixture->arena, "%s/manifest.csv", name).ptr;
    const char *path = str8_format(&fixture->arena, "%s/users.csv", name).ptr;
    (void)write_file(fixture, manifest,
                     str8_format(&fixture->arena, "propertyName,value\nfile.users,%s\n", mode).ptr);
    (void)write_file(
        fixture, path,
        str8_format(&fixture->arena,
                    "sourcedId,status,role,givenName,familyName,phone,agentSourcedIds\n%s", users)
            .ptr);
    return folder;
}

static void test_import__a_delta_adds_changes_and_takes_only_who_is_named(void **state) {
    StoreFixture *fixture = *state;
    const char *bulk = write_package(fixture, "bulk", "bulk",
                                     "g1,,parent,Ana,A,3055550101,s1\ns1,,student,Bo,A,,\n"
                                     "g2,,parent,Cy,C,3055550102,s2\ns2,,student,Di,C,,\n"
                                     "s3,,student,Ed,E,3055550103,\n");
    const char *delta = write_package(fixture, "delta", "delta",
                                      "g2,active,parent,Cy,C,3055550177,s2\n"
                                      "s2,active,student,Di,C,,\ns3,tobedeleted,student,Ed,E,,\n"
                                      "s4,active,student,Flo,F,3055550104,\n");
    Outcome first = import_one(fixture, bulk, NOW);
    expect_changes(&first.diff.households, 3, 0, 0, 0, 0);
    Outcome dry = import_paths(fixture, &delta, 1, NOW, true);
    expect_changes(&dry.diff.households, 1, 1, 0, 1, 0);
    Outcome wet = import_one(fixture, delta, NOW);
    expect_changes(&wet.diff.households, 1, 1, 0, 1, 0);
    assert_int_equal(count_households(fixture), 3);
    Outcome again = import_one(fixture, delta, NOW);
    assert_true(import_diff_is_empty(&again.diff));
}

#define ICS(events) "BEGIN:VCALENDAR\nX-WR-CALNAME:School\n" events "END:VCALENDAR\n"
#define PAST "BEGIN:VEVENT\nUID:p\nSUMMARY:Past\nDTSTART:20250801T220000Z\nEND:VEVENT\n"
#define FUTURE "BEGIN:VEVENT\nUID:f\nSUMMARY:Open House\nDTSTART:20251016T220000Z\nEND:VEVENT\n"
#define MOVED "BEGIN:VEVENT\nUID:f\nSUMMARY:Open House\nDTSTART:20251017T220000Z\nEND:VEVENT\n"
#define OTHER "BEGIN:VEVENT\nUID:o\nSUMMARY:Concert\nDTSTART:20251116T220000Z\nEND:VEVENT\n"

static void test_import__an_event_moves_goes_or_is_history(void **state) {
    StoreFixture *fixture = *state;
    const char *one = write_file(fixture, "a.ics", ICS(PAST FUTURE OTHER));
    const char *two = write_file(fixture, "b.ics", ICS(MOVED));
    Outcome first = import_one(fixture, one, NOW);
    assert_int_equal(first.code, ERR_OK);
    expect_changes(&first.diff.events, 3, 0, 0, 0, 0);
    Outcome second = import_one(fixture, two, NOW);
    expect_changes(&second.diff.events, 0, 1, 0, 1, 1);
    Event event;
    assert_int_equal(
        event_store_get_by_uid(fixture->store, &fixture->arena, STR8("f"), &event, NULL), ERR_OK);
    assert_int_equal(event.start_utc_ms, bench_utc("2025-10-17T22:00:00Z"));
    assert_int_equal(event.kind, EVENT_OPEN_HOUSE);
}

static void test_import__two_calendars_leave_each_other_alone(void **state) {
    StoreFixture *fixture = *state;
    const char *one = write_file(fixture, "a.ics", ICS(FUTURE));
    const char *two = write_file(
        fixture, "b.ics", "BEGIN:VCALENDAR\nX-WR-CALNAME:PTA\n" OTHER FUTURE "END:VCALENDAR\n");
    assert_int_equal(import_one(fixture, one, NOW).code, ERR_OK);
    Outcome second = import_one(fixture, two, NOW);
    assert_int_equal(second.code, ERR_OK);
    expect_changes(&second.diff.events, 1, 0, 0, 0, 0);
    assert_int_equal(second.refused, 1);
    Outcome first_again = import_one(fixture, one, NOW);
    assert_true(import_diff_is_empty(&first_again.diff));
}

static void test_import__a_directory_changes_keeps_and_loses_its_services(void **state) {
    StoreFixture *fixture = *state;
    static const char *const HEAD = "id,name,description\n";
    const char *path =
        write_file(fixture, "services.csv",
                   str8_format(&fixture->arena, "%ss1,Pantry,Bread\ns2,Clinic,Health\n", HEAD).ptr);
    Outcome dry = import_paths(fixture, &path, 1, NOW, true);
    assert_int_equal(dry.code, ERR_OK);
    expect_changes(&dry.diff.services, 2, 0, 0, 0, 0);
    Outcome first = import_one(fixture, path, NOW);
    assert_int_equal(first.code, ERR_OK);
    expect_changes(&first.diff.services, 2, 0, 0, 0, 0);
    Outcome again = import_one(fixture, path, NOW);
    assert_true(import_diff_is_empty(&again.diff));
    expect_changes(&again.diff.services, 0, 0, 2, 0, 0);

    path = write_file(fixture, "services.csv",
                      str8_format(&fixture->arena, "%ss1,Pantry,Bread and milk\n,,\n", HEAD).ptr);
    Outcome refused = import_one(fixture, path, NOW);
    assert_int_equal(refused.refused, 1);
    expect_changes(&refused.diff.services, 0, 1, 0, 0, 1); /* a slip of the pen deletes nothing */

    path = write_file(fixture, "services.csv",
                      str8_format(&fixture->arena, "%ss3,English classes,For adults\n", HEAD).ptr);
    Outcome last = import_one(fixture, path, NOW);
    expect_changes(&last.diff.services, 1, 0, 0, 2, 0);
    uint32_t needs = 0;
    EXPECT(service_store_needs(fixture->store, &needs, &err), ERR_OK);
    assert_int_equal(needs, 1u << NEED_LEARN);
}

static void test_import__services_are_found_once_they_are_imported(void **state) {
    StoreFixture *fixture = *state;
    const char *path =
        write_file(fixture, "services.csv", "id,name,description\ns1,Food Pantry,Bread\n");
    assert_int_equal(import_one(fixture, path, NOW).code, ERR_OK);
    Directory *directory = NULL;
    DirectoryPage page;
    DirectoryQuery query = {
        .text = STR8("pantr"), .language = STR8("en"), .now_utc_ms = bench_utc(NOW), .limit = 5};
    query.local = civil_from_ms(query.now_utc_ms);
    EXPECT(directory_open(fixture->store, &directory, &err), ERR_OK);
    EXPECT(directory_find(directory, &fixture->arena, &query, &page, &err), ERR_OK);
    directory_close(directory);
    assert_int_equal(page.count, 1);
    assert_true(str8_equal(text_set_pick(page.hits[0].service.name, STR8("en"), NULL),
                           STR8("Food Pantry")));
}

/* Reads every file under the folder for a text that must not be there. */
static bool folder_holds(StoreFixture *fixture, const char *needle) {
    const char *const names[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < 4; i++) {
        const char *path = str8_format(&fixture->arena, "%s%s", fixture->path, names[i]).ptr;
        FILE *file = fopen(path, "rb");
        if (file == NULL) {
            continue;
        }
        char *bytes = arena_alloc(&fixture->arena, 1 << 20);
        size_t len = fread(bytes, 1, 1 << 20, file);
        assert_int_equal(fclose(file), 0);
        if (str8_find((Str8){bytes, len}, str8_from(needle)) < len) {
            return true;
        }
    }
    return false;
}

static void test_import__no_name_number_or_source_id_is_on_disk_in_clear(void **state) {
    StoreFixture *fixture = *state;
    const char *path =
        write_file(fixture, "users.csv",
                   "sourcedId,role,givenName,familyName,phone,agentSourcedIds,password\n"
                   "canary-source-1,parent,Canaryana,Canaryfam,3055550177,,canarypass\n"
                   "canary-source-2,student,Canarybo,Canaryfam,,canary-source-1,canarypass\n");
    assert_int_equal(import_one(fixture, path, NOW).code, ERR_OK);
    static const char *const CANARIES[] = {"Canaryana",  "Canarybo",      "Canaryfam",
                                           "3055550177", "canary-source", "canarypass"};
    for (size_t i = 0; i < sizeof CANARIES / sizeof CANARIES[0]; i++) {
        assert_false(folder_holds(fixture, CANARIES[i]));
    }
    assert_true(folder_holds(fixture, "users.csv")); /* the search itself can find something */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_import__the_samples_twice_change_nothing_the_second_time),
        TEST(test_import__tells_added_changed_gone_and_same),
        TEST(test_import__a_family_is_found_by_its_number_and_a_letter),
        TEST(test_import__a_refused_row_deletes_no_family),
        TEST(test_import__one_bad_file_keeps_all_others_out),
        TEST(test_import__a_delta_adds_changes_and_takes_only_who_is_named),
        TEST(test_import__an_event_moves_goes_or_is_history),
        TEST(test_import__two_calendars_leave_each_other_alone),
        TEST(test_import__a_directory_changes_keeps_and_loses_its_services),
        TEST(test_import__services_are_found_once_they_are_imported),
        TEST(test_import__no_name_number_or_source_id_is_on_disk_in_clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
