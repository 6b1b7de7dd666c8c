#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/hash.h"
#include "data/search/builder_private.h"

/* What the finished block is made of; each as the index has it. */
typedef struct {
    SearchBuilder *builder;
    BuildTable tables[TABLE_COUNT];
    BuildKey **sorted;
    uint32_t *post_starts; /* of each key, by its place in builder->keys */
    BuildPost *posts;      /* by key, then by document */
} Writing;

static int compare_keys(const void *a, const void *b) {
    const BuildKey *left = *(const BuildKey *const *)a;
    const BuildKey *right = *(const BuildKey *const *)b;
    size_t count = left->units_count < right->units_count ? left->units_count : right->units_count;
    for (size_t i = 0; i < count; i++) {
        if (left->units[i] != right->units[i]) {
            return left->units[i] < right->units[i] ? -1 : 1;
        }
    }
    return (int)left->units_count - (int)right->units_count;
}

static bool sort_keys(Writing *writing) {
    SearchBuilder *builder = writing->builder;
    writing->sorted = ARENA_ARRAY(builder->arena, BuildKey *, builder->keys.count + 1);
    if (writing->sorted == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < builder->keys.count; i++) {
        writing->sorted[i] = build_key_at(builder, i);
    }
    qsort(writing->sorted, builder->keys.count, sizeof(BuildKey *), compare_keys);
    for (uint32_t i = 0; i < builder->keys.count; i++) {
        writing->sorted[i]->index = i;
    }
    return true;
}

/* Counted into place; the order of documents within a key stays. */
static bool sort_posts(Writing *writing) {
    SearchBuilder *builder = writing->builder;
    uint32_t keys = builder->keys.count;
    const BuildPost *from = builder->posts.items;
    uint32_t *next = ARENA_ARRAY(builder->arena, uint32_t, keys + 1);
    writing->post_starts = ARENA_ARRAY(builder->arena, uint32_t, keys + 1);
    writing->posts = ARENA_ARRAY(builder->arena, BuildPost, builder->posts.count + 1);
    if (next == NULL || writing->post_starts == NULL || writing->posts == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < keys; i++) {
        next[i + 1] = next[i] + build_key_at(builder, i)->posts_count;
    }
    memcpy(writing->post_starts, next, (keys + 1) * sizeof *next);
    for (uint32_t i = 0; i < builder->posts.count; i++) {
        writing->posts[next[from[i].key]++] = from[i];
    }
    return true;
}

static void put_byte(Writing *writing, SearchTable table, uint8_t byte) {
    uint8_t *at = build_push(writing->builder, &writing->tables[table], 1);
    if (at != NULL) {
        *at = byte;
    }
}

static void put_u32(Writing *writing, SearchTable table, uint32_t value) {
    uint32_t *at = build_push(writing->builder, &writing->tables[table], sizeof *at);
    if (at != NULL) {
        *at = value;
    }
}

static void put_distance(Writing *writing, uint32_t distance) {
    for (; distance >= 0x80; distance >>= 7) {
        put_byte(writing, TABLE_POSTINGS, (uint8_t)(distance | 0x80));
    }
    put_byte(writing, TABLE_POSTINGS, (uint8_t)distance);
}

/* @return documents written */
static uint32_t put_postings(Writing *writing, const BuildKey *key, bool strong) {
    uint32_t place = (uint32_t)(key - (const BuildKey *)writing->builder->keys.items);
    uint32_t next_doc = 0;
    uint32_t count = 0;
    for (uint32_t i = writing->post_starts[place]; i < writing->post_starts[place + 1]; i++) {
        const BuildPost *post = &writing->posts[i];
        uint8_t fields = post->fields & (uint8_t)~SEARCH_IN_BODY;
        if (strong != (fields != 0)) {
            continue;
        }
        put_distance(writing, post->doc - next_doc);
        if (strong) {
            put_byte(writing, TABLE_POSTINGS, fields);
        }
        next_doc = post->doc + 1;
        count++;
    }
    return count;
}

