#include "kiosk/screens/button.h"

#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"

enum {
    BUTTON_HEIGHT = 96,
    BUTTON_RADIUS = 28,
    BUTTON_ICON = 46,
    BUTTON_PAD = 32,
    BUTTON_GAP = 18,
    ACTION_HEIGHT = 164,
    ACTION_RADIUS = 36,
    ACTION_ICON = 76,
    TOGGLE_ICON = 42,
    TOGGLE_PAD = 20,
    TOGGLE_GAP = 14,
    TOGGLE_RADIUS = 24,
};

Color button_fill(ButtonKind kind) {
    static const Color FILLS[] = {[BUTTON_QUIET] = COLOR_SURFACE,
                                  [BUTTON_PINE] = COLOR_PINE,
                                  [BUTTON_LAKE] = COLOR_LAKE,
                                  [BUTTON_CLAY] = COLOR_CLAY,
                                  [BUTTON_INVERSE] = COLOR_INVERSE};
    return FILLS[kind];
}

Color button_fill_pressed(ButtonKind kind) {
    if (kind == BUTTON_PINE) {
        return COLOR_PINE_DOWN;
    }
    return kind == BUTTON_QUIET ? COLOR_SUNKEN : COLOR_NONE;
}

Color button_ink(ButtonKind kind) {
    static const Color INKS[] = {[BUTTON_QUIET] = COLOR_INK,
                                 [BUTTON_PINE] = COLOR_ON_PINE,
                                 [BUTTON_LAKE] = COLOR_ON_LAKE,
                                 [BUTTON_CLAY] = COLOR_ON_CLAY,
                                 [BUTTON_INVERSE] = COLOR_ON_INVERSE};
    return INKS[kind];
}

Color button_tint(ButtonKind kind) {
    static const Color TINTS[] = {[BUTTON_QUIET] = COLOR_TINT,
                                  [BUTTON_PINE] = COLOR_TINT_ON_PINE,
                                  [BUTTON_LAKE] = COLOR_TINT_ON_LAKE,
                                  [BUTTON_CLAY] = COLOR_TINT_ON_CLAY,
                                  [BUTTON_INVERSE] = COLOR_NONE};
    return TINTS[kind];
}

static ButtonSpec button_defaults(ButtonSpec spec) {
    spec.role = spec.role == ROLE_NONE ? ROLE_BUTTON : spec.role;
    spec.icon_size = spec.icon_size == 0 ? BUTTON_ICON : spec.icon_size;
    spec.height = spec.height == 0 ? BUTTON_HEIGHT : spec.height;
    spec.radius = spec.radius == 0 ? BUTTON_RADIUS : spec.radius;
    spec.type = spec.type == TYPE_DISPLAY ? TYPE_LABEL : spec.type;
    spec.pad = spec.pad == 0 ? BUTTON_PAD : spec.pad;
    if ((spec.states & STATE_BUSY) != 0) {
        spec.icon = ICON_MORE;
        spec.icon_end = ICON_NONE;
    }
    return spec;
}

/* Shape and colours; "not yet" overrides the kind's. */
static NodeSpec button_node(const Build *build, const ButtonSpec *spec) {
    bool not_yet = (spec->states & STATE_NOT_YET) != 0;
    bool outlined = spec->kind == BUTTON_QUIET;
    NodeSpec node = {.key = spec->key,
                     .key_text = spec->key_text,
                     .role = spec->role,
                     .label = spec->spoken.len > 0 ? spec->spoken : spec->label,
                     .hint = spec->hint,
                     .states = spec->states,
                     .action = spec->action,
                     .language = spec->language,
                     .direction = spec->direction,
                     .axis = AXIS_ROW,
                     .width = spec->width,
                     .height = {.kind = SIZE_FIT, .min = spec->height},
                     .pad = EDGES_XY(spec->pad, 8),
                     .gap = BUTTON_GAP,
                     .main = spec->start ? ALIGN_START : ALIGN_CENTER,
                     .cross = ALIGN_CENTER,
                     .radius = spec->radius};
    node.fill = not_yet ? COLOR_SUNKEN : button_fill(spec->kind);
    node.fill_pressed = not_yet ? COLOR_NONE : button_fill_pressed(spec->kind);
    node.outline = not_yet || outlined ? COLOR_EDGE : COLOR_NONE;
    node.outline_width = outline_of(build, not_yet ? 3 : (outlined ? 2 : 0));
    node.dashed = not_yet;
    node.shadow = not_yet || outlined || spec->kind == BUTTON_INVERSE ? SHADOW_NONE : SHADOW_2;
    return node;
}

