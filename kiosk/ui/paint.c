#include "kiosk/ui/paint.h"

#include "data/base/check.h"
#include "kiosk/ui/icon.h"
#include "kiosk/ui/layout.h"
#include "kiosk/ui/tree.h"

enum {
    DRAWS_PER_NODE_MAX = 8,
    QUIET_MODULES = 4,
    OUTLINE_STRONG_DU = 4,
    OUTLINE_STRONG_CHOSEN_DU = 6,
    OUTLINE_KEY_PRESSED_DU = 4,
    FOCUS_GOLD_DU = 8,
    FOCUS_INK_DU = 5,
    FOCUS_STRONG_DU = 6,
    CARET_WIDTH_DU = 5,
    CARET_GAP_DU = 3,
    SHADOW_REACH_DU = 96,
    MARK_SIDES_DU = 4, /* a mark reaches out of its letters */
    MARK_RADIUS_DU = 8,
    MARK_LINE_DU = 4,            /* strong themes have no other colour: a line under the letters */
    PRESSED_DARKER_PERCENT = 80, /* of each channel */
};

typedef struct {
    int offset_y, blur; /* du */
    uint8_t alpha;      /* VISUAL.md's 12, 16 and 24 % */
} ShadowStyle;

static const ShadowStyle SHADOWS[] = {
    [SHADOW_NONE] = {0, 0, 0},
    [SHADOW_1] = {2, 6, 31},
    [SHADOW_2] = {8, 24, 41},
    [SHADOW_3] = {16, 48, 61},
};

typedef struct {
    const Look *look;
    DrawList list;
    size_t capacity;
} Paint;

static int int_max(int a, int b) {
    return a > b ? a : b;
}

static int int_min(int a, int b) {
    return a < b ? a : b;
}

static int block_size_px(const TextBlock *block) {
    int size = 0;
    for (size_t i = 0; i < block->runs_count; i++) {
        size = int_max(size, block->runs[i].size_px);
    }
    return size;
}

int draw_margin(const Draw *draw) {
    if (draw->kind == DRAW_SHADOW) {
        /* Three box blurs that stand for a gaussian of blur / 2 reach 1.41 times the blur. */
        return draw->blur_px * 3 / 2 + 4 + int_max(draw->offset_y_px, 0);
    }
    /* Marks above and below a line, and swashes beside it, reach out of the text's box. */
    return draw->kind == DRAW_TEXT && draw->block != NULL ? block_size_px(draw->block) : 0;
}

/* Pixels a QR module gets in a node this large; 0 = too small to be drawn. */
static int code_module_px(int width_px, int height_px, int side) {
    FOYER_ASSERT(side > 0);
    return int_max(0, int_min(width_px, height_px)) / (side + 2 * QUIET_MODULES);
}

static uint32_t color_darker(uint32_t color) {
    uint32_t darker = color & UINT32_C(0xFF000000);
    for (int shift = 0; shift < 24; shift += 8) {
        darker |= ((color >> shift & 0xFF) * PRESSED_DARKER_PERCENT / 100) << shift;
    }
    return darker;
}

static bool fill_is_light(Color fill) {
    return fill == COLOR_NONE || fill == COLOR_PAPER || fill == COLOR_SURFACE;
}

uint32_t paint_pressed_color(ThemeName theme, Color fill) {
    if (fill_is_light(fill)) {
        return theme_color(theme, COLOR_SUNKEN);
    }
    if (fill == COLOR_PINE) {
        return theme_color(theme, COLOR_PINE_DOWN);
    }
    return color_darker(theme_color(theme, fill));
}

static bool node_is_pressed(const Node *node) {
    return (node->spec.states & STATE_PRESSED) != 0;
}

/* A pressed key that says nothing else of itself turns pine-tint with a pine outline. */
static bool key_is_pressed(const Node *node) {
    return node_is_pressed(node) && node->spec.role == ROLE_KEY &&
           node->spec.fill_pressed == COLOR_NONE;
}

static Draw *paint_add(Paint *paint, const Node *node, DrawKind kind, Rect rect) {
    if (paint->list.count >= paint->capacity || rect_is_empty(rect)) {
        return NULL;
    }
    Draw *draw = &paint->list.items[paint->list.count++];
    *draw = (Draw){.kind = kind, .rect = rect, .clip = node->clip};
    return draw;
}

static uint32_t color_or(const Paint *paint, Color color, Color fallback) {
    return theme_color(paint->look->theme, color != COLOR_NONE ? color : fallback);
}

