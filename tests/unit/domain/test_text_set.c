#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/domain/text_set.h"
#include "data/domain/visit.h"

static void assert_pick(TextSet set, const char *language, const char *text, const char *found) {
    Str8 found_language = STR8("?");
    Str8 picked = text_set_pick(set, str8_from(language), &found_language);
    assert_true(str8_equal(picked, str8_from(text)));
    assert_true(str8_equal(found_language, str8_from(found)));
    assert_true(str8_equal(text_set_pick(set, str8_from(language), NULL), picked));
}

static void test_text_set_pick__the_language_else_english_else_the_first(void **state) {
    (void)state;
    static const TextIn ITEMS[] = {
        {{"es", 2}, {"Comida", 6}}, {{"en", 2}, {"Food", 4}}, {{"ar", 2}, {"طعام", 8}}};
    TextSet all = {ITEMS, 3};
    assert_pick(all, "es", "Comida", "es");
    assert_pick(all, "en", "Food", "en");
    assert_pick(all, "ar", "طعام", "ar");
    assert_pick(all, "fr", "Food", "en");
    assert_pick(all, "", "Food", "en");
    TextSet spanish = {ITEMS, 1};
    assert_pick(spanish, "ar", "Comida", "es");
    TextSet english_last = {ITEMS, 2};
    assert_pick(english_last, "ar", "Food", "en");
}

static void test_text_set_pick__an_empty_set_is_empty(void **state) {
    (void)state;
    assert_pick((TextSet){NULL, 0}, "en", "", "");
}

static void test_visit_method__names_are_read_back(void **state) {
    (void)state;
    for (int i = 0; i < VISIT_METHOD_COUNT; i++) {
        VisitMethod method = VISIT_METHOD_COUNT;
        Str8 name = visit_method_name((VisitMethod)i);
        assert_int_equal(strlen(name.ptr), name.len);
        assert_true(visit_method_parse(name, &method));
        assert_int_equal(method, i);
    }
    VisitMethod method = VISIT_BY_CARD;
    assert_false(visit_method_parse(STR8("fax"), &method));
    assert_int_equal(method, VISIT_BY_CARD);
    expect_assert_failure((void)visit_method_name(VISIT_METHOD_COUNT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_set_pick__the_language_else_english_else_the_first),
        cmocka_unit_test(test_text_set_pick__an_empty_set_is_empty),
        cmocka_unit_test(test_visit_method__names_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
