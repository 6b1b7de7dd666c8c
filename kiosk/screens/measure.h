#ifndef FOYER_KIOSK_SCREENS_MEASURE_H
#define FOYER_KIOSK_SCREENS_MEASURE_H

#include "kiosk/ui/build.h"

/*
 * Screens have no fonts (they are pure), but rule 5 of VISUAL.md asks them to step a whole group of
 * labels down before any of them would need a third line. These are careful estimates from the
 * advance widths of Noto Sans, a little on the wide side; the property test over all screens checks
 * the real thing.
 */

/** Width of `text` on one line in du. */
int measure_width(const Build *build, TypeRole type, int steps_down, Str8 text);
/** Lines that `text` takes in `width` du, breaking at spaces. A word wider than that counts 99. */
int measure_lines(const Build *build, TypeRole type, int steps_down, Str8 text, int width);
/** Height of one line in du; scripts that need more of it (`tall`: Arabic) have a tenth more. */
int measure_line_height(const Build *build, TypeRole type, int steps_down, bool tall);
/** Height of `text` wrapped in `width` du, its script's line height included. */
int measure_height(const Build *build, TypeRole type, int steps_down, Str8 text, int width);
/** The least step (0..6) at which `text`, wrapped in `width`, is no higher than `height`. */
int measure_steps_high(const Build *build, TypeRole type, Str8 text, int width, int height);
/** The least common step down (0..3) at which every text takes at most `lines_max` lines. */
int measure_steps(const Build *build, TypeRole type, const Str8 *texts, size_t count, int width,
                  int lines_max);

#endif
