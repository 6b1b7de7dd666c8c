#ifndef FOYER_KIOSK_PAPER_PAPER_TEXT_H
#define FOYER_KIOSK_PAPER_PAPER_TEXT_H

#include <stdbool.h>

#include "data/base/arena.h"
#include "data/base/str8.h"

/*
 * Texts from outside, made fit for paper. A name is written by anybody: nothing in it may be a
 * command to a printer, turn the words around it, or hide.
 */

/**
 * Content before it is put into a sentence or a line of its own: control characters, all bidi
 * controls, byte order marks, tags, noncharacters, strokes through letters and the fourth mark on
 * one letter go; line ends and tabs become blanks; blanks at both ends go and several become one.
 * @return {NULL, 0} when the arena is exhausted or nothing is left
 */
Str8 paper_text_clean(Arena *arena, Str8 text);

/**
 * The same for a whole text of ours, with content already inside: isolates (U+2066..2069) stay, for
 * they keep its order, and with `paragraphs` line ends too.
 */
Str8 paper_text_clean_whole(Arena *arena, Str8 text, bool paragraphs);

/** Which way a text runs by its first letter outside isolates (UAX 9, P2 and P3). */
typedef enum { TEXT_NEUTRAL, TEXT_LEFT_TO_RIGHT, TEXT_RIGHT_TO_LEFT } TextDirection;

TextDirection paper_text_direction(Str8 text);

#endif
