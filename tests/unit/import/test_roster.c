#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/oneroster.h"
#include "tests/unit/import/import_help.h"

#define HEADER                                                                                     \
    "sourcedId,status,enabledUser,role,givenName,familyName,sms,phone,agentSourcedIds,grades"

static ErrCode read_folder(Bench *bench, const char *const *files, Roster *roster) {
    Source source = bench_folder(bench, files);
    OneRoster oneroster;
    ErrCode code = oneroster_read(&bench->arena, &source, &oneroster, &bench->report, &bench->err);
    return code == ERR_OK ? roster_group(&bench->arena, &oneroster.people, bench->folder, roster,
                                         &bench->report, &bench->err)
                          : code;
}

/* "Ana(g) Bo(3) [3055550101 3055550102]" a household, sorted, one a line; then refusals. */
static int compare_lines(const void *left, const void *right) {
    return str8_compare(*(const Str8 *)left, *(const Str8 *)right);
}

static Str8 describe_household(Bench *bench, const HouseholdIn *in) {
    Str8Builder text = builder_in(&bench->arena, 2048);
    for (size_t i = 0; i < in->household.people_count; i++) {
        const Person *person = &in->household.people[i];
        builder_format(&text, "%.*s(%.*s) ", STR8_ARG(person->given_name),
                       STR8_ARG(person->role == PERSON_STUDENT ? person->grade : STR8("g")));
    }
    builder_add_char(&text, '[');
    for (size_t i = 0; i < in->phones_count; i++) {
        builder_format(&text, "%s%.*s", i > 0 ? " " : "", STR8_ARG(in->phones[i]));
    }
    builder_add(&text, STR8("]"));
    return builder_text(&text);
}

static Str8 describe(Bench *bench, const Roster *roster) {
    Str8 *lines = ARENA_ARRAY(&bench->arena, Str8, roster->count + 1);
    Str8Builder text = builder_in(&bench->arena, 1 << 16);
    for (size_t i = 0; i < roster->count; i++) {
        lines[i] = describe_household(bench, &roster->households[i]);
    }
    qsort(lines, roster->count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < roster->count; i++) {
        builder_format(&text, "%.*s\n", STR8_ARG(lines[i]));
    }
    for (size_t i = 0; i < bench->report.refused_listed; i++) {
        builder_format(&text, "%.*s\n", STR8_ARG(bench_refused(bench, i)));
    }
    return builder_text(&text);
}

