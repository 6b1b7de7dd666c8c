#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/ui/paint.h"

/* WCAG 2.2, relative luminance and contrast ratio. */
static double channel_linear(uint32_t value) {
    double c = (double)(value & 0xFF) / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t color) {
    return 0.2126 * channel_linear(color >> 16) + 0.7152 * channel_linear(color >> 8) +
           0.0722 * channel_linear(color);
}

static double contrast(uint32_t a, uint32_t b) {
    double la = luminance(a);
    double lb = luminance(b);
    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

static double theme_contrast(ThemeName theme, Color front, Color back) {
    return contrast(theme_color(theme, front), theme_color(theme, back));
}

typedef struct {
    Color front, back;
    double light, night; /* as VISUAL.md states it, rounded to a tenth; 0 = not stated there */
} Pair;

static const Pair TEXT_PAIRS[] = {
    {COLOR_INK, COLOR_PAPER, 13.9, 0},          {COLOR_INK, COLOR_SUNKEN, 12.5, 16.0},
    {COLOR_INK, COLOR_SURFACE, 15.5, 12.5},     {COLOR_INK_2, COLOR_PAPER, 6.4, 0},
    {COLOR_INK_2, COLOR_SUNKEN, 5.8, 10.1},     {COLOR_INK_2, COLOR_SURFACE, 7.2, 7.9},
    {COLOR_ON_PINE, COLOR_PINE, 7.5, 9.9},      {COLOR_ON_PINE, COLOR_PINE_DOWN, 0, 0},
    {COLOR_ON_LAKE, COLOR_LAKE, 8.6, 9.4},      {COLOR_ON_CLAY, COLOR_CLAY, 6.8, 0},
    {COLOR_ON_INVERSE, COLOR_INVERSE, 0, 0},    {COLOR_PINE, COLOR_SURFACE, 7.5, 0},
    {COLOR_PINE, COLOR_PAPER, 6.7, 0},          {COLOR_PINE, COLOR_PINE_TINT, 6.2, 0},
    {COLOR_INK, COLOR_PINE_TINT, 0, 0},         {COLOR_LAKE, COLOR_LAKE_TINT, 7.1, 0},
    {COLOR_CLAY, COLOR_CLAY_TINT, 5.7, 0},      {COLOR_PLUM, COLOR_PLUM_TINT, 6.9, 0},
    {COLOR_HONEY, COLOR_HONEY_TINT, 7.4, 0},    {COLOR_OK, COLOR_OK_TINT, 5.5, 0},
    {COLOR_AMBER, COLOR_AMBER_TINT, 6.5, 0},    {COLOR_DANGER, COLOR_DANGER_TINT, 6.1, 0},
    {COLOR_ARCH_TEXT, COLOR_ARCH_BOTTOM, 0, 0}, {COLOR_INK, COLOR_HIT, 12.3, 0},
    {COLOR_QR_DARK, COLOR_QR_LIGHT, 0, 0},
};

static const Pair EDGE_PAIRS[] = {
    {COLOR_EDGE, COLOR_SURFACE, 3.9, 4.6}, {COLOR_EDGE, COLOR_PAPER, 3.5, 0},
    {COLOR_EDGE, COLOR_SUNKEN, 3.1, 5.8},  {COLOR_PINE, COLOR_PAPER, 6.7, 0},
    {COLOR_LAKE, COLOR_PAPER, 0, 0},       {COLOR_CLAY, COLOR_PAPER, 0, 0},
    {COLOR_PINE, COLOR_SUNKEN, 0, 0},      {COLOR_INVERSE, COLOR_PAPER, 0, 0},
};

enum {
    TEXT_PAIRS_COUNT = sizeof TEXT_PAIRS / sizeof TEXT_PAIRS[0],
    EDGE_PAIRS_COUNT = sizeof EDGE_PAIRS / sizeof EDGE_PAIRS[0],
};

static void assert_stated(double stated, double computed, const Pair *pair) {
    if (stated > 0 && fabs(stated - computed) > 0.06) {
        fail_msg("colour %d on %d: stated %.1f, computed %.2f", (int)pair->front, (int)pair->back,
                 stated, computed);
    }
}

static void assert_at_least(double least, ThemeName theme, const Pair *pair) {
    double ratio = theme_contrast(theme, pair->front, pair->back);
    if (ratio < least) {
        fail_msg("theme %d: colour %d on %d: %.2f, needs %.1f", (int)theme, (int)pair->front,
                 (int)pair->back, ratio, least);
    }
}

static void test_theme__text_is_readable_in_every_theme(void **state) {
    (void)state;
    for (ThemeName theme = THEME_LIGHT; theme < THEME_COUNT; theme++) {
        double least = theme_is_strong(theme) ? 7.0 : 4.5;
        for (size_t i = 0; i < TEXT_PAIRS_COUNT; i++) {
            assert_at_least(least, theme, &TEXT_PAIRS[i]);
        }
    }
}

static void test_theme__controls_stand_out_in_every_theme(void **state) {
    (void)state;
    for (ThemeName theme = THEME_LIGHT; theme < THEME_COUNT; theme++) {
        for (size_t i = 0; i < EDGE_PAIRS_COUNT; i++) {
            assert_at_least(3.0, theme, &EDGE_PAIRS[i]);
        }
    }
}

static void test_theme__contrasts_are_the_stated_ones(void **state) {
    (void)state;
    for (size_t i = 0; i < TEXT_PAIRS_COUNT + EDGE_PAIRS_COUNT; i++) {
        const Pair *pair =
            i < TEXT_PAIRS_COUNT ? &TEXT_PAIRS[i] : &EDGE_PAIRS[i - TEXT_PAIRS_COUNT];
        assert_stated(pair->light, theme_contrast(THEME_LIGHT, pair->front, pair->back), pair);
        assert_stated(pair->night, theme_contrast(THEME_NIGHT, pair->front, pair->back), pair);
    }
}

static void test_theme__strong_themes_reach_their_stated_figures(void **state) {
    (void)state;
    static const Color HUES[] = {COLOR_PINE, COLOR_LAKE,  COLOR_CLAY,  COLOR_PLUM,
                                 COLOR_OK,   COLOR_AMBER, COLOR_DANGER};
    Pair ink = {COLOR_INK, COLOR_PAPER, 0, 0};
    assert_at_least(20.9, THEME_STRONG_DARK, &ink);
    assert_at_least(20.9, THEME_STRONG_LIGHT, &ink);
    for (size_t i = 0; i < sizeof HUES / sizeof HUES[0]; i++) {
        Pair hue = {HUES[i], COLOR_PAPER, 0, 0};
        assert_at_least(15.6, THEME_STRONG_DARK, &hue);
        assert_at_least(10.35, THEME_STRONG_LIGHT, &hue);
    }
}

static void assert_pressed_readable(ThemeName theme, Color fill, Color ink) {
    double ratio = contrast(theme_color(theme, ink), paint_pressed_color(theme, fill));
    if (ratio < (theme_is_strong(theme) ? 7.0 : 4.5)) {
        fail_msg("theme %d, fill %d: %.2f", (int)theme, (int)fill, ratio);
    }
}

static void test_theme__pressed_controls_stay_readable(void **state) {
    (void)state;
    static const Color PAIRS[][2] = {
        {COLOR_SURFACE, COLOR_INK},  {COLOR_PINE, COLOR_ON_PINE},
        {COLOR_LAKE, COLOR_ON_LAKE}, {COLOR_CLAY, COLOR_ON_CLAY},
        {COLOR_SUNKEN, COLOR_INK},   {COLOR_INVERSE, COLOR_ON_INVERSE}};
    for (ThemeName theme = THEME_LIGHT; theme < THEME_COUNT; theme++) {
        for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
            assert_pressed_readable(theme, PAIRS[i][0], PAIRS[i][1]);
        }
    }
}

