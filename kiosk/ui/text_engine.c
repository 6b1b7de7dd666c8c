#include <string.h>

#include "data/base/check.h"
#include "data/base/hash.h"
#include "kiosk/ui/text_fill.h"
#include "kiosk/ui/text_mark.h"

/*
 * Layout and its cache.
 * 1. Two generations, each an arena and a table. Blocks are made in the young one; a hit in the old
 *    one is copied to the young one, so what is in use is always young.
 * 2. Generations change places at the start of a frame, once the young one is large enough: a block
 *    therefore lives through the frame that asked for it and the next.
 * 3. A block owns its text; nothing in it points to the caller's memory.
 * 4. Once a screen's texts are known, a frame allocates nothing: arenas keep their blocks.
 * 5. wipe overwrites every byte of text (invariant 9 of the house).
 */

enum {
    TABLE_SIZE = 2048, /* a power of two */
    TABLE_USED_MAX = 1500,
    GENERATION_FULL_BYTES = 512 << 10,
    GENERATION_BYTES_MAX = 8 << 20,
    RUNS_MAX = 1024,
    SCRATCH_BYTES_MAX = 4 << 20,
};

typedef struct {
    uint64_t hash;
    TextSpec spec;
    Str8 cleaned;  /* what runs point into */
    bool measured; /* text_min_width, not a layout: only block.width is set */
    TextBlock block;
} Entry;

typedef struct {
    Arena arena;
    Entry *table[TABLE_SIZE];
    size_t used;
    size_t bytes;
} Generation;

struct TextEngine {
    Arena home; /* holds this struct */
    TextTools tools;
    Generation generations[2];
    size_t young;
    Arena scratch;
};

static const TextBlock EMPTY_BLOCK = {.clipped = true};

TextEngine *text_engine_new(FontPort font) {
    Arena home = arena_make(sizeof(TextEngine) + 64, sizeof(TextEngine) + 64);
    TextEngine *engine = ARENA_NEW(&home, TextEngine);
    if (engine == NULL) {
        return NULL;
    }
    engine->home = home;
    for (size_t i = 0; i < 2; i++) {
        engine->generations[i].arena = arena_make(128 << 10, GENERATION_BYTES_MAX);
    }
    engine->scratch = arena_make(256 << 10, SCRATCH_BYTES_MAX);
    if (!text_tools_open(&engine->tools, font)) {
        text_engine_free(engine);
        return NULL;
    }
    return engine;
}

void text_engine_free(TextEngine *engine) {
    if (engine == NULL) {
        return;
    }
    text_tools_close(&engine->tools);
    arena_free(&engine->generations[0].arena);
    arena_free(&engine->generations[1].arena);
    arena_free(&engine->scratch);
    Arena home = engine->home;
    arena_free(&home);
}

FontPort text_engine_font(const TextEngine *engine) {
    return engine->tools.font;
}

static void generation_clear(Generation *generation) {
    arena_reset(&generation->arena);
    memset(generation->table, 0, sizeof(generation->table));
    generation->used = 0;
    generation->bytes = 0;
}

void text_engine_frame(TextEngine *engine) {
    Generation *young = &engine->generations[engine->young];
    if (young->bytes > GENERATION_FULL_BYTES || young->used > TABLE_USED_MAX / 2) {
        engine->young = 1 - engine->young;
        generation_clear(&engine->generations[engine->young]);
    }
}

void text_engine_wipe(TextEngine *engine) {
    generation_clear(&engine->generations[0]);
    generation_clear(&engine->generations[1]);
    arena_reset(&engine->scratch);
    /* The bidi object keeps levels of the last text and no text, once it is given another. */
    static const UChar NOTHING[1] = {' '};
    UErrorCode status = U_ZERO_ERROR;
    ubidi_setPara(engine->tools.bidi, NOTHING, 1, 0, NULL, &status);
}

static uint64_t spec_hash(const TextSpec *spec, bool measured) {
    int numbers[] = {spec->rtl,          spec->size_px,    spec->bold,
                     spec->serif,        spec->lines_max,  spec->line_height_percent,
                     spec->width_max_px, (int)spec->align, measured};
    uint64_t hash = hash_bytes(HASH_START, numbers, sizeof(numbers));
    hash = hash_bytes(hash, spec->language.ptr, spec->language.len);
    hash = hash_bytes(hash, spec->bold_spans, spec->bold_spans_count * sizeof(TextSpan));
    hash = hash_bytes(hash, spec->marks, spec->marks_count * sizeof(TextSpan));
    return hash_bytes(hash, spec->text.ptr, spec->text.len);
}

