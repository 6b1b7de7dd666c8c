#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/import.h"
#include "data/store/channel_store.h"
#include "data/store/guide_store.h"
#include "data/store/service_store.h"
#include "tests/unit/import/import_help.h"
#include "tests/unit/store/store_fixture.h"

/* The school's own people, channels and guides in the store: what is added, changed and gone. */

static const char *const NOW = "2026-10-01T12:00:00Z";

/* What one run said. */
typedef struct {
    ErrCode code;
    ImportDiff diff;
    Err err;
    size_t refused;
    size_t notes;
    size_t files_count;
    ImportKind kinds[IMPORT_PARTS_MAX];
} Outcome;

static Outcome run(StoreFixture *fixture, const char *const *paths, size_t count, bool dry_run) {
    Outcome out = {0};
    Arena arena = arena_make(IMPORT_ARENA_SIZE, IMPORT_ARENA_MAX);
    Zone *zone = NULL;
    ImportInput input;
    ImportBatch *batch = ARENA_NEW(&arena, ImportBatch);
    int64_t now_utc_ms = bench_utc(NOW);
    assert_int_equal(zone_open(STR8("America/New_York"), &zone, NULL), ERR_OK);
    out.code = import_open(&arena, paths, count, IMPORT_AUTO, &input, &out.err);
    if (out.code == ERR_OK) {
        out.code = import_parse(&input, &(ImportContext){zone, now_utc_ms, STR8("en"), true}, batch,
                                &out.err);
    }
    if (out.code == ERR_OK) {
        out.code = dry_run ? import_dry_run(fixture->store, batch, now_utc_ms, &out.diff, &out.err)
                           : import_write(fixture->store, batch,
                                          &(ImportRun){now_utc_ms, fixture->options.random, {0}},
                                          &out.diff, &out.err);
    }
    if (out.code == ERR_OK) {
        out.refused = batch->report.refused_count;
        out.notes = batch->report.notes_count;
        out.files_count = batch->files_count;
        for (size_t i = 0; i < batch->files_count; i++) {
            out.kinds[i] = batch->files[i].kind;
        }
    }
    zone_close(zone);
    arena_free(&arena);
    return out;
}

static const char *write_file(StoreFixture *fixture, const char *name, const char *text) {
    const char *path = str8_format(&fixture->arena, "%s/%s", fixture->folder, name).ptr;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return path;
}

static Outcome import_text(StoreFixture *fixture, const char *name, const char *text) {
    const char *path = write_file(fixture, name, text);
    return run(fixture, &path, 1, false);
}

static void expect_changes(const ImportChanges *changes, size_t added, size_t changed, size_t same,
                           size_t gone, size_t kept) {
    assert_int_equal(changes->added, added);
    assert_int_equal(changes->changed, changed);
    assert_int_equal(changes->same, same);
    assert_int_equal(changes->gone, gone);
    assert_int_equal(changes->kept, kept);
}

static void test_import_content__the_samples_twice_change_nothing_the_second_time(void **state) {
    StoreFixture *fixture = *state;
    const char *folder = "data/import/samples";
    Outcome dry = run(fixture, &folder, 1, true);
    assert_int_equal(dry.code, ERR_OK);
    Outcome first = run(fixture, &folder, 1, false);
    assert_int_equal(first.code, ERR_OK);
    assert_int_equal(first.refused, 0);
    expect_changes(&dry.diff.services, 3, 0, 0, 0, 0);
    expect_changes(&first.diff.services, 3, 0, 0, 0, 0);
    expect_changes(&first.diff.channels, 4, 0, 0, 0, 0);
    expect_changes(&first.diff.guides, 2, 0, 0, 0, 0);
    assert_int_equal(first.diff.events.added, 4);
    Outcome second = run(fixture, &folder, 1, false);
    assert_true(import_diff_is_empty(&second.diff));
    expect_changes(&second.diff.services, 0, 0, 3, 0, 0);
    expect_changes(&second.diff.channels, 0, 0, 4, 0, 0);
    expect_changes(&second.diff.guides, 0, 0, 2, 0, 0);
}

