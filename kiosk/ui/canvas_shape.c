#include "kiosk/ui/canvas_shape.h"

#include <math.h>
#include <string.h>

#include "data/base/check.h"
#include "kiosk/ui/blend.h"

enum { ROW_PIXELS_MAX = 8192 };

static int min_int(int a, int b) {
    return a < b ? a : b;
}

static int max_int(int a, int b) {
    return a > b ? a : b;
}

static uint32_t *pen_pixels(const Pen *pen, int x, int y) {
    return pen->target.pixels + (ptrdiff_t)y * pen->target.stride + x;
}

static void pen_fill(const Pen *pen, int x, int y, int count, uint32_t color) {
    int left = max_int(x, pen->clip.x);
    int right = min_int(x + count, pen->clip.x + pen->clip.width);
    if (y >= pen->clip.y && y < pen->clip.y + pen->clip.height && left < right) {
        blend_fill_row(pen_pixels(pen, left, y), (size_t)(right - left), color);
    }
}

void pen_cover(const Pen *pen, int x, int y, const uint8_t *coverage, int count, uint32_t color) {
    int left = max_int(x, pen->clip.x);
    int right = min_int(x + count, pen->clip.x + pen->clip.width);
    if (y >= pen->clip.y && y < pen->clip.y + pen->clip.height && left < right) {
        blend_coverage_row(pen_pixels(pen, left, y), coverage + (left - x), (size_t)(right - left),
                           color);
    }
}

/* Neighbours never overlap: radii shrink together as CSS has it, here side by side. */
static Radii radii_fit(Radii radii, Rect rect) {
    for (int i = 0; i < 4; i++) {
        int most = min_int(rect.width / 2, rect.height);
        radii.corner[i] = max_int(0, min_int(radii.corner[i], most));
    }
    for (int side = 0; side < 2; side++) {
        int *top = &radii.corner[side];
        int *bottom = &radii.corner[3 - side];
        if (*top + *bottom > rect.height) {
            *top = min_int(*top, max_int(rect.height - *bottom, rect.height / 2));
            *bottom = min_int(*bottom, rect.height - *top);
        }
    }
    return radii;
}

/* One end of a row: coverage bytes, or NULL for `length` full pixels. */
typedef struct {
    const uint8_t *coverage;
    int length;
} RowEnd;

typedef struct {
    Mask corner[4];
    int plain; /* length of a row's end where there is no corner: 0, or the outline's width */
    int height;
} Corners;

/* `right`: 0 = the row's left end, 1 = its right end. */
static RowEnd corners_row(const Corners *corners, int row, int right) {
    const Mask *top = &corners->corner[right];
    const Mask *bottom = &corners->corner[3 - right];
    const Mask *mask = NULL;
    int mask_row = 0;
    if (top->bytes != NULL && row < top->height) {
        mask = top;
        mask_row = row;
    } else if (bottom->bytes != NULL && row >= corners->height - bottom->height) {
        mask = bottom;
        mask_row = corners->height - 1 - row;
    }
    if (mask == NULL) {
        return (RowEnd){NULL, corners->plain};
    }
    int half = mask->width / 2;
    return (RowEnd){mask->bytes + mask_row * mask->width + right * half, half};
}

static void pen_end(const Pen *pen, int x, int y, RowEnd end, uint32_t color) {
    if (end.coverage != NULL) {
        pen_cover(pen, x, y, end.coverage, end.length, color);
    } else {
        pen_fill(pen, x, y, end.length, color);
    }
}

static bool first_and_last_row(const Pen *pen, Rect rect, int *first, int *last) {
    *first = max_int(0, pen->clip.y - rect.y);
    *last = min_int(rect.height, pen->clip.y + pen->clip.height - rect.y);
    return *first < *last;
}

