#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>

#include "kiosk/platform/font.h"
#include "kiosk/platform/font_table.h"

static int setup(void **state) {
    Fonts *fonts = NULL;
    ErrCode code = fonts_new(&fonts, NULL);
    *state = fonts;
    return code != ERR_OK;
}

static int teardown(void **state) {
    fonts_free(*state);
    return 0;
}

static TextRun run_of(const char *text, int size_px) {
    return (TextRun){.text = str8_from(text), .size_px = size_px, .script = 0x4C61746E};
}

static void layout(Fonts *fonts, const char *text, const char *language, bool rtl) {
    TextEngine *engine = text_engine_new(fonts_port(fonts));
    TextSpec spec = {.text = str8_from(text),
                     .language = str8_from(language),
                     .rtl = rtl,
                     .size_px = 36,
                     .line_height_percent = 120};
    const TextBlock *block = text_layout(engine, &spec);
    for (size_t i = 0; i < block->runs_count; i++) {
        FontPort port = fonts_port(fonts);
        Coverage coverage = port.run_coverage(port.context, &block->runs[i]);
        assert_true(coverage.width > 0 && coverage.pixels != NULL);
    }
    text_engine_free(engine);
}

static void test_font__opens_no_other_languages_files(void **state) {
    layout(*state, "Welcome, José. It is 6:30!", "en", false);
    assert_int_equal(fonts_mapped_count(*state), 1);
    layout(*state, "الساعة 6:30", "ar", true);
    assert_int_equal(fonts_mapped_count(*state), 2);
}

static void test_font__has_letters_for_every_language_of_the_house(void **state) {
    static const struct {
        const char *language;
        uint32_t code;
    } CASES[] = {
        {"en", 'A'},     {"es", 0xF1},   {"vi", 0x1EC7}, {"ru", 0x416},  {"ar", 0x639},
        {"ur", 0x6D2},   {"zh", 0x4E2D}, {"ja", 0x306E}, {"ko", 0xD55C}, {"my", 0x1000},
        {"ksw", 0x1061}, {"hi", 0x939},  {"bn", 0x995},  {"am", 0x12A0}, {"km", 0x1780},
        {"th", 0xE01},   {"he", 0x5D0},  {"hy", 0x531},  {"ka", 0x10D0}, {"pa", 0xA05},
        {"gu", 0xA85},   {"ta", 0xB85},  {"te", 0xC05},  {"lo", 0xE81},  {"en", 0x2026},
    };
    FontPort port = fonts_port(*state);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        for (int variant = 0; variant < 4; variant++) {
            bool found = false;
            for (int nth = 0; nth < 40 && !found; nth++) {
                int font = port.font_for(port.context, str8_from(CASES[i].language),
                                         variant % 2 == 1, variant / 2 == 1, nth);
                found = font >= 0 && port.has_code(port.context, font, CASES[i].code);
            }
            assert_true(found);
        }
    }
}

static void test_font__lists_every_family_once(void **state) {
    (void)state;
    static const char *const LANGUAGES[] = {"en", "ur", "zh", "zh-Hant", "ja", "ko", "ar"};
    for (size_t i = 0; i < sizeof(LANGUAGES) / sizeof(LANGUAGES[0]); i++) {
        bool seen[64] = {false};
        int nth = 0;
        for (int family = 0; family >= 0; nth++) {
            family = font_family_for(str8_from(LANGUAGES[i]), nth);
            if (family >= 0) {
                assert_false(seen[family]);
                seen[family] = true;
            }
        }
        assert_int_equal(nth - 1, font_families_count());
    }
    assert_int_equal(font_family((size_t)font_family_for(STR8("zh"), 1))->index, 2);
}

static void test_font__has_tabular_digits(void **state) {
    FontPort port = fonts_port(*state);
    for (int font = 0; font < 4; font++) {
        TextRun zero = run_of("00000", 40);
        zero.font = font;
        int width = port.run_width(port.context, &zero);
        for (const char *digit = "123456789"; *digit != 0; digit++) {
            char text[6] = {*digit, *digit, *digit, *digit, *digit, 0};
            TextRun run = run_of(text, 40);
            run.font = font;
            assert_in_range(port.run_width(port.context, &run), width - 1, width + 1);
        }
    }
}

static void test_font__stands_on_the_baseline(void **state) {
    FontPort port = fonts_port(*state);
    TextRun run = run_of("H", 100);
    Coverage coverage = port.run_coverage(port.context, &run);
    int top = coverage.height;
    int bottom = 0;
    for (int y = 0; y < coverage.height; y++) {
        if (memchr(coverage.pixels + y * coverage.stride, 255, (size_t)coverage.width) != NULL) {
            top = y < top ? y : top;
            bottom = y;
        }
    }
    /* Capitals of Noto Sans are 714/1000 high; the last row above the baseline is -1. */
    assert_int_equal(coverage.origin_y + bottom, -1);
    assert_in_range(coverage.origin_y + top, -72, -70);
}

static void test_font__forgets_what_it_drew_and_draws_it_again(void **state) {
    FontPort port = fonts_port(*state);
    TextRun run = run_of("Canary", 40);
    int width = port.run_width(port.context, &run);
    assert_non_null(port.run_coverage(port.context, &run).pixels);
    fonts_wipe(*state);
    assert_int_equal(port.run_width(port.context, &run), width);
    assert_non_null(port.run_coverage(port.context, &run).pixels);
}

static void test_font__stays_within_its_bounds(void **state) {
    FontPort port = fonts_port(*state);
    for (int i = 0; i < 400; i++) {
        char text[64];
        Str8Builder builder = builder_make(text, sizeof(text));
        builder_format(&builder, "A long line of text with number %d in it", i);
        TextRun run = run_of(text, 60 + i % 60);
        Coverage coverage = port.run_coverage(port.context, &run);
        assert_true(coverage.width > 500);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_font__opens_no_other_languages_files),
        TEST(test_font__has_letters_for_every_language_of_the_house),
        TEST(test_font__lists_every_family_once),
        TEST(test_font__has_tabular_digits),
        TEST(test_font__stands_on_the_baseline),
        TEST(test_font__forgets_what_it_drew_and_draws_it_again),
        TEST(test_font__stays_within_its_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
