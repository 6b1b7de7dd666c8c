#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/ics.h"
#include "tests/unit/import/import_help.h"

static const char *const NOW = "2025-10-01T12:00:00Z";

static ErrCode read_text(Bench *bench, Str8 text, Calendar *calendar) {
    CalendarContext context = bench_calendar(bench, NOW);
    SourceFile file = {STR8("x.ics"), text};
    return ics_read(&context, &file, calendar, &bench->err);
}

/* Body of one VEVENT -> what becomes of it, one line an event, or the refusal. */
static const struct {
    const char *body;
    const char *events;
} CASES[] = {
    {"UID:a\nSUMMARY:T\nDTSTART:20251016T220000Z\nDTEND:20251017T000000Z\n",
     "a 2025-10-16T18:00:00-04:00 .. 2025-10-16T20:00:00-04:00\n"},
    /* floating: the school's own time */
    {"UID:a\nSUMMARY:T\nDTSTART:20251016T180000\nDURATION:PT1H30M\n",
     "a 2025-10-16T18:00:00-04:00 .. 2025-10-16T19:30:00-04:00\n"},
    {"UID:a\nSUMMARY:T\nDTSTART;TZID=Pacific Standard Time:20251016T180000\nDURATION:PT1H\n",
     "a 2025-10-16T21:00:00-04:00 .. 2025-10-16T22:00:00-04:00\n"},
    {"UID:a\nSUMMARY:T\nDTSTART;TZID=\"America/Chicago\":20251016T180000\nDURATION:PT1H\n",
     "a 2025-10-16T19:00:00-04:00 .. 2025-10-16T20:00:00-04:00\n"},
    /* DATE: all day, exclusive end, over the night the clocks change */
    {"UID:a\nSUMMARY:T\nDTSTART;VALUE=DATE:20251101\nDTEND;VALUE=DATE:20251103\n",
     "a 2025-11-01T00:00:00-04:00 .. 2025-11-03T00:00:00-05:00 all-day\n"},
    {"UID:a\nSUMMARY:T\nDTSTART;VALUE=DATE:20251225\n",
     "a 2025-12-25T00:00:00-05:00 .. 2025-12-26T00:00:00-05:00 all-day\n"},
    {"UID:a\nSUMMARY:T\nSTATUS:CANCELLED\nDTSTART:20251016T220000Z\nDURATION:PT1H\n",
     "a 2025-10-16T18:00:00-04:00 .. 2025-10-16T19:00:00-04:00 cancelled\n"},
    /* weekly at six: six in winter too; an EXDATE and an UNTIL in UTC */
    {"UID:w\nSUMMARY:T\nDTSTART;TZID=America/New_York:20251021T180000\nDURATION:PT1H\n"
     "RRULE:FREQ=WEEKLY;UNTIL=20251111T230000Z\n"
     "EXDATE;TZID=America/New_York:20251028T180000\n",
     "w/2025-10-21 2025-10-21T18:00:00-04:00 .. 2025-10-21T19:00:00-04:00\n"
     "w/2025-11-04 2025-11-04T18:00:00-05:00 .. 2025-11-04T19:00:00-05:00\n"
     "w/2025-11-11 2025-11-11T18:00:00-05:00 .. 2025-11-11T19:00:00-05:00\n"},
    /* all-day repetition keeps whole days */
    {"UID:d\nSUMMARY:T\nDTSTART;VALUE=DATE:20251101\nRRULE:FREQ=DAILY;COUNT=2\n",
     "d/2025-11-01 2025-11-01T00:00:00-04:00 .. 2025-11-02T00:00:00-04:00 all-day\n"
     "d/2025-11-02 2025-11-02T00:00:00-04:00 .. 2025-11-03T00:00:00-05:00 all-day\n"},
    {"UID:r\nSUMMARY:T\nDTSTART:20251016T220000Z\nDURATION:PT1H\nRDATE:20251020T220000Z\n",
     "r/2025-10-16 2025-10-16T18:00:00-04:00 .. 2025-10-16T19:00:00-04:00\n"
     "r/2025-10-20 2025-10-20T18:00:00-04:00 .. 2025-10-20T19:00:00-04:00\n"},
    /* an UNTIL of a DATE includes that day */
    {"UID:u\nSUMMARY:T\nDTSTART:20251016T180000\nDURATION:PT1H\n"
     "RRULE:FREQ=DAILY;UNTIL=20251017\n",
     "u/2025-10-16 2025-10-16T18:00:00-04:00 .. 2025-10-16T19:00:00-04:00\n"
     "u/2025-10-17 2025-10-17T18:00:00-04:00 .. 2025-10-17T19:00:00-04:00\n"},
    /* an end that is missing: two hours */
    {"UID:a\nSUMMARY:T\nDTSTART:20251016T180000\n",
     "a 2025-10-16T18:00:00-04:00 .. 2025-10-16T20:00:00-04:00\n"},
    /* midnight to midnight is all day, as closures are written; so is a Thursday of 24 hours */
    {"UID:a\nSUMMARY:T\nDTSTART:20251101T000000\nDTEND:20251103T000000\n",
     "a 2025-11-01T00:00:00-04:00 .. 2025-11-03T00:00:00-05:00 all-day\n"},
    /* a raw line end inside a text: the event stands */
    {"UID:a\nSUMMARY:T\nDESCRIPTION:one\ntwo three\nDTSTART:20251016T180000\nDURATION:PT1H\n",
     "a 2025-10-16T18:00:00-04:00 .. 2025-10-16T19:00:00-04:00\n"},
    {"UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20251016T220000Z\nSUMMARY:T\n"
     "DTSTART:20251016T220000Z\n",
     "x.ics:2:RECURRENCE-ID: a change of all later repetitions is not understood\n"},
    {"SUMMARY:T\nDTSTART:20251016T180000\n", "x.ics:2:UID: it is missing\n"},
    {"UID:a\nDTSTART:20251016T180000\n", "x.ics:2:SUMMARY: there is no title\n"},
    {"UID:a\nSUMMARY:T\n", "x.ics:2:DTSTART: it is missing or no date\n"},
    {"UID:a\nSUMMARY:T\nDTSTART:20250230T180000\n",
     "x.ics:2:DTSTART: there is no such date, or its time zone is not known\n"},
    {"UID:a\nSUMMARY:T\nDTSTART:tomorrow\n", "x.ics:2:DTSTART: it cannot be understood\n"},
    {"UID:a\nSUMMARY:T\nDTSTART;TZID=Moon:20251016T180000\n",
     "x.ics:2:DTSTART: there is no such date, or its time zone is not known\n"},
    {"UID:a\nSUMMARY:T\nDTSTART:20251016T180000\nDTEND:20251016T170000\n",
     "x.ics:2:DTEND: it ends before it begins\n"},
    {"UID:a\nSUMMARY:T\nDTSTART:20251016T180000\nRRULE:FREQ=SECONDLY\n",
     "x.ics:2:RRULE: it repeats more than daily\n"},
    {"UID:a\nSUMMARY:T\nDTSTART:20251016T180000\nRRULE:FREQ=SOMETIMES\n",
     "x.ics:2:RRULE: it cannot be understood\n"},
};

