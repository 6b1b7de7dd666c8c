#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "data/export/hsds_export.h"
#include "data/import/hsds.h"
#include "tests/unit/store/store_fixture.h"

enum { FILE_MAX = 1 << 20 };

typedef struct {
    Str8Builder files[HSDS_FILE_COUNT];
    size_t allowed; /* pieces until the disk is full; 0 = it never is */
    size_t pieces;
} Package;

static ErrCode collect(void *context, HsdsFile file, Str8 bytes, Err *err) {
    Package *package = context;
    if (package->allowed > 0 && package->pieces++ == package->allowed) {
        return err_set(err, ERR_IO, "the disk is full");
    }
    builder_add(&package->files[file], bytes);
    return package->files[file].full ? err_set(err, ERR_LIMIT, "test buffer") : ERR_OK;
}

static Package *export_all(StoreFixture *fixture) {
    Package *package = ARENA_NEW(&fixture->arena, Package);
    size_t count = 0;
    for (unsigned i = 0; i < HSDS_FILE_COUNT; i++) {
        package->files[i] = builder_in(&fixture->arena, FILE_MAX);
    }
    EXPECT(export_hsds(fixture->store, (HsdsSink){collect, package}, &count, &err), ERR_OK);
    return package;
}

/* ---- a service that has everything, and is written in the worst way ---- */

static const TextIn NAME[] = {{{"es", 2}, {"Sra. \"Okafor\", consejera", 24}},
                              {{"en", 2}, {"MS. OKAFOR", 10}},
                              {{"ar", 2}, {"\xD8\xA3\xD9\x85", 4}}};
static const TextIn ROLE[] = {{{"en", 2}, {"MS. OKAFOR", 10}}}; /* as the name */
static const TextIn TEXT[] = {{{"en", 2}, {"=1+1\\n<b>GÇÖ</b>\n\nNone", 23}}};
static const TextIn PLAIN[] = {{{"en", 2}, {"-None", 5}}};
static const TextIn NULLS[] = {{{"en", 2}, {"null", 4}}};

#define SET(items) ((TextSet){(items), sizeof(items) / sizeof((items)[0])})

static const Hours HOURS[] = {{1, 0, 1440}, {0, 540, 1020}, {6, 1320, 1440}};

static const ScheduleRule RULES[] = {
    {.freq = SCHEDULE_YEARLY,
     .interval = 3,
     .start_day = 20000,
     .until_day = 30000,
     .count = 7,
     .valid_from = 19000,
     .valid_to = 31000,
     .week_starts = 0,
     .days = {{2, 2}, {-1, 5}},
     .days_count = 2,
     .month_days = 1u | 1u << 31 | 1u << 15,
     .opens_minute = 0,
     .closes_minute = 1440,
     .closed = true},
    {.freq = SCHEDULE_ONCE,
     .interval = 1,
     .start_day = SCHEDULE_NO_DAY,
     .until_day = SCHEDULE_NO_DAY,
     .valid_from = 20000,
     .valid_to = 20001,
     .week_starts = 1,
     .opens_minute = 60,
     .closes_minute = 61},
    {.freq = SCHEDULE_DAILY,
     .interval = 2,
     .start_day = 20000,
     .until_day = SCHEDULE_NO_DAY,
     .valid_from = SCHEDULE_NO_DAY,
     .valid_to = SCHEDULE_NO_DAY,
     .week_starts = 1,
     .opens_minute = 60,
     .closes_minute = 720},
    {.freq = SCHEDULE_WEEKLY,
     .interval = 1,
     .start_day = SCHEDULE_NO_DAY, /* plain, yet a rule */
     .until_day = SCHEDULE_NO_DAY,
     .valid_from = SCHEDULE_NO_DAY,
     .valid_to = SCHEDULE_NO_DAY,
     .week_starts = 1,
     .days = {{0, 1}},
     .days_count = 1,
     .opens_minute = 60,
     .closes_minute = 720},
};

static Service worst_service(void) {
    static const Str8 LANGUAGES[] = {{"zh-Hans", 7}, {"xx-x-own", 8}};
    Service service = {
        .id = id_from_name(STR8("test"), STR8("worst")),
        .key = STR8("counselor"),
        .own = true,
        .is_person = true,
        .name = SET(NAME),
        .alternate = SET(PLAIN),
        .role = SET(ROLE),
        .summary = SET(TEXT),
        .helps = {SET(NAME), SET(PLAIN)},
        .helps_count = 2,
        .place = SET(NULLS),
        .cost = SET(PLAIN),
        .eligibility = SET(TEXT),
        .ineligibility = SET(NAME),
        .documents = SET(TEXT),
        .apply = SET(PLAIN),
        .wait = SET(PLAIN),
        .interpreter = SET(PLAIN),
        .hours_text = SET(TEXT),
        .alert = SET(TEXT),
        .address = STR8("1 Main St, Suite 2, Miami, FL 33157"),
        .latitude_e6 = -1,
        .longitude_e6 = 180000000,
        .room = STR8("108"),
        .phone = STR8("+13055550142,007"),
        .email = STR8("desk@school.example"),
        .url = STR8("https://school.example/a?b=c"),
        .languages = LANGUAGES,
        .languages_count = 2,
        .hours = HOURS,
        .hours_count = sizeof HOURS / sizeof HOURS[0],
        .rules = RULES,
        .rules_count = sizeof RULES / sizeof RULES[0],
        .needs = 1u << NEED_TALK | 1u << NEED_MORE,
        .assured_utc_ms = INT64_C(1760652120123),
    };
    return service;
}