/* Rows of users.csv -> households. */
static const struct {
    const char *why;
    const char *rows;
    const char *households;
} CASES[] = {
    {"the student names the guardian",
     "g1,,,guardian,Ana,A,,305-555-0101,,\ns1,,,student,Bo,A,,,g1,3\n",
     "Ana(g) Bo(03) [3055550101]\n"},
    {"the guardian names the student",
     "g1,,,parent,Ana,A,3055550101,,s1,\ns1,,,student,Bo,A,,,,03\n",
     "Ana(g) Bo(03) [3055550101]\n"},
    {"roles and status in any case",
     "g1,Active,TRUE,Parent,Ana,A,3055550101,,s1,\ns1,ACTIVE,False,STUDENT,Bo,A,,,,KG\n",
     "Ana(g) Bo(KG) [3055550101]\n"},
    {"parents who share a number are one home",
     "g1,,,parent,Ana,A,3055550101,,s1,\ng2,,,parent,Cy,C,3055550102,(305) 555-0101,s1,\n"
     "s1,,,student,Bo,A,,,,1\n",
     "Ana(g) Cy(g) Bo(01) [3055550101 3055550102]\n"},
    {"parents who do not are two homes, the child in both",
     "g1,,,parent,Ana,A,3055550101,,s1,\ng2,,,parent,Cy,C,3055550102,,s1,\n"
     "s1,,,student,Bo,A,3055550199,,,1\n",
     "Ana(g) Bo(01) [3055550101]\nCy(g) Bo(01) [3055550102]\n"},
    {"guardians who name each other are one home",
     "g1,,,parent,Ana,A,3055550101,,\"s1,g2\",\ng2,,,relative,Cy,C,3055550102,,s1,\n"
     "s1,,,student,Bo,A,,,,1\n",
     "Ana(g) Cy(g) Bo(01) [3055550101 3055550102]\n"},
    {"a number alone does not join families without a common child",
     "g1,,,parent,Ana,A,3055550101,,s1,\ng2,,,parent,Cy,C,3055550101,,s2,\n"
     "s1,,,student,Bo,A,,,,1\ns2,,,student,Di,C,,,,2\n",
     "Ana(g) Bo(01) [3055550101]\nCy(g) Di(02) [3055550101]\n"},
    {"a child's number stands in when no adult has one",
     "g1,,,parent,Ana,A,,,s1,\ns1,,,student,Bo,A,3055550103,,,1\n", "Ana(g) Bo(01) [3055550103]\n"},
    {"but never tells one home of the other",
     "g1,,,parent,Ana,A,,,s1,\ng2,,,parent,Cy,C,,,s1,\ns1,,,student,Bo,A,3055550103,,,1\n",
     "Ana(g) Bo(01) []\nCy(g) Bo(01) []\n"},
    {"students without guardians: siblings by number and family name",
     "s1,,,student,Bo,A,3055550101,,,1\ns2,,,student,Di,A,3055550101,,,2\n"
     "s3,,,student,Ed,E,3055550101,,,3\n",
     "Bo(01) Di(02) [3055550101]\nEd(03) [3055550101]\n"},
    {"teachers, and agents who are teachers, give no household",
     "t1,,,teacher,Tom,T,3055550100,,,\ns1,,,student,Bo,A,,,t1,12\n", "Bo(12) []\n"},
    {"those marked as deleted are gone",
     "g1,tobedeleted,,parent,Ana,A,3055550101,,s1,\ns1,,,student,Bo,A,,,g1,1\n"
     "s2,inactive,,student,Di,D,,,,1\n",
     "Bo(01) []\n"},
    {"a guardian without a child here is left out", "g1,,,parent,Ana,A,3055550101,,,\n", ""},
    {"an office's placeholder is no number",
     "g1,,,parent,Ana,A,0000000000,,s1,\ns1,,,student,Bo,A,,,,1\n", "Ana(g) Bo(01) []\n"},
    {"a person repeated for each child is one person",
     "g1,,,parent,Ana,A,3055550101,,s1,\ng1,,,parent,Ana,A,,3055550102,s2,\n"
     "s1,,,student,Bo,A,,,,1\ns2,,,student,Di,A,,,,2\n",
     "Ana(g) Bo(01) Di(02) [3055550101 3055550102]\n"},
    {"links separated by semicolons",
     "g1,,,parent,Ana,A,3055550101,,s1; s2,\ns1,,,student,Bo,A,,,,1\ns2,,,student,Di,A,,,,2\n",
     "Ana(g) Bo(01) Di(02) [3055550101]\n"},
    {"shifted cells are refused, not taken",
     "g1,,,parent,Ana,A,3055550101,,s1,\ns1,,,student,Bo,A,,,,1\n"
     "g2,TRUE,,parent,Cy,C,,,s1,\ng3,,active,parent,Cy,C,,,s1,\ng4,,,Cy,C,,,s1,,\n"
     "g5,,,parent,cy@x.org,C,,,s1,\ng6,,,parent,Cy,C,s1,,,\n,,,parent,Cy,C,,,,\n"
     "g1,,,parent,Zoe,Z,,,,\ng7,,,parent\n",
     "Ana(g) Bo(01) [3055550101]\n"
     "users.csv:11:: it has 4 cells, the first line has 10: a comma or a quotation mark is "
     "missing or too many\n"
     "users.csv:4:status: it is not active, tobedeleted or inactive; are the columns shifted?\n"
     "users.csv:5:enabledUser: it is not true or false; are the columns shifted?\n"
     "users.csv:6:role: it is no role of OneRoster; are the columns shifted?\n"
     "users.csv:7:givenName: this is no name; are the columns shifted?\n"
     "users.csv:8:sms: this is no phone number; are the columns shifted?\n"
     "users.csv:9:sourcedId: it is empty\n"
     "users.csv:10:sourcedId: this sourcedId stands there twice, for different people\n"},
};

static void test_oneroster__households_come_from_guardians_and_students(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Bench bench;
        Roster roster;
        bench_begin(&bench);
        const char *users = str8_format(&bench.arena, HEADER "\n%s", CASES[i].rows).ptr;
        const char *const files[] = {"users.csv", users, NULL};
        assert_int_equal(read_folder(&bench, files, &roster), ERR_OK);
        Str8 text = describe(&bench, &roster);
        if (!str8_equal(text, str8_from(CASES[i].households))) {
            fail_msg("%s gave:\n%s", CASES[i].why, text.ptr);
        }
        bench_end(&bench);
    }
}

