#include "kiosk/platform/scanner.h"

#include <string.h>

#include "data/base/check.h"

static void scanner_forget(Scanner *scanner) {
    memory_wipe(scanner->released, scanner->released_len);
    scanner->released_len = 0;
}

/* Hand what is held to the caller, out of the way of what comes next. */
static ScannerResult scanner_release(Scanner *scanner, ScannerOutcome outcome) {
    size_t len = scanner->held_len;
    memcpy(scanner->released, scanner->held, len);
    memory_wipe(scanner->held, len);
    scanner->released_len = len;
    scanner->held_len = 0;
    scanner->held_count = 0;
    return (ScannerResult){outcome, {scanner->released, len}};
}

static bool scanner_is_late(const Scanner *scanner, int64_t now_ms) {
    return scanner->held_count > 0 && now_ms - scanner->last_ms > SCANNER_GAP_MS;
}

static void scanner_hold(Scanner *scanner, uint32_t code, int64_t now_ms) {
    FOYER_ASSERT(scanner->held_count < SCANNER_CODES_MAX);
    if (scanner->held_count == 0) {
        scanner->first_ms = now_ms;
    }
    scanner->held_len += utf8_encode(code, scanner->held + scanner->held_len);
    scanner->held_count++;
    scanner->last_ms = now_ms;
}

ScannerResult scanner_add(Scanner *scanner, uint32_t code, int64_t now_ms) {
    scanner_forget(scanner);
    if (!scanner_is_late(scanner, now_ms) && scanner->held_count < SCANNER_CODES_MAX) {
        scanner_hold(scanner, code, now_ms);
        return (ScannerResult){.outcome = SCANNER_NOTHING};
    }
    ScannerResult result = scanner_release(scanner, SCANNER_TYPED);
    scanner_hold(scanner, code, now_ms);
    return result;
}

/* As fast as only a scanner is, measured over the whole burst with its Enter. */
static bool scanner_is_burst(const Scanner *scanner, int64_t now_ms) {
    int64_t gaps = (int64_t)scanner->held_count;
    return scanner->held_count >= SCANNER_CODES_MIN &&
           now_ms - scanner->first_ms <= gaps * SCANNER_GAP_AVERAGE_MS;
}

ScannerResult scanner_enter(Scanner *scanner, int64_t now_ms) {
    scanner_forget(scanner);
    if (!scanner_is_late(scanner, now_ms) && scanner_is_burst(scanner, now_ms)) {
        return scanner_release(scanner, SCANNER_SCAN);
    }
    return scanner_release(scanner, SCANNER_TYPED_ENTER);
}

ScannerResult scanner_flush(Scanner *scanner, int64_t now_ms) {
    scanner_forget(scanner);
    if (scanner->held_count == 0 || (now_ms != INT64_MAX && !scanner_is_late(scanner, now_ms))) {
        return (ScannerResult){.outcome = SCANNER_NOTHING};
    }
    return scanner_release(scanner, SCANNER_TYPED);
}

int64_t scanner_deadline(const Scanner *scanner) {
    return scanner->held_count == 0 ? -1 : scanner->last_ms + SCANNER_GAP_MS + 1;
}
