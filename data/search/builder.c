#include "data/search/builder.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/base/hash.h"
#include "data/search/builder_private.h"
#include "data/search/stem.h"

enum {
    TABLE_START = 256,
    SLOTS_START = 1 << 12,
    SPOKEN_TAGS_MAX = 255,
    ZIP_DIGITS = 5,
    NAME_WORDS_MAX = 255,
};

/* ---- tables ---- */

void *build_push(SearchBuilder *builder, BuildTable *table, size_t item_size) {
    if (table->count == table->capacity) {
        uint32_t capacity = table->capacity > 0 ? table->capacity * 2 : TABLE_START;
        void *items = arena_alloc_array(builder->arena, capacity, item_size);
        if (items == NULL) {
            builder->full = true;
            return NULL;
        }
        if (table->count > 0) {
            memcpy(items, table->items, table->count * item_size);
        }
        table->items = items;
        table->capacity = capacity;
    }
    return (char *)table->items + item_size * table->count++;
}

BuildKey *build_key_at(SearchBuilder *builder, uint32_t key) {
    FOYER_ASSERT(key < builder->keys.count);
    return (BuildKey *)builder->keys.items + key;
}

static uint32_t *slot_of(const SearchBuilder *builder, const uint16_t *units, size_t count) {
    const BuildKey *keys = builder->keys.items;
    uint64_t hash = hash_bytes(HASH_START, units, count * sizeof *units);
    for (uint32_t i = (uint32_t)(hash ^ hash >> 32);; i++) {
        uint32_t *slot = &builder->slots[i & (builder->slots_count - 1)];
        if (*slot == 0 || (keys[*slot - 1].units_count == count &&
                           memcmp(keys[*slot - 1].units, units, count * sizeof *units) == 0)) {
            return slot;
        }
    }
}

/* The table stays at most half full. */
static bool grow_slots(SearchBuilder *builder) {
    if (builder->keys.count * 2 < builder->slots_count) {
        return true;
    }
    uint32_t count = builder->slots_count > 0 ? builder->slots_count * 2 : SLOTS_START;
    uint32_t *slots = ARENA_ARRAY(builder->arena, uint32_t, count);
    if (slots == NULL) {
        builder->full = true;
        return false;
    }
    builder->slots = slots;
    builder->slots_count = count;
    for (uint32_t i = 0; i < builder->keys.count; i++) {
        const BuildKey *key = build_key_at(builder, i);
        *slot_of(builder, key->units, key->units_count) = i + 1;
    }
    return true;
}

uint32_t build_key(SearchBuilder *builder, const FoldWord *stem) {
    FOYER_ASSERT(stem->count > 0 && stem->count <= FOLD_WORD_UNITS_MAX);
    if (!grow_slots(builder)) {
        return 0;
    }
    uint32_t *slot = slot_of(builder, stem->units, stem->count);
    if (*slot != 0) {
        return *slot - 1;
    }
    uint16_t *units = ARENA_ARRAY(builder->arena, uint16_t, stem->count);
    BuildKey *key = units != NULL ? build_push(builder, &builder->keys, sizeof *key) : NULL;
    if (key == NULL) {
        builder->full = true;
        return 0;
    }
    memcpy(units, stem->units, stem->count * sizeof *units);
    key->units = units;
    key->units_count = (uint8_t)stem->count;
    *slot = builder->keys.count;
    return builder->keys.count - 1;
}

/* Number of `tag` in a table of SearchTag, added when fewer than `max`; `max` when there is none.
 */
static uint32_t build_tag(SearchBuilder *builder, BuildTable *table, Str8 tag, uint32_t max) {
    SearchTag made = {{0}};
    while (tag.len >= SEARCH_TAG_SIZE) {
        size_t len = tag.len;
        while (len > 0 && tag.ptr[len - 1] != '-') {
            len--;
        }
        tag.len = len > 0 ? len - 1 : 0;
    }
    memcpy(made.text, tag.len > 0 ? tag.ptr : "", tag.len);
    for (uint32_t i = 0; i < table->count; i++) {
        if (memcmp((SearchTag *)table->items + i, &made, sizeof made) == 0) {
            return i;
        }
    }
    SearchTag *item = table->count < max ? build_push(builder, table, sizeof *item) : NULL;
    if (item == NULL) {
        return max;
    }
    *item = made;
    return table->count - 1;
}