static void test_oneroster__version_1_2_takes_roles_and_preferred_names(void **state) {
    (void)state;
    Bench bench;
    Roster roster = {0};
    bench_begin(&bench);
    const char *const files[] = {
        "manifest.csv",
        "propertyName,value\noneroster.version,1.2\nfile.users,bulk\n",
        "roles.csv",
        "sourcedId,status,userSourcedId,role\nr1,,g1,teacher\nr2,,g1,parent\n"
        "r3,,s1,student\n",
        "users.csv",
        "sourcedId,givenName,familyName,preferredFirstName,phone,agentSourcedIds,"
        "metadata.householdId\ng1,Ana,A,,3055550101,,h1\n"
        "s1,Zachary,A,Bo,,g1,\n",
        NULL};
    assert_int_equal(read_folder(&bench, files, &roster), ERR_OK);
    assert_true(str8_equal(describe(&bench, &roster), STR8("Ana(g) Bo() [3055550101]\n")));
    assert_int_equal(roster.households[0].letters_count, 2);
    assert_int_equal(roster.households[0].letters[0], 'b');
    assert_int_equal(roster.households[0].letters[1], 'z');
    assert_true(roster.complete);
    bench_end(&bench);
}

static void test_oneroster__the_sources_own_word_for_a_home_joins_guardians(void **state) {
    (void)state;
    Bench bench;
    Roster roster = {0};
    bench_begin(&bench);
    const char *const files[] = {
        "users.csv",
        "sourcedId,role,givenName,familyName,phone,agentSourcedIds,metadata.householdId\n"
        "g1,parent,Ana,A,3055550101,s1,h1\ng2,parent,Cy,C,3055550102,s1,h1\n"
        "g3,parent,Ed,E,3055550103,s1,h2\ns1,student,Bo,A,,,\n",
        NULL};
    assert_int_equal(read_folder(&bench, files, &roster), ERR_OK);
    assert_true(
        str8_equal(describe(&bench, &roster), STR8("Ana(g) Cy(g) Bo() [3055550101 3055550102]\n"
                                                   "Ed(g) Bo() [3055550103]\n")));
    bench_end(&bench);
}

static void test_oneroster__a_delta_never_writes_half_a_household(void **state) {
    (void)state;
    Bench bench;
    Roster roster = {0};
    bench_begin(&bench);
    const char *const files[] = {
        "manifest.csv", "propertyName,value\noneroster.version,1.1\nfile.users,delta\n",
        "users.csv",
        HEADER "\ng1,,,parent,Ana,A,3055550101,,\"s1,s9\",\ns1,,,student,Bo,A,,,,1\n"
               "g2,,,parent,Cy,C,3055550102,,s2,\ns2,,,student,Di,C,,,,2\n",
        NULL};
    assert_int_equal(read_folder(&bench, files, &roster), ERR_OK);
    assert_false(roster.complete);
    assert_true(roster.delta);
    assert_int_equal(roster.count, 1);
    assert_true(str8_equal(describe_household(&bench, &roster.households[0]),
                           STR8("Cy(g) Di(02) [3055550102]")));
    assert_int_equal(bench.report.refused_count, 1);
    bench_end(&bench);
}

static void test_oneroster__the_same_people_in_another_order_are_the_same(void **state) {
    (void)state;
    Bench bench;
    Roster one = {0};
    Roster two = {0};
    bench_begin(&bench);
    const char *const first[] = {"users.csv",
                                 HEADER
                                 "\ng1,,,parent,Ana,A,3055550101,,s1,\n"
                                 "g2,,,parent,Cy,C,3055550101,,s1,\ns1,,,student,Bo,A,,,,1\n",
                                 NULL};
    const char *const second[] = {"users.csv",
                                  HEADER "\ns1,,,student,Bo,A,,,,1\n"
                                         "g2,,,parent,Cy,C,3055550101,,s1,\n"
                                         "g1,,,parent,Ana,A,3055550101,,s1,\n",
                                  NULL};
    assert_int_equal(read_folder(&bench, first, &one), ERR_OK);
    assert_int_equal(read_folder(&bench, second, &two), ERR_OK);
    assert_true(id_equal(one.households[0].household.id, two.households[0].household.id));
    assert_true(str8_equal(describe(&bench, &one), describe(&bench, &two)));
    bench_end(&bench);
}

