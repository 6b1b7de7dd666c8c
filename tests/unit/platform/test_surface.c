#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <unistd.h>

#include <SDL2/SDL_image.h>
#include <cmocka.h>

#include "kiosk/platform/surface.h"

static void test_surface__a_png_has_the_same_pixels(void **state) {
    (void)state;
    Surface surface;
    assert_int_equal(surface_new(&surface, 33, 7, NULL), ERR_OK);
    for (int i = 0; i < 33 * 7; i++) {
        surface.target.pixels[i] = 0xFF000000U | (uint32_t)i * 70001U;
    }
    char path[] = "/tmp/foyer-surface-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    assert_int_equal(surface_write_png(&surface, str8_from(path), NULL), ERR_OK);
    SDL_Surface *loaded = IMG_Load(path);
    assert_non_null(loaded);
    SDL_Surface *image = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_RGB888, 0);
    assert_non_null(image);
    for (int y = 0; y < 7; y++) {
        const uint32_t *row =
            (const uint32_t *)(const void *)((const uint8_t *)image->pixels + y * image->pitch);
        for (int x = 0; x < 33; x++) {
            uint32_t expected = surface.target.pixels[y * 33 + x] & 0xFFFFFF;
            assert_int_equal(row[x] & 0xFFFFFF, expected);
        }
    }
    SDL_FreeSurface(image);
    SDL_FreeSurface(loaded);
    unlink(path);
    surface_free(&surface);
}

static void test_surface__refuses_sizes_and_places_that_cannot_be(void **state) {
    (void)state;
    Surface surface;
    Err err = {0};
    assert_int_equal(surface_new(&surface, 0, 10, &err), ERR_LIMIT);
    assert_int_equal(surface_new(&surface, 10, SURFACE_SIDE_MAX + 1, &err), ERR_LIMIT);
    assert_int_equal(surface_new(&surface, 4, 4, &err), ERR_OK);
    assert_int_equal(surface_write_png(&surface, STR8("/no/such/folder/a.png"), &err), ERR_IO);
    surface_free(&surface);
    assert_null(surface.target.pixels);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_surface__a_png_has_the_same_pixels),
        cmocka_unit_test(test_surface__refuses_sizes_and_places_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
