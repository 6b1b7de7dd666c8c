#ifndef FOYER_KIOSK_SCREENS_FLOW_H
#define FOYER_KIOSK_SCREENS_FLOW_H

#include "kiosk/i18n/locale.h"
#include "kiosk/ui/build.h"

/*
 * Reading matter in pages: a city's descriptions run to thousands of bytes, and nothing may be cut,
 * scrolled or made tiny. Items are laid into rows by estimated heights, short facts two across, and
 * rows into pages; a long text goes on where a sentence ends.
 */

typedef enum {
    FLOW_TEXT,    /* a paragraph */
    FLOW_HEADING, /* stays with what follows */
    FLOW_RULE,    /* a line with air around it; none at a page's ends */
    FLOW_TICK,    /* one thing of a list */
    FLOW_STEP,    /* numbered */
    FLOW_ASK,     /* a question to ask */
    FLOW_FACT,    /* icon, name, value */
    FLOW_ALERT,   /* amber: "Closed for repairs until May" */
} FlowKind;

typedef struct {
    FlowKind kind;
    uint16_t icon; /* of a fact */
    int number;    /* of a step */
    Str8 name;     /* of a fact */
    Str8 text;     /* as it is drawn */
    Str8 plain;    /* as it is said, where that is not the same */
    size_t page;   /* set by flow_cut */
    bool split;    /* set by flow_cut: a part of a longer text */
    bool beside;   /* set by flow_cut: stands at the end side of the one before */
} FlowItem;

enum { FLOW_ITEMS_MAX = 128, FLOW_PAGES_MAX = 64, FLOW_GAP = 14, FLOW_GAP_COMPACT = 6 };

typedef struct {
    const Locale *locale;
    int width;      /* du */
    int gap;        /* between rows */
    size_t columns; /* short facts and ticks: 1 or 2 across */
    size_t count;
    size_t pages; /* >= 1, set by flow_cut */
    bool full;    /* more than can be held: a defect of the content */
    FlowItem items[FLOW_ITEMS_MAX];
} TextFlow;

/** An empty flow of this width. */
TextFlow flow_begin(const Build *build, const Locale *locale, int width);
/** Nothing when `item.text` is empty, unless it is a rule. */
void flow_add(TextFlow *flow, FlowItem item);
/** How high items first..last-1 are on one page. */
int flow_height(const Build *build, const TextFlow *flow, size_t first, size_t last);
/** Cut into pages: the first has `first_height` du, the others `next_height`. Long texts are split
 * in place. */
void flow_cut(const Build *build, TextFlow *flow, int first_height, int next_height);
/** Add the items of a page to a column. */
void flow_page_add(Build *build, Node *column, const TextFlow *flow, size_t page);
/** The bytes of a text that fit `lines` lines of body text, up to a sentence's end if there is one
 * in the second half; all of it when it fits. */
size_t flow_text_fitting(const Build *build, Str8 text, int width, int lines);

#endif
