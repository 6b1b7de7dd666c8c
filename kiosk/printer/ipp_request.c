#include "kiosk/printer/ipp_request.h"

#include <stddef.h>

static ipp_t *begin(ipp_op_t operation, const char *uri) {
    ipp_t *request = ippNewRequest(operation);
    if (request != NULL) {
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    }
    return request;
}

static void add_user(ipp_t *request) {
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "foyer");
}

ipp_t *ipp_request_printer(const char *uri) {
    static const char *const wanted[] = {
        "cups-version",
        "device-uri",
        "document-format-supported",
        "media-supported",
        "print-scaling-supported",
        "printer-is-accepting-jobs",
        "printer-state",
        "printer-state-reasons",
        "pwg-raster-document-resolution-supported",
        "pwg-raster-document-type-supported",
    };
    ipp_t *request = begin(IPP_OP_GET_PRINTER_ATTRIBUTES, uri);
    if (request != NULL) {
        add_user(request);
        ippAddStrings(request, IPP_TAG_OPERATION, IPP_CONST_TAG(IPP_TAG_KEYWORD),
                      "requested-attributes", sizeof wanted / sizeof wanted[0], NULL, wanted);
    }
    return request;
}

static void add_media(ipp_t *request, const IppMedia *media) {
    if (media->keyword[0] != '\0') {
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, media->keyword);
        return;
    }
    if (media->width_hmm == 0) {
        return;
    }
    ipp_t *size = ippNew();
    ipp_t *column = ippNew();
    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", media->width_hmm);
    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", media->length_hmm);
    ippAddCollection(column, IPP_TAG_ZERO, "media-size", size);
    ippAddCollection(request, IPP_TAG_JOB, "media-col", column);
    ippDelete(size);
    ippDelete(column);
}

ipp_t *ipp_request_print(const char *uri, const char *format, const IppPrinter *printer,
                         const IppMedia *media) {
    ipp_t *request = begin(IPP_OP_PRINT_JOB, uri);
    if (request == NULL) {
        return NULL;
    }
    add_user(request);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, "Foyer");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, format);
    add_media(request, media);
    if (printer->scaling_none) {
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", NULL, "none");
    }
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL, "one-sided");
    return request;
}

static void add_job(ipp_t *request, int job) {
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    add_user(request);
}

ipp_t *ipp_request_job(const char *uri, int job) {
    static const char *const wanted[] = {"job-id", "job-state", "job-state-reasons"};
    ipp_t *request = begin(IPP_OP_GET_JOB_ATTRIBUTES, uri);
    if (request != NULL) {
        add_job(request, job);
        ippAddStrings(request, IPP_TAG_OPERATION, IPP_CONST_TAG(IPP_TAG_KEYWORD),
                      "requested-attributes", sizeof wanted / sizeof wanted[0], NULL, wanted);
    }
    return request;
}

ipp_t *ipp_request_cancel(const char *uri, int job) {
    ipp_t *request = begin(IPP_OP_CANCEL_JOB, uri);
    if (request != NULL) {
        add_job(request, job);
    }
    return request;
}

ipp_t *ipp_request_purge(const char *uri, int job) {
    ipp_t *request = ipp_request_cancel(uri, job);
    if (request != NULL) {
        ippAddBoolean(request, IPP_TAG_OPERATION, "purge-job", 1);
    }
    return request;
}