uint8_t build_language(SearchBuilder *builder, Str8 tag) {
    uint32_t number = build_tag(builder, &builder->languages, tag, SEARCH_LANGUAGES_MAX);
    return number < SEARCH_LANGUAGES_MAX ? (uint8_t)number : BUILD_NO_LANGUAGE;
}

/* Pairs of characters are no words to propose. */
void build_display(SearchBuilder *builder, uint32_t key, Str8 text, const FoldWord *word,
                   uint8_t language) {
    if (language == BUILD_NO_LANGUAGE || word->dense || builder->full) {
        return;
    }
    BuildKey *at = build_key_at(builder, key);
    if (at->display.len == 0) {
        Str8 display = fold_lower(builder->arena, str8_slice(text, word->start, word->end));
        at->display = display.len <= UINT8_MAX ? display : (Str8){NULL, 0};
    }
    at->languages |= UINT32_C(1) << language;
}

/* ---- one service ---- */

typedef struct {
    SearchBuilder *builder;
    uint32_t doc;
    uint8_t field;
    bool propose;
    bool skip_numbers;
} TextPlace;

static void post_word(SearchBuilder *builder, uint32_t key, uint32_t doc, uint8_t field) {
    if (builder->full) {
        return;
    }
    BuildKey *at = build_key_at(builder, key);
    BuildPost *posts = builder->posts.items;
    if (at->last_post > 0 && posts[at->last_post - 1].doc == doc) {
        posts[at->last_post - 1].fields |= field;
        return;
    }
    BuildPost *post = build_push(builder, &builder->posts, sizeof *post);
    if (post != NULL) {
        *post = (BuildPost){key, doc, field};
        at->last_post = builder->posts.count;
        at->posts_count++;
    }
}

static bool is_number(const FoldWord *word) {
    for (size_t i = 0; i < word->count; i++) {
        if (word->units[i] < '0' || word->units[i] > '9') {
            return false;
        }
    }
    return true;
}

static bool is_stop(SearchBuilder *builder, uint32_t key, uint8_t language) {
    uint32_t bits = language != BUILD_NO_LANGUAGE ? UINT32_C(1) << language : 0;
    return !builder->full && (build_key_at(builder, key)->stops & (bits | 1u)) != 0;
}

/** @return words that say something */
static size_t add_text(TextPlace place, Str8 text, uint8_t language) {
    FoldWord word;
    size_t count = 0;
    for (FoldWords words = fold_words(text); fold_words_next(&words, &word);) {
        if (place.skip_numbers && is_number(&word) && word.count != ZIP_DIGITS) {
            continue;
        }
        stem_word(&word);
        uint32_t key = build_key(place.builder, &word);
        bool stop = is_stop(place.builder, key, language);
        if (stop && place.field == SEARCH_IN_BODY) {
            continue;
        }
        count += stop || word.tail ? 0 : 1;
        post_word(place.builder, key, place.doc, place.field);
        if (place.propose && !stop) {
            build_display(place.builder, key, text, &word, language);
        }
    }
    return count;
}

/* A name in another script answers to its Latin reading, in one word too: Wang Xiaoming. */
static void add_latin(TextPlace place, Str8 name) {
    Str8 latin = fold_latin(place.builder->folder, place.builder->arena, name);
    FoldWord word;
    FoldWord whole = {.count = 0};
    if (latin.len == 0) {
        return;
    }
    (void)add_text(place, latin, BUILD_NO_LANGUAGE);
    for (FoldWords words = fold_words(latin); fold_words_next(&words, &word);) {
        for (size_t i = 0; i < word.count && whole.count < FOLD_WORD_UNITS_MAX; i++) {
            whole.units[whole.count++] = word.units[i];
        }
    }
    if (whole.count > 0) {
        stem_word(&whole);
        post_word(place.builder, build_key(place.builder, &whole), place.doc, place.field);
    }
}

