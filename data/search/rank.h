#ifndef FOYER_DATA_SEARCH_RANK_H
#define FOYER_DATA_SEARCH_RANK_H

#include "data/search/evidence.h"
#include "data/search/search.h"

/** Documents that meet a query's conditions, best first; ties in the order they were added. */
typedef struct {
    uint32_t *docs;
    size_t count; /* of the first offset + limit */
    size_t total;
} Ranking;

/**
 * @param evidence  NULL when nothing was typed: everything that meets the conditions
 * @return ERR_OK, ERR_NO_MEMORY
 */
MUST_USE ErrCode rank_documents(const SearchIndex *index, Arena *arena, const SearchQuery *query,
                                const Evidence *evidence, Ranking *ranking, Err *err);

#endif
