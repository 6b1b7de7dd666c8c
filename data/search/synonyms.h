#ifndef FOYER_DATA_SEARCH_SYNONYMS_H
#define FOYER_DATA_SEARCH_SYNONYMS_H

#include "data/base/err.h"
#include "data/domain/service.h"

/* The statements of assets/search/<language>.syn; that folder's README.md describes them. */
enum {
    SYNONYM_TERMS_MAX = 512,      /* of one line */
    SYNONYM_TERM_BYTES_MAX = 120, /* of a word or phrase */
    SYNONYM_FILE_BYTES_MAX = 1 << 20,
    SYNONYM_FILES_MAX = 24,
};

typedef struct {
    Str8 name;     /* "es.syn", for messages */
    Str8 language; /* "es" */
    Str8 text;
} SynonymFile;

typedef enum {
    SYNONYM_STOP,
    SYNONYM_FREE,
    SYNONYM_NAME, /* left: one term, the tile's name */
    SYNONYM_NEED,
    SYNONYM_SAME,
    SYNONYM_LOOK, /* left looks for right */
} SynonymKind;

typedef struct {
    SynonymKind kind;
    int number; /* of the line in its file, from 1 */
    Need need;  /* of SYNONYM_NAME and SYNONYM_NEED */
    Str8 left[SYNONYM_TERMS_MAX];
    size_t left_count;
    Str8 right[SYNONYM_TERMS_MAX];
    size_t right_count;
} SynonymLine;

/** Told of each statement, borrowed; not ERR_OK ends the reading. */
typedef struct {
    ErrCode (*line)(void *context, const SynonymFile *file, const SynonymLine *line, Err *err);
    void *context;
} SynonymReader;

/** @return ERR_OK, ERR_INVALID or ERR_LIMIT with "es.syn:12: ...", ERR_NO_MEMORY, or the reader's
 */
MUST_USE ErrCode synonyms_read(Arena *scratch, const SynonymFile *file, SynonymReader reader,
                               Err *err);

/** The files that are part of the program. */
extern const SynonymFile SYNONYM_FILES[];
extern const size_t SYNONYM_FILES_COUNT;

#endif
