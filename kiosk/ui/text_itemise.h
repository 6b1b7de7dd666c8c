#ifndef FOYER_KIOSK_UI_TEXT_ITEMISE_H
#define FOYER_KIOSK_UI_TEXT_ITEMISE_H

#include "kiosk/ui/text_paragraph.h"

/** Levels, scripts, weights and fonts of a decoded paragraph into items. False without memory.
 * Part of the text engine, not for others. */
bool paragraph_itemise(const TextTools *tools, Arena *arena, const TextSpec *spec,
                       Paragraph *paragraph);

#endif
