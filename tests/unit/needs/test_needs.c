#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/needs.h"
#include "data/import/needs_fold.h"

/* The built-in table against services that were made up and judged by hand. */
enum { ARENA_BLOCK = 1 << 16, ARENA_MAX = 8 << 20, CODES_MAX = 6 };

typedef struct {
    const char *name;
    const char *organization;
    const char *description;
    const char *codes; /* between blanks; terms' names between '|' */
    const char *needs; /* exactly these, between blanks, in any order */
} Judged;

static const Judged SERVICES[] = {
    /* words alone */
    {"Saturday food pantry", "Oak Street Church", "Bags of groceries for any family.", "", "food"},
    {"Oak Street Church", "", "Sunday services and a food pantry on Saturdays.", "", "food"},
    {"Museum of Boats", "Bay Trust", "A museum with a restaurant that serves good food.", "",
     "play"},
    {"Food safety office", "County", "Permits for restaurants.", "", "more"},
    {"Pet food corner", "Friends of Cats", "For animals only.", "", "more"},
    {"Despensa La Fe", "", "Comida gratis los sábados.", "", "food"},
    {"Counseling center", "", "Talk with a licensed therapist.", "", "talk"},
    {"Credit counseling", "Money Friends", "", "", "work"},
    {"Line for parents", "", "A helpline and support groups.", "", "talk"},
    {"Grief circle", "Bay Hospice", "", "", "talk health"},
    {"Homework club", "City library", "Tutoring and homework help, after school.", "",
     "struggling after-school learn"},
    {"Tutors at the Pier", "", "Tutoring in reading and maths.", "", "struggling"},
    {"Night shelter", "", "Emergency shelter for homeless men.", "", "housing"},
    {"Happy Paws", "", "An animal shelter.", "", "more"},
    {"Rental assistance office", "", "", "", "housing"},
    {"Light bill fund", "", "Utility assistance twice a year.", "", "housing work"},
    {"Bay Clinic", "", "Primary care and vaccines.", "", "health"},
    {"Smile bus", "", "Free dental care on wheels.", "", "more"},
    {"Dental smile bus", "", "Fillings and cleaning.", "", "health"},
    {"Early Steps of the Bay", "", "Early intervention for infants.", "", "special-education baby"},
    {"Autism house", "", "Autism therapy.", "", "special-education disability"},
    {"Learning disabilities circle", "", "", "", "special-education"},
    {"Job center", "", "Job search and job training.", "", "work"},
    {"Free tax help", "Volunteers", "", "", "work"},
    {"Legal aid of the Bay", "", "Lawyers for people with little money.", "", "legal"},
    {"Consulate of Atlantis", "", "Passports.", "", "legal"},
    {"Basketball court", "Parks", "", "", "play"},
    {"English class at night", "", "ESOL, four levels.", "", "learn"},
    {"High school equivalency", "Adult school", "GED", "", "learn"},
    {"Main library", "", "", "", "learn play"},
    {"Sunny day care", "", "Child care from six weeks.", "", "after-school"},
    {"Adult day care", "", "Company and lunch.", "", "older"},
    {"Summer camp at the Pier", "", "", "", "after-school play"},
    {"Harbor police", "", "", "", "safety"},
    {"House of Hope", "", "Help for victims of domestic violence.", "", "safety"},
    {"Interpreters on call", "", "Interpreting in 40 languages.", "", "interpreter"},
    {"Traducción y más", "", "", "", "interpreter"},
    {"New mothers' circle", "", "Prenatal classes and breastfeeding.", "", "baby"},
    {"Diaper shelf", "", "", "", "baby"},
    {"Head Start, Pier Street", "", "", "", "baby after-school"},
    {"Clothes closet", "", "Children's clothing and shoes.", "", "clothes"},
    {"Bus passes", "", "", "", "transport"},
    {"Center for the Blind", "", "", "", "disability"},
    {"Senior center", "", "Dominoes.", "", "older"},
    {"Pier Senior High School", "", "", "", "more"},
    {"Youth soccer", "", "Soccer on Saturdays.", "", "play"},
    {"Chamber of commerce", "", "Networking breakfasts.", "", "more"},
    {"Radio 91", "", "Public radio.", "", "more"},
    /* codes: what somebody chose with care weighs more than words */
    {"South office", "County", "", "BD-1800.2000-640", "food"},
    {"South office", "County", "Ask about food stamps.", "LV-1600", "health"},
    {"Pier Park", "Fire rescue", "", "JR-1950 LJ-5000.8000", "safety"},
    {"Lunch at noon", "County", "", "BD-5000.1500", "food older"},
    {"Family office", "State", "", "NL-6000.9500 LH-2700.6000", "food baby health"},
    {"East", "Power help", "", "BV-8900.9300-180", "housing work"},
    {"West", "", "", "BH-1800.1500-100", "safety housing"},
    {"North", "", "", "HL-8700.3000", "struggling after-school"},
    {"Prison", "", "", "FF-1500", "more"},
    {"Cats", "", "", "PD-7600.0100 PX", "more"},
    {"Camp", "", "", "PL-6400.1500-820 YJ-8750.1500 YB-9500", "after-school play"},
    {"Pier Street 4", "", "", "BH-3900.3100 YK-6500.6600", "housing"},
    /* terms by name, by slug, and of taxonomies that nobody here knows */
    {"A", "", "", "|Food Pantry|", "food"},
    {"B", "", "", "human_services:food:food_pantry", "food"},
    {"C", "", "", "|Help Pay for Utilities|", "housing work"},
    {"D", "", "", "|Emergency food pantries|", "food"},
    {"E", "", "", "|Seniors|", "more"},
    {"F", "", "", "|Animal Welfare|", "more"},
};