void shape_fill(const Pen *pen, Masks *masks, const Draw *draw) {
    Rect rect = draw->rect;
    Radii radii = radii_fit(draw->radii, rect);
    Corners corners = {.height = rect.height};
    for (int i = 0; i < 4; i++) {
        corners.corner[i] = masks_corner(masks, radii.corner[i]);
    }
    int first;
    int last;
    if (!first_and_last_row(pen, rect, &first, &last)) {
        return;
    }
    for (int row = first; row < last; row++) {
        uint32_t color = draw->color;
        if (draw->color_2 != 0 && rect.height > 1) {
            color = blend_mix(draw->color, draw->color_2, row, rect.height - 1);
        }
        RowEnd left = corners_row(&corners, row, 0);
        RowEnd right = corners_row(&corners, row, 1);
        int y = rect.y + row;
        pen_end(pen, rect.x, y, left, color);
        pen_fill(pen, rect.x + left.length, y, rect.width - left.length - right.length, color);
        pen_end(pen, rect.x + rect.width - right.length, y, right, color);
    }
}

static Corners outline_corners(Masks *masks, const Draw *draw, Radii radii, int width) {
    Corners corners = {.height = draw->rect.height, .plain = width};
    for (int i = 0; i < 4; i++) {
        corners.corner[i] = masks_outline_corner(masks, radii.corner[i], width);
    }
    return corners;
}

/* Distance along the outline's middle line, clockwise from the top-left corner's end. */
static float outline_length_at(Rect rect, const Radii *radii, float middle, float x, float y) {
    const float quarter = 1.57079633F;
    float width = (float)rect.width;
    float height = (float)rect.height;
    float r[4];
    float arc[4];
    for (int i = 0; i < 4; i++) {
        r[i] = (float)radii->corner[i];
        arc[i] = quarter * fmaxf(r[i] - middle, 0.0F);
    }
    float top = width - r[0] - r[1];
    float right = height - r[1] - r[2];
    float bottom = width - r[2] - r[3];
    float left = height - r[3] - r[0];
    if (x > width - r[1] && y < r[1]) {
        return top + arc[1] * atan2f(x - (width - r[1]), r[1] - y) / quarter;
    }
    if (x > width - r[2] && y > height - r[2]) {
        float turn = atan2f(y - (height - r[2]), x - (width - r[2]));
        return top + arc[1] + right + arc[2] * turn / quarter;
    }
    float half = top + arc[1] + right + arc[2];
    if (x < r[3] && y > height - r[3]) {
        return half + bottom + arc[3] * atan2f(r[3] - x, y - (height - r[3])) / quarter;
    }
    if (x < r[0] && y < r[0]) {
        float turn = atan2f(r[0] - y, r[0] - x);
        return half + bottom + arc[3] + left + arc[0] * turn / quarter;
    }
    if (y <= 2.0F * middle) {
        return x - r[0];
    }
    if (x >= width - 2.0F * middle) {
        return top + arc[1] + y - r[1];
    }
    if (y >= height - 2.0F * middle) {
        return half + (width - r[2] - x);
    }
    return half + bottom + arc[3] + (height - r[3] - y);
}

typedef struct {
    float period;
    float on;
    Radii radii;
} Dashes;

/* What one row of an outline shows before dashes are cut out. */
typedef struct {
    RowEnd left;
    RowEnd right;
    bool full; /* from end to end: the upper or lower side */
} OutlineRow;

/* Dashes of two widths, gaps of one, stretched so that a whole number goes round. */
static Dashes dashes_for(Rect rect, const Radii *radii, int width) {
    float middle = (float)width / 2.0F;
    float length = 2.0F * (float)(rect.width + rect.height);
    for (int i = 0; i < 4; i++) {
        float r = (float)radii->corner[i];
        length += 1.57079633F * fmaxf(r - middle, 0.0F) - 2.0F * r;
    }
    float wish = (float)width * 3.0F;
    float count = fmaxf(1.0F, roundf(length / wish));
    float period = length / count;
    return (Dashes){period, period * 2.0F / 3.0F, *radii};
}

static uint8_t dash_coverage(Dashes dashes, float length, uint8_t coverage) {
    float at = fmodf(length + dashes.period, dashes.period);
    float inside = fminf(at, dashes.on - at) + 0.5F;
    if (at > dashes.on) {
        inside = 0.5F - fminf(at - dashes.on, dashes.period - at);
    }
    inside = fminf(fmaxf(inside, 0.0F), 1.0F);
    return (uint8_t)((float)coverage * inside + 0.5F);
}

