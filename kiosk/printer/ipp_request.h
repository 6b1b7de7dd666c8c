#ifndef FOYER_KIOSK_PRINTER_IPP_REQUEST_H
#define FOYER_KIOSK_PRINTER_IPP_REQUEST_H

#include <cups/cups.h>

#include "kiosk/printer/ipp_reply.h"

/*
 * What we ask of an IPP printer. No name of anybody goes along: the user is "foyer", and
 * so is the job. Each returns a new request, or NULL without memory. `uri` is the printer's.
 */
ipp_t *ipp_request_printer(const char *uri);

/** @param format  the document's MIME type */
ipp_t *ipp_request_print(const char *uri, const char *format, const IppPrinter *printer,
                         const IppMedia *media);

ipp_t *ipp_request_job(const char *uri, int job);
ipp_t *ipp_request_cancel(const char *uri, int job);
/** CUPS only: forget the job and its document too. */
ipp_t *ipp_request_purge(const char *uri, int job);

#endif
