#include "kiosk/screens/tile.h"

#include "kiosk/screens/measure.h"
#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"

enum {
    TILE_RADIUS = 32,
    TILE_PAD = 22,
    TILE_ARCH_WIDTH = 104,
    TILE_ARCH_HEIGHT = 102,
    TILE_ARCH_BOTTOM = 18,
    TILE_ICON = 72,
    BUST_ARCH_WIDTH = 176,
    BUST_ARCH_HEIGHT = 196,
    BUST_ARCH_BOTTOM = 24,
    BUST_BODY_MIN = 42, /* lower ones have no initial: 28 would not fit */
    ROOM_STEPS_MAX = 9,
    ROOM_NUMBER_MIN = 48,
};

Node *tile_frame_add(Build *build, Node *parent, NodeSpec spec) {
    spec.role = spec.role == ROLE_NONE ? ROLE_BUTTON : spec.role;
    spec.radius = spec.radius == 0 ? TILE_RADIUS : spec.radius;
    spec.fill = spec.fill == COLOR_NONE ? COLOR_SURFACE : spec.fill;
    spec.shadow = spec.shadow == SHADOW_NONE ? SHADOW_1 : spec.shadow;
    if (spec.outline == COLOR_NONE) {
        spec.outline = COLOR_EDGE;
        spec.outline_width = outline_of(build, 2);
    }
    return node_add(build, parent, spec);
}

static Node *tile_box_add(Build *build, Node *parent, const TileSpec *spec) {
    NodeSpec box = {.key = spec->key,
                    .key_text = spec->key_text,
                    .label = spec->label,
                    .action = spec->action,
                    .axis = spec->beside ? AXIS_ROW : AXIS_COLUMN,
                    .width = spec->width,
                    .height = FIXED(spec->height),
                    .pad = spec->beside ? EDGES_XY(28, 12) : EDGES_XY(24, 20),
                    .gap = spec->beside ? 24 : 12,
                    .cross = spec->beside ? ALIGN_CENTER : ALIGN_START,
                    .main = spec->no_picture ? ALIGN_CENTER : ALIGN_START,
                    .radius = spec->radius};
    if (spec->loud) {
        box.fill = COLOR_INVERSE;
        box.outline = COLOR_INVERSE;
        box.outline_width = 2;
    }
    return tile_frame_add(build, parent, box);
}

Node *tile_add(Build *build, Node *parent, TileSpec spec) {
    Node *tile = tile_box_add(build, parent, &spec);
    if (!spec.no_picture) {
        int width = spec.arch_width == 0 ? TILE_ARCH_WIDTH : spec.arch_width;
        int height = spec.arch_height == 0 ? TILE_ARCH_HEIGHT : spec.arch_height;
        Color plate = spec.loud ? COLOR_LAMP : hue_tint(spec.hue);
        Color line = spec.loud ? COLOR_ARCH_TEXT : hue_color(spec.hue);
        Color tint = spec.loud ? COLOR_NONE : COLOR_TINT;
        if (spec.loud && is_strong(build)) {
            line = COLOR_ON_INVERSE;
        }
        Node *arch = arch_add(build, tile, width, height, TILE_ARCH_BOTTOM, plate);
        icon_add(build, arch, spec.icon, spec.icon_size == 0 ? TILE_ICON : spec.icon_size, line,
                 tint);
    }
    Node *words =
        caption_add(build, tile, spec.label, TYPE_TILE, spec.loud ? COLOR_ON_INVERSE : COLOR_INK);
    words->spec.type_steps_down = spec.steps_down;
    words->spec.lines_max = 3;
    return tile;
}

Node *arch_add(Build *build, Node *parent, int width, int height, int bottom, Color fill) {
    bool strong = is_strong(build);
    return node_add(build, parent,
                    (NodeSpec){.axis = AXIS_COLUMN,
                               .width = FIXED(width),
                               .height = FIXED(height),
                               .main = ALIGN_CENTER,
                               .cross = ALIGN_CENTER,
                               .fill = fill,
                               .outline = strong ? COLOR_INK : COLOR_NONE,
                               .outline_width = strong ? 4 : 0,
                               .arch = true,
                               .radius = bottom});
}

Node *arch_initials_add(Build *build, Node *parent, Face face) {
    Node *arch = arch_add(build, parent, face.width, face.height, TILE_PAD, hue_tint(face.hue));
    Node *text = caption_add(build, arch, face.initials, face.type, hue_color(face.hue));
    text->spec.one_line = true;
    text->spec.align = TEXT_CENTER;
    return arch;
}

/* Head and shoulders inside an arch of 176 x 196: sizes of the three ages. */
typedef struct {
    int head;
    int head_top;
    int body_width;
    int body_top;
    int steps_down;
} BustShape;

static const BustShape BUSTS[] = {
    [BUST_ADULT] = {68, 42, 118, 120, 1},
    [BUST_CHILD] = {54, 72, 92, 138, 2},
    [BUST_BABY] = {54, 92, 76, 152, 2},
};

