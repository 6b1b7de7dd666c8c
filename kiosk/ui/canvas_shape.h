#ifndef FOYER_KIOSK_UI_CANVAS_SHAPE_H
#define FOYER_KIOSK_UI_CANVAS_SHAPE_H

#include "kiosk/ui/canvas.h"
#include "kiosk/ui/canvas_mask.h"

/* Shapes of the canvas; not for others. */

/** A target and where on it may be painted: `clip` lies inside the target. */
typedef struct {
    CanvasTarget target;
    Rect clip;
} Pen;

/** `count` pixels from (x, y) through coverage, clipped. */
void pen_cover(const Pen *pen, int x, int y, const uint8_t *coverage, int count, uint32_t color);

void shape_fill(const Pen *pen, Masks *masks, const Draw *draw);
void shape_outline(const Pen *pen, Masks *masks, const Draw *draw);
void shape_shadow(const Pen *pen, Masks *masks, const Draw *draw);
void shape_ring(const Pen *pen, const Draw *draw);
void shape_disc(const Pen *pen, Masks *masks, const Draw *draw);
void shape_code(const Pen *pen, const Draw *draw);

#endif
