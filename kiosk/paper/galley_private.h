#ifndef FOYER_KIOSK_PAPER_GALLEY_PRIVATE_H
#define FOYER_KIOSK_PAPER_GALLEY_PRIVATE_H

#include "kiosk/paper/galley.h"
#include "kiosk/paper/layout_private.h"

/* Shared by galley.c, galley_text.c and galley_print.c only. */

typedef enum { OP_LINE, OP_FILL, OP_OUTLINE, OP_ARCH, OP_CODE } OpKind;

/** Something black (or white) at a place of a page. Boxes count from the left of the raster. */
typedef struct Op {
    struct Op *next;
    OpKind kind;
    size_t page;
    GalleyBox box;
    bool white;
    /* OP_LINE */
    PangoLayoutLine *line; /* of a text in Galley.texts */
    double scale;
    double left;
    double baseline;
    /* OP_FILL, OP_OUTLINE, OP_ARCH */
    int thickness;
    int dash;
    /* OP_CODE */
    Code code;
    int module;
} Op;

typedef struct TextHandle {
    struct TextHandle *next;
    PangoLayout *layout;
} TextHandle;

struct Galley {
    PaperLayout *layout;
    Arena *arena; /* the layout's scratch */
    PaperKind kind;
    PaperSize size;
    int percent; /* of the 80 mm roll's sizes */
    const Locale *locale;
    bool rtl;
    Op *first;
    Op *last;
    size_t ops_count;
    TextHandle *texts;
    size_t pages_count;
    int kept_bottom;
    /* The open block. */
    Op *block_before;
    int block_top;
    ErrCode code;
    const char *why;
};

/** A new operation at the end; NULL when the galley has failed. */
Op *galley_op(Galley *galley, OpKind kind, size_t page, GalleyBox box);
/** From start coordinates to the raster's. */
GalleyBox galley_mirror(const Galley *galley, GalleyBox box);

#endif
