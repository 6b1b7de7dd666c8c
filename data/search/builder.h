#ifndef FOYER_DATA_SEARCH_BUILDER_H
#define FOYER_DATA_SEARCH_BUILDER_H

#include "data/domain/service.h"
#include "data/search/synonyms.h"

/* Makes the index of services. One thread, one use: open, add each service, finish. */
typedef struct SearchBuilder SearchBuilder;

/**
 * Read the synonym tables.
 * @param arena  the builder's own memory, some 60 bytes a word of all services; free it afterwards
 * @return ERR_OK, ERR_INVALID or ERR_LIMIT ("es.syn:12: ..."), ERR_NO_MEMORY
 */
MUST_USE ErrCode search_builder_open(Arena *arena, const SynonymFile *files, size_t files_count,
                                     SearchBuilder **builder, Err *err);

/** Add one; nothing of it is borrowed. @return ERR_OK, ERR_LIMIT, ERR_NO_MEMORY */
MUST_USE ErrCode search_builder_add(SearchBuilder *builder, const Service *service, Err *err);

/** The block, in the builder's arena, aligned. @return ERR_OK, ERR_NO_MEMORY */
MUST_USE ErrCode search_builder_finish(SearchBuilder *builder, Str8 *bytes, Err *err);

/** NULL is allowed. */
void search_builder_close(SearchBuilder *builder);

#endif
