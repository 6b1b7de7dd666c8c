#ifndef FOYER_KIOSK_PAPER_WORDS_H
#define FOYER_KIOSK_PAPER_WORDS_H

#include "data/domain/household.h"
#include "data/domain/service.h"
#include "kiosk/i18n/locale.h"

/* Words: what papers say about values, in one language. Everything lives in `arena`; empty texts
 * when there is nothing to say. Content is cleaned (paper_text.h). */

/** A text in the locale's language, else as text_set_pick does; `found` (may be NULL) says which.
 */
Str8 words_pick(Arena *arena, const Locale *locale, TextSet set, Str8 *found);

/** "Mon – Fri, 8:00 – 3:30": a line for each run of days with the same hours, Monday first; behind
 * them what somebody wrote about the hours. */
Str8 words_hours(Arena *arena, const Locale *locale, const Service *service);

/** Where to go: the place, and the address on a line of its own. */
Str8 words_where(Arena *arena, const Locale *locale, const Service *service);

/** Own names of the languages spoken there. */
Str8 words_languages(Arena *arena, const Locale *locale, const Service *service);

/** "(305) 555-0142, ext. 57471", left to right, with blanks where a line may break. */
Str8 words_phone(Arena *arena, const Locale *locale, Str8 country, Str8 phone);

/** "We checked this on September 28, 2025." */
Str8 words_checked(Arena *arena, const Locale *locale, const Service *service, bool old);

/** "Student", "Parent". */
Str8 words_role(const Locale *locale, PersonRole role);

/** "{name}" filled with one value. */
Str8 words_fill(Arena *arena, const Locale *locale, Str8 pattern, const char *name, Str8 value);

/** The parts that are not empty with `between` between them, each kept in its own direction. */
Str8 words_join(Arena *arena, const Str8 *parts, size_t count, Str8 between);

#endif
