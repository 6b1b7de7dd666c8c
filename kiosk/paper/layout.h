#ifndef FOYER_KIOSK_PAPER_LAYOUT_H
#define FOYER_KIOSK_PAPER_LAYOUT_H

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/domain/school.h"
#include "kiosk/i18n/locale.h"
#include "kiosk/paper/paper.h"

/*
 * Layout: values in, finished paper out (slip.h, badge.h, family_card.h, sheets.h, test_page.h).
 * It holds the fonts, and nothing of anybody: what a paper was made of is overwritten, and freed
 * where it lies in Pango and cairo, before its function returns, on every path (invariant 9). No
 * I/O beside the fonts, no clock, no printer. GLib ends the program when it gets no memory.
 *
 * One thread owns a layout, all its papers are made there, and the locales given with them belong
 * to that thread too. The first paper in a script pays for opening its fonts (paper_layout_warm).
 */
typedef struct PaperLayout PaperLayout;

/** @return ERR_OK, ERR_NOT_FOUND (the fonts are not there), ERR_NO_MEMORY */
MUST_USE ErrCode paper_layout_new(PaperLayout **layout, Err *err);
/** NULL is allowed. */
void paper_layout_free(PaperLayout *layout);

/** Open what papers in this language need, so that the first family does not wait for it. */
void paper_layout_warm(PaperLayout *layout, const Locale *locale);

/*
 * All functions that make paper have in common:
 * - `words` says whose language comes first. English stands below it on the same paper, unless it
 *   is the family's own.
 * - Texts may be anything: control characters and bidi controls of content are dropped, long words
 *   are broken, nothing is clipped. What has no glyph is drawn as an empty box.
 * - The results live in `arena`; a page of Letter or A4 takes half a megabyte of it. Whoever prints
 *   hundreds makes them in several papers.
 * - The same values always give the same bytes (rule 24). Fonts are those of this machine.
 * - They return ERR_OK, ERR_LIMIT (PAPER_PAGES_MAX, or a maximum named beside the type),
 *   ERR_INVALID (nothing to print), ERR_NO_MEMORY; `paper` is set only on ERR_OK.
 */

/** Whose paper it is, in which words. All borrowed. */
typedef struct {
    const School *school;
    const Locale *locale;  /* the family's */
    const Locale *english; /* of the same set; may be the same locale */
} PaperWords;

/**
 * A kind's measures. The raster of a roll or tape is as wide as what its printer can print, and as
 * long as what stands on it; the PDF's page has the paper's own width, the raster in its middle.
 */
typedef struct {
    int width_dots;    /* of the raster */
    int height_dots;   /* 0 = as long as needed */
    int padding_dots;  /* white inside the raster at each side */
    int page_width_um; /* the paper */
    int page_height_um;
} PaperSize;

/** PAPER_DPI: a dot is 0.125 mm. */
PaperSize paper_size(PaperKind kind);

#endif
