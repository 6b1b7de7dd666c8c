#include "tests/support/escpos_decoder.h"

#include <string.h>

typedef struct {
    uint8_t start[12];
    size_t start_size; /* bytes that are always the same */
    size_t size;
    DecoderEvent event;
} Known;

static const Known commands[] = {
    {{0x1B, '@'}, 2, 2, DECODER_RESET},
    {{0x1D, 'V', 66, 0}, 4, 4, DECODER_CUT},
    {{0x1D, 'r', 1}, 3, 3, DECODER_MARKER},
    {{0x10, 0x04}, 2, 3, DECODER_ASK},
    {{0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}, 10, 10, DECODER_FORGET},
    {{0x1D, 'v', '0', 0}, 4, 8, DECODER_ROW},
};

static DecoderEvent wrong(EscposDecoder *decoder) {
    if (!decoder->wrong) {
        decoder->wrong = true;
        decoder->wrong_at = decoder->offset;
    }
    decoder->command_size = 0;
    return DECODER_WRONG;
}

static DecoderEvent begin_raster(EscposDecoder *decoder) {
    const uint8_t *at = decoder->command;
    decoder->stride = (size_t)at[4] | (size_t)at[5] << 8;
    decoder->rows_left = at[6] | at[7] << 8;
    decoder->row_size = 0;
    decoder->command_size = 0;
    /* A header that was broken off and filled with NULs asks for nothing. */
    if (decoder->stride == 0 || decoder->rows_left == 0) {
        decoder->rows_left = 0;
        return DECODER_PADDING;
    }
    return decoder->stride > DECODER_STRIDE_MAX ? wrong(decoder) : DECODER_NOTHING;
}

static DecoderEvent feed_command(EscposDecoder *decoder, uint8_t byte) {
    if (decoder->command_size == 0 && byte == 0) {
        return DECODER_PADDING;
    }
    decoder->command[decoder->command_size++] = byte;
    size_t count = decoder->command_size;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        const Known *known = &commands[i];
        size_t fixed = count < known->start_size ? count : known->start_size;
        if (memcmp(known->start, decoder->command, fixed) != 0) {
            continue;
        }
        if (count < known->size) {
            return DECODER_NOTHING;
        }
        if (known->event == DECODER_ROW) {
            return begin_raster(decoder);
        }
        decoder->asked = decoder->command[2];
        decoder->command_size = 0;
        if (known->event == DECODER_ASK && (decoder->asked < 1 || decoder->asked > 4)) {
            return wrong(decoder);
        }
        return known->event;
    }
    /* What a job that broke off had begun is filled with NULs by the next one. */
    if (byte == 0) {
        decoder->command_size = 0;
        decoder->broken_off++;
        return DECODER_PADDING;
    }
    return wrong(decoder);
}

static DecoderEvent feed_dots(EscposDecoder *decoder, uint8_t byte) {
    decoder->row[decoder->row_size++] = byte;
    if (decoder->row_size < decoder->stride) {
        return DECODER_NOTHING;
    }
    decoder->row_size = 0;
    decoder->rows_left--;
    return DECODER_ROW;
}

DecoderEvent decoder_feed(EscposDecoder *decoder, uint8_t byte) {
    bool in_raster = decoder->rows_left > 0;
    if (in_raster && decoder->last[1] == 0x10 && (byte == 0x04 || byte == 0x05 || byte == 0x14)) {
        decoder->real_time_in_raster++;
    }
    DecoderEvent event = in_raster ? feed_dots(decoder, byte) : feed_command(decoder, byte);
    decoder->last[0] = decoder->last[1];
    decoder->last[1] = byte;
    decoder->offset++;
    return event;
}

bool decoder_is_idle(const EscposDecoder *decoder) {
    return decoder->command_size == 0 && decoder->rows_left == 0;
}
