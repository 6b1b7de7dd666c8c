#ifndef FOYER_KIOSK_PAPER_PARTS_H
#define FOYER_KIOSK_PAPER_PARTS_H

#include "kiosk/paper/galley.h"
#include "kiosk/paper/slip.h"

/* Parts that papers have in common. Gaps and sizes are dots of the 80 mm roll, scaled. */

/** White. */
void part_gap(Galley *galley, Frame *frame, int dots);
/** A text in a type, from the start. */
void part_text(Galley *galley, Frame *frame, GalleyType type, Str8 text);
/** The same for content, in its own direction. */
void part_content(Galley *galley, Frame *frame, GalleyType type, Str8 text);
/** A title that takes three lines at most, as large as it can. */
void part_title(Galley *galley, Frame *frame, Str8 text);
/** The school's name over a thick line: how every slip begins. */
void part_school(Galley *galley, Frame *frame, const PaperWords *words);
/** "Where" and, in `type`, "Room 108": beside one another where there is room. Nothing without a
 * value. */
void part_fact(Galley *galley, Frame *frame, GalleyType type, Str8 label, Str8 value);
/** A dashed line with white around it: here the English half begins, here it is cut. */
void part_divide(Galley *galley, Frame *frame);

/** A code with a number to call (may be empty) in large words and what the code does. Either half
 * may be missing. */
void part_code(Galley *galley, Frame *frame, const Locale *locale, const SlipCode *code,
               Str8 call_label, Str8 phone);
/** Further codes, smaller, one below the other. */
void part_codes_more(Galley *galley, Frame *frame, const Locale *locale, const SlipCode *codes,
                     size_t count);

/** Says so when `text` is not in the family's language (rule 22). */
void part_english_only(Galley *galley, Frame *frame, const PaperWords *words, TextSet text);
/** "Front desk: (305) 555-0100" and, under it, a last word (may be empty). */
void part_desk(Galley *galley, Frame *frame, const PaperWords *words, Str8 last);
/** The family's language is English: nothing is said twice. */
bool part_is_english(const PaperWords *words);

/** Where a slip is set: a roll's whole width; on a sheet larger type, in the middle. */
Frame part_slip_frame(Galley *galley);

/**
 * A slip in two languages: on a roll English follows below; on a sheet it has a column of its own
 * at the far side, beside what is in the family's language, and the slip stays on one page.
 */
typedef void PartEnglish(Galley *galley, Frame *frame, const PaperWords *words, const void *slip);
typedef struct {
    const PaperWords *words;
    PartEnglish *set;
    const void *slip;
} PartHalf;
/** The frame of the family's half. On sheets English is set here, on rolls by part_english. */
Frame part_halves(Galley *galley, const PartHalf *english);
void part_english(Galley *galley, Frame *frame, const PartHalf *english);
/** Something is wrong with a slip's codes: too many. Fails the galley. */
bool part_codes_check(Galley *galley, size_t count);

#endif
