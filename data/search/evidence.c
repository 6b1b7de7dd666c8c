#include "data/search/evidence.h"

#include <string.h>

#include "data/base/check.h"
#include "data/search/typo.h"

enum {
    FEW_DOCS = 3,         /* fewer: the word may be misspelt, by whoever typed or wrote it */
    LONGER_UNITS_MIN = 4, /* a finished word that shorter begins no other */
    BODY_PREFIX_MIN = 3,  /* letters, below that only names and the like are looked at */
    PHRASE_PREFIX_MIN = 2,
};

static unsigned field_weight(uint8_t fields) {
    return (fields & SEARCH_IN_NAME) != 0        ? 1000
           : (fields & SEARCH_IN_ALTERNATE) != 0 ? 900
           : (fields & SEARCH_IN_HELP) != 0      ? 800
           : (fields & SEARCH_IN_ROLE) != 0      ? 600
           : (fields & SEARCH_IN_PLACE) != 0     ? 350
                                                 : 300;
}

static void add_document(Evidence *evidence, size_t unit, uint32_t doc, uint8_t fields,
                         unsigned quality) {
    uint16_t *cell = &evidence->texts[doc][unit];
    unsigned value = field_weight(fields) * quality / QUALITY_EXACT;
    evidence->found[unit] += *cell == 0 ? 1 : 0;
    if (value > *cell) {
        *cell = (uint16_t)value;
    }
    if ((fields & SEARCH_IN_NAME) != 0 && quality >= QUALITY_TYPOS) {
        evidence->named[doc] |= (uint8_t)(1u << unit);
    }
}

static void add_postings(Evidence *evidence, size_t unit, size_t key, bool strong,
                         unsigned quality) {
    for (SearchPostings at = search_postings(evidence->index, key, strong);
         search_postings_next(&at);) {
        add_document(evidence, unit, at.doc, at.fields, quality);
    }
}

static void hit_phrases(Evidence *evidence, size_t unit, size_t key, unsigned quality) {
    const SearchIndex *index = evidence->index;
    for (uint32_t i = index->keys[key].refs_start; i < index->keys[key + 1].refs_start; i++) {
        const SearchPhrase *phrase = &index->phrases[index->refs[i]];
        PhraseHit *hit = &evidence->phrases[index->refs[i]];
        for (size_t word = 0; word < phrase->words_count; word++) {
            if (index->phrase_words[phrase->words_start + word] == key) {
                hit->units |= (uint8_t)(1u << unit);
                hit->quality[word] =
                    hit->quality[word] > quality ? hit->quality[word] : (uint8_t)quality;
            }
        }
    }
}

static void add_key(Evidence *evidence, size_t unit, size_t key, unsigned quality, bool body) {
    add_postings(evidence, unit, key, true, quality);
    if (body) {
        add_postings(evidence, unit, key, false, quality);
    }
    hit_phrases(evidence, unit, key, quality);
}

/* Keys that the word begins; the fewer letters are missing the better. */
static void add_prefix(Evidence *evidence, size_t unit, const FoldWord *word, unsigned quality) {
    const SearchIndex *index = evidence->index;
    size_t first = search_key_first(index, word->units, word->count);
    size_t end = search_key_end(index, first, word->units, word->count);
    for (size_t key = first; key < end; key++) {
        size_t len = search_key_units(index, key);
        unsigned fit = quality * (unsigned)(60 + 40 * word->count / len) / 100;
        add_postings(evidence, unit, key, true, fit);
        if (word->count >= BODY_PREFIX_MIN) {
            add_postings(evidence, unit, key, false, fit);
        }
        if (word->count >= PHRASE_PREFIX_MIN || word->dense) {
            hit_phrases(evidence, unit, key, fit);
        }
    }
}

