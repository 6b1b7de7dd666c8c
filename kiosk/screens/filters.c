#include "kiosk/screens/filters.h"

#include "kiosk/screens/components.h"

enum {
    FILTER_GAP = 14,
    FILTER_ICON = 42,
    FILTER_ICON_NARROW = 28,
    FILTER_PAD = 20,
    FILTER_PAD_NARROW = 10,
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

static void filter_add(Build *build, Node *row, const Locale *locale, const FiltersSpec *spec,
                       int filter, int steps_down) {
    bool narrow = spec->narrow;
    toggle_add(build, row,
               (ToggleSpec){.key_text = str8_format(build->arena, "%s/filter/%s", spec->place,
                                                    PICTURES[filter].name),
                            .label = filter_label(locale, spec, filter),
                            .action = ACT(ACTION_FILTER, filter),
                            .on = spec->on[filter],
                            .icon = narrow ? ICON_NONE : PICTURES[filter].icon,
                            .icon_size = narrow ? FILTER_ICON_NARROW : FILTER_ICON,
                            .width = GROW,
                            .height = spec->height,
                            .pad = narrow ? FILTER_PAD_NARROW : FILTER_PAD,
                            .gap = narrow ? ICON_GAP_NARROW : ICON_GAP,
                            .steps_down = steps_down});
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
