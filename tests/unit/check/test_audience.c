#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/check/audience.h"

/* -1, -1: limits nobody. */
static const struct {
    const char *words;
    int from;
    int to;
} CASES[] = {
    {"", -1, -1},
    {"Open to the public", -1, -1},
    {"Call 305 555 0142 for an appointment", -1, -1},
    {"Children 5-17 years old", 5, 17},
    {"Ages 3 to 5", 3, 5},
    {"Between 12 and 18", 12, 18},
    {"Children 6 weeks - 9 years old of migrant families", 0, 9},
    {"Anyone 18 years or older", 18, 120},
    {"Adults 18 years old and above", 18, 120},
    {"60 years of age and older", 60, 120},
    {"7 years old and up", 7, 120},
    {"Adults over 60 years old", 60, 120},
    {"Youth under 18", 0, 18},
    {"Children 3 years and younger", 0, 3},
    {"Grades 6-8", 11, 14},
    {"6th through 8th grade", 11, 14},
    {"K-12", 5, 18},
    {"Kindergarten through 5th grade", 5, 11},
    {"VPK", -1, -1},
    {"Families below 200% of the poverty level", -1, -1},
    {"Must have lived here for 2 years", -1, -1},
    {"Apply within 30 days", -1, -1},
};

static void test_audience_of__reads_ages_and_grades(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Audience audience = audience_of(str8_from(CASES[i].words));
        bool limited = CASES[i].from >= 0;
        if (audience.count != (limited ? 1 : 0) ||
            (limited &&
             (audience.ranges[0].from != CASES[i].from || audience.ranges[0].to != CASES[i].to))) {
            fail_msg("%s: %zu range(s), %d to %d", CASES[i].words, audience.count,
                     audience.ranges[0].from, audience.ranges[0].to);
        }
    }
}

static void test_audience_of__joins_several(void **state) {
    (void)state;
    Audience audience = audience_of(STR8("Adults over 60 years old, disabled adults 18-59 years"));
    assert_int_equal(audience.count, 2);
    assert_true(audience_has(&audience, (AgeRange){30, 40}));
    assert_false(audience_has(&audience, (AgeRange){6, 7}));
}

static void test_audience_grade__knows_how_old_children_are(void **state) {
    (void)state;
    Audience teens = audience_of(STR8("Grades 6-8"));
    assert_false(audience_has(&teens, audience_grade(STR8("03"))));
    assert_true(audience_has(&teens, audience_grade(STR8("07"))));
    assert_true(audience_has(&teens, audience_grade(STR8("UG"))));
    assert_int_equal(audience_grade(STR8("KG")).from, 5);
    assert_int_equal(audience_grade(STR8("12")).to, 18);
    Audience everybody = {.count = 0};
    assert_true(audience_has(&everybody, audience_grade(STR8("01"))));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_audience_of__reads_ages_and_grades),
        cmocka_unit_test(test_audience_of__joins_several),
        cmocka_unit_test(test_audience_grade__knows_how_old_children_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