static void test_import_content__what_was_read_is_what_families_are_shown(void **state) {
    StoreFixture *fixture = *state;
    const char *folder = "data/import/samples";
    Service *services = NULL;
    Channel *channels = NULL;
    Guide *guides = NULL;
    size_t count = 0;
    assert_int_equal(run(fixture, &folder, 1, false).code, ERR_OK);
    EXPECT(service_store_list_own(fixture->store, &fixture->arena, &services, &count, &err),
           ERR_OK);
    assert_int_equal(count, 3);
    assert_true(str8_equal(services[0].key, STR8("counselor")));
    assert_true(str8_equal(services[0].phone, STR8("+13055550112")));
    assert_int_equal(services[0].hours_count, 5);
    assert_true(
        str8_equal(text_set_pick(services[0].role, STR8("ar"), NULL), STR8("المرشدة المدرسية")));
    EXPECT(channel_store_list(fixture->store, &fixture->arena, &channels, &count, &err), ERR_OK);
    assert_int_equal(count, 4);
    assert_int_equal(channels[1].kind, CHANNEL_TEXTS);
    assert_true(str8_equal(channels[1].sms_body, STR8("@samplesch")));
    EXPECT(guide_store_list(fixture->store, &fixture->arena, &guides, &count, &err), ERR_OK);
    assert_int_equal(count, 2);
    assert_true(str8_equal(guides[0].person, STR8("liaison")));
    assert_int_equal(guides[0].steps_count, 3);
}

/* The same four rows of every sort: a to c, then b changed, c gone and d new. */
static const struct {
    const char *name;
    const char *first;
    const char *second;
    const char *slip; /* b changed, one row refused, all others left out */
    size_t offset;    /* of its changes in ImportDiff */
} SORTS[] = {
    {"people.csv", "name,needs,key\nA,food,a\nB,food,b\nC,food,c\n",
     "name,needs,key\nA,food,a\nBe,food,b\nD,food,d\n", "name,needs,key\nB!,food,b\nE,cash,e\n",
     offsetof(ImportDiff, services)},
    {"channels.csv", "kind,name,key\nRemind,A,a\nRemind,B,b\nRemind,C,c\n",
     "kind,name,key\nRemind,A,a\nRemind,Be,b\nRemind,D,d\n",
     "kind,name,key\nRemind,B!,b\npigeon,E,e\n", offsetof(ImportDiff, channels)},
    {"guides.csv", "title,steps,key\nA,x,a\nB,x,b\nC,x,c\n",
     "title,steps,key\nA,x,a\nBe,x,b\nD,x,d\n", "title,steps,key\nB!,x,b\n,x,e\n",
     offsetof(ImportDiff, guides)},
};

static const ImportChanges *changes_of(const Outcome *out, size_t sort) {
    return (const ImportChanges *)(const void *)((const char *)&out->diff + SORTS[sort].offset);
}

static void test_import_content__tells_added_changed_same_and_gone(void **state) {
    StoreFixture *fixture = *state;
    for (size_t i = 0; i < sizeof SORTS / sizeof SORTS[0]; i++) {
        Outcome out = import_text(fixture, SORTS[i].name, SORTS[i].first);
        assert_int_equal(out.code, ERR_OK);
        expect_changes(changes_of(&out, i), 3, 0, 0, 0, 0);
        out = import_text(fixture, SORTS[i].name, SORTS[i].second);
        expect_changes(changes_of(&out, i), 1, 1, 1, 1, 0);
        assert_int_equal(out.notes, 0);
        out = import_text(fixture, SORTS[i].name, SORTS[i].second);
        assert_true(import_diff_is_empty(&out.diff));
    }
}

static void test_import_content__a_slip_of_the_pen_takes_nothing_out(void **state) {
    StoreFixture *fixture = *state;
    for (size_t i = 0; i < sizeof SORTS / sizeof SORTS[0]; i++) {
        assert_int_equal(import_text(fixture, SORTS[i].name, SORTS[i].first).code, ERR_OK);
        Outcome out = import_text(fixture, SORTS[i].name, SORTS[i].slip);
        assert_int_equal(out.code, ERR_OK);
        assert_int_equal(out.refused, 1);
        assert_int_equal(out.notes, 1);
        expect_changes(changes_of(&out, i), 0, 1, 0, 0, 2);
    }
}

static void test_import_content__a_new_name_is_the_same_row_only_with_a_key(void **state) {
    StoreFixture *fixture = *state;
    Service service;
    Outcome out = import_text(fixture, "people.csv", "name,needs,key\nA,food,nurse\nB,food,\n");
    out = import_text(fixture, "people.csv", "name,needs,key\nAna,food,nurse\nBo,food,\n");
    expect_changes(&out.diff.services, 1, 1, 0, 1, 0);
    EXPECT(service_store_by_key(fixture->store, &fixture->arena, STR8("nurse"), &service, &err),
           ERR_OK);
    assert_true(str8_equal(text_set_pick(service.name, STR8("en"), NULL), STR8("Ana")));
    EXPECT(service_store_by_key(fixture->store, &fixture->arena, STR8("b"), &service, &err),
           ERR_NOT_FOUND);
}