static Str8 with_lines(Bench *bench, const char *body) {
    return str8_format(&bench->arena,
                       "BEGIN:VCALENDAR\nBEGIN:VEVENT\n%sEND:VEVENT\nEND:VCALENDAR\n", body);
}

static Str8 describe(Bench *bench, const Calendar *calendar) {
    Str8Builder text = builder_in(&bench->arena, 1 << 16);
    for (size_t i = 0; i < calendar->count; i++) {
        builder_add(&text, bench_event(bench, &calendar->events[i]));
        builder_add_char(&text, '\n');
    }
    for (size_t i = 0; i < bench->report.refused_count; i++) {
        builder_add(&text, bench_refused(bench, i));
        builder_add_char(&text, '\n');
    }
    return builder_text(&text);
}

static void test_ics__makes_of_each_event_what_rfc_5545_says(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Bench bench;
        Calendar calendar;
        bench_begin(&bench);
        assert_int_equal(read_text(&bench, with_lines(&bench, CASES[i].body), &calendar), ERR_OK);
        Str8 text = describe(&bench, &calendar);
        if (!str8_equal(text, str8_from(CASES[i].events))) {
            fail_msg("case %zu gave:\n%s", i, text.ptr);
        }
        bench_end(&bench);
    }
}

static void test_ics__overrides_one_instance_and_takes_the_latest_version(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    Str8 text = STR8("BEGIN:VCALENDAR\nX-WR-CALNAME:My School\nBEGIN:VEVENT\nUID:w\nSUMMARY:T\n"
                     "DTSTART:20251021T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\n"
                     "END:VEVENT\nBEGIN:VEVENT\nUID:w\nRECURRENCE-ID:20251028T180000\n"
                     "SUMMARY:Moved\nDTSTART:20251029T190000\nDURATION:PT1H\nEND:VEVENT\n"
                     "BEGIN:VEVENT\nUID:s\nSEQUENCE:2\nSUMMARY:New\nDTSTART:20251102T010000Z\n"
                     "END:VEVENT\nBEGIN:VEVENT\nUID:s\nSEQUENCE:1\nSUMMARY:Old\n"
                     "DTSTART:20251103T010000Z\nEND:VEVENT\nEND:VCALENDAR\n");
    assert_int_equal(read_text(&bench, text, &calendar), ERR_OK);
    assert_true(str8_equal(describe(&bench, &calendar),
                           STR8("w/2025-10-21 2025-10-21T18:00:00-04:00 .. "
                                "2025-10-21T19:00:00-04:00\n"
                                "w/2025-10-28 2025-10-29T19:00:00-04:00 .. "
                                "2025-10-29T20:00:00-04:00\n"
                                "s 2025-11-01T21:00:00-04:00 .. 2025-11-01T23:00:00-04:00\n")));
    assert_true(str8_equal(calendar.source, STR8("ics:my school")));
    bench_end(&bench);
}