static void test_theme__focus_ring_shows_on_everything(void **state) {
    (void)state;
    /* Two rings side by side: one of them always stands out from what is around it. */
    for (ThemeName theme = THEME_LIGHT; theme < THEME_COUNT; theme++) {
        double gold = theme_contrast(theme, COLOR_FOCUS, COLOR_PAPER);
        double ink = theme_contrast(theme, COLOR_INK, COLOR_PAPER);
        assert_true(gold >= 3.0 || ink >= 3.0);
    }
    assert_true(theme_contrast(THEME_LIGHT, COLOR_INK, COLOR_FOCUS) >= 10.0);
}

static void test_theme__a_du_is_a_pixel_on_the_reference_panel(void **state) {
    (void)state;
    Look look = {.width_px = 1920, .height_px = 1080, .panel_width_mm = 476};
    for (int du = -200; du <= 2000; du += 7) {
        assert_int_equal(look_px(&look, du), du);
    }
    assert_int_equal(look_width_du(&look), 1920);
    assert_int_equal(look_height_du(&look), 1080);
    assert_int_equal(look_mm_px(&look, 30), 13); /* 3 mm between targets */
    assert_int_equal(look_mm_px(&look, 200), 81);
}

static void test_theme__the_tighter_side_scales_and_the_longer_one_gets_more_du(void **state) {
    (void)state;
    Look wide = {.width_px = 2560, .height_px = 1080, .panel_width_mm = 600};
    assert_int_equal(look_px(&wide, 100), 100);
    assert_int_equal(look_width_du(&wide), 2560);
    Look small = {.width_px = 960, .height_px = 600, .panel_width_mm = 476};
    assert_int_equal(look_px(&small, 100), 50);
    assert_int_equal(look_px(&small, 1), 1);
    assert_int_equal(look_height_du(&small), 1200);
    Look portrait = {.width_px = 1080, .height_px = 1920, .panel_width_mm = 476};
    assert_true(look_is_portrait(&portrait));
    assert_int_equal(look_height_du(&portrait), 1920);
    assert_int_equal(look_mm_px(&portrait, 30), 13);
}

