#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sync/wire/answer.h"
#include "sync/wire/word_list.h"

static void test_words__are_short_and_of_small_letters(void **state) {
    (void)state;
    for (size_t i = 0; i < WORD_LIST_COUNT; i++) {
        Str8 word = WORD_LIST[i];
        assert_in_range(word.len, 3, 8);
        for (size_t k = 0; k < word.len; k++) {
            assert_in_range(word.ptr[k], 'a', 'z');
        }
    }
}

/* One letter changed, added, left out, or two neighbours swapped. */
static bool alike(Str8 a, Str8 b) {
    if (a.len > b.len) {
        return alike(b, a);
    }
    size_t i = 0;
    while (i < a.len && a.ptr[i] == b.ptr[i]) {
        i++;
    }
    Str8 rest_a = str8_slice(a, i, a.len);
    Str8 rest_b = str8_slice(b, i, b.len);
    if (rest_b.len == 0) {
        return true;
    }
    if (a.len + 1 == b.len) {
        return str8_equal(rest_a, str8_slice(rest_b, 1, rest_b.len));
    }
    if (a.len != b.len) {
        return false;
    }
    bool changed = str8_equal(str8_slice(rest_a, 1, rest_a.len), str8_slice(rest_b, 1, rest_b.len));
    bool swapped = rest_a.len >= 2 && rest_a.ptr[0] == rest_b.ptr[1] &&
                   rest_a.ptr[1] == rest_b.ptr[0] &&
                   str8_equal(str8_slice(rest_a, 2, rest_a.len), str8_slice(rest_b, 2, rest_b.len));
    return changed || swapped;
}

static void test_words__no_two_are_alike_and_none_begins_another(void **state) {
    (void)state;
    assert_true(alike(STR8("flour"), STR8("floor")) && alike(STR8("form"), STR8("from")) &&
                alike(STR8("sail"), STR8("snail")) && !alike(STR8("oboe"), STR8("opal")));
    for (size_t i = 0; i < WORD_LIST_COUNT; i++) {
        for (size_t k = i + 1; k < WORD_LIST_COUNT; k++) {
            assert_false(alike(WORD_LIST[i], WORD_LIST[k]));
            assert_false(str8_starts_with(WORD_LIST[k], WORD_LIST[i]));
            assert_true(str8_compare(WORD_LIST[i], WORD_LIST[k]) < 0);
        }
    }
}

static void test_words__are_the_same_for_the_same_keys_only(void **state) {
    (void)state;
    uint8_t hub[32] = {1};
    uint8_t kiosk[32] = {2};
    Str8 first[WORDS_COUNT];
    Str8 again[WORDS_COUNT];
    Str8 swapped[WORDS_COUNT];
    assert_int_equal(words_of_keys(hub, kiosk, first, NULL), ERR_OK);
    assert_int_equal(words_of_keys(hub, kiosk, again, NULL), ERR_OK);
    assert_int_equal(words_of_keys(kiosk, hub, swapped, NULL), ERR_OK);
    size_t same = 0;
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        assert_ptr_equal(first[i].ptr, again[i].ptr);
        same += str8_equal(first[i], swapped[i]) ? 1 : 0;
    }
    assert_true(same < WORDS_COUNT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words__are_short_and_of_small_letters),
        cmocka_unit_test(test_words__no_two_are_alike_and_none_begins_another),
        cmocka_unit_test(test_words__are_the_same_for_the_same_keys_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
