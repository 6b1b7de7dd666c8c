#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/domain/service.h"

enum { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

#define AT(hour, minute) ((hour)*60 + (minute))

/* Monday in two adjoining rows and one behind a break, Friday overlapping, the night to Sunday. */
static const Hours WEEK[] = {
    {MONDAY, AT(10, 0), AT(12, 0)}, {MONDAY, AT(8, 0), AT(10, 0)},
    {MONDAY, AT(13, 0), AT(16, 0)}, {FRIDAY, AT(8, 0), AT(12, 0)},
    {FRIDAY, AT(9, 0), AT(17, 30)}, {SATURDAY, AT(20, 0), AT(24, 0)},
    {SUNDAY, AT(0, 0), AT(2, 0)},
};

static void test_hours_state__open_until_the_last_adjoining_close(void **state) {
    (void)state;
    static const struct {
        int weekday, minute, closes;
    } ROWS[] = {
        {MONDAY, AT(8, 0), AT(12, 0)},   {MONDAY, AT(9, 59), AT(12, 0)},
        {MONDAY, AT(10, 0), AT(12, 0)},  {MONDAY, AT(11, 59), AT(12, 0)},
        {MONDAY, AT(13, 0), AT(16, 0)},  {FRIDAY, AT(8, 0), AT(17, 30)},
        {FRIDAY, AT(12, 0), AT(17, 30)}, {SATURDAY, AT(23, 59), AT(24, 0)},
        {SUNDAY, AT(0, 0), AT(2, 0)},    {SUNDAY, AT(1, 59), AT(2, 0)},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        OpenState got =
            hours_state(WEEK, sizeof WEEK / sizeof WEEK[0], ROWS[i].weekday, ROWS[i].minute);
        if (!got.known || !got.open || got.closes_minute != ROWS[i].closes) {
            fail_msg("row %zu: open %d, closes %d", i, got.open, got.closes_minute);
        }
    }
}

static void test_hours_state__closed_says_when_it_opens_next(void **state) {
    (void)state;
    static const struct {
        int weekday, minute, days, opens, next_weekday;
    } ROWS[] = {
        {MONDAY, AT(7, 59), 0, AT(8, 0), MONDAY},     {MONDAY, AT(12, 0), 0, AT(13, 0), MONDAY},
        {MONDAY, AT(12, 59), 0, AT(13, 0), MONDAY},   {MONDAY, AT(16, 0), 4, AT(8, 0), FRIDAY},
        {TUESDAY, AT(9, 0), 3, AT(8, 0), FRIDAY},     {THURSDAY, AT(23, 59), 1, AT(8, 0), FRIDAY},
        {FRIDAY, AT(17, 30), 1, AT(20, 0), SATURDAY}, {SATURDAY, AT(0, 0), 0, AT(20, 0), SATURDAY},
        {SUNDAY, AT(2, 0), 1, AT(8, 0), MONDAY},      {WEDNESDAY, AT(0, 0), 2, AT(8, 0), FRIDAY},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        OpenState got =
            hours_state(WEEK, sizeof WEEK / sizeof WEEK[0], ROWS[i].weekday, ROWS[i].minute);
        if (!got.known || got.open || got.next_days != ROWS[i].days ||
            got.next_opens_minute != ROWS[i].opens || got.next_weekday != ROWS[i].next_weekday) {
            fail_msg("row %zu: open %d, in %d days at %d", i, got.open, got.next_days,
                     got.next_opens_minute);
        }
    }
}

static void test_hours_state__once_a_week_comes_back_in_seven_days(void **state) {
    (void)state;
    static const Hours ONE[] = {{WEDNESDAY, AT(9, 0), AT(10, 0)}};
    OpenState got = hours_state(ONE, 1, WEDNESDAY, AT(10, 0));
    assert_true(got.known);
    assert_false(got.open);
    assert_int_equal(got.next_days, 7);
    assert_int_equal(got.next_weekday, WEDNESDAY);
    assert_int_equal(got.next_opens_minute, AT(9, 0));
}

static void test_hours_state__no_hours_are_unknown_not_closed(void **state) {
    (void)state;
    OpenState got = hours_state(NULL, 0, MONDAY, AT(9, 0));
    assert_false(got.known);
    assert_false(got.open);
    expect_assert_failure((void)hours_state(NULL, 0, 7, 0));
    expect_assert_failure((void)hours_state(NULL, 0, -1, 0));
}

/* Every minute of the week against the plain question "does a row hold this minute?" */
static void test_hours_state__agrees_with_the_rows_at_every_minute(void **state) {
    (void)state;
    size_t count = sizeof WEEK / sizeof WEEK[0];
    for (int at = 0; at < 7 * 1440; at++) {
        bool inside = false;
        for (size_t i = 0; i < count; i++) {
            inside = inside || (WEEK[i].weekday == at / 1440 && WEEK[i].opens_minute <= at % 1440 &&
                                at % 1440 < WEEK[i].closes_minute);
        }
        OpenState got = hours_state(WEEK, count, at / 1440, at % 1440);
        assert_int_equal(got.open, inside);
        if (!inside) {
            int next = at / 1440 * 1440 + got.next_days * 1440 + got.next_opens_minute;
            OpenState then = hours_state(WEEK, count, next / 1440 % 7, next % 1440);
            assert_true(next > at && then.open);
        }
    }
}

static void test_need__names_are_read_back(void **state) {
    (void)state;
    for (int i = 0; i < NEED_COUNT; i++) {
        Need need = NEED_COUNT;
        Str8 name = need_name((Need)i);
        assert_int_equal(strlen(name.ptr), name.len);
        assert_true(need_parse(name, &need));
        assert_int_equal(need, i);
    }
    Need need = NEED_FOOD;
    assert_false(need_parse(STR8("fod"), &need));
    assert_int_equal(need, NEED_FOOD);
    expect_assert_failure((void)need_name(NEED_COUNT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours_state__open_until_the_last_adjoining_close),
        cmocka_unit_test(test_hours_state__closed_says_when_it_opens_next),
        cmocka_unit_test(test_hours_state__once_a_week_comes_back_in_seven_days),
        cmocka_unit_test(test_hours_state__no_hours_are_unknown_not_closed),
        cmocka_unit_test(test_hours_state__agrees_with_the_rows_at_every_minute),
        cmocka_unit_test(test_need__names_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
