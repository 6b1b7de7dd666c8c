#include "tests/support/fake_font.h"

#include <string.h>

enum { FAKE_WIDTH_MAX = 4096, FAKE_HEIGHT_MAX = 256 };

static uint8_t pixels[FAKE_WIDTH_MAX * FAKE_HEIGHT_MAX];

static int fake_font_for(void *context, Str8 language, bool bold, bool serif, int nth) {
    (void)context;
    (void)language;
    if (nth > 0) {
        return -1;
    }
    return serif ? 2 : (bold ? 1 : 0);
}

static bool fake_has_code(void *context, int font, uint32_t code_point) {
    (void)context;
    (void)font;
    return code_point != 0x10FFFE;
}

static bool is_mark(uint32_t code) {
    return (code >= 0x300 && code <= 0x36F) || (code >= 0x64B && code <= 0x65F);
}

static int glyphs_count(Str8 text) {
    int count = 0;
    for (size_t i = 0; i < text.len;) {
        count += is_mark(str8_next(text, &i)) ? 0 : 1;
    }
    return count;
}

static int fake_run_width(void *context, const TextRun *run) {
    (void)context;
    return glyphs_count(run->text) * (run->size_px / 2);
}

static void fake_line_metrics(void *context, int font, int size_px, int *ascent, int *descent) {
    (void)context;
    (void)font;
    *ascent = size_px * 8 / 10;
    *descent = size_px - *ascent;
}

static Coverage fake_run_coverage(void *context, const TextRun *run) {
    int width = fake_run_width(context, run);
    int height = run->size_px * 8 / 10;
    if (width <= 0 || width > FAKE_WIDTH_MAX || height > FAKE_HEIGHT_MAX) {
        return (Coverage){0};
    }
    int glyph = run->size_px / 2;
    memset(pixels, 0xFF, (size_t)(width * height));
    for (int y = 0; y < height; y++) {
        for (int x = glyph - 1; x < width; x += glyph) {
            pixels[y * width + x] = 0;
        }
    }
    return (Coverage){pixels, width, height, width, 0, -height};
}

FontPort fake_font_port(void) {
    return (FontPort){.font_for = fake_font_for,
                      .has_code = fake_has_code,
                      .run_width = fake_run_width,
                      .line_metrics = fake_line_metrics,
                      .run_coverage = fake_run_coverage};
}
