#ifndef FOYER_TESTS_SUPPORT_PAPER_MAKER_H
#define FOYER_TESTS_SUPPORT_PAPER_MAKER_H

#include <stdbool.h>

#include "data/base/arena.h"
#include "data/base/port.h"
#include "data/base/str8.h"
#include "kiosk/paper/paper.h"

/*
 * Papers for the tests of printers, which do not care what stands on them: a QR code that can be
 * read back, and below it rows of dots that look like anything, commands included.
 */

/** The dots a row of `kind` has. */
int paper_maker_width(PaperKind kind);

/**
 * `pages_count` equal pages of `height_px` (0: what the code needs, or the sheet's own), as raster
 * and as PDF.
 */
bool paper_make(Arena *arena, PaperKind kind, Str8 payload, int height_px, size_t pages_count,
                Paper *paper);

/** One page whose rows are `bytes`, repeated; no PDF. For encoders only. */
bool paper_make_of_bytes(Arena *arena, PaperKind kind, Str8 bytes, int height_px, Paper *paper);

/** The real time, for limits of real devices. */
ClockPort paper_maker_clock(void);

#endif
