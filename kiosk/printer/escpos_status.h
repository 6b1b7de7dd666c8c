#ifndef FOYER_KIOSK_PRINTER_ESCPOS_STATUS_H
#define FOYER_KIOSK_PRINTER_ESCPOS_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "kiosk/printer/printer.h"

/*
 * What an ESC/POS printer says about itself. Pure. Its bytes tell by their fixed bits what they
 * are: answers to DLE EOT are 0xx1xx10, answers to GS r are 0xx0xxxx, an automatic status begins
 * with 0xx1xx00 and is four bytes long, XON and XOFF are 0x11 and 0x13.
 */
typedef enum {
    ESCPOS_NOISE,     /* nothing that was asked for */
    ESCPOS_REAL_TIME, /* the answer to DLE EOT */
    ESCPOS_ORDERED,   /* the answer to GS r: all before it has been worked off */
} EscposByte;

/** Where in the printer's stream of bytes we are; zero at the start. */
typedef struct {
    int automatic_left; /* bytes of an automatic status still to come */
} EscposReader;

EscposByte escpos_read(EscposReader *reader, uint8_t byte);

/** What the four real-time answers say together; zero = no trouble heard. */
typedef struct {
    bool offline;
    bool cover_open;
    bool paper_out;
    bool paper_low;
    bool cutter;      /* the knife is stuck */
    bool fault;       /* anything else it calls an error */
    bool feed_button; /* somebody is feeding paper by hand */
} EscposStatus;

/** Take up the answer `byte` to DLE EOT `which`, 1..4. */
void escpos_status_add(EscposStatus *status, int which, uint8_t byte);

/** NONE when it can print. */
PrintTrouble escpos_trouble(const EscposStatus *status);

#endif
