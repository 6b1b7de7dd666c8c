#ifndef FOYER_KIOSK_PRINTER_IPP_REPLY_H
#define FOYER_KIOSK_PRINTER_IPP_REPLY_H

#include <cups/cups.h>
#include <stdbool.h>

#include "kiosk/printer/printer.h"

/*
 * What IPP attributes mean for us (RFC 8011 5.3 and 5.4, PWG 5100.14 IPP Everywhere). Pure: from
 * parsed attributes to plain values. Anything may be missing, of the wrong type or absurd.
 */
enum {
    IPP_KEYWORD_MAX = 128, /* bytes of a keyword that is kept */
    IPP_VALUES_MAX = 1000, /* of one attribute */
    IPP_DPI_MIN = 100,
    IPP_DPI_MAX = 1200,
};

/** A printer's answer to Get-Printer-Attributes. */
typedef struct {
    PrintTrouble trouble; /* what keeps it from printing now */
    PrintTrouble hint;    /* the same, or what it only warns of */
    bool paper_low;
    bool takes_pdf;
    bool takes_pwg;
    bool pwg_black_1; /* one bit a dot; else one byte of grey */
    int pwg_dpi;      /* the supported resolution that suits our dots best */
    bool scaling_none;
    bool is_queue;      /* of CUPS */
    bool is_deaf_queue; /* a CUPS queue in front of a device that tells it nothing */
} IppPrinter;

void ipp_read_printer(ipp_t *reply, IppPrinter *printer);

typedef enum {
    IPP_JOB_WAITING,
    IPP_JOB_AT_WORK,
    IPP_JOB_DONE,
    IPP_JOB_OVER,
    IPP_JOB_LOST
} IppStage;

/** A printer's answer about a job. */
typedef struct {
    int id;               /* 0: none was given */
    IppStage stage;       /* DONE: completed; OVER: aborted or called back; LOST: not told */
    bool is_stopping;     /* called back, and on its way out */
    bool has_errors;      /* completed, with errors */
    PrintTrouble trouble; /* with OVER, or when the job itself is stopped */
} IppJob;

void ipp_read_job(ipp_t *reply, IppJob *job);

/** What to ask for so that our dots come out in their size. */
typedef struct {
    bool fits;                     /* false: the printer has no such sheet */
    char keyword[IPP_KEYWORD_MAX]; /* "media", or empty */
    int width_hmm;                 /* "media-col" in hundredths of mm, or 0 */
    int length_hmm;
    int page_width_hmm; /* how wide the paper is that was chosen; 0: not known */
    bool is_narrow;     /* a roll as wide as our dots, where the PDF's page is the paper's width */
} IppMedia;

/** `width_hmm` of the dots, `length_hmm` of the longest page. */
IppMedia ipp_choose_media(ipp_t *reply, PaperKind kind, int width_hmm, int length_hmm);

#endif
