#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <libical/ical.h>

#include "data/domain/schedule.h"

enum { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

#define AT(hour, minute) ((hour)*60 + (minute))

static Civil date(int year, int month, int day, int minute) {
    return (Civil){
        .year = year, .month = month, .day = day, .hour = minute / 60, .minute = minute % 60};
}

static int32_t day_of(int year, int month, int day) {
    return schedule_day(date(year, month, day, 0));
}

/* Monday in two adjoining rows and one behind a break, Friday overlapping, the night to Sunday. */
static const Hours WEEK[] = {
    {MONDAY, AT(10, 0), AT(12, 0)}, {MONDAY, AT(8, 0), AT(10, 0)},
    {MONDAY, AT(13, 0), AT(16, 0)}, {FRIDAY, AT(8, 0), AT(12, 0)},
    {FRIDAY, AT(9, 0), AT(17, 30)}, {SATURDAY, AT(20, 0), AT(24, 0)},
    {SUNDAY, AT(0, 0), AT(2, 0)},
};

/* In the week of Sunday the 12th of October 2025. */
static OpenState hours_at(const Hours *hours, size_t count, int weekday, int minute) {
    Schedule schedule = {.hours = hours, .hours_count = count};
    return schedule_state(&schedule, NULL, date(2025, 10, 12 + weekday, minute));
}

static OpenState week_at(int weekday, int minute) {
    return hours_at(WEEK, sizeof WEEK / sizeof WEEK[0], weekday, minute);
}

static void test_schedule__open_until_the_last_adjoining_close(void **state) {
    (void)state;
    static const struct {
        int weekday, minute, days, closes;
    } ROWS[] = {
        {MONDAY, AT(8, 0), 0, AT(12, 0)},   {MONDAY, AT(9, 59), 0, AT(12, 0)},
        {MONDAY, AT(10, 0), 0, AT(12, 0)},  {MONDAY, AT(11, 59), 0, AT(12, 0)},
        {MONDAY, AT(13, 0), 0, AT(16, 0)},  {FRIDAY, AT(8, 0), 0, AT(17, 30)},
        {FRIDAY, AT(12, 0), 0, AT(17, 30)}, {SATURDAY, AT(23, 59), 1, AT(2, 0)},
        {SUNDAY, AT(0, 0), 0, AT(2, 0)},    {SUNDAY, AT(1, 59), 0, AT(2, 0)},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        OpenState got = week_at(ROWS[i].weekday, ROWS[i].minute);
        if (!got.known || !got.open || got.always || got.closes_days != ROWS[i].days ||
            got.closes_minute != ROWS[i].closes) {
            fail_msg("row %zu: open %d, closes in %d days at %d", i, got.open, got.closes_days,
                     got.closes_minute);
        }
    }
}

static void test_schedule__closed_says_when_it_opens_next(void **state) {
    (void)state;
    static const struct {
        int weekday, minute, days, opens, closes, next_weekday;
    } ROWS[] = {
        {MONDAY, AT(7, 59), 0, AT(8, 0), AT(12, 0), MONDAY},
        {MONDAY, AT(12, 0), 0, AT(13, 0), AT(16, 0), MONDAY},
        {MONDAY, AT(16, 0), 4, AT(8, 0), AT(17, 30), FRIDAY},
        {TUESDAY, AT(9, 0), 3, AT(8, 0), AT(17, 30), FRIDAY},
        {THURSDAY, AT(23, 59), 1, AT(8, 0), AT(17, 30), FRIDAY},
        {FRIDAY, AT(17, 30), 1, AT(20, 0), AT(24, 0), SATURDAY},
        {SATURDAY, AT(0, 0), 0, AT(20, 0), AT(24, 0), SATURDAY},
        {SUNDAY, AT(2, 0), 1, AT(8, 0), AT(12, 0), MONDAY},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        OpenState got = week_at(ROWS[i].weekday, ROWS[i].minute);
        if (!got.known || got.open || got.next_days != ROWS[i].days ||
            got.next_opens_minute != ROWS[i].opens || got.next_closes_minute != ROWS[i].closes ||
            got.next_weekday != ROWS[i].next_weekday) {
            fail_msg("row %zu: open %d, in %d days, %d to %d", i, got.open, got.next_days,
                     got.next_opens_minute, got.next_closes_minute);
        }
    }
}

static void test_schedule__once_a_week_comes_back_in_seven_days(void **state) {
    (void)state;
    static const Hours ONE[] = {{WEDNESDAY, AT(9, 0), AT(10, 0)}};
    OpenState got = hours_at(ONE, 1, WEDNESDAY, AT(10, 0));
    assert_true(got.known);
    assert_false(got.open);
    assert_int_equal(got.next_days, 7);
    assert_int_equal(got.next_weekday, WEDNESDAY);
}

static void test_schedule__nothing_given_is_unknown_not_closed(void **state) {
    (void)state;
    OpenState got = hours_at(NULL, 0, MONDAY, AT(9, 0));
    assert_false(got.known);
    assert_false(got.open);
}

static void test_schedule__day_and_night_has_no_closing(void **state) {
    (void)state;
    Hours all[7];
    for (int i = 0; i < 7; i++) {
        all[i] = (Hours){i, 0, 1440};
    }
    assert_true(hours_at(all, 7, THURSDAY, AT(3, 0)).always);
    /* Without the Sunday it closes on Saturday at midnight. */
    OpenState got = hours_at(&all[1], 6, THURSDAY, AT(3, 0));
    assert_true(got.open && !got.always);
    assert_int_equal(got.closes_days, 2);
    assert_int_equal(got.closes_minute, 1440);
}

/* Every minute of the week against the plain question "does a row hold this minute?" */
static void test_schedule__agrees_with_the_rows_at_every_minute(void **state) {
    (void)state;
    size_t count = sizeof WEEK / sizeof WEEK[0];
    for (int at = 0; at < 7 * 1440; at++) {
        bool inside = false;
        for (size_t i = 0; i < count; i++) {
            inside = inside || (WEEK[i].weekday == at / 1440 && WEEK[i].opens_minute <= at % 1440 &&
                                at % 1440 < WEEK[i].closes_minute);
        }
        OpenState got = week_at(at / 1440, at % 1440);
        assert_int_equal(got.open, inside);
        if (!inside) {
            int next = at / 1440 * 1440 + got.next_days * 1440 + got.next_opens_minute;
            OpenState then = week_at(next / 1440 % 7, next % 1440);
            assert_true(next > at && then.open);
        }
    }
}

/* ---- rules ---- */

static ScheduleRule rule_of(ScheduleFreq freq, int32_t start_day) {
    return (ScheduleRule){.freq = freq,
                          .interval = 1,
                          .start_day = start_day,
                          .until_day = SCHEDULE_NO_DAY,
                          .valid_from = SCHEDULE_NO_DAY,
                          .valid_to = SCHEDULE_NO_DAY,
                          .week_starts = MONDAY,
                          .opens_minute = AT(9, 0),
                          .closes_minute = AT(12, 0)};
}

static void test_schedule__validity_ends_the_hours_of_summer(void **state) {
    (void)state;
    ScheduleRule summer = rule_of(SCHEDULE_WEEKLY, SCHEDULE_NO_DAY);
    summer.days[summer.days_count++] = (ScheduleDay){.weekday = MONDAY};
    summer.valid_from = day_of(2025, 6, 1);
    summer.valid_to = day_of(2025, 8, 25);
    Schedule schedule = {.rules = &summer, .rules_count = 1};
    assert_true(schedule_state(&schedule, NULL, date(2025, 8, 25, AT(9, 0))).open);
    OpenState spring = schedule_state(&schedule, NULL, date(2025, 5, 28, AT(9, 0)));
    assert_true(spring.known && !spring.open);
    assert_int_equal(spring.next_days, 5); /* Monday the 2nd of June */
    assert_false(schedule_state(&schedule, NULL, date(2025, 8, 25, AT(12, 0))).known);
}

static void test_schedule__a_closed_rule_and_the_schools_holidays_win(void **state) {
    (void)state;
    ScheduleRule holiday = rule_of(SCHEDULE_ONCE, SCHEDULE_NO_DAY);
    holiday.valid_from = day_of(2025, 11, 27);
    holiday.valid_to = day_of(2025, 11, 28);
    holiday.closed = true;
    static const Hours DAYS[] = {{THURSDAY, AT(8, 0), AT(16, 0)}, {FRIDAY, AT(8, 0), AT(16, 0)}};
    Schedule schedule = {.hours = DAYS, .hours_count = 2, .rules = &holiday, .rules_count = 1};
    OpenState thanksgiving = schedule_state(&schedule, NULL, date(2025, 11, 27, AT(9, 0)));
    assert_false(thanksgiving.open);
    assert_int_equal(thanksgiving.next_days, 7);
    schedule.rules_count = 0;
    int32_t day = day_of(2025, 11, 27);
    ClosedDays closed = {.days = &day, .count = 1};
    assert_int_equal(schedule_state(&schedule, &closed, date(2025, 11, 27, AT(9, 0))).next_days, 1);
    assert_true(schedule_state(&schedule, NULL, date(2025, 11, 27, AT(9, 0))).open);
}

/* ---- against another implementation of RFC 5545 ---- */

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static const char *const DAY_NAMES[7] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
static const char *const FREQ_NAMES[] = {"", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};

static void random_days(uint32_t *seed, ScheduleRule *rule, Str8Builder *text) {
    bool ordinals = rule->freq == SCHEDULE_MONTHLY;
    unsigned wanted = next_random(seed) % 3 + 1;
    for (unsigned i = 0; i < wanted; i++) {
        int weekday = (int)((next_random(seed) % 2) + 2 * i);
        if (i == 0 && rule->freq == SCHEDULE_WEEKLY) {
            /* The standard leaves open what a start outside its own rule means. */
            weekday = civil_from_ms((int64_t)rule->start_day * DAY_MS).weekday;
        }
        for (size_t j = 0; j < rule->days_count; j++) {
            if (rule->days[j].weekday == weekday) {
                return;
            }
        }
        int ordinal = ordinals ? (int)(next_random(seed) % 6) - 1 : 0;
        rule->days[rule->days_count++] =
            (ScheduleDay){.ordinal = (int8_t)ordinal, .weekday = (int8_t)weekday};
        builder_format(text, i == 0 ? ";BYDAY=" : ",");
        if (ordinal != 0) {
            builder_format(text, "%d", ordinal);
        }
        builder_format(text, "%s", DAY_NAMES[weekday]);
    }
}

static void random_month_days(uint32_t *seed, ScheduleRule *rule, Str8Builder *text) {
    int day = (int)(next_random(seed) % 31) + 1;
    bool last = next_random(seed) % 4 == 0;
    rule->month_days = last ? 1u : UINT32_C(1) << day;
    builder_format(text, ";BYMONTHDAY=%d", last ? -1 : day);
}

/* A rule of ours and the same one in the standard's words. */
static ScheduleRule random_rule(uint32_t *seed, Str8Builder *text) {
    ScheduleFreq freq = (ScheduleFreq)(next_random(seed) % 3 + SCHEDULE_DAILY);
    ScheduleRule rule = rule_of(freq, day_of(2025, 1, 1) + (int32_t)(next_random(seed) % 60));
    rule.interval = (int)(next_random(seed) % 3) + 1;
    builder_format(text, "FREQ=%s;INTERVAL=%d", FREQ_NAMES[freq], rule.interval);
    if (freq != SCHEDULE_DAILY && next_random(seed) % 4 != 0) {
        random_days(seed, &rule, text);
    }
    if (freq == SCHEDULE_MONTHLY && next_random(seed) % 3 == 0) {
        random_month_days(seed, &rule, text);
    }
    if (next_random(seed) % 3 == 0) {
        /* Of other weeks libical takes the wrong one when an interval counts them. */
        rule.week_starts = (int)(next_random(seed) % 2);
        builder_format(text, ";WKST=%s", DAY_NAMES[rule.week_starts]);
    }
    if (next_random(seed) % 3 == 0) {
        rule.count = (int)(next_random(seed) % 20) + 1;
        builder_format(text, ";COUNT=%d", rule.count);
    } else if (next_random(seed) % 2 == 0) {
        rule.until_day = rule.start_day + (int32_t)(next_random(seed) % 300);
        Civil until = civil_from_ms((int64_t)rule.until_day * DAY_MS);
        builder_format(text, ";UNTIL=%04d%02d%02d", until.year, until.month, until.day);
    }
    return rule;
}

static void test_schedule__rules_mean_what_libical_says(void **state) {
    (void)state;
    enum { RULES = 500, DAYS = 800 };
    unsigned compared = 0;
    for (uint32_t i = 0; i < RULES; i++) {
        uint32_t seed = i;
        char buffer[256];
        Str8Builder text = builder_make(buffer, sizeof buffer);
        ScheduleRule rule = random_rule(&seed, &text);
        bool theirs[DAYS] = {false};
        Civil start = civil_from_ms((int64_t)rule.start_day * DAY_MS);
        icaltimetype from = {.is_date = 1};
        from.year = start.year;
        from.month = start.month;
        from.day = start.day;
        struct icalrecurrencetype recurrence =
            icalrecurrencetype_from_string(builder_text(&text).ptr);
        icalrecur_iterator *iterator = icalrecur_iterator_new(recurrence, from);
        if (iterator == NULL) {
            continue; /* some parts together it does not know */
        }
        compared++;
        for (;;) {
            icaltimetype at = icalrecur_iterator_next(iterator);
            int32_t day = icaltime_is_null_time(at) ? INT32_MAX : day_of(at.year, at.month, at.day);
            if (day >= rule.start_day + DAYS) {
                break;
            }
            theirs[day - rule.start_day] = true;
        }
        icalrecur_iterator_free(iterator);
        for (int32_t day = 0; day < DAYS; day++) {
            if (schedule_rule_is_on(&rule, rule.start_day + day) != theirs[day]) {
                fail_msg("rule %u, %s, from %04d-%02d-%02d, day %d: libical says %d", i, buffer,
                         start.year, start.month, start.day, day, theirs[day]);
            }
        }
    }
    assert_true(compared > RULES * 3 / 4);
}

static void test_schedule_rule_counted__is_on_the_same_days(void **state) {
    (void)state;
    static const struct {
        ScheduleFreq freq;
        int interval, count;
        int32_t until_days; /* behind the start, 0 = none */
        int32_t month_day;
    } ROWS[] = {
        {SCHEDULE_DAILY, 1, 1, 0, 0},     {SCHEDULE_DAILY, 3, 7, 0, 0},
        {SCHEDULE_WEEKLY, 1, 10, 0, 0},   {SCHEDULE_WEEKLY, 2, 200, 0, 0},
        {SCHEDULE_MONTHLY, 1, 5, 0, 31},  {SCHEDULE_YEARLY, 1, 3, 0, 0},
        {SCHEDULE_WEEKLY, 1, 10, 20, 0},  {SCHEDULE_WEEKLY, 1, 10, 400, 0},
        {SCHEDULE_WEEKLY, 1, 9999, 0, 0}, {SCHEDULE_MONTHLY, 1, 1, 0, 30},
        {SCHEDULE_WEEKLY, 1, 0, 50, 0},
    };
    const int32_t start = day_of(2020, 2, 29);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        ScheduleRule rule = {
            .freq = ROWS[i].freq,
            .interval = ROWS[i].interval,
            .start_day = start,
            .until_day = ROWS[i].until_days > 0 ? start + ROWS[i].until_days : SCHEDULE_NO_DAY,
            .count = ROWS[i].count,
            .valid_from = SCHEDULE_NO_DAY,
            .valid_to = SCHEDULE_NO_DAY,
            .week_starts = MONDAY,
            .month_days = ROWS[i].month_day > 0 ? 1u << (unsigned)ROWS[i].month_day : 0};
        ScheduleRule counted = schedule_rule_counted(&rule);
        assert_int_equal(counted.count, 0);
        int on = 0;
        for (int32_t day = start - 1; day < start + SCHEDULE_COUNT_DAYS + 10; day += 1) {
            bool is_on = schedule_rule_is_on(&rule, day);
            on += is_on ? 1 : 0;
            if (is_on != schedule_rule_is_on(&counted, day)) {
                fail_msg("row %zu differs %d days behind its start", i, day - start);
            }
        }
        bool is_cut = ROWS[i].until_days > 0 || ROWS[i].count > 300 || ROWS[i].count == 0;
        assert_true(is_cut ? on > 0 : on == ROWS[i].count);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schedule__open_until_the_last_adjoining_close),
        cmocka_unit_test(test_schedule__closed_says_when_it_opens_next),
        cmocka_unit_test(test_schedule__once_a_week_comes_back_in_seven_days),
        cmocka_unit_test(test_schedule__nothing_given_is_unknown_not_closed),
        cmocka_unit_test(test_schedule__day_and_night_has_no_closing),
        cmocka_unit_test(test_schedule__agrees_with_the_rows_at_every_minute),
        cmocka_unit_test(test_schedule__validity_ends_the_hours_of_summer),
        cmocka_unit_test(test_schedule__a_closed_rule_and_the_schools_holidays_win),
        cmocka_unit_test(test_schedule__rules_mean_what_libical_says),
        cmocka_unit_test(test_schedule_rule_counted__is_on_the_same_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
