/* Stands in for the text module where a test is about boxes: every code point is half the size
 * wide, lines break at spaces, one run a line. Blocks are kept in a small table until the engine
 * goes. */
#include <stdlib.h>

#include "data/base/check.h"
#include "data/base/hash.h"
#include "kiosk/ui/text.h"

enum { BLOCKS_MAX = 4096, LINES_MAX = TEXT_LINES_MAX };

typedef struct {
    uint64_t hash;
    TextBlock block;
    TextLine lines[LINES_MAX];
    TextRun runs[LINES_MAX];
} FakeBlock;

struct TextEngine {
    FontPort font;
    FakeBlock *blocks[BLOCKS_MAX];
    size_t blocks_count;
};

TextEngine *text_engine_new(FontPort font) {
    TextEngine *engine = calloc(1, sizeof *engine);
    FOYER_ASSERT(engine != NULL);
    engine->font = font;
    return engine;
}

void text_engine_wipe(TextEngine *engine) {
    for (size_t i = 0; i < engine->blocks_count; i++) {
        free(engine->blocks[i]);
    }
    engine->blocks_count = 0;
}

void text_engine_free(TextEngine *engine) {
    text_engine_wipe(engine);
    free(engine);
}

void text_engine_frame(TextEngine *engine) {
    (void)engine;
}

FontPort text_engine_font(const TextEngine *engine) {
    return engine->font;
}

static int width_of(const TextSpec *spec, size_t start, size_t end) {
    return (int)str8_count(str8_slice(spec->text, start, end)) * (spec->size_px / 2);
}

static size_t word_end(Str8 text, size_t from) {
    while (from < text.len && text.ptr[from] == ' ') {
        from++;
    }
    while (from < text.len && text.ptr[from] != ' ') {
        from++;
    }
    return from;
}

static int aligned_x(const TextSpec *spec, int width) {
    int left = spec->width_max_px > width ? spec->width_max_px - width : 0;
    if (spec->align == TEXT_CENTER) {
        return left / 2;
    }
    return ((spec->align == TEXT_END) != spec->rtl) ? left : 0;
}

static void add_line(FakeBlock *fake, const TextSpec *spec, size_t start, size_t end) {
    size_t n = fake->block.lines_count;
    if (n >= LINES_MAX) {
        return;
    }
    int height = (spec->size_px * spec->line_height_percent + 50) / 100;
    int width = width_of(spec, start, end);
    int x = aligned_x(spec, width);
    fake->lines[n] = (TextLine){.first_run = n,
                                .runs_count = 1,
                                .x = x,
                                .width = width,
                                .top_y = (int)n * height,
                                .height = height,
                                .start = start,
                                .end = end};
    fake->runs[n] = (TextRun){.text = str8_slice(spec->text, start, end),
                              .size_px = spec->size_px,
                              .rtl = spec->rtl,
                              .x = x,
                              .baseline_y = (int)n * height + height * 8 / 10,
                              .width = width};
    fake->block.lines_count = fake->block.runs_count = n + 1;
    fake->block.width = width > fake->block.width ? width : fake->block.width;
    fake->block.height += height;
}

static void fill(FakeBlock *fake, const TextSpec *spec) {
    size_t start = 0;
    while (start < spec->text.len) {
        size_t end = word_end(spec->text, start);
        while (end < spec->text.len) {
            size_t more = word_end(spec->text, end);
            if (spec->width_max_px > 0 && width_of(spec, start, more) > spec->width_max_px) {
                break;
            }
            end = more;
        }
        add_line(fake, spec, start, end);
        start = end;
        while (start < spec->text.len && spec->text.ptr[start] == ' ') {
            start++;
        }
    }
}

const TextBlock *text_layout(TextEngine *engine, const TextSpec *spec) {
    const int64_t numbers[] = {spec->rtl, spec->size_px, spec->width_max_px, spec->align,
                               spec->line_height_percent};
    uint64_t hash = hash_bytes(HASH_START, numbers, sizeof numbers);
    hash = hash_bytes(hash, spec->text.ptr, spec->text.len);
    for (size_t i = 0; i < engine->blocks_count; i++) {
        if (engine->blocks[i]->hash == hash) {
            return &engine->blocks[i]->block;
        }
    }
    FOYER_ASSERT(engine->blocks_count < BLOCKS_MAX);
    FakeBlock *fake = calloc(1, sizeof *fake);
    FOYER_ASSERT(fake != NULL);
    engine->blocks[engine->blocks_count++] = fake;
    fake->hash = hash;
    fake->block.lines = fake->lines;
    fake->block.runs = fake->runs;
    fill(fake, spec);
    return &fake->block;
}

int text_min_width(TextEngine *engine, const TextSpec *spec) {
    (void)engine;
    int widest = 0;
    for (size_t at = 0; at < spec->text.len;) {
        while (at < spec->text.len && spec->text.ptr[at] == ' ') {
            at++;
        }
        size_t end = word_end(spec->text, at);
        int width = width_of(spec, at, end);
        widest = width > widest ? width : widest;
        at = end;
    }
    return widest;
}
