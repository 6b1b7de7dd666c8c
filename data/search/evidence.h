#ifndef FOYER_DATA_SEARCH_EVIDENCE_H
#define FOYER_DATA_SEARCH_EVIDENCE_H

#include "data/search/query.h"

/*
 * What speaks for each document and each need: for every word of the query the best that any key
 * says, by the field it stands in and how well the key fits. Everything is in the search's arena.
 */
enum {
    EVIDENCE_FULL = 1000, /* the word itself in a name */
    EVIDENCE_NEED = 650,  /* the word means a need that the document answers */
    QUALITY_EXACT = 100,
    QUALITY_PREFIX = 92, /* more letters may come */
    QUALITY_LONGER = 55, /* a finished word begins a longer one */
    QUALITY_TYPO = 66,   /* one; two: QUALITY_TYPOS */
    QUALITY_TYPOS = 48,
    QUALITY_SYNONYM = 80, /* of the word's own quality */
    QUALITY_OTHER_LANGUAGE = 80,
    QUALITY_NEAR = 30, /* a need below this is only proposed when nothing else is */
};

/** How well each word of a phrase was hit. */
typedef struct {
    uint8_t quality[SEARCH_PHRASE_WORDS_MAX];
    uint8_t units; /* bits of the units that hit it */
} PhraseHit;

typedef struct {
    const SearchIndex *index;
    const QueryWords *words;
    uint16_t (*texts)[QUERY_UNITS_MAX];          /* of each document */
    uint8_t *named;                              /* of each: units that hit its name */
    uint16_t needs[QUERY_UNITS_MAX][NEED_COUNT]; /* 0..EVIDENCE_NEED */
    uint16_t near[NEED_COUNT];                   /* 0..100: what the words sound like */
    uint32_t found[QUERY_UNITS_MAX];             /* documents whose text the unit hit */
    bool guessed[QUERY_UNITS_MAX];               /* only misspelt it says anything */
    PhraseHit *phrases;
    uint8_t *targets; /* of each phrase: quality with which it was used as a synonym */
    uint8_t *seen;    /* of each document: words of a phrase that it has, while one is looked for */
} Evidence;

/** @return ERR_OK, ERR_NO_MEMORY */
MUST_USE ErrCode evidence_gather(const SearchIndex *index, Arena *arena, const QueryWords *words,
                                 Evidence **evidence, Err *err);

#endif
