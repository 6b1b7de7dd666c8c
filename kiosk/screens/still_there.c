#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/* The countdown that any touch extends (rule 32). It replaces what was there: private and cheap. */

enum { DIALOG_WIDTH = 1030, DIALOG_WIDTH_LARGEST = 1560, RING = 136, CHOICE_HEIGHT = 140 };

static void words_add(Build *build, Node *dialog, const View *view, int width) {
    const Locale *locale = view->frame.locale;
    const StillThereView *still = &view->still_there;
    Node *row = row_add(build, dialog, 36);
    Str8 label = tr_plural(locale, build->arena, "{count} second left", "{count} seconds left",
                           still->seconds_left);
    ring_add(build, row, RING, still->seconds_left, still->seconds_all, label);
    Node *words = column_add(build, row, 4);
    (void)title_add(build, words, tr(locale, "Still there?"), width - RING - 36);
    (void)text_add(build, words, tr(locale, "We clear this screen to keep it private."), TYPE_LEAD,
                   COLOR_INK_2);
}

void screen_still_there(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    bool portrait = is_portrait(build);
    Str8 label = tr(locale, "Still there?");
    FrameOptions options = {.no_header = true, .sunken = true, .label = label};
    Node *content = frame_add(build, root, view, options);
    int width = is_largest(build) ? DIALOG_WIDTH_LARGEST : DIALOG_WIDTH;
    width = width < frame_content_width(build) ? width : frame_content_width(build);
    Node *dialog = dialog_add(build, content, width, label);
    dialog->spec.gap = 60;
    if (is_low_reach(build)) {
        content->spec.main = ALIGN_END;
        dialog->spec.gap = 36;
    }
    words_add(build, dialog, view, width - 120);
    Node *row =
        portrait && is_largest(build) ? column_add(build, dialog, 24) : row_add(build, dialog, 24);
    button_add(build, row,
               (ButtonSpec){.key = "more-time",
                            .label = tr(locale, "Yes, more time"),
                            .action = ACT(ACTION_MORE_TIME, 0),
                            .kind = BUTTON_PINE,
                            .width = {.kind = SIZE_GROW, .value = 4},
                            .height = CHOICE_HEIGHT,
                            .radius = 36,
                            .type = TYPE_ACTION,
                            .steps_down = 1});
    button_add(build, row,
               (ButtonSpec){.key = "start-over",
                            .label = tr(locale, "Start over"),
                            .action = ACT(ACTION_START_OVER, 0),
                            .width = {.kind = SIZE_GROW, .value = 3},
                            .height = CHOICE_HEIGHT,
                            .radius = 36});
}
