#include "data/search/index.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/hash.h"
#include "data/fold/fold_words.h"

size_t search_table_item(SearchTable table) {
    static const size_t SIZES[TABLE_COUNT] = {
        [TABLE_DOCS] = sizeof(SearchDoc),
        [TABLE_HOURS] = sizeof(uint32_t),
        [TABLE_RULES] = sizeof(SearchRule),
        [TABLE_SPEAKS] = 1,
        [TABLE_TAGS] = sizeof(SearchTag),
        [TABLE_KEYS] = sizeof(SearchKey),
        [TABLE_SHARED] = 1,
        [TABLE_UNITS] = sizeof(uint16_t),
        [TABLE_POSTINGS] = 1,
        [TABLE_DISPLAYS] = 1,
        [TABLE_REFS] = sizeof(uint32_t),
        [TABLE_PHRASES] = sizeof(SearchPhrase),
        [TABLE_PHRASE_WORDS] = sizeof(uint32_t),
        [TABLE_GROUPS] = sizeof(uint32_t),
        [TABLE_TARGETS] = sizeof(uint32_t),
        [TABLE_LANGUAGES] = sizeof(SearchTag),
    };
    FOYER_ASSERT(table < TABLE_COUNT);
    return SIZES[table];
}

/* ---- opening ---- */

static bool header_is_right(Str8 bytes, const SearchHeader *header) {
    if (header->magic != SEARCH_MAGIC || header->format != SEARCH_FORMAT ||
        header->sum != hash_bytes(HASH_START, bytes.ptr + offsetof(SearchHeader, tables),
                                  bytes.len - offsetof(SearchHeader, tables))) {
        return false;
    }
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        size_t start = header->tables[i].start;
        size_t size = header->tables[i].count * search_table_item((SearchTable)i);
        if (start % 8 != 0 || start < sizeof *header || start > bytes.len ||
            size > bytes.len - start) {
            return false;
        }
    }
    return header->tables[TABLE_DOCS].count > 0 && header->tables[TABLE_KEYS].count > 0 &&
           header->tables[TABLE_GROUPS].count > 0 && header->tables[TABLE_LANGUAGES].count > 0 &&
           header->tables[TABLE_LANGUAGES].count <= SEARCH_LANGUAGES_MAX &&
           header->tables[TABLE_DOCS].count <= SEARCH_DOCS_MAX + 1 &&
           header->tables[TABLE_SHARED].count == header->tables[TABLE_KEYS].count;
}

static void point(SearchIndex *index, Str8 bytes, const SearchHeader *header) {
    const void *at[TABLE_COUNT];
    size_t count[TABLE_COUNT];
    for (int i = 0; i < TABLE_COUNT; i++) {
        at[i] = bytes.ptr + header->tables[i].start;
        count[i] = header->tables[i].count;
    }
    *index = (SearchIndex){
        .docs = at[TABLE_DOCS],
        .hours = at[TABLE_HOURS],
        .rules = at[TABLE_RULES],
        .speaks = at[TABLE_SPEAKS],
        .tags = at[TABLE_TAGS],
        .keys = at[TABLE_KEYS],
        .shared = at[TABLE_SHARED],
        .units = at[TABLE_UNITS],
        .postings = at[TABLE_POSTINGS],
        .displays = at[TABLE_DISPLAYS],
        .refs = at[TABLE_REFS],
        .phrases = at[TABLE_PHRASES],
        .phrase_words = at[TABLE_PHRASE_WORDS],
        .groups = at[TABLE_GROUPS],
        .targets = at[TABLE_TARGETS],
        .languages = at[TABLE_LANGUAGES],
        .docs_count = count[TABLE_DOCS] - 1,
        .hours_count = count[TABLE_HOURS],
        .rules_count = count[TABLE_RULES],
        .speaks_count = count[TABLE_SPEAKS],
        .tags_count = count[TABLE_TAGS],
        .keys_count = count[TABLE_KEYS] - 1,
        .units_count = count[TABLE_UNITS],
        .postings_size = count[TABLE_POSTINGS],
        .displays_size = count[TABLE_DISPLAYS],
        .refs_count = count[TABLE_REFS],
        .phrases_count = count[TABLE_PHRASES],
        .phrase_words_count = count[TABLE_PHRASE_WORDS],
        .groups_count = count[TABLE_GROUPS] - 1,
        .targets_count = count[TABLE_TARGETS],
        .languages_count = count[TABLE_LANGUAGES],
        .size = bytes.len,
    };
}

