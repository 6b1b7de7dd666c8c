#ifndef FOYER_KIOSK_PRESS_PRESS_PAPER_H
#define FOYER_KIOSK_PRESS_PRESS_PAPER_H

#include "kiosk/i18n/locale.h"
#include "kiosk/paper/layout.h"
#include "kiosk/press/press_job.h"

/**
 * Lay `job` out for paper of `kind`.
 * @return as all paper functions (kiosk/paper/layout.h)
 */
MUST_USE ErrCode press_paper(PaperLayout *layout, const LocaleSet *locales, Arena *arena,
                             const PressJob *job, PaperKind kind, Paper *paper, Err *err);

#endif
