#include "kiosk/screens/door.h"

#include "kiosk/screens/measure.h"
#include "kiosk/screens/tile.h"
#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"

enum {
    DOOR_RADIUS = 40,
    DOOR_PAD = 44,
    DOOR_GAP = 40,
    DOOR_ARCH_MARGIN = 36, /* above and below the arch */
    DOOR_ARCH_WIDTH = 204, /* drawn for a height of 256 */
    DOOR_ARCH_HEIGHT = 256,
    DOOR_ARCH_BOTTOM = 28,
    DOOR_DISC = 104,
    DOOR_ARROW = 60,
    SECOND_PAD = 36,
    SECOND_ARCH_WIDTH = 112,
    SECOND_ARCH_HEIGHT = 122,
    SECOND_ICON = 76,
    SECOND_HEIGHT_FULL = 328,
    SUB_GAP = 8,
    TIGHT = 20,              /* least room above and below words */
    SECOND_PICTURE_MIN = 80, /* percent */
};

static int scaled(int value, int height) {
    return value * height / DOOR_ARCH_HEIGHT;
}

/* A head (a disc, from the top) or a body (an arch, standing on the floor), for a height of 256. */
typedef struct {
    int start;
    int top; /* heads only */
    int width;
    int height;
    bool head;
} FigurePart;

static void figure_part_add(Build *build, Node *arch, int height, FigurePart part, Color color) {
    int tall = scaled(part.height, height);
    node_add(build, arch,
             (NodeSpec){.absolute = true,
                        .start = scaled(part.start, height),
                        .top = part.head ? scaled(part.top, height) : height - tall,
                        .width = FIXED(scaled(part.width, height)),
                        .height = FIXED(tall),
                        .fill = color,
                        .disc = part.head,
                        .arch = !part.head});
}

/* A grown-up and a child in the light of the door. */
static void figures_add(Build *build, Node *arch, int height) {
    static const FigurePart BIG[] = {{54, 125, 42, 42, true}, {43, 0, 64, 78, false}};
    static const FigurePart SMALL[] = {{116, 163, 34, 34, true}, {107, 0, 52, 54, false}};
    bool strong = is_strong(build);
    bool night = build->look->theme == THEME_NIGHT;
    Color big = strong ? COLOR_ARCH_TEXT : (night ? COLOR_FIGURE_DARK : COLOR_PINE);
    Color small = strong ? COLOR_ARCH_TEXT : (night ? COLOR_FIGURE_WARM : COLOR_CLAY);
    for (size_t i = 0; i < 2; i++) {
        figure_part_add(build, arch, height, BIG[i], big);
    }
    for (size_t i = 0; i < 2; i++) {
        figure_part_add(build, arch, height, SMALL[i], small);
    }
}

static void primary_arch_add(Build *build, Node *door, const DoorSpec *spec) {
    int height = spec->height - 2 * DOOR_ARCH_MARGIN;
    Node *arch = arch_add(build, door, scaled(DOOR_ARCH_WIDTH, height), height, DOOR_ARCH_BOTTOM,
                          COLOR_ARCH_TOP);
    arch->spec.fill_2 = COLOR_ARCH_BOTTOM;
    if (spec->icon == ICON_NONE) {
        figures_add(build, arch, height);
    } else {
        icon_add(build, arch, spec->icon, scaled(120, height), COLOR_ARCH_TEXT, COLOR_NONE);
    }
}

static int primary_words_width(const DoorSpec *spec) {
    int arch = scaled(DOOR_ARCH_WIDTH, spec->height - 2 * DOOR_ARCH_MARGIN);
    return spec->width - 2 * DOOR_PAD - 2 * DOOR_GAP - DOOR_DISC - (spec->words_only ? 0 : arch);
}

static int label_steps(const Build *build, const DoorSpec *spec, int width) {
    int steps = measure_steps(build, TYPE_DOOR_1, &spec->label, 1, width, 2);
    int high = measure_steps_high(build, TYPE_DOOR_1, spec->label, width, spec->height - 2 * TIGHT);
    return steps > high ? steps : high;
}

/* What is left of the height below the label, for the second line. */
static int sub_room(const Build *build, const DoorSpec *spec, int steps, int width) {
    return spec->height - 2 * TIGHT - SUB_GAP -
           measure_height(build, TYPE_DOOR_1, steps, spec->label, width);
}

/* The label gives up to two steps for the second line; else the line goes. */
static bool sub_fits(const Build *build, const DoorSpec *spec, int *steps, int width) {
    if (spec->no_sub || spec->sub.len == 0) {
        return false;
    }
    int needed = measure_height(build, TYPE_BODY, 0, spec->sub, width);
    for (int more = 0; more <= 2; more++) {
        if (needed <= sub_room(build, spec, *steps + more, width)) {
            *steps += more;
            return true;
        }
    }
    return false;
}

static void primary_words_add(Build *build, Node *door, const DoorSpec *spec) {
    int width = primary_words_width(spec);
    int steps = label_steps(build, spec, width);
    bool sub = sub_fits(build, spec, &steps, width);
    Node *words = column_add(build, door, SUB_GAP);
    Node *label = caption_add(build, words, spec->label, TYPE_DOOR_1, button_ink(spec->kind));
    label->spec.type_steps_down = steps;
    label->spec.lines_max = 2;
    if (sub) {
        caption_add(build, words, spec->sub, TYPE_BODY, button_ink(spec->kind))->spec.lines_max = 2;
    }
}

