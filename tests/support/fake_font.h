#ifndef FOYER_TESTS_SUPPORT_FAKE_FONT_H
#define FOYER_TESTS_SUPPORT_FAKE_FONT_H

#include "kiosk/ui/text.h"

/**
 * A FontPort of fixed width for tests: every code point is half its size wide (combining marks of
 * U+0300..036F, U+064B..065F are 0), ascent is 8/10 and descent 2/10 of the size. Font 0 is
 * regular, 1 bold, 2 serif bold; each has every code point but U+10FFFE. Pixels are a full block a
 * glyph with a clear pixel at its end. Keeps one coverage in static memory: one thread.
 */
FontPort fake_font_port(void);

#endif
