#ifndef FOYER_KIOSK_PRINTER_PRINTER_H
#define FOYER_KIOSK_PRINTER_PRINTER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/port.h"
#include "data/base/str8.h"
#include "data/domain/print.h"
#include "kiosk/paper/paper.h"

/*
 * One printer behind a port: what state it is in, and a Paper to it with a truthful end
 * (PRODUCT rule 23). The print worker's thread owns a printer: every call here runs there, blocks,
 * and ends within the limits below. Nothing of a job is kept once printer_send has returned.
 */

typedef enum {
    PRINTER_READY,
    PRINTER_NOT_READY, /* the trouble says why */
    PRINTER_UNKNOWN,   /* it is there and says nothing about itself */
} PrinterReadiness;

/** What a printer said about itself. */
typedef struct {
    PrinterReadiness readiness;
    PrintTrouble trouble; /* NONE unless NOT_READY */
    bool paper_low;       /* ready, but somebody should bring paper */
} PrinterStatus;

/** How the caller follows a job; both may be NULL. */
typedef struct {
    /* Called on the worker's thread whenever state or trouble have become others, ends too. */
    void (*progress)(void *context, PrintResult so_far);
    void *context;
    /* Looked at until the first byte of the job goes out; later it is not honoured any more. */
    const atomic_bool *cancel;
} PrintWatch;

/** How long each step may take. Every wait of an adapter is under one of these. */
typedef struct {
    int connect_ms; /* to open the device or the connection */
    int status_ms;  /* for one answer about the state */
    int stall_ms;   /* without the printer taking one more byte */
    int job_ms;     /* for one job from its first byte to its end */
} PrinterLimits;

/** 4 s, 1 s, 15 s, 90 s. */
PrinterLimits printer_limits_default(void);

enum {
    PRINTER_NAME_MAX = 60,     /* bytes */
    PRINTER_ADDRESS_MAX = 255, /* bytes of an address or a device's path */
    PRINTER_FEED_MM_MAX = 50,
};

/** How a printer is reached. */
typedef enum {
    PRINTER_IPP,        /* ipp://host[:631]/path, ipps://...; a local CUPS queue is one too */
    PRINTER_ESCPOS_TCP, /* escpos://host[:9100] */
    PRINTER_ESCPOS_DEV, /* escpos:/dev/usb/lp0, or any tty */
} PrinterKind;

/** One printer as foyer.conf describes it; see printer_config.h. */
typedef struct {
    Str8 name; /* for staff: "Front desk" */
    PrinterKind kind;
    Str8 uri;  /* as written */
    Str8 host; /* IPP and TCP; an IPv6 address without its brackets */
    Str8 path; /* IPP: the resource, "/ipp/print"; DEV: the device */
    int port;  /* IPP and TCP */
    bool tls;  /* ipps */
    PaperKind paper;
    bool cut;    /* ESC/POS: it has a cutter */
    int feed_mm; /* ESC/POS: white paper behind a slip without a cutter, to the tear bar */
    int baud;    /* a tty's speed; 0 leaves it */
} PrinterSettings;

/** A printer. Calls on one thread only, the one that made it. */
typedef struct {
    PrinterStatus (*probe)(void *printer);
    PrintResult (*send)(void *printer, const Paper *paper, const PrintWatch *watch);
    void (*close)(void *printer);
    void *printer;
    PaperKind paper; /* what it prints on: a Paper of another kind is UNFIT */
} PrinterPort;

/**
 * The adapter for `settings`. Opens nothing yet: a printer that is off is no error here.
 *
 * Copies what it needs into `arena`, which must outlive the port.
 *
 * @return ERR_OK, ERR_INVALID (the address cannot be used), ERR_NO_MEMORY
 */
MUST_USE ErrCode printer_open(Arena *arena, const PrinterSettings *settings, PrinterLimits limits,
                              ClockPort clock, PrinterPort *port, Err *err);

/** Ask the printer about itself; at most connect_ms and a few status_ms. */
PrinterStatus printer_probe(const PrinterPort *port);

/**
 * Print `paper` and stay until its end is known or the limits are over. `paper` is borrowed.
 * `watch` may be NULL. The result's state is one of the three ends.
 */
PrintResult printer_send(const PrinterPort *port, const Paper *paper, const PrintWatch *watch);

/** Let the printer go. */
void printer_close(PrinterPort *port);

/** "printed", "not-printed", ...: for logs, `foyerctl status --json` and tests. Static. */
const char *print_state_name(PrintState state);
/** "paper-out", "cover-open", ...; NONE is "none". Static. */
const char *print_trouble_name(PrintTrouble trouble);

#endif
