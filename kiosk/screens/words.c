#include "kiosk/screens/words.h"

#include "data/base/check.h"
#include "kiosk/screens/measure.h"
#include "kiosk/ui/icon.h"

Node *text_add(Build *build, Node *parent, Str8 text, TypeRole type, Color color) {
    return node_add(build, parent,
                    (NodeSpec){.role = ROLE_TEXT,
                               .label = text,
                               .text = text,
                               .type = type,
                               .color = color,
                               .width = FIT});
}

Node *title_add(Build *build, Node *parent, Str8 text, int width) {
    bool one = measure_lines(build, TYPE_TITLE, 0, text, width) <= 1;
    return node_add(build, parent,
                    (NodeSpec){.role = ROLE_HEADING,
                               .label = text,
                               .text = text,
                               .type = one ? TYPE_TITLE : TYPE_TITLE_2,
                               .color = COLOR_INK,
                               .width = FIT,
                               .lines_max = 3});
}

Node *heading_add(Build *build, Node *parent, Str8 text, TypeRole type) {
    Node *node = text_add(build, parent, text, type, COLOR_INK);
    node->spec.role = ROLE_HEADING;
    return node;
}

Node *caption_add(Build *build, Node *parent, Str8 text, TypeRole type, Color color) {
    return node_add(build, parent,
                    (NodeSpec){.text = text, .type = type, .color = color, .width = FIT});
}

Node *icon_add(Build *build, Node *parent, uint16_t icon, int size, Color color, Color tint) {
    FOYER_ASSERT(icon < ICON_COUNT);
    return node_add(build, parent,
                    (NodeSpec){.icon = icon,
                               .icon_size = size,
                               .color = color,
                               .icon_tint = tint,
                               .icon_mirrors = icon_is_mirrored_in_rtl(icon),
                               .width = FIXED(size),
                               .height = FIXED(size)});
}

Node *column_add(Build *build, Node *parent, int gap) {
    return node_add(build, parent,
                    (NodeSpec){.axis = AXIS_COLUMN, .width = GROW, .height = FIT, .gap = gap});
}

Node *row_add(Build *build, Node *parent, int gap) {
    return node_add(
        build, parent,
        (NodeSpec){
            .axis = AXIS_ROW, .width = GROW, .height = FIT, .gap = gap, .cross = ALIGN_CENTER});
}

Node *spacer_add(Build *build, Node *parent) {
    bool row = parent->spec.axis == AXIS_ROW;
    return node_add(build, parent,
                    (NodeSpec){.width = row ? GROW : FIXED(1), .height = row ? FIXED(1) : GROW});
}

Node *gap_add(Build *build, Node *parent, int size) {
    bool row = parent->spec.axis == AXIS_ROW;
    return node_add(
        build, parent,
        (NodeSpec){.width = row ? FIXED(size) : FIXED(1), .height = row ? FIXED(1) : FIXED(size)});
}

Node *rule_add(Build *build, Node *parent) {
    return node_add(build, parent,
                    (NodeSpec){.width = GROW, .height = FIXED(2), .fill = COLOR_LINE});
}

bool is_largest(const Build *build) {
    return build->look->text_size == TEXT_LARGEST;
}

bool is_portrait(const Build *build) {
    return look_is_portrait(build->look);
}

bool is_low_reach(const Build *build) {
    return build->look->low_reach;
}

bool is_strong(const Build *build) {
    return theme_is_strong(build->look->theme);
}

int outline_of(const Build *build, int width) {
    if (!is_strong(build) || width == 0) {
        return width;
    }
    return width < 4 ? 4 : 6;
}

int by_size(const Build *build, int normal, int large, int larger, int largest) {
    int sizes[TEXT_SIZE_COUNT] = {normal, large, larger, largest};
    FOYER_ASSERT(build->look->text_size < TEXT_SIZE_COUNT);
    return sizes[build->look->text_size];
}

Color hue_color(unsigned hue) {
    static const Color HUES[] = {COLOR_PLUM, COLOR_PINE, COLOR_LAKE, COLOR_CLAY, COLOR_HONEY};
    return HUES[hue % 5];
}

Color hue_tint(unsigned hue) {
    static const Color TINTS[] = {COLOR_PLUM_TINT, COLOR_PINE_TINT, COLOR_LAKE_TINT,
                                  COLOR_CLAY_TINT, COLOR_HONEY_TINT};
    return TINTS[hue % 5];
}
