#ifndef FOYER_KIOSK_PRINTER_IPP_H
#define FOYER_KIOSK_PRINTER_IPP_H

#include "kiosk/printer/printer.h"

/** The adapter for IPP printers and CUPS queues; see printer_open, which calls it. */
MUST_USE ErrCode ipp_open(Arena *arena, const PrinterSettings *settings, PrinterLimits limits,
                          ClockPort clock, PrinterPort *port, Err *err);

#endif
