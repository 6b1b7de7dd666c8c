#include "data/import/needs.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/import/needs_built_in.h"
#include "data/import/needs_fold.h"

/*
 * Need table: rules in one array, sorted by class and pattern, so that all rules with one pattern
 * stand together and a text is matched by narrowing a range of rows.
 * 1. Of a code only the longest rule that fits speaks: "BD-5000.0200" says more than "BD".
 * 2. Of words only the longest that begins at a place speaks, and matching goes on behind it:
 *    "food poisoning" keeps "food" silent.
 * 3. A rule speaks once for a service, however often it matches; its strongest hit counts.
 */
enum {
    PATTERN_BYTES_MAX = 80,
    STRENGTH_MAX = 9,
    STRENGTH_ENOUGH = 3,                 /* one rule as strong as this places a service */
    WHOLE = 4,                           /* the strongest hit counts whole, others a quarter */
    SCORE_MIN = STRENGTH_ENOUGH * WHOLE, /* from here on a need is the service's */
    WEAKER = 1, /* who offers a service and what is said of it count less than its name, */
    NAME_WEAKER_CODED = 1, /* "Bunche Park" is a fire station, say its codes */
    WEAKER_CODED = 3,      /* and next to nothing beside somebody's careful codes */
    NONE = NEED_COUNT,     /* the need of a rule that only keeps others silent */
};

/* Where a rule looks; bits. */
typedef enum {
    IN_CODE = 1,        /* code of a term, from its beginning */
    IN_TERM = 2,        /* name of a term, whole */
    IN_NAME = 4,        /* names of the service, terms that no rule knows, attributes */
    IN_DESCRIPTION = 8, /* and what is said of it */
    IN_WHO = 16,        /* for whom it is */
} Place;

typedef struct {
    Str8 pattern; /* folded; of a code as written */
    uint8_t places;
    uint8_t need;
    uint8_t strength;
    bool open_end; /* the last word may go on */
    uint16_t file; /* where it stands, for messages */
    uint16_t line;
} Rule;

struct NeedTable {
    Rule *rules; /* sorted by rule_class, then pattern */
    size_t count;
    size_t starts[4]; /* of codes, terms and words, and the end */
};

/* ---- reading the files ---- */

typedef struct {
    Arena *arena;
    NeedTable *table;
    const NeedFile *files;
    size_t file; /* that is being read */
    size_t line;
    Err *err;
} Reader;

static int rule_class(uint8_t places) {
    return places == IN_CODE ? 0 : places == IN_TERM ? 1 : 2;
}

static int rule_compare(const void *left, const void *right) {
    const Rule *a = left;
    const Rule *b = right;
    int by_class = rule_class(a->places) - rule_class(b->places);
    int by_pattern = by_class != 0 ? by_class : str8_compare(a->pattern, b->pattern);
    int by_place = by_pattern != 0 ? by_pattern : (int)a->places - (int)b->places;
    return by_place != 0 ? by_place : (int)a->need - (int)b->need;
}

static bool places_parse(Str8 word, uint8_t *places) {
    static const struct {
        const char *word;
        uint8_t places;
    } KINDS[] = {
        {"code", IN_CODE}, {"term", IN_TERM}, {"name", IN_NAME}, {"text", IN_NAME | IN_DESCRIPTION},
        {"who", IN_WHO},
    };
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (str8_equal(word, str8_from(KINDS[i].word))) {
            *places = KINDS[i].places;
            return true;
        }
    }
    return false;
}

static bool rule_need_parse(Str8 word, uint8_t *need) {
    Need parsed = NEED_COUNT;
    if (str8_equal(word, STR8("none"))) {
        *need = NONE;
        return true;
    }
    if (!need_parse(word, &parsed) || parsed == NEED_MORE) {
        return false;
    }
    *need = (uint8_t)parsed;
    return true;
}

static ErrCode refuse(const Reader *reader, const char *reason, Str8 what) {
    return err_set(reader->err, ERR_INVALID, "%.*s:%zu: %s '%.*s'",
                   STR8_ARG(reader->files[reader->file].name), reader->line, reason,
                   STR8_ARG(what));
}

