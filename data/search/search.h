#ifndef FOYER_DATA_SEARCH_SEARCH_H
#define FOYER_DATA_SEARCH_SEARCH_H

#include "data/search/index.h"

/*
 * Search: services by words or by need, in an index that somebody else keeps. No state of its own;
 * any thread, one arena each.
 */
enum { SEARCH_WORDS_MAX = 3, SEARCH_NEEDS_MAX = 3, SEARCH_PAGE_MAX = 64 };

/** As DirectoryQuery (data/directory/directory.h). */
typedef struct {
    Str8 text;
    uint32_t needs;
    bool people;
    bool open_now;
    bool free;
    Str8 speaks;
    Str8 language;
    Civil local;
    int64_t now_utc_ms;
    const ClosedDays *closed;
    size_t offset;
    size_t limit; /* <= SEARCH_PAGE_MAX */
} SearchQuery;

typedef struct {
    Id ids[SEARCH_PAGE_MAX];
    size_t count;
    size_t total;
    Str8 words[SEARCH_WORDS_MAX]; /* borrowed from the index */
    size_t words_count;
    Need needs[SEARCH_NEEDS_MAX];
    size_t needs_count;
} SearchFound;

/**
 * Find one page.
 * @param scratch  everything the search writes is here; rewound, and so overwritten, at the end
 * @return ERR_OK, ERR_NO_MEMORY
 */
MUST_USE ErrCode search_find(const SearchIndex *index, Arena *scratch, const SearchQuery *query,
                             SearchFound *found, Err *err);

typedef struct {
    size_t start; /* bytes of the name */
    size_t end;
} SearchMark;

/**
 * The words of `name` that `text` hits, in order.
 * @return how many were written to `marks`
 */
size_t search_mark(const SearchIndex *index, Arena *scratch, Str8 text, Str8 language, Str8 name,
                   SearchMark *marks, size_t marks_max);

#endif
