#include "tests/bench/expected.h"

#include "data/base/check.h"
#include "data/files/files.h"
#include "data/store/service_store.h"

enum { FILE_MAX = 1 << 20, DEPTH_MAX = 4, SCRATCH_MAX = 64 << 20 };

typedef struct {
    Str8 name;
    Str8 rule;
} Group;

typedef struct {
    Arena *arena;
    Expected *expected;
    Group groups[EXPECTED_GROUPS_MAX];
    size_t groups_count;
    int line;
} Reader;

/* ---- services ---- */

static char small(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t texts_size(TextSet set) {
    size_t size = 0;
    for (size_t i = 0; i < set.count; i++) {
        size += set.items[i].text.len + 1;
    }
    return size;
}

static void add_texts(Str8Builder *to, TextSet set) {
    for (size_t i = 0; i < set.count; i++) {
        for (size_t k = 0; k < set.items[i].text.len; k++) {
            builder_add_char(to, small(set.items[i].text.ptr[k]));
        }
        builder_add_char(to, '\n');
    }
}

static ErrCode take_service(void *context, const Service *service, Err *err) {
    Reader *reader = context;
    Expected *expected = reader->expected;
    if (expected->services_count == EXPECTED_SERVICES_MAX) {
        return err_set(err, ERR_LIMIT, "more than %d services", EXPECTED_SERVICES_MAX);
    }
    Str8Builder words = builder_in(
        reader->arena, texts_size(service->name) + texts_size(service->role) +
                           texts_size(service->alternate) + texts_size(service->summary) + 1);
    add_texts(&words, service->name);
    add_texts(&words, service->role);
    add_texts(&words, service->alternate);
    size_t names_len = words.len;
    add_texts(&words, service->summary);
    Str8 key = str8_copy(reader->arena, service->key);
    if (words.full || key.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for services");
    }
    expected->services[expected->services_count++] =
        (ExpectedService){.id = service->id,
                          .key = key,
                          .needs = service->needs,
                          .own = service->own,
                          .names = {words.buffer, names_len},
                          .words = builder_text(&words)};
    return ERR_OK;
}

size_t expected_service(const Expected *expected, Id id) {
    for (size_t i = 0; i < expected->services_count; i++) {
        if (id_equal(expected->services[i].id, id)) {
            return i;
        }
    }
    return EXPECTED_NONE;
}

/* ---- rules ---- */

static bool is_word_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80) != 0;
}

/* A word of `text` begins with `phrase`. */
static bool has_phrase(Str8 text, Str8 phrase) {
    for (size_t from = 0; from < text.len;) {
        size_t at = from + str8_find(str8_slice(text, from, text.len), phrase);
        if (at >= text.len) {
            return false;
        }
        if (at == 0 || !is_word_byte(text.ptr[at - 1])) {
            return true;
        }
        from = at + 1;
    }
    return false;
}

static bool has_any(Str8 text, Str8 phrases) {
    while (phrases.len > 0) {
        Str8 phrase = str8_trim(str8_cut(phrases, ',', &phrases));
        if (phrase.len > 0 && has_phrase(text, phrase)) {
            return true;
        }
    }
    return false;
}

static Str8 without(Str8 text, size_t bytes) {
    return str8_slice(text, bytes, text.len);
}

static ErrCode term_fits(const Reader *reader, const ExpectedService *service, Str8 term,
                         bool *fits, Err *err) {
    Need need;
    if (str8_starts_with(term, STR8("need:")) && need_parse(without(term, 5), &need)) {
        *fits = (service->needs >> need & 1) != 0;
    } else if (str8_starts_with(term, STR8("name~"))) {
        *fits = has_any(service->names, without(term, 5));
    } else if (str8_starts_with(term, STR8("text~"))) {
        *fits = has_any(service->words, without(term, 5));
    } else {
        return err_set(err, ERR_INVALID, "queries, line %d: not a term: %.*s", reader->line,
                       STR8_ARG(term));
    }
    return ERR_OK;
}

/* The city's services that all terms fit. */
static ErrCode mark_terms(const Reader *reader, Str8 terms, uint8_t *answers, Err *err) {
    const Expected *expected = reader->expected;
    for (size_t i = 0; i < expected->services_count; i++) {
        bool fits = !expected->services[i].own;
        for (Str8 rest = terms; fits && rest.len > 0;) {
            Str8 term = str8_trim(str8_cut(rest, '&', &rest));
            ErrCode code = term_fits(reader, &expected->services[i], term, &fits, err);
            if (code != ERR_OK) {
                return code;
            }
        }
        if (fits && answers[i] == EXPECTED_NO) {
            answers[i] = EXPECTED_MAY;
        }
    }
    return ERR_OK;
}

static ErrCode mark_key(const Reader *reader, Str8 key, ExpectedAnswer answer, uint8_t *answers,
                        Err *err) {
    const Expected *expected = reader->expected;
    for (size_t i = 0; i < expected->services_count; i++) {
        if (expected->services[i].own && str8_equal(expected->services[i].key, key)) {
            answers[i] = answers[i] == EXPECTED_MUST ? EXPECTED_MUST : (uint8_t)answer;
            return ERR_OK;
        }
    }
    return err_set(err, ERR_INVALID, "queries, line %d: no such service: %.*s", reader->line,
                   STR8_ARG(key));
}

static const Group *find_group(const Reader *reader, Str8 name) {
    for (size_t i = 0; i < reader->groups_count; i++) {
        if (str8_equal(reader->groups[i].name, name)) {
            return &reader->groups[i];
        }
    }
    return NULL;
}

