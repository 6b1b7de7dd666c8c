#ifndef FOYER_DATA_DIRECTORY_DIRECTORY_H
#define FOYER_DATA_DIRECTORY_DIRECTORY_H

#include "data/domain/service.h"
#include "data/store/store.h"

/*
 * Directory: everything that helps, found by need or by words. Joins data/search (the index, which
 * knows no database) with data/store. The index is made whenever services change, in the same
 * transaction, and kept in the database as one blob; a directory reads it whole. Belongs to its
 * store's thread.
 */
typedef struct Directory Directory;

enum {
    DIRECTORY_TEXT_MAX = 120, /* bytes of a query; more are ignored */
    DIRECTORY_HITS_MAX = 16,  /* of one page */
    DIRECTORY_WORDS_MAX = 3,
    DIRECTORY_NEEDS_MAX = 3,
    DIRECTORY_MARKS_MAX = 4,
};

/** What to find. All conditions together; what is zero or empty does not matter. */
typedef struct {
    Str8 text;      /* as typed, in any language; empty = everything, best first */
    uint32_t needs; /* bit 1 << Need: at least one of them */
    bool people;    /* only the school's own people */
    bool open_now;
    bool free;     /* cost says so, or nothing is asked */
    Str8 speaks;   /* BCP 47 */
    Str8 language; /* the family's: its words and synonyms weigh beside the English ones */
    Civil local;   /* now, in the school's zone */
    int64_t now_utc_ms;
    const ClosedDays *closed; /* the school's; may be NULL */
    size_t offset;            /* the first hit of this page */
    size_t limit;             /* <= DIRECTORY_HITS_MAX */
} DirectoryQuery;

/** Bytes of the name in the family's language that the query hit. */
typedef struct {
    uint16_t start;
    uint16_t len;
} DirectoryMark;

typedef struct {
    Service service; /* whole */
    DirectoryMark marks[DIRECTORY_MARKS_MAX];
    size_t marks_count;
} DirectoryHit;

/** One page of what was found; everything lives in the caller's arena. */
typedef struct {
    DirectoryHit *hits;
    size_t count;
    size_t total;                    /* of all pages */
    Str8 words[DIRECTORY_WORDS_MAX]; /* how the last word may go on, in the family's language first
                                      */
    size_t words_count;
    Need needs[DIRECTORY_NEEDS_MAX]; /* what the words sound like, nearest first */
    size_t needs_count;
    uint32_t needs_live; /* needs that some service has */
} DirectoryPage;

/**
 * Make the index anew from the store's services and keep it in the store: at the end of every
 * change of services, inside its transaction (store_begin).
 */
MUST_USE ErrCode directory_rebuild(Store *store, Err *err);

/**
 * Open the index that the store keeps (rebuilding it when it is missing or was made by another
 * version of this code).
 * @param directory  [out] close with directory_close before `store` is
 */
MUST_USE ErrCode directory_open(Store *store, Directory **directory, Err *err);
/** NULL is allowed. */
void directory_close(Directory *directory);

/** Read the index again if services changed since; cheap when not. */
MUST_USE ErrCode directory_refresh(Directory *directory, Err *err);

/** Find one page. Words that were typed are wiped from the directory's own memory afterwards. */
MUST_USE ErrCode directory_find(Directory *directory, Arena *arena, const DirectoryQuery *query,
                                DirectoryPage *page, Err *err);

/** Bytes of memory the index holds (foyer-bench search). */
size_t directory_size(const Directory *directory);

#endif
