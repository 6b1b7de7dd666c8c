#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/ui/canvas.h"
#include "text_fake.h"

enum { SIDE = 200, WHITE = -1 };

static uint32_t pixels[SIDE * SIDE];
static const Rect WHOLE = {0, 0, SIDE, SIDE};
static uint8_t triangle[64 * 64];

/* A mask that is not symmetrical: to see mirroring. */
static IconMasks fake_masks(void *context, uint16_t icon, int size) {
    (void)context;
    (void)icon;
    assert_true(size <= 64);
    for (int i = 0; i < size * size; i++) {
        triangle[i] = i % size < i / size ? 255 : 0;
    }
    return (IconMasks){triangle, NULL, size};
}

static ImagePixels fake_pixels(void *context, uint16_t image, int width, int height) {
    (void)context;
    (void)image;
    static uint32_t picture[SIDE * SIDE];
    assert_true(width <= SIDE && height <= SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
        picture[i] = (uint32_t)(i % SIDE) << 16 | (uint32_t)(i / SIDE);
    }
    return (ImagePixels){picture, SIDE, SIDE, SIDE};
}

static int setup(void **state) {
    *state = canvas_new(text_fake_port(), (IconPort){fake_masks, NULL},
                        (ImagePort){.pixels = fake_pixels});
    return *state == NULL;
}

static int teardown(void **state) {
    canvas_free(*state);
    return 0;
}

static Draw draw_of(DrawKind kind, int x, int y, int width, int height) {
    return (Draw){.kind = kind,
                  .rect = {x, y, width, height},
                  .clip = WHOLE,
                  .color = 0xFF000000,
                  .radii = {{20, 20, 20, 20}},
                  .width_px = 4};
}

static void draw_all(Canvas *canvas, Draw *items, size_t count, Rect damage) {
    CanvasTarget target = {pixels, SIDE, SIDE, SIDE};
    DrawList list = {items, count};
    canvas_draw(canvas, target, &list, damage);
}

static void clear(void) {
    memset(pixels, WHITE, sizeof(pixels));
}

static uint32_t at(int x, int y) {
    return pixels[y * SIDE + x] & 0xFF;
}

static void assert_symmetrical(bool upside_down_too) {
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            assert_int_equal(at(x, y), at(SIDE - 1 - x, y));
            if (upside_down_too) {
                assert_int_equal(at(x, y), at(x, SIDE - 1 - y));
            }
        }
    }
}

static void test_canvas__shapes_are_symmetrical(void **state) {
    Draw shapes[] = {
        draw_of(DRAW_FILL, 30, 40, 140, 120),  draw_of(DRAW_OUTLINE, 30, 40, 140, 120),
        draw_of(DRAW_SHADOW, 50, 60, 100, 80), draw_of(DRAW_DISC, 50, 50, 100, 100),
        draw_of(DRAW_RING, 50, 50, 100, 100),
    };
    shapes[2].blur_px = 24;
    shapes[4].fraction = 1000;
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        clear();
        draw_all(*state, &shapes[i], 1, WHOLE);
        assert_symmetrical(true);
        assert_true(memchr(pixels, 0, sizeof(pixels)) != NULL || shapes[i].kind == DRAW_SHADOW);
    }
}

static void test_canvas__an_arch_is_round_above_and_flat_below(void **state) {
    Draw arch = draw_of(DRAW_FILL, 50, 40, 100, 120);
    arch.radii = (Radii){{50, 50, 0, 0}};
    clear();
    draw_all(*state, &arch, 1, WHOLE);
    assert_symmetrical(false);
    assert_int_equal(at(50, 40), 255);
    assert_in_range(at(100, 40), 0, 2);
    assert_int_equal(at(50, 159), 0);
    assert_int_equal(at(50, 160), 255);
}

static void test_canvas__a_rounded_corner_covers_its_area(void **state) {
    Draw disc = draw_of(DRAW_DISC, 50, 50, 100, 100);
    clear();
    draw_all(*state, &disc, 1, WHOLE);
    double sum = 0.0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        sum += 255 - (int)(pixels[i] & 0xFF);
    }
    double area = sum / 255.0;
    assert_true(area > 7853.98 - 15.0 && area < 7853.98 + 15.0);
}

static void test_canvas__a_shadow_fades_and_keeps_its_darkness(void **state) {
    Draw shadow = draw_of(DRAW_SHADOW, 50, 50, 100, 100);
    shadow.blur_px = 24;
    clear();
    draw_all(*state, &shadow, 1, WHOLE);
    assert_in_range(at(100, 100), 0, 2);
    /* The edge of a blurred half plane is half as dark. */
    assert_in_range((at(100, 49) + at(100, 50)) / 2, 124, 131);
    assert_int_equal(at(100, 5), 255);
    for (int y = 6; y < 100; y++) {
        assert_true(at(100, y) <= at(100, y - 1));
    }
}

static TextBlock text_block(void) {
    static TextRun run;
    static TextLine line;
    run = (TextRun){.text = STR8("abcd"), .size_px = 20, .baseline_y = 20, .width = 40};
    line = (TextLine){.runs_count = 1, .width = 40, .height = 24};
    return (TextBlock){
        .runs = &run, .runs_count = 1, .lines = &line, .lines_count = 1, .width = 40, .height = 24};
}

