#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/* When the kiosk cannot do it, a person can. Never says what went wrong inside. */

enum { CARD_WIDTH = 1340, ARCH_HEIGHT = 228 };

static Str8 reason_words(const Locale *locale, DeskReason reason) {
    if (reason == DESK_CLOSED) {
        return tr(locale, "This screen is resting. The front desk can sign you in and help you.");
    }
    if (reason == DESK_NO_EVENT) {
        return tr(locale, "There is nothing to sign in to right now. The front desk can help you.");
    }
    return tr(locale, "We could not save this. The front desk will write you in. Thank you for "
                      "your patience.");
}

void screen_see_desk(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    bool portrait = is_portrait(build);
    Str8 title = tr(locale, "Please see the front desk");
    Node *content = frame_add(build, root, view, (FrameOptions){.label = title});
    content->spec.cross = ALIGN_CENTER;
    (void)spacer_add(build, content);
    int width = portrait ? frame_content_width(build) : CARD_WIDTH;
    Node *card = card_add(build, content, FIXED(width), FIT);
    card->spec.pad = EDGES(60);
    card->spec.gap = 48;
    Node *row = portrait ? column_add(build, card, 36) : row_add(build, card, 48);
    Node *arch = arch_add(build, row, ARCH_HEIGHT * 85 / 100, ARCH_HEIGHT, 28, COLOR_ARCH_TOP);
    arch->spec.fill_2 = COLOR_ARCH_BOTTOM;
    icon_add(build, arch, ICON_PEOPLE, 128, COLOR_ARCH_TEXT, COLOR_NONE);
    Node *words = column_add(build, row, 16);
    int room = portrait ? width - 120 : width - 120 - 48 - ARCH_HEIGHT * 85 / 100;
    (void)title_add(build, words, title, room);
    (void)text_add(build, words, reason_words(locale, view->see_desk.reason), TYPE_LEAD,
                   COLOR_INK_2);
    (void)spacer_add(build, content);
    if (view->see_desk.reason == DESK_CLOSED) {
        return; /* there is nothing else to go to */
    }
    Node *foot = row_add(build, content, 0);
    foot->spec.main = ALIGN_END;
    button_add(build, foot,
               (ButtonSpec){.key = "done",
                            .label = tr(locale, "Done"),
                            .action = ACT(ACTION_DONE, 0),
                            .kind = view->frame.flow == FLOW_LEAVING ? BUTTON_CLAY : BUTTON_PINE,
                            .width = portrait ? GROW : FIXED(432),
                            .height = 124,
                            .radius = 32});
}