static void row_end_copy(uint8_t *to, RowEnd end) {
    if (end.coverage != NULL) {
        memcpy(to, end.coverage, (size_t)end.length);
    } else {
        memset(to, 255, (size_t)end.length);
    }
}

/* A dashed row: the solid row's coverage, each pixel by where along the outline it lies. */
static void outline_row_dashed(const Pen *pen, const Draw *draw, const Dashes *dashes, int row,
                               OutlineRow ends) {
    uint8_t line[ROW_PIXELS_MAX] = {0};
    Rect rect = draw->rect;
    if (rect.width > ROW_PIXELS_MAX) {
        return;
    }
    if (ends.full) {
        memset(line, 255, (size_t)rect.width);
    }
    row_end_copy(line, ends.left);
    row_end_copy(line + rect.width - ends.right.length, ends.right);
    float middle = (float)draw->width_px / 2.0F;
    for (int x = 0; x < rect.width; x++) {
        if (line[x] != 0) {
            float at =
                outline_length_at(rect, &dashes->radii, middle, (float)x + 0.5F, (float)row + 0.5F);
            line[x] = dash_coverage(*dashes, at, line[x]);
        }
    }
    pen_cover(pen, rect.x, rect.y + row, line, rect.width, draw->color);
}

void shape_outline(const Pen *pen, Masks *masks, const Draw *draw) {
    Rect rect = draw->rect;
    int width = min_int(draw->width_px, min_int(rect.width, rect.height) / 2);
    int first;
    int last;
    if (width <= 0 || !first_and_last_row(pen, rect, &first, &last)) {
        return;
    }
    Radii radii = radii_fit(draw->radii, rect);
    Corners corners = outline_corners(masks, draw, radii, width);
    Dashes dashes = dashes_for(rect, &radii, width);
    for (int row = first; row < last; row++) {
        RowEnd left = corners_row(&corners, row, 0);
        RowEnd right = corners_row(&corners, row, 1);
        bool full = row < width || row >= rect.height - width;
        if (draw->dashed) {
            outline_row_dashed(pen, draw, &dashes, row, (OutlineRow){left, right, full});
            continue;
        }
        int y = rect.y + row;
        int inner = rect.width - left.length - right.length;
        pen_end(pen, rect.x, y, left, draw->color);
        pen_fill(pen, rect.x + left.length, y, full ? inner : 0, draw->color);
        pen_end(pen, rect.x + rect.width - right.length, y, right, draw->color);
    }
}

/* Nine-slice along one axis: which mask line stands at `at` when the middle one is repeated. */
static int stretch(int at, int full, int mask) {
    int head = mask / 2;
    if (at < head) {
        return at;
    }
    int tail = full - (mask - head - 1);
    return at >= tail ? mask - (full - at) : head;
}

static void shadow_row(const Pen *pen, Mask mask, int mask_row, Rect full, int y, uint32_t color) {
    const uint8_t *line = mask.bytes + (ptrdiff_t)mask_row * mask.width;
    int head = mask.width / 2;
    int tail = mask.width - head - 1;
    uint32_t middle = blend_pixel(0xFF000000U, line[head], (color & 0xFF000000U) | 0xFFU) & 255;
    pen_cover(pen, full.x, y, line, head, color);
    pen_fill(pen, full.x + head, y, full.width - head - tail, middle << 24 | (color & 0xFFFFFFU));
    pen_cover(pen, full.x + full.width - tail, y, line + head + 1, tail, color);
}

void shape_shadow(const Pen *pen, Masks *masks, const Draw *draw) {
    Rect rect = draw->rect;
    if (draw->blur_px <= 0) {
        return;
    }
    rect.y += draw->offset_y_px;
    Radii radii = radii_fit(draw->radii, rect);
    int margin = mask_shadow_margin(draw->blur_px);
    int reach = margin;
    for (int i = 0; i < 4; i++) {
        reach = max_int(reach, radii.corner[i] + margin);
    }
    Mask mask = masks_shadow(masks, min_int(rect.width, 2 * reach + 1),
                             min_int(rect.height, 2 * reach + 1), radii, draw->blur_px);
    Rect full = rect_inflate(rect, margin);
    int first;
    int last;
    if (mask.bytes == NULL || !first_and_last_row(pen, full, &first, &last)) {
        return;
    }
    for (int row = first; row < last; row++) {
        shadow_row(pen, mask, stretch(row, full.height, mask.height), full, full.y + row,
                   draw->color);
    }
}

