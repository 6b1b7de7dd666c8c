#include "kiosk/screens/field.h"

#include "kiosk/screens/words.h"

enum { FIELD_HEIGHT = 100, FIELD_RADIUS = 28, CARET_ROOM = 18 };

static Node *field_box_add(Build *build, Node *parent, const FieldSpec *spec) {
    return node_add(build, parent,
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
                               .main = spec->center ? ALIGN_CENTER : ALIGN_START,
                               .cross = ALIGN_CENTER,
                               .fill = COLOR_SURFACE,
                               .outline = spec->active ? COLOR_PINE : COLOR_EDGE,
                               .outline_width = outline_of(build, spec->active ? 6 : 3),
                               .radius = FIELD_RADIUS});
}

Node *field_add(Build *build, Node *parent, FieldSpec spec) {
    TypeRole type = spec.type == TYPE_DISPLAY ? TYPE_LABEL : spec.type;
    Node *box = field_box_add(build, parent, &spec);
    bool empty = spec.text.len == 0 && spec.rest.len == 0;
    Node *text = caption_add(build, box, spec.text, type, COLOR_INK);
    text->spec.one_line = true;
    text->spec.caret = spec.active;
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
