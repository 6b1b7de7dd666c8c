#include "kiosk/printer/ipp_link.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "data/base/check.h"
#include "data/base/str8.h"

enum {
    TICK_MS = 250,
    PAUSE_MS = 20,
    WRITE_MAX =
        8 << 10,       /* bytes handed to libcups at once: between them the deadline is looked at */
    CONTINUES_MAX = 4, /* "100 Continue" before a real answer */
    LEFTOVER_READS_MAX = 4,
};

/* libcups asks after each tick in which nothing came or went: go on? */
static int may_wait_on(http_t *http, void *context) {
    (void)http;
    const IppLink *link = context;
    return !deadline_is_over(&link->deadline);
}

LineAnswer ipp_link_open(IppLink *link, int connect_ms) {
    FOYER_ASSERT(link->http == NULL);
    http_encryption_t encryption = link->tls ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_NEVER;
    link->http =
        httpConnect2(link->host, link->port, NULL, AF_UNSPEC, encryption, 1, connect_ms, NULL);
    if (link->http == NULL) {
        return LINE_OFF;
    }
    httpSetTimeout(link->http, TICK_MS / 1000.0, may_wait_on, link);
    return LINE_OK;
}

bool ipp_link_is_open(IppLink *link) {
    char byte;
    if (link->http != NULL &&
        recv(httpGetFd(link->http), &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT) == 0) {
        ipp_link_close(link);
    }
    return link->http != NULL;
}

void ipp_link_close(IppLink *link) {
    httpClose(link->http);
    link->http = NULL;
}

bool ipp_link_write(IppLink *link, const void *bytes, size_t size) {
    const char *at = bytes;
    while (size > 0) {
        size_t count = size < WRITE_MAX ? size : WRITE_MAX;
        if (deadline_is_over(&link->deadline) || httpWrite2(link->http, at, count) < 0) {
            return false;
        }
        at += count;
        size -= count;
    }
    return true;
}

static ssize_t write_attributes(void *context, ipp_uchar_t *bytes, size_t size) {
    return ipp_link_write(context, bytes, size) ? (ssize_t)size : -1;
}