static bool docs_are_right(const SearchIndex *index) {
    for (size_t i = 0; i < index->docs_count; i++) {
        const SearchDoc *doc = &index->docs[i];
        if (doc->hours_start > doc[1].hours_start || doc->rules_start > doc[1].rules_start ||
            doc->speaks_start > doc[1].speaks_start || doc->needs >= UINT32_C(1) << NEED_COUNT ||
            doc->name_words == 0 || doc->assured_day < 0 || doc->assured_day > SEARCH_DAYS_MAX) {
            return false;
        }
    }
    const SearchDoc *end = &index->docs[index->docs_count];
    return end->hours_start <= index->hours_count && end->rules_start <= index->rules_count &&
           end->speaks_start <= index->speaks_count;
}

static bool day_is_right(int32_t day) {
    return day == SCHEDULE_NO_DAY || (day >= -SEARCH_DAYS_MAX && day <= SEARCH_DAYS_MAX);
}

static bool rules_are_right(const SearchIndex *index) {
    for (size_t i = 0; i < index->rules_count; i++) {
        const SearchRule *rule = &index->rules[i];
        if (rule->freq > SCHEDULE_YEARLY || rule->interval < 1 ||
            rule->days_count > SCHEDULE_ORDINALS_MAX || rule->week_starts > 6 ||
            !day_is_right(rule->start_day) || !day_is_right(rule->until_day) ||
            !day_is_right(rule->valid_from) || !day_is_right(rule->valid_to)) {
            return false;
        }
    }
    for (size_t i = 0; i < index->speaks_count; i++) {
        if (index->speaks[i] >= index->tags_count) {
            return false;
        }
    }
    return true;
}

static bool key_is_right(const SearchIndex *index, const SearchKey *key) {
    return key->units_start < key[1].units_start &&
           key[1].units_start - key->units_start <= FOLD_WORD_UNITS_MAX &&
           key->strong_start <= key->body_start && key->body_start <= key[1].strong_start &&
           key->refs_start <= key[1].refs_start &&
           (key->display_start == 0 ||
            (key->display_start < index->displays_size &&
             key->display_start + index->displays[key->display_start] < index->displays_size));
}

/* Sorted, and sharing with the one before what the table says: what the walks rely on. */
static bool key_is_in_order(const SearchIndex *index, size_t i) {
    const uint16_t *units = index->units + index->keys[i].units_start;
    const uint16_t *before = index->units + index->keys[i - 1].units_start;
    size_t len = search_key_units(index, i);
    size_t before_len = search_key_units(index, i - 1);
    size_t same = 0;
    while (same < len && same < before_len && units[same] == before[same]) {
        same++;
    }
    return same == index->shared[i] && same < len &&
           (same == before_len || before[same] < units[same]);
}

static bool keys_are_right(const SearchIndex *index) {
    const SearchKey *end = &index->keys[index->keys_count];
    if (end->units_start > index->units_count || end->strong_start > index->postings_size ||
        end->refs_start > index->refs_count) {
        return false;
    }
    for (size_t i = 0; i < index->keys_count; i++) {
        if (!key_is_right(index, &index->keys[i])) {
            return false;
        }
    }
    if (index->keys_count > 0 && index->shared[0] != 0) {
        return false;
    }
    for (size_t i = 1; i < index->keys_count; i++) {
        if (!key_is_in_order(index, i)) {
            return false;
        }
    }
    return true;
}

static bool phrases_are_right(const SearchIndex *index) {
    for (size_t i = 0; i < index->phrases_count; i++) {
        const SearchPhrase *phrase = &index->phrases[i];
        if (phrase->words_count == 0 || phrase->words_count > SEARCH_PHRASE_WORDS_MAX ||
            phrase->words_start > index->phrase_words_count ||
            phrase->words_count > index->phrase_words_count - phrase->words_start ||
            (phrase->need >= NEED_COUNT && phrase->need != SEARCH_NO_NEED) ||
            (phrase->group >= index->groups_count && phrase->group != UINT32_MAX) ||
            phrase->language >= index->languages_count) {
            return false;
        }
    }
    for (size_t i = 0; i < index->phrase_words_count; i++) {
        if (index->phrase_words[i] >= index->keys_count) {
            return false;
        }
    }
    return true;
}

static bool links_are_right(const SearchIndex *index) {
    for (size_t i = 0; i < index->refs_count; i++) {
        if (index->refs[i] >= index->phrases_count) {
            return false;
        }
    }
    for (size_t i = 0; i < index->targets_count; i++) {
        if (index->targets[i] >= index->phrases_count) {
            return false;
        }
    }
    for (size_t i = 0; i < index->groups_count; i++) {
        if (index->groups[i] > index->groups[i + 1]) {
            return false;
        }
    }
    return index->groups[index->groups_count] <= index->targets_count;
}

