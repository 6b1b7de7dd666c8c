#include "kiosk/screens/components.h"
#include "kiosk/screens/keyboard.h"
#include "kiosk/screens/screens.h"
#include "kiosk/screens/stepper.h"

/*
 * Type our names: one name is enough, the others are counted. Reading matter and the field above,
 * controls below: keyboard at the start, numbers and the one primary at the end.
 */

enum {
    KEYBOARD_WIDTH = 1018,
    KEYS_HEIGHT = 448, /* four rows of 103 */
    KEYS_HEIGHT_PORTRAIT = 476,
    GAP_LOW = 16,
    FIELD_HEIGHT = 108,
    FIELD_SIDES = 130, /* padding, caret, and what the estimate of widths may miss */
    STEPPER_HEIGHT = 124,
    STEPPER_HEIGHT_LOW = 104,
    STEPPER_HEIGHT_PORTRAIT_LOW = 94,
    ACTION_HEIGHT = 164,
    ACTION_HEIGHT_LOW = 100,
    GAP = 20,
    COLUMN_GAP = 36,
};

static void steppers_add(Build *build, Node *parent, const View *view, int height) {
    const Locale *locale = view->frame.locale;
    const NamesView *names = &view->names;
    stepper_add(build, parent,
                (StepperSpec){.key = "adults",
                              .label = tr(locale, "Adults"),
                              .less = tr(locale, "One less adult"),
                              .more = tr(locale, "One more adult"),
                              .spoken = tr_plural(locale, build->arena, "{count} adult",
                                                  "{count} adults", names->adults),
                              .value = names->adults,
                              .min = 1,
                              .max = COUNT_MAX,
                              .action = ACTION_ADULTS,
                              .height = height});
    stepper_add(build, parent,
                (StepperSpec){.key = "children",
                              .label = tr(locale, "Children"),
                              .less = tr(locale, "One less child"),
                              .more = tr(locale, "One more child"),
                              .spoken = tr_plural(locale, build->arena, "{count} child",
                                                  "{count} children", names->children),
                              .value = names->children,
                              .min = 0,
                              .max = COUNT_MAX,
                              .action = ACTION_CHILDREN,
                              .height = height});
}

static void sign_in_add(Build *build, Node *parent, const View *view, int height) {
    const Locale *locale = view->frame.locale;
    const NamesView *names = &view->names;
    ButtonSpec spec = {.key = "sign-in",
                       .kind = BUTTON_PINE,
                       .action = ACT(ACTION_NAMES_COMMIT, 0),
                       .width = GROW,
                       .height = height,
                       .icon_end = ICON_NEXT};
    if (names->working) {
        spec.label = tr(locale, "Saving");
        spec.states = STATE_BUSY;
    } else if (!names->ready) {
        spec.label = tr(locale, "Type a name");
        spec.states = STATE_NOT_YET;
    } else {
        spec.label = tr_plural(locale, build->arena, "Sign in {count}", "Sign in {count}",
                               names->adults + names->children);
    }
    spec.type = build->look->text_size >= TEXT_LARGER ? TYPE_LABEL : TYPE_ACTION;
    action_button_add(build, parent, spec);
}

static void head_add(Build *build, Node *content, const View *view) {
    const Locale *locale = view->frame.locale;
    Node *head = column_add(build, content, 4);
    (void)title_add(build, head, tr(locale, "Type one name"), frame_content_width(build));
    (void)text_add(build, head, tr(locale, "One name is enough. Then say how many came."),
                   TYPE_LEAD, COLOR_INK_2);
    int room = frame_content_width(build) - FIELD_SIDES;

    Node *field = field_add(build, content,
                            (FieldSpec){.key = "name",
                                        .label = tr(locale, "Your name"),
                                        .text = field_end(build, TYPE_NAME, view->names.name, room),
                                        .placeholder = tr(locale, "Your name"),
                                        .active = true,
                                        .width = GROW,
                                        .height = FIELD_HEIGHT,
                                        .type = TYPE_NAME}); /* not to be read from the queue */
    field->spec.value = view->names.name;
}

static void keyboard_place(Build *build, Node *parent, const View *view, int width, int height) {
    keyboard_add(build, parent,
                 (KeyboardSpec){.locale = view->frame.locale,
                                .page = view->names.keyboard.page,
                                .width = width,
                                .height = height,
                                .no_done = true});
}

static void landscape_add(Build *build, Node *content, const View *view) {
    bool low = is_low_reach(build);
    int space = frame_content_height(build) - frame_low_reach_top(build);
    int height = low && space < KEYS_HEIGHT ? space : KEYS_HEIGHT;
    Node *controls = row_add(build, content, COLUMN_GAP);
    controls->spec.cross = ALIGN_END;
    keyboard_place(build, controls, view, KEYBOARD_WIDTH, height);
    Node *side = column_add(build, controls, GAP);
    int stepper = low ? STEPPER_HEIGHT_LOW : STEPPER_HEIGHT;
    steppers_add(build, side, view, stepper);
    sign_in_add(build, side, view, height - 2 * stepper - 2 * GAP);
}

static void portrait_add(Build *build, Node *content, const View *view) {
    bool low = is_low_reach(build);
    int space = frame_content_height(build) - frame_low_reach_top(build);
    int keys = space - ACTION_HEIGHT_LOW - 2 * STEPPER_HEIGHT_PORTRAIT_LOW - 3 * GAP_LOW;
    keys = keys < KEYS_HEIGHT_PORTRAIT ? keys : KEYS_HEIGHT_PORTRAIT;
    steppers_add(build, content, view, low ? STEPPER_HEIGHT_PORTRAIT_LOW : STEPPER_HEIGHT);
    keyboard_place(build, content, view, frame_content_width(build),
                   low ? keys : KEYS_HEIGHT_PORTRAIT);
    sign_in_add(build, content, view, low ? ACTION_HEIGHT_LOW : ACTION_HEIGHT);
}

void screen_names(Build *build, Node *root, const View *view) {
    Str8 label = tr(view->frame.locale, "Type one name");
    Node *content = frame_add(build, root, view, (FrameOptions){.label = label});
    content->spec.gap = is_low_reach(build) || is_largest(build) ? GAP_LOW : 24;
    head_add(build, content, view);
    (void)spacer_add(build, content);
    if (is_portrait(build)) {
        portrait_add(build, content, view);
    } else {
        landscape_add(build, content, view);
    }
}