static void test_ics__one_uid_at_several_times_is_several_events(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    Str8 text =
        STR8("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nSUMMARY:A\nDTSTART;VALUE=DATE:20251101\n"
             "END:VEVENT\nBEGIN:VEVENT\nUID:x\nSUMMARY:B\nDTSTART;VALUE=DATE:20251201\n"
             "END:VEVENT\nBEGIN:VEVENT\nUID:x\nSUMMARY:C\nDTSTART:20251202T180000\n"
             "DURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n");
    assert_int_equal(read_text(&bench, text, &calendar), ERR_OK);
    assert_int_equal(calendar.count, 3);
    assert_true(str8_equal(calendar.events[0].uid, STR8("x/2025-11-01")));
    assert_true(str8_equal(calendar.events[1].uid, STR8("x/2025-12-01")));
    assert_true(str8_equal(calendar.events[2].uid, STR8("x/2025-12-02T1800")));
    bench_end(&bench);
}

static void test_ics__reads_a_zone_that_only_the_file_knows(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    Str8 text = STR8("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Our own\nBEGIN:STANDARD\n"
                     "DTSTART:19700101T000000\nTZOFFSETFROM:-0300\nTZOFFSETTO:-0300\n"
                     "END:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:a\nSUMMARY:T\n"
                     "DTSTART;TZID=Our own:20251016T180000\nDURATION:PT1H\nEND:VEVENT\n"
                     "END:VCALENDAR\n");
    assert_int_equal(read_text(&bench, text, &calendar), ERR_OK);
    assert_int_equal(calendar.count, 1);
    assert_int_equal(calendar.events[0].start_utc_ms, bench_utc("2025-10-16T21:00:00Z"));
    bench_end(&bench);
}

static void test_ics__unfolds_lines_even_inside_a_letter(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    Str8 text = STR8("\xEF\xBB\xBF"
                     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Se\xC3\r\n"
                     " \xB1or\\, hola\\; a\r\n\t b\r\nDTSTART:20251016T180000\r\nEND:VEVENT\r\n"
                     "END:VCALENDAR\r\n");
    assert_int_equal(read_text(&bench, text, &calendar), ERR_OK);
    assert_int_equal(calendar.count, 1);
    assert_true(str8_equal(calendar.events[0].title.items[0].text, STR8("Señor, hola; a b")));
    bench_end(&bench);
}

