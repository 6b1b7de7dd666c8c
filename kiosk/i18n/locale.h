#ifndef FOYER_KIOSK_I18N_LOCALE_H
#define FOYER_KIOSK_I18N_LOCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/civil.h"
#include "data/base/err.h"
#include "data/base/str8.h"
#include "kiosk/i18n/keyboard.h"

/*
 * Locale: a language as the kiosk speaks it: words, plurals, dates, times, numbers, keyboard.
 * 1. ICU is asked once, when the set is loaded; formatting afterwards is table look-up: no malloc
 *    beside the arena, no global state. A set belongs to one thread (its zone does).
 * 2. Digits are Latin and the calendar is Gregorian in every language (DESIGN section 5).
 * 3. No U+202F, U+200E or U+200F in any text; a time and its "PM" are joined by U+00A0.
 * 4. `tr` never fails: what has no translation comes back as it was asked (English).
 */
typedef struct Locale Locale;
typedef struct LocaleSet LocaleSet;

/**
 * Load every offered language from `assets`/translations/<tag>.mo and `assets`/keyboards/<tag>.kbd.
 * The set and everything in it live in `arena`.
 *
 * @param zone  IANA name of the school's zone, "America/New_York"
 * @return ERR_OK, ERR_NOT_FOUND (a file or the zone), ERR_INVALID, ERR_LIMIT, ERR_IO, ERR_NO_MEMORY
 */
MUST_USE ErrCode locale_set_load(Arena *arena, Str8 assets, Str8 zone, LocaleSet **set, Err *err);

/** Return what lies outside the arena; the set is not to be used afterwards. NULL is allowed. */
void locale_set_close(LocaleSet *set);

/** Show times in another zone from now on. On failure the old one stays. */
MUST_USE ErrCode locale_set_zone(LocaleSet *set, Str8 zone, Err *err);

size_t locale_set_count(const LocaleSet *set);
const Locale *locale_set_at(const LocaleSet *set, size_t index);

/** The locale of `language`, else of its primary subtag, else English; never NULL. */
const Locale *locale_find(const LocaleSet *set, Str8 language);

Str8 locale_language(const Locale *locale); /* BCP 47 tag */
Str8 locale_name(const Locale *locale);     /* in itself: "Español" */
bool locale_is_rtl(const Locale *locale);
const Keyboard *locale_keyboard(const Locale *locale);

/* Words. xgettext reads these names: the arguments must be literals. */

/** Marks a literal in a table for xgettext; look it up with tr(locale, TABLE[i]). */
#define TR_MARK(msgid) (msgid)

/** The translation of `msgid`; borrowed for as long as the set. */
Str8 tr(const Locale *locale, const char *msgid);

/** As tr, where one English text has two meanings: tr_context(l, "after school", "Care"). */
Str8 tr_context(const Locale *locale, const char *context, const char *msgid);

/**
 * The form for `n`, with {count} in it replaced by n; other placeholders stay for tr_fill.
 * tr_plural(l, arena, "Sign in {count}", "Sign in {count}", 3)
 */
Str8 tr_plural(const Locale *locale, Arena *arena, const char *msgid, const char *msgid_plural,
               int64_t n);

/** One placeholder's value: name without braces. */
typedef struct {
    const char *name;
    Str8 value;
} TrArg;

enum { TR_TEXT_MAX = 4096 };

/**
 * Replace every "{name}" in `pattern` by its value; unknown names stay as they are.
 * A value with letters of the other direction is put between U+2068 (FSI) and U+2069 (PDI), which
 * are invisible and keep the sentence's order (UAX 9). A full stop behind a value that ends with
 * one is dropped ("5:52 p. m.").
 */
Str8 tr_fill(const Locale *locale, Arena *arena, Str8 pattern, const TrArg *args, size_t count);

/* Times. All texts live in `arena`; `_utc_ms` is shown in the set's zone. */

/** UTC as the school's clock shows it. */
Civil locale_civil(const Locale *locale, int64_t utc_ms);

/** "5:52 PM", "5:52 p. m.", "5:52 م", "13:12" where the language uses 24 hours. */
Str8 locale_time(const Locale *locale, Arena *arena, int64_t utc_ms);
/** The same for a minute of the day, 0..1440 (opening hours). */
Str8 locale_time_of_day(const Locale *locale, Arena *arena, int minute);

/** "6:00 – 8:00 PM", "de 6:00 a 8:00 p. m.", "6:00 – 8:00 مساءً", "11:00 AM – 1:00 PM". */
Str8 locale_time_range(const Locale *locale, Arena *arena, int64_t start_utc_ms,
                       int64_t end_utc_ms);
/** Opening hours, short: "8:00 – 3:30" where nobody can misread it, else with AM and PM. */
Str8 locale_hours_range(const Locale *locale, Arena *arena, int opens_minute, int closes_minute);

/** To stand alone: "Thursday, October 16", "Jueves 16 de octubre", "الخميس 16 أكتوبر". */
Str8 locale_date_long(const Locale *locale, Arena *arena, int64_t utc_ms);
/** To stand alone: "Thu, Oct 16". */
Str8 locale_date_short(const Locale *locale, Arena *arena, int64_t utc_ms);
/** Inside a sentence: "September 28", "28 de septiembre". */
Str8 locale_date_day(const Locale *locale, Arena *arena, int64_t utc_ms);
/** As locale_date_day with the year: "September 28, 2024". */
Str8 locale_date_year(const Locale *locale, Arena *arena, int64_t utc_ms);

/** To stand alone: "Mon – Fri", "Lun a vie"; one day when both are the same. 0 = Sunday. */
Str8 locale_weekday_range(const Locale *locale, Arena *arena, int first, int last);

/**
 * The day of a time seen from now, inside a sentence: "today", "tonight" (from 17:00), "tomorrow",
 * "Thursday" within a week, else "October 16".
 */
Str8 locale_day(const Locale *locale, Arena *arena, int64_t utc_ms, int64_t now_utc_ms);
/** The same to stand alone: "Tonight", "Tomorrow", "Thursday, October 16" past tomorrow. */
Str8 locale_day_title(const Locale *locale, Arena *arena, int64_t utc_ms, int64_t now_utc_ms);
/** "Tonight, 6:00 – 8:00 PM": an event's time as the home screen says it. */
Str8 locale_event_time(const Locale *locale, Arena *arena, int64_t start_utc_ms, int64_t end_utc_ms,
                       int64_t now_utc_ms);
/** Opening days seen from today: 0 "today", 1 "tomorrow", else the weekday; inside a sentence. */
Str8 locale_day_ahead(const Locale *locale, int days, int weekday);

/** "1,234", "1,234" in es-US, Latin digits everywhere. */
Str8 locale_number(const Locale *locale, Arena *arena, int64_t number);

/** "English, Español": with the language's comma, each part isolated when it needs it. */
Str8 locale_list(const Locale *locale, Arena *arena, const Str8 *parts, size_t count);

/** A phone number inside a sentence: grouped (phone.h), on one line, left to right. */
Str8 locale_phone(const Locale *locale, Arena *arena, Str8 country, Str8 digits);

/** "Grade 3", "Kindergarten", "Pre-K" for a CEDS code; other codes come back as they are. */
Str8 locale_grade(const Locale *locale, Arena *arena, Str8 grade);

#endif
