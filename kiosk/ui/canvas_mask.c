#include "kiosk/ui/canvas_mask.h"

#include <math.h>
#include <string.h>

#include "data/base/check.h"

enum { MASK_CORNER = 1, MASK_OUTLINE, MASK_DISC, MASK_SHADOW, BOX_PASSES = 3 };

Masks masks_make(void) {
    return (Masks){.arena = arena_make(256 << 10, MASK_BYTES_MAX),
                   .scratch = arena_make(1 << 20, MASK_BYTES_MAX)};
}

void masks_free(Masks *masks) {
    arena_free(&masks->arena);
    arena_free(&masks->scratch);
    masks->count = 0;
    masks->bytes = 0;
}

void masks_make_room(Masks *masks) {
    enum { ITEM_MASKS_MAX = 8 };
    if (masks->count + ITEM_MASKS_MAX > MASKS_MAX || masks->bytes > MASK_BYTES_SOFT) {
        arena_reset(&masks->arena);
        masks->count = 0;
        masks->bytes = 0;
    }
}

static const Mask *masks_find(const Masks *masks, const MaskKey *key) {
    for (size_t i = 0; i < masks->count; i++) {
        if (memcmp(&masks->entries[i].key, key, sizeof(*key)) == 0) {
            return &masks->entries[i].mask;
        }
    }
    return NULL;
}

/* A new entry and its zeroed bytes; NULL when there is no room. */
static uint8_t *masks_add(Masks *masks, const MaskKey *key, int width, int height) {
    FOYER_ASSERT(width > 0 && height > 0);
    if (masks->count == MASKS_MAX) {
        return NULL;
    }
    uint8_t *bytes = arena_alloc_array(&masks->arena, (size_t)width, (size_t)height);
    if (bytes != NULL) {
        masks->entries[masks->count].key = *key;
        masks->entries[masks->count].mask = (Mask){bytes, width, height};
        masks->count++;
        masks->bytes += (size_t)width * (size_t)height;
    }
    return bytes;
}

static float clamp_unit(float x) {
    return x < 0.0F ? 0.0F : x > 1.0F ? 1.0F : x;
}

/* Coverage of the pixel at (x, y) by a circle: distance to the edge, a pixel wide ramp. */
static float circle_coverage(float center, float radius, int x, int y) {
    float dx = center - ((float)x + 0.5F);
    float dy = center - ((float)y + 0.5F);
    return clamp_unit(radius - sqrtf(dx * dx + dy * dy) + 0.5F);
}

/* Coverage at (x, y) of the top-left corner of a filled shape with that radius. */
static float corner_coverage(int radius, int x, int y) {
    if (x < 0 || y < 0) {
        return 0.0F;
    }
    return x >= radius || y >= radius ? 1.0F : circle_coverage((float)radius, (float)radius, x, y);
}

static uint8_t to_byte(float coverage) {
    return (uint8_t)(coverage * 255.0F + 0.5F);
}

Mask masks_corner(Masks *masks, int radius) {
    return masks_outline_corner(masks, radius, 0);
}

/* Width 0 is the filled corner: nothing is taken away inside. */
Mask masks_outline_corner(Masks *masks, int radius, int width) {
    int size = radius > width ? radius : width;
    if (size <= 0) {
        return (Mask){0};
    }
    MaskKey key = {width == 0 ? MASK_CORNER : MASK_OUTLINE, {radius, width}};
    const Mask *known = masks_find(masks, &key);
    if (known != NULL) {
        return *known;
    }
    uint8_t *bytes = masks_add(masks, &key, size * 2, size);
    if (bytes == NULL) {
        return (Mask){0};
    }
    int inner = radius > width ? radius - width : 0;
    for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
            float hole = width == 0 ? 0.0F : corner_coverage(inner, x - width, y - width);
            uint8_t byte = to_byte(clamp_unit(corner_coverage(radius, x, y) - hole));
            bytes[y * size * 2 + x] = byte;
            bytes[y * size * 2 + size * 2 - 1 - x] = byte;
        }
    }
    return (Mask){bytes, size * 2, size};
}

Mask masks_disc(Masks *masks, int diameter) {
    if (diameter <= 0) {
        return (Mask){0};
    }
    MaskKey key = {MASK_DISC, {diameter}};
    const Mask *known = masks_find(masks, &key);
    if (known != NULL) {
        return *known;
    }
    uint8_t *bytes = masks_add(masks, &key, diameter, diameter);
    if (bytes == NULL) {
        return (Mask){0};
    }
    float half = (float)diameter / 2.0F;
    for (int y = 0; y < diameter; y++) {
        for (int x = 0; x < diameter; x++) {
            bytes[y * diameter + x] = to_byte(circle_coverage(half, half, x, y));
        }
    }
    return (Mask){bytes, diameter, diameter};
}

