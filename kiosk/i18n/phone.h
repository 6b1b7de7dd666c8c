#ifndef FOYER_KIOSK_I18N_PHONE_H
#define FOYER_KIOSK_I18N_PHONE_H

#include <stddef.h>

#include "data/base/str8.h"

enum { PHONE_SHOWN_MAX = 40 }; /* bytes, terminator included */

/**
 * Digits, as typed so far, grouped as the country writes them: US and CA "(305) 555-01" and so on,
 * others in groups of three from the start with the last group of two to four.
 *
 * @param country  ISO 3166, upper case; unknown or empty = generic groups
 * @param digits   ASCII digits, at most 15; a leading "+" is kept, a "+1" of the US dropped
 * @return what was written to `out`
 */
Str8 phone_group(Str8 country, Str8 digits, char out[PHONE_SHOWN_MAX]);

/** How many digits a whole number has in this country (10 in the US); 0 = not fixed. */
size_t phone_digits_full(Str8 country);

/** The digits still to come, as blanks to draw after phone_group's text: " _ _" -> 2. */
size_t phone_digits_missing(Str8 country, size_t digits_count);

#endif