static Service bare_service(void) {
    return (Service){.id = id_from_name(STR8("test"), STR8("bare")),
                     .key = STR8("bare"),
                     .name = SET(PLAIN),
                     .assured_utc_ms = INT64_C(1760572800000), /* midnight */
                     .needs = 1u << NEED_FOOD};
}

static void put_both(StoreFixture *fixture) {
    Service worst = worst_service();
    Service bare = bare_service();
    EXPECT(service_store_put(fixture->store, STR8("demo"), &worst, NULL, &err), ERR_OK);
    EXPECT(service_store_put(fixture->store, STR8("hsds:city"), &bare, NULL, &err), ERR_OK);
}

static Source source_of(StoreFixture *fixture, const Package *package) {
    Source source = {.name = STR8("out"),
                     .is_container = true,
                     .files = ARENA_ARRAY(&fixture->arena, SourceFile, HSDS_FILE_COUNT)};
    for (unsigned i = 0; i < HSDS_FILE_COUNT; i++) {
        source.files[source.files_count++] = (SourceFile){str8_from(hsds_sheet((HsdsFile)i)->path),
                                                          builder_text(&package->files[i])};
    }
    return source;
}

static void test_hsds_export__comes_back_as_it_went(void **state) {
    StoreFixture *fixture = *state;
    ServiceSet sets[HSDS_SETS_MAX];
    size_t sets_count = 0;
    Zone *zone = NULL;
    put_both(fixture);
    Source source = source_of(fixture, export_all(fixture));
    Report report = report_make(&fixture->arena);
    EXPECT(zone_open(STR8("America/New_York"), &zone, &err), ERR_OK);
    CalendarContext context = {.arena = &fixture->arena,
                               .zone = zone,
                               .now_utc_ms = FIXTURE_NOW_MS,
                               .language = STR8("en"),
                               .report = &report};
    EXPECT(hsds_read(&context, &source, sets, &sets_count, &err), ERR_OK);
    assert_int_equal(sets_count, 2);
    assert_true(str8_equal(sets[0].source, STR8("demo")));
    assert_true(str8_equal(sets[1].source, STR8("hsds:city")));
    for (size_t s = 0; s < sets_count; s++) {
        assert_int_equal(sets[s].count, 1);
        assert_true(sets[s].complete);
        Change change = CHANGE_ADDED;
        EXPECT(
            service_store_put(fixture->store, sets[s].source, &sets[s].services[0], &change, &err),
            ERR_OK);
        assert_int_equal(change, CHANGE_SAME);
    }
    zone_close(zone);
}

static void test_hsds_export__describes_its_tables(void **state) {
    StoreFixture *fixture = *state;
    Str8Builder text = builder_in(&fixture->arena, HSDS_DESCRIPTION_MAX);
    hsds_describe(&text);
    assert_false(text.full);
    json_t *package = json_loadb(text.buffer, text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(package);
    const json_t *resources = json_object_get(package, "resources");
    assert_int_equal(json_array_size(resources), HSDS_FILE_COUNT);
    for (size_t i = 0; i < HSDS_FILE_COUNT; i++) {
        const json_t *resource = json_array_get(resources, i);
        const json_t *fields = json_object_get(json_object_get(resource, "schema"), "fields");
        assert_string_equal(json_string_value(json_object_get(resource, "path")),
                            hsds_sheet((HsdsFile)i)->path);
        assert_int_equal(json_array_size(fields), hsds_sheet((HsdsFile)i)->fields_count);
    }
    json_decref(package);
}

static void test_hsds_export__stops_at_the_first_piece_that_cannot_be_written(void **state) {
    StoreFixture *fixture = *state;
    put_both(fixture);
    ErrCode code = ERR_IO;
    size_t failures = 0;
    for (size_t allowed = 1; code != ERR_OK; allowed++) {
        Package *package = ARENA_NEW(&fixture->arena, Package);
        for (unsigned i = 0; i < HSDS_FILE_COUNT; i++) {
            package->files[i] = builder_in(&fixture->arena, 1 << 15);
        }
        package->allowed = allowed;
        code = export_hsds(fixture->store, (HsdsSink){collect, package}, NULL, NULL);
        assert_true(code == ERR_OK || code == ERR_IO);
        failures += code == ERR_IO;
    }
    assert_true(failures > HSDS_FILE_COUNT);
}

static void test_hsds_export__an_empty_store_is_a_package_without_services(void **state) {
    StoreFixture *fixture = *state;
    Package *package = export_all(fixture);
    Str8 services = builder_text(&package->files[HSDS_FILE_SERVICE]);
    assert_true(str8_starts_with(services, STR8("id,organization_id,")));
    assert_int_equal(str8_find(services, STR8("\r\n")), services.len - 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_hsds_export__comes_back_as_it_went),
        TEST(test_hsds_export__describes_its_tables),
        TEST(test_hsds_export__stops_at_the_first_piece_that_cannot_be_written),
        TEST(test_hsds_export__an_empty_store_is_a_package_without_services),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