static Radii node_radii(const Paint *paint, const Node *node) {
    const NodeSpec *spec = &node->spec;
    const Look *look = paint->look;
    int all = look_px(look, spec->radius);
    Rect rect = node->rect;
    if (spec->disc) {
        int half = int_min(rect.width, rect.height) / 2;
        return (Radii){{half, half, half, half}};
    }
    if (spec->arch) {
        return (Radii){{rect.width / 2, rect.width / 2, all, all}};
    }
    Radii radii = {{all, all, all, all}};
    const int *own = spec->radii;
    if ((own[0] | own[1] | own[2] | own[3]) != 0) {
        for (int i = 0; i < 4; i++) {
            /* start-top, end-top, end-bottom, start-bottom: mirrored, neighbours change places */
            radii.corner[node->rtl ? i ^ 1 : i] = look_px(look, own[i]);
        }
    }
    return radii;
}

static void paint_shadow(Paint *paint, const Node *node, Radii radii) {
    Shadow shadow = node->spec.shadow;
    ThemeName theme = paint->look->theme;
    if (shadow == SHADOW_NONE || !theme_has_shadows(theme) || node_is_pressed(node)) {
        return;
    }
    Draw *draw = paint_add(paint, node, DRAW_SHADOW, node->rect);
    if (draw != NULL) {
        const ShadowStyle *style = &SHADOWS[shadow];
        draw->color = (theme_color(theme, COLOR_SHADOW) & UINT32_C(0x00FFFFFF)) |
                      (uint32_t)style->alpha << 24;
        draw->blur_px = look_px(paint->look, style->blur);
        draw->offset_y_px = look_px(paint->look, style->offset_y);
        draw->radii = radii;
    }
}

static uint32_t fill_color(const Paint *paint, const Node *node) {
    const NodeSpec *spec = &node->spec;
    ThemeName theme = paint->look->theme;
    if (!node_is_pressed(node)) {
        return theme_color(theme, spec->fill);
    }
    if (spec->fill_pressed != COLOR_NONE) {
        return theme_color(theme, spec->fill_pressed);
    }
    return key_is_pressed(node) ? theme_color(theme, COLOR_PINE_TINT)
                                : paint_pressed_color(theme, spec->fill);
}

static void paint_fill(Paint *paint, const Node *node, Radii radii) {
    uint32_t color = fill_color(paint, node);
    if (color >> 24 == 0) {
        return;
    }
    Draw *draw = paint_add(paint, node, node->spec.disc ? DRAW_DISC : DRAW_FILL, node->rect);
    if (draw != NULL) {
        draw->color = color;
        draw->color_2 =
            node_is_pressed(node) ? 0 : theme_color(paint->look->theme, node->spec.fill_2);
        draw->radii = radii;
    }
}

static int outline_px(const Paint *paint, const Node *node) {
    const Look *look = paint->look;
    int width = look_px(look, node->spec.outline_width);
    if (key_is_pressed(node)) {
        width = int_max(width, look_px(look, OUTLINE_KEY_PRESSED_DU));
    }
    if (width == 0 || !theme_is_strong(look->theme)) {
        return width;
    }
    bool chosen = (node->spec.states & (STATE_CHECKED | STATE_ACTIVE)) != 0;
    int least = look_px(look, chosen ? OUTLINE_STRONG_CHOSEN_DU : OUTLINE_STRONG_DU);
    int pressed = node_is_pressed(node) ? look_px(look, OUTLINE_STRONG_DU) : 0;
    return int_max(width, least) + pressed;
}

static void paint_outline(Paint *paint, const Node *node, Radii radii) {
    int width = outline_px(paint, node);
    Color color = key_is_pressed(node) ? COLOR_PINE : node->spec.outline;
    if (width == 0 || color == COLOR_NONE) {
        return;
    }
    Draw *draw = paint_add(paint, node, DRAW_OUTLINE, node->rect);
    if (draw != NULL) {
        draw->color = theme_color(paint->look->theme, color);
        draw->width_px = width;
        draw->dashed = node->spec.dashed;
        draw->radii = radii;
    }
}

/* Where content goes: the node without its padding. */
static Rect node_inner(const Paint *paint, const Node *node) {
    Edges pad = node->spec.pad;
    int left = look_px(paint->look, node->rtl ? pad.end : pad.start);
    int right = look_px(paint->look, node->rtl ? pad.start : pad.end);
    int top = look_px(paint->look, pad.top);
    int bottom = look_px(paint->look, pad.bottom);
    return (Rect){node->rect.x + left, node->rect.y + top,
                  int_max(0, node->rect.width - left - right),
                  int_max(0, node->rect.height - top - bottom)};
}

