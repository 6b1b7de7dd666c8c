#ifndef FOYER_TESTS_SCREENS_GOLDENS_H
#define FOYER_TESTS_SCREENS_GOLDENS_H

#include "data/base/str8.h"
#include "kiosk/platform/surface.h"

/* Goldens lie in tests/screens/goldens. A missing one is a failure; FOYER_GOLDENS_WRITE=1 writes
 * them instead of comparing, to be read in the diff. */

bool goldens_writing(void);

/** Compare with goldens/<name>.txt, or write it; says the first line that differs. */
bool golden_text_matches(const char *name, Str8 text);

/** Compare with goldens/<name>.png, a third of the surface's size, or write it. Small differences
 * of edges are forgiven (GOLDEN_* in the file). */
bool golden_picture_matches(const char *name, const Surface *surface);

#endif
