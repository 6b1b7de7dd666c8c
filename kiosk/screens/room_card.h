#ifndef FOYER_KIOSK_SCREENS_ROOM_CARD_H
#define FOYER_KIOSK_SCREENS_ROOM_CARD_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/** The cards of thank-you in `width` x `height`: one a child, by grade, without names; the event
 * itself when it has no rooms. Four and more stand in two columns. */
void room_cards_add(Build *build, Node *parent, const View *view, int width, int height);

#endif
