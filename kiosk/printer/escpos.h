#ifndef FOYER_KIOSK_PRINTER_ESCPOS_H
#define FOYER_KIOSK_PRINTER_ESCPOS_H

#include "kiosk/printer/printer.h"

/** The adapter for receipt printers; see printer_open, which calls it. */
MUST_USE ErrCode escpos_open(Arena *arena, const PrinterSettings *settings, PrinterLimits limits,
                             ClockPort clock, PrinterPort *port, Err *err);

#endif
