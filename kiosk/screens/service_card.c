#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/*
 * The card of a person or service: what is read, and a code to take it home. In the largest text
 * these are two pages, "Read" and "Take it"; so are they where the panel would leave too little.
 */

enum {
    GAP = 24,
    INFO_WIDTH = 1040,
    CODE_PORTRAIT = 372,
    CODE_LEAST = 246, /* four pixels a module of version 8 */
    PANEL_ABOVE = 52, /* of the panel's height without a code: what stands above its controls */
    PAGE_BUTTON_HEIGHT = 116,
    PAGE_GAP = 16,
    NOW_WORDS = 420,
};

static int panel_width(const Build *build) {
    int width = frame_content_width(build);
    return is_portrait(build) ? width : width - INFO_WIDTH - GAP;
}

/* Both halves are on the screen. */
static bool side_by_side(Build *build, const View *view) {
    if (is_largest(build)) {
        return false;
    }
    int width = panel_width(build);
    if (is_low_reach(build)) { /* what is read has controls too: stacked they are out of reach */
        int space = frame_content_height(build) - frame_low_reach_top(build);
        int controls = card_panel_height(build, view, width, 0, false) - PANEL_ABOVE;
        controls -= card_panel_above(build, view);
        return !is_portrait(build) && controls <= space;
    }
    int least = is_portrait(build) ? CODE_PORTRAIT : CODE_LEAST;
    int panel = card_panel_height(build, view, width, least, false);
    int reading = is_portrait(build) ? GAP + card_reading_least(build, view, width) : 0;
    return panel + reading <= frame_content_height(build);
}

/* A page to read, a page to take it. */
static void pages_add(Build *build, Node *content, const View *view) {
    const Locale *locale = view->frame.locale;
    int width = frame_content_width(build);
    int height = frame_content_height(build);
    if (view->card.page == 1) {
        card_panel_add(build, content, view, width, height, true);
        return;
    }
    content->spec.gap = PAGE_GAP;
    CardReading reading = card_reading(build, view, width, height - PAGE_BUTTON_HEIGHT - PAGE_GAP);
    card_reading_add(build, content, view, &reading, GROW, GROW);
    Node *row = row_add(build, content, GAP);
    row->spec.main = ALIGN_BETWEEN;
    card_now_add(build, row, locale, FIT, NOW_WORDS);
    button_add(build, row,
               (ButtonSpec){.key = "take",
                            .label = tr(locale, "Take it with you"),
                            .action = ACT(ACTION_CARD_PAGE, 1),
                            .kind = BUTTON_LAKE,
                            .icon = ICON_QR,
                            .height = PAGE_BUTTON_HEIGHT});
}

static void landscape_add(Build *build, Node *content, const View *view) {
    int height = frame_content_height(build);
    CardReading reading = card_reading(build, view, INFO_WIDTH, height);
    Node *row = row_add(build, content, GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_STRETCH;
    card_reading_add(build, row, view, &reading, FIXED(INFO_WIDTH), GROW);
    card_panel_add(build, row, view, panel_width(build), height, false);
}

static void portrait_add(Build *build, Node *content, const View *view) {
    int width = frame_content_width(build);
    int panel = card_panel_height(build, view, width, CODE_PORTRAIT, false);
    int height = frame_content_height(build) - panel - GAP;
    CardReading reading = card_reading(build, view, width, height);
    content->spec.gap = GAP;
    card_reading_add(build, content, view, &reading, GROW, GROW);
    card_panel_add(build, content, view, width, panel, false);
}

void screen_card(Build *build, Node *root, const View *view) {
    FrameOptions options = {.label = view->card.service.name};
    Node *content = frame_add(build, root, view, options);
    if (view->card.plan_open) {
        card_plan_add(build, content, view);
    } else if (!side_by_side(build, view)) {
        pages_add(build, content, view);
    } else if (is_portrait(build)) {
        portrait_add(build, content, view);
    } else {
        landscape_add(build, content, view);
    }
}
