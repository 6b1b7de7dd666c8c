#include "kiosk/ui/canvas.h"

#include "data/base/check.h"
#include "kiosk/ui/blend.h"
#include "kiosk/ui/canvas_shape.h"

/*
 * Each item is painted row by row into the part of the target that its own clip and the damage
 * leave. 1. No pixel outside `damage` changes. 2. Painting the damage in pieces gives the same
 * pixels as painting it whole: every pixel depends on its place only.
 */

enum { ICON_PIXELS_MAX = 1024 };

struct Canvas {
    Arena home; /* holds this struct */
    FontPort font;
    IconPort icons;
    ImagePort images;
    Masks masks;
};

Canvas *canvas_new(FontPort font, IconPort icons, ImagePort images) {
    Arena home = arena_make(sizeof(Canvas) + 64, sizeof(Canvas) + 64);
    Canvas *canvas = ARENA_NEW(&home, Canvas);
    if (canvas != NULL) {
        *canvas = (Canvas){home, font, icons, images, masks_make()};
    }
    return canvas;
}

void canvas_free(Canvas *canvas) {
    if (canvas != NULL) {
        masks_free(&canvas->masks);
        Arena home = canvas->home;
        arena_free(&home);
    }
}

static void draw_run(const Canvas *canvas, const Pen *pen, const Draw *draw, const TextRun *run) {
    Coverage coverage = canvas->font.run_coverage(canvas->font.context, run);
    int x = draw->rect.x + run->x + coverage.origin_x;
    int y = draw->rect.y + run->baseline_y + coverage.origin_y;
    for (int row = 0; coverage.pixels != NULL && row < coverage.height; row++) {
        pen_cover(pen, x, y + row, coverage.pixels + (ptrdiff_t)row * coverage.stride,
                  coverage.width, draw->color);
    }
}

static void draw_text(const Canvas *canvas, const Pen *pen, const Draw *draw) {
    FOYER_ASSERT(draw->block != NULL);
    const TextBlock *block = draw->block;
    for (size_t i = 0; i < block->lines_count; i++) {
        const TextLine *line = &block->lines[i];
        /* Tall marks reach out of their line, never further than a line. */
        int top = draw->rect.y + line->top_y - line->height;
        if (top >= pen->clip.y + pen->clip.height || top + 3 * line->height <= pen->clip.y) {
            continue;
        }
        for (size_t run = 0; run < line->runs_count; run++) {
            draw_run(canvas, pen, draw, &block->runs[line->first_run + run]);
        }
    }
}

static void cover_square(const Pen *pen, const Draw *draw, const uint8_t *mask, int size,
                         uint32_t color) {
    int x = draw->rect.x + (draw->rect.width - size) / 2;
    int y = draw->rect.y + (draw->rect.height - size) / 2;
    uint8_t reversed[ICON_PIXELS_MAX];
    for (int row = 0; row < size; row++) {
        const uint8_t *line = mask + (ptrdiff_t)row * size;
        if (draw->mirrored) {
            for (int i = 0; i < size; i++) {
                reversed[i] = line[size - 1 - i];
            }
            line = reversed;
        }
        pen_cover(pen, x, y + row, line, size, color);
    }
}

static void draw_icon(const Canvas *canvas, const Pen *pen, const Draw *draw) {
    int size = draw->rect.width < draw->rect.height ? draw->rect.width : draw->rect.height;
    if (size > ICON_PIXELS_MAX) {
        size = ICON_PIXELS_MAX;
    }
    IconMasks masks = canvas->icons.masks(canvas->icons.context, draw->icon, size);
    if (masks.tint != NULL && draw->color_2 >> 24 != 0) {
        cover_square(pen, draw, masks.tint, masks.size, draw->color_2);
    }
    if (masks.line != NULL && draw->color >> 24 != 0) {
        cover_square(pen, draw, masks.line, masks.size, draw->color);
    }
}

static ImagePixels image_of(const Canvas *canvas, const Draw *draw) {
    const ImagePort *port = &canvas->images;
    int width = draw->rect.width;
    int height = draw->rect.height;
    if (draw->drawing.svg.len == 0) {
        return port->pixels(port->context, draw->image, width, height);
    }
    return port->drawing != NULL ? port->drawing(port->context, &draw->drawing, width, height)
                                 : (ImagePixels){0};
}

static void draw_image(const Canvas *canvas, const Pen *pen, const Draw *draw) {
    Rect rect = draw->rect;
    ImagePixels image = image_of(canvas, draw);
    if (image.pixels == NULL) {
        return;
    }
    FOYER_ASSERT(image.width >= rect.width && image.height >= rect.height);
    int left = (image.width - rect.width) / 2;
    int top = image.height - rect.height;
    Rect area = rect_intersect(rect, pen->clip);
    for (int y = area.y; y < area.y + area.height; y++) {
        const uint32_t *from = image.pixels + (ptrdiff_t)(top + y - rect.y) * image.stride + left;
        uint32_t *to = pen->target.pixels + (ptrdiff_t)y * pen->target.stride;
        for (int x = area.x; x < area.x + area.width; x++) {
            int at = draw->mirrored ? rect.x + rect.width - 1 - x : x - rect.x;
            to[x] = from[at] | 0xFF000000U;
        }
    }
}

static void draw_item(Canvas *canvas, const Pen *pen, const Draw *draw) {
    switch (draw->kind) {
    case DRAW_FILL:
        shape_fill(pen, &canvas->masks, draw);
        break;
    case DRAW_OUTLINE:
        shape_outline(pen, &canvas->masks, draw);
        break;
    case DRAW_SHADOW:
        shape_shadow(pen, &canvas->masks, draw);
        break;
    case DRAW_TEXT:
        draw_text(canvas, pen, draw);
        break;
    case DRAW_ICON:
        draw_icon(canvas, pen, draw);
        break;
    case DRAW_IMAGE:
        draw_image(canvas, pen, draw);
        break;
    case DRAW_CODE:
        shape_code(pen, draw);
        break;
    case DRAW_RING:
        shape_ring(pen, draw);
        break;
    case DRAW_DISC:
        shape_disc(pen, &canvas->masks, draw);
        break;
    }
}

/* What an item may touch: shadows and tall marks of text reach out of their rectangle. */
static Rect draw_reach(const Draw *draw) {
    Rect rect = draw->rect;
    if (draw->kind == DRAW_SHADOW && draw->blur_px > 0) {
        rect.y += draw->offset_y_px;
        return rect_inflate(rect, mask_shadow_margin(draw->blur_px));
    }
    if (draw->kind == DRAW_TEXT && draw->block != NULL) {
        rect.width = draw->block->width > rect.width ? draw->block->width : rect.width;
        rect.height = draw->block->height > rect.height ? draw->block->height : rect.height;
        return rect_inflate(rect, rect.height);
    }
    return rect;
}

void canvas_draw(Canvas *canvas, CanvasTarget target, const DrawList *list, Rect damage) {
    FOYER_ASSERT(canvas != NULL && target.pixels != NULL && target.stride >= target.width);
    FOYER_ASSERT(list->count <= DRAWS_MAX);
    Rect whole = rect_intersect(damage, (Rect){0, 0, target.width, target.height});
    for (size_t i = 0; i < list->count; i++) {
        const Draw *draw = &list->items[i];
        Pen pen = {target, rect_intersect(whole, draw->clip)};
        if (rect_is_empty(draw->rect) ||
            rect_is_empty(rect_intersect(pen.clip, draw_reach(draw)))) {
            continue;
        }
        masks_make_room(&canvas->masks);
        draw_item(canvas, &pen, draw);
    }
}
