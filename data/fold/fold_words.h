#ifndef FOYER_DATA_FOLD_FOLD_WORDS_H
#define FOYER_DATA_FOLD_FOLD_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/str8.h"

enum { FOLD_WORD_UNITS_MAX = 32 /* longer words are cut */ };

/**
 * One word of a text as people type it: lower case, without marks, letter forms made one, digits of
 * all scripts as 0-9. Hangul comes apart into its letters, so that half a syllable is a prefix.
 */
typedef struct {
    uint16_t units[FOLD_WORD_UNITS_MAX]; /* UTF-16 */
    size_t count;                        /* > 0 */
    size_t start;                        /* bytes of the text that it was read from */
    size_t end;
    bool dense; /* two characters of a script without spaces (Han, Thai, ...), or one */
    bool tail;  /* the last character of such a run by itself, after the pairs */
} FoldWord;

/** Goes through the words of a text; borrows it. */
typedef struct {
    Str8 text;
    size_t index;
    bool in_run;
} FoldWords;

/**
 * Start reading `text`. Words are runs of letters and digits; an apostrophe within is passed over
 * ("don't" = "dont") unless it ends an elided article ("l'ecole" = "l", "ecole"). Scripts without
 * spaces give every pair of neighbours, then the last character alone: without a dictionary, the
 * same for what is stored and what is typed.
 */
FoldWords fold_words(Str8 text);

/** `word` in lower case, nothing else changed, in the arena; empty when that is longer than 255. */
Str8 fold_lower(Arena *arena, Str8 word);

/** @return false at the end */
bool fold_words_next(FoldWords *words, FoldWord *word);

#endif
