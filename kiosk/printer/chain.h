#ifndef FOYER_KIOSK_PRINTER_CHAIN_H
#define FOYER_KIOSK_PRINTER_CHAIN_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/port.h"
#include "kiosk/printer/printer.h"
#include "kiosk/printer/printer_config.h"

/*
 * The printers in the order in which they are tried; behind the last one stands the screen. The
 * print worker's thread owns it.
 * 1. The next printer is asked only when the one before said NOT_PRINTED: what may already be on
 *    paper (UNKNOWN) is not printed twice.
 * 2. A job that was called back is asked of nobody else.
 * 3. A printer that could not be reached goes last for CHAIN_REST_MS: a family does not wait for
 *    it again and again.
 */
enum {
    CHAIN_PRINTERS_MAX = PRINTER_CONFIG_PRINTERS_MAX,
    CHAIN_REST_MS = 30 * 1000,
};

typedef struct {
    PrinterPort port;
    Str8 name;             /* borrowed from the configuration's arena; may be empty */
    PrinterStatus status;  /* as last heard */
    int64_t heard_mono_ms; /* when; -1: never asked yet */
    int64_t rest_until_mono_ms;
} ChainPrinter;

typedef struct {
    ChainPrinter printers[CHAIN_PRINTERS_MAX];
    size_t printers_count; /* 0: every job ends NOT_PRINTED, NO_PRINTER */
    ClockPort clock;
} PrinterChain;

/**
 * The same document for the paper of a printer: printers of a chain may hold different papers.
 * Called once a printer at most, on the worker's thread.
 */
typedef struct {
    /* False when it cannot be laid out for `kind`: that printer is passed over as UNFIT. */
    bool (*paper_for)(void *context, PaperKind kind, const Paper **paper);
    void *context;
} PaperSource;

typedef struct {
    PrintResult result;
    size_t printer; /* index of the one the result is about; printers_count when there is none */
} ChainResult;

/** Adapters for `config`, which `arena` and it must outlive. Opens nothing yet. */
MUST_USE ErrCode chain_open(Arena *arena, const PrinterConfig *config, PrinterLimits limits,
                            ClockPort clock, PrinterChain *chain, Err *err);

/** A chain of ready-made ports, for tests; `names` may be NULL. */
void chain_make(const PrinterPort *ports, const Str8 *names, size_t ports_count, ClockPort clock,
                PrinterChain *chain);

/**
 * Print. `watch` may be NULL; its progress tells of the printer at hand, so a job can go back from
 * SENDING to SENDING at the next printer, and its end comes once.
 */
ChainResult chain_send(PrinterChain *chain, PaperSource source, const PrintWatch *watch);

/** Ask printer `index` about itself and remember the answer. */
PrinterStatus chain_probe(PrinterChain *chain, size_t index);

void chain_close(PrinterChain *chain);

#endif
