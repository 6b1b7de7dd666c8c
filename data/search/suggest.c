#include "data/search/suggest.h"

#include <string.h>

#include "data/base/check.h"

/* ---- words ---- */

enum { OWN_LANGUAGE_BONUS = 1 << 20, NEED_WORD_BONUS = 8, NEED_COUNTED_DOCS = 20, FEW_DOCS = 200 };

static Str8 display_of(const SearchIndex *index, const SearchKey *key) {
    const uint8_t *at = index->displays + key->display_start;
    return (Str8){(const char *)at + 1, *at};
}

/* A key is a stem, the word as written may be another; and it must say more than what is there. */
static bool goes_on(Str8 display, const FoldWord *typed) {
    FoldWord word;
    if (!str8_is_valid(display)) {
        return false;
    }
    FoldWords words = fold_words(display);
    return fold_words_next(&words, &word) && word.end == display.len && word.count > typed->count &&
           memcmp(word.units, typed->units, typed->count * sizeof typed->units[0]) == 0;
}

/* Whether one document has all words of the phrase above its body. */
static bool phrase_is_somewhere(const SearchIndex *index, const SearchPhrase *phrase) {
    SearchPostings lists[SEARCH_PHRASE_WORDS_MAX];
    const uint32_t *words = index->phrase_words + phrase->words_start;
    uint32_t wanted = 0;
    size_t agreeing = 0;
    for (size_t i = 0; i < phrase->words_count; i++) {
        lists[i] = search_postings(index, words[i], true);
        if (!search_postings_next(&lists[i])) {
            return false;
        }
    }
    for (size_t i = 0; agreeing < phrase->words_count; i = (i + 1) % phrase->words_count) {
        while (lists[i].doc < wanted) {
            if (!search_postings_next(&lists[i])) {
                return false;
            }
        }
        agreeing = lists[i].doc == wanted ? agreeing + 1 : 1;
        wanted = lists[i].doc;
    }
    return true;
}

static bool phrase_leads(const SearchIndex *index, const SearchPhrase *phrase) {
    if (phrase->need != SEARCH_NO_NEED && (index->needs_live >> phrase->need & 1) != 0) {
        return true;
    }
    for (uint32_t i = phrase->group == UINT32_MAX ? 0 : index->groups[phrase->group];
         phrase->group != UINT32_MAX && i < index->groups[phrase->group + 1]; i++) {
        const SearchPhrase *target = &index->phrases[index->targets[i]];
        if (target != phrase && phrase_is_somewhere(index, target)) {
            return true;
        }
    }
    return false;
}

/* Documents behind the word, and a little for each meaning; 0 = it leads nowhere. */
static uint32_t weight_of(const SearchIndex *index, const SearchKey *key) {
    uint32_t weight = key->strong_count;
    for (uint32_t i = key->refs_start; i < key[1].refs_start; i++) {
        const SearchPhrase *phrase = &index->phrases[index->refs[i]];
        if (phrase->words_count == 1 && phrase_leads(index, phrase)) {
            weight += NEED_WORD_BONUS;
        }
    }
    return weight;
}

typedef struct {
    uint32_t weights[SEARCH_WORDS_MAX];
    SearchFound *found;
} Proposals;

static bool is_there(const SearchFound *found, Str8 word) {
    for (size_t i = 0; i < found->words_count; i++) {
        if (str8_equal(found->words[i], word)) {
            return true;
        }
    }
    return false;
}

static void propose(Proposals *proposals, Str8 word, uint32_t weight) {
    SearchFound *found = proposals->found;
    size_t at = found->words_count;
    while (at > 0 && proposals->weights[at - 1] < weight) {
        at--;
    }
    if (at == SEARCH_WORDS_MAX || is_there(found, word)) {
        return;
    }
    found->words_count += found->words_count < SEARCH_WORDS_MAX ? 1 : 0;
    for (size_t i = found->words_count - 1; i > at; i--) {
        found->words[i] = found->words[i - 1];
        proposals->weights[i] = proposals->weights[i - 1];
    }
    found->words[at] = word;
    proposals->weights[at] = weight;
}