static void add_typos(Evidence *evidence, size_t unit, const QueryWord *word) {
    TypoKeys found;
    typo_find(evidence->index, word->stem.units, word->stem.count, word->partial, &found);
    for (size_t i = 0; i < found.count; i++) {
        size_t key = found.keys[i];
        uint16_t first = evidence->index->units[evidence->index->keys[key].units_start];
        unsigned quality = found.distance == 1 ? QUALITY_TYPO : QUALITY_TYPOS;
        /* People rarely miss the first letter. */
        quality = first == word->stem.units[0] ? quality : quality * 3 / 4;
        quality = evidence->guessed[unit] ? quality : quality * 2 / 5;
        add_key(evidence, unit, key, quality, true);
    }
    memory_wipe(&found, sizeof found);
}

static bool unit_means_something(const Evidence *evidence, size_t unit) {
    for (size_t i = 0; i < evidence->index->phrases_count; i++) {
        const PhraseHit *hit = &evidence->phrases[i];
        for (size_t word = 0; (hit->units & 1u << unit) != 0 && word < SEARCH_PHRASE_WORDS_MAX;
             word++) {
            if (hit->quality[word] >= QUALITY_LONGER) {
                return true;
            }
        }
    }
    return false;
}

static void gather_unit(Evidence *evidence, size_t unit) {
    const QueryWord *word = query_unit(evidence->words, unit);
    size_t key = 0;
    bool exact = search_key_find(evidence->index, word->stem.units, word->stem.count, &key);
    if (exact) {
        add_key(evidence, unit, key, QUALITY_EXACT, true);
    }
    if (word->partial) {
        add_prefix(evidence, unit, &word->typed, QUALITY_PREFIX);
        if (word->stem.units[0] != word->typed.units[0] && word->stem.count >= 2) {
            add_prefix(evidence, unit, &word->stem, QUALITY_PREFIX); /* behind the article */
        }
    } else if (word->stem.count >= LONGER_UNITS_MIN) {
        add_prefix(evidence, unit, &word->stem, QUALITY_LONGER);
    }
    if (evidence->found[unit] < FEW_DOCS && !word->typed.dense &&
        !unit_means_something(evidence, unit)) {
        evidence->guessed[unit] = evidence->found[unit] == 0;
        add_typos(evidence, unit, word);
    }
}

/* ---- phrases ---- */

/* Least quality of the phrase's words; 0 unless all were hit. */
static unsigned phrase_quality(const Evidence *evidence, size_t i) {
    const SearchPhrase *phrase = &evidence->index->phrases[i];
    const PhraseHit *hit = &evidence->phrases[i];
    unsigned quality = QUALITY_EXACT;
    for (size_t word = 0; word < phrase->words_count; word++) {
        quality = hit->quality[word] < quality ? hit->quality[word] : quality;
    }
    bool own = (evidence->words->languages & UINT32_C(1) << phrase->language) != 0;
    return own ? quality : quality * QUALITY_OTHER_LANGUAGE / 100;
}

static void mean_need(Evidence *evidence, size_t i, unsigned quality) {
    const SearchPhrase *phrase = &evidence->index->phrases[i];
    unsigned value = EVIDENCE_NEED * quality / QUALITY_EXACT;
    for (size_t unit = 0; unit < QUERY_UNITS_MAX; unit++) {
        uint16_t *cell = &evidence->needs[unit][phrase->need];
        if ((evidence->phrases[i].units & 1u << unit) != 0 && value > *cell) {
            *cell = (uint16_t)value;
        }
    }
    /* Two words that agree say more than one. */
    unsigned near = quality - (phrase->words_count > 1 ? 0 : quality / 10);
    if (near > evidence->near[phrase->need]) {
        evidence->near[phrase->need] = (uint16_t)near;
    }
}

static void add_for_units(Evidence *evidence, uint8_t units, uint32_t doc, uint8_t fields,
                          unsigned quality) {
    for (size_t unit = 0; unit < QUERY_UNITS_MAX; unit++) {
        if ((units & 1u << unit) != 0) {
            add_document(evidence, unit, doc, fields, quality);
        }
    }
}

