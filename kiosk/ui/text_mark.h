#ifndef FOYER_KIOSK_UI_TEXT_MARK_H
#define FOYER_KIOSK_UI_TEXT_MARK_H

#include "kiosk/ui/text_paragraph.h"

/* Marked parts of a text; part of the text engine, not for others. */

/** The places of `spec->marks` in a finished block whose runs point into `text`: one box a line and
 * run, neighbours joined. Returns how many of TEXT_MARK_BOXES_MAX. */
size_t text_mark_boxes(const TextTools *tools, const TextSpec *spec, const char *text,
                       const TextBlock *block, TextMarkBox *boxes);

#endif
