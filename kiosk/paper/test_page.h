#ifndef FOYER_KIOSK_PAPER_TEST_PAGE_H
#define FOYER_KIOSK_PAPER_TEST_PAGE_H

#include "kiosk/paper/layout.h"

enum { TEST_PAGE_LANGUAGES_MAX = 32 };

/**
 * A page that shows whether a printer prints Foyer's paper: the edges, a ruler in centimetres,
 * single dots, a code to scan, and one sentence in every language.
 *
 * @param printer  its name in foyer.conf, printed large; may be empty
 */
MUST_USE ErrCode test_page_paper(PaperLayout *layout, Arena *arena, PaperKind kind,
                                 const PaperWords *words, const Locale *const *languages,
                                 size_t languages_count, Str8 printer, Paper *paper, Err *err);

#endif
