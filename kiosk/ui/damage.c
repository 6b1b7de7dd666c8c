#include "kiosk/ui/damage.h"

#include "data/base/check.h"
#include "data/base/hash.h"
#include "kiosk/ui/paint.h"

/* A cell's hash is over every draw that touches it, in order, by content (never by address: the
 * same text in another frame's memory is the same picture). */

static int cells_across(int px_size) {
    return (px_size + DAMAGE_CELL_PX - 1) / DAMAGE_CELL_PX;
}

static uint64_t hash_int(uint64_t hash, int64_t number) {
    return hash_bytes(hash, &number, sizeof number);
}

static uint64_t hash_rect(uint64_t hash, Rect rect) {
    return hash_bytes(hash, &rect, sizeof rect);
}

static uint64_t hash_block(uint64_t hash, const TextBlock *block) {
    for (size_t i = 0; i < block->runs_count; i++) {
        const TextRun *run = &block->runs[i];
        const int64_t numbers[] = {run->font, run->size_px,    run->rtl,  run->script,
                                   run->x,    run->baseline_y, run->width};
        hash = hash_bytes(hash, numbers, sizeof numbers);
        hash = hash_bytes(hash, run->text.ptr, run->text.len);
    }
    return hash;
}

static uint64_t hash_draw(const Draw *draw) {
    uint64_t hash = hash_rect(hash_rect(HASH_START, draw->rect), draw->clip);
    const int64_t numbers[] = {draw->kind,    draw->color,       draw->color_2,  draw->width_px,
                               draw->blur_px, draw->offset_y_px, draw->dashed,   draw->mirrored,
                               draw->icon,    draw->image,       draw->fraction, draw->side};
    hash = hash_bytes(hash, numbers, sizeof numbers);
    hash = hash_bytes(hash, &draw->radii, sizeof draw->radii);
    if (draw->block != NULL) {
        hash = hash_block(hash, draw->block);
    }
    if (draw->drawing.svg.len > 0) {
        hash = hash_bytes(hash, &draw->drawing.digest, sizeof draw->drawing.digest);
    }
    if (draw->modules != NULL) {
        hash = hash_bytes(hash, draw->modules, (size_t)draw->side * (size_t)draw->side);
    }
    return hash;
}

static void cells_add(Damage *damage, const Draw *draw) {
    uint64_t *cells = damage->cells[damage->turn];
    Rect screen = {0, 0, damage->width_px, damage->height_px};
    Rect ink = rect_inflate(draw->rect, draw_margin(draw));
    Rect touched = rect_intersect(rect_intersect(ink, draw->clip), screen);
    if (rect_is_empty(touched)) {
        return;
    }
    uint64_t hash = hash_draw(draw);
    int across = cells_across(damage->width_px);
    int last_x = (touched.x + touched.width - 1) / DAMAGE_CELL_PX;
    int last_y = (touched.y + touched.height - 1) / DAMAGE_CELL_PX;
    for (int y = touched.y / DAMAGE_CELL_PX; y <= last_y; y++) {
        for (int x = touched.x / DAMAGE_CELL_PX; x <= last_x; x++) {
            uint64_t *cell = &cells[y * across + x];
            *cell = hash_int(*cell, (int64_t)hash);
        }
    }
}

static bool cell_changed(const Damage *damage, int x, int y) {
    int index = y * cells_across(damage->width_px) + x;
    return damage->cells[0][index] != damage->cells[1][index];
}

/* A run of changed cells becomes a rect, or makes the equally wide one just above it taller. */
static void rects_add(Damage *damage, int x, int y, int count) {
    Rect rect = {x * DAMAGE_CELL_PX, y * DAMAGE_CELL_PX, count * DAMAGE_CELL_PX, DAMAGE_CELL_PX};
    for (size_t i = damage->rects_count; i-- > 0;) {
        Rect *above = &damage->rects[i];
        if (above->x == rect.x && above->width == rect.width &&
            above->y + above->height == rect.y) {
            above->height += rect.height;
            return;
        }
    }
    if (damage->rects_count < DAMAGE_RECTS_MAX) {
        damage->rects[damage->rects_count++] = rect;
    } else {
        damage->all = true;
    }
}

static void rects_find(Damage *damage) {
    int across = cells_across(damage->width_px);
    int down = cells_across(damage->height_px);
    for (int y = 0; y < down; y++) {
        for (int x = 0; x < across; x++) {
            int start = x;
            while (x < across && cell_changed(damage, x, y)) {
                x++;
            }
            if (x > start) {
                rects_add(damage, start, y, x - start);
            }
        }
    }
}

static void rects_finish(Damage *damage) {
    Rect screen = {0, 0, damage->width_px, damage->height_px};
    if (damage->all) {
        damage->rects[0] = screen;
        damage->rects_count = 1;
        damage->all = false;
    }
    for (size_t i = 0; i < damage->rects_count; i++) {
        damage->rects[i] = rect_intersect(damage->rects[i], screen);
    }
}

void damage_compare(Damage *damage, const DrawList *list, int width_px, int height_px) {
    FOYER_ASSERT(width_px > 0 && height_px > 0);
    int cells_count = cells_across(width_px) * cells_across(height_px);
    FOYER_ASSERT(cells_count <= DAMAGE_CELLS_MAX);
    if (damage->width_px != width_px || damage->height_px != height_px) {
        damage->width_px = width_px;
        damage->height_px = height_px;
        damage->all = true;
    }
    damage->turn = 1 - damage->turn;
    for (int i = 0; i < cells_count; i++) {
        damage->cells[damage->turn][i] = HASH_START;
    }
    for (size_t i = 0; i < list->count; i++) {
        cells_add(damage, &list->items[i]);
    }
    damage->rects_count = 0;
    if (!damage->all) {
        rects_find(damage);
    }
    rects_finish(damage);
}

void damage_all(Damage *damage) {
    damage->all = true;
}
