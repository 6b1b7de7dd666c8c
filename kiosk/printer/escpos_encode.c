#include "kiosk/printer/escpos_encode.h"

#include <stdbool.h>
#include <string.h>

#include "data/base/check.h"

enum { DLE = 0x10, EOT = 0x04, ENQ = 0x05, DC4 = 0x14, ESC = 0x1B, GS = 0x1D };

static size_t put(uint8_t *out, const uint8_t *bytes, size_t size) {
    FOYER_ASSERT(size <= ESCPOS_SMALL_MAX);
    memcpy(out, bytes, size);
    return size;
}

size_t escpos_reset(uint8_t *out) {
    static const uint8_t bytes[] = {ESC, '@'};
    return put(out, bytes, sizeof bytes);
}

size_t escpos_cut(uint8_t *out) {
    static const uint8_t bytes[] = {GS, 'V', 66, 0};
    return put(out, bytes, sizeof bytes);
}

size_t escpos_marker(uint8_t *out) {
    static const uint8_t bytes[] = {GS, 'r', 1};
    return put(out, bytes, sizeof bytes);
}

size_t escpos_ask(int which, uint8_t *out) {
    FOYER_ASSERT(which >= 1 && which <= 4);
    const uint8_t bytes[] = {DLE, EOT, (uint8_t)which};
    return put(out, bytes, sizeof bytes);
}

size_t escpos_forget(uint8_t *out) {
    static const uint8_t bytes[] = {DLE, DC4, 8, 1, 3, 20, 1, 6, 2, 8};
    return put(out, bytes, sizeof bytes);
}

int escpos_band_rows(size_t stride) {
    FOYER_ASSERT(stride > 0 && stride <= ESCPOS_STRIDE_MAX);
    size_t rows = ESCPOS_BAND_BYTES_MAX / stride;
    return rows < ESCPOS_BAND_ROWS_MAX ? (int)rows : ESCPOS_BAND_ROWS_MAX;
}

static bool is_command_after_dle(uint8_t byte) {
    return byte == EOT || byte == ENQ || byte == DC4;
}

static void hide_commands(uint8_t *dots, size_t size) {
    for (size_t i = 0; i + 1 < size; i++) {
        if (dots[i] == DLE && is_command_after_dle(dots[i + 1])) {
            dots[i] = 0x18;
        }
    }
}

static void put_header(size_t stride, int rows, uint8_t *out) {
    const uint8_t header[ESCPOS_BAND_HEADER_SIZE] = {GS, 'v',           '0', 0, (uint8_t)stride,
                                                     0,  (uint8_t)rows, 0};
    memcpy(out, header, sizeof header);
}

size_t escpos_band(const PaperRaster *page, int first, int rows, uint8_t *out) {
    FOYER_ASSERT(rows >= 1 && rows <= escpos_band_rows(page->stride));
    FOYER_ASSERT(first >= 0 && first + rows <= page->height_px);
    size_t size = page->stride * (size_t)rows;
    put_header(page->stride, rows, out);
    uint8_t *dots = out + ESCPOS_BAND_HEADER_SIZE;
    memcpy(dots, page->bits + page->stride * (size_t)first, size);
    hide_commands(dots, size);
    return ESCPOS_BAND_HEADER_SIZE + size;
}

size_t escpos_white(size_t stride, int rows, uint8_t *out) {
    FOYER_ASSERT(rows >= 1 && rows <= escpos_band_rows(stride));
    size_t size = stride * (size_t)rows;
    put_header(stride, rows, out);
    memset(out + ESCPOS_BAND_HEADER_SIZE, 0, size);
    return ESCPOS_BAND_HEADER_SIZE + size;
}
