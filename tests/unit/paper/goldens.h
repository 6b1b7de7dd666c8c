#ifndef FOYER_TESTS_UNIT_PAPER_GOLDENS_H
#define FOYER_TESTS_UNIT_PAPER_GOLDENS_H

#include <stdbool.h>

#include "kiosk/paper/paper.h"

/*
 * Goldens: a page's dots as a black and white PNG, tests/unit/paper/golden/NAME.png. A missing
 * one fails; they are written only with FOYER_GOLDENS_WRITE=1, and looked at then.
 */

/** Says on standard error what differs, and where the page that was made can be looked at. */
bool golden_page_matches(const char *name, const PaperRaster *page);

#endif
