#ifndef FOYER_KIOSK_SCREENS_CARD_PARTS_H
#define FOYER_KIOSK_SCREENS_CARD_PARTS_H

#include "kiosk/screens/flow.h"
#include "kiosk/view/view.h"

/*
 * The two halves of a card: what is read (who, what for, facts, in pages) and the panel with the
 * code that takes it home.
 */

/* What is read. */

/** The card's pages in a box of `width` x `height` du, padding included. */
typedef struct {
    TextFlow flow;
    size_t page;  /* the one to show */
    int width;    /* inside */
    bool compact; /* a smaller arch and less air: it is one page that way */
} CardReading;

/** Cut the card's texts into pages and choose the one that `view->card.page` asks for. */
CardReading card_reading(Build *build, const View *view, int width, int height);
/** The least height in which a page has something to read. */
int card_reading_least(Build *build, const View *view, int width);
/** The info card with one page of it, its date, "Put on my list" and the ways to other pages. */
Node *card_reading_add(Build *build, Node *parent, const View *view, const CardReading *reading,
                       Size width, Size height);

/* The way there. */

/** The floor plan with the room marked, and the way back to what is read: a page of its own. */
void card_plan_add(Build *build, Node *content, const View *view);

/* What is taken. */

/** How high the panel is around a code of `code` du. */
int card_panel_height(Build *build, const View *view, int width, int code, bool alone);
/** Of that, how much is no control and stands above them in low reach, beside the code. */
int card_panel_above(const Build *build, const View *view);
/** The panel: which code, the code, the number in words, help right now. `alone`: it is a page of
 * its own, with a way back to the page to read. */
Node *card_panel_add(Build *build, Node *parent, const View *view, int width, int height,
                     bool alone);
/** The crisis tile as a button. */
void card_now_add(Build *build, Node *row, const Locale *locale, Size width, int room);

/* Shared with other cards that have a code. */

/** One kind of code to choose from; `key` is the whole of its path below the screen's. */
typedef struct {
    const char *key;
    Str8 label;
    uint16_t icon;
    CodeKind kind;
} CodeChoice;

/** A choice of codes, `columns` across; nothing for fewer than two (rule 3). */
void code_choices_add(Build *build, Node *parent, const CodeChoice *choices, size_t count,
                      CodeKind chosen, int width, size_t columns);
int code_choices_height(Build *build, const CodeChoice *choices, size_t count, int width,
                        size_t columns);

/** A code and what to do with it beside it. */
typedef struct {
    CodeView code;
    CodeKind kind;
    Str8 host; /* where the code leads, in letters: a web host, an address; may be empty */
    bool shortened;
    const PrintView *print; /* asked: what became of it stands in the words' place; may be NULL */
    int size;               /* du of the code with its quiet zone, at most */
    int width;              /* of the row */
} CodeRow;

Node *code_row_add(Build *build, Node *parent, const Locale *locale, CodeRow spec);

#endif
