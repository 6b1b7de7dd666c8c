#ifndef FOYER_KIOSK_UI_DRAW_H
#define FOYER_KIOSK_UI_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiosk/ui/icon.h"
#include "kiosk/ui/text.h"

/* The display list: flat, in painting order, whole pixels. Built from the tree by paint.h, hashed
 * into cells by damage.h, executed on a canvas by canvas.h. */

typedef struct {
    int x, y, width, height;
} Rect;

bool rect_is_empty(Rect rect);
Rect rect_intersect(Rect a, Rect b);
bool rect_contains(Rect rect, int x, int y);
Rect rect_inflate(Rect rect, int by);

/** Corner radii in px: top-left, top-right, bottom-right, bottom-left (already mirrored). An arch
 * is {w/2, w/2, r, r}. */
typedef struct {
    int corner[4];
} Radii;

typedef enum {
    DRAW_FILL,    /* color; color_2 != 0: vertical gradient to it */
    DRAW_OUTLINE, /* width_px inside the rect, dashed */
    DRAW_SHADOW,  /* blur_px, offset_y_px */
    DRAW_TEXT,    /* block at rect.x, rect.y */
    DRAW_ICON,    /* icon, color = line, color_2 = tint, mirrored */
    DRAW_IMAGE,   /* image (home scene), mirrored, crop by rect over its own size; or drawing */
    DRAW_CODE,    /* QR: modules (1 = dark), side modules, rect is module_px * side square */
    DRAW_RING,    /* arc of `fraction`/1000 clockwise from the top, width_px; color_2 = track */
    DRAW_DISC,    /* filled circle in rect */
} DrawKind;

typedef struct {
    DrawKind kind;
    Rect rect;
    Rect clip;
    uint32_t color; /* 0xAARRGGBB, not premultiplied */
    uint32_t color_2;
    Radii radii;
    int width_px;
    int blur_px;
    int offset_y_px;
    bool dashed;
    bool mirrored;
    uint16_t icon;
    uint16_t image;
    SvgDrawing drawing;
    uint16_t fraction;
    const TextBlock *block;
    const uint8_t *modules;
    int side;
} Draw;

enum { DRAWS_MAX = 4096 };

typedef struct {
    Draw *items;
    size_t count;
} DrawList;

#endif
