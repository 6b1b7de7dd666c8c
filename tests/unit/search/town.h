#ifndef FOYER_TESTS_UNIT_SEARCH_TOWN_H
#define FOYER_TESTS_UNIT_SEARCH_TOWN_H

#include "data/search/builder.h"
#include "data/search/search.h"

/*
 * A town to search: the demo school and some hundred invented services with names in several
 * scripts, indexed with the tables that are part of the program.
 */
enum { TOWN_SERVICES_MAX = 400, TOWN_NAME_BYTES = 96 };

#define TOWN_NOW_MS INT64_C(1760610000000) /* Thursday 16 October 2025, 10:20 in UTC */

typedef struct {
    Arena arena;
    Arena scratch;
    Service services[TOWN_SERVICES_MAX];
    size_t count;
    Str8 bytes;
    SearchIndex index;
} Town;

/** With what stands in `town` already (town_add); fails the test when it cannot. */
void town_index(Town *town);
/** Demo and invented services. */
Town *town_open(void);
/** Without any service. */
Town *town_open_empty(void);
void town_close(Town *town);
/** One more service with an English name; change it before town_index. */
Service *town_add(Town *town, const char *name);
TextSet town_text(Town *town, const char *language, const char *text);

SearchQuery town_query(const char *text, const char *language);
SearchFound town_ask(Town *town, SearchQuery query);
SearchFound town_find(Town *town, const char *text, const char *language);
/** Place of the service with `key` or that name among what was found, -1 = not on the page. */
int town_place(const Town *town, const SearchFound *found, const char *key);
bool town_has_word(const SearchFound *found, const char *word);
bool town_has_need(const SearchFound *found, Need need);

#endif
