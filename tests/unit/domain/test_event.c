#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/domain/event.h"

static const int64_t START = 1760652000000; /* 2025-10-16T22:00Z */
static const int64_t END = 1760659200000;   /* two hours later */

static void test_event_is_open__from_an_hour_before_the_start_until_the_end(void **state) {
    (void)state;
    Event event = {.start_utc_ms = START, .end_utc_ms = END};
    assert_false(event_is_open(&event, START - 60 * 60 * 1000 - 1));
    assert_true(event_is_open(&event, START - 60 * 60 * 1000));
    assert_true(event_is_open(&event, START));
    assert_true(event_is_open(&event, END - 1));
    assert_false(event_is_open(&event, END));
}

static void test_event_is_open__never_when_all_day_or_cancelled(void **state) {
    (void)state;
    Event event = {.start_utc_ms = START, .end_utc_ms = END, .all_day = true};
    assert_false(event_is_open(&event, START));
    event = (Event){.start_utc_ms = START, .end_utc_ms = END, .cancelled = true};
    assert_false(event_is_open(&event, START));
}

static const Session SESSIONS[] = {
    {.grade = {"03", 2}, .room = {"12", 2}},    {.room = {"Gym", 3}},
    {.grade = {"05", 2}, .room = {"20", 2}},    {.grade = {"03", 2}, .room = {"13", 2}},
    {.grade = {"", 0}, .room = {"Library", 7}},
};
static const Event EVENT = {.sessions = SESSIONS, .sessions_count = 5};

static void test_event_sessions_of__a_grade_has_its_own(void **state) {
    (void)state;
    size_t indexes[5];
    assert_int_equal(event_sessions_of(&EVENT, STR8("03"), indexes, 5), 2);
    assert_int_equal(indexes[0], 0);
    assert_int_equal(indexes[1], 3);
    assert_int_equal(event_sessions_of(&EVENT, STR8("03"), indexes, 1), 1);
}

static void test_event_sessions_of__another_grade_has_those_for_everybody(void **state) {
    (void)state;
    size_t indexes[5];
    assert_int_equal(event_sessions_of(&EVENT, STR8("KG"), indexes, 5), 2);
    assert_int_equal(indexes[0], 1);
    assert_int_equal(indexes[1], 4);
    assert_int_equal(event_sessions_of(&EVENT, STR8(""), indexes, 5), 2);
    Event none = {0};
    assert_int_equal(event_sessions_of(&none, STR8("03"), indexes, 5), 0);
}

static void test_event_grades__are_each_named_once_in_the_sessions_order(void **state) {
    (void)state;
    Str8 grades[5];
    assert_int_equal(event_grades(&EVENT, grades, 5), 2);
    assert_true(str8_equal(grades[0], STR8("03")));
    assert_true(str8_equal(grades[1], STR8("05")));
    assert_int_equal(event_grades(&EVENT, grades, 1), 1);
    assert_int_equal(event_grades(&EVENT, grades, 0), 0);
    assert_int_equal(event_grades(NULL, grades, 5), 0);
}

static void test_event_kind__names_are_read_back(void **state) {
    (void)state;
    for (int i = 0; i < EVENT_KIND_COUNT; i++) {
        EventKind kind = EVENT_KIND_COUNT;
        Str8 name = event_kind_name((EventKind)i);
        assert_int_equal(strlen(name.ptr), name.len);
        assert_true(event_kind_parse(name, &kind));
        assert_int_equal(kind, i);
    }
    EventKind kind = EVENT_SHOW;
    assert_false(event_kind_parse(STR8("party"), &kind));
    assert_int_equal(kind, EVENT_SHOW);
    expect_assert_failure((void)event_kind_name(EVENT_KIND_COUNT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_event_is_open__from_an_hour_before_the_start_until_the_end),
        cmocka_unit_test(test_event_is_open__never_when_all_day_or_cancelled),
        cmocka_unit_test(test_event_sessions_of__a_grade_has_its_own),
        cmocka_unit_test(test_event_sessions_of__another_grade_has_those_for_everybody),
        cmocka_unit_test(test_event_grades__are_each_named_once_in_the_sessions_order),
        cmocka_unit_test(test_event_kind__names_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
