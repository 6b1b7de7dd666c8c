#include <string.h>

#include "data/base/hash.h"
#include "data/search/builder.h"
#include "data/search/search.h"
#include "tests/fuzz/fuzz.h"

/*
 * The search index as it may lie in a damaged database: a right one of a few services, with bytes
 * of the input written over it and the sum mended, or the input alone. It is refused or it answers;
 * nothing outside it is read.
 */
enum { SUM_AT = 8, SUM_OVER = 16, EDITS_MAX = 64 };

static const SynonymFile FILES[] = {
    {{"en.syn", 6},
     {"en", 2},
     {"stop: the, of\nfree: free\nneed food: bread, soup kitchen\nname talk: A talk\n"
      "same: bread, buns, corn rolls\nlook: pan > bread, soup kitchen\n",
      144}}};

static void add(SearchBuilder *builder, const char *name, const char *summary, unsigned needs) {
    static const Hours HOURS[] = {{1, 540, 1020}, {2, 540, 1020}};
    static const Str8 SPEAKS[] = {{"es", 2}, {"en", 2}};
    static const ScheduleRule RULES[] = {{.freq = SCHEDULE_WEEKLY,
                                          .interval = 2,
                                          .start_day = 20000,
                                          .until_day = SCHEDULE_NO_DAY,
                                          .valid_from = SCHEDULE_NO_DAY,
                                          .valid_to = SCHEDULE_NO_DAY,
                                          .opens_minute = 60,
                                          .closes_minute = 1200}};
    TextIn names = {STR8("en"), str8_from(name)};
    TextIn summaries = {STR8("es"), str8_from(summary)};
    Service service = {.name = {&names, 1},
                       .summary = {&summaries, 1},
                       .needs = needs,
                       .own = needs % 2 == 0,
                       .hours = HOURS,
                       .hours_count = 2,
                       .rules = RULES,
                       .rules_count = 1,
                       .languages = SPEAKS,
                       .languages_count = 2};
    FOYER_ASSERT(search_builder_add(builder, &service, NULL) == ERR_OK);
}

static Str8 right_index(Arena *arena) {
    SearchBuilder *builder = NULL;
    Str8 bytes;
    SynonymFile file = FILES[0];
    file.text.len = strlen(file.text.ptr);
    FOYER_ASSERT(search_builder_open(arena, &file, 1, &builder, NULL) == ERR_OK);
    add(builder, "Bread and soup", "the pan of the kitchen", 4);
    add(builder, "Buns of corn", "breads, bread, broad", 8);
    add(builder, "王小明", "talk", 1);
    FOYER_ASSERT(search_builder_finish(builder, &bytes, NULL) == ERR_OK);
    search_builder_close(builder);
    return bytes;
}

/* Each edit: two bytes where, one byte what. */
static Str8 edited_index(Arena *arena, FuzzInput *input) {
    Str8 right = right_index(arena);
    char *bytes = (char *)(uintptr_t)right.ptr;
    for (int i = 0; input->size >= 3 && i < EDITS_MAX; i++) {
        size_t at = (size_t)fuzz_take_int(input, 0, UINT16_MAX) % (right.len - SUM_OVER);
        bytes[SUM_OVER + at] = (char)fuzz_take_byte(input);
    }
    uint64_t sum = hash_bytes(HASH_START, bytes + SUM_OVER, right.len - SUM_OVER);
    memcpy(bytes + SUM_AT, &sum, sizeof sum);
    return right;
}

static Str8 raw_index(Arena *arena, const FuzzInput *input) {
    char *bytes = arena_alloc(arena, input->size + 1);
    FOYER_ASSERT(bytes != NULL);
    memcpy(bytes, input->bytes, input->size);
    return (Str8){bytes, input->size};
}

static void ask(const SearchIndex *index, Arena *arena, const char *text) {
    SearchFound found;
    SearchQuery query = {.text = str8_from(text),
                         .language = STR8("es"),
                         .speaks = STR8("es"),
                         .local = {.year = 2025, .month = 10, .day = 16, .hour = 10, .weekday = 4},
                         .now_utc_ms = INT64_C(1760610000000),
                         .limit = 4};
    FOYER_ASSERT(search_find(index, arena, &query, &found, NULL) == ERR_OK);
    FOYER_ASSERT(found.count <= 4 && found.count <= found.total);
    query.open_now = true;
    FOYER_ASSERT(search_find(index, arena, &query, &found, NULL) == ERR_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const char *const TYPED[] = {"", "b", "bread", "braed soup", "pan de corn", "王小"};
    Arena arena = fuzz_arena();
    FuzzInput input = {bytes, size};
    SearchIndex index;
    Str8 block =
        fuzz_take_byte(&input) % 8 == 0 ? raw_index(&arena, &input) : edited_index(&arena, &input);
    if (search_index_open(block, &index, NULL) == ERR_OK) {
        for (size_t i = 0; i < sizeof TYPED / sizeof TYPED[0]; i++) {
            ask(&index, &arena, TYPED[i]);
        }
    }
    arena_free(&arena);
    return 0;
}
