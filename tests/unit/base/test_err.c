#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/err.h"
#include "data/base/str8.h"

static void test_err_set__keeps_the_code_and_one_line(void **state) {
    (void)state;
    Err err = {0};
    assert_int_equal(err_set(&err, ERR_INVALID, "%s:%d: no such grade", "users.csv", 7),
                     ERR_INVALID);
    assert_int_equal(err.code, ERR_INVALID);
    assert_string_equal(err.text, "users.csv:7: no such grade");
    assert_int_equal(err_set(NULL, ERR_BUSY, "nobody listens"), ERR_BUSY);
    expect_assert_failure((void)err_set(&err, ERR_OK, "no error"));
}

static void test_err_wrap__puts_the_context_before_the_line(void **state) {
    (void)state;
    Err err = {0};
    (void)err_set(&err, ERR_IO, "disk said no");
    assert_int_equal(err_wrap(&err, ERR_CORRUPT, "import of %d files", 3), ERR_CORRUPT);
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_string_equal(err.text, "import of 3 files: disk said no");
    assert_int_equal(err_wrap(NULL, ERR_BUSY, "nobody listens"), ERR_BUSY);
}

/* Every length of the new part against a full old one: never past the end, always terminated. */
static void test_err_wrap__cuts_at_the_end_and_stays_terminated(void **state) {
    (void)state;
    char part[2 * ERR_TEXT_MAX];
    for (size_t length = 0; length < sizeof part - 1; length++) {
        memset(part, 'n', length);
        part[length] = '\0';
        struct {
            Err err;
            char guard[8];
        } box;
        memset(&box, 'G', sizeof box);
        (void)err_set(&box.err, ERR_IO, "%0400d", 0);
        assert_int_equal(strlen(box.err.text), ERR_TEXT_MAX - 1);
        (void)err_wrap(&box.err, ERR_IO, "%s", part);
        assert_true(strlen(box.err.text) < ERR_TEXT_MAX);
        assert_int_equal(box.guard[0], 'G');
        size_t kept = length < ERR_TEXT_MAX - 1 ? length : ERR_TEXT_MAX - 1;
        assert_memory_equal(box.err.text, part, kept);
    }
}

/* A name in another script must not be cut inside a character: all text is valid UTF-8. */
static void test_err__cuts_between_characters(void **state) {
    (void)state;
    char part[2 * ERR_TEXT_MAX];
    for (size_t ascii = 0; ascii < 4; ascii++) {
        memset(part, 'a', ascii);
        for (size_t at = ascii; at + 4 < sizeof part; at += 3) {
            memcpy(part + at, "\xE2\x82\xAC", 4);
        }
        Err err = {0};
        (void)err_set(&err, ERR_INVALID, "%s", part);
        assert_true(str8_is_valid(str8_from(err.text)));
        (void)err_wrap(&err, ERR_INVALID, "row %d", 12);
        assert_true(str8_is_valid(str8_from(err.text)));
        (void)err_wrap(&err, ERR_INVALID, "%s", part);
        assert_true(str8_is_valid(str8_from(err.text)));
    }
}

static void test_err_code_name__has_a_word_for_every_code(void **state) {
    (void)state;
    for (int code = ERR_OK; code <= ERR_INTERNAL; code++) {
        const char *name = err_code_name((ErrCode)code);
        assert_non_null(name);
        assert_true(strlen(name) > 1);
    }
    assert_string_equal(err_code_name(ERR_NO_MEMORY), "no-memory");
    expect_assert_failure((void)err_code_name((ErrCode)(ERR_INTERNAL + 1)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_err_set__keeps_the_code_and_one_line),
        cmocka_unit_test(test_err_wrap__puts_the_context_before_the_line),
        cmocka_unit_test(test_err_wrap__cuts_at_the_end_and_stays_terminated),
        cmocka_unit_test(test_err__cuts_between_characters),
        cmocka_unit_test(test_err_code_name__has_a_word_for_every_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
