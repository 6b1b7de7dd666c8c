#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/domain/service.h"

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
        cmocka_unit_test(test_need__names_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