/* One of everything, so that damage in pieces is tried on each. */
static size_t everything(Draw *items, const TextBlock *block, const uint8_t *modules) {
    size_t count = 0;
    items[count++] = draw_of(DRAW_IMAGE, 0, 0, 200, 70);
    items[count++] = draw_of(DRAW_SHADOW, 20, 30, 150, 60);
    items[count - 1].blur_px = 12;
    items[count - 1].color = 0x40102030;
    items[count++] = draw_of(DRAW_FILL, 20, 30, 150, 60);
    items[count - 1].color_2 = 0xFFFFCF79;
    items[count++] = draw_of(DRAW_OUTLINE, 20, 30, 150, 60);
    items[count - 1].color = 0xFF8A8071;
    items[count - 1].dashed = true;
    items[count++] = draw_of(DRAW_RING, 20, 110, 61, 61);
    items[count - 1].fraction = 700;
    items[count - 1].color_2 = 0xFFDFD5C3;
    items[count++] = draw_of(DRAW_DISC, 90, 110, 51, 51);
    items[count++] = draw_of(DRAW_ICON, 150, 110, 40, 40);
    items[count - 1].icon = 1;
    items[count - 1].mirrored = true;
    items[count++] = draw_of(DRAW_CODE, 150, 155, 40, 40);
    items[count - 1].modules = modules;
    items[count - 1].side = 4;
    items[count++] = draw_of(DRAW_TEXT, 40, 40, 40, 24);
    items[count - 1].color = 0xFF12604F;
    items[count - 1].block = block;
    return count;
}

static void test_canvas__damage_in_pieces_equals_the_whole(void **state) {
    static const uint8_t MODULES[16] = {1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0};
    static uint32_t whole[SIDE * SIDE];
    TextBlock block = text_block();
    Draw items[16];
    size_t count = everything(items, &block, MODULES);
    clear();
    draw_all(*state, items, count, WHOLE);
    memcpy(whole, pixels, sizeof(pixels));
    clear();
    for (int y = 0; y < SIDE; y += 33) {
        for (int x = 0; x < SIDE; x += 41) {
            draw_all(*state, items, count, (Rect){x, y, 41, 33});
        }
    }
    assert_memory_equal(whole, pixels, sizeof(pixels));
}

static void test_canvas__paints_nothing_outside_damage_and_clip(void **state) {
    static const uint8_t MODULES[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    TextBlock block = text_block();
    Draw items[16];
    size_t count = everything(items, &block, MODULES);
    for (size_t i = 0; i < count; i++) {
        items[i].clip = (Rect){10, 35, 180, 150};
    }
    clear();
    draw_all(*state, items, count, (Rect){30, 20, 300, 120});
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            bool inside = x >= 30 && x < 190 && y >= 35 && y < 140;
            assert_true(inside || pixels[y * SIDE + x] == 0xFFFFFFFF);
        }
    }
}

static void test_canvas__mirrors_icons_and_pictures(void **state) {
    Draw icon = draw_of(DRAW_ICON, 0, 0, 40, 40);
    icon.icon = 1;
    clear();
    draw_all(*state, &icon, 1, WHOLE);
    assert_int_equal(at(0, 30), 0);
    assert_int_equal(at(39, 30), 255);
    icon.mirrored = true;
    clear();
    draw_all(*state, &icon, 1, WHOLE);
    assert_int_equal(at(0, 30), 255);
    assert_int_equal(at(39, 30), 0);
    Draw image = draw_of(DRAW_IMAGE, 0, 0, 100, 80);
    draw_all(*state, &image, 1, WHOLE);
    /* Centred, its lower edge at the lower edge. */
    assert_int_equal(pixels[0], 0xFF000000U | 50U << 16 | 120U);
    image.mirrored = true;
    draw_all(*state, &image, 1, WHOLE);
    assert_int_equal(pixels[0], 0xFF000000U | 149U << 16 | 120U);
}

static void test_canvas__dashes_go_round_evenly(void **state) {
    Draw dashed = draw_of(DRAW_OUTLINE, 20, 20, 160, 160);
    dashed.dashed = true;
    clear();
    draw_all(*state, &dashed, 1, WHOLE);
    int changes = 0;
    for (int x = 41; x < 160; x++) {
        changes += (at(x, 21) < 128) != (at(x - 1, 21) < 128);
    }
    assert_in_range(changes, 18, 21);
    assert_int_equal(at(100, 100), 255);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_canvas__shapes_are_symmetrical),
        TEST(test_canvas__an_arch_is_round_above_and_flat_below),
        TEST(test_canvas__a_rounded_corner_covers_its_area),
        TEST(test_canvas__a_shadow_fades_and_keeps_its_darkness),
        TEST(test_canvas__damage_in_pieces_equals_the_whole),
        TEST(test_canvas__paints_nothing_outside_damage_and_clip),
        TEST(test_canvas__mirrors_icons_and_pictures),
        TEST(test_canvas__dashes_go_round_evenly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