static int setup(void **state) {
    static Arena arena;
    arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    *state = &arena;
    return 0;
}

static int teardown(void **state) {
    arena_free(*state);
    return 0;
}

static const NeedTable *open_table(Arena *arena) {
    const NeedTable *table = NULL;
    Err err = {0};
    ErrCode code = need_table_open(arena, &table, &err);
    if (code != ERR_OK) {
        fail_msg("%s", err.text);
    }
    return table;
}

static uint32_t parse_needs(const char *words) {
    uint32_t needs = 0;
    Str8 rest = str8_from(words);
    while (rest.len > 0) {
        Need need = NEED_COUNT;
        assert_true(need_parse(str8_cut(rest, ' ', &rest), &need));
        needs |= 1u << need;
    }
    return needs;
}

static size_t parse_terms(const char *codes, NeedTerm terms[CODES_MAX]) {
    size_t count = 0;
    Str8 rest = str8_from(codes);
    if (rest.len > 0 && rest.ptr[0] == '|') {
        terms[0] = (NeedTerm){.name = str8_slice(rest, 1, rest.len - 1)};
        return 1;
    }
    while (rest.len > 0) {
        terms[count++] = (NeedTerm){.code = str8_cut(rest, ' ', &rest)};
    }
    return count;
}

static uint32_t judge(const NeedTable *table, const Judged *service) {
    NeedTerm terms[CODES_MAX] = {{{NULL, 0}, {NULL, 0}}};
    NeedEvidence evidence = {.terms = terms,
                             .terms_count = parse_terms(service->codes, terms),
                             .name = str8_from(service->name),
                             .organization = str8_from(service->organization),
                             .description = str8_from(service->description)};
    return needs_of(table, &evidence);
}

static void print_needs(const char *what, uint32_t needs) {
    print_error("  %s:", what);
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        if ((needs & 1u << need) != 0) {
            print_error(" %s", need_name((Need)need).ptr);
        }
    }
    print_error("\n");
}

