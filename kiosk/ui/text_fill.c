#include "kiosk/ui/text_fill.h"

#include "data/base/check.h"

/* Lines: how wide units are, where a line ends, how high it is. */

bool paragraph_run(const TextTools *tools, const TextSpec *spec, const Paragraph *paragraph,
                   size_t index, UnitSpan span, TextRun *run) {
    const TextItem *item = &paragraph->items[index];
    int32_t from = item->start > span.start ? item->start : span.start;
    int32_t to = item->end < span.end ? item->end : span.end;
    if (from >= to) {
        return false;
    }
    *run = (TextRun){
        .text = str8_slice(paragraph->text, (size_t)paragraph->bytes[from],
                           (size_t)paragraph->bytes[to]),
        .font = item->font,
        .size_px = spec->size_px,
        .rtl = item->rtl,
        .script = item->script,
    };
    run->width = tools->font.run_width(tools->font.context, run);
    return true;
}

/* Width of units [start, end) as runs of the paragraph. */
static int paragraph_width(const TextTools *tools, const TextSpec *spec, const Paragraph *paragraph,
                           int32_t start, int32_t end) {
    int width = 0;
    for (size_t i = 0; i < paragraph->items_count && paragraph->items[i].start < end; i++) {
        TextRun run;
        if (paragraph_run(tools, spec, paragraph, i, (UnitSpan){start, end}, &run)) {
            width += run.width;
        }
    }
    return width;
}

int32_t paragraph_trim(const Paragraph *paragraph, int32_t start, int32_t end) {
    while (end > start && (paragraph->marks[end - 1] & MARK_SPACE) != 0) {
        end--;
    }
    return end;
}

static int32_t next_mark(const Paragraph *paragraph, int32_t at, uint8_t mark) {
    int32_t next = at + 1;
    while (next < paragraph->count && (paragraph->marks[next] & mark) == 0) {
        next++;
    }
    return next;
}

/* The last place with `mark` that still fits, or `start` when not even the first does. */
static int32_t last_fitting(const TextTools *tools, const TextSpec *spec,
                            const Paragraph *paragraph, int32_t start, uint8_t mark) {
    int32_t best = start;
    int32_t at = start;
    while (at < paragraph->count) {
        at = next_mark(paragraph, at, mark);
        int32_t visible = paragraph_trim(paragraph, start, at);
        if (paragraph_width(tools, spec, paragraph, start, visible) > spec->width_max_px) {
            break;
        }
        best = at;
    }
    return best;
}

int32_t paragraph_line_end(const TextTools *tools, const TextSpec *spec, const Paragraph *paragraph,
                           int32_t start) {
    FOYER_ASSERT(start < paragraph->count);
    if (spec->width_max_px <= 0) {
        return paragraph->count;
    }
    int32_t end = last_fitting(tools, spec, paragraph, start, MARK_BREAK);
    if (end == start) {
        /* A word wider than the line: break between clusters, one at least. */
        end = last_fitting(tools, spec, paragraph, start, MARK_CLUSTER);
    }
    return end > start ? end : next_mark(paragraph, start, MARK_CLUSTER);
}

int paragraph_min_width(const TextTools *tools, const TextSpec *spec, const Paragraph *paragraph) {
    int widest = 0;
    for (int32_t start = 0; start < paragraph->count;) {
        int32_t end = next_mark(paragraph, start, MARK_BREAK);
        int32_t visible = paragraph_trim(paragraph, start, end);
        int width = paragraph_width(tools, spec, paragraph, start, visible);
        widest = width > widest ? width : widest;
        start = end;
    }
    return widest;
}

#define SCRIPT_TAG(a, b, c, d)                                                                     \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

enum { NASTALIQ_PERCENT = 250, CAPITALS_PERMILLE = 714 };

typedef struct {
    uint32_t script;
    int percent;
} ScriptHeight;

/* Factors over the role's own line height. */
static int script_percent(uint32_t script) {
    static const ScriptHeight HEIGHTS[] = {
        {SCRIPT_TAG('A', 'r', 'a', 'b'), 110}, {SCRIPT_TAG('D', 'e', 'v', 'a'), 120},
        {SCRIPT_TAG('B', 'e', 'n', 'g'), 120}, {SCRIPT_TAG('K', 'h', 'm', 'r'), 120},
        {SCRIPT_TAG('M', 'y', 'm', 'r'), 130}, {SCRIPT_TAG('T', 'h', 'a', 'i'), 130},
        {SCRIPT_TAG('L', 'a', 'o', 'o'), 130},
    };
    for (size_t i = 0; i < sizeof(HEIGHTS) / sizeof(HEIGHTS[0]); i++) {
        if (HEIGHTS[i].script == script) {
            return HEIGHTS[i].percent;
        }
    }
    return 100;
}

static bool language_is_urdu(Str8 language) {
    return str8_equal(language, STR8("ur")) || str8_starts_with(language, STR8("ur-"));
}

/* The run whose script needs the highest line leads it; its own metrics place the baseline where
 * marks stand above and below. Everywhere else capitals and digits stand in the middle. */
TextLineBox text_line_box(const TextTools *tools, const TextSpec *spec, const TextRun *runs,
                          size_t runs_count) {
    int percent = 100;
    const TextRun *leader = NULL;
    for (size_t i = 0; i < runs_count; i++) {
        int own = script_percent(runs[i].script);
        if (own > percent) {
            percent = own;
            leader = &runs[i];
        }
    }
    int line_percent = spec->line_height_percent > 0 ? spec->line_height_percent : 120;
    int height = (spec->size_px * line_percent * percent + 5000) / 10000;
    int baseline = (height * 1000 + spec->size_px * CAPITALS_PERMILLE + 1000) / 2000;
    bool nastaliq = leader != NULL && percent == 110 && language_is_urdu(spec->language);
    if (nastaliq) {
        height = (spec->size_px * NASTALIQ_PERCENT + 50) / 100;
    }
    if (nastaliq || percent > 110) {
        int ascent = 0;
        int descent = 0;
        tools->font.line_metrics(tools->font.context, leader->font, spec->size_px, &ascent,
                                 &descent);
        baseline = (height + ascent - descent) / 2;
    }
    return (TextLineBox){height, baseline};
}
