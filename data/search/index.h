#ifndef FOYER_DATA_SEARCH_INDEX_H
#define FOYER_DATA_SEARCH_INDEX_H

#include "data/base/err.h"
#include "data/domain/service.h"

/*
 * The index: one position-independent block of bytes, made by builder.c, read in place. All tables
 * are arrays of fixed-size items in the machine's byte order; another machine's block has another
 * magic number and is made anew.
 *
 * 1. search_index_open checks the sum, every table's bounds and every start that points into
 *    another table; afterwards only postings are read with care (their bytes are of any length).
 * 2. Keys are stems (stem.h) in UTF-16, sorted by unit; key i's texts end where key i + 1's begin,
 *    and one more key closes the table.
 * 3. Words of names, of the body, of needs and of synonyms and stop-words are keys of one table, so
 *    that prefixes, typos and completions walk it once.
 */
enum {
    SEARCH_FORMAT = 3, /* more with every change of what a builder makes of the same services */
    SEARCH_DOCS_MAX = 200000,
    SEARCH_TAG_SIZE = 16,      /* of a BCP 47 tag, zero-filled; longer ones are cut at a part */
    SEARCH_LANGUAGES_MAX = 32, /* in which names and synonyms are written */
    SEARCH_PHRASE_WORDS_MAX = 6,
    SEARCH_NO_NEED = 255,
    SEARCH_DAYS_MAX = SCHEDULE_DAY_MAX,
};

/** Where a word stood, strongest first; a bit each. The body is in lists of its own. */
typedef enum {
    SEARCH_IN_NAME = 1,
    SEARCH_IN_HELP = 2,
    SEARCH_IN_ALTERNATE = 4,
    SEARCH_IN_ROLE = 8,
    SEARCH_IN_PLACE = 16,
    SEARCH_IN_BODY = 32,
} SearchField;

enum { SEARCH_DOC_OWN = 1, SEARCH_DOC_PERSON = 2, SEARCH_DOC_FREE = 4 };

typedef struct {
    uint8_t id[16];
    uint32_t needs;
    int32_t assured_day; /* since 1970-01-01 UTC; 0 = never */
    uint32_t hours_start;
    uint32_t rules_start;
    uint32_t speaks_start;
    uint8_t name_words; /* of its shortest name, 1.. */
    uint8_t flags;
    uint16_t unused;
} SearchDoc;

/** ScheduleRule with fixed widths; its COUNT is an UNTIL already (schedule_rule_counted). */
typedef struct {
    int32_t start_day, until_day, valid_from, valid_to;
    int32_t count;
    uint32_t month_days;
    int16_t interval;
    int16_t opens_minute, closes_minute;
    uint8_t freq, week_starts, days_count, closed;
    int8_t ordinals[SCHEDULE_ORDINALS_MAX];
    int8_t weekdays[SCHEDULE_ORDINALS_MAX];
} SearchRule;

typedef struct {
    uint32_t units_start;
    uint32_t strong_start;  /* postings: distance of the document, fields */
    uint32_t body_start;    /* postings: distance of the document; they end where the next begin */
    uint32_t refs_start;    /* phrases that it is a word of */
    uint32_t display_start; /* length and UTF-8 of the word as written; 0 = is not proposed */
    uint32_t languages;     /* in which it may be proposed, a bit each */
    uint32_t stops;         /* in which it says nothing */
    uint32_t strong_count;  /* documents of its strong list */
} SearchKey;

/** A word or phrase of the synonym tables. */
typedef struct {
    uint32_t words_start; /* keys */
    uint32_t group;       /* of look and same lines; UINT32_MAX = none */
    uint8_t words_count;  /* 1..SEARCH_PHRASE_WORDS_MAX */
    uint8_t need;         /* SEARCH_NO_NEED = none */
    uint8_t language;
    uint8_t unused;
} SearchPhrase;

typedef struct {
    char text[SEARCH_TAG_SIZE];
} SearchTag;

/** Tables, borrowed from the block. */
typedef struct {
    const SearchDoc *docs; /* docs_count, and one that closes the table */
    const uint32_t *hours; /* weekday << 22 | opens << 11 | closes */
    const SearchRule *rules;
    const uint8_t *speaks; /* tags */
    const SearchTag *tags; /* languages that are spoken */
    const SearchKey *keys; /* keys_count, and one that closes the table */
    const uint8_t *shared; /* units that a key shares with the one before */
    const uint16_t *units;
    const uint8_t *postings;
    const uint8_t *displays;
    const uint32_t *refs;
    const SearchPhrase *phrases;
    const uint32_t *phrase_words;
    const uint32_t *groups;     /* start of each in targets, and one that closes the table */
    const uint32_t *targets;    /* phrases */
    const SearchTag *languages; /* of names, synonyms and stop-words; "en" is always one */
    size_t docs_count, hours_count, rules_count, speaks_count, tags_count, keys_count, units_count,
        postings_size, displays_size, refs_count, phrases_count, phrase_words_count, groups_count,
        targets_count, languages_count;
    size_t size;      /* of the whole block */
    uint32_t english; /* its bit */
    uint32_t needs_live;
    uint32_t need_docs[NEED_COUNT];
} SearchIndex;

/**
 * Look at `bytes` (aligned to 8) as an index; borrowed as long as the index.
 * @return ERR_OK; ERR_CORRUPT: make it anew
 */
MUST_USE ErrCode search_index_open(Str8 bytes, SearchIndex *index, Err *err);

/** The bit of `tag` or of its language alone ("es-MX": "es"); 0 when there is none. */
uint32_t search_index_language(const SearchIndex *index, Str8 tag);

/** First key that is not before `units`; first one that neither begins with it. */
size_t search_key_first(const SearchIndex *index, const uint16_t *units, size_t count);
size_t search_key_end(const SearchIndex *index, size_t first, const uint16_t *units, size_t count);
/** The key that is exactly this. */
bool search_key_find(const SearchIndex *index, const uint16_t *units, size_t count, size_t *key);
size_t search_key_units(const SearchIndex *index, size_t key);

/** Goes through one key's documents; stops at bytes that make no sense. */
typedef struct {
    const uint8_t *at;
    const uint8_t *end;
    uint32_t next_doc;
    uint32_t docs_count;
    bool strong;
    uint32_t doc;   /* the present one */
    uint8_t fields; /* SearchField bits */
} SearchPostings;

SearchPostings search_postings(const SearchIndex *index, size_t key, bool strong);
bool search_postings_next(SearchPostings *postings);

/* ---- the block itself: builder.c and index.c only ---- */

typedef enum {
    TABLE_DOCS,
    TABLE_HOURS,
    TABLE_RULES,
    TABLE_SPEAKS,
    TABLE_TAGS,
    TABLE_KEYS,
    TABLE_SHARED,
    TABLE_UNITS,
    TABLE_POSTINGS,
    TABLE_DISPLAYS,
    TABLE_REFS,
    TABLE_PHRASES,
    TABLE_PHRASE_WORDS,
    TABLE_GROUPS,
    TABLE_TARGETS,
    TABLE_LANGUAGES,
    TABLE_COUNT,
} SearchTable;

enum { SEARCH_MAGIC = 0x58444946 /* "FIDX" on a little-endian machine */ };

typedef struct {
    uint32_t magic;
    uint32_t format;
    uint64_t sum; /* hash_bytes of everything behind it */
    struct {
        uint32_t start; /* bytes from the block's begin, a multiple of 8 */
        uint32_t count; /* items */
    } tables[TABLE_COUNT];
} SearchHeader;

/** Bytes of one item. */
size_t search_table_item(SearchTable table);

#endif