static void count_needs(SearchIndex *index) {
    for (size_t i = 0; i < index->docs_count; i++) {
        uint32_t needs = index->docs[i].needs;
        index->needs_live |= needs;
        for (unsigned need = 0; need < NEED_COUNT; need++) {
            index->need_docs[need] += needs >> need & 1;
        }
    }
}

ErrCode search_index_open(Str8 bytes, SearchIndex *index, Err *err) {
    FOYER_ASSERT((uintptr_t)bytes.ptr % 8 == 0);
    const SearchHeader *header = (const void *)bytes.ptr;
    SearchIndex made;
    if (bytes.len < sizeof *header || !header_is_right(bytes, header)) {
        return err_set(err, ERR_CORRUPT, "the search index is damaged or of another program");
    }
    point(&made, bytes, header);
    if (!docs_are_right(&made) || !rules_are_right(&made) || !keys_are_right(&made) ||
        !phrases_are_right(&made) || !links_are_right(&made)) {
        return err_set(err, ERR_CORRUPT, "the search index contradicts itself");
    }
    made.english = search_index_language(&made, STR8("en"));
    count_needs(&made);
    *index = made;
    return ERR_OK;
}

/* ---- asking ---- */

static Str8 tag_text(const SearchTag *tag) {
    size_t len = 0;
    while (len < SEARCH_TAG_SIZE && tag->text[len] != '\0') {
        len++;
    }
    return (Str8){tag->text, len};
}

static Str8 tag_language(Str8 tag) {
    Str8 rest;
    return str8_cut(tag, '-', &rest);
}

uint32_t search_index_language(const SearchIndex *index, Str8 tag) {
    uint32_t found = 0;
    for (size_t i = 0; i < index->languages_count; i++) {
        Str8 known = tag_text(&index->languages[i]);
        if (str8_equal_ignoring_case(known, tag)) {
            return UINT32_C(1) << i;
        }
        if (found == 0 && str8_equal_ignoring_case(tag_language(known), tag_language(tag))) {
            found = UINT32_C(1) << i;
        }
    }
    return found;
}

size_t search_key_units(const SearchIndex *index, size_t key) {
    FOYER_ASSERT(key < index->keys_count);
    return index->keys[key + 1].units_start - index->keys[key].units_start;
}

/* Order of key i against `units`; a key that begins with them counts as equal when `prefix`. */
static int key_compare(const SearchIndex *index, size_t i, const uint16_t *units, size_t count,
                       bool prefix) {
    const uint16_t *own = index->units + index->keys[i].units_start;
    size_t len = search_key_units(index, i);
    for (size_t at = 0; at < len && at < count; at++) {
        if (own[at] != units[at]) {
            return own[at] < units[at] ? -1 : 1;
        }
    }
    if (len < count) {
        return -1;
    }
    return len > count && !prefix ? 1 : 0;
}

size_t search_key_first(const SearchIndex *index, const uint16_t *units, size_t count) {
    size_t low = 0;
    size_t high = index->keys_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (key_compare(index, middle, units, count, false) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

size_t search_key_end(const SearchIndex *index, size_t first, const uint16_t *units, size_t count) {
    size_t low = first;
    size_t high = index->keys_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (key_compare(index, middle, units, count, true) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool search_key_find(const SearchIndex *index, const uint16_t *units, size_t count, size_t *key) {
    size_t first = search_key_first(index, units, count);
    if (first == index->keys_count || key_compare(index, first, units, count, false) != 0) {
        return false;
    }
    *key = first;
    return true;
}

SearchPostings search_postings(const SearchIndex *index, size_t key, bool strong) {
    FOYER_ASSERT(key < index->keys_count);
    const SearchKey *at = &index->keys[key];
    return (SearchPostings){
        .at = index->postings + (strong ? at->strong_start : at->body_start),
        .end = index->postings + (strong ? at->body_start : at[1].strong_start),
        .docs_count = (uint32_t)index->docs_count,
        .strong = strong,
        .fields = SEARCH_IN_BODY,
    };
}

bool search_postings_next(SearchPostings *postings) {
    uint32_t distance = 0;
    unsigned shift = 0;
    do {
        if (postings->at == postings->end || shift > 28) {
            return false;
        }
        distance |= (uint32_t)(*postings->at & 0x7F) << shift;
        shift += 7;
    } while ((*postings->at++ & 0x80) != 0);
    if (postings->strong) {
        if (postings->at == postings->end) {
            return false;
        }
        postings->fields = *postings->at++;
    }
    if (postings->next_doc >= postings->docs_count ||
        distance >= postings->docs_count - postings->next_doc) {
        return false;
    }
    postings->doc = postings->next_doc + distance;
    postings->next_doc = postings->doc + 1;
    return true;
}
