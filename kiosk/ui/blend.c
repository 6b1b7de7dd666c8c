#include "kiosk/ui/blend.h"

#include <stdbool.h>

#include "data/base/check.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* x / 255 to nearest for 0 <= x <= 65,025. */
static uint32_t divide_255(uint32_t x) {
    x += 128;
    return (x + (x >> 8)) >> 8;
}

static uint32_t mix_channels(uint32_t pixel, uint32_t color, uint32_t alpha) {
    uint32_t keep = 255 - alpha;
    uint32_t red = divide_255((color >> 16 & 255) * alpha + (pixel >> 16 & 255) * keep);
    uint32_t green = divide_255((color >> 8 & 255) * alpha + (pixel >> 8 & 255) * keep);
    uint32_t blue = divide_255((color & 255) * alpha + (pixel & 255) * keep);
    return 0xFF000000U | red << 16 | green << 8 | blue;
}

uint32_t blend_pixel(uint32_t pixel, uint32_t coverage, uint32_t color) {
    FOYER_ASSERT(coverage <= 255);
    return mix_channels(pixel, color, divide_255(coverage * (color >> 24)));
}

void blend_coverage_row_scalar(uint32_t *pixels, const uint8_t *coverage, size_t count,
                               uint32_t color) {
    uint32_t opacity = color >> 24;
    for (size_t i = 0; i < count; i++) {
        if (coverage[i] != 0) {
            pixels[i] = mix_channels(pixels[i], color, divide_255(coverage[i] * opacity));
        }
    }
}

void blend_fill_row_scalar(uint32_t *pixels, size_t count, uint32_t color) {
    uint32_t alpha = color >> 24;
    for (size_t i = 0; i < count; i++) {
        pixels[i] = alpha == 255 ? color : mix_channels(pixels[i], color, alpha);
    }
}

#if defined(__SSE2__)

/* Eight 16-bit values / 255 to nearest; the same sum as divide_255. */
static __m128i divide_255_x8(__m128i x) {
    x = _mm_add_epi16(x, _mm_set1_epi16(128));
    return _mm_srli_epi16(_mm_add_epi16(x, _mm_srli_epi16(x, 8)), 8);
}

/* Two pixels widened to 16 bit a channel, mixed with their own alphas. */
static __m128i mix_two(__m128i pixels, __m128i color, __m128i alphas) {
    __m128i keep = _mm_sub_epi16(_mm_set1_epi16(255), alphas);
    __m128i sum = _mm_add_epi16(_mm_mullo_epi16(color, alphas), _mm_mullo_epi16(pixels, keep));
    return divide_255_x8(sum);
}

static void mix_four(uint32_t *pixels, __m128i color, __m128i alphas_low, __m128i alphas_high) {
    __m128i zero = _mm_setzero_si128();
    __m128i old = _mm_loadu_si128((const __m128i *)(const void *)pixels);
    __m128i low = mix_two(_mm_unpacklo_epi8(old, zero), color, alphas_low);
    __m128i high = mix_two(_mm_unpackhi_epi8(old, zero), color, alphas_high);
    __m128i fresh = _mm_or_si128(_mm_packus_epi16(low, high), _mm_set1_epi32((int)0xFF000000U));
    _mm_storeu_si128((__m128i *)(void *)pixels, fresh);
}

static uint32_t four_bytes(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

void blend_coverage_row(uint32_t *pixels, const uint8_t *coverage, size_t count, uint32_t color) {
    FOYER_ASSERT(count == 0 || (pixels != NULL && coverage != NULL));
    __m128i zero = _mm_setzero_si128();
    __m128i wide = _mm_unpacklo_epi8(_mm_set1_epi32((int)color), zero);
    __m128i opacity = _mm_set1_epi16((short)(color >> 24));
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        uint32_t four = four_bytes(coverage + i);
        if (four == 0) {
            continue;
        }
        if (four == 0xFFFFFFFFU && color >> 24 == 255) {
            _mm_storeu_si128((__m128i *)(void *)(pixels + i), _mm_set1_epi32((int)color));
            continue;
        }
        __m128i bytes = _mm_unpacklo_epi8(_mm_cvtsi32_si128((int)four), zero);
        __m128i alphas = divide_255_x8(_mm_mullo_epi16(bytes, opacity));
        alphas = _mm_unpacklo_epi16(alphas, alphas);
        mix_four(pixels + i, wide, _mm_unpacklo_epi32(alphas, alphas),
                 _mm_unpackhi_epi32(alphas, alphas));
    }
    blend_coverage_row_scalar(pixels + i, coverage + i, count - i, color);
}

void blend_fill_row(uint32_t *pixels, size_t count, uint32_t color) {
    FOYER_ASSERT(count == 0 || pixels != NULL);
    __m128i wide = _mm_unpacklo_epi8(_mm_set1_epi32((int)color), _mm_setzero_si128());
    __m128i alphas = _mm_set1_epi16((short)(color >> 24));
    bool opaque = color >> 24 == 255;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        if (opaque) {
            _mm_storeu_si128((__m128i *)(void *)(pixels + i), _mm_set1_epi32((int)color));
        } else {
            mix_four(pixels + i, wide, alphas, alphas);
        }
    }
    blend_fill_row_scalar(pixels + i, count - i, color);
}

#else

void blend_coverage_row(uint32_t *pixels, const uint8_t *coverage, size_t count, uint32_t color) {
    blend_coverage_row_scalar(pixels, coverage, count, color);
}

void blend_fill_row(uint32_t *pixels, size_t count, uint32_t color) {
    blend_fill_row_scalar(pixels, count, color);
}

#endif

static uint32_t mix_channel(uint32_t a, uint32_t b, uint32_t at, uint32_t whole) {
    return (a * (whole - at) + b * at + whole / 2) / whole;
}

uint32_t blend_mix(uint32_t a, uint32_t b, int at, int whole) {
    FOYER_ASSERT(whole > 0 && at >= 0 && at <= whole);
    uint32_t result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        uint32_t channel =
            mix_channel(a >> shift & 255, b >> shift & 255, (uint32_t)at, (uint32_t)whole);
        result |= channel << shift;
    }
    return result;
}
