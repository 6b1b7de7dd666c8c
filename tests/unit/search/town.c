#include "tests/unit/search/town.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/demo/content.h"

static const char *const FIRST[] = {"Harbour",  "Lakeside",  "Northern", "Cedar",  "Sunrise",
                                    "Pinewood", "Riverbend", "Overtown", "Biscay", "Quarry"};
static const char *const MIDDLE[] = {"Literacy", "Veterans", "Kitchen", "Orchestra", "Dialysis",
                                     "Plumbing", "Archery",  "Nursing", "Falconry",  "Pottery"};
static const char *const LAST[] = {"Alliance", "Workshop", "Foundation"};

TextSet town_text(Town *town, const char *language, const char *text) {
    TextIn *item = ARENA_NEW(&town->arena, TextIn);
    assert_non_null(item);
    *item = (TextIn){str8_from(language), str8_copy(&town->arena, str8_from(text))};
    return (TextSet){item, 1};
}

Service *town_add(Town *town, const char *name) {
    assert_true(town->count < TOWN_SERVICES_MAX);
    Service *service = &town->services[town->count++];
    Str8 key = str8_format(&town->arena, "s%zu", town->count);
    *service = (Service){.id = id_from_name(STR8("town"), key),
                         .key = key,
                         .name = town_text(town, "en", name),
                         .needs = 1u << NEED_MORE,
                         .assured_utc_ms = TOWN_NOW_MS};
    return service;
}

Town *town_open_empty(void) {
    Town *town = calloc(1, sizeof *town);
    assert_non_null(town);
    town->arena = arena_make(1 << 20, 256 << 20);
    town->scratch = arena_make(1 << 20, 64 << 20);
    return town;
}

static void add_demo(Town *town) {
    Service *demo = NULL;
    size_t count = 0;
    Err err = {0};
    assert_int_equal(
        content_services(&town->arena, DEMO_SERVICES_INI, TOWN_NOW_MS, &demo, &count, &err),
        ERR_OK);
    for (size_t i = 0; i < count; i++) {
        demo[i].own = true;
        town->services[town->count++] = demo[i];
    }
}

Town *town_open(void) {
    Town *town = town_open_empty();
    add_demo(town);
    for (size_t i = 0; i < 300; i++) {
        char name[TOWN_NAME_BYTES];
        Str8Builder text = builder_make(name, sizeof name);
        builder_format(&text, "%s %s %s", FIRST[i % 10], MIDDLE[i / 10 % 10], LAST[i / 100]);
        Service *service = town_add(town, name);
        service->summary = town_text(town, "en", "A counselor and a lawyer come on Fridays.");
    }
    (void)town_add(town, "Maison José Müller Đặng");
    (void)town_add(town, "王小明心理诊所");
    (void)town_add(town, "جمعية الأُسرة");
    (void)town_add(town, "Ассоциация Надежда");
    town_index(town);
    return town;
}

void town_index(Town *town) {
    SearchBuilder *builder = NULL;
    Err err = {0};
    assert_int_equal(
        search_builder_open(&town->arena, SYNONYM_FILES, SYNONYM_FILES_COUNT, &builder, &err),
        ERR_OK);
    for (size_t i = 0; i < town->count; i++) {
        assert_int_equal(search_builder_add(builder, &town->services[i], &err), ERR_OK);
    }
    assert_int_equal(search_builder_finish(builder, &town->bytes, &err), ERR_OK);
    search_builder_close(builder);
    assert_int_equal(search_index_open(town->bytes, &town->index, &err), ERR_OK);
}

void town_close(Town *town) {
    arena_free(&town->arena);
    arena_free(&town->scratch);
    free(town);
}

SearchQuery town_query(const char *text, const char *language) {
    return (SearchQuery){.text = str8_from(text),
                         .language = str8_from(language),
                         .local = civil_from_ms(TOWN_NOW_MS),
                         .now_utc_ms = TOWN_NOW_MS,
                         .limit = SEARCH_PAGE_MAX};
}

SearchFound town_ask(Town *town, SearchQuery query) {
    SearchFound found;
    Err err = {0};
    assert_int_equal(search_find(&town->index, &town->scratch, &query, &found, &err), ERR_OK);
    assert_true(found.count <= query.limit && found.count <= found.total);
    return found;
}

SearchFound town_find(Town *town, const char *text, const char *language) {
    return town_ask(town, town_query(text, language));
}

int town_place(const Town *town, const SearchFound *found, const char *key) {
    for (size_t i = 0; i < found->count; i++) {
        for (size_t at = 0; at < town->count; at++) {
            const Service *service = &town->services[at];
            if (id_equal(service->id, found->ids[i]) &&
                (str8_equal(service->key, str8_from(key)) ||
                 str8_equal(service->name.items[0].text, str8_from(key)))) {
                return (int)i;
            }
        }
    }
    return -1;
}

bool town_has_word(const SearchFound *found, const char *word) {
    for (size_t i = 0; i < found->words_count; i++) {
        if (str8_equal(found->words[i], str8_from(word))) {
            return true;
        }
    }
    return false;
}

bool town_has_need(const SearchFound *found, Need need) {
    for (size_t i = 0; i < found->needs_count; i++) {
        if (found->needs[i] == need) {
            return true;
        }
    }
    return false;
}
