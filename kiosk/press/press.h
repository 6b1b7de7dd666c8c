#ifndef FOYER_KIOSK_PRESS_PRESS_H
#define FOYER_KIOSK_PRESS_PRESS_H

#include "kiosk/paper/layout.h"
#include "kiosk/press/press_job.h"
#include "kiosk/printer/chain.h"

/*
 * Press: a job on paper. It lays the job out for the paper of each printer that is asked and takes
 * it there. Blocks for as long as a printer needs: the print worker's thread owns it; headless and
 * foyerctl, which have one thread, call it there.
 */
typedef struct Press Press;

typedef struct {
    const char *assets; /* folder of the words */
    Str8 zone;          /* the school's, until a job says another */
    const PrinterConfig *config;
    PrinterLimits limits;
    ClockPort clock;
} PressOptions;

/**
 * What a press can do. Layout and printers need fourteen libraries and eight megabytes, so `foyer`
 * loads them (press_module.h) only where a printer is configured; foyer-drive and foyerctl link
 * PRESS. Tests have presses of their own.
 */
typedef struct {
    ErrCode (*open)(const PressOptions *options, Press **press, Err *err);
    void (*close)(Press *press); /* NULL is allowed */
    /* Print and stay until the end is known. `job` is borrowed; nothing of it is kept. `watch` may
     * be NULL. */
    ChainResult (*run)(Press *press, const PressJob *job, const PrintWatch *watch);
} PressTable;

extern const PressTable PRESS;

/**
 * Opens words, fonts and printers' adapters; no printer is asked yet.
 *
 * Borrows `options->config`.
 *
 * @return ERR_OK, ERR_NOT_FOUND (words, fonts), ERR_NO_MEMORY
 */
MUST_USE ErrCode press_new(const PressOptions *options, Press **press, Err *err);
/** NULL is allowed. */
void press_free(Press *press);

/** For paper that is laid out already (the test page, sheets). */
PrinterChain *press_chain(Press *press);
PaperLayout *press_layout(Press *press);
const LocaleSet *press_locales(const Press *press);

#endif