static void propose_range(const SearchIndex *index, const QueryWords *words, const FoldWord *from,
                          Proposals *proposals) {
    const FoldWord *typed = &words->words[words->count - 1].typed;
    size_t first = search_key_first(index, from->units, from->count);
    size_t end = search_key_end(index, first, from->units, from->count);
    for (size_t i = first; i < end; i++) {
        const SearchKey *key = &index->keys[i];
        uint32_t mine = key->languages & words->languages;
        if (key->display_start == 0 || mine == 0) {
            continue;
        }
        uint32_t weight = weight_of(index, key);
        weight = weight > 1 || index->docs_count < FEW_DOCS ? weight : 0; /* often a misprint */
        bool own = (mine & ~index->english) != 0 || words->languages == index->english;
        if (weight > 0) {
            weight = weight < OWN_LANGUAGE_BONUS ? weight : OWN_LANGUAGE_BONUS - 1;
            weight += own ? OWN_LANGUAGE_BONUS : 0;
        }
        bool better = proposals->found->words_count < SEARCH_WORDS_MAX ||
                      weight > proposals->weights[SEARCH_WORDS_MAX - 1];
        if (weight > 0 && better && goes_on(display_of(index, key), typed)) {
            propose(proposals, display_of(index, key), weight);
        }
    }
}

void suggest_words(const SearchIndex *index, Arena *scratch, const QueryWords *words,
                   SearchFound *found) {
    Proposals *proposals = ARENA_NEW(scratch, Proposals);
    if (proposals == NULL || words->count == 0 || !words->words[words->count - 1].partial) {
        return;
    }
    const QueryWord *last = &words->words[words->count - 1];
    if (last->stop && words->units[words->units_count - 1] != words->count - 1) {
        return; /* "she hits me": it is finished as it is */
    }
    proposals->found = found;
    propose_range(index, words, &last->typed, proposals);
    /* The stem is shorter, or begins behind the article. */
    if (last->stem.count < last->typed.count && last->stem.count >= 2) {
        propose_range(index, words, &last->stem, proposals);
    }
}

/* ---- needs ---- */

static bool need_is_there(const SearchFound *found, Need need) {
    for (size_t i = 0; i < found->needs_count; i++) {
        if (found->needs[i] == need) {
            return true;
        }
    }
    return false;
}

/* The nearest of those not yet taken; false when none is above `least`. */
static bool take_nearest(const SearchIndex *index, const uint32_t *near, uint32_t least,
                         SearchFound *found) {
    uint32_t best = least;
    Need need = NEED_COUNT;
    for (unsigned i = 0; i < NEED_COUNT; i++) {
        if (near[i] > best && (index->needs_live >> i & 1) != 0 && !need_is_there(found, (Need)i)) {
            best = near[i];
            need = (Need)i;
        }
    }
    if (need == NEED_COUNT || found->needs_count == SEARCH_NEEDS_MAX) {
        return false;
    }
    found->needs[found->needs_count++] = need;
    return true;
}

static void needs_of_found(const SearchIndex *index, const Ranking *ranking,
                           uint32_t near[NEED_COUNT]) {
    size_t count = ranking->count < NEED_COUNTED_DOCS ? ranking->count : NEED_COUNTED_DOCS;
    for (size_t i = 0; i < count; i++) {
        for (unsigned need = 0; need < NEED_MORE; need++) {
            near[need] += (index->docs[ranking->docs[i]].needs >> need & 1) != 0
                              ? (uint32_t)(NEED_COUNTED_DOCS - i)
                              : 0;
        }
    }
}

void suggest_needs(const SearchIndex *index, const Evidence *evidence, const Ranking *ranking,
                   SearchFound *found) {
    uint32_t near[NEED_COUNT] = {0};
    for (unsigned i = 0; i < NEED_COUNT; i++) {
        near[i] = evidence->near[i];
    }
    while (take_nearest(index, near, QUALITY_NEAR, found)) {
    }
    if (found->needs_count > 0) {
        return;
    }
    if (ranking->count == 0) {
        while (take_nearest(index, near, 0, found)) {
        }
    }
    memset(near, 0, sizeof near);
    needs_of_found(index, ranking, near);
    while (take_nearest(index, near, 0, found)) {
    }
    /* Nothing at all is known of these words: the tiles most asked for. */
    for (unsigned i = 0; found->needs_count == 0 && i < NEED_COUNT; i++) {
        near[i] = NEED_COUNT - i;
    }
    if (found->needs_count == 0) {
        while (take_nearest(index, near, 0, found)) {
        }
    }
}
