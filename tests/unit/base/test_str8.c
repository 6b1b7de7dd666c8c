#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/str8.h"

enum { BLOCK_SIZE = 256, ARENA_SIZE_MAX = 4096 };

static void assert_text(Str8 actual, const char *expected) {
    if (!str8_equal(actual, str8_from(expected))) {
        fail_msg("got \"%.*s\", wanted \"%s\"", STR8_ARG(actual), expected);
    }
}

static const struct {
    Str8 bytes;
    bool valid;
    const char *what;
} VALIDITY[] = {
    {{"", 0}, true, "empty"},
    {{"plain", 5}, true, "ASCII"},
    {{"\0", 1}, true, "U+0000"},
    {{"\x7F", 1}, true, "U+007F"},
    {{"\xC2\x80", 2}, true, "U+0080, the first of two bytes"},
    {{"\xDF\xBF", 2}, true, "U+07FF, the last of two bytes"},
    {{"\xE0\xA0\x80", 3}, true, "U+0800, the first of three bytes"},
    {{"\xED\x9F\xBF", 3}, true, "U+D7FF, before the surrogates"},
    {{"\xEE\x80\x80", 3}, true, "U+E000, behind the surrogates"},
    {{"\xEF\xBF\xBF", 3}, true, "U+FFFF"},
    {{"\xF0\x90\x80\x80", 4}, true, "U+10000"},
    {{"\xF4\x8F\xBF\xBF", 4}, true, "U+10FFFF, the last"},
    {{"\x80", 1}, false, "a continuation alone"},
    {{"\xBF", 1}, false, "a continuation alone"},
    {{"\xC0\x80", 2}, false, "overlong U+0000"},
    {{"\xC1\xBF", 2}, false, "overlong U+007F"},
    {{"\xE0\x80\x80", 3}, false, "overlong U+0000 in three"},
    {{"\xE0\x9F\xBF", 3}, false, "overlong U+07FF"},
    {{"\xF0\x80\x80\x80", 4}, false, "overlong U+0000 in four"},
    {{"\xF0\x8F\xBF\xBF", 4}, false, "overlong U+FFFF"},
    {{"\xED\xA0\x80", 3}, false, "first high surrogate"},
    {{"\xED\xBF\xBF", 3}, false, "last low surrogate"},
    {{"\xED\xA0\xBD\xED\xB8\x80", 6}, false, "CESU-8 pair"},
    {{"\xF4\x90\x80\x80", 4}, false, "U+110000"},
    {{"\xF5\x80\x80\x80", 4}, false, "lead F5"},
    {{"\xFE", 1}, false, "FE"},
    {{"\xFF", 1}, false, "FF"},
    {{"\xC3", 1}, false, "two bytes cut after one"},
    {{"\xE2\x82", 2}, false, "three bytes cut after two"},
    {{"\xF0\x9F\x98", 3}, false, "four bytes cut after three"},
    {{"\xC3(", 2}, false, "second byte is ASCII"},
    {{"\xE2\x82(", 3}, false, "third byte is ASCII"},
    {{"\xF0\x9F\x98(", 4}, false, "fourth byte is ASCII"},
    {{"\xC3\xC3\xA9", 3}, false, "lead behind lead"},
    {{"ok\xC3\xA9\xFFok", 7}, false, "bad byte in the middle"},
};

static void test_str8__accepts_exactly_the_utf8_of_rfc_3629(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof VALIDITY / sizeof VALIDITY[0]; i++) {
        /* On the heap to the byte, so that the address sanitizer sees a read past the end. */
        Str8 bytes = VALIDITY[i].bytes;
        char *exact = test_malloc(bytes.len + (bytes.len == 0));
        memcpy(exact, bytes.ptr, bytes.len);
        bool valid = str8_is_valid((Str8){exact, bytes.len});
        test_free(exact);
        if (valid != VALIDITY[i].valid) {
            fail_msg("row %zu, %s: wanted %d", i, VALIDITY[i].what, VALIDITY[i].valid);
        }
    }
}

