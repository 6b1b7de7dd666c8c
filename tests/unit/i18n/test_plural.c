#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk/i18n/plural.h"

#define ARABIC                                                                                     \
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "             \
    "n%100>=11 ? 4 : 5;"
#define RUSSIAN                                                                                    \
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "           \
    "n%100>=20) ? 1 : 2);"

static void test_plural__gives_the_form_each_language_uses(void **state) {
    (void)state;
    static const struct {
        const char *header;
        int64_t n;
        size_t form;
    } CASES[] = {
        {"nplurals=2; plural=n != 1;", 0, 1},
        {"nplurals=2; plural=n != 1;", 1, 0},
        {"nplurals=2; plural=n != 1;", 7, 1},
        {"nplurals=1; plural=0;", 12, 0},
        {"nplurals=2; plural=n>1", 1, 0},
        {ARABIC, 0, 0},
        {ARABIC, 1, 1},
        {ARABIC, 2, 2},
        {ARABIC, 3, 3},
        {ARABIC, 10, 3},
        {ARABIC, 11, 4},
        {ARABIC, 99, 4},
        {ARABIC, 100, 5},
        {ARABIC, 103, 3},
        {RUSSIAN, 1, 0},
        {RUSSIAN, 11, 2},
        {RUSSIAN, 22, 1},
        {RUSSIAN, 21, 0},
        {"nplurals=2; plural=!(n==1)", 1, 0},
        {"nplurals=2; plural=n/2*2==n", 4, 1},
        {"nplurals=2; plural=n-1-1", 3, 1},
        {"nplurals=2; plural=n != 1;", -1, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        PluralRule rule;
        assert_int_equal(plural_rule_parse(str8_from(CASES[i].header), &rule, NULL), ERR_OK);
        assert_int_equal(plural_rule_form(&rule, CASES[i].n), CASES[i].form);
    }
}

static void test_plural__refuses_what_is_no_rule(void **state) {
    (void)state;
    static const char *const HEADERS[] = {
        "",
        "nplurals=2;",
        "plural=n",
        "nplurals=0; plural=0",
        "nplurals=x; plural=0",
        "nplurals=2; plural=",
        "nplurals=2; plural=n !",
        "nplurals=2; plural=n == ",
        "nplurals=2; plural=(n",
        "nplurals=2; plural=n ? 1",
        "nplurals=2; plural=n 1",
        "nplurals=2; plural=system(n)",
        "nplurals=2; plural=n = 1",
    };
    for (size_t i = 0; i < sizeof HEADERS / sizeof HEADERS[0]; i++) {
        PluralRule rule;
        assert_int_equal(plural_rule_parse(str8_from(HEADERS[i]), &rule, NULL), ERR_INVALID);
    }
}

static void test_plural__stays_inside_its_limits(void **state) {
    (void)state;
    Arena arena = arena_make(4096, 65536);
    Str8Builder deep = builder_in(&arena, 4096);
    Str8Builder many = builder_in(&arena, 4096);
    builder_add(&deep, STR8("nplurals=2; plural="));
    builder_add(&many, STR8("nplurals=2; plural=n"));
    for (int i = 0; i < 500; i++) {
        builder_add(&deep, STR8("("));
        builder_add(&many, STR8("+n"));
    }
    PluralRule rule;
    assert_int_equal(plural_rule_parse(builder_text(&deep), &rule, NULL), ERR_LIMIT);
    assert_int_equal(plural_rule_parse(builder_text(&many), &rule, NULL), ERR_LIMIT);
    assert_int_equal(plural_rule_parse(STR8("nplurals=7; plural=0"), &rule, NULL), ERR_LIMIT);
    assert_int_equal(plural_rule_parse(STR8("nplurals=2; plural=99999999999"), &rule, NULL),
                     ERR_LIMIT);
    arena_free(&arena);
}

static void test_plural__answers_a_wrong_rule_with_the_first_form(void **state) {
    (void)state;
    PluralRule rule;
    assert_int_equal(plural_rule_parse(STR8("nplurals=2; plural=n"), &rule, NULL), ERR_OK);
    assert_int_equal(plural_rule_form(&rule, 5), 0);
    assert_int_equal(plural_rule_parse(STR8("nplurals=2; plural=n/0+n%0"), &rule, NULL), ERR_OK);
    assert_int_equal(plural_rule_form(&rule, 5), 0);
    assert_int_equal(plural_rule_form(&rule, INT64_MIN), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plural__gives_the_form_each_language_uses),
        cmocka_unit_test(test_plural__refuses_what_is_no_rule),
        cmocka_unit_test(test_plural__stays_inside_its_limits),
        cmocka_unit_test(test_plural__answers_a_wrong_rule_with_the_first_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
