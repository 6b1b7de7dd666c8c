#include "kiosk/screens/keypad.h"

#include "kiosk/screens/measure.h"
#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"

/* KEY_WORDS_WIDTH: keys grow as wide as their words, so only the height counts. */
enum { KEY_WORDS_WIDTH = 2000, FIELD_HEIGHT = 100, FIELD_RADIUS = 28, CARET_ROOM = 18 };

static NodeSpec key_node(const Build *build, const KeySpec *spec) {
    Color fill = spec->function ? COLOR_SUNKEN : COLOR_SURFACE;
    if (spec->primary) {
        fill = spec->lake ? COLOR_LAKE : COLOR_PINE;
    }
    return (NodeSpec){.key = spec->key,
                      .key_text = spec->key_text,
                      .role = ROLE_KEY,
                      .label = spec->label,
                      .states = spec->states,
                      .action = spec->action,
                      .axis = AXIS_ROW,
                      .width = spec->width,
                      .height = FIXED(spec->height),
                      .main = ALIGN_CENTER,
                      .cross = ALIGN_CENTER,
                      .pad = EDGES_XY(6, 0),
                      .fill = fill,
                      .fill_pressed = spec->primary ? COLOR_NONE : COLOR_PINE_TINT,
                      .outline = spec->primary ? COLOR_NONE : COLOR_EDGE,
                      .outline_width = spec->primary ? 0 : outline_of(build, 2),
                      .radius = spec->radius,
                      .shadow = spec->function ? SHADOW_NONE : SHADOW_1};
}

Node *key_add(Build *build, Node *parent, KeySpec spec) {
    Color ink = spec.primary ? (spec.lake ? COLOR_ON_LAKE : COLOR_ON_PINE) : COLOR_INK;
    Node *key = node_add(build, parent, key_node(build, &spec));
    if (spec.icon != ICON_NONE) {
        int size = spec.height >= 120 ? 72 : (spec.height >= 90 ? 54 : 46);
        icon_add(build, key, spec.icon, size, ink, COLOR_TINT);
        return key;
    }
    Node *words =
        caption_add(build, key, spec.text.len > 0 ? spec.text : spec.label, spec.type, ink);
    words->spec.one_line = true;
    words->spec.align = TEXT_CENTER;
    words->spec.type_steps_down =
        measure_steps_high(build, spec.type, words->spec.text, KEY_WORDS_WIDTH, spec.height - 8);
    return key;
}

static Node *field_box_add(Build *build, Node *parent, const FieldSpec *spec) {
    Color accent = spec->accent == COLOR_NONE ? COLOR_PINE : spec->accent;
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
                               .outline = spec->active ? accent : COLOR_EDGE,
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
