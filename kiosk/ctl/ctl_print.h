#ifndef FOYER_KIOSK_CTL_CTL_PRINT_H
#define FOYER_KIOSK_CTL_CTL_PRINT_H

#include <jansson.h>

#include "data/domain/school.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/press/press.h"

/* What the commands that print share: the printers of foyer.conf, paper from values, and plain
 * words for staff about what became of it. */

/** The printers of foyer.conf. @return as printer_config_read */
MUST_USE ErrCode ctl_printers_read(Ctl *ctl, PrinterConfig *config, Err *err);

/** "the paper is out". Static. */
const char *ctl_trouble_words(PrintTrouble trouble);

/** "ready", "ready, paper low", "not ready: the paper is out", "there, and says nothing". */
Str8 ctl_printer_words(Arena *arena, PrinterStatus status);

/** Printers asked just now, with short limits (for `status`). */
typedef struct {
    PrinterConfig config;
    PrinterStatus status[PRINTER_CONFIG_PRINTERS_MAX];
    char wrong[ERR_TEXT_MAX]; /* foyer.conf cannot be read: why; else empty */
} CtlPrinters;

void ctl_printers_probe(Ctl *ctl, CtlPrinters *printers);
void ctl_printers_print(Arena *arena, const CtlPrinters *printers);
/** An array, empty without printers; null when foyer.conf cannot be read. The caller owns it. */
json_t *ctl_printers_json(const CtlPrinters *printers);

/** A press for this command. */
typedef struct {
    PrinterConfig config;
    Press *press;
    PaperWords words;
    School school;
} CtlPress;

/**
 * Open it in English words; without printers too (for a PDF). On failure the line was printed and
 * false is returned. Close it with ctl_press_close.
 * @param school  NULL: unknown
 */
bool ctl_press_open(Ctl *ctl, const School *school, CtlPress *press);
void ctl_press_close(CtlPress *press);

/** Lays a document out for one kind of paper, in `press->words`. */
typedef ErrCode CtlPaperMake(void *context, const CtlPress *press, Arena *arena, PaperKind kind,
                             Paper *paper, Err *err);

/** Where a document goes, as options say it. */
typedef struct {
    const char *pdf;   /* --pdf FILE */
    const char *paper; /* --paper KIND, of the PDF; NULL = letter */
    bool print;        /* --print */
} CtlPaperOptions;

/** Exactly one of --pdf and --print, and a kind of paper that is known; else the line is printed.
 */
bool ctl_paper_options_right(const Ctl *ctl, const CtlPaperOptions *options);

/** Make the document and take it there. Says on standard error what became of it.
 * @return the exit code */
int ctl_paper_out(Ctl *ctl, const CtlPress *press, const CtlPaperOptions *options,
                  CtlPaperMake *make, void *context);

#endif
