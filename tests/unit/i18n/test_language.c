#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk/i18n/language.h"
#include "kiosk/i18n/phone.h"

static void test_language__is_found_by_its_nearest_tag(void **state) {
    (void)state;
    static const struct {
        const char *tag;
        const char *found;
    } CASES[] = {
        {"es", "es"},         {"ES-mx", "es"},           {"zh", "zh-Hans"},
        {"zh-TW", "zh-Hans"}, {"zh-Hant-TW", "zh-Hant"}, {"fa-AF", "fa-AF"},
        {"fa-IR", "fa"},      {"ar-EG", "ar"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const Language *language = language_find(str8_from(CASES[i].tag));
        assert_non_null(language);
        assert_true(str8_equal(language->tag, str8_from(CASES[i].found)));
    }
    assert_null(language_find(STR8("tlh")));
    assert_null(language_find(STR8("")));
    assert_true(str8_equal(language_name(STR8("es-US")), STR8("Español")));
    assert_true(str8_equal(language_name(STR8("tlh")), STR8("tlh")));
}

static void test_language__english_comes_first(void **state) {
    (void)state;
    size_t count = 0;
    const Language *languages = language_all(&count);
    assert_true(count > 20);
    assert_true(str8_equal(languages[0].tag, STR8("en")) && languages[0].has_catalogue);
}

static void test_phone__is_grouped_as_the_country_writes_it(void **state) {
    (void)state;
    static const struct {
        const char *country;
        const char *digits;
        const char *shown;
    } CASES[] = {
        {"US", "", ""},
        {"US", "3", "3"},
        {"US", "305", "305"},
        {"US", "3055", "(305) 5"},
        {"US", "30555501", "(305) 555-01"},
        {"US", "3055550142", "(305) 555-0142"},
        {"CA", "+14165550142", "(416) 555-0142"},
        {"US", "30555501423", "305 555 014 23"},
        {"US", "+49301234567", "+493 012 345 67"},
        {"DE", "0301234567", "030 123 4567"},
        {"", "12345678", "123 456 78"},
        {"", "1234", "1234"},
        {"", "123456789012345678", "123 456 789 012 345"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char out[PHONE_SHOWN_MAX];
        Str8 shown = phone_group(str8_from(CASES[i].country), str8_from(CASES[i].digits), out);
        assert_string_equal(out, CASES[i].shown);
        assert_int_equal(shown.len, str8_from(CASES[i].shown).len);
    }
}

static void test_phone__says_how_much_is_missing(void **state) {
    (void)state;
    assert_int_equal(phone_digits_full(STR8("US")), 10);
    assert_int_equal(phone_digits_full(STR8("DE")), 0);
    assert_int_equal(phone_digits_missing(STR8("US"), 8), 2);
    assert_int_equal(phone_digits_missing(STR8("US"), 11), 0);
    assert_int_equal(phone_digits_missing(STR8("DE"), 3), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language__is_found_by_its_nearest_tag),
        cmocka_unit_test(test_language__english_comes_first),
        cmocka_unit_test(test_phone__is_grouped_as_the_country_writes_it),
        cmocka_unit_test(test_phone__says_how_much_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
