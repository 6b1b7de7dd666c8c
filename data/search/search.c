#include "data/search/search.h"

#include <string.h>

#include "data/base/check.h"
#include "data/search/evidence.h"
#include "data/search/rank.h"
#include "data/search/stem.h"
#include "data/search/suggest.h"
#include "data/search/typo.h"

static ErrCode find(const SearchIndex *index, Arena *scratch, const SearchQuery *query,
                    SearchFound *found, Err *err) {
    QueryWords *words = ARENA_NEW(scratch, QueryWords);
    Evidence *evidence = NULL;
    Ranking ranking = {0};
    if (words == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory to search");
    }
    query_read(index, query->text, query->language, words);
    ErrCode code = ERR_OK;
    if (words->units_count > 0) {
        code = evidence_gather(index, scratch, words, &evidence, err);
    }
    if (code == ERR_OK) {
        code = rank_documents(index, scratch, query, evidence, &ranking, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    for (size_t i = query->offset; i < ranking.count; i++) {
        memcpy(found->ids[found->count++].bytes, index->docs[ranking.docs[i]].id, sizeof(Id));
    }
    found->total = ranking.total;
    if (evidence != NULL) {
        suggest_words(index, scratch, words, found);
        suggest_needs(index, evidence, &ranking, found);
    }
    return ERR_OK;
}

ErrCode search_find(const SearchIndex *index, Arena *scratch, const SearchQuery *query,
                    SearchFound *found, Err *err) {
    FOYER_ASSERT(query->limit <= SEARCH_PAGE_MAX);
    ArenaMark mark = arena_mark(scratch);
    *found = (SearchFound){.count = 0};
    ErrCode code = find(index, scratch, query, found, err);
    arena_rewind(scratch, mark);
    return code;
}

/* ---- marks ---- */

static bool begins_with(const FoldWord *word, const FoldWord *start) {
    return word->count >= start->count &&
           memcmp(word->units, start->units, start->count * sizeof start->units[0]) == 0;
}

static bool word_is_hit(const QueryWord *typed, const FoldWord *word, const FoldWord *stem) {
    if ((typed->partial && begins_with(word, &typed->typed)) ||
        (stem->count == typed->stem.count && begins_with(stem, &typed->stem))) {
        return true;
    }
    int allowed =
        typed->typed.dense || typed->known ? 0 : typo_allowed(typed->stem.count, typed->partial);
    return allowed > 0 && typo_distance(typed->stem.units, typed->stem.count, stem->units,
                                        stem->count, typed->partial) <= allowed;
}

static bool any_hits(const QueryWords *words, const FoldWord *word, const FoldWord *stem) {
    for (size_t unit = 0; unit < words->units_count; unit++) {
        if (word_is_hit(query_unit(words, unit), word, stem)) {
            return true;
        }
    }
    return false;
}

size_t search_mark(const SearchIndex *index, Arena *scratch, Str8 text, Str8 language, Str8 name,
                   SearchMark *marks, size_t marks_max) {
    ArenaMark mark = arena_mark(scratch);
    QueryWords *words = ARENA_NEW(scratch, QueryWords);
    FoldWord word;
    size_t count = 0;
    if (words == NULL) {
        return 0;
    }
    query_read(index, text, language, words);
    for (FoldWords reading = fold_words(name); fold_words_next(&reading, &word);) {
        FoldWord stem = word;
        stem_word(&stem);
        if (word.tail || !any_hits(words, &word, &stem)) {
            continue;
        }
        if (count > 0 && marks[count - 1].end >= word.start) {
            marks[count - 1].end = word.end; /* pairs of characters overlap */
        } else if (count < marks_max) {
            marks[count++] = (SearchMark){word.start, word.end};
        }
    }
    arena_rewind(scratch, mark);
    return count;
}
