#ifndef FOYER_KIOSK_UI_TEXT_FILL_H
#define FOYER_KIOSK_UI_TEXT_FILL_H

#include "kiosk/ui/text_paragraph.h"

/* Lines of a paragraph; part of the text engine, not for others. */

/** A piece of a paragraph in units, end exclusive. */
typedef struct {
    int32_t start;
    int32_t end;
} UnitSpan;

/** The part of item `index` inside `span` as a run without a place; false = nothing. */
bool paragraph_run(const TextTools *tools, const TextSpec *spec, const Paragraph *paragraph,
                   size_t index, UnitSpan span, TextRun *run);
/** `end` without the white space before it, never below `start`. */
int32_t paragraph_trim(const Paragraph *paragraph, int32_t start, int32_t end);
/** Where the line that begins at `start` ends: > start. width_max_px 0 = no limit. */
int32_t paragraph_line_end(const TextTools *tools, const TextSpec *spec, const Paragraph *paragraph,
                           int32_t start);
/** The widest unbreakable piece. */
int paragraph_min_width(const TextTools *tools, const TextSpec *spec, const Paragraph *paragraph);

/** Script and language decide how high a line is and where its baseline stands. */
typedef struct {
    int height;
    int baseline; /* from the line's top */
} TextLineBox;

TextLineBox text_line_box(const TextTools *tools, const TextSpec *spec, const TextRun *runs,
                          size_t runs_count);

#endif
