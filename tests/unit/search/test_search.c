#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include "tests/unit/search/town.h"

static int town_setup(void **state) {
    *state = town_open();
    return 0;
}

static int town_teardown(void **state) {
    town_close(*state);
    return 0;
}

static const char *name_of(const Town *town, size_t i) {
    return str8_to_c((Arena *)(uintptr_t)&town->arena, town->services[i].name.items[0].text);
}

static void test_search__finds_every_service_by_its_name(void **state) {
    Town *town = *state;
    for (size_t i = 0; i < town->count; i++) {
        SearchFound found = town_find(town, name_of(town, i), "en");
        assert_int_equal(town_place(town, &found, name_of(town, i)), 0);
    }
}

/* A letter left out, doubled, wrong or swapped with its neighbour, in the longest word. */
static void misspell(char *name, int how) {
    size_t start = 0;
    size_t best = 0;
    size_t best_len = 0;
    size_t len = strlen(name);
    for (size_t i = 0; i <= len; i++) {
        if (name[i] == ' ' || name[i] == '\0') {
            best = i - start > best_len ? start : best;
            best_len = i - start > best_len ? i - start : best_len;
            start = i + 1;
        }
    }
    char *at = name + best + best_len / 2;
    char letter = *at;
    switch (how) {
    case 0:
        memmove(at, at + 1, strlen(at));
        break;
    case 1:
        memmove(at + 1, at, strlen(at) + 1);
        break;
    case 2:
        *at = 'x';
        break;
    default:
        *at = at[1];
        at[1] = letter;
    }
}

static void test_search__forgives_one_typo_in_a_name(void **state) {
    Town *town = *state;
    for (size_t i = 0; i < town->count; i++) {
        Str8 name = town->services[i].name.items[0].text;
        if (str8_count(name) != name.len) {
            continue; /* letters of one byte each */
        }
        for (int how = 0; how < 4; how++) {
            char typed[TOWN_NAME_BYTES] = {0};
            memcpy(typed, name.ptr, name.len);
            misspell(typed, how);
            SearchFound found = town_find(town, typed, "en");
            if (town_place(town, &found, name_of(town, i)) < 0) {
                fail_msg("\"%s\" did not find \"%s\"", typed, name_of(town, i));
            }
        }
    }
}

static void test_search__finds_as_long_as_one_types(void **state) {
    Town *town = *state;
    static const char NAME[] = "Sunrise Falconry Workshop";
    for (size_t len = 1; len < sizeof NAME; len++) {
        SearchQuery query = town_query(NAME, "en");
        query.text.len = len;
        SearchFound found = town_ask(town, query);
        assert_true(found.total > 0);
        assert_true(len < 18 || town_place(town, &found, NAME) == 0);
    }
}

