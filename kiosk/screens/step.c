#include "kiosk/screens/step.h"

#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"

enum { STEP_DISC = 46 };

static int disc_size(const Build *build) {
    return by_size(build, STEP_DISC, STEP_DISC + 6, STEP_DISC + 12, STEP_DISC + 18);
}

static void disc_add(Build *build, Node *row, int number, StepState state) {
    bool solid = state != STEP_LATER;
    int size = disc_size(build);
    Node *disc = node_add(build, row,
                          (NodeSpec){.axis = AXIS_COLUMN,
                                     .width = FIXED(size),
                                     .height = FIXED(size),
                                     .main = ALIGN_CENTER,
                                     .cross = ALIGN_CENTER,
                                     .fill = solid ? COLOR_PINE : COLOR_PAPER,
                                     .outline = solid ? COLOR_NONE : COLOR_EDGE,
                                     .outline_width = solid ? 0 : 3,
                                     .radius = size / 2});
    if (state == STEP_DONE) {
        icon_add(build, disc, ICON_CHECK, size * 2 / 3, COLOR_ON_PINE, COLOR_NONE);
        return;
    }
    Node *figure = caption_add(build, disc, str8_format(build->arena, "%d", number),
                               TYPE_SMALL_BOLD, solid ? COLOR_ON_PINE : COLOR_INK_2);
    figure->spec.one_line = true;
    figure->spec.align = TEXT_CENTER;
}

Node *step_add(Build *build, Node *parent, int number, StepState state, Str8 text) {
    Node *row = row_add(build, parent, 14);
    row->spec.cross = ALIGN_START;
    disc_add(build, row, number, state);
    Node *words = text_add(build, row, text, state == STEP_DONE ? TYPE_BODY : TYPE_NAME,
                           state == STEP_NOW ? COLOR_INK : COLOR_INK_2);
    words->spec.lines_max = 4;
    return row;
}

Node *step_body_add(Build *build, Node *parent, int number, Str8 text) {
    Node *row = row_add(build, parent, 14);
    row->spec.cross = ALIGN_START;
    disc_add(build, row, number, STEP_NOW);
    Node *words = text_add(build, row, text, TYPE_BODY, COLOR_INK);
    words->spec.width = GROW;
    text_own_direction(words);
    return row;
}
