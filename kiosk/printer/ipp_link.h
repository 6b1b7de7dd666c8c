#ifndef FOYER_KIOSK_PRINTER_IPP_LINK_H
#define FOYER_KIOSK_PRINTER_IPP_LINK_H

#include <cups/cups.h>
#include <stdbool.h>
#include <stddef.h>

#include "kiosk/printer/deadline.h"
#include "kiosk/printer/line.h"

/*
 * IPP over HTTP through libcups, with deadlines of our own: libcups waits for each byte anew, and a
 * printer that sends one a second would be waited for all day. One thread.
 */
enum {
    IPP_REPLY_MAX = 512 << 10,       /* bytes of a reply */
    IPP_REPLY_HEADER_MAX = 16 << 10, /* bytes of its HTTP part */
};

typedef struct {
    const char *host;     /* terminated, as are all texts here */
    const char *resource; /* "/ipp/print" */
    int port;
    bool tls;
    ClockPort clock;
    http_t *http; /* NULL: not connected */
    Deadline deadline;
    size_t reply_size;
} IppLink;

/** Connects within `connect_ms`. LINE_OK, LINE_OFF. */
LineAnswer ipp_link_open(IppLink *link, int connect_ms);

/** False when there is none, or the printer has closed it meanwhile. */
bool ipp_link_is_open(IppLink *link);

/** How a document follows its request. */
typedef struct {
    size_t size; /* bytes, or 0: unknown, sent in chunks */
    /* Hands all of it to ipp_link_write; false when that failed. */
    bool (*write)(void *context, IppLink *link);
    void *context;
} IppDocument;

typedef struct {
    ipp_t *reply;  /* with LINE_OK; free with ippDelete */
    bool all_sent; /* nothing of request and document was left over */
} IppAnswer;

/**
 * Send `request` (taken: freed here) and read the reply, both before `deadline`. After anything
 * but LINE_OK the link is closed.
 *
 * @param document  NULL: none
 * @return LINE_OK, LINE_TIMED_OUT, LINE_GONE (also: what answered is no printer), LINE_DENIED
 */
LineAnswer ipp_link_ask(IppLink *link, ipp_t *request, const IppDocument *document,
                        Deadline deadline, IppAnswer *answer);

/** For IppDocument.write. */
bool ipp_link_write(IppLink *link, const void *bytes, size_t size);

/** A closed link is left alone. */
void ipp_link_close(IppLink *link);

#endif
