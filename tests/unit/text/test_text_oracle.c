#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <pango/pangocairo.h>

#include "kiosk/platform/font.h"

/* Pango lays out the same paragraphs with the same fonts: line counts and widths must agree. */

enum { SIZE = 36 };

typedef struct {
    const char *language;
    bool rtl;
    const char *text;
} Paragraph;

static const Paragraph PARAGRAPHS[] = {
    {"en", false,
     "Welcome to our open house tonight. Visit every room, meet your child's teacher, and stop by "
     "the library before 8:00 PM for the book table. No ID needed; we do not ask for your "
     "address."},
    {"es", false,
     "Bienvenidos a nuestra noche de puertas abiertas. Visite todos los salones, conozca a la "
     "maestra de su niño y pase por la biblioteca antes de las 8:00 p. m. No preguntamos su "
     "dirección ni su estatus migratorio."},
    {"ar", true,
     "أهلاً بكم في الأمسية المفتوحة. تفضلوا بزيارة جميع الصفوف ومقابلة معلمة طفلكم، ثم زيارة "
     "المكتبة قبل نهاية المساء. لا حاجة إلى بطاقة هوية ولا نسأل عن عنوانكم."},
    {"ar", true,
     "اتصلوا بالمدرسة قبل الساعة 6:30 مساءً أو اكتبوا إلى Daniela Reyes في الغرفة 108 عند المدخل "
     "الأمامي. تبدأ لقاءات Open House من 6:00 – 8:00 مساءً يوم 16 أكتوبر 2025."},
    {"en", false,
     "The family liaison is نور الهدى in room 12, and the notice says: مدرسة ميبل غروف 2025 for "
     "all families who come at 6:30."},
};

static const int WIDTHS[] = {420, 584, 760, 1060};

typedef struct {
    Fonts *fonts;
    TextEngine *engine;
    PangoContext *context;
} Fixture;

static int setup(void **state) {
    static Fixture fixture;
    if (fonts_new(&fixture.fonts, NULL) != ERR_OK) {
        return 1;
    }
    fixture.engine = text_engine_new(fonts_port(fixture.fonts));
    fixture.context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(fixture.context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(fixture.context, FALSE);
    *state = &fixture;
    return 0;
}

static int teardown(void **state) {
    Fixture *fixture = *state;
    g_object_unref(fixture->context);
    text_engine_free(fixture->engine);
    fonts_free(fixture->fonts);
    return 0;
}

static PangoLayout *oracle(const Fixture *fixture, const Paragraph *paragraph, int width) {
    PangoContext *context = fixture->context;
    pango_context_set_base_dir(context, paragraph->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_context_set_language(context, pango_language_from_string(paragraph->language));
    PangoLayout *layout = pango_layout_new(context);
    pango_layout_set_auto_dir(layout, FALSE);
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans,Noto Sans Arabic");
    pango_font_description_set_absolute_size(font, SIZE * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, width > 0 ? width * PANGO_SCALE : -1);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_text(layout, paragraph->text, -1);
    return layout;
}

static const TextBlock *ours(const Fixture *fixture, const Paragraph *paragraph, int width) {
    TextSpec spec = {.text = str8_from(paragraph->text),
                     .language = str8_from(paragraph->language),
                     .rtl = paragraph->rtl,
                     .size_px = SIZE,
                     .line_height_percent = 136,
                     .width_max_px = width};
    return text_layout(fixture->engine, &spec);
}

static void test_text_oracle__whole_paragraphs_are_as_wide_as_in_pango(void **state) {
    for (size_t i = 0; i < sizeof(PARAGRAPHS) / sizeof(PARAGRAPHS[0]); i++) {
        PangoLayout *layout = oracle(*state, &PARAGRAPHS[i], 0);
        int width;
        pango_layout_get_pixel_size(layout, &width, NULL);
        const TextBlock *block = ours(*state, &PARAGRAPHS[i], 0);
        /* Runs are whole pixels here and fractions there: at most a pixel a run, and a percent. */
        int allowed = (int)block->runs_count + width / 100;
        assert_in_range(block->width, width - allowed, width + allowed);
        g_object_unref(layout);
    }
}

static void test_text_oracle__lines_break_where_pango_breaks_them(void **state) {
    for (size_t i = 0; i < sizeof(PARAGRAPHS) / sizeof(PARAGRAPHS[0]); i++) {
        for (size_t w = 0; w < sizeof(WIDTHS) / sizeof(WIDTHS[0]); w++) {
            PangoLayout *layout = oracle(*state, &PARAGRAPHS[i], WIDTHS[w]);
            const TextBlock *block = ours(*state, &PARAGRAPHS[i], WIDTHS[w]);
            assert_int_equal(block->lines_count, pango_layout_get_line_count(layout));
            for (size_t line = 0; line < block->lines_count; line++) {
                PangoRectangle ink;
                PangoLayoutLine *theirs = pango_layout_get_line_readonly(layout, (int)line);
                pango_layout_line_get_pixel_extents(theirs, &ink, NULL);
                const TextLine *own = &block->lines[line];
                assert_int_equal(own->start, theirs->start_index);
                assert_true(own->width <= WIDTHS[w]);
                int allowed = 4 + (int)own->runs_count;
                assert_in_range(own->width, ink.width - allowed, ink.width + allowed);
            }
            g_object_unref(layout);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_oracle__whole_paragraphs_are_as_wide_as_in_pango),
        cmocka_unit_test(test_text_oracle__lines_break_where_pango_breaks_them),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