/** @return words of the shortest that says something, 0 = none does */
static size_t add_set(TextPlace place, TextSet set) {
    size_t fewest = 0;
    for (size_t i = 0; i < set.count; i++) {
        uint8_t language = build_language(place.builder, set.items[i].language);
        size_t count = add_text(place, set.items[i].text, language);
        fewest = count > 0 && (fewest == 0 || count < fewest) ? count : fewest;
    }
    return fewest;
}

static void add_texts(SearchBuilder *builder, const Service *service, uint32_t doc) {
    TextPlace name = {builder, doc, SEARCH_IN_NAME, !service->is_person, false};
    TextPlace alternate = {builder, doc, SEARCH_IN_ALTERNATE, !service->is_person, false};
    TextPlace role = {builder, doc, SEARCH_IN_ROLE, false, false};
    TextPlace help = {builder, doc, SEARCH_IN_HELP, true, false};
    TextPlace place = {builder, doc, SEARCH_IN_PLACE, false, true};
    TextPlace body = {builder, doc, SEARCH_IN_BODY, false, true};
    size_t words = add_set(name, service->name);
    for (size_t i = 0; i < service->name.count; i++) {
        add_latin((TextPlace){builder, doc, SEARCH_IN_NAME, false, false},
                  service->name.items[i].text);
    }
    ((SearchDoc *)builder->docs.items)[doc].name_words =
        (uint8_t)(words == 0               ? 1
                  : words > NAME_WORDS_MAX ? NAME_WORDS_MAX
                                           : words);
    (void)add_set(alternate, service->alternate);
    /* What a person is called by families is the role. */
    (void)add_set(service->is_person ? (TextPlace){builder, doc, SEARCH_IN_ALTERNATE, true, false}
                                     : role,
                  service->role);
    for (size_t i = 0; i < service->helps_count; i++) {
        (void)add_set(help, service->helps[i]);
    }
    (void)add_set(place, service->place);
    (void)add_text(place, service->address, BUILD_NO_LANGUAGE);
    (void)add_set(body, service->summary);
    (void)add_set(body, service->eligibility);
}

static bool cost_begins(SearchBuilder *builder, Str8 cost, const BuildPhrase *phrase) {
    FoldWord word;
    size_t at = 0;
    for (FoldWords words = fold_words(cost);
         at < phrase->words_count && fold_words_next(&words, &word);) {
        if (word.tail) {
            continue;
        }
        stem_word(&word);
        if (build_key(builder, &word) != phrase->words[at]) {
            return false;
        }
        at++;
    }
    return at == phrase->words_count;
}

static bool is_free(SearchBuilder *builder, const Service *service) {
    const BuildPhrase *phrases = builder->free.items;
    for (size_t i = 0; i < service->cost.count; i++) {
        for (uint32_t at = 0; at < builder->free.count; at++) {
            if (cost_begins(builder, service->cost.items[i].text, &phrases[at])) {
                return true;
            }
        }
    }
    /* Nobody at a school asks a family for money. */
    return service->cost.count == 0 && service->is_person;
}

static int32_t assured_day(const Service *service) {
    int64_t day = service->assured_utc_ms / DAY_MS;
    return day < 0 ? 0 : day > SEARCH_DAYS_MAX ? SEARCH_DAYS_MAX : (int32_t)day;
}

static int32_t near_day(int32_t day) {
    return day == SCHEDULE_NO_DAY   ? day
           : day < -SEARCH_DAYS_MAX ? -SEARCH_DAYS_MAX
           : day > SEARCH_DAYS_MAX  ? SEARCH_DAYS_MAX
                                    : day;
}

