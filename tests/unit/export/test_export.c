#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "data/export/export.h"
#include "data/import/csv.h"
#include "data/store/event_store.h"
#include "data/store/school_store.h"
#include "tests/unit/store/store_fixture.h"

enum { TEXT_MAX = 1 << 20 };

/* Collects what an export writes; fails after `allowed` pieces when that is not 0. */
typedef struct {
    Str8Builder text;
    size_t pieces;
    size_t allowed;
} Collector;

static ErrCode collect(void *context, Str8 bytes, Err *err) {
    Collector *collector = context;
    if (collector->allowed > 0 && collector->pieces++ == collector->allowed) {
        return err_set(err, ERR_IO, "the disk is full");
    }
    builder_add(&collector->text, bytes);
    return collector->text.full ? err_set(err, ERR_LIMIT, "test buffer") : ERR_OK;
}

static Str8 export_text(StoreFixture *fixture, ExportOptions options) {
    Collector collector = {.text = builder_in(&fixture->arena, TEXT_MAX)};
    options.zone = STR8("America/New_York");
    EXPECT(export_visits(fixture->store, &options, (ExportSink){collect, &collector}, NULL, &err),
           ERR_OK);
    return builder_text(&collector.text);
}

static const Event EVENT = {
    .uid = {"open, \"house\"", 13},
    .place = {"@Gym", 4},
    .kind = EVENT_OPEN_HOUSE,
    .start_utc_ms = FIXTURE_NOW_MS - 120000,
    .end_utc_ms = FIXTURE_NOW_MS + 7200000,
};

static Id put_event(StoreFixture *fixture) {
    static const TextIn TITLE[] = {{{"en", 2}, {"=SUM(A1)", 8}}};
    School school = {.zone = STR8("America/New_York")};
    EXPECT(school_store_put(fixture->store, &school, NULL, &err), ERR_OK);
    Event event = EVENT;
    event.id = id_from_name(STR8("foyer/event"), event.uid);
    event.title = (TextSet){TITLE, 1};
    EXPECT(event_store_put(fixture->store, STR8("ics:x"), &event, NULL, &err), ERR_OK);
    return event.id;
}

/* Names that a spreadsheet would run, or that CSV must quote. */
static const Visitor PEOPLE[] = {
    {.given_name = {"=cmd|' /C calc'!A0", 18}, .family_name = {"+1", 2}, .role = PERSON_GUARDIAN},
    {.given_name = {"-2", 2}, .family_name = {"@x", 2}, .role = PERSON_STUDENT, .grade = {"03", 2}},
    {.given_name = {"\tTab", 4}, .family_name = {"O'Neil, \"Bo\"", 12}, .role = PERSON_OTHER_CHILD},
    {.given_name = {"José\nMaría", 12}, .family_name = {"أحمد", 8}, .role = PERSON_OTHER_ADULT},
};

static Id sign_in(StoreFixture *fixture, Id event) {
    Visit visit = {
        .id = test_id("party"),
        .event_id = event,
        .method = VISIT_BY_NAME,
        .language = STR8("es"),
        .people = PEOPLE,
        .people_count = 4,
    };
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_OK);
    return visit.id;
}

static void test_export__writes_rfc_4180_with_guarded_cells(void **state) {
    StoreFixture *fixture = *state;
    (void)sign_in(fixture, put_event(fixture));
    Str8 text = export_text(fixture, (ExportOptions){.format = EXPORT_CSV});
    assert_true(str8_find(text, STR8(",'=cmd|' /C calc'!A0,'+1,")) < text.len);
    assert_true(str8_find(text, STR8(",'-2,'@x,")) < text.len);
    assert_true(str8_find(text, STR8(",'\tTab,\"O'Neil, \"\"Bo\"\"\",")) < text.len);
    assert_true(str8_find(text, STR8(",\"José\nMaría\",")) < text.len);
    assert_true(str8_find(text, STR8(",\"open, \"\"house\"\"\",'=SUM(A1),")) < text.len);
    assert_true(str8_find(text, STR8(",'@Gym,")) < text.len);
    assert_true(str8_ends_with(text, STR8("\r\n")));
}

/* The project's own strict reader gets back what was exported. */
static void test_export__is_read_again_row_by_row(void **state) {
    static const CsvColumn COLUMNS[] = {{"visit_id", true},
                                        {"person", true},
                                        {"event_start", true},
                                        {"role", true},
                                        {"grade", true},
                                        {"signed_in_local", true},
                                        {"signed_in_rfc3339", true},
                                        {"clock", true},
                                        {"given_name", true},
                                        {"names", true},
                                        {"method", true},
                                        {"signed_out_local", true}};
    StoreFixture *fixture = *state;
    Id visit = sign_in(fixture, put_event(fixture));
    Str8 text = export_text(fixture, (ExportOptions){.format = EXPORT_CSV, .bom = true});
    assert_true(str8_starts_with(text, STR8("\xEF\xBB\xBFvisit_id,person,event_uid,")));
    CsvTable table;
    Report report = report_make(&fixture->arena);
    EXPECT(csv_read(&(CsvSource){&fixture->arena, STR8("x"), text, COLUMNS, 12}, &table, &report,
                    &err),
           ERR_OK);
    assert_int_equal(report.refused_count, 0);
    assert_int_equal(table.rows_count, 4);
    static const struct {
        const char *column;
        const char *cell;
    } SECOND[] = {
        {"person", "2"},
        {"event_start", "2025-10-16 18:00"},
        {"role", "student"},
        {"grade", "03"},
        {"signed_in_local", "2025-10-16 18:02"},
        {"signed_in_rfc3339", "2025-10-16T18:02:00-04:00"},
        {"clock", "good"},
        {"names", "open"},
        {"method", "name"},
        {"signed_out_local", ""},
    };
    for (size_t i = 0; i < sizeof SECOND / sizeof SECOND[0]; i++) {
        Str8 cell = csv_cell(&table, 1, csv_column(&table, SECOND[i].column));
        if (!str8_equal(cell, str8_from(SECOND[i].cell))) {
            fail_msg("%s is %.*s", SECOND[i].column, STR8_ARG(cell));
        }
    }
    assert_true(str8_equal(csv_cell(&table, 3, 0), id_text(&fixture->arena, visit)));
}

