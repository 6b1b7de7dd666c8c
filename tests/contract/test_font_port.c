/* FontPort: SDL2_ttf's fonts and the fixed-width fake keep the same promises to text layout. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk/platform/font.h"
#include "tests/support/fake_font.h"

enum { PORTS = 2, LATIN = 0x4C61746E /* "Latn" */, FONTS_NTH_MAX = 64 };

static Fonts *fonts;

static FontPort port_at(int index) {
    return index == 0 ? fake_font_port() : fonts_port(fonts);
}

static int group_setup(void **state) {
    (void)state;
    return fonts_new(&fonts, NULL) == ERR_OK ? 0 : -1;
}

static int group_teardown(void **state) {
    (void)state;
    fonts_free(fonts);
    return 0;
}

static TextRun run_of(const FontPort *port, const char *text, int size_px, bool bold) {
    int font = port->font_for(port->context, STR8("en"), bold, false, 0);
    return (TextRun){.text = str8_from(text), .font = font, .size_px = size_px, .script = LATIN};
}

static int width_of(const FontPort *port, const char *text, int size_px) {
    TextRun run = run_of(port, text, size_px, false);
    return port->run_width(port->context, &run);
}

static void test_font_port__every_language_has_a_first_font_and_an_end(void **state) {
    (void)state;
    static const char *const TAGS[] = {"en", "es", "ar", "zh", "xx", ""};
    for (int i = 0; i < PORTS; i++) {
        FontPort port = port_at(i);
        for (size_t tag = 0; tag < sizeof TAGS / sizeof TAGS[0]; tag++) {
            int nth = 0;
            Str8 language = str8_from(TAGS[tag]);
            while (nth < FONTS_NTH_MAX &&
                   port.font_for(port.context, language, false, false, nth) >= 0) {
                nth++;
            }
            assert_in_range(nth, 1, FONTS_NTH_MAX - 1);
        }
    }
}

static void test_font_port__has_letters_and_admits_what_it_has_not(void **state) {
    (void)state;
    for (int i = 0; i < PORTS; i++) {
        FontPort port = port_at(i);
        int font = port.font_for(port.context, STR8("en"), false, false, 0);
        assert_true(port.has_code(port.context, font, 'A'));
        assert_true(port.has_code(port.context, font, 0xE9));
        assert_false(port.has_code(port.context, font, 0x10FFFE));
    }
}

static void test_font_port__widths_grow_with_text_and_size(void **state) {
    (void)state;
    for (int i = 0; i < PORTS; i++) {
        FontPort port = port_at(i);
        assert_int_equal(width_of(&port, "", 40), 0);
        int one = width_of(&port, "Room", 40);
        assert_true(one > 0);
        assert_int_equal(width_of(&port, "Room", 40), one);
        assert_true(width_of(&port, "Room 12", 40) > one);
        assert_in_range(width_of(&port, "Room", 80), one * 2 - 4, one * 2 + 4);
    }
}

static void test_font_port__lines_are_as_high_as_their_letters(void **state) {
    (void)state;
    for (int i = 0; i < PORTS; i++) {
        FontPort port = port_at(i);
        int font = port.font_for(port.context, STR8("en"), false, false, 0);
        for (int size = 20; size <= 160; size *= 2) {
            int ascent = 0;
            int descent = 0;
            port.line_metrics(port.context, font, size, &ascent, &descent);
            assert_true(ascent > size / 2 && ascent < 2 * size);
            assert_true(descent > 0 && descent < size);
        }
    }
}

static void test_font_port__ink_lies_in_its_coverage(void **state) {
    (void)state;
    for (int i = 0; i < PORTS; i++) {
        FontPort port = port_at(i);
        TextRun run = run_of(&port, "Hg", 40, false);
        Coverage coverage = port.run_coverage(port.context, &run);
        int ink = 0;
        assert_true(coverage.width > 0 && coverage.height > 0);
        assert_true(coverage.stride >= coverage.width);
        for (int y = 0; y < coverage.height; y++) {
            for (int x = 0; x < coverage.width; x++) {
                ink += coverage.pixels[y * coverage.stride + x] > 127 ? 1 : 0;
            }
        }
        assert_true(ink > 0);
        assert_true(coverage.origin_y < 0); /* ink begins above the baseline */
        assert_true(coverage.width <= port.run_width(port.context, &run) + run.size_px);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_font_port__every_language_has_a_first_font_and_an_end),
        cmocka_unit_test(test_font_port__has_letters_and_admits_what_it_has_not),
        cmocka_unit_test(test_font_port__widths_grow_with_text_and_size),
        cmocka_unit_test(test_font_port__lines_are_as_high_as_their_letters),
        cmocka_unit_test(test_font_port__ink_lies_in_its_coverage),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
