#ifndef FOYER_DATA_SEARCH_TYPO_H
#define FOYER_DATA_SEARCH_TYPO_H

#include "data/search/index.h"

/* Keys that a misspelt word may mean. */
enum { TYPO_MAX = 2, TYPO_KEYS_MAX = 64 };

typedef struct {
    uint32_t keys[TYPO_KEYS_MAX];
    size_t count;
    int distance; /* of all of them: only the nearest are kept */
} TypoKeys;

/** Typos that a word of so many letters may have: 0 below 3 (while it is typed 4), 1 below 8, 2. */
int typo_allowed(size_t letters, bool prefix);

/**
 * The keys nearest to `units`: letters left out, put in, wrong, or two neighbours swapped, each one
 * typo (optimal string alignment). Walks the sorted table once, keeping the rows of the letters
 * that neighbours share.
 *
 * @param prefix  the nearest beginning of a key counts: more letters may come
 */
void typo_find(const SearchIndex *index, const uint16_t *units, size_t count, bool prefix,
               TypoKeys *found);

/** Typos between two words, TYPO_MAX + 1 when more. `prefix` as above, of `key`. */
int typo_distance(const uint16_t *units, size_t count, const uint16_t *key, size_t key_count,
                  bool prefix);

#endif
