#ifndef FOYER_KIOSK_UI_PAINT_H
#define FOYER_KIOSK_UI_PAINT_H

#include "kiosk/ui/draw.h"
#include "kiosk/ui/node.h"

/*
 * Tree to display list. A node paints shadow, fill, content, its children, outline;
 * the focus ring comes last of all. Defaults that builders need not repeat:
 * - pressed: fill_pressed if set; else keys turn pine-tint with a pine outline, pine turns
 *   pine-down, light fills turn sunken, other solid ones darker; the shadow goes; in strong themes
 *   the outline grows, because there fills have no second shade.
 * - strong themes: outlines at least 4 (checked or active 6), no shadows.
 * - a shadow's rect is the rect of what casts it; its ink reaches blur + offset beyond.
 * - a QR is centred in its node on white, whole pixels a module, 4 modules quiet on every side.
 * - text colour defaults to ink, icon colour to ink; icons are centred in their node.
 */

/** Room a draw's ink needs around its rect, px. */
int draw_margin(const Draw *draw);
/** The colour a fill has while pressed, 0xAARRGGBB. */
uint32_t paint_pressed_color(ThemeName theme, Color fill);

/** Items live in `arena`; empty when it is exhausted. `root` is laid out and marked. */
DrawList paint_tree(const Node *root, const Look *look, Arena *arena, size_t nodes_count);

#endif
