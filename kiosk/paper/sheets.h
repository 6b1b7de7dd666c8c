#ifndef FOYER_KIOSK_PAPER_SHEETS_H
#define FOYER_KIOSK_PAPER_SHEETS_H

#include "data/domain/event.h"
#include "data/domain/visit.h"
#include "kiosk/paper/layout.h"

/*
 * Sheets: staff's paper, for the night something goes out. In `words->locale` alone: whoever prints
 * them chose it. Every page says what it is, which of how many, and to shred it afterwards where
 * names stand on it.
 */
enum { SHEET_PARTIES_MAX = 2000, FALLBACK_SLIPS_MAX = 400, FALLBACK_LANGUAGES_MAX = 6 };

/** A party that is in the building. */
typedef struct {
    const Visitor *people; /* names empty = only counted */
    size_t people_count;   /* 1..VISIT_PEOPLE_MAX */
    int64_t since_utc_ms;
    Str8 language; /* BCP 47; may be empty */
} SheetParty;

typedef struct {
    const Event *event; /* may be NULL: visitors of a day */
    int64_t as_of_utc_ms;
    const SheetParty *parties; /* in the order they are printed */
    size_t parties_count;      /* 0..SHEET_PARTIES_MAX: 0 says that nobody is here */
} SheetRoster;

/** Roll call: by party, a box to tick before every person. */
MUST_USE ErrCode sheets_roll_call(PaperLayout *layout, Arena *arena, PaperKind kind,
                                  const PaperWords *words, const SheetRoster *roster, Paper *paper,
                                  Err *err);

/** The open roster: who is here, since when, grade or role, language. A record, nothing to tick. */
MUST_USE ErrCode sheets_open_roster(PaperLayout *layout, Arena *arena, PaperKind kind,
                                    const PaperWords *words, const SheetRoster *roster,
                                    Paper *paper, Err *err);

/**
 * Paper fallback: empty slips to write on, one family each (so that no family reads another's), cut
 * apart: names, grades, adults and children, time, language. Typed in afterwards.
 */
typedef struct {
    const Event *event;             /* may be NULL */
    const Locale *const *languages; /* each slip says everything in all of them */
    size_t languages_count;         /* 1..FALLBACK_LANGUAGES_MAX */
    size_t slips_count;             /* at least so many: pages are filled; ..FALLBACK_SLIPS_MAX */
} SheetFallback;

MUST_USE ErrCode sheets_fallback(PaperLayout *layout, Arena *arena, PaperKind kind,
                                 const PaperWords *words, const SheetFallback *fallback,
                                 Paper *paper, Err *err);

#endif
