#ifndef FOYER_KIOSK_PRINTER_PWG_H
#define FOYER_KIOSK_PRINTER_PWG_H

#include <cups/raster.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiosk/paper/paper.h"

/*
 * PWG raster (PWG 5102.4) from our dots, through libcups. A printer's dots are never fewer than
 * ours where it has a choice, and each of ours becomes the nearest whole number of them.
 */
enum { PWG_LINE_MAX = 16 << 10 }; /* bytes of a line: 8.5 in of grey at 1200 dpi, and room */

typedef struct {
    int dpi;
    bool black_1;       /* one bit a dot, 1 = black; else one byte, 0 = black */
    int page_width_hmm; /* of a roll, our dots in its middle; 0: as wide as our dots */
} PwgFormat;

/** Hundredths of mm of `px` dots of `page`. */
int pwg_length_hmm(const PaperRaster *page, int px);

/** False when a line would be longer than PWG_LINE_MAX. */
bool pwg_fits(const Paper *paper, PwgFormat format);

/**
 * Write the whole document to `write`, which returns less than 0 to stop.
 *
 * @param line  PWG_LINE_MAX bytes to work in; the caller wipes them
 * @return false when `write` stopped or memory was short
 */
bool pwg_write(const Paper *paper, PwgFormat format, cups_raster_iocb_t write, void *context,
               uint8_t *line);

#endif
