#include "kiosk/screens/board.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/* Guides for families: a board of short texts on how school works. */

enum { HUES = 5 };

void screen_guides(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    const GuidesView *guides = &view->guides;
    Board board = {.title = tr(locale, "Guides for families"),
                   .lead = tr(locale, "How things work at school, and what to ask."),
                   .empty = tr(locale, "Please ask at the front desk."),
                   .page = guides->page};
    for (size_t i = 0; i < guides->count && i < BOARD_CARDS_MAX; i++) {
        const GuideItemView *item = &guides->items[i];
        board.cards[board.count++] =
            (BoardCard){.key = str8_format(build->arena, "/guides/guide/%.*s", STR8_ARG(item->key)),
                        .name = item->title,
                        .line = item->summary,
                        .english_only = item->english_only,
                        .icon = ICON_LEARN,
                        .hue = (unsigned)(i % HUES),
                        .action = ACT(ACTION_GUIDE, i)};
    }
    board_add(build, root, view, &board);
}