static Rect rect_centered(Rect box, int width, int height) {
    return (Rect){box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width,
                  height};
}

static void paint_icon(Paint *paint, const Node *node) {
    int size = look_px(paint->look, node->spec.icon_size);
    Rect inner = node_inner(paint, node);
    size = int_min(size, int_max(inner.width, inner.height)); /* smaller while it pops in */
    Draw *draw = paint_add(paint, node, DRAW_ICON, rect_centered(inner, size, size));
    if (draw != NULL) {
        draw->icon = node->spec.icon;
        draw->color = color_or(paint, node->spec.color, COLOR_INK);
        draw->color_2 = theme_color(paint->look->theme, node->spec.icon_tint);
        draw->mirrored =
            node->rtl && (node->spec.icon_mirrors || icon_is_mirrored_in_rtl(node->spec.icon));
    }
}

static void paint_image(Paint *paint, const Node *node) {
    Draw *draw = paint_add(paint, node, DRAW_IMAGE, node_inner(paint, node));
    if (draw != NULL) {
        draw->image = node->spec.image;
        draw->drawing = node->spec.drawing;
        draw->mirrored = node->rtl && node->spec.image != 0;
    }
}

static void paint_code(Paint *paint, const Node *node, Radii radii) {
    Rect inner = node_inner(paint, node);
    int side = node->spec.side;
    int module = code_module_px(inner.width, inner.height, side);
    if (module == 0) {
        return;
    }
    Draw *paper = paint_add(paint, node, DRAW_FILL, node->rect);
    if (paper != NULL) {
        paper->color = theme_color(paint->look->theme, COLOR_QR_LIGHT);
        paper->radii = radii;
    }
    Draw *draw =
        paint_add(paint, node, DRAW_CODE, rect_centered(inner, module * side, module * side));
    if (draw != NULL) {
        draw->modules = node->spec.modules;
        draw->side = side;
        draw->color = theme_color(paint->look->theme, COLOR_QR_DARK);
        draw->color_2 = theme_color(paint->look->theme, COLOR_QR_LIGHT);
    }
}

static void paint_ring(Paint *paint, const Node *node) {
    Draw *draw = paint_add(paint, node, DRAW_RING, node->rect);
    if (draw != NULL) {
        FOYER_ASSERT(node->spec.ring_fraction >= 0 && node->spec.ring_fraction <= 1000);
        draw->fraction = (uint16_t)node->spec.ring_fraction;
        draw->width_px = look_px(paint->look, node->spec.ring_width);
        draw->color = color_or(paint, node->spec.color, COLOR_PINE);
        draw->color_2 = theme_color(paint->look->theme, COLOR_LINE);
    }
}

/* Behind the last letter in reading direction; where the text would begin when there is none. */
static Rect caret_rect(const Paint *paint, const Node *node, Rect text) {
    const TextBlock *block = node->block;
    int gap = look_px(paint->look, CARET_GAP_DU);
    int width = look_px(paint->look, CARET_WIDTH_DU);
    if (block->lines_count > 0 && block->runs_count > 0) {
        const TextLine *line = &block->lines[block->lines_count - 1];
        int x = node->rtl ? text.x + line->x - gap - width : text.x + line->x + line->width + gap;
        return (Rect){x, text.y + line->top_y, width, line->height};
    }
    TextSpec spec = layout_text_spec(node, paint->look, 0);
    int height = spec.size_px * spec.line_height_percent / 100;
    bool right = (node->spec.align == TEXT_END) != node->rtl;
    int x = node->spec.align == TEXT_CENTER ? text.x + (text.width - width) / 2
                                            : (right ? text.x + text.width - width : text.x);
    return (Rect){x, text.y, width, height};
}

static void paint_marks(Paint *paint, const Node *node, Rect text) {
    const Look *look = paint->look;
    bool strong = theme_is_strong(look->theme);
    int sides = look_px(look, MARK_SIDES_DU);
    int radius = strong ? 0 : look_px(look, MARK_RADIUS_DU);
    for (size_t i = 0; i < node->block->marks_count; i++) {
        TextMarkBox box = node->block->marks[i];
        Rect rect = {text.x + box.x - sides, text.y + box.y, box.width + 2 * sides, box.height};
        if (strong) {
            int line = look_px(look, MARK_LINE_DU);
            rect.y += rect.height - line;
            rect.height = line;
        }
        Draw *draw = paint_add(paint, node, DRAW_FILL, rect);
        if (draw != NULL) {
            draw->color = theme_color(look->theme, strong ? COLOR_INK : COLOR_HIT);
            draw->radii = (Radii){{radius, radius, radius, radius}};
        }
    }
}

