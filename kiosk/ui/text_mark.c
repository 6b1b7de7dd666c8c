#include "kiosk/ui/text_mark.h"

/* A marked part is measured inside its run and never makes a run of its own: letters that join
 * (Arabic) stay joined over its ends. */

/* Bytes of `run` before `at`, measured as they stand alone: joined letters differ by a pixel. */
static int width_before(const TextTools *tools, const TextRun *run, size_t at) {
    if (at == 0 || at >= run->text.len) {
        return at == 0 ? 0 : run->width;
    }
    TextRun part = *run;
    part.text = str8_slice(run->text, 0, at);
    return tools->font.run_width(tools->font.context, &part);
}

/* The nearest start of a character at or before `at`. */
static size_t character_start(Str8 text, size_t at) {
    while (at > 0 && at < text.len && ((uint8_t)text.ptr[at] & 0xC0) == 0x80) {
        at--;
    }
    return at;
}

/* Bytes of `mark` inside the run, from the run's start; false = none. */
static bool part_in_run(const TextRun *run, const char *text, TextSpan mark, TextSpan *part) {
    size_t first = (size_t)(run->text.ptr - text);
    size_t last = first + run->text.len;
    size_t start = mark.start > first ? mark.start : first;
    size_t end = mark.end < last ? mark.end : last;
    if (start >= end) {
        return false;
    }
    *part = (TextSpan){character_start(run->text, start - first),
                       character_start(run->text, end - first)};
    return part->start < part->end;
}

static TextMarkBox box_in_run(const TextTools *tools, const TextLine *line, const TextRun *run,
                              TextSpan part) {
    int before = width_before(tools, run, part.start);
    int width = width_before(tools, run, part.end) - before;
    int x = run->rtl ? run->x + run->width - before - width : run->x + before;
    return (TextMarkBox){x, line->top_y, width, line->height};
}

/* Two runs of one mark that touch are one box; a pixel may lie between them. */
static bool box_joins(TextMarkBox *box, TextMarkBox next) {
    bool touches =
        box->y == next.y && next.x <= box->x + box->width + 1 && box->x <= next.x + next.width + 1;
    if (touches) {
        int end =
            box->x + box->width > next.x + next.width ? box->x + box->width : next.x + next.width;
        box->x = box->x < next.x ? box->x : next.x;
        box->width = end - box->x;
    }
    return touches;
}

size_t text_mark_boxes(const TextTools *tools, const TextSpec *spec, const char *text,
                       const TextBlock *block, TextMarkBox *boxes) {
    size_t count = 0;
    for (size_t mark = 0; mark < spec->marks_count; mark++) {
        for (size_t i = 0; i < block->lines_count; i++) {
            const TextLine *line = &block->lines[i];
            for (size_t at = line->first_run; at < line->first_run + line->runs_count; at++) {
                TextSpan part;
                if (!part_in_run(&block->runs[at], text, spec->marks[mark], &part)) {
                    continue;
                }
                TextMarkBox box = box_in_run(tools, line, &block->runs[at], part);
                bool joined = count > 0 && box_joins(&boxes[count - 1], box);
                if (!joined && count < TEXT_MARK_BOXES_MAX) {
                    boxes[count++] = box;
                }
            }
        }
    }
    return count;
}
