#ifndef FOYER_KIOSK_UI_LAYOUT_H
#define FOYER_KIOSK_UI_LAYOUT_H

#include "kiosk/ui/node.h"
#include "kiosk/ui/pool.h"
#include "kiosk/ui/text.h"

/*
 * Integer layout in whole pixels. Who gets what along the main axis:
 * 1. FIXED and PERCENT their size; FIT its content, between min and max.
 * 2. GROW nodes share what is left by weight, never under their content's smallest size. Shares add
 *    up to exactly what was left: no gap, no overlap.
 * 3. When it is too much, FIT nodes give way in proportion, down to their smallest size (a text's
 *    widest unbreakable piece; a `scroll` node's min). Past that it overflows: a defect that the
 *    property tests see. In a column GROW nodes then get smaller than their content, so that what
 *    comes after them (the footer) keeps its place and lies on top.
 * Where a du is not whole pixels, FIXED and PERCENT nodes give way by one pixel if need be: sizes
 * that add up in du do so in pixels.
 * Across: FIT is its content (all of it with ALIGN_STRETCH), GROW is everything.
 * Wrapped rows break by FIT sizes; each row then shares as above.
 * `absolute` nodes: `start` and `top` from the parent's own edges (its padding does not count);
 * GROW fills to the parent's far edge, PERCENT is of the parent's whole size.
 * A `one_line` text never gets narrower than its text. A QR node wants FIXED sizes.
 */

/** Set rect, clip and block of every node; clamps scroll offsets in the pool. */
void layout_tree(Node *root, const Look *look, TextEngine *engine, Pool *pool);

/** Bring `node` into view in every scrolling ancestor; true when an offset changed. */
bool layout_reveal(const Node *node, Pool *pool);
/** Move a scrolling node by `pages` of its own height; layout clamps. */
void layout_scroll_page(const Node *node, Pool *pool, int pages);
/** Whether there is more above or below than is shown. */
bool layout_can_scroll(const Node *node, int pages);

/** What text layout is asked for a text node `width_px` wide (0 = one line). */
TextSpec layout_text_spec(const Node *node, const Look *look, int width_px);
/** Where the text's block goes, and room kept for a caret. */
Rect layout_text_rect(const Node *node, const Look *look);

#endif
