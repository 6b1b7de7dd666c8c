#ifndef FOYER_DATA_SEARCH_STEM_H
#define FOYER_DATA_SEARCH_STEM_H

#include "data/fold/fold_words.h"

/**
 * Cut a folded word down to what its forms have in common, the same for what is stored and what is
 * typed: plurals and last vowels of Latin words (families, familia -> famili), the article and a
 * few endings of Arabic ones. Light on purpose: a wrong cut joins words that mean other things.
 */
void stem_word(FoldWord *word);

#endif
