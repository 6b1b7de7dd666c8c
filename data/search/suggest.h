#ifndef FOYER_DATA_SEARCH_SUGGEST_H
#define FOYER_DATA_SEARCH_SUGGEST_H

#include "data/search/evidence.h"
#include "data/search/rank.h"

/** How the last word may go on: words that lead somewhere, the family's language first. */
void suggest_words(const SearchIndex *index, Arena *scratch, const QueryWords *words,
                   SearchFound *found);

/**
 * What the words sound like, nearest first, of the needs that some service has: by the synonyms,
 * else by what was found, else the first tiles: never none while there is one.
 */
void suggest_needs(const SearchIndex *index, const Evidence *evidence, const Ranking *ranking,
                   SearchFound *found);

#endif