Node *button_add(Build *build, Node *parent, ButtonSpec given) {
    ButtonSpec spec = button_defaults(given);
    bool not_yet = (spec.states & STATE_NOT_YET) != 0;
    Color ink = not_yet ? COLOR_INK_2 : button_ink(spec.kind);
    Color tint = not_yet ? COLOR_NONE : button_tint(spec.kind);
    Node *node = node_add(build, parent, button_node(build, &spec));
    if (spec.icon != ICON_NONE) {
        icon_add(build, node, spec.icon, spec.icon_size, ink, tint);
    }
    if (spec.label.len > 0) {
        Node *words = caption_add(build, node, spec.label, spec.type, ink);
        words->spec.align = spec.start || spec.icon != ICON_NONE ? TEXT_START : TEXT_CENTER;
        words->spec.lines_max = 2;
        words->spec.type_steps_down = spec.steps_down;
    }
    if (spec.icon_end != ICON_NONE) {
        icon_add(build, node, spec.icon_end, spec.icon_size, ink, tint);
    }
    return node;
}

Node *action_button_add(Build *build, Node *parent, ButtonSpec spec) {
    if ((spec.states & STATE_NOT_YET) != 0) {
        spec.icon_end = ICON_NONE;
    }
    spec.type = spec.type == TYPE_DISPLAY ? TYPE_ACTION : spec.type;
    spec.height = spec.height == 0 ? ACTION_HEIGHT : spec.height;
    spec.radius = ACTION_RADIUS;
    spec.icon_size = spec.icon_size == 0 ? ACTION_ICON : spec.icon_size;
    return button_add(build, parent, spec);
}

Node *toggle_add(Build *build, Node *parent, ToggleSpec spec) {
    bool on = spec.on;
    Node *node = node_add(build, parent,
                          (NodeSpec){.key = spec.key,
                                     .key_text = spec.key_text,
                                     .role = ROLE_TOGGLE,
                                     .label = spec.label,
                                     .states = on ? STATE_CHECKED : 0,
                                     .action = spec.action,
                                     .axis = AXIS_ROW,
                                     .width = spec.width,
                                     .height = {.kind = SIZE_FIT, .min = spec.height},
                                     .pad = EDGES_XY(spec.pad == 0 ? TOGGLE_PAD : spec.pad, 6),
                                     .gap = spec.gap == 0 ? TOGGLE_GAP : spec.gap,
                                     .main = ALIGN_CENTER,
                                     .cross = ALIGN_CENTER,
                                     .fill = on ? COLOR_LAKE_TINT : COLOR_SURFACE,
                                     .outline = on ? COLOR_LAKE : COLOR_EDGE,
                                     .outline_width = outline_of(build, on ? 4 : 2),
                                     .radius = TOGGLE_RADIUS});
    Color ink = on && !is_strong(build) ? COLOR_LAKE : COLOR_INK;
    uint16_t icon = on ? ICON_CHECK : spec.icon;
    if (icon != ICON_NONE) {
        icon_add(build, node, icon, spec.icon_size == 0 ? TOGGLE_ICON : spec.icon_size, ink,
                 on ? COLOR_NONE : COLOR_TINT);
    }
    Node *words = caption_add(build, node, spec.label, TYPE_TILE, ink);
    words->spec.type_steps_down = spec.steps_down;
    words->spec.lines_max = 2;
    return node;
}