/* Documents that have all words of a synonym; its last word's field tells the weight. */
static void add_target(Evidence *evidence, size_t target, uint8_t units, unsigned quality) {
    const SearchIndex *index = evidence->index;
    const SearchPhrase *phrase = &index->phrases[target];
    for (size_t word = 0; word < phrase->words_count; word++) {
        size_t key = index->phrase_words[phrase->words_start + word];
        for (int strong = 1; strong >= 0; strong--) {
            for (SearchPostings at = search_postings(index, key, strong == 1);
                 search_postings_next(&at);) {
                if (evidence->seen[at.doc] != word) {
                    continue;
                }
                evidence->seen[at.doc]++;
                if (word + 1u == phrase->words_count) {
                    add_for_units(evidence, units, at.doc, at.fields & (uint8_t)~SEARCH_IN_NAME,
                                  quality);
                    if ((at.fields & SEARCH_IN_NAME) != 0) {
                        add_for_units(evidence, units, at.doc, SEARCH_IN_ALTERNATE, quality);
                    }
                }
            }
        }
    }
    if (index->docs_count > 0) {
        memset(evidence->seen, 0, index->docs_count);
    }
}

static void follow_group(Evidence *evidence, size_t i, unsigned quality) {
    const SearchIndex *index = evidence->index;
    uint32_t group = index->phrases[i].group;
    quality = quality * QUALITY_SYNONYM / 100;
    for (uint32_t at = index->groups[group]; at < index->groups[group + 1]; at++) {
        uint32_t target = index->targets[at];
        if (target != i && evidence->targets[target] < quality) {
            evidence->targets[target] = (uint8_t)quality;
            add_target(evidence, target, evidence->phrases[i].units, quality);
        }
    }
}

static void gather_phrases(Evidence *evidence) {
    const SearchIndex *index = evidence->index;
    for (size_t i = 0; i < index->phrases_count; i++) {
        unsigned quality = evidence->phrases[i].units != 0 ? phrase_quality(evidence, i) : 0;
        if (quality == 0) {
            continue;
        }
        if (index->phrases[i].need != SEARCH_NO_NEED) {
            mean_need(evidence, i, quality);
        }
        if (index->phrases[i].group != UINT32_MAX && quality >= QUALITY_TYPOS) {
            follow_group(evidence, i, quality);
        }
    }
}

/* Nothing sounds like a need: phrases of which a part was hit, as a hint only. */
static void gather_parts(Evidence *evidence) {
    const SearchIndex *index = evidence->index;
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        if (evidence->near[need] > 0) {
            return;
        }
    }
    for (size_t i = 0; i < index->phrases_count; i++) {
        const SearchPhrase *phrase = &index->phrases[i];
        unsigned sum = 0;
        for (size_t word = 0; word < phrase->words_count; word++) {
            sum += evidence->phrases[i].quality[word];
        }
        unsigned near = sum / phrase->words_count * QUALITY_NEAR / 100;
        if (phrase->need != SEARCH_NO_NEED && near > evidence->near[phrase->need]) {
            evidence->near[phrase->need] = (uint16_t)near;
        }
    }
}

ErrCode evidence_gather(const SearchIndex *index, Arena *arena, const QueryWords *words,
                        Evidence **evidence, Err *err) {
    Evidence *made = ARENA_NEW(arena, Evidence);
    if (made != NULL) {
        *made = (Evidence){
            .index = index,
            .words = words,
            .texts = arena_alloc_array(arena, index->docs_count + 1, sizeof made->texts[0]),
            .named = ARENA_ARRAY(arena, uint8_t, index->docs_count + 1),
            .phrases = ARENA_ARRAY(arena, PhraseHit, index->phrases_count + 1),
            .targets = ARENA_ARRAY(arena, uint8_t, index->phrases_count + 1),
            .seen = ARENA_ARRAY(arena, uint8_t, index->docs_count + 1),
        };
    }
    if (made == NULL || made->texts == NULL || made->named == NULL || made->phrases == NULL ||
        made->targets == NULL || made->seen == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory to search");
    }
    FOYER_ASSERT(words->units_count <= QUERY_UNITS_MAX);
    for (size_t unit = 0; unit < words->units_count; unit++) {
        gather_unit(made, unit);
    }
    gather_phrases(made);
    gather_parts(made);
    *evidence = made;
    return ERR_OK;
}
