#ifndef FOYER_KIOSK_SCREENS_BOARD_H
#define FOYER_KIOSK_SCREENS_BOARD_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/*
 * A board of cards, each with a picture, a name and a line: guides, channels. Cut into pages here;
 * a page past the end is the last.
 */

typedef struct {
    Str8 key; /* the whole path: "/guides/guide/iep" */
    Str8 name;
    Str8 line; /* what it is for */
    bool english_only;
    uint16_t icon;
    unsigned hue;
    Action action;
} BoardCard;

enum { BOARD_CARDS_MAX = 64 };

typedef struct {
    Str8 title;
    Str8 lead;  /* below it; may be empty */
    Str8 empty; /* said when there is no card */
    BoardCard cards[BOARD_CARDS_MAX];
    size_t count;
    size_t page;
} Board;

void board_add(Build *build, Node *root, const View *view, const Board *board);

#endif
