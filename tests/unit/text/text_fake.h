#ifndef FOYER_TESTS_UNIT_TEXT_TEXT_FAKE_H
#define FOYER_TESTS_UNIT_TEXT_TEXT_FAKE_H

#include "kiosk/ui/text.h"

/** Fonts without files: every code point is size / 2 wide, spaces too. Font 0 has everything but
 * Arabic and Han, font 1 Arabic, font 2 Han; bold adds 10. Coverage is a full box per run. */
FontPort text_fake_port(void);
/** How often a width was asked for since the start. */
int text_fake_widths_asked(void);

#endif
