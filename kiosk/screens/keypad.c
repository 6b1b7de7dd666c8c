#include "kiosk/screens/keypad.h"

#include "kiosk/screens/measure.h"
#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"

/* KEY_WORDS_WIDTH: keys grow as wide as their words, so only the height counts. */
enum { KEY_WORDS_WIDTH = 2000, KEY_ICON_MARGIN = 8 };

static NodeSpec key_node(const Build *build, const KeySpec *spec) {
    Color fill = spec->function ? COLOR_SUNKEN : COLOR_SURFACE;
    fill = spec->primary ? (spec->lake ? COLOR_LAKE : COLOR_PINE) : fill;
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
        int room = spec.width.kind == SIZE_FIXED ? spec.width.value - 2 * KEY_ICON_MARGIN : size;
        icon_add(build, key, spec.icon, size < room ? size : room, ink, COLOR_TINT);
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
