#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "data/check/dead_ends.h"

/* A school of two languages and three grades, where everything but food is cared for. */
static const Str8 LANGUAGES[] = {{"en", 2}, {"ar", 2}};
static const Str8 GRADES[] = {{"KG", 2}, {"03", 2}, {"07", 2}};
#define NOW_MS INT64_C(1760652120000)
enum { TODAY = 20377, EVERY_NEED = (1 << NEED_COUNT) - 1 };

static const TextIn ENGLISH_NAME[] = {{{"en", 2}, {"Pantry", 6}}};
static const TextIn YES[] = {{{"en", 2}, {"By telephone", 12}}};

static int setup(void **state) {
    static Arena arena;
    arena = arena_make(1 << 16, 4 << 20);
    *state = &arena;
    return 0;
}

static int teardown(void **state) {
    arena_free(*state);
    return 0;
}

static DeadEnds school_without(Need missing) {
    DeadEnds ends = {.languages = LANGUAGES,
                     .languages_count = 2,
                     .grades = GRADES,
                     .grades_count = 3,
                     .now_utc_ms = NOW_MS,
                     .today = TODAY};
    Service person = {.own = true,
                      .is_person = true,
                      .phone = STR8("+13055550142"),
                      .needs = (uint32_t)EVERY_NEED & ~(1u << missing),
                      .assured_utc_ms = NOW_MS - DAY_MS};
    dead_ends_add(&ends, &person);
    return ends;
}

static Service pantry(Need need) {
    return (Service){.key = STR8("pantry"),
                     .name = {ENGLISH_NAME, 1},
                     .phone = STR8("+13055550143"),
                     .languages = LANGUAGES,
                     .languages_count = 2,
                     .needs = 1u << need,
                     .assured_utc_ms = NOW_MS - DAY_MS};
}

/* The keys of what is found, with blanks between. */
static Str8 told(Arena *arena, const DeadEnds *ends, Waivers *waivers) {
    Findings findings = findings_make(arena);
    Str8Builder out = builder_in(arena, 1024);
    dead_ends_report(ends, waivers, &findings);
    for (size_t i = 0; i < findings.count; i++) {
        builder_add(&out, findings.items[i].waived ? STR8("(") : STR8(""));
        builder_add(&out, findings.items[i].key);
        builder_add(&out, findings.items[i].waived ? STR8(") ") : STR8(" "));
    }
    return str8_trim(builder_text(&out));
}

static void expect_told(Arena *arena, const DeadEnds *ends, const char *keys) {
    Str8 got = told(arena, ends, NULL);
    assert_string_equal(got.ptr, keys);
}

static void test_dead_ends__a_person_of_the_school_is_enough(void **state) {
    DeadEnds ends = school_without(NEED_MORE);
    expect_told(*state, &ends, "");
    ends = school_without(NEED_FOOD);
    expect_told(*state, &ends, "food/*/* ");
}

static void test_dead_ends__a_service_must_be_dated_reachable_and_live(void **state) {
    static const ScheduleRule OVER = {.freq = SCHEDULE_WEEKLY,
                                      .interval = 1,
                                      .start_day = SCHEDULE_NO_DAY,
                                      .until_day = SCHEDULE_NO_DAY,
                                      .valid_from = SCHEDULE_NO_DAY,
                                      .valid_to = TODAY - 1};
    static const ScheduleRule AWAY = {.freq = SCHEDULE_ONCE,
                                      .interval = 1,
                                      .start_day = TODAY + 9,
                                      .until_day = SCHEDULE_NO_DAY,
                                      .valid_from = SCHEDULE_NO_DAY,
                                      .valid_to = SCHEDULE_NO_DAY,
                                      .closed = true};
    for (int turn = 0; turn < 7; turn++) {
        DeadEnds ends = school_without(NEED_FOOD);
        Service service = pantry(NEED_FOOD);
        ScheduleRule rules[] = {OVER, AWAY};
        if (turn == 1) {
            service.assured_utc_ms = NOW_MS - (int64_t)(SERVICE_OLD_AFTER_DAYS + 1) * DAY_MS;
        } else if (turn == 2) {
            service.assured_utc_ms = 0;
        } else if (turn == 3) {
            service.phone = STR8("");
        } else if (turn == 4) {
            service.rules = rules;
            service.rules_count = 1;
        } else if (turn == 5) { /* a day on which it is closed is no life */
            service.rules = rules;
            service.rules_count = 2;
        } else if (turn == 6) { /* one day, that is over */
            rules[0].freq = SCHEDULE_ONCE;
            rules[0].valid_to = SCHEDULE_NO_DAY;
            rules[0].start_day = TODAY - 1;
            service.rules = rules;
            service.rules_count = 1;
        }
        dead_ends_add(&ends, &service);
        expect_told(*state, &ends, turn == 0 ? "" : "food/*/* ");
    }
}

