#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/civil.h"

enum { BLOCK_SIZE = 1024, ARENA_SIZE_MAX = 4096 };

static const struct {
    Civil civil;
    int64_t ms;
} MOMENTS[] = {
    {{1970, 1, 1, 0, 0, 0, 4}, 0},
    {{1969, 12, 31, 23, 59, 59, 3}, -1000},
    {{1969, 1, 1, 0, 0, 0, 3}, -31536000000},
    {{1, 1, 1, 0, 0, 0, 1}, -62135596800000},
    {{1600, 2, 29, 12, 0, 0, 2}, -11670955200000},
    {{1900, 3, 1, 0, 0, 0, 4}, -2203891200000},
    {{2000, 2, 29, 0, 0, 0, 2}, 951782400000},
    {{2000, 3, 1, 0, 0, 0, 3}, 951868800000},
    {{2024, 2, 29, 23, 59, 59, 4}, 1709251199000},
    {{2025, 10, 16, 18, 2, 11, 4}, 1760637731000},
    {{2038, 1, 19, 3, 14, 8, 2}, 2147483648000},
    {{9999, 12, 31, 23, 59, 59, 5}, 253402300799000},
};

static void assert_civil(Civil actual, Civil expected) {
    assert_int_equal(actual.year, expected.year);
    assert_int_equal(actual.month, expected.month);
    assert_int_equal(actual.day, expected.day);
    assert_int_equal(actual.hour, expected.hour);
    assert_int_equal(actual.minute, expected.minute);
    assert_int_equal(actual.second, expected.second);
    assert_int_equal(actual.weekday, expected.weekday);
}

static void test_civil__known_moments_convert_both_ways(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof MOMENTS / sizeof MOMENTS[0]; i++) {
        assert_int_equal(civil_to_ms(MOMENTS[i].civil), MOMENTS[i].ms);
        assert_civil(civil_from_ms(MOMENTS[i].ms), MOMENTS[i].civil);
    }
}

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Walks every day from year 1 to 9999 with the plain rules of the calendar as the oracle. */
static void test_civil__every_day_follows_the_one_before(void **state) {
    (void)state;
    static const int MONTH_DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    Civil day = {.year = 1, .month = 1, .day = 1, .weekday = 1};
    for (int64_t ms = -62135596800000; day.year <= 9999; ms += DAY_MS) {
        Civil actual = civil_from_ms(ms + DAY_MS - 1);
        if (actual.year != day.year || actual.month != day.month || actual.day != day.day ||
            actual.weekday != day.weekday || civil_to_ms(day) != ms) {
            fail_msg("wrong at %04d-%02d-%02d", day.year, day.month, day.day);
        }
        bool leap_month = day.month == 2 && is_leap(day.year);
        int days = MONTH_DAYS[day.month - 1] + (leap_month ? 1 : 0);
        day.weekday = (day.weekday + 1) % 7;
        day.day = day.day % days + 1;
        if (day.day == 1) {
            day.month = day.month % 12 + 1;
            day.year += day.month == 1 ? 1 : 0;
        }
    }
}

static void test_civil_from_ms__drops_fractions_towards_the_past(void **state) {
    (void)state;
    assert_int_equal(civil_from_ms(999).second, 0);
    assert_int_equal(civil_from_ms(-1).second, 59);
    assert_int_equal(civil_from_ms(-1).year, 1969);
    assert_int_equal(civil_from_ms(-1000).second, 59);
    assert_int_equal(civil_from_ms(-1001).second, 58);
}

/* On the heap to the byte, so that the address sanitizer sees a read past the end. */
static bool parse_exact(const char *text, bool (*parse)(Str8 text, Civil *civil), Civil *civil) {
    size_t len = strlen(text);
    char *exact = test_malloc(len + (len == 0));
    memcpy(exact, text, len);
    bool good = parse((Str8){exact, len}, civil);
    test_free(exact);
    return good;
}

static void test_civil_parse_date__takes_days_that_exist_and_nothing_else(void **state) {
    (void)state;
    static const char *const GOOD[] = {"0001-01-01", "1969-12-31", "2000-02-29",
                                       "2024-02-29", "2025-04-30", "9999-12-31"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        Civil civil = {.hour = 7};
        if (!civil_parse_date(str8_from(GOOD[i]), &civil)) {
            fail_msg("refused %s", GOOD[i]);
        }
        assert_int_equal(civil.hour, 7);
        assert_int_equal(civil.day, (GOOD[i][8] - '0') * 10 + GOOD[i][9] - '0');
    }
    static const char *const BAD[] = {
        "",           "2025",       "2025-1-1",    "2025-01-1",   "25-01-01",   "2025-13-01",
        "2025-00-01", "2025-01-00", "2025-01-32",  "2025-04-31",  "2025-02-29", "1900-02-29",
        "2100-02-29", "0000-01-01", "2025-01-01 ", " 2025-01-01", "2025/01/01", "2025-01-01T",
        "-025-01-01", "2025-0a-01", "20250101",    "10000-01-01", "+025-01-01", "2025-01--1"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Civil civil = {.year = 7};
        if (parse_exact(BAD[i], civil_parse_date, &civil) || civil.year != 7) {
            fail_msg("took \"%s\"", BAD[i]);
        }
    }
}

