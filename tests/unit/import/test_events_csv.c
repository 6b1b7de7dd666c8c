#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/events_csv.h"
#include "tests/unit/import/import_help.h"

static ErrCode read_text(Bench *bench, const char *text, Calendar *calendar) {
    CalendarContext context = bench_calendar(bench, "2026-10-01T12:00:00Z");
    SourceFile file = {STR8("Events (2).csv"), str8_from(text)};
    return events_csv_read(&context, &file, calendar, &bench->err);
}

static void test_events_csv__the_sample_file_is_read_whole(void **state) {
    (void)state;
    Bench bench;
    Source source;
    Calendar calendar;
    bench_begin(&bench);
    CalendarContext context = bench_calendar(&bench, "2026-10-01T12:00:00Z");
    assert_int_equal(source_read(&bench.arena, "data/import/samples/events.csv", &source, NULL),
                     ERR_OK);
    assert_int_equal(events_csv_read(&context, &source.files[0], &calendar, &bench.err), ERR_OK);
    assert_int_equal(bench.report.refused_count, 0);
    assert_int_equal(calendar.count, 4);
    const Event *open_house = &calendar.events[0];
    assert_string_equal(bench_event(&bench, open_house).ptr,
                        "open-house-2026 2026-10-15T18:00:00-04:00 .. 2026-10-15T20:00:00-04:00");
    assert_int_equal(open_house->kind, EVENT_OPEN_HOUSE);
    assert_int_equal(open_house->sessions_count, 4);
    assert_int_equal(open_house->title.count, 3);
    assert_true(str8_equal(text_set_pick(open_house->title, STR8("es"), NULL),
                           STR8("Casa abierta de otoño")));
    assert_true(str8_equal(open_house->sessions[2].room, STR8("212")));
    assert_true(str8_equal(text_set_pick(open_house->sessions[2].way, STR8("es"), NULL),
                           STR8("Suba la escalera, segunda puerta")));
    assert_int_equal(open_house->sessions[3].start_utc_ms, bench_utc("2026-10-15T23:00:00Z"));
    assert_true(calendar.events[3].all_day);
    assert_int_equal(calendar.events[3].end_utc_ms, bench_utc("2027-01-02T05:00:00Z"));
    bench_end(&bench);
}

/* How a start and an end may be written; all are the same evening. */
static const char *const TIMES[][2] = {
    {"2026-10-15 18:00", "20:00"},
    {"2026-10-15T18:00", "2026-10-15 20:00"},
    {"10/15/2026 6:00 PM", "8:00 PM"},
    {"10/15/2026 6pm", "8 pm"},
    {"2026-10-15T22:00:00Z", "20:00"},
    {"2026-10-15 18:00", ""},
    {"2026-10-15T18:00:00-04:00", "20:00:00"},
};

static void test_events_csv__reads_times_as_people_write_them(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof TIMES / sizeof TIMES[0]; i++) {
        Bench bench;
        Calendar calendar;
        bench_begin(&bench);
        const char *text =
            str8_format(&bench.arena, "title,start,end,uid\nX,%s,%s,u\n", TIMES[i][0], TIMES[i][1])
                .ptr;
        assert_int_equal(read_text(&bench, text, &calendar), ERR_OK);
        assert_string_equal(bench_event(&bench, &calendar.events[0]).ptr,
                            "u 2026-10-15T18:00:00-04:00 .. 2026-10-15T20:00:00-04:00");
        assert_true(str8_equal(calendar.source, STR8("events:events")));
        bench_end(&bench);
    }
}

static const char *const REFUSED[][2] = {
    {",2026-10-15 18:00,,,", "Events (2).csv:2:title: it is empty"},
    {"X,tonight,,,",
     "Events (2).csv:2:start: write it as 2025-10-16 18:00 (year-month-day, 24-hour time)"},
    {"X,2026-02-30 18:00,,,",
     "Events (2).csv:2:start: write it as 2025-10-16 18:00 (year-month-day, 24-hour time)"},
    {"X,2026-10-15 25:00,,,",
     "Events (2).csv:2:start: write it as 2025-10-16 18:00 (year-month-day, 24-hour time)"},
    {"X,2026-10-15 18:00,17:00,,", "Events (2).csv:2:end: it ends before it begins"},
    {"X,2026-10-15 18:00,2028-10-15,,", "Events (2).csv:2:end: it is longer than a year"},
    {"X,2026-10-15 18:00,,ball,",
     "Events (2).csv:2:kind: it must be open-house, conferences, family-night, workshop, show, "
     "meeting or other"},
    {"X,2026-10-15 18:00,,,Room 4", "Events (2).csv:2:grade: this is no grade (PK, KG, 1 to 12)"},
};

static void test_events_csv__a_wrong_row_is_refused_with_its_place_and_reason(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        Bench bench;
        Calendar calendar;
        bench_begin(&bench);
        const char *text =
            str8_format(&bench.arena, "title,start,end,kind,grade\n%s\nY,2026-10-15,,,\n",
                        REFUSED[i][0])
                .ptr;
        assert_int_equal(read_text(&bench, text, &calendar), ERR_OK);
        assert_int_equal(calendar.count, 1);
        assert_int_equal(bench.report.refused_count, 1);
        assert_string_equal(bench_refused(&bench, 0).ptr, REFUSED[i][1]);
        bench_end(&bench);
    }
}

static void test_events_csv__reads_no_us_date_where_the_day_may_stand_first(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    CalendarContext context = bench_calendar(&bench, "2026-10-01T12:00:00Z");
    context.us_dates = false;
    SourceFile file = {STR8("e.csv"), STR8("title,start\nX,05/10/2026 18:00\nY,2026-10-05\n")};
    assert_int_equal(events_csv_read(&context, &file, &calendar, &bench.err), ERR_OK);
    assert_int_equal(calendar.count, 1);
    assert_int_equal(bench.report.refused_count, 1);
    bench_end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_csv__the_sample_file_is_read_whole),
        cmocka_unit_test(test_events_csv__reads_times_as_people_write_them),
        cmocka_unit_test(test_events_csv__a_wrong_row_is_refused_with_its_place_and_reason),
        cmocka_unit_test(test_events_csv__reads_no_us_date_where_the_day_may_stand_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