static bool spans_equal(const TextSpan *a, const TextSpan *b, size_t count) {
    bool same = true;
    for (size_t i = 0; same && i < count; i++) {
        same = a[i].start == b[i].start && a[i].end == b[i].end;
    }
    return same;
}

static bool spec_equal(const TextSpec *a, const TextSpec *b) {
    bool same = a->rtl == b->rtl && a->size_px == b->size_px && a->bold == b->bold &&
                a->serif == b->serif && a->line_height_percent == b->line_height_percent &&
                a->width_max_px == b->width_max_px && a->lines_max == b->lines_max &&
                a->align == b->align && a->bold_spans_count == b->bold_spans_count &&
                a->marks_count == b->marks_count;
    return same && spans_equal(a->bold_spans, b->bold_spans, a->bold_spans_count) &&
           spans_equal(a->marks, b->marks, a->marks_count) &&
           str8_equal(a->language, b->language) && str8_equal(a->text, b->text);
}

/* Where the entry is or would stand. */
static Entry **generation_slot(Generation *generation, uint64_t hash, const TextSpec *spec,
                               bool measured) {
    FOYER_ASSERT(generation->used < TABLE_SIZE);
    size_t at = (size_t)hash & (TABLE_SIZE - 1);
    while (generation->table[at] != NULL) {
        const Entry *entry = generation->table[at];
        if (entry->hash == hash && entry->measured == measured && spec_equal(&entry->spec, spec)) {
            break;
        }
        at = (at + 1) & (TABLE_SIZE - 1);
    }
    return &generation->table[at];
}

/* Text and language into the arena; the cleaned copy has the same length as the original. */
static Entry *entry_make(Generation *generation, const TextSpec *spec, uint64_t hash) {
    Entry *entry = ARENA_NEW(&generation->arena, Entry);
    Str8 text = str8_copy(&generation->arena, spec->text);
    Str8 language = str8_copy(&generation->arena, spec->language);
    if (entry == NULL || text.len != spec->text.len || language.len != spec->language.len) {
        return NULL;
    }
    *entry = (Entry){.hash = hash, .spec = *spec};
    entry->spec.text = text;
    entry->spec.language = language;
    generation->bytes += sizeof(Entry) + text.len + language.len;
    return entry;
}

/* Runs and lines of a block into the generation; runs' texts move from one copy to another. */
static bool block_copy(Generation *generation, const TextBlock *from, const char *from_text,
                       const char *to_text, TextBlock *to) {
    TextRun *runs = ARENA_ARRAY(&generation->arena, TextRun, from->runs_count + 1);
    TextLine *lines = ARENA_ARRAY(&generation->arena, TextLine, from->lines_count + 1);
    TextMarkBox *marks = ARENA_ARRAY(&generation->arena, TextMarkBox, from->marks_count + 1);
    if (runs == NULL || lines == NULL || marks == NULL) {
        return false;
    }
    if (from->lines_count > 0) {
        memcpy(lines, from->lines, from->lines_count * sizeof(TextLine));
    }
    for (size_t i = 0; i < from->runs_count; i++) {
        runs[i] = from->runs[i];
        runs[i].text.ptr = to_text + (from->runs[i].text.ptr - from_text);
    }
    if (from->marks_count > 0) {
        memcpy(marks, from->marks, from->marks_count * sizeof(TextMarkBox));
    }
    *to = *from;
    to->runs = runs;
    to->lines = lines;
    to->marks = marks;
    generation->bytes += from->runs_count * sizeof(TextRun) + from->lines_count * sizeof(TextLine);
    return true;
}

/* A layout under construction, in scratch. */
typedef struct {
    TextTools *tools;
    const TextSpec *spec;
    TextRun *runs;
    size_t runs_max;
    TextLine *lines;
    size_t lines_max;
    TextBlock block;
} Layout;

static void layout_add_run(Layout *layout, TextLine *line, TextRun run) {
    if (layout->block.runs_count == layout->runs_max) {
        layout->block.clipped = true;
        return;
    }
    run.x = line->width;
    line->width += run.width;
    line->runs_count++;
    layout->runs[layout->block.runs_count++] = run;
}

/* Items of one visual run, from left to right. */
static void layout_add_items(Layout *layout, const Paragraph *paragraph, TextLine *line,
                             UnitSpan span, bool rtl) {
    for (size_t i = 0; i < paragraph->items_count; i++) {
        size_t index = rtl ? paragraph->items_count - 1 - i : i;
        TextRun run;
        if (paragraph_run(layout->tools, layout->spec, paragraph, index, span, &run)) {
            layout_add_run(layout, line, run);
        }
    }
}