static void add_schedule(SearchBuilder *builder, const Service *service) {
    for (size_t i = 0; i < service->hours_count; i++) {
        const Hours *hours = &service->hours[i];
        uint32_t *packed = build_push(builder, &builder->hours, sizeof *packed);
        if (packed != NULL) {
            *packed = (uint32_t)hours->weekday << 22 | (uint32_t)hours->opens_minute << 11 |
                      (uint32_t)hours->closes_minute;
        }
    }
    for (size_t i = 0; i < service->rules_count; i++) {
        ScheduleRule counted = schedule_rule_counted(&service->rules[i]);
        const ScheduleRule *from = &counted;
        SearchRule *rule = build_push(builder, &builder->rules, sizeof *rule);
        if (rule == NULL) {
            return;
        }
        *rule = (SearchRule){
            .start_day = near_day(from->start_day),
            .until_day = near_day(from->until_day),
            .valid_from = near_day(from->valid_from),
            .valid_to = near_day(from->valid_to),
            .count = from->count,
            .month_days = from->month_days,
            .interval = (int16_t)(from->interval < INT16_MAX ? from->interval : INT16_MAX),
            .opens_minute = (int16_t)from->opens_minute,
            .closes_minute = (int16_t)from->closes_minute,
            .freq = (uint8_t)from->freq,
            .week_starts = (uint8_t)from->week_starts,
            .days_count = (uint8_t)from->days_count,
            .closed = from->closed ? 1 : 0,
        };
        for (size_t day = 0; day < from->days_count; day++) {
            rule->ordinals[day] = from->days[day].ordinal;
            rule->weekdays[day] = from->days[day].weekday;
        }
    }
}

static void add_languages(SearchBuilder *builder, const Service *service) {
    for (size_t i = 0; i < service->languages_count; i++) {
        uint32_t tag = build_tag(builder, &builder->tags, service->languages[i], SPOKEN_TAGS_MAX);
        uint8_t *speaks = tag < SPOKEN_TAGS_MAX ? build_push(builder, &builder->speaks, 1) : NULL;
        if (speaks != NULL) {
            *speaks = (uint8_t)tag;
        }
    }
}

static ErrCode memory_left(const SearchBuilder *builder, Err *err) {
    return builder->full ? err_set(err, ERR_NO_MEMORY, "no memory for the search index") : ERR_OK;
}

ErrCode search_builder_add(SearchBuilder *builder, const Service *service, Err *err) {
    FOYER_ASSERT(service->helps_count <= SERVICE_HELPS_MAX);
    if (builder->docs.count == SEARCH_DOCS_MAX) {
        return err_set(err, ERR_LIMIT, "more than %d services", SEARCH_DOCS_MAX);
    }
    uint32_t doc = builder->docs.count;
    SearchDoc *made = build_push(builder, &builder->docs, sizeof *made);
    if (made != NULL) {
        *made = (SearchDoc){
            .needs = service->needs & ((UINT32_C(1) << NEED_COUNT) - 1),
            .assured_day = assured_day(service),
            .hours_start = builder->hours.count,
            .rules_start = builder->rules.count,
            .speaks_start = builder->speaks.count,
            .flags = (uint8_t)((service->own ? SEARCH_DOC_OWN : 0) |
                               (service->is_person ? SEARCH_DOC_PERSON : 0) |
                               (is_free(builder, service) ? SEARCH_DOC_FREE : 0)),
        };
        memcpy(made->id, service->id.bytes, sizeof made->id);
        add_texts(builder, service, doc);
        add_schedule(builder, service);
        add_languages(builder, service);
    }
    return memory_left(builder, err);
}

ErrCode search_builder_open(Arena *arena, const SynonymFile *files, size_t files_count,
                            SearchBuilder **builder, Err *err) {
    SearchBuilder *made = ARENA_NEW(arena, SearchBuilder);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the search index");
    }
    made->arena = arena;
    ErrCode code = folder_open(&made->folder, err);
    if (code == ERR_OK) {
        /* Bit 0 is English whatever the files are: its stop-words are left out of every body. */
        (void)build_language(made, STR8("en"));
        code = build_synonyms(made, files, files_count, err);
        code = code == ERR_OK ? memory_left(made, err) : code;
    }
    if (code != ERR_OK) {
        folder_close(made->folder);
        return code;
    }
    *builder = made;
    return ERR_OK;
}

void search_builder_close(SearchBuilder *builder) {
    if (builder != NULL) {
        folder_close(builder->folder);
        builder->folder = NULL;
    }
}