static void test_str8__every_scalar_value_survives_encode_and_decode(void **state) {
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        if (code >= 0xD800 && code <= 0xDFFF) {
            continue;
        }
        char bytes[4];
        Str8 text = {bytes, utf8_encode(code, bytes)};
        size_t index = 0;
        if (!str8_is_valid(text) || str8_next(text, &index) != code || index != text.len) {
            fail_msg("U+%04X did not come back", (unsigned)code);
        }
    }
}

static void test_utf8_encode__refuses_what_is_no_scalar_value(void **state) {
    (void)state;
    char bytes[4];
    expect_assert_failure((void)utf8_encode(0xD800, bytes));
    expect_assert_failure((void)utf8_encode(0xDFFF, bytes));
    expect_assert_failure((void)utf8_encode(0x110000, bytes));
}

static void test_str8_next__refuses_to_read_past_the_end(void **state) {
    (void)state;
    size_t index = 1;
    expect_assert_failure((void)str8_next(STR8("a"), &index));
    index = 0;
    expect_assert_failure((void)str8_next((Str8){"\xE2\x82\xAC", 2}, &index));
}

static void test_str8_count__counts_code_points_not_bytes(void **state) {
    (void)state;
    assert_int_equal(str8_count(STR8("")), 0);
    assert_int_equal(str8_count(STR8("Nguyễn")), 6);
    assert_int_equal(str8_count(STR8("王小明")), 3);
    assert_int_equal(str8_count(STR8("a\xF0\x9F\x98\x80z")), 3);
}

static void test_str8__compares_text_with_and_without_case(void **state) {
    (void)state;
    assert_true(str8_equal((Str8){NULL, 0}, STR8("")));
    assert_false(str8_equal(STR8("a"), STR8("ab")));
    assert_false(str8_equal(STR8("a"), STR8("A")));
    assert_true(str8_equal_ignoring_case(STR8("Grade @[`{"), STR8("gRADE @[`{")));
    assert_true(str8_equal_ignoring_case(STR8("AZ az"), STR8("az AZ")));
    assert_false(str8_equal_ignoring_case(STR8("a"), STR8("ab")));
    assert_false(str8_equal_ignoring_case(STR8("@"), STR8("`")));
    assert_false(str8_equal_ignoring_case(STR8("É"), STR8("é")));
    assert_true(str8_compare(STR8("a"), STR8("b")) < 0);
    assert_true(str8_compare(STR8("ab"), STR8("a")) > 0);
    assert_true(str8_compare((Str8){NULL, 0}, STR8("a")) < 0);
    assert_int_equal(str8_compare(STR8("a\0b"), STR8("a\0b")), 0);
    assert_true(str8_compare(STR8("\x7F"), STR8("\xC3\xA9")) < 0);
}

static void test_str8_find__gives_the_first_place_or_the_length(void **state) {
    (void)state;
    assert_int_equal(str8_find(STR8("aabaab"), STR8("aab")), 0);
    assert_int_equal(str8_find(STR8("xaab"), STR8("ab")), 2);
    assert_int_equal(str8_find(STR8("abc"), STR8("abcd")), 3);
    assert_int_equal(str8_find(STR8("abc"), STR8("z")), 3);
    assert_int_equal(str8_find(STR8("abc"), STR8("")), 0);
    assert_int_equal(str8_find((Str8){NULL, 0}, STR8("a")), 0);
    assert_true(str8_starts_with(STR8("FOYER:1"), STR8("FOYER:")));
    assert_true(str8_starts_with(STR8("FOYER:"), STR8("FOYER:")));
    assert_true(str8_ends_with(STR8(".csv"), STR8(".csv")));
    assert_false(str8_starts_with(STR8("FOY"), STR8("FOYER:")));
    assert_true(str8_ends_with(STR8("a.csv"), STR8(".csv")));
    assert_false(str8_ends_with(STR8("csv"), STR8(".csv")));
}

