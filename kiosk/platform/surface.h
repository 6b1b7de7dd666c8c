#ifndef FOYER_KIOSK_PLATFORM_SURFACE_H
#define FOYER_KIOSK_PLATFORM_SURFACE_H

#include "data/base/err.h"
#include "data/base/str8.h"
#include "kiosk/ui/canvas.h"

/** Pixels in memory: what a headless kiosk draws on. */
typedef struct {
    CanvasTarget target;
} Surface;

enum { SURFACE_SIDE_MAX = 8192 };

/** Black, width x height, each 1..SURFACE_SIDE_MAX. */
ErrCode surface_new(Surface *surface, int width, int height, Err *err) MUST_USE;
/** Overwrites the pixels and gives them back. */
void surface_free(Surface *surface);
/** Write a PNG. ERR_IO names the file. */
ErrCode surface_write_png(const Surface *surface, Str8 path, Err *err) MUST_USE;

#endif
