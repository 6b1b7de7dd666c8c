#include "kiosk/screens/filters.h"

#include "kiosk/screens/components.h"

enum {
    FILTER_GAP = 14,
    FILTER_ICON = 42,
    FILTER_ICON_NARROW = 28,
    FILTER_PAD = 20,
    FILTER_PAD_NARROW = 10,
    FILTER_RADIUS = 24,
    ICON_GAP = 14,
    ICON_GAP_NARROW = 8,
};

typedef struct {
    const char *name; /* in its path */
    const char *label;
    uint16_t icon;
} FilterPicture;

static const FilterPicture PICTURES[FILTER_COUNT] = {
    [FILTER_OPEN_NOW] = {"open", TR_MARK("Open now"), ICON_CLOCK},
    [FILTER_FREE] = {"free", TR_MARK("Free"), ICON_MONEY},
    [FILTER_SPEAKS] = {"speaks", NULL, ICON_LANGUAGE},
};

size_t filters_count(const bool *live) {
    size_t count = 0;
    for (int filter = 0; filter < FILTER_COUNT; filter++) {
        count += live[filter] ? 1 : 0;
    }
    return count;
}

static Str8 filter_label(const Locale *locale, const FiltersSpec *spec, int filter) {
    return PICTURES[filter].label != NULL ? tr(locale, PICTURES[filter].label)
                                          : spec->language_spoken;
}

/* On: tint, outline of 4 and a tick in the icon's place. */
static void filter_add(Build *build, Node *row, const Locale *locale, const FiltersSpec *spec,
                       int filter, int steps_down) {
    bool on = spec->on[filter];
    Str8 key = str8_format(build->arena, "%s/filter/%s", spec->place, PICTURES[filter].name);
    Node *node = node_add(build, row,
                          (NodeSpec){.key_text = key,
                                     .role = ROLE_TOGGLE,
                                     .label = filter_label(locale, spec, filter),
                                     .states = on ? STATE_CHECKED : 0,
                                     .action = ACT(ACTION_FILTER, filter),
                                     .axis = AXIS_ROW,
                                     .width = GROW,
                                     .height = FIXED(spec->height),
                                     .pad = EDGES_XY(FILTER_PAD, 0),
                                     .gap = ICON_GAP,
                                     .main = ALIGN_CENTER,
                                     .cross = ALIGN_CENTER,
                                     .fill = on ? COLOR_LAKE_TINT : COLOR_SURFACE,
                                     .outline = on ? COLOR_LAKE : COLOR_EDGE,
                                     .outline_width = outline_of(build, on ? 4 : 2),
                                     .radius = FILTER_RADIUS});
    Color ink = on ? COLOR_LAKE : COLOR_INK;
    if (on && is_strong(build)) {
        ink = COLOR_INK;
    }
    if (on || !spec->narrow) {
        icon_add(build, node, on ? ICON_CHECK : PICTURES[filter].icon,
                 spec->narrow ? FILTER_ICON_NARROW : FILTER_ICON, ink,
                 on ? COLOR_NONE : COLOR_TINT);
    }
    Node *words = caption_add(build, node, node->spec.label, TYPE_TILE, ink);
    words->spec.type_steps_down = steps_down;
    words->spec.lines_max = 2;
}

void filters_add(Build *build, Node *parent, const Locale *locale, FiltersSpec spec) {
    Str8 labels[FILTER_COUNT];
    size_t count = 0;
    for (int filter = 0; filter < FILTER_COUNT; filter++) {
        if (spec.live[filter]) {
            labels[count++] = filter_label(locale, &spec, filter);
        }
    }
    if (count == 0) {
        return;
    }
    int width = (spec.width - (int)(count - 1) * FILTER_GAP) / (int)count;
    int room = width - 2 * FILTER_PAD - FILTER_ICON - ICON_GAP;
    if (spec.narrow) {
        room = width - 2 * FILTER_PAD_NARROW - FILTER_ICON_NARROW - ICON_GAP_NARROW;
    }
    int steps = measure_steps(build, TYPE_TILE, labels, count, room, 1);
    Node *row = row_add(build, parent, FILTER_GAP);
    for (int filter = 0; filter < FILTER_COUNT; filter++) {
        if (spec.live[filter]) {
            filter_add(build, row, locale, &spec, filter, steps);
        }
    }
}