static void test_theme__no_type_is_ever_smaller_than_28(void **state) {
    (void)state;
    for (TypeRole role = TYPE_DISPLAY; role < TYPE_COUNT; role++) {
        for (TextSize size = TEXT_NORMAL; size < TEXT_SIZE_COUNT; size++) {
            TypeStyle style = theme_type(THEME_LIGHT, size, role);
            assert_true(style.size_du >= 28 && style.line_height_percent >= 100);
            assert_false(theme_type(THEME_STRONG_DARK, size, role).serif);
            for (int steps = 0; steps < 6; steps++) {
                int lower = theme_type_step_down(style.size_du, steps + 1);
                int upper = theme_type_step_down(style.size_du, steps);
                assert_true(lower >= 28 && (lower < upper || upper == 28));
            }
        }
    }
    assert_int_equal(theme_type_step_down(34, 1), 30);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_theme__text_is_readable_in_every_theme),
        cmocka_unit_test(test_theme__controls_stand_out_in_every_theme),
        cmocka_unit_test(test_theme__contrasts_are_the_stated_ones),
        cmocka_unit_test(test_theme__strong_themes_reach_their_stated_figures),
        cmocka_unit_test(test_theme__pressed_controls_stay_readable),
        cmocka_unit_test(test_theme__focus_ring_shows_on_everything),
        cmocka_unit_test(test_theme__a_du_is_a_pixel_on_the_reference_panel),
        cmocka_unit_test(test_theme__the_tighter_side_scales_and_the_longer_one_gets_more_du),
        cmocka_unit_test(test_theme__no_type_is_ever_smaller_than_28),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
