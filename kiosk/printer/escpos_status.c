#include "kiosk/printer/escpos_status.h"

#include "data/base/check.h"

enum {
    BIT_2 = 1 << 2,
    BIT_3 = 1 << 3,
    BIT_5 = 1 << 5,
    BIT_6 = 1 << 6,
    AUTOMATIC_REST = 3, /* bytes of an automatic status behind its first */
};

EscposByte escpos_read(EscposReader *reader, uint8_t byte) {
    FOYER_ASSERT(reader->automatic_left >= 0 && reader->automatic_left <= AUTOMATIC_REST);
    /* The later bytes of an automatic status all have bits 4 and 7 clear. One that has not is
     * something else, and the rest of the status was lost. */
    if (reader->automatic_left > 0 && (byte & 0x90) == 0) {
        reader->automatic_left--;
        return ESCPOS_NOISE;
    }
    reader->automatic_left = 0;
    if ((byte & 0x93) == 0x12) {
        return ESCPOS_REAL_TIME;
    }
    if ((byte & 0x90) == 0) {
        return ESCPOS_ORDERED;
    }
    if ((byte & 0x93) == 0x10) {
        reader->automatic_left = AUTOMATIC_REST;
    }
    return ESCPOS_NOISE;
}

void escpos_status_add(EscposStatus *status, int which, uint8_t byte) {
    switch (which) {
    case 1: /* printer */
        status->offline = (byte & BIT_3) != 0;
        status->feed_button = (byte & BIT_6) != 0;
        break;
    case 2: /* why it is offline */
        status->cover_open = (byte & BIT_2) != 0;
        status->paper_out |= (byte & BIT_5) != 0;
        status->fault |= (byte & BIT_6) != 0;
        break;
    case 3: /* which error: recoverable, cutter, for good, will recover by itself */
        status->cutter = (byte & BIT_3) != 0;
        status->fault |= (byte & (BIT_2 | BIT_5 | BIT_6)) != 0;
        break;
    case 4: /* paper: near its end (two sensors), at its end (two sensors) */
        status->paper_low = (byte & (BIT_2 | BIT_3)) != 0;
        status->paper_out |= (byte & (BIT_5 | BIT_6)) != 0;
        break;
    default:
        FOYER_ASSERT(which >= 1 && which <= 4);
    }
}

PrintTrouble escpos_trouble(const EscposStatus *status) {
    /* The open cover first: with it open, the paper sensors see nothing either. */
    if (status->cover_open) {
        return PRINT_COVER_OPEN;
    }
    if (status->paper_out) {
        return PRINT_PAPER_OUT;
    }
    if (status->cutter) {
        return PRINT_JAM;
    }
    if (status->fault) {
        return PRINT_FAULT;
    }
    if (status->offline || status->feed_button) {
        return PRINT_PAUSED;
    }
    return PRINT_TROUBLE_NONE;
}