/* Copies the pattern as it will be compared. */
static ErrCode read_pattern(const Reader *reader, Str8 written, Rule *rule) {
    char buffer[PATTERN_BYTES_MAX];
    Str8 pattern = written;
    if (rule->places != IN_CODE) {
        pattern = needs_fold(written, buffer, sizeof buffer);
        rule->open_end = str8_ends_with(pattern, STR8("*"));
        pattern.len -= rule->open_end ? 1 : 0;
    }
    if (pattern.len == 0 || pattern.len + 1 >= PATTERN_BYTES_MAX ||
        str8_find(pattern, STR8("*")) < pattern.len) {
        return refuse(reader, "not a pattern:", written);
    }
    rule->pattern = str8_copy(reader->arena, pattern);
    return rule->pattern.ptr != NULL ? ERR_OK
                                     : err_set(reader->err, ERR_NO_MEMORY, "no memory for needs");
}

/* "kind,pattern,need,strength" and anything behind it. */
static ErrCode read_rule(const Reader *reader, Str8 line) {
    Str8 rest = line;
    Str8 kind = str8_trim(str8_cut(rest, ',', &rest));
    Str8 pattern = str8_trim(str8_cut(rest, ',', &rest));
    Str8 need = str8_trim(str8_cut(rest, ',', &rest));
    Str8 strength = str8_trim(str8_cut(rest, ',', &rest));
    Rule rule = {.file = (uint16_t)reader->file, .line = (uint16_t)reader->line};
    int64_t number = 0;
    if (!places_parse(kind, &rule.places)) {
        return refuse(reader, "a rule begins with code, term, name, text or who, not", kind);
    }
    if (!rule_need_parse(need, &rule.need)) {
        return refuse(reader, "there is no such need:", need);
    }
    if (!str8_to_int(strength, &number) || number > STRENGTH_MAX ||
        number < (rule.need == NONE ? 0 : 1)) {
        return refuse(reader, "the strength is a number from 1 to 9, not", strength);
    }
    rule.strength = (uint8_t)number;
    if (reader->table->count == NEED_RULES_MAX) {
        return err_set(reader->err, ERR_LIMIT, "%.*s:%zu: more than %d rules",
                       STR8_ARG(reader->files[reader->file].name), reader->line, NEED_RULES_MAX);
    }
    ErrCode code = read_pattern(reader, pattern, &rule);
    if (code == ERR_OK) {
        reader->table->rules[reader->table->count++] = rule;
    }
    return code;
}

static ErrCode read_file(Reader *reader) {
    const NeedFile *file = &reader->files[reader->file];
    ErrCode code = ERR_OK;
    Str8 rest = file->bytes;
    reader->line = 0;
    if (file->bytes.len > NEED_FILE_BYTES_MAX) {
        return err_set(reader->err, ERR_LIMIT, "%.*s: larger than %d bytes", STR8_ARG(file->name),
                       NEED_FILE_BYTES_MAX);
    }
    if (!str8_is_valid(file->bytes)) {
        return err_set(reader->err, ERR_INVALID, "%.*s: not UTF-8", STR8_ARG(file->name));
    }
    while (code == ERR_OK && rest.len > 0) {
        Str8 line = str8_trim(str8_cut(rest, '\n', &rest));
        reader->line++;
        if (line.len > 0 && line.ptr[0] != '#') {
            code = read_rule(reader, line);
        }
    }
    return code;
}

static ErrCode sort_rules(const Reader *reader) {
    NeedTable *table = reader->table;
    if (table->count > 0) {
        qsort(table->rules, table->count, sizeof table->rules[0], rule_compare);
    }
    for (size_t i = 1; i < table->count; i++) {
        const Rule *rule = &table->rules[i];
        if (rule_compare(rule - 1, rule) == 0) {
            return err_set(reader->err, ERR_INVALID, "%.*s:%u: the same rule as in %.*s:%u: '%.*s'",
                           STR8_ARG(reader->files[rule->file].name), (unsigned)rule->line,
                           STR8_ARG(reader->files[rule[-1].file].name), (unsigned)rule[-1].line,
                           STR8_ARG(rule->pattern));
        }
    }
    for (size_t i = 0; i < table->count; i++) {
        for (int later = rule_class(table->rules[i].places) + 1; later < 4; later++) {
            table->starts[later] = i + 1;
        }
    }
    return ERR_OK;
}

ErrCode need_table_parse(Arena *arena, const NeedFile *files, size_t files_count,
                         const NeedTable **table, Err *err) {
    FOYER_ASSERT(files != NULL || files_count == 0);
    FOYER_ASSERT(files_count <= UINT16_MAX);
    Reader reader = {.arena = arena, .files = files, .err = err};
    ErrCode code = ERR_OK;
    reader.table = ARENA_NEW(arena, NeedTable);
    if (reader.table != NULL) {
        reader.table->rules = ARENA_ARRAY(arena, Rule, NEED_RULES_MAX);
    }
    if (reader.table == NULL || reader.table->rules == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for needs");
    }
    while (code == ERR_OK && reader.file < files_count) {
        code = read_file(&reader);
        reader.file++;
    }
    if (code == ERR_OK) {
        code = sort_rules(&reader);
    }
    if (code == ERR_OK) {
        *table = reader.table;
    }
    return code;
}

