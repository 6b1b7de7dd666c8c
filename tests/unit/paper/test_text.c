#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/paper/paper_text.h"
#include "tests/unit/paper/papers.h"

/* What poppler takes out of the PDF is what was meant; and what is made of texts before. */

enum { WORDS_MAX = 4096, WORD_CODES_MAX = 64 };

static Papers papers;
static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(1 << 20, 1 << 28);
    return papers_open(&papers) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    papers_close(&papers);
    arena_free(&arena);
    return 0;
}

static Str8 text_of(Sample sample, PaperKind kind, const char *language) {
    Paper paper;
    assert_int_equal(papers_make(&papers, &arena, sample, kind, language, &paper, NULL), ERR_OK);
    return papers_read_text(&arena, &paper);
}

static void assert_says(Str8 text, const char *const *lines) {
    Str8 plain = paper_text_clean(&arena, text);
    for (size_t i = 0; lines[i] != NULL; i++) {
        if (str8_find(plain, str8_from(lines[i])) == plain.len) {
            fail_msg("not on the paper: %s", lines[i]);
        }
    }
}

static void test_text__of_an_english_slip_is_what_was_meant(void **state) {
    (void)state;
    const char *const lines[] = {"Maple Grove School",
                                 "Daniela Reyes",
                                 "School counselor",
                                 "(305) 555-0142",
                                 "Save contact",
                                 "Room 108, front hall",
                                 "Mon – Fri, 8:00 – 3:30",
                                 "English, Español",
                                 "Come by, call, or send a note with your child.",
                                 "At the front desk, say:",
                                 "counselor",
                                 "example.org",
                                 "We checked this on September 28, 2025.",
                                 "Front desk: (305) 555-0100",
                                 "We do not write down who looks for help.",
                                 NULL};
    assert_says(text_of(SAMPLE_SERVICE, PAPER_LETTER, "en"), lines);
}

static void test_text__of_a_spanish_slip_says_it_in_english_too(void **state) {
    (void)state;
    const char *const lines[] = {"Consejera escolar",
                                 "Llamar",
                                 "Guardar contacto",
                                 "Salón 108, pasillo principal",
                                 "Lun a vie, 8:00 a 3:30",
                                 "En la recepción, diga:",
                                 "Lo revisamos el 28 de septiembre de 2025.",
                                 "No anotamos quién busca ayuda.",
                                 "School counselor",
                                 "Room 108, front hall",
                                 "Mon – Fri, 8:00 – 3:30",
                                 "We checked this on September 28, 2025.",
                                 NULL};
    assert_says(text_of(SAMPLE_SERVICE, PAPER_ROLL_80, "es"), lines);
    const char *const rooms[] = {"Noche de puertas abiertas",
                                 "Jueves 16 de octubre",
                                 "de 6:00 a 8:00 p. m.",
                                 "S. · Grado 3",
                                 "Ms. Okafor",
                                 "Horario de clases",
                                 "Ms. Okafor · Salón 12",
                                 "Open house",
                                 "S. · Grade 3",
                                 "Room 12, Ms. Okafor, 6:15 PM",
                                 "Science tables, Library, 6:00 PM",
                                 "Kindergarten",
                                 NULL};
    assert_says(text_of(SAMPLE_EVENT, PAPER_ROLL_80, "es"), rooms);
}

/* Arabic: poppler turns the two letters of a ligature round (lam-alef comes out as alef-lam), for
 * every maker of PDFs. So words are compared as what letters they have. */

typedef struct {
    uint32_t codes[WORD_CODES_MAX];
    size_t count;
} Word;

static int code_compare(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

static bool is_between_words(uint32_t code) {
    return code <= ' ' || code == 0xA0 || code == 0x060C || code == '.' || code == ':' ||
           code == 0xB7 || code == ',' ||
           (code >= 0x202A && code <= 0x202E); /* where poppler turns, it forgets the blank */
}

static size_t words_of(Str8 text, Word *words, size_t max) {
    size_t count = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        if (is_between_words(code)) {
            inside = false;
            continue;
        }
        if (!inside) {
            assert_true(count < max);
            words[count++].count = 0;
            inside = true;
        }
        Word *word = &words[count - 1];
        assert_true(word->count < WORD_CODES_MAX);
        word->codes[word->count++] = code;
    }
    for (size_t i = 0; i < count; i++) {
        qsort(words[i].codes, words[i].count, sizeof words[i].codes[0], code_compare);
    }
    return count;
}

static bool word_is_among(const Word *word, const Word *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (word->count == words[i].count &&
            memcmp(word->codes, words[i].codes, word->count * sizeof word->codes[0]) == 0) {
            return true;
        }
    }
    return false;
}

static void assert_says_words(Str8 text, const char *const *lines) {
    Word *said = ARENA_ARRAY(&arena, Word, WORDS_MAX);
    Word *meant = ARENA_ARRAY(&arena, Word, WORDS_MAX);
    size_t said_count = words_of(text, said, WORDS_MAX);
    for (size_t i = 0; lines[i] != NULL; i++) {
        size_t count = words_of(str8_from(lines[i]), meant, WORDS_MAX);
        for (size_t j = 0; j < count; j++) {
            if (!word_is_among(&meant[j], said, said_count)) {
                fail_msg("not on the paper: word %zu of %s", j + 1, lines[i]);
            }
        }
    }
}

