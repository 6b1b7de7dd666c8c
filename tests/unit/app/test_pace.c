#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk/headless/pace.h"

static void test_pace__the_same_seed_is_the_same_person(void **unused) {
    (void)unused;
    Pace a = pace_human(7);
    Pace b = pace_human(7);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(pace_next_ms(&a, PACE_KEY, false), pace_next_ms(&b, PACE_KEY, false));
    }
}

static void test_pace__people_take_the_promised_times_on_average(void **unused) {
    (void)unused;
    int64_t decisions = 0;
    int misses = 0;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        Pace pace = pace_human(seed);
        for (int i = 0; i < 10; i++) {
            decisions += pace_next_ms(&pace, PACE_DECISION, false);
            misses += pace_misses(&pace) ? 1 : 0;
        }
    }
    assert_in_range(decisions / 10000, PACE_DECISION_MS * 95 / 100, PACE_DECISION_MS * 105 / 100);
    assert_in_range(misses, 500, 700); /* 6 % of 10,000 */
}

static void test_pace__a_machine_is_steady_and_never_misses(void **unused) {
    (void)unused;
    Pace pace = pace_machine();
    for (int i = 0; i < 100; i++) {
        assert_int_equal(pace_next_ms(&pace, PACE_DECISION, true), PACE_MACHINE_MS);
        assert_false(pace_misses(&pace));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pace__the_same_seed_is_the_same_person),
        cmocka_unit_test(test_pace__people_take_the_promised_times_on_average),
        cmocka_unit_test(test_pace__a_machine_is_steady_and_never_misses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
