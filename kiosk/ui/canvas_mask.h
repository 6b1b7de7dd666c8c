#ifndef FOYER_KIOSK_UI_CANVAS_MASK_H
#define FOYER_KIOSK_UI_CANVAS_MASK_H

#include "data/base/arena.h"
#include "kiosk/ui/draw.h"

/*
 * Antialiased coverage of shapes, made once and kept: corners, outline corners, discs, shadows.
 * 1. A mask lives until masks_make_room, which is called between two items of a display list.
 * 2. Masks hold shapes only, never text.
 * Part of the canvas; not for others.
 */

enum { MASKS_MAX = 192, MASK_BYTES_SOFT = 8 << 20, MASK_BYTES_MAX = 24 << 20 };

/** 8 bit, row-major, rows of `width` bytes. */
typedef struct {
    const uint8_t *bytes;
    int width;
    int height;
} Mask;

typedef struct {
    int kind;
    int numbers[7];
} MaskKey;

typedef struct {
    Arena arena;
    Arena scratch;
    struct {
        MaskKey key;
        Mask mask;
    } entries[MASKS_MAX];
    size_t count;
    size_t bytes;
} Masks;

Masks masks_make(void);
void masks_free(Masks *masks);
/** Drop everything when little room is left; earlier masks end here. */
void masks_make_room(Masks *masks);

/** Quarter of a filled circle, top-left in the left half and top-right in the right half: 2r x r.
 * bytes is NULL for radius 0 or without memory: draw a square corner. */
Mask masks_corner(Masks *masks, int radius);
/** The same of an outline `width` inside: 2q x q with q = max(radius, width). */
Mask masks_outline_corner(Masks *masks, int radius, int width);
/** A filled circle, `diameter` square. */
Mask masks_disc(Masks *masks, int diameter);
/** A blurred rounded rectangle `width` x `height` with `margin` around it; sigma = blur / 2. */
Mask masks_shadow(Masks *masks, int width, int height, Radii radii, int blur);
/** How far a shadow reaches past its rectangle. */
int mask_shadow_margin(int blur);

#endif
