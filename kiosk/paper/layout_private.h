#ifndef FOYER_KIOSK_PAPER_LAYOUT_PRIVATE_H
#define FOYER_KIOSK_PAPER_LAYOUT_PRIVATE_H

#include <pango/pangocairo.h>

#include "kiosk/paper/layout.h"

/* Shared by layout.c and galley*.c only: the one place that knows Pango and cairo. */

typedef enum { FACE_SANS, FACE_SANS_BOLD, FACE_SERIF_BOLD, FACE_COUNT } Face;

enum {
    /* Every text is laid out at this size and scaled when it is drawn: metrics are not hinted, so
     * the result is the same, and Pango sorts its fonts once a face instead of once a size. */
    LAYOUT_BASE_DOTS = 64,
};

struct PaperLayout {
    PangoFontMap *fonts;
    PangoContext *contexts[2]; /* left to right, right to left */
    Arena scratch;             /* of the paper that is being made */
};

/** A new text of one paragraph: the caller frees it. NULL when out of memory. */
PangoLayout *layout_text_new(PaperLayout *layout, Str8 language, Face face, bool rtl);

#endif