static void layout_add_line(Layout *layout, const Paragraph *paragraph, int32_t start,
                            int32_t end) {
    FOYER_ASSERT(layout->block.lines_count < layout->lines_max);
    TextLine line = {.first_run = layout->block.runs_count,
                     .top_y = layout->block.height,
                     .start = (size_t)paragraph->bytes[start],
                     .end = (size_t)paragraph->bytes[end]};
    /* A single line keeps its last spaces: somebody is typing, and the caret stands behind them. */
    bool wraps = layout->spec->width_max_px > 0;
    int32_t visible = wraps ? paragraph_trim(paragraph, start, end) : end;
    UErrorCode status = U_ZERO_ERROR;
    if (visible > start) {
        UBiDi *bidi = layout->tools->bidi_line;
        ubidi_setLine(layout->tools->bidi, start, visible, bidi, &status);
        int32_t count = U_SUCCESS(status) ? ubidi_countRuns(bidi, &status) : 0;
        for (int32_t i = 0; U_SUCCESS(status) && i < count; i++) {
            int32_t at;
            int32_t length;
            bool rtl = ubidi_getVisualRun(bidi, i, &at, &length) == UBIDI_RTL;
            layout_add_items(layout, paragraph, &line, (UnitSpan){start + at, start + at + length},
                             rtl);
        }
    }
    TextLineBox box =
        text_line_box(layout->tools, layout->spec, layout->runs + line.first_run, line.runs_count);
    line.height = box.height;
    for (size_t i = 0; i < line.runs_count; i++) {
        layout->runs[line.first_run + i].baseline_y = line.top_y + box.baseline;
    }
    layout->block.height += box.height;
    layout->block.width = line.width > layout->block.width ? line.width : layout->block.width;
    layout->lines[layout->block.lines_count++] = line;
}

static void layout_add_paragraph(Layout *layout, const Paragraph *paragraph) {
    int32_t start = 0;
    do {
        if (layout->block.lines_count == layout->lines_max) {
            layout->block.clipped = true;
            return;
        }
        int32_t end = paragraph->count == 0
                          ? 0
                          : paragraph_line_end(layout->tools, layout->spec, paragraph, start);
        layout_add_line(layout, paragraph, start, end);
        start = end;
    } while (start < paragraph->count);
}

static void layout_align(Layout *layout) {
    const TextSpec *spec = layout->spec;
    int room = spec->width_max_px > 0 ? spec->width_max_px : layout->block.width;
    bool to_right = (spec->align == TEXT_START) == spec->rtl;
    for (size_t i = 0; i < layout->block.lines_count; i++) {
        TextLine *line = &layout->lines[i];
        int rest = room - line->width;
        line->x = spec->align == TEXT_CENTER ? rest / 2 : to_right ? rest : 0;
        for (size_t run = 0; run < line->runs_count; run++) {
            layout->runs[line->first_run + run].x += line->x;
        }
    }
}

/* Call `each` for every paragraph of `text`; false without memory. */
static bool each_paragraph(TextTools *tools, Arena *scratch, const TextSpec *spec, Str8 text,
                           void (*each)(void *context, const Paragraph *paragraph), void *context) {
    size_t start = 0;
    size_t index = 0;
    while (true) {
        size_t end = index;
        bool newline = index < text.len && text_is_newline(str8_next(text, &index));
        if (end < text.len && !newline) {
            continue;
        }
        ArenaMark mark = arena_mark(scratch);
        Paragraph paragraph;
        bool made = paragraph_make(tools, scratch, spec, text, (TextSpan){start, end}, &paragraph);
        if (made) {
            each(context, &paragraph);
        }
        arena_rewind(scratch, mark);
        if (!made || end == text.len) {
            return made;
        }
        start = index;
    }
}

static void add_paragraph(void *context, const Paragraph *paragraph) {
    layout_add_paragraph(context, paragraph);
}

/* Longer texts are a defect of a screen: cut at a character, marked as clipped. */
static Str8 text_bounded(Str8 text) {
    if (text.len <= TEXT_BYTES_MAX) {
        return text;
    }
    size_t end = TEXT_BYTES_MAX;
    while (end > 0 && ((uint8_t)text.ptr[end] & 0xC0) == 0x80) {
        end--;
    }
    return str8_slice(text, 0, end);
}

/* A copy that layout may look at: same length, nothing in it turns or hides text. */
static bool text_cleaned(Arena *arena, Str8 text, Str8 *cleaned) {
    char *bytes = arena_alloc(arena, text.len + 1);
    if (bytes == NULL) {
        return false;
    }
    if (text.len > 0) {
        memcpy(bytes, text.ptr, text.len);
    }
    text_clean(bytes, text.len);
    *cleaned = (Str8){bytes, text.len};
    return true;
}

