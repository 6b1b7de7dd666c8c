#ifndef FOYER_KIOSK_SCREENS_NEED_H
#define FOYER_KIOSK_SCREENS_NEED_H

#include "data/domain/service.h"
#include "kiosk/i18n/locale.h"

/** What a need is called on its tile: "Food and clothes". */
Str8 need_words(const Locale *locale, Need need);
/** Its picture. */
uint16_t need_icon(Need need);
/** The hue of its arch, for hue_color. */
unsigned need_hue(Need need);

#endif
