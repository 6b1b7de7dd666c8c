#include "data/search/query.h"

#include "data/base/check.h"
#include "data/search/stem.h"

static bool is_stop(const SearchIndex *index, const FoldWord *stem, uint32_t languages) {
    size_t key = 0;
    return search_key_find(index, stem->units, stem->count, &key) &&
           (index->keys[key].stops & languages) != 0;
}

static bool is_known(const SearchIndex *index, const QueryWord *word) {
    size_t key = 0;
    if (search_key_find(index, word->stem.units, word->stem.count, &key)) {
        return true;
    }
    size_t first = search_key_first(index, word->typed.units, word->typed.count);
    return word->partial &&
           search_key_end(index, first, word->typed.units, word->typed.count) > first;
}

/* The last character of a run stands for itself only when it is all there is. */
static void read_words(const SearchIndex *index, Str8 text, QueryWords *words) {
    FoldWords reading = fold_words(text);
    while (words->count < QUERY_WORDS_MAX) {
        QueryWord *word = &words->words[words->count];
        if (!fold_words_next(&reading, &word->typed)) {
            return;
        }
        if (word->typed.tail) {
            continue;
        }
        word->stem = word->typed;
        stem_word(&word->stem);
        word->stop = is_stop(index, &word->stem, words->languages);
        word->partial = word->typed.end == text.len;
        word->known = is_known(index, word);
        words->count++;
    }
}

static void choose_units(QueryWords *words, bool with_stops) {
    for (size_t i = 0; i < words->count; i++) {
        if (words->words[i].stop && !with_stops) {
            continue;
        }
        if (words->units_count == QUERY_UNITS_MAX) {
            words->units_count--;
        }
        words->units[words->units_count++] = (uint8_t)i;
    }
}

void query_read(const SearchIndex *index, Str8 text, Str8 language, QueryWords *words) {
    *words = (QueryWords){.languages = search_index_language(index, language) | index->english};
    if (text.len > QUERY_BYTES_MAX) {
        text.len = QUERY_BYTES_MAX;
        while (text.len > 0 && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80) {
            text.len--;
        }
    }
    read_words(index, text, words);
    choose_units(words, false);
    if (words->units_count == 0) {
        choose_units(words, true);
    }
}

const QueryWord *query_unit(const QueryWords *words, size_t unit) {
    FOYER_ASSERT(unit < words->units_count);
    return &words->words[words->units[unit]];
}
