#include "data/fold/fold_words.h"
#include "data/search/builder.h"
#include "data/search/search.h"
#include "tests/fuzz/fuzz.h"

/*
 * Any text as a name, as a synonym table and as what is typed: a service is found by its own name
 * when that has a word, marks lie on whole characters, and no text ends the program.
 */
static bool says_something(Str8 text) {
    FoldWord word;
    FoldWords words = fold_words(text);
    return fold_words_next(&words, &word);
}

static void check_marks(const SearchIndex *index, Arena *arena, Str8 typed, Str8 name) {
    SearchMark marks[4];
    size_t end = 0;
    size_t count = search_mark(index, arena, typed, STR8("en"), name, marks, 4);
    for (size_t i = 0; i < count; i++) {
        FOYER_ASSERT(marks[i].start >= end && marks[i].start < marks[i].end);
        FOYER_ASSERT(marks[i].end <= name.len);
        FOYER_ASSERT(str8_is_valid(str8_slice(name, marks[i].start, marks[i].end)));
        end = marks[i].end;
    }
}

static void check_found(const SearchIndex *index, Arena *arena, Str8 typed, bool must) {
    SearchFound found;
    SearchQuery query = {.text = typed,
                         .language = STR8("en"),
                         .local = {.year = 2025, .month = 10, .day = 16, .weekday = 4},
                         .limit = 4};
    FOYER_ASSERT(search_find(index, arena, &query, &found, NULL) == ERR_OK);
    FOYER_ASSERT(!must || found.total > 0);
    for (size_t i = 0; i < found.words_count; i++) {
        FOYER_ASSERT(found.words[i].len > 0 && str8_is_valid(found.words[i]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    FuzzInput input = {bytes, size};
    SearchBuilder *builder = NULL;
    SearchIndex index;
    Str8 block;
    Err err = {0};
    Str8 typed = fuzz_take_text(&input, &arena);
    Str8 name = fuzz_take_text(&input, &arena);
    SynonymFile file = {STR8("en.syn"), STR8("en"), fuzz_take_text(&input, &arena)};
    ErrCode code = search_builder_open(&arena, &file, 1, &builder, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        TextIn names = {STR8("en"), name};
        TextIn summary = {STR8("en"), typed};
        Service service = {.name = {&names, 1}, .summary = {&summary, 1}, .needs = 1};
        FOYER_ASSERT(search_builder_add(builder, &service, &err) == ERR_OK);
        FOYER_ASSERT(search_builder_finish(builder, &block, &err) == ERR_OK);
        search_builder_close(builder);
        FOYER_ASSERT(search_index_open(block, &index, &err) == ERR_OK);
        check_found(&index, &arena, typed, false);
        check_found(&index, &arena, name, name.len <= 200 && says_something(name));
        check_marks(&index, &arena, typed, name);
    }
    arena_free(&arena);
    return 0;
}
