#ifndef FOYER_KIOSK_I18N_LOCALE_PRIVATE_H
#define FOYER_KIOSK_I18N_LOCALE_PRIVATE_H

#include "data/zone/zone.h"
#include "kiosk/i18n/catalog.h"
#include "kiosk/i18n/format_table.h"
#include "kiosk/i18n/language.h"
#include "kiosk/i18n/locale.h"

/* Shared by locale.c (loading), words.c and times.c only. */

enum { LOCALES_MAX = 32, LOCALE_MO_BYTES_MAX = 512 * 1024 };

struct Locale {
    const LocaleSet *set;
    const Language *language;
    const Catalog *catalog;
    const Keyboard *keyboard;
    FormatTable formats;
    Str8 weekdays_ahead[7]; /* "Thursday", "el jueves": a day to come inside a sentence */
};

struct LocaleSet {
    Zone *zone;
    Locale locales[LOCALES_MAX];
    size_t count;
};

#endif