static const struct {
    const char *text;
    const char *words;
} BAD[] = {
    {"", "empty"},
    {"hello\n", "line 1: this is not an iCalendar file"},
    {"BEGIN:VEVENT\nEND:VEVENT\n", "BEGIN:VCALENDAR is missing"},
    {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n", "cut off (END:VEVENT is missing)"},
    {"BEGIN:VCALENDAR\n", "cut off"},
    {"BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", "line 2: an END without its BEGIN"},
    {"BEGIN:VCALENDAR\nX:\xFF\nEND:VCALENDAR\n", "line 2: letters that are not UTF-8"},
    {"BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A\n", "nested too deeply"},
    {"PK\x03\x04", "not an iCalendar file"},
};

static void test_ics__refuses_a_file_that_is_no_whole_calendar(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Bench bench;
        Calendar calendar;
        bench_begin(&bench);
        assert_int_equal(read_text(&bench, str8_from(BAD[i].text), &calendar), ERR_INVALID);
        if (strstr(bench.err.text, BAD[i].words) == NULL) {
            fail_msg("case %zu said: %s", i, bench.err.text);
        }
        bench_end(&bench);
    }
}

static void test_ics__every_cut_of_a_calendar_is_refused_or_whole(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    Str8 whole = with_lines(&bench, CASES[7].body);
    for (size_t len = 0; len + 16 < whole.len; len++) {
        Calendar calendar;
        assert_int_equal(read_text(&bench, str8_slice(whole, 0, len), &calendar), ERR_INVALID);
    }
    bench_end(&bench);
}

static void test_ics__writes_repetitions_out_within_the_window_only(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    assert_int_equal(read_text(&bench,
                               with_lines(&bench, "UID:a\nSUMMARY:T\nDTSTART:19900101T180000\n"
                                                  "DURATION:PT1H\nRRULE:FREQ=DAILY\n"),
                               &calendar),
                     ERR_OK);
    assert_int_equal(bench.report.refused_count, 0);
    assert_in_range(calendar.count, 1095, 1099);
    bench_end(&bench);
}

static void test_ics__a_rule_that_never_comes_true_ends(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    assert_int_equal(read_text(&bench,
                               with_lines(&bench, "UID:a\nSUMMARY:T\nDTSTART:20251016T180000\n"
                                                  "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n"),
                               &calendar),
                     ERR_OK);
    assert_true(calendar.count <= 1);
    bench_end(&bench);
}

/* libical searches centuries for such a day: a file of them would keep staff waiting for hours. */
static void test_ics__many_rules_that_never_come_true_are_not_all_tried(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    Str8Builder text = builder_in(&bench.arena, 1 << 20);
    builder_add(&text, STR8("BEGIN:VCALENDAR\nVERSION:2.0\n"));
    for (size_t i = 0; i < ICS_VEVENTS_MAX / 4; i++) {
        builder_add(&text, STR8("BEGIN:VEVENT\nUID:"));
        builder_add_int(&text, (int64_t)i);
        builder_add(&text, STR8("\nSUMMARY:T\nDTSTART:20251016T180000\n"
                                "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"));
    }
    builder_add(&text, STR8("END:VCALENDAR\n"));
    assert_int_equal(read_text(&bench, builder_text(&text), &calendar), ERR_OK);
    assert_int_equal(bench.report.refused_count, ICS_VEVENTS_MAX / 4);
    Str8 last = bench_refused(&bench, ICS_BARREN_MAX);
    assert_true(str8_find(last, STR8("name no day at all")) < last.len);
    bench_end(&bench);
}

static void test_ics__more_exceptions_than_anybody_writes_are_refused(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    Str8Builder text = builder_in(&bench.arena, 1 << 20);
    builder_add(&text, STR8("UID:a\nSUMMARY:T\nDTSTART:20251016T180000\nRRULE:FREQ=DAILY\n"));
    for (size_t i = 0; i <= ICS_EXDATES_MAX; i++) {
        builder_add(&text, STR8("EXDATE:20251017T180000\n"));
    }
    Str8 whole = with_lines(&bench, builder_text(&text).ptr);
    assert_int_equal(read_text(&bench, whole, &calendar), ERR_OK);
    assert_int_equal(calendar.count, 0);
    assert_int_equal(bench.report.refused_count, 1);
    bench_end(&bench);
}

