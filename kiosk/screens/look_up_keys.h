#ifndef FOYER_KIOSK_SCREENS_LOOK_UP_KEYS_H
#define FOYER_KIOSK_SCREENS_LOOK_UP_KEYS_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/** Where the keys stand and how large they may be, in du. */
typedef struct {
    int width;
    int height;
    int pad;   /* of the panel; 0 = no panel */
    bool wide; /* low reach: letters seven across instead of five */
} LookUpKeys;

/** The keypad of the look-up: digits, letters or the card's alphabet by view->screen. */
void look_up_keys_add(Build *build, Node *parent, const View *view, LookUpKeys place);

#endif