static void test_str8__slices_trims_and_cuts(void **state) {
    (void)state;
    assert_text(str8_slice(STR8("abcdef"), 2, 4), "cd");
    assert_text(str8_slice(STR8("abc"), 3, 3), "");
    expect_assert_failure((void)str8_slice(STR8("abc"), 2, 4));
    expect_assert_failure((void)str8_slice(STR8("abc"), 2, 1));
    assert_text(str8_clip(STR8("abc"), 3), "abc");
    assert_text(str8_clip(STR8("abcd"), 3), "abc");
    assert_text(str8_clip(STR8("ab\xE1\xBB\x85"), 4), "ab");
    assert_text(str8_clip(STR8("\xE1\xBB\x85"), 0), "");
    assert_text(str8_trim(STR8(" \t\r\n\v\f a b \n")), "a b");
    assert_text(str8_trim(STR8(" \t ")), "");
    assert_text(str8_trim((Str8){NULL, 0}), "");

    Str8 rest;
    assert_text(str8_cut(STR8("a,b,c"), ',', &rest), "a");
    assert_text(rest, "b,c");
    assert_text(str8_cut(STR8("a,"), ',', &rest), "a");
    assert_non_null(rest.ptr);
    assert_int_equal(rest.len, 0);
    assert_text(str8_cut(STR8("a"), ',', &rest), "a");
    assert_null(rest.ptr);
    assert_text(str8_cut((Str8){NULL, 0}, ',', &rest), "");
}

static void test_str8_to_int__takes_whole_numbers_that_fit_and_nothing_else(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t number;
    } GOOD[] = {
        {"0", 0},
        {"-0", 0},
        {"007", 7},
        {"-12", -12},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        int64_t number = 99;
        assert_true(str8_to_int(str8_from(GOOD[i].text), &number));
        assert_int_equal(number, GOOD[i].number);
    }
    static const char *const BAD[] = {"",
                                      "-",
                                      "--1",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "1e3",
                                      "0x10",
                                      "12a",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999999",
                                      "١٢"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        int64_t number = 99;
        assert_false(str8_to_int(str8_from(BAD[i]), &number));
        assert_int_equal(number, 99);
    }
}

static void test_str8__copies_outlive_what_they_were_copied_from(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    char original[] = "José";
    Str8 copy = str8_copy(&arena, str8_from(original));
    char *terminated = str8_to_c(&arena, (Str8){original, 3});
    memset(original, 'x', sizeof original - 1);
    assert_text(copy, "José");
    assert_string_equal(terminated, "Jos");
    assert_text(str8_format(&arena, "%d-%s", 7, "a"), "7-a");
    assert_text(str8_format(&arena, "%s", ""), "");
    assert_int_equal(str8_copy(&arena, (Str8){NULL, 0}).len, 0);
    arena_free(&arena);
}

/* Sixteen bytes fill what an arena hands out: a terminator needs room of its own. */
static void test_str8__copies_end_before_the_next_allocation(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    char *copy = str8_to_c(&arena, STR8("0123456789abcdef"));
    Str8 formatted = str8_format(&arena, "%s", "0123456789abcdef");
    memset(arena_alloc(&arena, 16), 'x', 16);
    assert_string_equal(copy, "0123456789abcdef");
    assert_string_equal(formatted.ptr, "0123456789abcdef");
    arena_free(&arena);
}

static void test_str8__an_exhausted_arena_gives_null_and_no_length(void **state) {
    (void)state;
    Arena arena = arena_make(64, 64);
    char big[200] = {0};
    memset(big, 'a', sizeof big - 1);
    Str8 copy = str8_copy(&arena, str8_from(big));
    assert_null(copy.ptr);
    assert_int_equal(copy.len, 0);
    assert_null(str8_to_c(&arena, str8_from(big)));
    assert_int_equal(str8_format(&arena, "%s", big).len, 0);
    arena_free(&arena);
}

