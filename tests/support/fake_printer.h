#ifndef FOYER_TESTS_SUPPORT_FAKE_PRINTER_H
#define FOYER_TESTS_SUPPORT_FAKE_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/support/escpos_decoder.h"

/*
 * A receipt printer on a TCP port or a pty, with a thread of its own: it receives into a buffer of
 * limited size, answers real-time questions at once, works the buffer off row by row, and goes
 * wrong where its plan says. Like a real one it keeps what it holds from one connection to the
 * next.
 */
typedef enum {
    FAKE_NOTHING,
    FAKE_PAPER_OUT,
    FAKE_COVER_OPEN,
    FAKE_CUTTER_STUCK, /* at the first cut */
    FAKE_OFFLINE,      /* says so, and not why */
    FAKE_STOP_READING, /* the connection stays, nothing is taken or said any more */
    FAKE_MUTE,         /* takes and prints, but says nothing any more */
    FAKE_HANG_UP,      /* closes the connection: the plug is pulled */
    FAKE_RESET,        /* the same, harder */
    FAKE_FAULT_COUNT,
} FakeFault;

typedef struct {
    bool pty;        /* else TCP */
    bool deaf;       /* answers nothing */
    bool no_markers; /* does not know GS r */
    bool no_forget;  /* does not know DLE DC4 */
    bool paper_low;
    bool babbles; /* automatic status, XON and XOFF between its answers */
    bool floods;  /* never stops sending what means nothing */
    int answer_delay_ms;
    int read_max;       /* bytes it takes at once; 0 = many */
    int row_us;         /* how long a row takes */
    size_t buffer_size; /* 0 = 64 KB */
    FakeFault fault;
    long fault_at_row;  /* as soon as so many rows are printed; -1 never */
    long fault_at_byte; /* as soon as so many bytes have come; -1 never */
} FakePlan;

/** A printer without flaws on TCP. */
FakePlan fake_plan_good(void);

/** What came out. */
typedef struct {
    uint8_t *bits; /* rows of DECODER_STRIDE_MAX bytes, 1 = black */
    size_t rows;
    size_t stride; /* of the widest row */
    int cuts;
    int resets;
    int markers;
    int questions;
    int forgets;
    int connections;
    size_t bytes; /* received */
    bool wrong;   /* a byte that belongs to no command */
    size_t wrong_at;
    int broken_off;
    int real_time_in_raster;
    bool idle; /* nothing half received */
} FakeReport;

typedef struct FakePrinter FakePrinter;

/** NULL when there is no port, pty or thread to be had. */
FakePrinter *fake_printer_start(const FakePlan *plan);
/** For foyer.conf: "escpos://127.0.0.1:PORT" or "escpos:/dev/pts/N". */
const char *fake_printer_uri(const FakePrinter *printer);
/** Paper is in, the cover closed: it goes on with what it still holds. No fault comes again. */
void fake_printer_mend(FakePrinter *printer);
/** Wait until so many rows are printed, at most `wait_ms`. */
bool fake_printer_wait_rows(FakePrinter *printer, size_t rows, int wait_ms);
/** Stop, and tell. Free the report with fake_report_free. */
FakeReport fake_printer_stop(FakePrinter *printer);
/** What came out so far; the image is a copy. */
FakeReport fake_printer_report(FakePrinter *printer);

void fake_report_free(FakeReport *report);
/** As PBM (P4), with white margins of `margin_px`. */
void fake_report_write_pbm(const FakeReport *report, int margin_px, FILE *file);

#endif
