#ifndef FOYER_KIOSK_PRINTER_ESCPOS_ENCODE_H
#define FOYER_KIOSK_PRINTER_ESCPOS_ENCODE_H

#include <stddef.h>
#include <stdint.h>

#include "kiosk/paper/paper.h"

/*
 * ESC/POS, the part that is needed: dots and the knife. Pure.
 * 1. Nothing but raster (GS v 0) ever carries what is on the paper: no byte of a name is a byte of
 *    a job.
 * 2. A printer acts on DLE EOT, DLE ENQ and DLE DC4 wherever they pass, inside raster too. So a dot
 *    byte 0x10 before 0x04, 0x05 or 0x14 gets one dot more (0x18). It happens only where a single
 *    dot stands alone, never inside a QR code, whose modules are several dots wide.
 */
enum {
    ESCPOS_BAND_BYTES_MAX = 4096, /* dots of one command; what a printer must hold at once */
    ESCPOS_BAND_HEADER_SIZE = 8,
    ESCPOS_BAND_ROWS_MAX = 255,
    ESCPOS_BUFFER_SIZE = ESCPOS_BAND_HEADER_SIZE + ESCPOS_BAND_BYTES_MAX,
    ESCPOS_STRIDE_MAX = 128, /* bytes of a row: 1,024 dots, wider than any receipt printer */
    ESCPOS_SMALL_MAX = 16,   /* every other command is shorter */
};

/** ESC @: as after power on. Writes at most ESCPOS_SMALL_MAX bytes; returns their number. */
size_t escpos_reset(uint8_t *out);
/** Partial cut behind what was printed; the printer feeds as far as its knife is away. */
size_t escpos_cut(uint8_t *out);
/** Ask for an answer when everything before has been worked off (GS r 1). */
size_t escpos_marker(uint8_t *out);
/** Ask for real-time status `which` (DLE EOT 1..4): answered at once, even when nothing prints. */
size_t escpos_ask(int which, uint8_t *out);
/** Forget what was received and not printed yet (DLE DC4 8). */
size_t escpos_forget(uint8_t *out);

/** How many rows of `stride` bytes one band holds, at least 1. */
int escpos_band_rows(size_t stride);

/**
 * Rows `first`.. of `page` as one raster command; at most ESCPOS_BUFFER_SIZE bytes.
 *
 * @param rows  1..escpos_band_rows(page->stride), inside the page
 */
size_t escpos_band(const PaperRaster *page, int first, int rows, uint8_t *out);

/** `rows` white rows, `stride` bytes wide: exact to the dot where a feed command is not. */
size_t escpos_white(size_t stride, int rows, uint8_t *out);

#endif
