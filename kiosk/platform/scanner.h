#ifndef FOYER_KIOSK_PLATFORM_SCANNER_H
#define FOYER_KIOSK_PLATFORM_SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/str8.h"

/*
 * A USB barcode scanner types like a keyboard, only faster than any hand: a burst of characters
 * that ends in Enter. This tells the two apart. Pure: no clock, no SDL.
 * 1. Every character comes out exactly once: in a scan, or as typed text in its order.
 * 2. The first character of what may be a burst waits SCANNER_GAP_MS at the most; then it was
 *    typed. scanner_deadline says when to call scanner_flush.
 * 3. What was given out is overwritten by the next call.
 */

enum {
    SCANNER_CODES_MAX = 256,
    SCANNER_CODES_MIN = 6,
    SCANNER_GAP_AVERAGE_MS = 35,
    SCANNER_GAP_MS = 60, /* one gap may be longer than the average: a busy bus */
};

typedef struct {
    char held[SCANNER_CODES_MAX * 4];
    char released[SCANNER_CODES_MAX * 4]; /* what the last result points at */
    size_t released_len;
    size_t held_len;
    size_t held_count; /* code points */
    int64_t first_ms;
    int64_t last_ms;
} Scanner;

typedef enum {
    SCANNER_NOTHING,     /* held back, or nothing was held */
    SCANNER_TYPED,       /* `text` was typed by hand */
    SCANNER_TYPED_ENTER, /* the same, then Enter was pressed */
    SCANNER_SCAN,        /* `text` was scanned; its Enter is part of the scan */
} ScannerOutcome;

/** `text` points into the scanner and lives until its next call. */
typedef struct {
    ScannerOutcome outcome;
    Str8 text;
} ScannerResult;

/** One character at monotonic time `now_ms`. May give back earlier ones as typed. */
ScannerResult scanner_add(Scanner *scanner, uint32_t code, int64_t now_ms);
/** The Enter key. */
ScannerResult scanner_enter(Scanner *scanner, int64_t now_ms);
/** What has waited too long was typed; any other key than Enter: pass INT64_MAX to get all. */
ScannerResult scanner_flush(Scanner *scanner, int64_t now_ms);
/** When scanner_flush has something to give, or -1. */
int64_t scanner_deadline(const Scanner *scanner);
#endif