static void paint_text(Paint *paint, const Node *node) {
    Rect rect = layout_text_rect(node, paint->look);
    paint_marks(paint, node, rect);
    rect.width = int_max(rect.width, node->block->width);
    Draw *draw = node->block->runs_count > 0 ? paint_add(paint, node, DRAW_TEXT, rect) : NULL;
    if (draw != NULL) {
        draw->block = node->block;
        draw->color = color_or(paint, node->spec.color, COLOR_INK);
    }
    if (node->spec.caret) {
        Draw *caret = paint_add(paint, node, DRAW_FILL, caret_rect(paint, node, rect));
        if (caret != NULL) {
            caret->color = color_or(paint, node->spec.caret_color, COLOR_PINE);
        }
    }
}

static void paint_content(Paint *paint, const Node *node, Radii radii) {
    const NodeSpec *spec = &node->spec;
    if (spec->image != 0 || spec->drawing.svg.len > 0) {
        paint_image(paint, node);
    } else if (spec->modules != NULL && spec->side > 0) {
        paint_code(paint, node, radii);
    } else if (spec->ring_width > 0) {
        paint_ring(paint, node);
    } else if (spec->icon != 0) {
        paint_icon(paint, node);
    } else if (node->block != NULL) {
        paint_text(paint, node);
    }
}

static void paint_one_ring(Paint *paint, const Node *node, int reach, int width, Color color) {
    Draw *draw = paint_add(paint, node, DRAW_OUTLINE, rect_inflate(node->rect, reach));
    if (draw == NULL) {
        return;
    }
    draw->clip = rect_inflate(node->clip, reach);
    draw->width_px = width;
    draw->color = theme_color(paint->look->theme, color);
    draw->radii = node_radii(paint, node);
    for (int i = 0; i < 4; i++) {
        draw->radii.corner[i] += reach;
    }
}

static void paint_focus(Paint *paint, const Node *node) {
    const Look *look = paint->look;
    bool strong = theme_is_strong(look->theme);
    int gold = look_px(look, strong ? FOCUS_STRONG_DU : FOCUS_GOLD_DU);
    int ink = look_px(look, strong ? FOCUS_STRONG_DU : FOCUS_INK_DU);
    paint_one_ring(paint, node, gold, gold, COLOR_FOCUS);
    paint_one_ring(paint, node, gold + ink, ink, COLOR_INK);
}

static void paint_enter(Paint *paint, const Node *node) {
    Radii radii = node_radii(paint, node);
    paint_shadow(paint, node, radii);
    paint_fill(paint, node, radii);
    paint_content(paint, node, radii);
}

/* A shadow reaches out of its node, so what is just outside of the clip is not skipped. */
static bool node_may_show(const Paint *paint, const Node *node) {
    Rect reach = rect_inflate(node->rect, look_px(paint->look, SHADOW_REACH_DU));
    return !rect_is_empty(rect_intersect(reach, node->clip));
}

/* Outlines come when a node is left: they lie over what its children fill up to its edge. */
static void paint_nodes(Paint *paint, const Node *root) {
    const Node *node = root;
    while (node != NULL) {
        if (node_may_show(paint, node)) {
            paint_enter(paint, node);
        }
        if (node->first_child != NULL) {
            node = node->first_child;
            continue;
        }
        const Node *next = tree_next_skipping(node, root);
        const Node *stop = next != NULL ? next->parent : NULL;
        for (; node != NULL && node != stop; node = node->parent) {
            paint_outline(paint, node, node_radii(paint, node));
        }
        node = next;
    }
}

static size_t paint_capacity(size_t nodes_count) {
    size_t wanted = (nodes_count + 1) * DRAWS_PER_NODE_MAX;
    return wanted < DRAWS_MAX ? wanted : DRAWS_MAX;
}

DrawList paint_tree(const Node *root, const Look *look, Arena *arena, size_t nodes_count) {
    Paint paint = {.look = look, .capacity = paint_capacity(nodes_count)};
    paint.list.items = ARENA_ARRAY(arena, Draw, paint.capacity);
    if (paint.list.items == NULL) {
        return (DrawList){0};
    }
    paint_nodes(&paint, root);
    const Node *focused = NULL;
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        focused = (node->spec.states & STATE_FOCUSED) != 0 ? node : focused;
    }
    if (focused != NULL && look->show_focus) {
        paint_focus(&paint, focused);
    }
    return paint.list;
}