static bool layout_make(TextEngine *engine, Generation *generation, Entry *entry) {
    const TextSpec *spec = &entry->spec;
    Arena *scratch = &engine->scratch;
    size_t runs_max = spec->text.len + 1 < RUNS_MAX ? spec->text.len + 1 : RUNS_MAX;
    bool bounded = spec->lines_max > 0 && spec->lines_max < TEXT_LINES_MAX;
    Layout layout = {.tools = &engine->tools,
                     .spec = spec,
                     .runs = ARENA_ARRAY(scratch, TextRun, runs_max),
                     .runs_max = runs_max,
                     .lines = ARENA_ARRAY(scratch, TextLine, TEXT_LINES_MAX),
                     .lines_max = bounded ? (size_t)spec->lines_max : TEXT_LINES_MAX};
    if (layout.runs == NULL || layout.lines == NULL ||
        !text_cleaned(&generation->arena, text_bounded(spec->text), &entry->cleaned) ||
        !each_paragraph(&engine->tools, scratch, spec, entry->cleaned, add_paragraph, &layout)) {
        return false;
    }
    layout.block.clipped = layout.block.clipped || spec->text.len > TEXT_BYTES_MAX;
    layout.block.runs = layout.runs;
    layout.block.lines = layout.lines;
    layout_align(&layout);
    const char *text = entry->cleaned.ptr;
    TextMarkBox marks[TEXT_MARK_BOXES_MAX];
    layout.block.marks = marks;
    layout.block.marks_count = text_mark_boxes(&engine->tools, spec, text, &layout.block, marks);
    return block_copy(generation, &layout.block, text, text, &entry->block);
}

typedef struct {
    const TextTools *tools;
    const TextSpec *spec;
    int width;
} MinWidth;

static void measure_paragraph(void *context, const Paragraph *paragraph) {
    MinWidth *min = context;
    int width = paragraph_min_width(min->tools, min->spec, paragraph);
    min->width = width > min->width ? width : min->width;
}

static bool measure_make(TextEngine *engine, Generation *generation, Entry *entry) {
    (void)generation;
    Str8 text;
    MinWidth min = {.tools = &engine->tools, .spec = &entry->spec};
    if (!text_cleaned(&engine->scratch, text_bounded(entry->spec.text), &text) ||
        !each_paragraph(&engine->tools, &engine->scratch, &entry->spec, text, measure_paragraph,
                        &min)) {
        return false;
    }
    entry->block.width = min.width;
    entry->measured = true;
    return true;
}

/* Move what the old generation knows into the young one. */
static Entry *entry_renew(Generation *young, const Entry *old) {
    Entry *entry = entry_make(young, &old->spec, old->hash);
    if (entry == NULL) {
        return NULL;
    }
    entry->measured = old->measured;
    entry->block = old->block;
    if (old->measured) {
        return entry;
    }
    entry->cleaned = str8_copy(&young->arena, old->cleaned);
    bool copied =
        entry->cleaned.len == old->cleaned.len &&
        block_copy(young, &old->block, old->cleaned.ptr, entry->cleaned.ptr, &entry->block);
    return copied ? entry : NULL;
}

static const Entry *engine_get(TextEngine *engine, const TextSpec *spec, bool measured) {
    Generation *young = &engine->generations[engine->young];
    uint64_t hash = spec_hash(spec, measured);
    Entry **slot = generation_slot(young, hash, spec, measured);
    if (*slot != NULL) {
        return *slot;
    }
    if (young->used >= TABLE_USED_MAX) {
        return NULL;
    }
    Entry *old = *generation_slot(&engine->generations[1 - engine->young], hash, spec, measured);
    Entry *entry = old != NULL ? entry_renew(young, old) : entry_make(young, spec, hash);
    ArenaMark mark = arena_mark(&engine->scratch);
    bool made = entry != NULL;
    if (made && old == NULL) {
        made = (measured ? measure_make : layout_make)(engine, young, entry);
    }
    arena_rewind(&engine->scratch, mark);
    if (!made) {
        return NULL;
    }
    *slot = entry;
    young->used++;
    return entry;
}

const TextBlock *text_layout(TextEngine *engine, const TextSpec *spec) {
    FOYER_ASSERT(engine != NULL && spec != NULL && spec->size_px > 0);
    const Entry *entry = engine_get(engine, spec, false);
    return entry != NULL ? &entry->block : &EMPTY_BLOCK;
}

int text_min_width(TextEngine *engine, const TextSpec *spec) {
    FOYER_ASSERT(engine != NULL && spec != NULL && spec->size_px > 0);
    const Entry *entry = engine_get(engine, spec, true);
    return entry != NULL ? entry->block.width : 0;
}
