/* ClockPort and RandomPort: the system's, and a virtual one as the simulations use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/id.h"
#include "data/site/system.h"

enum { READINGS = 1000, FILLS = 200 };

static Moment virtual_now(void *context) {
    Moment *now = context;
    now->mono_ms += 1;
    now->utc_ms += 1;
    return *now;
}

static void virtual_fill(void *context, void *out, size_t size) {
    uint64_t *state = context;
    uint8_t *bytes = out;
    for (size_t i = 0; i < size; i++) {
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bytes[i] = (uint8_t)(*state >> 56);
    }
}

static SystemClock system_clock = {.boot = 3};
static Moment virtual_clock = {.utc_ms = 1, .mono_ms = 1, .boot = 3, .good = true};
static uint64_t virtual_seed = 7;

static void test_clock_port__monotonic_time_never_goes_back(void **unused) {
    (void)unused;
    const ClockPort ports[] = {system_clock_port(&system_clock), {virtual_now, &virtual_clock}};
    for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
        Moment before = ports[i].now(ports[i].context);
        assert_true(before.mono_ms > 0);
        for (int j = 0; j < READINGS; j++) {
            Moment now = ports[i].now(ports[i].context);
            assert_true(now.mono_ms >= before.mono_ms);
            assert_int_equal(now.boot, 3);
            before = now;
        }
    }
}

static void test_clock_port__a_wall_clock_behind_the_last_time_is_not_trusted(void **unused) {
    (void)unused;
    SystemClock clock = {.boot = 1, .floor_utc_ms = INT64_MAX};
    ClockPort port = system_clock_port(&clock);
    assert_false(port.now(port.context).good);
}

static void test_random_port__fills_exactly_and_never_twice_the_same(void **unused) {
    (void)unused;
    const RandomPort ports[] = {system_random_port(), {virtual_fill, &virtual_seed}};
    for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
        uint8_t first[18] = {0};
        uint8_t next[18] = {0};
        ports[i].fill(ports[i].context, first + 1, 16);
        assert_int_equal(first[0], 0);
        assert_int_equal(first[17], 0);
        for (int j = 0; j < FILLS; j++) {
            ports[i].fill(ports[i].context, next + 1, 16);
            assert_memory_not_equal(first + 1, next + 1, 16);
        }
        Id a = id_make(1, ports[i]);
        Id b = id_make(1, ports[i]);
        assert_false(id_equal(a, b));
        ports[i].fill(ports[i].context, first, 0);
        assert_int_equal(first[0], 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock_port__monotonic_time_never_goes_back),
        cmocka_unit_test(test_clock_port__a_wall_clock_behind_the_last_time_is_not_trusted),
        cmocka_unit_test(test_random_port__fills_exactly_and_never_twice_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
