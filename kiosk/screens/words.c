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

static bool is_rtl_letter(uint32_t code) {
    return (code >= 0x0590 && code <= 0x08FF) || (code >= 0xFB1D && code <= 0xFEFC);
}

static bool is_ltr_letter(uint32_t code) {
    return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           (code >= 0x00C0 && code < 0x0590) || (code >= 0x0900 && code < 0x2000) ||
           (code >= 0x2C00 && code < 0xFB1D);
}

void text_own_direction(Node *text) {
    Str8 words = text->spec.text;
    for (size_t i = 0; i < words.len;) {
        uint32_t code = str8_next(words, &i);
        if (!is_rtl_letter(code) && !is_ltr_letter(code)) {
            continue;
        }
        bool rtl = is_rtl_letter(code);
        if (rtl != text->rtl) {
            text->spec.direction = rtl ? DIRECTION_RTL : DIRECTION_LTR;
            text->rtl = rtl;
            bool start = text->spec.align == TEXT_START;
            text->spec.align =
                start ? TEXT_END : (text->spec.align == TEXT_END ? TEXT_START : TEXT_CENTER);
        }
        return;
    }
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
