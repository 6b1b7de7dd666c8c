#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "data/zone/zone.h"

static int64_t utc(const char *text) {
    int64_t ms = 0;
    assert_true(rfc3339_parse(str8_from(text), &ms));
    return ms;
}

static Zone *open_zone(const char *name) {
    Zone *zone = NULL;
    assert_int_equal(zone_open(str8_from(name), &zone, NULL), ERR_OK);
    return zone;
}

/* What a wall clock says -> RFC 3339 of the instant, in that zone. */
static const struct {
    const char *zone;
    Civil local;
    const char *utc;
} CASES[] = {
    {"America/New_York", {2025, 10, 16, 18, 0, 0, 0}, "2025-10-16T22:00:00Z"},
    {"America/New_York", {2025, 12, 16, 18, 0, 0, 0}, "2025-12-16T23:00:00Z"},
    {"America/New_York", {2025, 11, 2, 1, 30, 0, 0}, "2025-11-02T05:30:00Z"}, /* twice: first */
    {"America/New_York", {2026, 3, 8, 2, 30, 0, 0}, "2026-03-08T07:30:00Z"},  /* in the gap */
    {"Asia/Kathmandu", {2025, 6, 1, 12, 0, 0, 0}, "2025-06-01T06:15:00Z"},
    {"Europe/Berlin", {2026, 3, 29, 3, 0, 0, 0}, "2026-03-29T01:00:00Z"},
    {"Australia/Lord_Howe", {2025, 4, 6, 1, 45, 0, 0}, "2025-04-05T14:45:00Z"},
    {"Pacific/Apia", {2011, 12, 31, 0, 0, 0, 0}, "2011-12-30T10:00:00Z"}, /* a day was skipped */
    {"UTC", {2025, 1, 1, 0, 0, 0, 0}, "2025-01-01T00:00:00Z"},
};

static void test_zone__reads_wall_clock_times_by_the_rule_of_rfc_5545(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Zone *zone = open_zone(CASES[i].zone);
        assert_int_equal(zone_to_utc(zone, CASES[i].local), utc(CASES[i].utc));
        zone_close(zone);
    }
}

static void test_zone__there_and_back_is_the_same_over_a_year(void **state) {
    (void)state;
    static const char *const ZONES[] = {"America/New_York", "Europe/London", "Asia/Gaza",
                                        "America/Sao_Paulo"};
    for (size_t z = 0; z < 4; z++) {
        Zone *zone = open_zone(ZONES[z]);
        int64_t start = utc("2025-01-01T00:07:00Z");
        size_t different = 0;
        for (int64_t t = start; t < start + (int64_t)365 * DAY_MS; t += HOUR_MS) {
            different += zone_to_utc(zone, zone_to_local(zone, t)) != t;
        }
        /* Only the hour that comes twice reads as its first. */
        assert_true(different <= 1);
        zone_close(zone);
    }
}

static void test_zone__writes_its_offset(void **state) {
    (void)state;
    Arena arena = arena_make(1024, 4096);
    Zone *zone = open_zone("America/New_York");
    Str8 text = zone_rfc3339(&arena, zone, utc("2025-10-16T22:02:11Z"));
    assert_true(str8_equal(text, STR8("2025-10-16T18:02:11-04:00")));
    assert_int_equal(zone_day_start_utc_ms(zone, utc("2025-11-02T20:00:00Z"), 0),
                     utc("2025-11-02T04:00:00Z"));
    assert_int_equal(zone_day_start_utc_ms(zone, utc("2025-11-02T20:00:00Z"), 1),
                     utc("2025-11-03T05:00:00Z"));
    zone_close(zone);
    arena_free(&arena);
}

static void test_zone__resolves_the_names_that_calendars_write(void **state) {
    (void)state;
    static const struct {
        const char *name;
        const char *iana; /* NULL: unknown */
    } NAMES[] = {
        {"Eastern Standard Time", "America/New_York"},
        {"W. Europe Standard Time", "Europe/Berlin"},
        {"America/Chicago", "America/Chicago"},
        {"US/Eastern", "US/Eastern"},
        {"/freeassociation.sourceforge.net/America/New_York", "America/New_York"},
        {"Middle of Nowhere", NULL},
        {"", NULL},
    };
    Arena arena = arena_make(1024, 65536);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        Str8 iana = {NULL, 0};
        assert_int_equal(zone_resolve(&arena, str8_from(NAMES[i].name), &iana),
                         NAMES[i].iana != NULL);
        assert_true(str8_equal(iana, str8_from(NAMES[i].iana)));
    }
    arena_free(&arena);
}

static void test_zone__refuses_a_zone_that_does_not_exist(void **state) {
    (void)state;
    Zone *zone = NULL;
    Err err = {0};
    assert_int_equal(zone_open(STR8("Mars/Olympus"), &zone, &err), ERR_NOT_FOUND);
    assert_null(zone);
    assert_false(zone_exists(STR8("GMT+99")));
    assert_true(zone_exists(STR8("Asia/Tokyo")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zone__reads_wall_clock_times_by_the_rule_of_rfc_5545),
        cmocka_unit_test(test_zone__there_and_back_is_the_same_over_a_year),
        cmocka_unit_test(test_zone__writes_its_offset),
        cmocka_unit_test(test_zone__resolves_the_names_that_calendars_write),
        cmocka_unit_test(test_zone__refuses_a_zone_that_does_not_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
