#ifndef FOYER_KIOSK_UI_CANVAS_H
#define FOYER_KIOSK_UI_CANVAS_H

#include "data/base/err.h"
#include "kiosk/ui/draw.h"
#include "kiosk/ui/icon.h"
#include "kiosk/ui/text.h"

/** Where to draw: XRGB8888 pixels, borrowed. The top byte of a pixel is written as 0xFF. */
typedef struct {
    uint32_t *pixels;
    int width;
    int height;
    int stride; /* in pixels, >= width */
} CanvasTarget;

/** Executes display lists. Keeps coverage masks of shapes; no personal data. UI thread only. */
typedef struct Canvas Canvas;

/** NULL when out of memory. Ports are copied, their contexts borrowed. */
Canvas *canvas_new(FontPort font, IconPort icons, ImagePort images);
void canvas_free(Canvas *canvas);

/** Paint what of `list` lies in `damage`, in order. Pixels outside `damage` are not touched. */
void canvas_draw(Canvas *canvas, CanvasTarget target, const DrawList *list, Rect damage);

#endif
