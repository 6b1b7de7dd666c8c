#ifndef FOYER_KIOSK_PRINTER_PRINTER_URI_H
#define FOYER_KIOSK_PRINTER_PRINTER_URI_H

#include "kiosk/printer/printer.h"

/**
 * Read a printer's address into kind, uri, host, port, path and tls of `settings`; the rest of it
 * is left alone. Copies texts into `arena`.
 *
 * @return ERR_OK, ERR_INVALID (what is wrong and what to write), ERR_NO_MEMORY
 */
MUST_USE ErrCode printer_uri_parse(Arena *arena, Str8 uri, PrinterSettings *settings, Err *err);

#endif