static void test_ics__has_limits(void **state) {
    (void)state;
    Bench bench;
    Calendar calendar;
    bench_begin(&bench);
    char *line = arena_alloc(&bench.arena, ICS_LINE_MAX + 2);
    memset(line, 'a', ICS_LINE_MAX + 1);
    Str8 body =
        str8_format(&bench.arena, "UID:a\nSUMMARY:T\nDTSTART:20251016T180000\nX:%s\n", line);
    assert_int_equal(read_text(&bench, with_lines(&bench, body.ptr), &calendar), ERR_OK);
    assert_int_equal(calendar.count, 1);
    assert_int_equal(bench.report.notes_count, 1);
    Str8Builder many = builder_in(&bench.arena, 1 << 20);
    builder_add(&many, STR8("BEGIN:VCALENDAR\n"));
    for (size_t i = 0; i <= ICS_VEVENTS_MAX; i++) {
        builder_add(&many, STR8("BEGIN:VEVENT\nEND:VEVENT\n"));
    }
    builder_add(&many, STR8("END:VCALENDAR\n"));
    assert_int_equal(read_text(&bench, builder_text(&many), &calendar), ERR_LIMIT);
    assert_int_equal(read_text(&bench, (Str8){line, (size_t)ICS_BYTES_MAX + 1}, &calendar),
                     ERR_LIMIT);
    bench_end(&bench);
}

static void test_ics__the_districts_calendar_is_read_whole(void **state) {
    (void)state;
    Bench bench;
    Source source;
    Calendar calendar;
    bench_begin(&bench);
    const char *path = bench_sample(&bench, "ics/district-2025-2026.ics");
    if (path == NULL) {
        bench_end(&bench);
        skip();
    }
    assert_int_equal(source_read(&bench.arena, path, &source, NULL), ERR_OK);
    CalendarContext context = bench_calendar(&bench, NOW);
    assert_int_equal(ics_read(&context, &source.files[0], &calendar, NULL), ERR_OK);
    assert_int_equal(calendar.count, 33);
    assert_int_equal(calendar.all_day, 33);
    assert_int_equal(bench.report.refused_count, 0);
    assert_true(str8_equal(calendar.source, STR8("ics:livingston nj school calendar")));
    bench_end(&bench);
}

static void test_calendar__guesses_the_kind_from_words_of_the_title(void **state) {
    (void)state;
    static const struct {
        const char *title;
        EventKind kind;
    } TITLES[] = {
        {"Fall OPEN HOUSE", EVENT_OPEN_HOUSE},
        {"Back to School Night", EVENT_OPEN_HOUSE},
        {"Parent/Teacher Conferences - Early Dismissal", EVENT_CONFERENCES},
        {"Noche Familiar de Matemáticas", EVENT_FAMILY_NIGHT},
        {"اجتماع أولياء الأمور", EVENT_MEETING},
        {"PTA", EVENT_MEETING},
        {"Captain's dinner", EVENT_OTHER},
        {"Winter Concert", EVENT_SHOW},
        {"Labor Day - District Closed", EVENT_OTHER},
    };
    for (size_t i = 0; i < sizeof TITLES / sizeof TITLES[0]; i++) {
        assert_int_equal(calendar_guess_kind(str8_from(TITLES[i].title)), TITLES[i].kind);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ics__makes_of_each_event_what_rfc_5545_says),
        cmocka_unit_test(test_ics__overrides_one_instance_and_takes_the_latest_version),
        cmocka_unit_test(test_ics__one_uid_at_several_times_is_several_events),
        cmocka_unit_test(test_ics__reads_a_zone_that_only_the_file_knows),
        cmocka_unit_test(test_ics__unfolds_lines_even_inside_a_letter),
        cmocka_unit_test(test_ics__refuses_a_file_that_is_no_whole_calendar),
        cmocka_unit_test(test_ics__every_cut_of_a_calendar_is_refused_or_whole),
        cmocka_unit_test(test_ics__writes_repetitions_out_within_the_window_only),
        cmocka_unit_test(test_ics__a_rule_that_never_comes_true_ends),
        cmocka_unit_test(test_ics__many_rules_that_never_come_true_are_not_all_tried),
        cmocka_unit_test(test_ics__more_exceptions_than_anybody_writes_are_refused),
        cmocka_unit_test(test_ics__has_limits),
        cmocka_unit_test(test_ics__the_districts_calendar_is_read_whole),
        cmocka_unit_test(test_calendar__guesses_the_kind_from_words_of_the_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
