#include <stdlib.h>

#include "kiosk/ui/text_paragraph.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_font.h"

/*
 * Text layout with a font of fixed width. For every text, spec and language:
 * 1. Lines follow each other; between two of them at most one newline is left out.
 * 2. The runs of a line are its bytes, each once, but for white space at its end when it wraps.
 * 3. A line is as wide as its runs together, which touch; the block as its widest line.
 * 4. A width that holds the widest unbreakable piece holds every line.
 * 5. The cache gives the same block again, in the next frame too.
 */
enum { SIZE_MAX_PX = 200, WIDTH_MAX_PX = 2500 };

static const char *const LANGUAGES[] = {"en", "es", "ar", "zh-Hans", "ur", "my", "th", "ja",
                                        "ko", "vi", "ht", "",        "xx", "fa", "he", "km"};

static TextEngine *engine;

static int compare_runs(const void *left, const void *right) {
    const TextRun *a = left;
    const TextRun *b = right;
    return (a->text.ptr > b->text.ptr) - (a->text.ptr < b->text.ptr);
}

static void check_runs_touch(const TextBlock *block, const TextLine *line) {
    int x = line->x;
    FOYER_ASSERT(line->first_run + line->runs_count <= block->runs_count);
    for (size_t i = 0; i < line->runs_count; i++) {
        const TextRun *run = &block->runs[line->first_run + i];
        FOYER_ASSERT(run->text.len > 0 && run->width >= 0 && run->x == x);
        x += run->width;
    }
    FOYER_ASSERT(x - line->x == line->width);
}

/* Property 2; `cleaned` is what the engine lays out. */
static void check_bytes(Arena *arena, const TextSpec *spec, Str8 cleaned, const TextBlock *block,
                        const TextLine *line) {
    TextRun *runs = ARENA_ARRAY(arena, TextRun, line->runs_count + 1);
    for (size_t i = 0; i < line->runs_count; i++) {
        runs[i] = block->runs[line->first_run + i];
    }
    if (line->runs_count > 1) {
        qsort(runs, line->runs_count, sizeof *runs, compare_runs);
    }
    size_t at = line->start;
    for (size_t i = 0; i < line->runs_count; i++) {
        FOYER_ASSERT(runs[i].text.ptr == runs[0].text.ptr + (at - line->start));
        FOYER_ASSERT(at + runs[i].text.len <= line->end);
        FOYER_ASSERT(str8_equal(runs[i].text, str8_slice(cleaned, at, at + runs[i].text.len)));
        at += runs[i].text.len;
    }
    FOYER_ASSERT(spec->width_max_px > 0 || at == line->end);
    while (at < line->end) {
        FOYER_ASSERT(u_isUWhiteSpace((UChar32)str8_next(cleaned, &at)));
    }
}

static size_t check_line(Arena *arena, const TextSpec *spec, Str8 cleaned, const TextBlock *block,
                         size_t index) {
    const TextLine *line = &block->lines[index];
    size_t at = index > 0 ? block->lines[index - 1].end : 0;
    if (at < line->start) {
        FOYER_ASSERT(text_is_newline(str8_next(cleaned, &at)));
    }
    FOYER_ASSERT(at == line->start && line->start <= line->end && line->end <= cleaned.len);
    check_runs_touch(block, line);
    if (!block->clipped) {
        check_bytes(arena, spec, cleaned, block, line);
    }
    return line->end;
}

static void check_block(Arena *arena, const TextSpec *spec, const TextBlock *block, int min_width) {
    char *copy = str8_to_c(arena, spec->text);
    text_clean(copy, spec->text.len);
    Str8 cleaned = {copy, spec->text.len};
    int width = 0;
    int height = 0;
    size_t end = 0;
    FOYER_ASSERT(block->lines_count > 0 || block->clipped);
    FOYER_ASSERT(block->lines_count <= TEXT_LINES_MAX);
    for (size_t i = 0; i < block->lines_count; i++) {
        const TextLine *line = &block->lines[i];
        end = check_line(arena, spec, cleaned, block, i);
        FOYER_ASSERT(line->top_y == height && line->height > 0);
        FOYER_ASSERT(spec->width_max_px <= 0 || spec->width_max_px < min_width ||
                     line->width <= spec->width_max_px);
        height += line->height;
        width = line->width > width ? line->width : width;
    }
    FOYER_ASSERT(block->width == width && block->height == height);
    FOYER_ASSERT(block->clipped || end == cleaned.len);
}

static void check_same(const TextBlock *a, const TextBlock *b) {
    FOYER_ASSERT(a->runs_count == b->runs_count && a->lines_count == b->lines_count);
    FOYER_ASSERT(a->width == b->width && a->height == b->height && a->clipped == b->clipped);
    for (size_t i = 0; i < a->runs_count; i++) {
        FOYER_ASSERT(str8_equal(a->runs[i].text, b->runs[i].text));
        FOYER_ASSERT(a->runs[i].x == b->runs[i].x);
    }
}

static TextSpec take_spec(FuzzInput *input, Arena *arena) {
    uint8_t flags = fuzz_take_byte(input);
    TextSpec spec = {.rtl = (flags & 1) != 0,
                     .bold = (flags & 2) != 0,
                     .serif = (flags & 4) != 0,
                     .align = (TextAlign)((flags >> 3) % 3),
                     .size_px = fuzz_take_int(input, 2, SIZE_MAX_PX),
                     .width_max_px = fuzz_take_int(input, 0, WIDTH_MAX_PX),
                     .line_height_percent = fuzz_take_int(input, 60, 300),
                     .lines_max = fuzz_take_int(input, 0, TEXT_LINES_MAX + 2)};
    uint8_t language = fuzz_take_byte(input);
    spec.language = language < 16 ? str8_from(LANGUAGES[language]) : fuzz_take_text(input, arena);
    size_t spans = fuzz_take_byte(input) % (TEXT_SPANS_MAX + 1);
    for (size_t i = 0; i < spans; i++) {
        size_t start = (size_t)fuzz_take_int(input, 0, 300);
        spec.bold_spans[spec.bold_spans_count++] = (TextSpan){start, start + fuzz_take_byte(input)};
    }
    spec.text = fuzz_text(arena, input->bytes, input->size);
    return spec;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (engine == NULL) {
        engine = text_engine_new(fake_font_port());
        FOYER_ASSERT(engine != NULL);
    }
    Arena arena = fuzz_arena();
    FuzzInput input = {bytes, size};
    TextSpec spec = take_spec(&input, &arena);
    int min_width = text_min_width(engine, &spec);
    const TextBlock *block = text_layout(engine, &spec);
    check_block(&arena, &spec, block, min_width);
    FOYER_ASSERT(text_layout(engine, &spec) == block);
    text_engine_frame(engine);
    check_same(text_layout(engine, &spec), block);
    text_engine_wipe(engine);
    arena_free(&arena);
    return 0;
}