static void test_needs_of__agrees_with_a_person(void **state) {
    const NeedTable *table = open_table(*state);
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof SERVICES / sizeof SERVICES[0]; i++) {
        uint32_t needs = judge(table, &SERVICES[i]);
        uint32_t wanted = parse_needs(SERVICES[i].needs);
        if (needs != wanted) {
            print_error("%s (%s)\n", SERVICES[i].name, SERVICES[i].codes);
            print_needs("wanted", wanted);
            print_needs("got", needs);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_needs_of__every_need_can_be_reached(void **state) {
    const NeedTable *table = open_table(*state);
    uint32_t seen = 0;
    for (size_t i = 0; i < sizeof SERVICES / sizeof SERVICES[0]; i++) {
        seen |= judge(table, &SERVICES[i]);
    }
    assert_int_equal(seen, (1u << NEED_COUNT) - 1);
}

static void test_needs_of__takes_the_four_strongest_in_any_order(void **state) {
    const NeedTable *table = open_table(*state);
    const char *codes[] = {"BD", "BH", "LV", "ND", "BT", "PL"};
    NeedTerm terms[6];
    uint32_t forward = 0;
    for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < 6; i++) {
            terms[i] = (NeedTerm){.code = str8_from(codes[turn == 0 ? i : 5 - i])};
        }
        NeedEvidence evidence = {.terms = terms, .terms_count = 6};
        uint32_t needs = needs_of(table, &evidence);
        assert_int_equal(__builtin_popcount(needs), NEEDS_OF_SERVICE_MAX);
        assert_true(turn == 0 || needs == forward);
        forward = needs;
    }
}

static void test_needs_of__says_more_when_nothing_is_known(void **state) {
    const NeedTable *table = open_table(*state);
    NeedEvidence nothing = {0};
    assert_int_equal(needs_of(table, &nothing), 1u << NEED_MORE);
    char long_text[NEED_TEXT_BYTES_MAX + 64];
    memset(long_text, 'x', sizeof long_text);
    NeedEvidence endless = {.description = {long_text, sizeof long_text}};
    assert_int_equal(needs_of(table, &endless), 1u << NEED_MORE);
}

/* Hundreds of terms with a book for a name must not hold up an import. */
static void test_needs_of__reads_only_the_beginning_of_a_terms_name(void **state) {
    const NeedTable *table = open_table(*state);
    char name[NEED_TERM_BYTES_MAX + 64];
    memset(name, 'x', sizeof name);
    memcpy(name + sizeof name - 12, " food pantry", 12);
    NeedTerm term = {.name = {name, sizeof name}};
    NeedEvidence evidence = {.terms = &term, .terms_count = 1};
    assert_int_equal(needs_of(table, &evidence), 1u << NEED_MORE);
    memcpy(name + 100, " food pantry ", 13);
    assert_int_equal(needs_of(table, &evidence), 1u << NEED_FOOD);
}

static void test_needs_of__hears_for_whom_a_service_is(void **state) {
    const NeedTable *table = open_table(*state);
    NeedEvidence evidence = {.name = STR8("Lunch club"),
                             .eligibility = STR8("Anyone 60 years or older")};
    assert_int_equal(needs_of(table, &evidence), 1u << NEED_OLDER);
}

static ErrCode parse(Arena *arena, const char *text, Err *err) {
    const NeedTable *table = NULL;
    NeedFile file = {STR8("table.csv"), str8_from(text)};
    return need_table_parse(arena, &file, 1, &table, err);
}

static void test_need_table_parse__says_file_and_line(void **state) {
    static const struct {
        const char *text;
        const char *message;
    } WRONG[] = {
        {"word,bread,food,3\n", "table.csv:1: a rule begins with code, term, name, text or who"},
        {"# note\n\ntext,bread,bakery,3\n", "table.csv:3: there is no such need: 'bakery'"},
        {"text,bread,more,3\n", "table.csv:1: there is no such need: 'more'"},
        {"text,bread,food,much\n", "table.csv:1: the strength is a number"},
        {"text,bread,food,0\n", "table.csv:1: the strength is a number"},
        {"text,bread,food,10\n", "table.csv:1: the strength is a number"},
        {"text,,food,3\n", "table.csv:1: not a pattern"},
        {"text,a*b c,food,3\n", "table.csv:1: not a pattern"},
        {"text,Bread,food,3\ntext,breads,food,4\n", "table.csv:"},
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        Err err = {0};
        assert_int_equal(parse(*state, WRONG[i].text, &err), ERR_INVALID);
        assert_non_null(strstr(err.text, WRONG[i].message));
    }
    Err err = {0};
    assert_int_equal(parse(*state, "text,bread,food,3,for all\r\ntext,bread,none,0\n", &err),
                     ERR_OK);
}

static uint32_t needs_by(Arena *arena, const char *rules, const NeedEvidence *evidence) {
    const NeedTable *table = NULL;
    NeedFile file = {STR8("table.csv"), str8_from(rules)};
    Err err = {0};
    if (need_table_parse(arena, &file, 1, &table, &err) != ERR_OK) {
        fail_msg("%s", err.text);
    }
    return needs_of(table, evidence);
}

