#include "kiosk/printer/printer.h"

#include <stddef.h>

#include "data/base/check.h"
#include "kiosk/printer/escpos.h"
#include "kiosk/printer/ipp.h"

PrinterLimits printer_limits_default(void) {
    return (PrinterLimits){
        .connect_ms = 4000, .status_ms = 1000, .stall_ms = 15 * 1000, .job_ms = 90 * 1000};
}

const char *print_state_name(PrintState state) {
    static const char *const names[PRINT_STATE_COUNT] = {
        [PRINT_SENDING] = "sending",   [PRINT_SENT] = "sent",
        [PRINT_PRINTING] = "printing", [PRINT_PRINTED] = "printed",
        [PRINT_UNKNOWN] = "unknown",   [PRINT_NOT_PRINTED] = "not-printed",
    };
    FOYER_ASSERT((unsigned)state < PRINT_STATE_COUNT);
    return names[state];
}

const char *print_trouble_name(PrintTrouble trouble) {
    static const char *const names[PRINT_TROUBLE_COUNT] = {
        [PRINT_TROUBLE_NONE] = "none",
        [PRINT_PAPER_OUT] = "paper-out",
        [PRINT_COVER_OPEN] = "cover-open",
        [PRINT_JAM] = "jam",
        [PRINT_INK_OUT] = "ink-out",
        [PRINT_PAUSED] = "paused",
        [PRINT_BUSY] = "busy",
        [PRINT_FAULT] = "fault",
        [PRINT_OFF] = "off",
        [PRINT_UNPLUGGED] = "unplugged",
        [PRINT_STALLED] = "stalled",
        [PRINT_REFUSED] = "refused",
        [PRINT_UNFIT] = "unfit",
        [PRINT_CANCELLED] = "cancelled",
        [PRINT_NO_PRINTER] = "no-printer",
    };
    FOYER_ASSERT((unsigned)trouble < PRINT_TROUBLE_COUNT);
    return names[trouble];
}

ErrCode printer_open(Arena *arena, const PrinterSettings *settings, PrinterLimits limits,
                     ClockPort clock, PrinterPort *port, Err *err) {
    FOYER_ASSERT(limits.connect_ms > 0 && limits.status_ms > 0);
    FOYER_ASSERT(limits.stall_ms > 0 && limits.job_ms > 0);
    if (settings->kind == PRINTER_IPP) {
        return ipp_open(arena, settings, limits, clock, port, err);
    }
    return escpos_open(arena, settings, limits, clock, port, err);
}

PrinterStatus printer_probe(const PrinterPort *port) {
    FOYER_ASSERT(port->probe != NULL);
    PrinterStatus status = port->probe(port->printer);
    FOYER_ASSERT((status.readiness == PRINTER_NOT_READY) == (status.trouble != PRINT_TROUBLE_NONE));
    return status;
}

static bool is_called_back(const PrintWatch *watch) {
    return watch != NULL && watch->cancel != NULL && atomic_load(watch->cancel);
}

PrintResult printer_send(const PrinterPort *port, const Paper *paper, const PrintWatch *watch) {
    FOYER_ASSERT(port->send != NULL);
    FOYER_ASSERT(paper->pages_count >= 1 && paper->pages_count <= PAPER_PAGES_MAX);
    PrintResult result = {PRINT_NOT_PRINTED, PRINT_UNFIT, false};
    if (is_called_back(watch)) {
        result.trouble = PRINT_CANCELLED;
    } else if (paper->kind == port->paper) {
        result = port->send(port->printer, paper, watch);
    }
    FOYER_ASSERT(result.state >= PRINT_PRINTED && result.state <= PRINT_UNKNOWN);
    FOYER_ASSERT(result.state != PRINT_NOT_PRINTED || result.trouble != PRINT_TROUBLE_NONE);
    if (watch != NULL && watch->progress != NULL) {
        watch->progress(watch->context, result);
    }
    return result;
}

void printer_close(PrinterPort *port) {
    if (port->close != NULL) {
        port->close(port->printer);
    }
    *port = (PrinterPort){0};
}
