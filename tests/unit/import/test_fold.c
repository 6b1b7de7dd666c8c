#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "data/fold/fold.h"

static Folder *folder;

static int open_folder(void **state) {
    (void)state;
    return folder_open(&folder, NULL) == ERR_OK ? 0 : -1;
}

static int close_folder(void **state) {
    (void)state;
    folder_close(folder);
    return 0;
}

/* A family types one of these for a child whom the school wrote so. */
static const struct {
    const char *name;
    const char *typed;
} SAME[] = {
    {"José", "j"},     {"josé", "J"},    {"Ángel", "A"},   {"Đặng", "d"},     {"Đặng", "Đ"},
    {"Łukasz", "L"},   {"Łukasz", "Ł"},  {"Øyvind", "o"},  {"Ñusta", "n"},    {"Ñusta", "Ñ"},
    {"Åsa", "a"},      {"Éloïse", "e"},  {"أحمد", "ا"},    {"أحمد", "أ"},     {"إيمان", "ا"},
    {"آدم", "ا"},      {"ٱلحسن", "ا"},   {"یوسف", "ي"},    {"كريم", "ک"},     {"محمد", "م"},
    {"محمد", "m"},     {"王小明", "王"}, {"王小明", "W"},  {"Иван", "и"},     {"Иван", "I"},
    {"Йосип", "й"},    {"김서연", "김"}, {"김서연", "ㄱ"}, {"ʻAlapaki", "a"}, {"'Ofa", "o"},
    {"-- 7even", "7"}, {"Ｚoe", "z"},    {"  Mary", "m"},  {"अनिका", "अ"},    {"ሰላም", "ሰ"},
    {"Þóra", "t"},
};

static bool answers(const char *name, const char *typed) {
    FoldLetters letters = {0};
    fold_letters_add(&letters, folder, str8_from(name));
    uint32_t letter = fold_letter(str8_from(typed));
    for (size_t i = 0; i < letters.count; i++) {
        if (letter != 0 && letters.letters[i] == letter) {
            return true;
        }
    }
    return false;
}

static void test_fold__a_name_answers_to_the_letter_its_family_types(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++) {
        if (!answers(SAME[i].name, SAME[i].typed)) {
            fail_msg("case %zu does not answer", i);
        }
    }
}

static void test_fold__a_name_answers_to_no_other_letter(void **state) {
    (void)state;
    static const char *const OTHER[][2] = {{"José", "h"}, {"أحمد", "ب"}, {"王小明", "李"},
                                           {"Anna", "n"}, {"", "a"},     {"Anna", ""},
                                           {"Anna", "-"}, {"Anna", "́"}};
    for (size_t i = 0; i < sizeof OTHER / sizeof OTHER[0]; i++) {
        assert_false(answers(OTHER[i][0], OTHER[i][1]));
    }
}

static void test_fold__keeps_at_most_four_letters_without_doubles(void **state) {
    (void)state;
    FoldLetters letters = {0};
    static const char *const NAMES[] = {"Ana", "ana", "Bo", "Cy", "Di", "Ed"};
    for (size_t i = 0; i < 6; i++) {
        fold_letters_add(&letters, folder, str8_from(NAMES[i]));
    }
    assert_int_equal(letters.count, FOLD_LETTERS_MAX);
    assert_int_equal(letters.letters[0], 'a');
    assert_int_equal(letters.letters[3], 'd');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold__a_name_answers_to_the_letter_its_family_types),
        cmocka_unit_test(test_fold__a_name_answers_to_no_other_letter),
        cmocka_unit_test(test_fold__keeps_at_most_four_letters_without_doubles),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
