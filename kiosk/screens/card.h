#ifndef FOYER_KIOSK_SCREENS_CARD_H
#define FOYER_KIOSK_SCREENS_CARD_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/** A card: surface r36 line 2 e1, column; padding 40 unless changed in spec.pad. */
Node *card_add(Build *build, Node *parent, Size width, Size height);

typedef enum { CHIP_OK, CHIP_AMBER } ChipKind;
/** A status pill 56 high, never touchable: tick/clock/warning + word (ROLE_TEXT). */
Node *chip_add(Build *build, Node *parent, ChipKind kind, uint16_t icon, Str8 text);

/** Countdown ring with the seconds inside: ROLE_TIMER labelled `label`; amber in the last 5 s. */
Node *ring_add(Build *build, Node *parent, int diameter, int seconds, int seconds_all, Str8 label);

/** A QR code on its white plate (radius 24, line 2), ROLE_CODE, as large as whole pixels a module
 * allow in `size` du, quiet zone included. Nothing when code.side is 0. */
Node *code_add(Build *build, Node *parent, CodeView code, int size, Str8 label);

/** A dialog replaces the content: flat sunken and a card r44 e3 `width` wide, centred. Returns the
 * card (column, padding 60, ROLE_DIALOG, rises). `content` is the node that frame_add gave. */
Node *dialog_add(Build *build, Node *content, int width, Str8 label);

#endif