static void test_oneroster__a_child_of_two_homes_is_one_person(void **state) {
    (void)state;
    Bench bench;
    Roster roster = {0};
    bench_begin(&bench);
    const char *const files[] = {"users.csv",
                                 HEADER
                                 "\ng1,,,parent,Ana,A,3055550101,,s1,\n"
                                 "g2,,,parent,Cy,C,3055550102,,s1,\ns1,,,student,Bo,A,,,,1\n",
                                 NULL};
    assert_int_equal(read_folder(&bench, files, &roster), ERR_OK);
    assert_int_equal(roster.count, 2);
    assert_int_equal(roster.students, 1);
    assert_true(id_equal(roster.households[0].household.people[1].id,
                         roster.households[1].household.people[1].id));
    assert_false(id_equal(roster.households[0].household.id, roster.households[1].household.id));
    bench_end(&bench);
}

/* Packages that cannot be right: what the message must say. */
static const struct {
    const char *files[5];
    const char *words;
} BAD[] = {
    {{"orgs.csv", "sourcedId,name,type\n", NULL}, "no users.csv"},
    {{"users.csv", "", NULL}, "empty"},
    {{"users.csv", HEADER "\n", NULL}, "no row"},
    {{"users.csv", "sourcedId,familyName\na,b\n", NULL}, "no column 'givenName'"},
    {{"users.csv", "sourcedId,givenName,familyName\na,b,c\n", NULL}, "roles.csv"},
    {{"users.csv", HEADER "\na,b", "manifest.csv", "propertyName,value\noneroster.version,2.0\n",
      NULL},
     "only OneRoster 1.1 and 1.2"},
    {{"users.csv", HEADER "\na,b", "manifest.csv", "propertyName,value\nfile.users,sometimes\n",
      NULL},
     "must be bulk, delta or absent"},
    {{"users.csv", HEADER "\na,b", "manifest.csv", "propertyName,value\nfile.users,absent\n", NULL},
     "users.csv is absent"},
    {{"users.csv", HEADER "\ng1,,,parent,\"Ana", NULL}, "cut off"},
    {{"users.csv", HEADER "\ng1,,,parent,\xE9", NULL}, "not UTF-8"},
};

static void test_oneroster__refuses_a_package_that_cannot_be_right(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Bench bench;
        Roster roster;
        bench_begin(&bench);
        assert_int_equal(read_folder(&bench, BAD[i].files, &roster), ERR_INVALID);
        if (strstr(bench.err.text, BAD[i].words) == NULL) {
            fail_msg("case %zu said: %s", i, bench.err.text);
        }
        bench_end(&bench);
    }
}

static void read_sample(Bench *bench, const char *path, Roster *roster) {
    Source source;
    OneRoster oneroster;
    assert_int_equal(source_read(&bench->arena, path, &source, &bench->err), ERR_OK);
    assert_int_equal(
        oneroster_read(&bench->arena, &source, &oneroster, &bench->report, &bench->err), ERR_OK);
    assert_int_equal(roster_group(&bench->arena, &oneroster.people, bench->folder, roster,
                                  &bench->report, &bench->err),
                     ERR_OK);
}

static void test_oneroster__the_sample_packages_are_read_as_they_are(void **state) {
    (void)state;
    Bench bench;
    Roster roster = {0};
    bench_begin(&bench);
    const char *bulk = bench_sample(&bench, "oneroster/Test_full_data_set.zip");
    const char *delta = bench_sample(&bench, "oneroster/oneroster_test_data.zip");
    if (bulk == NULL || delta == NULL) {
        bench_end(&bench);
        skip();
    }
    read_sample(&bench, bulk, &roster);
    assert_int_equal(roster.count, 3);
    assert_true(roster.complete);
    assert_int_equal(roster.unreachable, 0);
    read_sample(&bench, delta, &roster);
    assert_int_equal(roster.count, 1);
    assert_true(roster.delta);
    assert_int_equal(roster.unreachable, 1);
    assert_int_equal(bench.report.refused_count, 0);
    bench_end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oneroster__households_come_from_guardians_and_students),
        cmocka_unit_test(test_oneroster__version_1_2_takes_roles_and_preferred_names),
        cmocka_unit_test(test_oneroster__the_sources_own_word_for_a_home_joins_guardians),
        cmocka_unit_test(test_oneroster__a_delta_never_writes_half_a_household),
        cmocka_unit_test(test_oneroster__the_same_people_in_another_order_are_the_same),
        cmocka_unit_test(test_oneroster__a_child_of_two_homes_is_one_person),
        cmocka_unit_test(test_oneroster__refuses_a_package_that_cannot_be_right),
        cmocka_unit_test(test_oneroster__the_sample_packages_are_read_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
