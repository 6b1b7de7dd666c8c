#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/platform/icon.h"

static int setup(void **state) {
    Icons *icons = NULL;
    ErrCode code = icons_new(&icons, STR8("assets"), NULL);
    *state = icons;
    return code != ERR_OK;
}

static int teardown(void **state) {
    icons_free(*state);
    return 0;
}

static int svg_count(const char *folder) {
    DIR *files = opendir(folder);
    assert_non_null(files);
    int count = 0;
    for (struct dirent *file = readdir(files); file != NULL; file = readdir(files)) {
        count += strstr(file->d_name, ".svg") != NULL ? 1 : 0;
    }
    closedir(files);
    return count;
}

static void test_icon__the_list_and_the_folder_agree(void **state) {
    (void)state;
    assert_int_equal(svg_count("assets/icons"), ICON_COUNT - 1);
    assert_int_equal(svg_count("assets/scenes"), IMAGE_COUNT - 1);
}

static void test_icon__every_one_has_lines_inside_its_square(void **state) {
    IconPort port = icons_port(*state);
    for (unsigned icon = 1; icon < ICON_COUNT; icon++) {
        IconMasks masks = port.masks(port.context, (uint16_t)icon, 48);
        assert_int_equal(masks.size, 48);
        assert_non_null(masks.line);
        assert_non_null(memchr(masks.line, 255, 48 * 48));
    }
}

static void test_icon__keeps_tint_and_line_apart(void **state) {
    IconPort port = icons_port(*state);
    IconMasks shield = port.masks(port.context, ICON_SHIELD, 96);
    assert_non_null(shield.tint);
    /* Inside the shield, left of the tick: tint only. */
    size_t inside = 40 * 96 + 28;
    assert_int_equal(shield.tint[inside], 255);
    assert_int_equal(shield.line[inside], 0);
    assert_null(port.masks(port.context, ICON_BACK, 96).tint);
    assert_null(port.masks(port.context, ICON_CREST, 96).tint);
}

static void test_icon__answers_any_number_and_size(void **state) {
    IconPort port = icons_port(*state);
    assert_null(port.masks(port.context, ICON_NONE, 48).line);
    assert_null(port.masks(port.context, 60000, 48).line);
    assert_null(port.masks(port.context, ICON_CHECK, 0).line);
    for (int size = 8; size < 400; size++) {
        assert_non_null(port.masks(port.context, ICON_CHECK, size).line);
    }
}

static void test_icon__pictures_cover_what_is_asked(void **state) {
    static const int SIZES[][2] = {{1920, 484}, {1366, 344}, {640, 480}, {1081, 33}};
    ImagePort port = images_port(*state);
    for (unsigned image = 1; image < IMAGE_COUNT; image++) {
        for (size_t i = 0; i < sizeof(SIZES) / sizeof(SIZES[0]); i++) {
            ImagePixels pixels =
                port.pixels(port.context, (uint16_t)image, SIZES[i][0], SIZES[i][1]);
            assert_non_null(pixels.pixels);
            assert_true(pixels.width >= SIZES[i][0] && pixels.height >= SIZES[i][1]);
        }
    }
    assert_null(port.pixels(port.context, IMAGE_NONE, 10, 10).pixels);
}

static void test_icon__the_scene_has_its_gradient(void **state) {
    ImagePort port = images_port(*state);
    ImagePixels scene = port.pixels(port.context, IMAGE_HOME_DUSK, 1920, 520);
    assert_int_equal(scene.pixels[100] & 0xFFFFFF, 0x16233F);
    uint32_t middle = scene.pixels[270 * scene.stride + 100] & 0xFFFFFF;
    assert_in_range(middle >> 16, 0x2D, 0x31);
    assert_in_range(middle & 0xFF, 0x67, 0x6B);
}

static void test_icon__a_drawing_is_whole_and_on_white(void **state) {
    static const Str8 SVG = {"<svg viewBox=\"0 0 40 20\" width=\"40\" height=\"20\"><path "
                             "d=\"M0 0h20v20h-20z\" fill=\"#12604F\"/></svg>",
                             96};
    static const Str8 BROKEN = {"<svg", 4};
    ImagePort port = images_port(*state);
    const SvgDrawing drawing = {SVG, 1};
    ImagePixels wide = port.drawing(port.context, &drawing, 401, 200);
    assert_int_equal(wide.width, 401);
    assert_int_equal(wide.height, 200);
    assert_int_equal(wide.pixels[100 * wide.stride + 100] & 0xFFFFFF, 0x12604F);
    assert_int_equal(wide.pixels[100 * wide.stride + 300] & 0xFFFFFF, 0xFFFFFF);
    ImagePixels high = port.drawing(port.context, &drawing, 200, 300);
    assert_int_equal(high.pixels[20 * high.stride + 50] & 0xFFFFFF, 0xFFFFFF);
    assert_int_equal(high.pixels[150 * high.stride + 50] & 0xFFFFFF, 0x12604F);
    const SvgDrawing other = {BROKEN, 2}; /* another digest is another drawing */
    assert_null(port.drawing(port.context, &other, 401, 200).pixels);
}

static void test_icon__a_missing_folder_is_said(void **state) {
    (void)state;
    Icons *icons = NULL;
    Err err = {0};
    assert_int_equal(icons_new(&icons, STR8("no/such/folder"), &err), ERR_NOT_FOUND);
    assert_null(icons);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_icon__the_list_and_the_folder_agree),
        TEST(test_icon__every_one_has_lines_inside_its_square),
        TEST(test_icon__keeps_tint_and_line_apart),
        TEST(test_icon__answers_any_number_and_size),
        TEST(test_icon__pictures_cover_what_is_asked),
        TEST(test_icon__the_scene_has_its_gradient),
        TEST(test_icon__a_drawing_is_whole_and_on_white),
        cmocka_unit_test(test_icon__a_missing_folder_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
