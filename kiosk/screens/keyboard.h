#ifndef FOYER_KIOSK_SCREENS_KEYBOARD_H
#define FOYER_KIOSK_SCREENS_KEYBOARD_H

#include "kiosk/i18n/locale.h"
#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/** The on-screen keyboard of a language. Paths: keyboard/<character>, keyboard/shift, /delete,
 * /numbers, /letters, /accents, /space, /done. */
typedef struct {
    const Locale *locale; /* whose keyboard, and the words on it */
    KeyboardPage page;
    int width;    /* du of the widest row */
    int height;   /* du of all rows: a page with more rows has lower keys */
    bool no_done; /* the screen has a button of its own that ends typing */
    bool lake;    /* "Done" in the colour of help */
} KeyboardSpec;

Node *keyboard_add(Build *build, Node *parent, KeyboardSpec spec);

#endif
