#ifndef FOYER_TESTS_SUPPORT_ESCPOS_DECODER_H
#define FOYER_TESTS_SUPPORT_ESCPOS_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads a printer's stream byte by byte, as strictly as one can: every byte belongs to a command
 * that is named here, or `wrong` stays set. Written from the printers' side, after the published
 * command lists; it shares no line with the encoder.
 */
enum { DECODER_STRIDE_MAX = 128, DECODER_ROWS_MAX = 20000 };

typedef enum {
    DECODER_NOTHING, /* in the middle of something */
    DECODER_PADDING, /* a NUL between commands */
    DECODER_RESET,
    DECODER_ROW, /* one more row of dots in `row` */
    DECODER_CUT,
    DECODER_MARKER, /* wants an answer in order */
    DECODER_ASK,    /* wants a real-time answer about `asked` */
    DECODER_FORGET,
    DECODER_WRONG,
} DecoderEvent;

typedef struct {
    uint8_t command[16];
    size_t command_size; /* bytes of an unfinished command */
    size_t stride;
    int rows_left; /* of the raster command at hand */
    size_t row_size;
    uint8_t row[DECODER_STRIDE_MAX];
    int asked;
    uint8_t last[2]; /* the two bytes before, wherever they stood */
    size_t offset;   /* bytes read */
    bool wrong;
    size_t wrong_at;
    int broken_off;          /* commands that were begun and then filled with NULs */
    int real_time_in_raster; /* DLE commands that a printer would find among dots */
} EscposDecoder;

/** Zero before the first byte. */
DecoderEvent decoder_feed(EscposDecoder *decoder, uint8_t byte);

/** Between two commands: nothing is half read. */
bool decoder_is_idle(const EscposDecoder *decoder);

#endif