static void test_text__of_an_arabic_slip_is_what_was_meant(void **state) {
    (void)state;
    const char *const service[] = {"مدرسة ميبل غروف",
                                   "Daniela Reyes",
                                   "المرشدة المدرسية",
                                   "اتصال (305) 555-0142",
                                   "حفظ جهة الاتصال",
                                   "وجّهوا كاميرا هاتفكم نحو هذا الرمز. يعمل بلا إنترنت.",
                                   "المكان الغرفة 108، الممر الأمامي",
                                   "المواعيد الاثنين – الجمعة، 8:00 – 3:30",
                                   "اللغات English، Español",
                                   "تعالوا أو اتصلوا أو أرسلوا ورقة مع طفلكم.",
                                   "قولوا في مكتب الاستقبال: counselor",
                                   "تحققنا من هذا في 28 سبتمبر 2025.",
                                   "لا نسجّل من يبحث عن مساعدة.",
                                   "School counselor Room 108, front hall Mon – Fri, 8:00 – 3:30",
                                   NULL};
    assert_says_words(text_of(SAMPLE_SERVICE, PAPER_ROLL_80, "ar"), service);
    const char *const event[] = {"الخميس 16 أكتوبر 6:00 – 8:00",          "الصف 3",
                                 "في آخر الممر، الباب الثاني إلى اليسار", "طاولات العلوم Library",
                                 "جدول الحصص القراءة الرياضيات الموسيقى", "الروضة Ms. Alvarado",
                                 "Open house Thursday, October 16",       NULL};
    assert_says_words(text_of(SAMPLE_EVENT, PAPER_ROLL_80, "ar"), event);
}

static void test_text__of_a_roll_call_has_everybody_once(void **state) {
    (void)state;
    const char *const lines[] = {"Roll call",     "Open house",         "120 people",
                                 "Sofía Alvarez", "Amal Haddad",        "Nguyễn Phạm",
                                 "Page 1 of ",    "Here since 6:39 PM", NULL};
    Str8 text = text_of(SAMPLE_ROLL_CALL, PAPER_A4, "en");
    assert_says(text, lines);
    size_t pages = 0;
    for (size_t i = 0; i < text.len; i++) {
        pages += text.ptr[i] == '\f';
    }
    assert_true(pages >= 2);
}

static void test_paper_text__drops_what_could_command_or_hide(void **state) {
    (void)state;
    const struct {
        const char *text;
        const char *wanted;
    } cases[] = {
        {"Sofía", "Sofía"},
        {"  two\t words \n here ", "two words here"},
        {"\x1B@\x1Bp\x01\x1D(k\x03reset", "@p(kreset"},
        {"bell\x07\x7F\xC2\x85\xC2\x9B"
         "31m",
         "bell 31m"},
        {"\u202Egnp.exe\u202C", "gnp.exe"},
        {"\u2066isolated\u2069", "isolated"},
        {"\u2068open", "open"},
        {"mark\u200E\u200F\u061C", "mark"},
        {"bom\uFEFF\uFFFC\U000E0041", "bom"},
        {"zwnj\u200Cand\u200Dzwj", "zwnj\u200Cand\u200Dzwj"},
        {"", ""},
        {" \n\t ", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Str8 clean = paper_text_clean(&arena, str8_from(cases[i].text));
        if (!str8_equal(clean, str8_from(cases[i].wanted))) {
            fail_msg("case %zu: %.*s", i, STR8_ARG(clean));
        }
    }
    Str8 whole = paper_text_clean_whole(&arena, STR8("a\n\n b \u2068c\u2069\u202E"), true);
    assert_true(str8_equal(whole, STR8("a\nb \u2068c\u2069")));
}

static void test_paper_text_direction__is_the_first_letters(void **state) {
    (void)state;
    const struct {
        const char *text;
        TextDirection direction;
    } cases[] = {
        {"abc", TEXT_LEFT_TO_RIGHT},
        {"مرحبا abc", TEXT_RIGHT_TO_LEFT},
        {"12 · عربي", TEXT_RIGHT_TO_LEFT},
        {"(305) 555", TEXT_NEUTRAL},
        {"שלום", TEXT_RIGHT_TO_LEFT},
        {"\u2068abc\u2069 عربي", TEXT_RIGHT_TO_LEFT},
        {"\u2066(305)\u2069", TEXT_NEUTRAL},
        {"王小明", TEXT_LEFT_TO_RIGHT},
        {"😀", TEXT_NEUTRAL},
        {"", TEXT_NEUTRAL},
        {"𞤀𞤣", TEXT_RIGHT_TO_LEFT},
        {"Ωμέγα", TEXT_LEFT_TO_RIGHT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(paper_text_direction(str8_from(cases[i].text)), cases[i].direction);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__of_an_english_slip_is_what_was_meant),
        cmocka_unit_test(test_text__of_a_spanish_slip_says_it_in_english_too),
        cmocka_unit_test(test_text__of_an_arabic_slip_is_what_was_meant),
        cmocka_unit_test(test_text__of_a_roll_call_has_everybody_once),
        cmocka_unit_test(test_paper_text__drops_what_could_command_or_hide),
        cmocka_unit_test(test_paper_text_direction__is_the_first_letters),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
