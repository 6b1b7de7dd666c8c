#include "kiosk/screens/clearing.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/* Signed out: how many, when, and thank you. */

enum { TICK_WIDTH = 204, TICK_HEIGHT = 234, DONE_HEIGHT = 124, DONE_WIDTH = 584, GAP = 24 };

static Str8 people_words(const View *view, Arena *arena) {
    const Locale *locale = view->frame.locale;
    Str8 people =
        tr_plural(locale, arena, "{count} person", "{count} people", view->goodbye.people);
    TrArg args[] = {{"people", people},
                    {"time", locale_time(locale, arena, view->goodbye.at_utc_ms)}};
    return tr_fill(locale, arena, tr(locale, "{people}, at {time}."), args, 2);
}

static void words_add(Build *build, Node *content, const View *view) {
    const Locale *locale = view->frame.locale;
    bool portrait = is_portrait(build);
    Node *box = portrait ? column_add(build, content, 48) : row_add(build, content, 60);
    box->spec.height = GROW;
    box->spec.main = portrait ? ALIGN_CENTER : ALIGN_START;
    box->spec.cross = portrait ? ALIGN_START : ALIGN_CENTER;
    Node *arch = arch_add(build, box, TICK_WIDTH, TICK_HEIGHT, 28, COLOR_CLAY);
    arch->spec.motion = MOTION_POP;
    icon_add(build, arch, ICON_CHECK, 132, COLOR_ON_CLAY, COLOR_NONE);
    Node *words = column_add(build, box, 8);
    int width = frame_content_width(build) - (portrait ? 0 : TICK_WIDTH + 60);
    title_add(build, words, tr(locale, "You are signed out."), width);
    text_add(build, words, people_words(view, build->arena), TYPE_LEAD, COLOR_INK_2)->spec.role =
        ROLE_STATUS;
    text_add(build, words, tr(locale, "Thank you for coming. See you soon!"), TYPE_LEAD, COLOR_INK);
}

void screen_goodbye(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    Node *content =
        frame_add(build, root, view,
                  (FrameOptions){.label = tr(locale, "You are signed out."), .no_back = true});
    words_add(build, content, view);
    Node *row = row_add(build, content, GAP);
    row->spec.main = ALIGN_BETWEEN;
    clearing_add(build, row, locale, view->goodbye.seconds_left, THANKS_SECONDS, true);
    button_add(build, row,
               (ButtonSpec){.key = "done",
                            .label = tr(locale, "Done"),
                            .action = ACT(ACTION_DONE, 0),
                            .kind = BUTTON_CLAY,
                            .width = FIXED(is_portrait(build) ? 360 : DONE_WIDTH),
                            .height = DONE_HEIGHT,
                            .radius = 32,
                            .type = TYPE_DOOR_2});
}
