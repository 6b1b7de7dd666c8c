#ifndef FOYER_KIOSK_UI_BLEND_H
#define FOYER_KIOSK_UI_BLEND_H

#include <stddef.h>
#include <stdint.h>

/*
 * Rows of XRGB pixels painted through 8-bit coverage. Plain source-over on the stored values, as
 * browsers do, with exact rounding: (s * a + d * (255 - a)) / 255, half up. The fast path (SSE2
 * where there is one) and the scalar path give the same pixels; a test holds them together.
 */

/** Colour 0xAARRGGBB over `count` pixels, through one coverage byte a pixel. */
void blend_coverage_row(uint32_t *pixels, const uint8_t *coverage, size_t count, uint32_t color);
void blend_coverage_row_scalar(uint32_t *pixels, const uint8_t *coverage, size_t count,
                               uint32_t color);

/** Colour 0xAARRGGBB over `count` pixels. */
void blend_fill_row(uint32_t *pixels, size_t count, uint32_t color);
void blend_fill_row_scalar(uint32_t *pixels, size_t count, uint32_t color);

/** One pixel through one coverage byte. */
uint32_t blend_pixel(uint32_t pixel, uint32_t coverage, uint32_t color);

/** Between `a` (at 0) and `b` (at `whole`), each channel to nearest, alpha included. */
uint32_t blend_mix(uint32_t a, uint32_t b, int at, int whole);

#endif
