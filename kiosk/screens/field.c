#include "kiosk/screens/field.h"

#include "kiosk/screens/measure.h"
#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"

enum { FIELD_HEIGHT = 100, FIELD_RADIUS = 28, CARET_ROOM = 18, FIELD_ICON = 54 };

static Node *field_box_add(Build *build, Node *parent, const FieldSpec *spec) {
    return node_add(
        build, parent,
        (NodeSpec){.key = spec->key,
                   .role = ROLE_FIELD,
                   .label = spec->label,
                   .value = spec->text,
                   .states = spec->active ? STATE_ACTIVE : 0,
                   .action = spec->action,
                   .direction = spec->direction,
                   .axis = AXIS_ROW,
                   .width = spec->width,
                   .height = FIXED(spec->height == 0 ? FIELD_HEIGHT : spec->height),
                   .pad = EDGES_XY(spec->center ? 8 : 36, 0),
                   .gap = spec->icon != ICON_NONE ? 24 : 0,
                   .main = spec->center ? ALIGN_CENTER : ALIGN_START,
                   .cross = ALIGN_CENTER,
                   .fill = COLOR_SURFACE,
                   .outline = spec->active ? (spec->lake ? COLOR_LAKE : COLOR_PINE) : COLOR_EDGE,
                   .outline_width = outline_of(build, spec->active ? 6 : 3),
                   .radius = FIELD_RADIUS});
}

Str8 field_end(const Build *build, TypeRole type, Str8 text, int room) {
    while (text.len > 0 && measure_width(build, type, 0, text) > room) {
        size_t next = 0;
        (void)str8_next(text, &next);
        text = str8_slice(text, next, text.len);
    }
    return text;
}

Node *field_add(Build *build, Node *parent, FieldSpec spec) {
    TypeRole type = spec.type == TYPE_DISPLAY ? TYPE_LABEL : spec.type;
    Node *box = field_box_add(build, parent, &spec);
    bool empty = spec.text.len == 0 && spec.rest.len == 0;
    if (spec.icon != ICON_NONE) {
        icon_add(build, box, spec.icon, FIELD_ICON, spec.lake ? COLOR_LAKE : COLOR_PINE,
                 COLOR_TINT);
    }
    Node *text = caption_add(build, box, spec.text, type, COLOR_INK);
    text->spec.one_line = true;
    text->spec.caret = spec.active;
    text->spec.caret_color = spec.lake ? COLOR_LAKE : COLOR_PINE;
    text->spec.type_steps_down = spec.steps_down;
    if (empty && spec.placeholder.len > 0) {
        Node *hint = caption_add(build, box, spec.placeholder, TYPE_BODY, COLOR_INK_2);
        hint->spec.lines_max = 1;
    } else if (spec.rest.len > 0) {
        gap_add(build, box, CARET_ROOM);
        Node *rest = caption_add(build, box, spec.rest, type, COLOR_EDGE);
        rest->spec.one_line = true;
        rest->spec.type_steps_down = spec.steps_down;
    }
    return box;
}