/* Groups may name groups: a few levels deep, so that a ring ends. */
/* NOLINTNEXTLINE(misc-no-recursion): DEPTH_MAX */
static ErrCode mark_rule(const Reader *reader, Str8 rule, int depth, uint8_t *answers, Err *err) {
    ErrCode code = ERR_OK;
    while (code == ERR_OK && rule.len > 0) {
        Str8 one = str8_trim(str8_cut(rule, '/', &rule));
        char sign = one.len > 0 ? one.ptr[0] : ' ';
        if (sign == '!' || sign == '=') {
            code = mark_key(reader, without(one, 1), sign == '!' ? EXPECTED_MUST : EXPECTED_MAY,
                            answers, err);
        } else if (sign == '@') {
            const Group *group = find_group(reader, without(one, 1));
            if (group == NULL || depth == DEPTH_MAX) {
                return err_set(err, ERR_INVALID, "queries, line %d: no such group: %.*s",
                               reader->line, STR8_ARG(one));
            }
            code = mark_rule(reader, group->rule, depth + 1, answers, err);
        } else {
            code = mark_terms(reader, one, answers, err);
        }
    }
    return code;
}

/* ---- the file ---- */

static ErrCode read_group(Reader *reader, Str8 line, Err *err) {
    Str8 rule;
    Str8 name = str8_trim(str8_cut(without(line, 1), '=', &rule));
    if (reader->groups_count == EXPECTED_GROUPS_MAX || str8_trim(rule).len == 0) {
        return err_set(err, ERR_INVALID, "queries, line %d: not a group", reader->line);
    }
    reader->groups[reader->groups_count++] = (Group){name, str8_trim(rule)};
    return ERR_OK;
}

/* Every second query of a language is held out. */
static bool is_held_out(const Expected *expected, Str8 language) {
    size_t before = 0;
    for (size_t i = 0; i < expected->queries_count; i++) {
        before += str8_equal(expected->queries[i].language, language) ? 1 : 0;
    }
    return before % 2 == 1;
}

static ErrCode read_query(Reader *reader, Str8 line, Err *err) {
    Expected *expected = reader->expected;
    Str8 rule;
    ExpectedQuery query = {.language = str8_trim(str8_cut(line, '|', &rule))};
    query.text = str8_trim(str8_cut(rule, '|', &rule));
    query.answers = ARENA_ARRAY(reader->arena, uint8_t, expected->services_count + 1);
    query.held_out = is_held_out(expected, query.language);
    if (query.answers == NULL || expected->queries_count == EXPECTED_QUERIES_MAX) {
        return err_set(err, ERR_LIMIT, "queries, line %d: one too many", reader->line);
    }
    ErrCode code = mark_rule(reader, rule, 0, query.answers, err);
    for (size_t i = 0; i < expected->services_count; i++) {
        query.may += query.answers[i] == EXPECTED_MAY ? 1 : 0;
        query.must += query.answers[i] == EXPECTED_MUST ? 1 : 0;
    }
    if (code == ERR_OK && (query.may + query.must == 0 || query.must > EXPECTED_TOP)) {
        return err_set(err, ERR_INVALID, "queries, line %d: no service fits, or too many must",
                       reader->line);
    }
    expected->queries[expected->queries_count++] = query;
    return code;
}

static ErrCode read_lines(Reader *reader, Str8 text, Err *err) {
    ErrCode code = ERR_OK;
    while (code == ERR_OK && text.len > 0) {
        Str8 line = str8_trim(str8_cut(text, '\n', &text));
        reader->line++;
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        code = line.ptr[0] == '@' ? read_group(reader, line, err) : read_query(reader, line, err);
    }
    return code;
}

ErrCode expected_read(Arena *arena, Store *store, const char *path, Expected **expected, Err *err) {
    Str8 text;
    Arena scratch = arena_make(1 << 20, SCRATCH_MAX);
    Reader *reader = ARENA_NEW(arena, Reader);
    Expected *made = ARENA_NEW(arena, Expected);
    ErrCode code = ERR_NO_MEMORY;
    if (reader != NULL && made != NULL) {
        *reader = (Reader){.arena = arena, .expected = made};
        made->services = ARENA_ARRAY(arena, ExpectedService, EXPECTED_SERVICES_MAX);
        made->queries = ARENA_ARRAY(arena, ExpectedQuery, EXPECTED_QUERIES_MAX);
        code = made->services != NULL && made->queries != NULL ? ERR_OK : ERR_NO_MEMORY;
    }
    if (code != ERR_OK) {
        arena_free(&scratch);
        return err_set(err, code, "no memory for queries");
    }
    code = service_store_walk(store, &scratch, (ServiceVisitor){take_service, reader}, err);
    arena_free(&scratch);
    code = code == ERR_OK ? files_read(arena, path, FILE_MAX, &text, err) : code;
    code = code == ERR_OK ? read_lines(reader, text, err) : code;
    if (code == ERR_OK) {
        *expected = made;
    }
    return code;
}

/* ---- judging ---- */

double expected_recall(const ExpectedQuery *query, const size_t *hits, size_t count) {
    size_t places = query->may + query->must;
    size_t must = 0;
    size_t may = 0;
    places = places < EXPECTED_TOP ? places : EXPECTED_TOP;
    FOYER_ASSERT(places >= query->must && places > 0);
    for (size_t i = 0; i < count && i < EXPECTED_TOP; i++) {
        must += hits[i] != EXPECTED_NONE && query->answers[hits[i]] == EXPECTED_MUST ? 1 : 0;
        may += hits[i] != EXPECTED_NONE && query->answers[hits[i]] == EXPECTED_MAY ? 1 : 0;
    }
    size_t free_places = places - query->must;
    FOYER_ASSERT(must <= query->must);
    return (double)(must + (may < free_places ? may : free_places)) / (double)places;
}
