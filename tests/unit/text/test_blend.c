#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/ui/blend.h"

enum { COUNT = 259 };

static const uint32_t COLORS[] = {0xFF12604F, 0xFFFFFFFF, 0xFF000000, 0x1F1B2438,
                                  0x80FF8001, 0x00FFFFFF, 0x01FF00FF, 0xFEC66B42};

/* A fixed sequence: the same pixels every run. */
static uint32_t next_number(uint32_t *seed) {
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8 ^ *seed << 11;
}

static void fill_pixels(uint32_t *pixels, uint8_t *coverage, uint32_t seed) {
    for (size_t i = 0; i < COUNT; i++) {
        pixels[i] = next_number(&seed) | 0xFF000000U;
        uint32_t number = next_number(&seed);
        /* Long stretches of nothing and everything, as text and shapes have them. */
        coverage[i] = i / 16 % 3 == 0 ? 0 : i / 16 % 3 == 1 ? 255 : (uint8_t)number;
    }
}

static void test_blend__fast_and_scalar_paths_give_the_same_pixels(void **state) {
    (void)state;
    uint32_t fast[COUNT];
    uint32_t slow[COUNT];
    uint8_t coverage[COUNT];
    for (size_t c = 0; c < sizeof(COLORS) / sizeof(COLORS[0]); c++) {
        for (size_t start = 0; start < 5; start++) {
            fill_pixels(fast, coverage, (uint32_t)(c * 7 + start));
            memcpy(slow, fast, sizeof(fast));
            blend_coverage_row(fast + start, coverage + start, COUNT - start, COLORS[c]);
            blend_coverage_row_scalar(slow + start, coverage + start, COUNT - start, COLORS[c]);
            assert_memory_equal(fast, slow, sizeof(fast));
            blend_fill_row(fast + start, COUNT - start, COLORS[c]);
            blend_fill_row_scalar(slow + start, COUNT - start, COLORS[c]);
            assert_memory_equal(fast, slow, sizeof(fast));
        }
    }
}

static void test_blend__rounds_to_the_nearest_value(void **state) {
    (void)state;
    for (uint32_t old = 0; old < 256; old += 5) {
        for (uint32_t fresh = 0; fresh < 256; fresh += 3) {
            for (uint32_t alpha = 0; alpha < 256; alpha++) {
                uint32_t exact = (2 * (fresh * alpha + old * (255 - alpha)) + 255) / 510;
                uint32_t pixel = blend_pixel(0xFF000000U | old, alpha, 0xFF000000U | fresh);
                assert_int_equal(pixel & 255, exact);
            }
        }
    }
}

static void test_blend__full_and_no_coverage_are_exact(void **state) {
    (void)state;
    assert_int_equal(blend_pixel(0xFF123456, 255, 0xFFABCDEF), 0xFFABCDEF);
    assert_int_equal(blend_pixel(0xFF123456, 0, 0xFFABCDEF), 0xFF123456);
    assert_int_equal(blend_pixel(0xFF123456, 255, 0x00ABCDEF), 0xFF123456);
}

static void test_blend__touches_no_pixel_past_the_row(void **state) {
    (void)state;
    uint8_t coverage[16];
    memset(coverage, 255, sizeof(coverage));
    for (size_t count = 0; count < 16; count++) {
        uint32_t pixels[17];
        memset(pixels, 0, sizeof(pixels));
        blend_coverage_row(pixels, coverage, count, 0xFFFFFFFF);
        blend_fill_row(pixels, count, 0x80FFFFFF);
        assert_int_equal(pixels[count], 0);
    }
}

static void test_blend__mixes_from_one_end_to_the_other(void **state) {
    (void)state;
    assert_int_equal(blend_mix(0xFFFFF0C9, 0xFFFFCF79, 0, 255), 0xFFFFF0C9);
    assert_int_equal(blend_mix(0xFFFFF0C9, 0xFFFFCF79, 255, 255), 0xFFFFCF79);
    assert_int_equal(blend_mix(0xFF000000, 0xFF0000FE, 1, 2), 0xFF00007F);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blend__fast_and_scalar_paths_give_the_same_pixels),
        cmocka_unit_test(test_blend__rounds_to_the_nearest_value),
        cmocka_unit_test(test_blend__full_and_no_coverage_are_exact),
        cmocka_unit_test(test_blend__touches_no_pixel_past_the_row),
        cmocka_unit_test(test_blend__mixes_from_one_end_to_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
