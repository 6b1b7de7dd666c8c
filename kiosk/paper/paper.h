#ifndef FOYER_KIOSK_PAPER_PAPER_H
#define FOYER_KIOSK_PAPER_PAPER_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/str8.h"

/* Finished paper: what layout hands to a printer. Plain values in an arena, no handles. */
typedef enum {
    PAPER_ROLL_58,  /* receipt roll of 58 mm, 48 mm of it printed */
    PAPER_ROLL_80,  /* receipt roll of 80 mm, 72 mm of it printed */
    PAPER_LABEL_62, /* continuous label tape of 62 mm */
    PAPER_LETTER,
    PAPER_A4,
    PAPER_KIND_COUNT,
} PaperKind;

enum { PAPER_DPI = 203, PAPER_PAGES_MAX = 200 };

/** One page as dots: 1 = black, rows padded to whole bytes, the leftmost dot in the highest bit. */
typedef struct {
    int width_px;
    int height_px;
    size_t stride; /* bytes of a row */
    const uint8_t *bits;
    int dpi;
} PaperRaster;

/** One document in both forms; the same input always gives the same bytes (rule 24). */
typedef struct {
    PaperKind kind;
    Str8 pdf; /* fonts embedded, text can be extracted */
    const PaperRaster *pages;
    size_t pages_count; /* 1..PAPER_PAGES_MAX */
} Paper;

#endif
