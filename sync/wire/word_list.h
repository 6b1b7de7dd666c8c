#ifndef FOYER_SYNC_WIRE_WORD_LIST_H
#define FOYER_SYNC_WIRE_WORD_LIST_H

#include "data/base/str8.h"

/*
 * The words of words_of_keys, from words.txt: short, easily spoken, no two of them alike within one
 * letter. Their order is part of the protocol: changing it makes two versions show other words.
 */
enum { WORD_LIST_COUNT = 1024 };

#define STR8_TEXT(literal)                                                                         \
    { literal, sizeof(literal) - 1 }

extern const Str8 WORD_LIST[WORD_LIST_COUNT];

#endif
