#ifndef FOYER_KIOSK_UI_DAMAGE_H
#define FOYER_KIOSK_UI_DAMAGE_H

#include "kiosk/ui/draw.h"

/*
 * What changed since the last frame, found by hashing every draw into the cells it touches and
 * comparing cells (the idea of rxi's rencache). Redrawing the returned rects from the display list
 * gives the same pixels as redrawing everything. Rects never overlap.
 */

enum { DAMAGE_CELL_PX = 64, DAMAGE_CELLS_MAX = 8192, DAMAGE_RECTS_MAX = 128 };

typedef struct {
    uint64_t cells[2][DAMAGE_CELLS_MAX];
    int turn;
    int width_px, height_px;
    bool all; /* the next comparison finds everything changed */
    Rect rects[DAMAGE_RECTS_MAX];
    size_t rects_count;
} Damage;

/** Compare with the last list; fills rects. A new size, or damage_all before, gives one full rect.
 */
void damage_compare(Damage *damage, const DrawList *list, int width_px, int height_px);
/** Something else drew over the screen, or a session ended: redraw all next time. */
void damage_all(Damage *damage);

#endif
