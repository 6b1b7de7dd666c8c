#include "kiosk/press/press.h"

#include <stdlib.h>

#include "data/base/check.h"
#include "data/base/log.h"
#include "kiosk/press/press_paper.h"

enum { PRESS_BLOCK = 64 << 10, PRESS_MAX = 16 << 20, PAPER_MAX = 128 << 20 };

struct Press {
    Arena arena; /* words, adapters */
    Arena paper; /* of the job at hand; overwritten behind it */
    LocaleSet *locales;
    PaperLayout *layout;
    PrinterChain chain;
};

/* One document in as many kinds as the printers of the chain need. */
typedef struct {
    Press *press;
    const PressJob *job;
    Paper papers[PAPER_KIND_COUNT];
    bool made[PAPER_KIND_COUNT];
} Document;

static ErrCode press_open(Press *press, const PressOptions *options, Err *err) {
    ErrCode code = locale_set_load(&press->arena, str8_from(options->assets), options->zone,
                                   &press->locales, err);
    if (code == ERR_OK) {
        code = paper_layout_new(&press->layout, err);
    }
    if (code == ERR_OK) {
        code = chain_open(&press->arena, options->config, options->limits, options->clock,
                          &press->chain, err);
    }
    return code;
}

ErrCode press_new(const PressOptions *options, Press **press, Err *err) {
    Press *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for printing");
    }
    fresh->arena = arena_make(PRESS_BLOCK, PRESS_MAX);
    fresh->paper = arena_make(PRESS_BLOCK, PAPER_MAX);
    ErrCode code = press_open(fresh, options, err);
    if (code != ERR_OK) {
        press_free(fresh);
        return code;
    }
    *press = fresh;
    return ERR_OK;
}

void press_free(Press *press) {
    if (press == NULL) {
        return;
    }
    chain_close(&press->chain);
    paper_layout_free(press->layout);
    locale_set_close(press->locales);
    arena_free(&press->paper);
    arena_free(&press->arena);
    free(press);
}

static bool paper_for(void *context, PaperKind kind, const Paper **paper) {
    Document *document = context;
    Press *press = document->press;
    Err err = {0};
    FOYER_ASSERT(kind < PAPER_KIND_COUNT);
    if (!document->made[kind]) {
        ErrCode code = press_paper(press->layout, press->locales, &press->paper, document->job,
                                   kind, &document->papers[kind], &err);
        if (code != ERR_OK) {
            log_line(LOG_ERROR, "press", "layout", "code=%s", err_code_name(code));
            return false;
        }
        document->made[kind] = true;
    }
    *paper = &document->papers[kind];
    return true;
}

static ChainResult press_run(Press *press, const PressJob *job, const PrintWatch *watch) {
    Document document = {.press = press, .job = job};
    if (job->school.zone.len > 0 &&
        locale_set_zone(press->locales, job->school.zone, NULL) != ERR_OK) {
        log_line(LOG_WARNING, "press", "zone", "kept=the-one-before");
    }
    ChainResult result = chain_send(&press->chain, (PaperSource){paper_for, &document}, watch);
    arena_reset(&press->paper);
    return result;
}

PrinterChain *press_chain(Press *press) {
    return &press->chain;
}

PaperLayout *press_layout(Press *press) {
    return press->layout;
}

const LocaleSet *press_locales(const Press *press) {
    return press->locales;
}

const PressTable PRESS = {press_new, press_free, press_run};
