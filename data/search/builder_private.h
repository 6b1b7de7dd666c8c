#ifndef FOYER_DATA_SEARCH_BUILDER_PRIVATE_H
#define FOYER_DATA_SEARCH_BUILDER_PRIVATE_H

#include "data/fold/fold.h"
#include "data/fold/fold_words.h"
#include "data/search/builder.h"
#include "data/search/index.h"

/* What the three files of the builder share. */

/** An array that grows in the builder's arena. */
typedef struct {
    void *items;
    uint32_t count;
    uint32_t capacity;
} BuildTable;

typedef struct {
    const uint16_t *units;
    uint8_t units_count;
    uint32_t last_post; /* 1 + index of its newest post; 0 = none */
    uint32_t index;     /* in the finished table */
    uint32_t languages, stops;
    Str8 display;
    uint32_t posts_count;
} BuildKey;

typedef struct {
    uint32_t key;
    uint32_t doc;
    uint8_t fields;
} BuildPost;

typedef struct {
    uint32_t words[SEARCH_PHRASE_WORDS_MAX]; /* keys */
    uint32_t group;
    uint8_t words_count;
    uint8_t need;
    uint8_t language;
} BuildPhrase;

struct SearchBuilder {
    Arena *arena;
    Folder *folder;
    BuildTable keys;      /* BuildKey */
    uint32_t *slots;      /* hash table of 1 + key */
    uint32_t slots_count; /* a power of two */
    BuildTable posts;     /* BuildPost */
    BuildTable phrases;   /* BuildPhrase */
    BuildTable groups;    /* uint32_t: first target of each */
    BuildTable targets;   /* uint32_t: phrases */
    BuildTable free;      /* BuildPhrase: how a cost begins that is none */
    BuildTable docs, hours, rules, speaks, tags, languages; /* as in the index */
    bool full; /* out of memory: sticks, asked at the end of each step */
};

enum { BUILD_NO_LANGUAGE = 255 };

/** A zeroed item more; NULL when memory is out, which sticks. */
void *build_push(SearchBuilder *builder, BuildTable *table, size_t item_size);
/** The key of a stem, made when missing; 0 when memory is out. */
uint32_t build_key(SearchBuilder *builder, const FoldWord *stem);
BuildKey *build_key_at(SearchBuilder *builder, uint32_t key);
/** The language's number, added when there is room, else BUILD_NO_LANGUAGE. */
uint8_t build_language(SearchBuilder *builder, Str8 tag);
/** `word` as written in `text` may be proposed in `language`. */
void build_display(SearchBuilder *builder, uint32_t key, Str8 text, const FoldWord *word,
                   uint8_t language);

/** builder_synonyms.c: all files into phrases, groups, stop-words. */
MUST_USE ErrCode build_synonyms(SearchBuilder *builder, const SynonymFile *files,
                                size_t files_count, Err *err);

#endif
