#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/domain/household.h"

static void test_phone_normalize__keeps_the_digits_that_a_family_types(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *digits;
    } ROWS[] = {
        {"3055550142", "3055550142"},
        {"(305) 555-0142", "3055550142"},
        {"+1 305.555.0142", "3055550142"},
        {"1-305-555-0142", "3055550142"},
        {"tel:+13055550142", "3055550142"},
        {"305-555-0142 x12", "3055550142"},
        {"305-555-0142 X12", "3055550142"},
        {"305-555-0142 ext. 12", "3055550142"},
        {"305-555-0142;ext=12", "3055550142"},
        {"305-555-0142,12", "3055550142"},
        {"555-0142", "5550142"},
        {"1234567", "1234567"},
        {"+44 20 7946 0958", "442079460958"},
        {"123456789012345", "123456789012345"},
        {"21234567890", "21234567890"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char digits[PHONE_DIGITS_MAX + 1];
        size_t length = phone_normalize(str8_from(ROWS[i].text), digits);
        if (length != strlen(ROWS[i].digits) || strcmp(digits, ROWS[i].digits) != 0) {
            fail_msg("row %zu gave %zu digits", i, length);
        }
    }
}

static void test_phone_normalize__refuses_too_few_and_too_many_digits(void **state) {
    (void)state;
    static const char *const BAD[] = {"",
                                      "none",
                                      "0142",
                                      "555-014",
                                      "x3055550142",
                                      "1234567890123456",
                                      "305-555-0142 305-555-0143"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        char digits[PHONE_DIGITS_MAX + 1];
        assert_int_equal(phone_normalize(str8_from(BAD[i]), digits), 0);
    }
}