static uint32_t put_display(Writing *writing, const BuildKey *key) {
    uint32_t start = writing->tables[TABLE_DISPLAYS].count;
    if (key->display.len == 0 || key->languages == 0) {
        return 0;
    }
    put_byte(writing, TABLE_DISPLAYS, (uint8_t)key->display.len);
    for (size_t i = 0; i < key->display.len; i++) {
        put_byte(writing, TABLE_DISPLAYS, (uint8_t)key->display.ptr[i]);
    }
    return start;
}

static void put_key(Writing *writing, uint32_t index) {
    const BuildKey *key = writing->sorted[index];
    SearchKey made = {.units_start = writing->tables[TABLE_UNITS].count,
                      .languages = key->languages,
                      .stops = key->stops};
    const BuildKey *before = index > 0 ? writing->sorted[index - 1] : NULL;
    uint8_t shared = 0;
    for (size_t i = 0; i < key->units_count; i++) {
        uint16_t *unit = build_push(writing->builder, &writing->tables[TABLE_UNITS], sizeof *unit);
        if (unit != NULL) {
            *unit = key->units[i];
        }
    }
    while (before != NULL && shared < before->units_count && shared < key->units_count &&
           before->units[shared] == key->units[shared]) {
        shared++;
    }
    put_byte(writing, TABLE_SHARED, shared);
    made.strong_start = writing->tables[TABLE_POSTINGS].count;
    made.strong_count = put_postings(writing, key, true);
    made.body_start = writing->tables[TABLE_POSTINGS].count;
    (void)put_postings(writing, key, false);
    made.display_start = put_display(writing, key);
    SearchKey *at = build_push(writing->builder, &writing->tables[TABLE_KEYS], sizeof *at);
    if (at != NULL) {
        *at = made;
    }
}

static void put_keys(Writing *writing) {
    SearchBuilder *builder = writing->builder;
    put_byte(writing, TABLE_DISPLAYS, 0); /* so that no display starts at 0 */
    for (uint32_t i = 0; i < builder->keys.count && !builder->full; i++) {
        put_key(writing, i);
    }
    SearchKey *end = build_push(builder, &writing->tables[TABLE_KEYS], sizeof *end);
    put_byte(writing, TABLE_SHARED, 0);
    if (end != NULL) {
        end->units_start = writing->tables[TABLE_UNITS].count;
        end->strong_start = end->body_start = writing->tables[TABLE_POSTINGS].count;
    }
}

static void put_phrases(Writing *writing) {
    SearchBuilder *builder = writing->builder;
    for (uint32_t i = 0; i < builder->phrases.count && !builder->full; i++) {
        const BuildPhrase *from = (const BuildPhrase *)builder->phrases.items + i;
        SearchPhrase *made = build_push(builder, &writing->tables[TABLE_PHRASES], sizeof *made);
        if (made == NULL) {
            return;
        }
        *made = (SearchPhrase){.words_start = writing->tables[TABLE_PHRASE_WORDS].count,
                               .group = from->group,
                               .words_count = from->words_count,
                               .need = from->need,
                               .language = from->language};
        for (size_t word = 0; word < from->words_count; word++) {
            put_u32(writing, TABLE_PHRASE_WORDS, build_key_at(builder, from->words[word])->index);
        }
    }
}

