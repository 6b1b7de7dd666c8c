/*
 * Stands in for data/base/check.c in tests that want an assertion to fail: cmocka's
 * expect_assert_failure catches it instead of ending the program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/base/check.h"

_Noreturn void foyer_assert_failed(const char *condition, const char *file, int line) {
    mock_assert(0, condition, file, line);
    abort();
}