static void bust_part_add(Build *build, Node *arch, int height, NodeSpec spec) {
    int scaled_width = spec.width.value * height / BUST_ARCH_HEIGHT;
    spec.absolute = true;
    spec.start = (BUST_ARCH_WIDTH * height / BUST_ARCH_HEIGHT - scaled_width) / 2;
    spec.top = spec.top * height / BUST_ARCH_HEIGHT;
    spec.width = FIXED(scaled_width);
    spec.height = FIXED(spec.height.value * height / BUST_ARCH_HEIGHT);
    Node *part = node_add(build, arch, spec);
    part->spec.main = ALIGN_CENTER;
    part->spec.cross = ALIGN_CENTER;
}

static void bust_initial_add(Build *build, Node *body, const Bust *bust) {
    const BustShape *shape = &BUSTS[bust->kind];
    int height = (BUST_ARCH_HEIGHT - shape->body_top) * bust->height / BUST_ARCH_HEIGHT;
    if (bust->kind == BUST_BABY || bust->initial.len == 0 || height < BUST_BODY_MIN) {
        return;
    }
    Color on = is_strong(build) ? COLOR_PAPER : COLOR_SURFACE;
    int steps = measure_steps_high(build, TYPE_DOOR_2, bust->initial, BUST_ARCH_WIDTH, height - 4);
    Node *text = caption_add(build, body, bust->initial, TYPE_DOOR_2, on);
    text->spec.one_line = true;
    text->spec.align = TEXT_CENTER;
    text->spec.type_steps_down = steps > shape->steps_down ? steps : shape->steps_down;
}

Node *arch_bust_add(Build *build, Node *parent, Bust bust) {
    const BustShape *shape = &BUSTS[bust.kind];
    Color ink = is_strong(build) ? COLOR_INK : hue_color(bust.hue);
    ink = bust.off ? COLOR_INK_2 : ink;
    Node *arch =
        arch_add(build, parent, BUST_ARCH_WIDTH * bust.height / BUST_ARCH_HEIGHT, bust.height,
                 BUST_ARCH_BOTTOM, bust.off ? COLOR_SUNKEN : hue_tint(bust.hue));
    bust_part_add(build, arch, bust.height,
                  (NodeSpec){.width = FIXED(shape->head),
                             .height = FIXED(shape->head),
                             .top = shape->head_top,
                             .fill = ink,
                             .disc = true});
    bust_part_add(build, arch, bust.height,
                  (NodeSpec){.axis = AXIS_COLUMN,
                             .width = FIXED(shape->body_width),
                             .height = FIXED(BUST_ARCH_HEIGHT - shape->body_top),
                             .top = shape->body_top,
                             .fill = ink,
                             .arch = true});
    bust_initial_add(build, arch->last_child, &bust);
    return arch;
}

/* The largest step of the number's type that the arch has room for. */
static int room_steps(const Build *build, Str8 number, int width, int height) {
    int size = theme_type(build->look->theme, build->look->text_size, TYPE_DOOR_1).size_du;
    int steps = 0;
    while (steps < ROOM_STEPS_MAX && (theme_type_step_down(size, steps) * 112 / 100 > height ||
                                      measure_width(build, TYPE_DOOR_1, steps, number) > width)) {
        steps++;
    }
    return steps;
}

Node *arch_room_add(Build *build, Node *parent, int width, int height, Str8 word, Str8 number) {
    Node *arch = arch_add(build, parent, width, height, TILE_ARCH_BOTTOM, COLOR_ARCH_TOP);
    arch->spec.fill_2 = COLOR_ARCH_BOTTOM;
    arch->spec.pad = (Edges){4, height / 7, 4, 2};
    int word_height = measure_height(build, TYPE_SMALL_BOLD, 0, word, width);
    int room = height - height / 7 - 4;
    bool worded = room - word_height >= ROOM_NUMBER_MIN &&
                  measure_width(build, TYPE_SMALL_BOLD, 0, word) <= width - 16;
    if (worded) {
        Node *text = caption_add(build, arch, word, TYPE_SMALL_BOLD, COLOR_ARCH_TEXT);
        text->spec.one_line = true;
        text->spec.align = TEXT_CENTER;
    }
    Node *big = caption_add(build, arch, number, TYPE_DOOR_1, COLOR_ARCH_TEXT);
    big->spec.type_steps_down =
        room_steps(build, number, width - 16, worded ? room - word_height : room);
    big->spec.one_line = true;
    big->spec.align = TEXT_CENTER;
    return arch;
}

Node *badge_add(Build *build, Node *parent, int size, bool on) {
    Node *badge = node_add(build, parent,
                           (NodeSpec){.axis = AXIS_COLUMN,
                                      .width = FIXED(size),
                                      .height = FIXED(size),
                                      .main = ALIGN_CENTER,
                                      .cross = ALIGN_CENTER,
                                      .fill = on ? COLOR_PINE : COLOR_PAPER,
                                      .outline = on ? COLOR_NONE : COLOR_EDGE,
                                      .outline_width = on ? 0 : outline_of(build, 3),
                                      .radius = size / 2,
                                      .motion = on ? MOTION_POP : MOTION_NONE});
    if (on) {
        icon_add(build, badge, ICON_CHECK, size * 2 / 3, COLOR_ON_PINE, COLOR_NONE);
    }
    return badge;
}