static void test_civil_parse_time__takes_minutes_and_seconds(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int hour, minute, second;
    } GOOD[] = {{"00:00", 0, 0, 0},
                {"18:00", 18, 0, 0},
                {"18:05:30", 18, 5, 30},
                {"23:59:59", 23, 59, 59},
                {"23:59:60", 23, 59, 59}};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        Civil civil = {.year = 2025, .second = 9};
        assert_true(civil_parse_time(str8_from(GOOD[i].text), &civil));
        assert_int_equal(civil.year, 2025);
        assert_int_equal(civil.hour, GOOD[i].hour);
        assert_int_equal(civil.minute, GOOD[i].minute);
        assert_int_equal(civil.second, GOOD[i].second);
    }
    static const char *const BAD[] = {"",      "6:00",   "18",         "18:",    "18:0",
                                      "24:00", "18:60",  "18:00:61",   "18:00:", "18:00:0",
                                      "18.00", "18:00Z", "18:00:00.5", "-1:00",  "ab:cd"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Civil civil = {.hour = 7};
        if (parse_exact(BAD[i], civil_parse_time, &civil) || civil.hour != 7) {
            fail_msg("took \"%s\"", BAD[i]);
        }
    }
}

static void test_rfc3339_parse__reads_offsets_and_fractions(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } GOOD[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1969-12-31T23:59:59.999Z", -1},
        {"0001-01-01T00:00:00Z", -62135596800000},
        {"2025-10-16T18:02:11.123Z", 1760637731123},
        {"2025-10-16t18:02:11.123z", 1760637731123},
        {"2025-10-16 18:02:11.123Z", 1760637731123},
        {"2025-10-16T14:02:11.123-04:00", 1760637731123},
        {"2025-10-16T23:32:11.123+05:30", 1760637731123},
        {"2025-10-16T18:02:11.1Z", 1760637731100},
        {"2025-10-16T18:02:11.1239999999999999999Z", 1760637731123},
        {"1970-01-01T00:00:00-00:00", 0},
        {"1970-01-01T00:00:00+23:59", -86340000},
        {"1969-12-31T00:00:00-23:59", -60000},
        {"1990-12-31T23:59:60Z", 662687999000},
        {"2024-02-29T00:00:00Z", 1709164800000},
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        int64_t ms = 0;
        if (!rfc3339_parse(str8_from(GOOD[i].text), &ms) || ms != GOOD[i].ms) {
            fail_msg("%s gave %lld", GOOD[i].text, (long long)ms);
        }
    }
}

static void test_rfc3339_parse__refuses_what_is_not_a_whole_date_time(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "",
        "2025-10-16",
        "2025-10-16T18:02:11",
        "2025-10-16T18:02Z",
        "2025-10-16T18:02+04:00",
        "2025-10-16T18:02.5Z",
        "2025-10-16T18:02:11.Z",
        "2025-10-16T18:02:11,5Z",
        "2025-10-16T18:02:11+4:00",
        "2025-10-16T18:02:11+0400",
        "2025-10-16T18:02:11+04",
        "2025-10-16T18:02:11+24:00",
        "2025-10-16T18:02:11+04:60",
        "2025-10-16T18:02:11+04:00:00",
        "2025-10-16T18:02:11ZZ",
        "2025-10-16T18:02:11Z ",
        "2025-10-16T25:02:11Z",
        "2025-02-29T18:02:11Z",
        "2025-10-16_18:02:11Z",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        int64_t ms = 77;
        if (rfc3339_parse(str8_from(BAD[i]), &ms) || ms != 77) {
            fail_msg("took \"%s\"", BAD[i]);
        }
    }
}

static void test_rfc3339_text__is_read_back_as_the_same_millisecond(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    static const int64_t TIMES[] = {0, -1, 1760637731123, -62135596800000, 253402300799999};
    for (size_t i = 0; i < sizeof TIMES / sizeof TIMES[0]; i++) {
        int64_t ms = 77;
        assert_true(rfc3339_parse(rfc3339_text(&arena, TIMES[i]), &ms));
        assert_int_equal(ms, TIMES[i]);
    }
    assert_true(str8_equal(rfc3339_text(&arena, 1760637731007), STR8("2025-10-16T18:02:11.007Z")));
    assert_true(str8_equal(rfc3339_text(&arena, -1), STR8("1969-12-31T23:59:59.999Z")));
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_civil__known_moments_convert_both_ways),
        cmocka_unit_test(test_civil__every_day_follows_the_one_before),
        cmocka_unit_test(test_civil_from_ms__drops_fractions_towards_the_past),
        cmocka_unit_test(test_civil_parse_date__takes_days_that_exist_and_nothing_else),
        cmocka_unit_test(test_civil_parse_time__takes_minutes_and_seconds),
        cmocka_unit_test(test_rfc3339_parse__reads_offsets_and_fractions),
        cmocka_unit_test(test_rfc3339_parse__refuses_what_is_not_a_whole_date_time),
        cmocka_unit_test(test_rfc3339_text__is_read_back_as_the_same_millisecond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
