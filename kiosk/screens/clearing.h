#ifndef FOYER_KIOSK_SCREENS_CLEARING_H
#define FOYER_KIOSK_SCREENS_CLEARING_H

#include "kiosk/i18n/locale.h"
#include "kiosk/ui/build.h"

enum { CLEARING_HEIGHT = 124, CLEARING_WIDTH = 136 /* of the ring alone */ };

/** "This screen clears itself. Touch it for more time." with the ring: a control as wide as its
 * words (portrait: as what is left of the row), `more-time`. Without `words` the ring alone. */
Node *clearing_add(Build *build, Node *parent, const Locale *locale, int seconds, int seconds_all,
                   bool words);

#endif