static bool send_all(IppLink *link, ipp_t *request, const IppDocument *document) {
    bool in_chunks = document != NULL && document->size == 0;
    size_t size = ippLength(request) + (document != NULL ? document->size : 0);
    httpClearFields(link->http);
    httpSetField(link->http, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
    httpSetLength(link->http, in_chunks ? 0 : size);
    if (httpPost(link->http, link->resource) != 0 ||
        ippWriteIO(link, write_attributes, 1, NULL, request) != IPP_STATE_DATA) {
        return false;
    }
    if (document != NULL && !document->write(document->context, link)) {
        return false;
    }
    if (in_chunks) {
        return httpWrite2(link->http, "", 0) >= 0;
    }
    return httpFlushWrite(link->http) >= 0;
}

static bool has_end_of_header(const char *bytes, size_t size) {
    Str8 text = {bytes, size};
    return str8_find(text, STR8("\r\n\r\n")) < size || str8_find(text, STR8("\n\n")) < size;
}

/* Wait until the HTTP part is there whole, without taking it: libcups then reads it in one go. What
 * is encrypted cannot be looked at; there libcups' own waiting has to do. */
static LineAnswer wait_for_header(IppLink *link) {
    char peeked[IPP_REPLY_HEADER_MAX];
    size_t had = 0;
    while (!link->tls && httpWait(link->http, 0) == 0 && !deadline_is_over(&link->deadline)) {
        (void)httpWait(link->http, deadline_left_ms(&link->deadline, TICK_MS));
    }
    while (!link->tls) {
        ssize_t count = recv(httpGetFd(link->http), peeked, sizeof peeked, MSG_PEEK | MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
            return LINE_GONE;
        }
        if (count > 0 && has_end_of_header(peeked, (size_t)count)) {
            return LINE_OK;
        }
        if (count == sizeof peeked) {
            return LINE_GONE; /* no printer talks that much before it comes to the point */
        }
        if (deadline_is_over(&link->deadline)) {
            return LINE_TIMED_OUT;
        }
        if (count <= 0 || (size_t)count == had) {
            deadline_pause(&link->deadline, PAUSE_MS);
        }
        had = count > 0 ? (size_t)count : 0;
    }
    return LINE_OK;
}

static LineAnswer read_header(IppLink *link) {
    http_status_t status = HTTP_STATUS_CONTINUE;
    LineAnswer answer = wait_for_header(link);
    for (int i = 0; i < CONTINUES_MAX && status == HTTP_STATUS_CONTINUE && answer == LINE_OK; i++) {
        status = httpUpdate(link->http);
    }
    if (answer != LINE_OK || status == HTTP_STATUS_OK) {
        return answer;
    }
    if (status == HTTP_STATUS_UNAUTHORIZED || status == HTTP_STATUS_FORBIDDEN ||
        status == HTTP_STATUS_UPGRADE_REQUIRED) {
        return LINE_DENIED;
    }
    bool late = status == HTTP_STATUS_ERROR && deadline_is_over(&link->deadline);
    return late ? LINE_TIMED_OUT : LINE_GONE;
}

/* libcups wants all of `size` or takes it for the end. */
static ssize_t read_attributes(void *context, ipp_uchar_t *bytes, size_t size) {
    IppLink *link = context;
    size_t total = 0;
    link->reply_size += size;
    if (link->reply_size > IPP_REPLY_MAX) {
        return -1;
    }
    while (total < size && !deadline_is_over(&link->deadline)) {
        ssize_t count = httpRead2(link->http, (char *)bytes + total, size - total);
        if (count <= 0) {
            break;
        }
        total += (size_t)count;
    }
    return (ssize_t)total;
}

/* What the printer says behind its attributes, so that the link can be used again. */
static void read_leftovers(IppLink *link) {
    char bytes[512];
    ssize_t count = 1;
    for (int i = 0; i < LEFTOVER_READS_MAX && count > 0; i++) {
        count = httpRead2(link->http, bytes, sizeof bytes);
    }
    bool closes = str8_equal_ignoring_case(
        str8_from(httpGetField(link->http, HTTP_FIELD_CONNECTION)), STR8("close"));
    if (closes || count != 0 || httpGetState(link->http) != HTTP_STATE_WAITING) {
        ipp_link_close(link);
    }
}

static LineAnswer read_all(IppLink *link, ipp_t **reply) {
    LineAnswer answer = read_header(link);
    if (answer != LINE_OK) {
        return answer;
    }
    ipp_t *made = ippNew();
    link->reply_size = 0;
    if (made == NULL || ippReadIO(link, read_attributes, 1, NULL, made) != IPP_STATE_DATA) {
        ippDelete(made);
        return deadline_is_over(&link->deadline) ? LINE_TIMED_OUT : LINE_GONE;
    }
    *reply = made;
    return LINE_OK;
}

LineAnswer ipp_link_ask(IppLink *link, ipp_t *request, const IppDocument *document,
                        Deadline deadline, IppAnswer *answer) {
    FOYER_ASSERT(link->http != NULL);
    *answer = (IppAnswer){0};
    if (request == NULL) {
        ipp_link_close(link);
        return LINE_GONE;
    }
    link->deadline = deadline;
    answer->all_sent = send_all(link, request, document);
    ippDelete(request);
    bool late = deadline_is_over(&link->deadline);
    /* One that says no in the middle of a document has said why before it hung up. */
    if (!answer->all_sent) {
        link->deadline = deadline_in(link->clock, TICK_MS);
    }
    LineAnswer end = late && !answer->all_sent ? LINE_TIMED_OUT : read_all(link, &answer->reply);
    if (end == LINE_TIMED_OUT && !answer->all_sent && !late) {
        end = LINE_GONE;
    }
    if (end == LINE_OK) {
        read_leftovers(link);
    } else {
        ipp_link_close(link);
    }
    return end;
}