ErrCode need_table_open(Arena *arena, const NeedTable **table, Err *err) {
    return need_table_parse(arena, NEEDS_BUILT_IN, NEEDS_BUILT_IN_COUNT, table, err);
}

/* ---- asking ---- */

typedef struct {
    const NeedTable *table;
    uint8_t hits[NEED_RULES_MAX]; /* by rule: the strength of its strongest hit */
    bool known;                   /* some rule knows the term that is looked at */
    bool coded;                   /* some term has placed the service */
} Vote;

/* Rules that share a pattern. */
typedef struct {
    size_t start;
    size_t end;
} Range;

static void vote_add(Vote *vote, Range range, uint8_t place, int weaker) {
    for (size_t i = range.start; i < range.end; i++) {
        const Rule *rule = &vote->table->rules[i];
        int strength = (int)rule->strength - weaker;
        if ((rule->places & place) != 0 && strength > (int)vote->hits[i]) {
            vote->hits[i] = (uint8_t)strength;
        }
    }
}

/* Rows of `range` whose pattern has `character` at `depth`; all share the characters before. */
static Range narrow(const NeedTable *table, Range range, size_t depth, unsigned char character) {
    Range out = range;
    for (int side = 0; side < 2; side++) {
        size_t low = range.start;
        size_t high = range.end;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            Str8 pattern = table->rules[middle].pattern;
            int at = depth < pattern.len ? (int)(unsigned char)pattern.ptr[depth] : -1;
            if (at < (int)character || (side == 1 && at == (int)character)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        *(side == 0 ? &out.start : &out.end) = low;
    }
    return out;
}

/* Rows of `range` whose pattern ends at `depth`. */
static Range whole(const NeedTable *table, Range range, size_t depth) {
    Range out = {range.start, range.start};
    while (out.end < range.end && table->rules[out.end].pattern.len == depth) {
        out.end++;
    }
    return out;
}

static bool range_speaks(const NeedTable *table, Range range, uint8_t place, bool word_ends) {
    for (size_t i = range.start; i < range.end; i++) {
        if ((table->rules[i].places & place) != 0 && (word_ends || table->rules[i].open_end)) {
            return true;
        }
    }
    return false;
}

/* Terms that are known, even when they keep silent, need no look at their words. */
static void vote_term_range(Vote *vote, Range range, uint8_t place) {
    vote->known = vote->known || range.start < range.end;
    for (size_t i = range.start; i < range.end; i++) {
        vote->coded = vote->coded || vote->table->rules[i].strength >= STRENGTH_ENOUGH;
    }
    vote_add(vote, range, place, 0);
}

/* Codes are "N", "ND", "ND-2000", "ND-2000.1500", "ND-2000.1500-120", each below the one before. */
static bool is_code_end(Str8 code, size_t depth) {
    return depth == 1 || depth == code.len || code.ptr[depth] == '-' || code.ptr[depth] == '.';
}

static void vote_code(Vote *vote, Str8 code) {
    const NeedTable *table = vote->table;
    Range range = {0, table->starts[1]};
    Range best = {0, 0};
    for (size_t depth = 1; depth <= code.len && range.start < range.end; depth++) {
        range = narrow(table, range, depth - 1, (unsigned char)code.ptr[depth - 1]);
        Range here = whole(table, range, depth);
        best = here.start < here.end && is_code_end(code, depth) ? here : best;
    }
    vote_term_range(vote, best, IN_CODE);
}

/* The rules that know `name` as the whole name of a term. */
static Range term_range(const NeedTable *table, Str8 name) {
    Range range = {table->starts[1], table->starts[2]};
    for (size_t depth = 0; depth < name.len && range.start < range.end; depth++) {
        range = narrow(table, range, depth, (unsigned char)name.ptr[depth]);
    }
    return whole(table, range, name.len);
}

/* Vote for the longest words that begin at `at`; returns where to go on. */
static size_t vote_words_at(Vote *vote, Str8 text, size_t at, uint8_t place, int weaker) {
    const NeedTable *table = vote->table;
    Range range = {table->starts[2], table->starts[3]};
    Range best = {0, 0};
    size_t end = at;
    for (size_t i = at; i < text.len && range.start < range.end; i++) {
        range = narrow(table, range, i - at, (unsigned char)text.ptr[i]);
        bool word_ends = i + 1 == text.len || text.ptr[i + 1] == ' ';
        Range here = whole(table, range, i - at + 1);
        if (range_speaks(table, here, place, word_ends)) {
            best = here;
            end = i + 1;
        }
    }
    vote_add(vote, best, place, weaker);
    while (end < text.len && text.ptr[end] != ' ') {
        end++;
    }
    return end + 1;
}

/* @param words  folded */
static void vote_words(Vote *vote, Str8 words, uint8_t place, int weaker) {
    for (size_t at = 0; at < words.len;) {
        at = vote_words_at(vote, words, at, place, weaker);
    }
}

static void vote_text(Vote *vote, Str8 text, uint8_t place, int weaker) {
    char buffer[NEED_TEXT_BYTES_MAX];
    vote_words(vote, needs_fold(text, buffer, sizeof buffer), place, weaker);
}

static Str8 last_part(Str8 slug) {
    size_t start = slug.len;
    while (start > 0 && slug.ptr[start - 1] != ':' && slug.ptr[start - 1] != '/') {
        start--;
    }
    return str8_slice(slug, start, slug.len);
}

/* A term by its code, else by its name or the last part of a slug, else by the words in its name.
 */
static void vote_term(Vote *vote, const NeedTerm *term) {
    char buffer[PATTERN_BYTES_MAX * 2];
    vote->known = false;
    vote_code(vote, term->code);
    Str8 names[] = {term->name, last_part(term->code)};
    for (size_t i = 0; i < 2 && !vote->known; i++) {
        Str8 name = needs_fold(names[i], buffer, sizeof buffer);
        if (name.len > 0) {
            vote_term_range(vote, term_range(vote->table, name), IN_TERM);
        }
    }
    if (!vote->known) {
        char words[NEED_TERM_BYTES_MAX];
        vote_words(vote, needs_fold(term->name, words, sizeof words), IN_NAME, 0);
    }
}

static void vote_all(Vote *vote, const NeedEvidence *evidence) {
    size_t terms = evidence->terms_count < NEED_TERMS_MAX ? evidence->terms_count : NEED_TERMS_MAX;
    for (size_t i = 0; i < terms; i++) {
        vote_term(vote, &evidence->terms[i]);
    }
    for (size_t i = 0; i < evidence->attributes_count && i < NEED_TERMS_MAX; i++) {
        NeedTerm term = {.name = evidence->attributes[i]};
        vote_term(vote, &term);
    }
    vote_text(vote, evidence->name, IN_NAME, vote->coded ? NAME_WEAKER_CODED : 0);
    vote_text(vote, evidence->alternate, IN_NAME, vote->coded ? NAME_WEAKER_CODED : 0);
    int weaker = vote->coded ? WEAKER_CODED : WEAKER;
    vote_text(vote, evidence->organization, IN_NAME, weaker);
    vote_text(vote, evidence->description, IN_DESCRIPTION, weaker);
    vote_text(vote, evidence->eligibility, IN_WHO, 0);
}

/* How strongly each need speaks. */
static void need_scores(const NeedTable *table, const NeedEvidence *evidence,
                        int scores[NEED_COUNT]) {
    Vote vote = {.table = table};
    int strongest[NEED_COUNT] = {0};
    vote_all(&vote, evidence);
    memset(scores, 0, NEED_COUNT * sizeof scores[0]);
    for (size_t i = 0; i < table->count; i++) {
        unsigned need = table->rules[i].need;
        if (need != NONE && vote.hits[i] > 0) {
            scores[need] += vote.hits[i];
            strongest[need] = vote.hits[i] > strongest[need] ? vote.hits[i] : strongest[need];
        }
    }
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        scores[need] += strongest[need] * (WHOLE - 1);
    }
}

uint32_t needs_of(const NeedTable *table, const NeedEvidence *evidence) {
    FOYER_ASSERT(table != NULL);
    int scores[NEED_COUNT];
    uint32_t needs = 0;
    need_scores(table, evidence, scores);
    for (int taken = 0; taken < NEEDS_OF_SERVICE_MAX; taken++) {
        unsigned best = 0;
        for (unsigned need = 1; need < NEED_COUNT; need++) {
            best = scores[need] > scores[best] ? need : best;
        }
        if (scores[best] < SCORE_MIN) {
            break;
        }
        needs |= 1u << best;
        scores[best] = 0;
    }
    return needs != 0 ? needs : 1u << NEED_MORE;
}