/* Three odd boxes have nearly the shape of a gaussian (Kovesi, Fast Almost-Gaussian Filtering). */
static void box_widths(float sigma, int widths[BOX_PASSES]) {
    float ideal = sqrtf(12.0F * sigma * sigma / (float)BOX_PASSES + 1.0F);
    int lower = (int)ideal;
    lower -= lower % 2 == 0 ? 1 : 0;
    float w = (float)lower;
    float n = (float)BOX_PASSES;
    float lower_count =
        (12.0F * sigma * sigma - n * w * w - 4.0F * n * w - 3.0F * n) / (-4.0F * w - 4.0F);
    int smaller = (int)(lower_count + 0.5F);
    for (int i = 0; i < BOX_PASSES; i++) {
        widths[i] = i < smaller ? lower : lower + 2;
    }
}

int mask_shadow_margin(int blur) {
    int widths[BOX_PASSES];
    box_widths((float)blur / 2.0F, widths);
    int margin = 0;
    for (int i = 0; i < BOX_PASSES; i++) {
        margin += widths[i] / 2;
    }
    return margin + 1;
}

/* One box over `count` values `step` apart; outside counts as 0. */
static void blur_line(float *values, float *line, int count, int step, int width) {
    int half = width / 2;
    float sum = 0.0F;
    for (int i = 0; i < count; i++) {
        line[i] = values[i * step];
    }
    for (int i = 0; i < half && i < count; i++) {
        sum += line[i];
    }
    for (int i = 0; i < count; i++) {
        sum += i + half < count ? line[i + half] : 0.0F;
        sum -= i - half - 1 >= 0 ? line[i - half - 1] : 0.0F;
        values[i * step] = sum / (float)width;
    }
}

static void blur_both(float *values, float *line, int width, int height, int blur) {
    int boxes[BOX_PASSES];
    box_widths((float)blur / 2.0F, boxes);
    for (int pass = 0; pass < BOX_PASSES; pass++) {
        for (int y = 0; y < height; y++) {
            blur_line(values + y * width, line, width, 1, boxes[pass]);
        }
        for (int x = 0; x < width; x++) {
            blur_line(values + x, line, height, width, boxes[pass]);
        }
    }
}

/* The product of its four corners' coverages: each is 1 outside its own corner's square. */
static float rounded_coverage(int width, int height, const Radii *radii, int x, int y) {
    int right = width - 1 - x;
    int bottom = height - 1 - y;
    return corner_coverage(radii->corner[0], x, y) * corner_coverage(radii->corner[1], right, y) *
           corner_coverage(radii->corner[2], right, bottom) *
           corner_coverage(radii->corner[3], x, bottom);
}

static bool shadow_fill(Masks *masks, uint8_t *bytes, const MaskKey *key, int margin) {
    int width = key->numbers[0];
    int height = key->numbers[1];
    int full_width = width + 2 * margin;
    int full_height = height + 2 * margin;
    Radii radii = {{key->numbers[2], key->numbers[3], key->numbers[4], key->numbers[5]}};
    ArenaMark mark = arena_mark(&masks->scratch);
    size_t count = (size_t)full_width * (size_t)full_height;
    float *values = ARENA_ARRAY(&masks->scratch, float, count);
    float *line = ARENA_ARRAY(&masks->scratch, float, (size_t)(full_width + full_height));
    bool ready = values != NULL && line != NULL;
    if (ready) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                values[(y + margin) * full_width + x + margin] =
                    rounded_coverage(width, height, &radii, x, y);
            }
        }
        blur_both(values, line, full_width, full_height, key->numbers[6]);
        for (size_t i = 0; i < count; i++) {
            bytes[i] = to_byte(clamp_unit(values[i]));
        }
    }
    arena_rewind(&masks->scratch, mark);
    return ready;
}

Mask masks_shadow(Masks *masks, int width, int height, Radii radii, int blur) {
    FOYER_ASSERT(width > 0 && height > 0 && blur > 0);
    const int *r = radii.corner;
    MaskKey key = {MASK_SHADOW, {width, height, r[0], r[1], r[2], r[3], blur}};
    const Mask *known = masks_find(masks, &key);
    if (known != NULL) {
        return *known;
    }
    int margin = mask_shadow_margin(blur);
    int full_width = width + 2 * margin;
    int full_height = height + 2 * margin;
    uint8_t *bytes = masks_add(masks, &key, full_width, full_height);
    if (bytes == NULL || !shadow_fill(masks, bytes, &key, margin)) {
        return (Mask){0};
    }
    return (Mask){bytes, full_width, full_height};
}