Node *door_primary_add(Build *build, Node *parent, DoorSpec spec) {
    Node *door = node_add(build, parent,
                          (NodeSpec){.key = spec.key,
                                     .role = ROLE_BUTTON,
                                     .label = spec.label,
                                     .hint = spec.sub,
                                     .action = spec.action,
                                     .axis = AXIS_ROW,
                                     .width = GROW,
                                     .height = FIXED(spec.height),
                                     .pad = EDGES_XY(DOOR_PAD, 0),
                                     .gap = DOOR_GAP,
                                     .cross = ALIGN_CENTER,
                                     .fill = button_fill(spec.kind),
                                     .fill_pressed = button_fill_pressed(spec.kind),
                                     .radius = DOOR_RADIUS,
                                     .shadow = SHADOW_2});
    if (!spec.words_only) {
        primary_arch_add(build, door, &spec);
    }
    primary_words_add(build, door, &spec);
    Node *disc = node_add(build, door,
                          (NodeSpec){.axis = AXIS_COLUMN,
                                     .width = FIXED(DOOR_DISC),
                                     .height = FIXED(DOOR_DISC),
                                     .main = ALIGN_CENTER,
                                     .cross = ALIGN_CENTER,
                                     .fill = button_ink(spec.kind),
                                     .disc = true});
    icon_add(build, disc, ICON_NEXT, DOOR_ARROW, button_fill(spec.kind), COLOR_NONE);
    return door;
}

int door_second_words_width(int width) {
    return width - 2 * SECOND_PAD;
}

static void second_picture_add(Build *build, Node *door, const DoorSpec *spec, int percent) {
    Node *arch = arch_add(build, door, SECOND_ARCH_WIDTH * percent / 100,
                          SECOND_ARCH_HEIGHT * percent / 100, 20, button_fill(spec->kind));
    icon_add(build, arch, spec->icon, SECOND_ICON * percent / 100, button_ink(spec->kind),
             button_tint(spec->kind));
}

/* How a second door shares its height: picture, word, second line. */
typedef struct {
    int pad;
    int picture; /* percent of its full size; 0 = none */
    int gap;
    bool sub;
} SecondFit;

static SecondFit second_fit(const Build *build, const DoorSpec *spec) {
    int width = door_second_words_width(spec->width);
    int label = measure_height(build, TYPE_DOOR_2, spec->steps_down, spec->label, width);
    int sub = measure_height(build, TYPE_SMALL, 0, spec->sub, width);
    bool tight = spec->height < SECOND_HEIGHT_FULL - 36 || label + 220 > spec->height;
    SecondFit fit = {.pad = tight ? TIGHT : SECOND_PAD,
                     .picture = tight ? SECOND_PICTURE_MIN : 100,
                     .gap = tight ? 6 : 18};
    int used = fit.pad + SECOND_ARCH_HEIGHT * fit.picture / 100 + fit.gap + label + 6;
    if (used > spec->height || spec->words_only) {
        fit = (SecondFit){.pad = TIGHT};
        used = fit.pad + label;
    }
    bool one = measure_lines(build, TYPE_DOOR_2, spec->steps_down, spec->label, width) <= 1;
    fit.sub = one && !spec->no_sub && used + sub + 6 <= spec->height &&
              measure_lines(build, TYPE_SMALL, 0, spec->sub, width) <= 1;
    return fit;
}

Node *door_second_add(Build *build, Node *parent, DoorSpec spec) {
    SecondFit fit = second_fit(build, &spec);
    Node *door = node_add(build, parent,
                          (NodeSpec){.key = spec.key,
                                     .role = ROLE_BUTTON,
                                     .label = spec.label,
                                     .hint = spec.sub,
                                     .action = spec.action,
                                     .axis = AXIS_COLUMN,
                                     .width = FIXED(spec.width),
                                     .height = FIXED(spec.height),
                                     .pad = {SECOND_PAD, fit.pad, SECOND_PAD, 0},
                                     .main = fit.picture == 0 ? ALIGN_CENTER : ALIGN_START,
                                     .fill = COLOR_SURFACE,
                                     .fill_pressed = COLOR_SUNKEN,
                                     .outline = COLOR_EDGE,
                                     .outline_width = outline_of(build, 2),
                                     .radius = DOOR_RADIUS,
                                     .shadow = SHADOW_2});
    if (fit.picture > 0) {
        second_picture_add(build, door, &spec, fit.picture);
        gap_add(build, door, fit.gap);
    } else {
        door->spec.pad.bottom = fit.pad;
    }
    Node *label = caption_add(build, door, spec.label, TYPE_DOOR_2, COLOR_INK);
    label->spec.type_steps_down = spec.steps_down;
    label->spec.lines_max = 2;
    if (fit.sub) {
        caption_add(build, door, spec.sub, TYPE_SMALL, COLOR_INK_2)->spec.lines_max = 1;
    }
    return door;
}