static void test_grade_parse__reads_grades_as_schools_write_them(void **state) {
    (void)state;
    static const char *const ROWS[][2] = {
        {"3", "03"},         {"03", "03"},        {"3rd", "03"},
        {"3RD", "03"},       {"Grade 3", "03"},   {"grade3", "03"},
        {"3rd Grade", "03"}, {" 3 ", "03"},       {"1st", "01"},
        {"2nd", "02"},       {"12th", "12"},      {"12", "12"},
        {"9th", "09"},       {"10", "10"},        {"K", "KG"},
        {"KG", "KG"},        {"kg", "KG"},        {"0", "KG"},
        {"00", "KG"},        {"Grade K", "KG"},   {"Kindergarten", "KG"},
        {"PK", "PK"},        {"PreK", "PK"},      {"Pre-K", "PK"},
        {"TK", "TK"},        {"Preschool", "PR"}, {"PR", "PR"},
        {"IT", "IT"},        {"UG", "UG"},        {"PS", "PS"},
        {"other", "Other"},  {"9", "09"},         {"Grade 11", "11"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        Str8 grade = STR8("?");
        if (!grade_parse(str8_from(ROWS[i][0]), &grade) ||
            !str8_equal(grade, str8_from(ROWS[i][1]))) {
            fail_msg("\"%s\" gave \"%.*s\"", ROWS[i][0], STR8_ARG(grade));
        }
    }
}

static void test_grade_parse__refuses_what_is_no_grade(void **state) {
    (void)state;
    static const char *const BAD[] = {"",
                                      "Grade",
                                      "13",
                                      "-1",
                                      "3.5",
                                      "Room 3",
                                      "th",
                                      "0th",
                                      "3 4",
                                      "03-04",
                                      "KK",
                                      "+3",
                                      "9999999999999999999"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Str8 grade = STR8("?");
        if (grade_parse(str8_from(BAD[i]), &grade) || !str8_equal(grade, STR8("?"))) {
            fail_msg("took \"%s\"", BAD[i]);
        }
    }
}

static void test_card_code__is_read_however_it_is_typed_or_scanned(void **state) {
    (void)state;
    static const char *const ROWS[][2] = {
        {"7K3M9PQX", "7K3M9PQX"},       {"7k3m9pqx", "7K3M9PQX"},
        {"7K3M-9PQX", "7K3M9PQX"},      {" 7K3M 9PQX ", "7K3M9PQX"},
        {"FOYER:7K3M9PQX", "7K3M9PQX"}, {"foyer:7k3m-9pqx", "7K3M9PQX"},
        {"OOOOIIll", "00001111"},       {"oil0OIL1", "01100111"},
        {"azAZ09mN", "AZAZ09MN"},       {"F0YERABC", "F0YERABC"},
        {"ZZZZZZZZ", "ZZZZZZZZ"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char code[CARD_CODE_LEN + 1];
        if (!card_code_normalize(str8_from(ROWS[i][0]), code) || strcmp(code, ROWS[i][1]) != 0) {
            fail_msg("row %zu was not read", i);
        }
    }
}

static void test_card_code__is_exactly_eight_symbols_of_the_alphabet(void **state) {
    (void)state;
    static const Str8 BAD[] = {{"", 0},
                               {"7K3M9PQ", 7},
                               {"7K3M9PQXX", 9},
                               {"7K3M9PQU", 8},
                               {"7K3M9PQ*", 8},
                               {"FOYER:", 6},
                               {"FOYER:7K", 8},
                               {"7K3M9PQ\0", 8},
                               {"7K3M9PQ\xC3", 8},
                               {"VISIT:7K3M9PQX", 14},
                               {"7K3M_9PQX", 9}};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        char code[CARD_CODE_LEN + 1];
        if (card_code_normalize(BAD[i], code)) {
            fail_msg("row %zu was taken", i);
        }
    }
}

static void test_card_alphabet__has_32_different_symbols_without_look_alikes(void **state) {
    (void)state;
    assert_int_equal(strlen(CARD_ALPHABET), 32);
    for (size_t i = 0; i < 32; i++) {
        assert_ptr_equal(strchr(CARD_ALPHABET, CARD_ALPHABET[i]), CARD_ALPHABET + i);
        assert_null(strchr("ILOU", CARD_ALPHABET[i]));
    }
}

static void test_person_role__names_are_read_back_and_adults_told(void **state) {
    (void)state;
    for (int i = 0; i < PERSON_ROLE_COUNT; i++) {
        PersonRole role = PERSON_ROLE_COUNT;
        Str8 name = person_role_name((PersonRole)i);
        assert_int_equal(strlen(name.ptr), name.len);
        assert_true(person_role_parse(name, &role));
        assert_int_equal(role, i);
    }
    PersonRole role = PERSON_STUDENT;
    assert_true(person_role_parse(STR8("Guardian"), &role));
    assert_int_equal(role, PERSON_GUARDIAN);
    assert_false(person_role_parse(STR8("teacher"), &role));
    assert_int_equal(role, PERSON_GUARDIAN);
    assert_true(person_role_is_adult(PERSON_GUARDIAN));
    assert_true(person_role_is_adult(PERSON_OTHER_ADULT));
    assert_false(person_role_is_adult(PERSON_STUDENT));
    assert_false(person_role_is_adult(PERSON_OTHER_CHILD));
    expect_assert_failure((void)person_role_name(PERSON_ROLE_COUNT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phone_normalize__keeps_the_digits_that_a_family_types),
        cmocka_unit_test(test_phone_normalize__refuses_too_few_and_too_many_digits),
        cmocka_unit_test(test_grade_parse__reads_grades_as_schools_write_them),
        cmocka_unit_test(test_grade_parse__refuses_what_is_no_grade),
        cmocka_unit_test(test_card_code__is_read_however_it_is_typed_or_scanned),
        cmocka_unit_test(test_card_code__is_exactly_eight_symbols_of_the_alphabet),
        cmocka_unit_test(test_card_alphabet__has_32_different_symbols_without_look_alikes),
        cmocka_unit_test(test_person_role__names_are_read_back_and_adults_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
