#ifndef FOYER_KIOSK_UI_TEXT_H
#define FOYER_KIOSK_UI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * Text: paragraph -> ICU bidi levels -> items by level x script x font -> line breaks -> greedy
 * fill -> reorder per line -> runs. Widths and glyph coverage come from a FontPort (SDL2_ttf in
 * programs, a fixed-width fake in unit tests).
 */

enum { TEXT_BYTES_MAX = 8192, TEXT_LINES_MAX = 64, TEXT_SPANS_MAX = 8, TEXT_MARK_BOXES_MAX = 32 };

typedef enum { TEXT_START, TEXT_CENTER, TEXT_END } TextAlign;

/** Where to draw bold inside a regular text, in bytes of `text`. */
typedef struct {
    size_t start;
    size_t end;
} TextSpan;

typedef struct {
    Str8 text;
    Str8 language; /* BCP 47: chooses fonts, line breaking and the base direction */
    bool rtl;      /* base direction of the paragraph */
    int size_px;
    bool bold;
    bool serif;
    int line_height_percent; /* before the script's factor */
    int width_max_px;        /* wrap here; 0 = one line, however long, with its last spaces */
    int lines_max;           /* 0 = TEXT_LINES_MAX */
    TextAlign align;
    TextSpan bold_spans[TEXT_SPANS_MAX];
    size_t bold_spans_count;
    TextSpan marks[TEXT_SPANS_MAX]; /* parts to be marked: their places come with the block */
    size_t marks_count;
} TextSpec;

/** A piece of a line in one font, direction and script; positions in px from the block's corner. */
typedef struct {
    Str8 text;
    int font; /* the FontPort's number */
    int size_px;
    bool rtl;
    uint32_t script; /* ISO 15924 tag as HarfBuzz packs it: 'Arab' */
    int x;
    int baseline_y;
    int width;
} TextRun;

typedef struct {
    size_t first_run;
    size_t runs_count;
    int x; /* where the line's ink starts, after alignment inside width_max_px */
    int width;
    int top_y;
    int height;
    size_t start; /* bytes of the paragraph */
    size_t end;
} TextLine;

/** Where a marked part stands on one line, in px from the block's corner. */
typedef struct {
    int x, y, width, height;
} TextMarkBox;

/** A laid-out paragraph. Owned by the TextEngine's cache; valid until the frame after next. */
typedef struct {
    const TextRun *runs;
    size_t runs_count;
    const TextLine *lines;
    size_t lines_count;
    int width;    /* widest line */
    int height;   /* sum of line heights */
    bool clipped; /* lines_max was too small: a defect on any screen */
    const TextMarkBox *marks;
    size_t marks_count;
} TextBlock;

/** Coverage of a run: 8 bit, row-major. Borrowed from the port's cache until its next call. */
typedef struct {
    const uint8_t *pixels;
    int width;
    int height;
    int stride;
    int origin_x; /* add to the run's x */
    int origin_y; /* add to the run's baseline */
} Coverage;

/** What text needs from the platform. Fonts are numbered 0..fonts_count-1 by the port. */
typedef struct {
    /** The best font for `language`, in order of preference; -1 when `nth` is past the list. */
    int (*font_for)(void *context, Str8 language, bool bold, bool serif, int nth);
    bool (*has_code)(void *context, int font, uint32_t code_point);
    int (*run_width)(void *context, const TextRun *run);
    void (*line_metrics)(void *context, int font, int size_px, int *ascent, int *descent);
    Coverage (*run_coverage)(void *context, const TextRun *run);
    void *context;
} FontPort;

typedef struct TextEngine TextEngine;

/** NULL when out of memory. `font` is copied; its context is borrowed. UI thread only. */
TextEngine *text_engine_new(FontPort font);
void text_engine_free(TextEngine *engine);
/** Lay out, or find in the cache. Never fails: what cannot be shown becomes U+FFFD boxes. */
const TextBlock *text_layout(TextEngine *engine, const TextSpec *spec);
/** The widest unbreakable piece in px: a label narrower than this would be cut. */
int text_min_width(TextEngine *engine, const TextSpec *spec);
/** A new frame: blocks not used for two frames may go. */
void text_engine_frame(TextEngine *engine);
/** Overwrite and drop everything cached: a session ended (invariant 9). */
void text_engine_wipe(TextEngine *engine);
FontPort text_engine_font(const TextEngine *engine);

#endif