static void test_line_clean__leaves_one_line_of_whole_characters(void **state) {
    (void)state;
    static const char *const ROWS[][2] = {
        {"", ""},
        {"plain", "plain"},
        {"a\nb\r\tc\x7F\x1F", "a?b??c??"},
        {"caf\xC3\xA9", "caf\xC3\xA9"},
        {"caf\xC3", "caf"},
        {"\xE2\x82\xAC", "\xE2\x82\xAC"},
        {"1 \xE2\x82", "1 "},
        {"1 \xE2", "1 "},
        {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
        {"\xF0\x9F\x98", ""},
        {"\xF0\x9F", ""},
        {"\xF0", ""},
        {"\xC3\xA9\xC3", "\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        size_t size = strlen(ROWS[i][0]) + 1;
        char *exact = test_malloc(size);
        memcpy(exact, ROWS[i][0], size);
        line_clean(exact);
        assert_string_equal(exact, ROWS[i][1]);
        test_free(exact);
    }
}

static void test_builder__fills_to_the_last_byte_and_stays_terminated(void **state) {
    (void)state;
    char buffer[6];
    Str8Builder builder = builder_make(buffer, sizeof buffer);
    builder_add(&builder, STR8("ab"));
    builder_add_int(&builder, -7);
    builder_add_char(&builder, '!');
    assert_false(builder.full);
    assert_text(builder_text(&builder), "ab-7!");
    assert_int_equal(buffer[5], '\0');
}

static void test_builder__sticks_once_full_and_keeps_whole_pieces(void **state) {
    (void)state;
    char buffer[6];
    Str8Builder builder = builder_make(buffer, sizeof buffer);
    builder_add(&builder, STR8("no end"));
    assert_true(builder.full);
    assert_int_equal(builder.len, 0);
    builder = builder_make(buffer, sizeof buffer);
    builder_add(&builder, STR8("abcd"));
    builder_add_code(&builder, 0x20AC);
    assert_true(builder.full);
    assert_text(builder_text(&builder), "abcd");
    builder_add_char(&builder, 'e');
    builder_add(&builder, STR8(""));
    builder_format(&builder, "%s", "f");
    assert_true(builder.full);
    assert_string_equal(buffer, "abcd");
}

static void test_builder_format__leaves_nothing_of_what_did_not_fit(void **state) {
    (void)state;
    char buffer[8];
    Str8Builder builder = builder_make(buffer, sizeof buffer);
    builder_format(&builder, "%s", "abc");
    builder_format(&builder, "%d", 1234);
    assert_false(builder.full);
    builder.len = 3;
    builder_format(&builder, "%d", 12345);
    assert_true(builder.full);
    assert_string_equal(buffer, "abc");
    assert_text(builder_text(&builder), "abc");
}

static void test_builder__in_an_exhausted_arena_is_full_from_the_start(void **state) {
    (void)state;
    Arena arena = arena_make(16, 16);
    Str8Builder builder = builder_in(&arena, 100);
    assert_true(builder.full);
    builder_add(&builder, STR8("a"));
    builder_add_int(&builder, 1);
    assert_int_equal(builder_text(&builder).len, 0);
    expect_assert_failure((void)builder_make((char[1]){0}, 0));
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_str8__accepts_exactly_the_utf8_of_rfc_3629),
        cmocka_unit_test(test_str8__every_scalar_value_survives_encode_and_decode),
        cmocka_unit_test(test_utf8_encode__refuses_what_is_no_scalar_value),
        cmocka_unit_test(test_str8_next__refuses_to_read_past_the_end),
        cmocka_unit_test(test_str8_count__counts_code_points_not_bytes),
        cmocka_unit_test(test_str8__compares_text_with_and_without_case),
        cmocka_unit_test(test_str8_find__gives_the_first_place_or_the_length),
        cmocka_unit_test(test_str8__slices_trims_and_cuts),
        cmocka_unit_test(test_str8_to_int__takes_whole_numbers_that_fit_and_nothing_else),
        cmocka_unit_test(test_str8__copies_outlive_what_they_were_copied_from),
        cmocka_unit_test(test_str8__copies_end_before_the_next_allocation),
        cmocka_unit_test(test_line_clean__leaves_one_line_of_whole_characters),
        cmocka_unit_test(test_str8__an_exhausted_arena_gives_null_and_no_length),
        cmocka_unit_test(test_builder__fills_to_the_last_byte_and_stays_terminated),
        cmocka_unit_test(test_builder__sticks_once_full_and_keeps_whole_pieces),
        cmocka_unit_test(test_builder_format__leaves_nothing_of_what_did_not_fit),
        cmocka_unit_test(test_builder__in_an_exhausted_arena_is_full_from_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