static const float WHOLE_TURN = 6.28318531F;

/* A ring around (0, 0); its arc goes clockwise from the top and has round ends. */
typedef struct {
    float outer, inner, middle;
    float end; /* angle */
    float end_x, end_y;
} Ring;

static Ring ring_of(const Draw *draw) {
    Ring ring = {.outer = (float)draw->rect.width / 2.0F,
                 .end = WHOLE_TURN * (float)draw->fraction / 1000.0F};
    ring.inner = ring.outer - (float)draw->width_px;
    ring.middle = (ring.outer + ring.inner) / 2.0F;
    ring.end_x = sinf(ring.end) * ring.middle;
    ring.end_y = -cosf(ring.end) * ring.middle;
    return ring;
}

static float round_end(const Ring *ring, float dx, float dy) {
    float reach = (ring->outer - ring->inner) / 2.0F;
    return fminf(fmaxf(reach - sqrtf(dx * dx + dy * dy) + 0.5F, 0.0F), 1.0F);
}

/* Coverage by the arc where the whole ring covers `band`. */
static float ring_arc(const Ring *ring, float dx, float dy, float band) {
    if (ring->end <= 0.0F || ring->end >= WHOLE_TURN) {
        return ring->end <= 0.0F ? 0.0F : band;
    }
    float angle = atan2f(dx, -dy);
    angle = angle < 0.0F ? angle + WHOLE_TURN : angle;
    if (angle <= ring->end) {
        return band;
    }
    return fmaxf(round_end(ring, dx, dy + ring->middle),
                 round_end(ring, dx - ring->end_x, dy - ring->end_y));
}

static void ring_pixel(const Pen *pen, const Draw *draw, const Ring *ring, int x, int y) {
    float dx = (float)(x - draw->rect.x) + 0.5F - ring->outer;
    float dy = (float)(y - draw->rect.y) + 0.5F - ring->outer;
    float distance = sqrtf(dx * dx + dy * dy);
    float band = fminf(fminf(ring->outer - distance, distance - ring->inner) + 0.5F, 1.0F);
    if (band <= 0.0F) {
        return;
    }
    uint32_t *pixel = pen_pixels(pen, x, y);
    *pixel = blend_pixel(*pixel, (uint32_t)(band * 255.0F + 0.5F), draw->color_2);
    float arc = ring_arc(ring, dx, dy, band);
    *pixel = blend_pixel(*pixel, (uint32_t)(arc * 255.0F + 0.5F), draw->color);
}

void shape_ring(const Pen *pen, const Draw *draw) {
    Rect area = rect_intersect(draw->rect, pen->clip);
    Ring ring = ring_of(draw);
    for (int y = area.y; y < area.y + area.height; y++) {
        for (int x = area.x; x < area.x + area.width; x++) {
            ring_pixel(pen, draw, &ring, x, y);
        }
    }
}

void shape_disc(const Pen *pen, Masks *masks, const Draw *draw) {
    int diameter = min_int(draw->rect.width, draw->rect.height);
    Mask mask = masks_disc(masks, diameter);
    int x = draw->rect.x + (draw->rect.width - diameter) / 2;
    int y = draw->rect.y + (draw->rect.height - diameter) / 2;
    for (int row = 0; mask.bytes != NULL && row < diameter; row++) {
        pen_cover(pen, x, y + row, mask.bytes + row * diameter, diameter, draw->color);
    }
}

void shape_code(const Pen *pen, const Draw *draw) {
    FOYER_ASSERT(draw->modules != NULL && draw->side > 0);
    int module = draw->rect.width / draw->side;
    for (int y = 0; y < draw->side * module; y++) {
        const uint8_t *line = draw->modules + (ptrdiff_t)(y / module) * draw->side;
        for (int x = 0; x < draw->side; x++) {
            if (line[x] & 1) {
                pen_fill(pen, draw->rect.x + x * module, draw->rect.y + y, module, draw->color);
            }
        }
    }
}
