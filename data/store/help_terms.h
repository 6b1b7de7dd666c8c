#ifndef FOYER_DATA_STORE_HELP_TERMS_H
#define FOYER_DATA_STORE_HELP_TERMS_H

#include "data/store/help_counters.h"
#include "data/vault/vault.h"

/*
 * Search terms in memory, until enough sessions have asked for them. Private to data/store; memory
 * only. A term that waits is a digest: its words are kept only from the session on that makes it
 * due, so that a name typed once is nowhere when its session is over. What is dropped is
 * overwritten.
 */
enum { HELP_LANGUAGE_SIZE = 36 };

/** A term as it is compared and written: white space as single spaces, ASCII in lower case. */
typedef struct {
    char text[HELP_TERM_BYTES_MAX];
    uint8_t len; /* 0 = none */
    char language[HELP_LANGUAGE_SIZE];
    int iso_year; /* of the latest session that asked */
    int iso_week;
} TermAsked;

typedef struct {
    uint8_t digest[VAULT_DIGEST_SIZE]; /* of the words and the language */
    TermAsked asked;                   /* words only when due */
    int32_t sessions;                  /* different ones */
    uint32_t tick;                     /* higher = asked for later */
} TermWaiting;

typedef struct {
    TermWaiting items[HELP_TERMS_MAX];
    size_t count;
    uint32_t tick;
} HelpTerms;

/** False for what must not be kept: see help_counters_add_term. */
bool help_term_accept(Str8 text, TermAsked *asked);
bool help_term_is(const TermAsked *a, const TermAsked *b);

/** One more session asked for it. */
void help_terms_add(HelpTerms *terms, const TermAsked *asked);
/**
 * Those that enough sessions asked for to the front, in the order of week, language, term.
 * @return how many
 */
size_t help_terms_due(HelpTerms *terms);
/** What of it is written: whole fives, so that it does not matter which batch a session fell into.
 */
int32_t help_term_sessions_due(const TermWaiting *term);
/** The first `due` were written: what is left of them waits on, the others are overwritten. */
void help_terms_written(HelpTerms *terms, size_t due);

#endif