static void test_export__json_has_the_same_rows_and_says_null(void **state) {
    StoreFixture *fixture = *state;
    (void)sign_in(fixture, put_event(fixture));
    Str8 text = export_text(fixture, (ExportOptions){.format = EXPORT_JSON});
    json_t *rows = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(rows);
    assert_int_equal(json_array_size(rows), 4);
    json_t *first = json_array_get(rows, 0);
    assert_int_equal(json_object_size(first), 19);
    assert_int_equal(json_integer_value(json_object_get(first, "person")), 1);
    assert_string_equal(json_string_value(json_object_get(first, "given_name")),
                        "=cmd|' /C calc'!A0");
    assert_true(json_is_null(json_object_get(first, "signed_out_local")));
    assert_string_equal(json_string_value(json_object_get(first, "language")), "es");
    json_decref(rows);
}

static void test_export__nothing_is_an_empty_list_with_its_header(void **state) {
    StoreFixture *fixture = *state;
    Str8 csv = export_text(fixture, (ExportOptions){.format = EXPORT_CSV});
    Str8 json = export_text(fixture, (ExportOptions){.format = EXPORT_JSON});
    assert_true(str8_starts_with(csv, STR8("visit_id,")));
    assert_int_equal(str8_find(csv, STR8("\r\n")), csv.len - 2);
    assert_true(str8_equal(json, STR8("[\n]\n")));
}

static void close_event(StoreFixture *fixture, Id event) {
    EXPECT(visit_store_close_event(fixture->store, event, EVENT.end_utc_ms, moment_at(7300000),
                                   NULL, &err),
           ERR_OK);
}

static void test_export__names_of_a_closed_event_need_the_schools_key(void **state) {
    StoreFixture *fixture = *state;
    Id event = put_event(fixture);
    (void)sign_in(fixture, event);
    close_event(fixture, event);
    Str8 shut = export_text(fixture, (ExportOptions){.format = EXPORT_CSV});
    assert_true(str8_find(shut, STR8("José")) == shut.len);
    assert_true(str8_find(shut, STR8(",yes,good,,,sealed\r\n")) < shut.len);
    Str8 open =
        export_text(fixture, (ExportOptions){.format = EXPORT_CSV,
                                             .query = {.school_secret = fixture->school_secret}});
    assert_true(str8_find(open, STR8("José")) < open.len);
    assert_true(str8_find(open, STR8(",2025-10-16 20:02,2025-10-16T20:02:00-04:00,yes,")) <
                open.len);
}

static void test_export__filters_by_event_and_time(void **state) {
    StoreFixture *fixture = *state;
    (void)sign_in(fixture, put_event(fixture));
    Str8 none = export_text(
        fixture, (ExportOptions){.format = EXPORT_JSON, .query = {.event_uid = STR8("other")}});
    Str8 early = export_text(
        fixture, (ExportOptions){.format = EXPORT_JSON, .query = {.to_utc_ms = FIXTURE_NOW_MS}});
    Str8 uid = export_text(
        fixture, (ExportOptions){.format = EXPORT_JSON, .query = {.event_uid = EVENT.uid}});
    assert_true(str8_equal(none, STR8("[\n]\n")));
    assert_true(str8_equal(early, STR8("[\n]\n")));
    assert_true(uid.len > 100);
}

static void test_export__a_write_that_fails_ends_it(void **state) {
    StoreFixture *fixture = *state;
    (void)sign_in(fixture, put_event(fixture));
    for (size_t allowed = 1; allowed < 5; allowed++) {
        Collector collector = {.text = builder_in(&fixture->arena, TEXT_MAX), .allowed = allowed};
        ExportOptions options = {.format = EXPORT_CSV, .zone = STR8("UTC")};
        EXPECT(
            export_visits(fixture->store, &options, (ExportSink){collect, &collector}, NULL, &err),
            ERR_IO);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_export__writes_rfc_4180_with_guarded_cells),
        TEST(test_export__is_read_again_row_by_row),
        TEST(test_export__json_has_the_same_rows_and_says_null),
        TEST(test_export__nothing_is_an_empty_list_with_its_header),
        TEST(test_export__names_of_a_closed_event_need_the_schools_key),
        TEST(test_export__filters_by_event_and_time),
        TEST(test_export__a_write_that_fails_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