static void test_search__letters_and_accents_do_not_matter(void **state) {
    Town *town = *state;
    static const struct {
        const char *typed;
        const char *language;
        const char *found;
    } CASES[] = {
        {"jose", "es", "Maison José Müller Đặng"},
        {"JOSÉ", "en", "Maison José Müller Đặng"},
        {"muller", "en", "Maison José Müller Đặng"},
        {"dang", "en", "Maison José Müller Đặng"},
        {"Đặng", "vi", "Maison José Müller Đặng"},
        {"心理", "zh", "王小明心理诊所"},
        {"王", "zh", "王小明心理诊所"},
        {"诊所", "en", "王小明心理诊所"},
        {"wang", "en", "王小明心理诊所"},
        {"wangxiaoming", "en", "王小明心理诊所"},
        {"الاسرة", "ar", "جمعية الأُسرة"},
        {"أسرة", "ar", "جمعية الأُسرة"},
        {"والأسرة", "ar", "جمعية الأُسرة"},
        {"جمعيه", "ar", "جمعية الأُسرة"},
        {"الجمعية", "ar", "جمعية الأُسرة"},
        {"надежда", "ru", "Ассоциация Надежда"},
        {"nadezda", "en", "Ассоциация Надежда"},
        {"literacies", "en", "Harbour Literacy Alliance"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        SearchFound found = town_find(town, CASES[i].typed, CASES[i].language);
        if (town_place(town, &found, CASES[i].found) < 0) {
            fail_msg("\"%s\" did not find \"%s\"", CASES[i].typed, CASES[i].found);
        }
    }
}

static void test_search__worries_lead_to_the_right_person(void **state) {
    Town *town = *state;
    static const struct {
        const char *typed;
        const char *language;
        const char *first;
    } CASES[] = {
        {"therapist", "en", "counselor"},
        {"psicólogo", "es", "counselor"},
        {"psicologo", "en", "counselor"},
        {"sicologo", "es", "counselor"},
        {"sychologist", "en", "counselor"},
        {"enfermera", "es", "nurse"},
        {"ممرضة", "ar", "nurse"},
        {"school nurse", "en", "nurse"},
        {"educación especial", "es", "special-education"},
        {"iep", "en", "special-education"},
        {"Reyes", "en", "counselor"},
        {"daniela reyes", "ar", "counselor"},
        {"despensa", "es", "pantry"},
        {"food pantry", "es", "pantry"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        SearchFound found = town_find(town, CASES[i].typed, CASES[i].language);
        if (town_place(town, &found, CASES[i].first) != 0) {
            fail_msg("\"%s\" found %s at %d", CASES[i].typed, CASES[i].first,
                     town_place(town, &found, CASES[i].first));
        }
    }
    static const char *const SAD[][2] = {{"mi hijo está triste", "es"},
                                         {"my child is sad", "en"},
                                         {"ابني حزين", "ar"},
                                         {"someone to talk to", "en"}};
    for (size_t i = 0; i < 4; i++) {
        SearchFound found = town_find(town, SAD[i][0], SAD[i][1]);
        int place = town_place(town, &found, "counselor");
        assert_true(place >= 0 && place < 2);
        assert_int_equal(found.needs[0], NEED_TALK);
    }
}

static void test_search__is_never_a_dead_end(void **state) {
    Town *town = *state;
    static const char *const TYPED[] = {
        "zzzxqv",    "qqqqqqqqqqqqqqqqqqqqq", "۝", "x", "the of", "my child",
        "🙂 🙂", "sadnesss attorny"};
    for (size_t i = 0; i < sizeof TYPED / sizeof TYPED[0]; i++) {
        SearchFound found = town_find(town, TYPED[i], "en");
        bool says = found.total > 0 || found.needs_count > 0;
        assert_true(says);
        for (size_t need = 0; need < found.needs_count; need++) {
            assert_true((town->index.needs_live >> found.needs[need] & 1) != 0);
        }
    }
    SearchFound found = town_find(town, "depresion severa", "es");
    assert_true(town_has_need(&found, NEED_TALK));
}

static void test_search__proposes_words_that_lead_somewhere(void **state) {
    Town *town = *state;
    SearchFound found = town_find(town, "falc", "en");
    assert_true(town_has_word(&found, "falconry"));
    found = town_find(town, "quiero psic", "es");
    assert_true(found.words_count > 0);
    assert_true(str8_starts_with(found.words[0], STR8("psic")));
    found = town_find(town, "psic", "en");
    assert_false(town_has_word(&found, "psicólogo"));
    found = town_find(town, "falconry ", "en");
    assert_int_equal(found.words_count, 0);
    for (char letter = 'a'; letter <= 'z'; letter++) {
        char typed[2] = {letter, '\0'};
        found = town_find(town, typed, "es");
        for (size_t i = 0; i < found.words_count; i++) {
            char *word = str8_to_c(&town->arena, found.words[i]);
            SearchFound led = town_find(town, word, "es");
            if (led.total == 0) {
                fail_msg("\"%s\" leads nowhere", word);
            }
        }
    }
}

static void test_search__pages_are_parts_of_one_list(void **state) {
    Town *town = *state;
    SearchQuery query = town_query("alliance", "en");
    SearchFound whole = town_ask(town, query);
    assert_true(whole.total == 100 && whole.count == SEARCH_PAGE_MAX);
    query.limit = 7;
    for (query.offset = 0; query.offset + 7 < SEARCH_PAGE_MAX; query.offset += 7) {
        SearchFound page = town_ask(town, query);
        assert_int_equal(page.total, whole.total);
        assert_memory_equal(page.ids, &whole.ids[query.offset], 7 * sizeof(Id));
    }
    query.offset = 100;
    assert_int_equal(town_ask(town, query).count, 0);
    query.offset = SIZE_MAX - 3;
    assert_int_equal(town_ask(town, query).count, 0);
}

static bool holds(const char *memory, size_t size, const void *needle, size_t needle_size) {
    for (size_t i = 0; i + needle_size <= size; i++) {
        if (memcmp(memory + i, needle, needle_size) == 0) {
            return true;
        }
    }
    return false;
}

/* Invariant 9: what was typed is not in the memory that was used. */
static void test_search__keeps_nothing_of_what_was_typed(void **state) {
    Town *town = *state;
    static const uint16_t WIDE[] = {'d', 'e', 'p', 'r', 'e', 's', 's'};
    arena_free(&town->scratch);
    town->scratch = arena_make(1 << 20, 64 << 20);
    (void)town_find(town, "depressx depressed", "en");
    SearchMark marks[4];
    (void)search_mark(&town->index, &town->scratch, STR8("depressed"), STR8("en"),
                      STR8("Depressed people"), marks, 4);
    assert_int_equal(town->scratch.size_total, 1 << 20);
    const char *memory = (const char *)town->scratch.first;
    assert_false(holds(memory, 1 << 20, WIDE, sizeof WIDE));
    assert_false(holds(memory, 1 << 20, "depress", 7));
}

static void test_search__marks_the_words_that_were_hit(void **state) {
    Town *town = *state;
    static const struct {
        const char *typed;
        const char *name;
        size_t start, end;
    } CASES[] = {
        {"pant", "School food pantry", 12, 18}, {"fod", "School food pantry", 0, 0},
        {"jose", "Maison José", 7, 12},         {"心理", "王小明心理诊所", 9, 15},
        {"falconri", "Cedar Falconry", 6, 14},  {"the food", "The food", 4, 8},
        {"zzz", "School food pantry", 0, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        SearchMark marks[4];
        size_t count = search_mark(&town->index, &town->scratch, str8_from(CASES[i].typed),
                                   STR8("en"), str8_from(CASES[i].name), marks, 4);
        if (CASES[i].end == 0) {
            assert_int_equal(count, 0);
        } else {
            assert_int_equal(count, 1);
            assert_int_equal(marks[0].start, CASES[i].start);
            assert_int_equal(marks[0].end, CASES[i].end);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_search__finds_every_service_by_its_name),
        cmocka_unit_test(test_search__forgives_one_typo_in_a_name),
        cmocka_unit_test(test_search__finds_as_long_as_one_types),
        cmocka_unit_test(test_search__letters_and_accents_do_not_matter),
        cmocka_unit_test(test_search__worries_lead_to_the_right_person),
        cmocka_unit_test(test_search__is_never_a_dead_end),
        cmocka_unit_test(test_search__proposes_words_that_lead_somewhere),
        cmocka_unit_test(test_search__pages_are_parts_of_one_list),
        cmocka_unit_test(test_search__keeps_nothing_of_what_was_typed),
        cmocka_unit_test(test_search__marks_the_words_that_were_hit),
    };
    return cmocka_run_group_tests(tests, town_setup, town_teardown);
}
