#ifndef FOYER_TESTS_UNIT_PRINTER_FAKE_IPP_H
#define FOYER_TESTS_UNIT_PRINTER_FAKE_IPP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What answers on an IPP port when it is no well-behaved printer: a script of states, and one way
 * of answering wrongly, for one operation. For what a real one does see tests/system/print-ipp.sh.
 */
typedef enum {
    FAKE_IPP_WELL,
    FAKE_IPP_SILENT,         /* takes everything, answers nothing */
    FAKE_IPP_STOPS_READING,  /* takes the beginning, and then nothing */
    FAKE_IPP_HANGS_UP_FIRST, /* closes as soon as something comes */
    FAKE_IPP_HANGS_UP_LAST,  /* takes all, and closes */
    FAKE_IPP_DRIBBLES,       /* a byte of the HTTP part now and then */
    FAKE_IPP_DRIBBLES_BODY,
    FAKE_IPP_CUTS_BODY, /* promises more than it sends, and closes */
    FAKE_IPP_ENDLESS_HEADER,
    FAKE_IPP_ENDLESS_BODY,
    FAKE_IPP_GARBAGE, /* no HTTP */
    FAKE_IPP_HTML,    /* a web page */
    FAKE_IPP_WANTS_PASSWORD,
    FAKE_IPP_CLOSES_AFTER, /* answers, and closes the connection: allowed, and common */
} FakeIppWay;

enum { FAKE_IPP_STATES_MAX = 8 };

typedef struct {
    FakeIppWay way;
    int way_operation;                   /* the operation it goes for; 0 = every one */
    int job_states[FAKE_IPP_STATES_MAX]; /* of one question after the other; the last one stays */
    const char *job_reason;              /* may be NULL */
    int printer_state;                   /* 0 = idle */
    const char *printer_reason;
    bool refuses_jobs;
    const char *format;   /* NULL = application/pdf */
    const char *media[4]; /* media-supported; none = not told */
    const char *device;   /* then it is a CUPS queue in front of that */
    int print_status;     /* instead of taking the job */
    int print_refusals;   /* how often; 0 = always, if print_status is set */
    bool ignores_cancel;
    bool forgets_jobs; /* knows nothing of a job once it has it */
} FakeIppPlan;

typedef struct {
    int jobs; /* documents that came whole */
    int cancels;
    int purges;
    int questions;
    size_t document_size; /* bytes of the last request's body, attributes included */
    bool said_keyword;    /* the last job asked for "media" */
    bool said_size;       /* the last job asked for "media-col" */
} FakeIppReport;

typedef struct FakeIpp FakeIpp;

FakeIpp *fake_ipp_start(const FakeIppPlan *plan);
int fake_ipp_port(const FakeIpp *fake);
FakeIppReport fake_ipp_stop(FakeIpp *fake);

#endif
