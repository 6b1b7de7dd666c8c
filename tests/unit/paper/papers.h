#ifndef FOYER_TESTS_UNIT_PAPER_PAPERS_H
#define FOYER_TESTS_UNIT_PAPER_PAPERS_H

#include "kiosk/paper/badge.h"
#include "kiosk/paper/family_card.h"
#include "kiosk/paper/sheets.h"
#include "kiosk/paper/slip.h"
#include "kiosk/paper/test_page.h"

/*
 * Papers to test with: one of each sort, filled with the invented school's people. Everything that
 * the makers return lives in the given arena.
 */
typedef enum {
    SAMPLE_SERVICE,
    SAMPLE_LIST,
    SAMPLE_EVENT,
    SAMPLE_BADGE,
    SAMPLE_CARD,
    SAMPLE_CARDS,
    SAMPLE_ROLL_CALL,
    SAMPLE_FALLBACK,
    SAMPLE_ROSTER,
    SAMPLE_TEST_PAGE,
    SAMPLE_COUNT,
} Sample;

extern const char *const SAMPLE_NAMES[SAMPLE_COUNT];
extern const char *const KIND_NAMES[PAPER_KIND_COUNT];

/** A layout with the locales of the build. */
typedef struct {
    Arena arena;
    LocaleSet *locales;
    PaperLayout *layout;
} Papers;

bool papers_open(Papers *papers);
void papers_close(Papers *papers);

/** "en", "es", "ar". */
PaperWords papers_words(const Papers *papers, const char *language);

/** The dots of a page as a PBM picture. */
bool papers_write_page(const PaperRaster *page, const char *path);
/** What `command` prints, in the arena; fails the test unless it ends with 0. */
Str8 papers_run(Arena *arena, const char *command);
/** What an independent reader sees in all codes of all pages' dots. */
Str8 papers_read_codes(Arena *arena, const Paper *paper);
/** The same of the PDF's first page, as another program draws it. */
Str8 papers_read_pdf_codes(Arena *arena, const Paper *paper);
/** The text of the PDF as poppler takes it out, layout kept. */
Str8 papers_read_text(Arena *arena, const Paper *paper);

/** The counselor: hours, codes, languages. */
const Service *papers_counselor(void);
const Event *papers_open_house(void);

MUST_USE ErrCode papers_make(Papers *papers, Arena *arena, Sample sample, PaperKind kind,
                             const char *language, Paper *paper, Err *err);

#endif
