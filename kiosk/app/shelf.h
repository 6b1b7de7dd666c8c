#ifndef FOYER_KIOSK_APP_SHELF_H
#define FOYER_KIOSK_APP_SHELF_H

#include "data/base/arena.h"
#include "data/domain/service.h"
#include "kiosk/view/view.h"

/*
 * Shelf: one page of services that the directory answered with. A Browse is the question, a plain
 * value of one session; a Shelf is the answer, owned by one thread at a time as a Content is
 * (invariant 6). What was looked for stands in both: who frees a shelf overwrites it
 * (invariant 9), which arena_free does.
 */

enum {
    LANGUAGE_SIZE = 16,
    SEARCH_TEXT_MAX = 120, /* bytes of what is typed */
    SHELF_ITEMS_MAX = 16,
    SHELF_SIZE_MAX = 8 << 20, /* bytes of one shelf */
};

/** What is asked for, one slot of the state each: a newer question of a kind replaces the older. */
typedef enum {
    SHELF_LIST,   /* what helps with a need, or who speaks a language */
    SHELF_SEARCH, /* what was typed */
    SHELF_MINE,   /* my list */
    SHELF_CARD,   /* the open card's service */
    SHELF_KIND_COUNT,
} ShelfKind;

typedef struct {
    ShelfKind kind;
    ListKind list; /* SHELF_LIST */
    Need need;     /* LIST_NEED */
    bool filters[FILTER_COUNT];
    char text[SEARCH_TEXT_MAX + 1]; /* SHELF_SEARCH */
    char language[LANGUAGE_SIZE];   /* the family's */
    Id ids[MINE_MAX];               /* SHELF_MINE, SHELF_CARD */
    size_t ids_count;
    size_t page; /* 0-based */
    size_t per_page;
} Browse;

typedef struct {
    Service service;           /* whole */
    TextMark marks[MARKS_MAX]; /* of its name in the language that was asked in */
    size_t marks_count;
} ShelfItem;

typedef struct Shelf Shelf;

struct Shelf {
    Arena arena; /* holds all of it, this struct too */
    ShelfItem *items;
    size_t count;
    size_t total; /* of all pages */
    Str8 words[SEARCH_WORDS_SHOWN];
    size_t words_count;
    Need needs[SEARCH_NEEDS_SHOWN];
    size_t needs_count;
    Shelf *next; /* the state's: shelves that frames may still show */
};

/** Field by field. */
bool browse_equal(const Browse *a, const Browse *b);

/** An empty one, or NULL when there is no memory. */
Shelf *shelf_new(void);

/** Overwrites it. NULL is allowed. */
void shelf_free(Shelf *shelf);

/** The item whose service has `id`, or NULL. @param shelf  may be NULL */
const ShelfItem *shelf_find(const Shelf *shelf, Id id);

#endif