static void test_needs_of__the_longest_code_speaks(void **state) {
    static const char RULES[] = "code,N,work,4\ncode,ND-20,legal,4\ncode,ND-2000,learn,4\n"
                                "code,ND-2000.1500,none,0\n";
    static const struct {
        const char *code;
        Need need;
    } CASES[] = {
        {"N", NEED_WORK},
        {"NL-1000", NEED_WORK},
        {"ND-2000", NEED_LEARN},
        {"ND-2000.3500-150", NEED_LEARN},
        {"ND-2000.1500-120", NEED_MORE},
        {"ND-20", NEED_LEGAL},
        {"ND-2001", NEED_WORK},
        {"XN", NEED_MORE},
        {"", NEED_MORE},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        NeedTerm term = {.code = str8_from(CASES[i].code)};
        NeedEvidence evidence = {.terms = &term, .terms_count = 1};
        assert_int_equal(needs_by(*state, RULES, &evidence), 1u << CASES[i].need);
    }
}

static void test_needs_of__adds_up_hints(void **state) {
    static const char RULES[] = "name,one,food,2\nname,two,food,2\nname,three,food,2\n";
    NeedEvidence two = {.name = STR8("One, two and two again")};
    assert_int_equal(needs_by(*state, RULES, &two), 1u << NEED_MORE);
    NeedEvidence three = {.name = STR8("Three, two, one")};
    assert_int_equal(needs_by(*state, RULES, &three), 1u << NEED_FOOD);
}

static void test_needs_of__the_longest_words_speak(void **state) {
    static const char RULES[] = "text,food,food,4\ntext,food poisoning,none,0\n"
                                "text,fund*,work,4\nname,bank,work,4\n";
    static const struct {
        const char *text;
        uint32_t needs;
    } CASES[] = {
        {"Food for all", 1u << NEED_FOOD},
        {"Food poisoning", 1u << NEED_MORE},
        {"Food poisoning, and food", 1u << NEED_FOOD},
        {"Seafood", 1u << NEED_MORE},
        {"Foods", 1u << NEED_FOOD},
        {"Funding", 1u << NEED_WORK},
        {"Refund", 1u << NEED_MORE},
        {"Bank", 1u << NEED_MORE}, /* in names only */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        NeedEvidence evidence = {.description = str8_from(CASES[i].text)};
        assert_int_equal(needs_by(*state, RULES, &evidence), CASES[i].needs);
    }
}

static void test_needs_fold__makes_one_word_of_many_spellings(void **state) {
    (void)state;
    static const char *const SAME[][2] = {
        {"Children's Clinics & Pantries", "children clinic pantry"},
        {"  Psicólogo—CONSEJERÍA ", "psicologo consejeria"},
        {"cafe\xCC\x81s", "cafe"},
        {"line\\none\\ntwo", "line one two"},
        {"buses classes boxes churches", "buse class box church"},
        {"pregnan*", "pregnan*"},
        {"العربية", "العربيه"},
        {"", ""},
        {" -- ", ""},
    };
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++) {
        char buffer[64];
        Str8 folded = needs_fold(str8_from(SAME[i][0]), buffer, sizeof buffer);
        assert_string_equal(buffer, SAME[i][1]);
        assert_int_equal(folded.len, strlen(SAME[i][1]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_needs_of__agrees_with_a_person, setup, teardown),
        cmocka_unit_test_setup_teardown(test_needs_of__every_need_can_be_reached, setup, teardown),
        cmocka_unit_test_setup_teardown(test_needs_of__takes_the_four_strongest_in_any_order, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_needs_of__reads_only_the_beginning_of_a_terms_name,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_needs_of__says_more_when_nothing_is_known, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_needs_of__hears_for_whom_a_service_is, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_need_table_parse__says_file_and_line, setup, teardown),
        cmocka_unit_test_setup_teardown(test_needs_of__the_longest_code_speaks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_needs_of__adds_up_hints, setup, teardown),
        cmocka_unit_test_setup_teardown(test_needs_of__the_longest_words_speak, setup, teardown),
        cmocka_unit_test(test_needs_fold__makes_one_word_of_many_spellings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
