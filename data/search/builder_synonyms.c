#include "data/base/check.h"
#include "data/search/builder_private.h"
#include "data/search/stem.h"

/* Stop-words come first, of all files: what a phrase says depends on them. */
typedef struct {
    SearchBuilder *builder;
    bool stops;
} SynonymPass;

static void add_stop(SearchBuilder *builder, Str8 term, uint8_t language) {
    FoldWord word;
    for (FoldWords words = fold_words(term); fold_words_next(&words, &word);) {
        stem_word(&word);
        uint32_t key = build_key(builder, &word);
        if (!builder->full && !word.tail) {
            build_key_at(builder, key)->stops |= UINT32_C(1) << language;
        }
    }
}

/* "free" is about the cost of anything: alone it finds nothing that is called so. */
static void add_stops(SearchBuilder *builder, const SynonymLine *line, uint8_t language) {
    for (size_t i = 0; i < line->left_count; i++) {
        bool one_word = str8_find(line->left[i], STR8(" ")) == line->left[i].len;
        if (line->kind == SYNONYM_STOP || (line->kind == SYNONYM_FREE && one_word)) {
            add_stop(builder, line->left[i], language);
        }
    }
}

static bool phrase_has(const BuildPhrase *phrase, uint32_t key) {
    for (size_t i = 0; i < phrase->words_count; i++) {
        if (phrase->words[i] == key) {
            return true;
        }
    }
    return false;
}

/* @param keep_stops  the words of a cost are compared as they stand */
static ErrCode read_phrase(SearchBuilder *builder, const SynonymFile *file, const SynonymLine *line,
                           Str8 term, bool keep_stops, BuildPhrase *phrase, Err *err) {
    FoldWord word;
    for (FoldWords words = fold_words(term); fold_words_next(&words, &word);) {
        FoldWord stem = word;
        stem_word(&stem);
        uint32_t key = build_key(builder, &stem);
        if (builder->full || (word.tail && phrase->words_count > 0) || phrase_has(phrase, key)) {
            continue;
        }
        uint32_t stops = build_key_at(builder, key)->stops;
        if (!keep_stops && (stops & UINT32_C(1) << phrase->language) != 0) {
            continue;
        }
        if (phrase->words_count == SEARCH_PHRASE_WORDS_MAX) {
            return err_set(err, ERR_INVALID, "%.*s:%d: more than %d words: \"%.*s\"",
                           STR8_ARG(file->name), line->number, SEARCH_PHRASE_WORDS_MAX,
                           STR8_ARG(term));
        }
        phrase->words[phrase->words_count++] = key;
        build_display(builder, key, term, &word, phrase->language);
    }
    return phrase->words_count > 0 || builder->full
               ? ERR_OK
               : err_set(err, ERR_INVALID, "%.*s:%d: nothing but stop-words: \"%.*s\"",
                         STR8_ARG(file->name), line->number, STR8_ARG(term));
}

typedef struct {
    uint8_t language;
    uint8_t need;
    uint32_t group;
    bool is_target;
    BuildTable *table;
} PhraseKind;

static ErrCode add_phrases(SearchBuilder *builder, const SynonymFile *file, const SynonymLine *line,
                           const Str8 *terms, size_t count, PhraseKind kind, Err *err) {
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        BuildPhrase phrase = {.group = kind.group, .need = kind.need, .language = kind.language};
        code = read_phrase(builder, file, line, terms[i], line->kind == SYNONYM_FREE, &phrase, err);
        BuildPhrase *made = code == ERR_OK ? build_push(builder, kind.table, sizeof *made) : NULL;
        uint32_t *target = made != NULL && kind.is_target
                               ? build_push(builder, &builder->targets, sizeof *target)
                               : NULL;
        if (made != NULL) {
            *made = phrase;
        }
        if (target != NULL) {
            *target = kind.table->count - 1;
        }
    }
    return code;
}

static ErrCode add_group(SearchBuilder *builder, const SynonymFile *file, const SynonymLine *line,
                         uint8_t language, Err *err) {
    uint32_t *start = build_push(builder, &builder->groups, sizeof *start);
    if (start == NULL) {
        return ERR_OK;
    }
    *start = builder->targets.count;
    PhraseKind left = {.language = language,
                       .need = SEARCH_NO_NEED,
                       .group = builder->groups.count - 1,
                       .is_target = line->kind == SYNONYM_SAME,
                       .table = &builder->phrases};
    PhraseKind right = left;
    right.group = UINT32_MAX;
    right.is_target = true;
    ErrCode code = add_phrases(builder, file, line, line->left, line->left_count, left, err);
    return code == ERR_OK
               ? add_phrases(builder, file, line, line->right, line->right_count, right, err)
               : code;
}

static ErrCode take_line(void *context, const SynonymFile *file, const SynonymLine *line,
                         Err *err) {
    const SynonymPass *pass = context;
    SearchBuilder *builder = pass->builder;
    uint8_t language = build_language(builder, file->language);
    PhraseKind kind = {.language = language,
                       .need = (uint8_t)line->need,
                       .group = UINT32_MAX,
                       .table = &builder->phrases};
    if (language == BUILD_NO_LANGUAGE) {
        return err_set(err, ERR_LIMIT, "%.*s:%d: more than %d languages", STR8_ARG(file->name),
                       line->number, SEARCH_LANGUAGES_MAX);
    }
    if (pass->stops) {
        add_stops(builder, line, language);
        return ERR_OK;
    }
    switch (line->kind) {
    case SYNONYM_STOP:
        return ERR_OK;
    case SYNONYM_FREE:
        kind.need = SEARCH_NO_NEED;
        kind.table = &builder->free;
        return add_phrases(builder, file, line, line->left, line->left_count, kind, err);
    case SYNONYM_NAME:
    case SYNONYM_NEED:
        return add_phrases(builder, file, line, line->left, line->left_count, kind, err);
    case SYNONYM_SAME:
    case SYNONYM_LOOK:
        return add_group(builder, file, line, language, err);
    }
    return ERR_OK;
}

ErrCode build_synonyms(SearchBuilder *builder, const SynonymFile *files, size_t files_count,
                       Err *err) {
    enum { SCRATCH_BLOCK = 64 << 10, SCRATCH_MAX = 1 << 20 };
    ErrCode code = ERR_OK;
    Arena scratch = arena_make(SCRATCH_BLOCK, SCRATCH_MAX);
    FOYER_ASSERT(files_count <= SYNONYM_FILES_MAX);
    for (int turn = 0; turn < 2; turn++) {
        SynonymPass pass = {builder, turn == 0};
        for (size_t i = 0; code == ERR_OK && i < files_count; i++) {
            code = synonyms_read(&scratch, &files[i], (SynonymReader){take_line, &pass}, err);
        }
    }
    arena_free(&scratch);
    return code;
}
