#include "kiosk/screens/stepper.h"

#include "data/base/check.h"
#include "kiosk/screens/components.h"

enum { STEPPER_PAD = 14, NUMBER_WIDTH = 84 };

static void step_add(Build *build, Node *parent, const StepperSpec *spec, bool more) {
    int value = spec->value + (more ? 1 : -1);
    int side = spec->height - 2 * STEPPER_PAD;
    if (value < spec->min || value > spec->max) {
        gap_add(build, parent, side);
        return;
    }
    Node *button = button_add(build, parent,
                              (ButtonSpec){.key = more ? "more" : "less",
                                           .action = ACT(spec->action, value),
                                           .icon = more ? ICON_PLUS : ICON_MINUS,
                                           .icon_size = 54,
                                           .spoken = more ? spec->more : spec->less,
                                           .width = FIXED(side),
                                           .height = side,
                                           .radius = 24,
                                           .pad = 1});
    button->spec.pad = EDGES(0);
}

Node *stepper_add(Build *build, Node *parent, StepperSpec spec) {
    FOYER_ASSERT(spec.value >= spec.min && spec.value <= spec.max);
    Node *card = node_add(build, parent,
                          (NodeSpec){.key = spec.key,
                                     .role = ROLE_GROUP,
                                     .label = spec.label,
                                     .axis = AXIS_ROW,
                                     .width = GROW,
                                     .height = FIXED(spec.height),
                                     .pad = {32, 0, STEPPER_PAD, 0},
                                     .gap = 8,
                                     .cross = ALIGN_CENTER,
                                     .fill = COLOR_SUNKEN,
                                     .outline = is_strong(build) ? COLOR_LINE : COLOR_NONE,
                                     .outline_width = is_strong(build) ? 2 : 0,
                                     .radius = 32});
    Node *words = caption_add(build, card, spec.label, TYPE_LABEL, COLOR_INK);
    words->spec.width = GROW;
    words->spec.lines_max = 2;
    step_add(build, card, &spec, false);
    Node *number =
        text_add(build, card, str8_format(build->arena, "%d", spec.value), TYPE_ACTION, COLOR_INK);
    number->spec.key = "value";
    number->spec.role = ROLE_STATUS;
    number->spec.label = spec.spoken;
    number->spec.width = FIXED(NUMBER_WIDTH);
    number->spec.align = TEXT_CENTER;
    number->spec.one_line = true;
    step_add(build, card, &spec, true);
    return card;
}
