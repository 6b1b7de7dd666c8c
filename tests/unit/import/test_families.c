#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/families.h"
#include "tests/unit/import/import_help.h"

static ErrCode read_text(Bench *bench, const char *text, Roster *roster) {
    SourceFile file = {STR8("f.csv"), str8_from(text)};
    return families_read(&bench->arena, &file, bench->folder, roster, &bench->report, &bench->err);
}

static void test_families__the_sample_file_is_read_whole(void **state) {
    (void)state;
    Bench bench;
    Source source;
    Roster roster;
    bench_begin(&bench);
    assert_int_equal(source_read(&bench.arena, "data/import/samples/families.csv", &source, NULL),
                     ERR_OK);
    assert_int_equal(families_read(&bench.arena, &source.files[0], bench.folder, &roster,
                                   &bench.report, &bench.err),
                     ERR_OK);
    assert_int_equal(bench.report.refused_count, 0);
    assert_int_equal(roster.count, 4);
    assert_true(roster.complete);
    const HouseholdIn *first = &roster.households[0];
    assert_int_equal(first->household.people_count, 3);
    assert_int_equal(first->phones_count, 2);
    assert_true(str8_equal(first->phones[0], STR8("3055550101")));
    assert_true(str8_equal(first->household.language, STR8("es")));
    assert_true(str8_equal(first->household.people[2].grade, STR8("KG")));
    assert_true(roster.households[2].household.card_only);
    /* One child, two homes: the same person in both. */
    assert_true(
        id_equal(first->household.people[1].id, roster.households[3].household.people[1].id));
    bench_end(&bench);
}

static void test_families__says_where_and_why_when_no_row_can_be_taken(void **state) {
    (void)state;
    Bench bench;
    Roster roster;
    bench_begin(&bench);
    assert_int_equal(read_text(&bench, "household,given_name\n1,\n2,\n", &roster), ERR_INVALID);
    assert_non_null(strstr(bench.err.text, "2 refused"));
    assert_non_null(strstr(bench.err.text, "row 2, column given_name"));
    bench_end(&bench);
}

static void test_families__rows_of_a_household_need_not_stand_together(void **state) {
    (void)state;
    Bench bench;
    Roster roster;
    bench_begin(&bench);
    assert_int_equal(read_text(&bench,
                               "Household;Given name;Phone;Grade\n1;Ana;3055550101;\n2;Cy;;\n"
                               "1;Bo;;3rd\n2;Di;;K\n",
                               &roster),
                     ERR_OK);
    assert_int_equal(roster.count, 2);
    assert_int_equal(roster.unreachable, 1);
    assert_int_equal(roster.households[0].household.people[0].role, PERSON_GUARDIAN);
    assert_int_equal(roster.households[0].household.people[1].role, PERSON_STUDENT);
    assert_int_equal(roster.households[0].letters_count, 1);
    assert_int_equal(roster.households[0].letters[0], 'b');
    bench_end(&bench);
}

/* A row -> its refusal. */
static const char *const REFUSED[][2] = {
    {",Ana,,,,,,", "f.csv:2:household: it is empty"},
    {"1,,,,,,,", "f.csv:2:given_name: it is empty"},
    {"1,ana@example.org,,,,,,", "f.csv:2:given_name: this is no name; are the columns shifted?"},
    {"1,Ana,,boss,,,,", "f.csv:2:role: it must be guardian, student, other-adult or other-child"},
    {"1,Ana,,student,99,,,", "f.csv:2:grade: this is no grade (PK, KG, 1 to 12)"},
    {"1,Ana,,,,12345,,",
     "f.csv:2:phone: this is no phone number (7 to 15 digits; several with ';')"},
    {"1,Ana,,,,305-555-0101;call me,,",
     "f.csv:2:phone: this is no phone number (7 to 15 digits; several with ';')"},
    {"1,Ana,,,,,Spanish please,",
     "f.csv:2:language: this is no language tag (en, es, ar, zh-Hans)"},
    {"1,Ana,,,,,,maybe", "f.csv:2:card_only: it must be yes or no"},
};

static void test_families__a_wrong_row_is_refused_with_its_place_and_reason(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        Bench bench;
        Roster roster;
        bench_begin(&bench);
        const char *text = str8_format(&bench.arena,
                                       "household,given_name,family_name,role,grade,phone,language,"
                                       "card_only\n%s\n2,Bo,,,1,,,\n",
                                       REFUSED[i][0])
                               .ptr;
        assert_int_equal(read_text(&bench, text, &roster), ERR_OK);
        assert_int_equal(roster.count, 1);
        assert_int_equal(bench.report.refused_count, 1);
        assert_string_equal(bench_refused(&bench, 0).ptr, REFUSED[i][1]);
        bench_end(&bench);
    }
}

static void test_families__a_household_has_a_limit(void **state) {
    (void)state;
    Bench bench;
    Roster roster;
    bench_begin(&bench);
    Str8Builder text = builder_in(&bench.arena, 8192);
    builder_add(&text, STR8("household,given_name\n"));
    for (int i = 0; i <= HOUSEHOLD_PEOPLE_MAX; i++) {
        builder_format(&text, "1,Ana%d\n", i);
    }
    assert_int_equal(read_text(&bench, text.buffer, &roster), ERR_OK);
    assert_int_equal(roster.households[0].household.people_count, HOUSEHOLD_PEOPLE_MAX);
    assert_int_equal(bench.report.refused_count, 1);
    bench_end(&bench);
}

static void test_families__refuses_a_file_without_its_columns(void **state) {
    (void)state;
    Bench bench;
    Roster roster;
    bench_begin(&bench);
    assert_int_equal(read_text(&bench, "family,name\n1,Ana\n", &roster), ERR_INVALID);
    assert_non_null(strstr(bench.err.text, "'household'"));
    assert_int_equal(read_text(&bench, "household,given_name\n", &roster), ERR_INVALID);
    assert_int_equal(read_text(&bench, "household,given_name\n,\n", &roster), ERR_INVALID);
    bench_end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_families__the_sample_file_is_read_whole),
        cmocka_unit_test(test_families__says_where_and_why_when_no_row_can_be_taken),
        cmocka_unit_test(test_families__rows_of_a_household_need_not_stand_together),
        cmocka_unit_test(test_families__a_wrong_row_is_refused_with_its_place_and_reason),
        cmocka_unit_test(test_families__a_household_has_a_limit),
        cmocka_unit_test(test_families__refuses_a_file_without_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
