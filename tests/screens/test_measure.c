#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/platform/font.h"
#include "kiosk/screens/measure.h"

/* The estimates against the real fonts: a line that is said to fit must fit, or nearly. */

static const Look LOOK = {.width_px = 1920, .height_px = 1080, .panel_width_mm = 476};

static int real_width(TextEngine *engine, TypeRole type, Str8 text, bool arabic) {
    TypeStyle style = theme_type(LOOK.theme, LOOK.text_size, type);
    TextSpec spec = {.text = text,
                     .language = arabic ? STR8("ar") : STR8("en"),
                     .rtl = arabic,
                     .size_px = style.size_du,
                     .bold = style.bold,
                     .serif = style.serif,
                     .line_height_percent = style.line_height_percent};
    return text_layout(engine, &spec)->width;
}

static void test_measure__widths_are_near_the_fonts_own(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool arabic;
    } CASES[] = {
        {"Only used to find your family. What you type is not kept.", false},
        {"No se necesita identificación.", false},
        {"Point your phone camera at this code.", false},
        {"الأمسية المفتوحة", true},
        {"لا نسأل عن عنوانكم ولا عن وضعكم القانوني.", true},
        {"مرشدة المدرسة · غرفة 108، الممر الأمامي", true},
        {"الاثنين – الجمعة، 8:00 – 3:30", true},
        {"شخص أتحدث إليه", true},
    };
    static const TypeRole TYPES[] = {TYPE_BODY, TYPE_NAME, TYPE_TITLE};
    Fonts *fonts = NULL;
    assert_int_equal(fonts_new(&fonts, NULL), ERR_OK);
    TextEngine *engine = text_engine_new(fonts_port(fonts));
    Build build = {.look = &LOOK};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        for (size_t j = 0; j < sizeof TYPES / sizeof TYPES[0]; j++) {
            Str8 text = str8_from(CASES[i].text);
            int real = real_width(engine, TYPES[j], text, CASES[i].arabic);
            int guess = measure_width(&build, TYPES[j], 0, text);
            assert_in_range(guess * 100 / real, 97, 120);
        }
    }
    text_engine_free(engine);
    fonts_free(fonts);
}

static void test_measure__arabic_letters_join(void **state) {
    (void)state;
    Build build = {.look = &LOOK};
    int alone = measure_width(&build, TYPE_NAME, 0, STR8("ب"));
    int joined = measure_width(&build, TYPE_NAME, 0, STR8("بب"));
    int vowelled = measure_width(&build, TYPE_NAME, 0, STR8("بَب"));
    assert_true(joined < alone * 3 / 2);
    assert_int_equal(vowelled, joined);
    int apart = measure_width(&build, TYPE_NAME, 0, STR8("دب"));
    int sum = measure_width(&build, TYPE_NAME, 0, STR8("د")) + alone;
    assert_in_range(apart, sum - 1, sum + 1); /* rounded once or twice */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measure__widths_are_near_the_fonts_own),
        cmocka_unit_test(test_measure__arabic_letters_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
