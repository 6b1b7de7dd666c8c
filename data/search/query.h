#ifndef FOYER_DATA_SEARCH_QUERY_H
#define FOYER_DATA_SEARCH_QUERY_H

#include "data/fold/fold_words.h"
#include "data/search/index.h"

/*
 * What was typed, taken apart. It lives in the arena of the one search, which is overwritten when
 * the search is over (invariant 9).
 */
enum {
    QUERY_WORDS_MAX = 24, /* more are ignored */
    QUERY_UNITS_MAX = 8,  /* words that count; the last one always does */
    QUERY_BYTES_MAX = 120,
};

typedef struct {
    FoldWord typed;
    FoldWord stem;
    bool partial; /* the text ends within it: more may come */
    bool stop;
    bool known; /* a key is it or, while it is partial, begins with it */
} QueryWord;

typedef struct {
    QueryWord words[QUERY_WORDS_MAX];
    size_t count;
    uint8_t units[QUERY_UNITS_MAX]; /* words that say something, in order */
    size_t units_count;
    uint32_t languages; /* bits of the family's and English */
} QueryWords;

/** Take `text` apart; the part past QUERY_BYTES_MAX is ignored. `words` is wholly overwritten. */
void query_read(const SearchIndex *index, Str8 text, Str8 language, QueryWords *words);

/** The unit's word. */
const QueryWord *query_unit(const QueryWords *words, size_t unit);

#endif