/* Which phrases each key is a word of; a phrase that leads nowhere is only a target. */
static bool put_refs(Writing *writing) {
    SearchBuilder *builder = writing->builder;
    const SearchPhrase *phrases = writing->tables[TABLE_PHRASES].items;
    const uint32_t *words = writing->tables[TABLE_PHRASE_WORDS].items;
    SearchKey *keys = writing->tables[TABLE_KEYS].items;
    uint32_t keys_count = builder->keys.count;
    uint32_t *next = ARENA_ARRAY(builder->arena, uint32_t, keys_count + 1);
    uint32_t *refs =
        ARENA_ARRAY(builder->arena, uint32_t, writing->tables[TABLE_PHRASE_WORDS].count + 1);
    if (next == NULL || refs == NULL) {
        return false;
    }
    for (int turn = 0; turn < 2; turn++) {
        for (uint32_t i = 0; i < writing->tables[TABLE_PHRASES].count; i++) {
            bool leads = phrases[i].need != SEARCH_NO_NEED || phrases[i].group != UINT32_MAX;
            for (size_t word = 0; leads && word < phrases[i].words_count; word++) {
                uint32_t key = words[phrases[i].words_start + word];
                if (turn == 0) {
                    next[key + 1]++;
                } else {
                    refs[next[key]++] = i;
                }
            }
        }
        for (uint32_t i = 0; turn == 0 && i < keys_count; i++) {
            next[i + 1] += next[i];
        }
        for (uint32_t i = 0; turn == 0 && i <= keys_count; i++) {
            keys[i].refs_start = next[i];
        }
    }
    writing->tables[TABLE_REFS] = (BuildTable){refs, keys[keys_count].refs_start, 0};
    return true;
}

static void put_ends(Writing *writing) {
    SearchBuilder *builder = writing->builder;
    SearchDoc *end = build_push(builder, &builder->docs, sizeof *end);
    if (end != NULL) {
        *end = (SearchDoc){.hours_start = builder->hours.count,
                           .rules_start = builder->rules.count,
                           .speaks_start = builder->speaks.count};
    }
    uint32_t *group = build_push(builder, &builder->groups, sizeof *group);
    if (group != NULL) {
        *group = builder->targets.count;
    }
    writing->tables[TABLE_DOCS] = builder->docs;
    writing->tables[TABLE_HOURS] = builder->hours;
    writing->tables[TABLE_RULES] = builder->rules;
    writing->tables[TABLE_SPEAKS] = builder->speaks;
    writing->tables[TABLE_TAGS] = builder->tags;
    writing->tables[TABLE_LANGUAGES] = builder->languages;
    writing->tables[TABLE_GROUPS] = builder->groups;
    writing->tables[TABLE_TARGETS] = builder->targets;
}

static bool put_together(Writing *writing, Str8 *bytes) {
    SearchHeader header = {.magic = SEARCH_MAGIC, .format = SEARCH_FORMAT};
    size_t size = sizeof header;
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        header.tables[i].start = (uint32_t)size;
        header.tables[i].count = writing->tables[i].count;
        size += (writing->tables[i].count * search_table_item((SearchTable)i) + 7) / 8 * 8;
        if (size > UINT32_MAX) {
            return false;
        }
    }
    char *block = arena_alloc(writing->builder->arena, size);
    if (block == NULL) {
        return false;
    }
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        if (writing->tables[i].count > 0) {
            memcpy(block + header.tables[i].start, writing->tables[i].items,
                   writing->tables[i].count * search_table_item((SearchTable)i));
        }
    }
    memcpy(block, &header, sizeof header);
    header.sum = hash_bytes(HASH_START, block + offsetof(SearchHeader, tables),
                            size - offsetof(SearchHeader, tables));
    memcpy(block, &header, sizeof header);
    *bytes = (Str8){block, size};
    return true;
}

ErrCode search_builder_finish(SearchBuilder *builder, Str8 *bytes, Err *err) {
    Writing writing = {.builder = builder};
    FOYER_ASSERT(!builder->full);
    bool sorted = sort_keys(&writing) && sort_posts(&writing);
    if (sorted) {
        put_keys(&writing);
        put_phrases(&writing);
        put_ends(&writing);
    }
    if (!sorted || builder->full || !put_refs(&writing) || !put_together(&writing, bytes)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the search index");
    }
    return ERR_OK;
}
