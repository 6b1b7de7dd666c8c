#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/paper/goldens.h"
#include "tests/unit/paper/papers.h"

static Papers papers;

static int set_up(void **state) {
    (void)state;
    return papers_open(&papers) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    papers_close(&papers);
    return 0;
}

/* The first page; @return false after saying what differs */
static bool page_matches(Sample sample, PaperKind kind, const char *language) {
    Arena arena = arena_make(1 << 20, 1 << 28);
    Paper paper;
    Err err = {0};
    bool matches = papers_make(&papers, &arena, sample, kind, language, &paper, &err) == ERR_OK;
    Str8 name = str8_format(&arena, "%s-%s-%s", SAMPLE_NAMES[sample], KIND_NAMES[kind], language);
    matches = matches && golden_page_matches(name.ptr, &paper.pages[0]);
    arena_free(&arena);
    return matches;
}

static void assert_goldens(Sample sample, const PaperKind *kinds, size_t count) {
    static const char *const LANGUAGES[] = {"en", "es", "ar"};
    bool match = true;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < sizeof LANGUAGES / sizeof LANGUAGES[0]; j++) {
            match = page_matches(sample, kinds[i], LANGUAGES[j]) && match;
        }
    }
    assert_true(match);
}

static const PaperKind WIDTHS[] = {PAPER_ROLL_58, PAPER_ROLL_80, PAPER_LABEL_62, PAPER_LETTER};

static void test_service_slip__looks_as_it_did(void **state) {
    (void)state;
    assert_goldens(SAMPLE_SERVICE, WIDTHS, 4);
}

static void test_list_slip__looks_as_it_did(void **state) {
    (void)state;
    assert_goldens(SAMPLE_LIST, WIDTHS, 4);
}

static void test_event_slip__looks_as_it_did(void **state) {
    (void)state;
    assert_goldens(SAMPLE_EVENT, WIDTHS, 4);
}

static void test_badge_and_card__look_as_they_did(void **state) {
    (void)state;
    const PaperKind label[] = {PAPER_LABEL_62, PAPER_A4};
    assert_goldens(SAMPLE_BADGE, label, 2);
    bool match = true;
    for (size_t i = 0; i < 4; i++) {
        match = page_matches(SAMPLE_CARD, WIDTHS[i], "en") && match;
    }
    match = page_matches(SAMPLE_CARDS, PAPER_LETTER, "en") && match;
    assert_true(match);
}

static void test_sheets__look_as_they_did(void **state) {
    (void)state;
    bool match = page_matches(SAMPLE_ROLL_CALL, PAPER_LETTER, "en");
    match = page_matches(SAMPLE_ROSTER, PAPER_A4, "ar") && match;
    match = page_matches(SAMPLE_FALLBACK, PAPER_LETTER, "en") && match;
    match = page_matches(SAMPLE_FALLBACK, PAPER_ROLL_80, "es") && match;
    match = page_matches(SAMPLE_TEST_PAGE, PAPER_ROLL_80, "es") && match;
    match = page_matches(SAMPLE_TEST_PAGE, PAPER_A4, "ar") && match;
    assert_true(match);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_service_slip__looks_as_it_did),
        cmocka_unit_test(test_list_slip__looks_as_it_did),
        cmocka_unit_test(test_event_slip__looks_as_it_did),
        cmocka_unit_test(test_badge_and_card__look_as_they_did),
        cmocka_unit_test(test_sheets__look_as_they_did),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