static void test_import_content__the_lists_leave_each_other_and_the_city_alone(void **state) {
    StoreFixture *fixture = *state;
    (void)import_text(fixture, "services.csv", "id,name,description\ns1,Pantry,Bread\n");
    (void)import_text(fixture, "channels.csv", SORTS[1].first);
    (void)import_text(fixture, "guides.csv", SORTS[2].first);
    Outcome out = import_text(fixture, "people.csv", "name,needs\nA,food\n");
    expect_changes(&out.diff.services, 1, 0, 0, 0, 0);
    expect_changes(&out.diff.channels, 0, 0, 0, 0, 0);
    out = import_text(fixture, "services.csv", "id,name,description\ns1,Pantry,Bread\n");
    expect_changes(&out.diff.services, 0, 0, 1, 0, 0);
}

static void test_import_content__a_key_that_others_have_is_said(void **state) {
    StoreFixture *fixture = *state;
    Change change = CHANGE_SAME;
    const Service service = {
        .id = test_id("others service"), .key = STR8("b"), .own = true, .needs = 1};
    const Channel channel = {.id = test_id("others channel"), .key = STR8("b")};
    const Guide guide = {.id = test_id("others guide"), .key = STR8("b")};
    EXPECT(service_store_put(fixture->store, STR8("demo"), &service, &change, &err), ERR_OK);
    EXPECT(channel_store_put(fixture->store, STR8("demo"), &channel, &change, &err), ERR_OK);
    EXPECT(guide_store_put(fixture->store, STR8("demo"), &guide, &change, &err), ERR_OK);
    for (size_t i = 0; i < sizeof SORTS / sizeof SORTS[0]; i++) {
        Outcome out = import_text(fixture, SORTS[i].name, SORTS[i].first);
        assert_int_equal(out.code, ERR_CONFLICT);
        assert_true(str8_starts_with(str8_from(out.err.text), str8_from(SORTS[i].name)));
        assert_non_null(strstr(out.err.text, ": the key 'b' is taken by what another import or"));
    }
}

static void test_import_content__two_lists_of_one_sort_are_refused(void **state) {
    StoreFixture *fixture = *state;
    for (size_t i = 0; i < sizeof SORTS / sizeof SORTS[0]; i++) {
        const char *paths[] = {write_file(fixture, "one.csv", SORTS[i].first),
                               write_file(fixture, "two.csv", SORTS[i].second)};
        Outcome out = run(fixture, paths, 2, false);
        assert_int_equal(out.code, ERR_INVALID);
        assert_non_null(strstr(out.err.text, "one.csv and two.csv are both the school's"));
        assert_non_null(strstr(out.err.text, "put all rows into one file"));
    }
}

/* What a file is taken for, by its first line, else by its name. */
static const struct {
    const char *name;
    const char *text;
    ImportKind kind;
} TOLD[] = {
    {"a.csv", "Needs;Name\nfood;A\n", IMPORT_PEOPLE},
    {"a.csv", "\"name\",\"kind\"\nA,Wix\n", IMPORT_CHANNELS},
    {"a.csv", "key,title,questions\na,A,b?\n", IMPORT_GUIDES},
    {"a.csv", "title\ttake\nA\tb\n", IMPORT_GUIDES},
    {"Guides.csv", "title,summary\nA,b\n", IMPORT_GUIDES},
    {"a.csv", "title,start,kind\nA,2026-12-01,other\n", IMPORT_EVENTS},
};

static void test_import_content__a_file_is_told_by_its_first_line_or_its_name(void **state) {
    StoreFixture *fixture = *state;
    for (size_t i = 0; i < sizeof TOLD / sizeof TOLD[0]; i++) {
        Outcome out = import_text(fixture, TOLD[i].name, TOLD[i].text);
        assert_int_equal(out.code, ERR_OK);
        assert_int_equal(out.files_count, 1);
        assert_int_equal(out.kinds[0], TOLD[i].kind);
    }
    Outcome out = import_text(fixture, "people.csv", "name,role\nA,b\n");
    assert_int_equal(out.code, ERR_INVALID);
    assert_non_null(strstr(out.err.text, "there is no column 'needs'"));
    out = import_text(fixture, "list.csv", "name,role\nA,b\n");
    assert_int_equal(out.code, ERR_INVALID);
    assert_non_null(strstr(out.err.text, "people (name, needs)"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_import_content__the_samples_twice_change_nothing_the_second_time),
        TEST(test_import_content__what_was_read_is_what_families_are_shown),
        TEST(test_import_content__tells_added_changed_same_and_gone),
        TEST(test_import_content__a_slip_of_the_pen_takes_nothing_out),
        TEST(test_import_content__a_new_name_is_the_same_row_only_with_a_key),
        TEST(test_import_content__the_lists_leave_each_other_and_the_city_alone),
        TEST(test_import_content__a_key_that_others_have_is_said),
        TEST(test_import_content__two_lists_of_one_sort_are_refused),
        TEST(test_import_content__a_file_is_told_by_its_first_line_or_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