static void test_dead_ends__a_service_must_speak_the_language(void **state) {
    DeadEnds ends = school_without(NEED_FOOD);
    Service service = pantry(NEED_FOOD);
    service.languages_count = 1;
    dead_ends_add(&ends, &service);
    expect_told(*state, &ends, "food/ar/* ");
    /* Says no language: it is written in English. */
    ends = school_without(NEED_FOOD);
    service.languages_count = 0;
    dead_ends_add(&ends, &service);
    expect_told(*state, &ends, "food/ar/* ");
    service.interpreter = (TextSet){YES, 1};
    dead_ends_add(&ends, &service);
    expect_told(*state, &ends, "");
    static const Str8 REGIONAL[] = {{"ar-SY", 5}, {"EN", 2}};
    ends = school_without(NEED_FOOD);
    service = pantry(NEED_FOOD);
    service.languages = REGIONAL;
    dead_ends_add(&ends, &service);
    expect_told(*state, &ends, "");
}

static void test_dead_ends__a_childs_need_asks_for_its_grade(void **state) {
    static const TextIn SMALL[] = {{{"en", 2}, {"Ages 3 to 6", 11}}};
    static const TextIn GROWN[] = {{{"en", 2}, {"18 years or older", 17}}};
    DeadEnds ends = school_without(NEED_AFTER_SCHOOL);
    Service service = pantry(NEED_AFTER_SCHOOL);
    service.eligibility = (TextSet){SMALL, 1};
    dead_ends_add(&ends, &service);
    expect_told(*state, &ends,
                "after-school/en/03 after-school/en/07 after-school/ar/03 "
                "after-school/ar/07 ");
    /* Grown-ups may fetch food for a child of any grade, and not play for it. */
    ends = school_without(NEED_FOOD);
    service = pantry(NEED_FOOD);
    service.eligibility = (TextSet){GROWN, 1};
    dead_ends_add(&ends, &service);
    expect_told(*state, &ends, "");
    ends = school_without(NEED_PLAY);
    service.needs = 1u << NEED_PLAY;
    dead_ends_add(&ends, &service);
    expect_told(*state, &ends, "play/*/* ");
}

static void test_dead_ends__waived_ones_are_told_apart(void **state) {
    DeadEnds ends = school_without(NEED_FOOD);
    Waivers waivers = {0};
    Err err = {0};
    assert_int_equal(
        waivers_parse(*state, STR8("w"), STR8("dead-end food/ar 2025-12-01 Why."), &waivers, &err),
        ERR_OK);
    waivers.local_ms = NOW_MS;
    Str8 keys = told(*state, &ends, &waivers);
    assert_true(str8_equal(keys, STR8("(food/ar/KG) (food/ar/03) (food/ar/07) food/en/*")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_dead_ends__a_person_of_the_school_is_enough, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_dead_ends__a_service_must_be_dated_reachable_and_live,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_dead_ends__a_service_must_speak_the_language, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_dead_ends__a_childs_need_asks_for_its_grade, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_dead_ends__waived_ones_are_told_apart, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
