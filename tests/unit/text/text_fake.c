#include "text_fake.h"

#include <string.h>

static int widths_asked;
static uint8_t box[64 * 1024];

static int fake_font_for(void *context, Str8 language, bool bold, bool serif, int nth) {
    (void)context;
    (void)language;
    (void)serif;
    return nth > 2 ? -1 : nth + (bold ? 10 : 0);
}

static bool fake_has_code(void *context, int font, uint32_t code) {
    (void)context;
    bool arabic = code >= 0x600 && code < 0x700;
    bool han = (code >= 0x3000 && code < 0xA000) || code == 0xFF0C;
    int plain = font % 10;
    return plain == 0 ? !arabic && !han : plain == 1 ? arabic || code == ' ' : han;
}

static int fake_run_width(void *context, const TextRun *run) {
    (void)context;
    widths_asked++;
    return (int)str8_count(run->text) * run->size_px / 2;
}

static void fake_line_metrics(void *context, int font, int size_px, int *ascent, int *descent) {
    (void)context;
    (void)font;
    *ascent = size_px;
    *descent = size_px / 4;
}

static Coverage fake_run_coverage(void *context, const TextRun *run) {
    (void)context;
    memset(box, 255, sizeof(box));
    int width = (int)str8_count(run->text) * run->size_px / 2;
    return (Coverage){box, width, run->size_px, width, 0, -run->size_px};
}

FontPort text_fake_port(void) {
    return (FontPort){fake_font_for,     fake_has_code,     fake_run_width,
                      fake_line_metrics, fake_run_coverage, NULL};
}

int text_fake_widths_asked(void) {
    return widths_asked;
}
