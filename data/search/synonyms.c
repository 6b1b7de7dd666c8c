#include "data/search/synonyms.h"

static const struct {
    Str8 word;
    SynonymKind kind;
} KINDS[] = {
    {{"stop", 4}, SYNONYM_STOP}, {{"free", 4}, SYNONYM_FREE}, {{"name", 4}, SYNONYM_NAME},
    {{"need", 4}, SYNONYM_NEED}, {{"same", 4}, SYNONYM_SAME}, {{"look", 4}, SYNONYM_LOOK},
};

static ErrCode wrong(const SynonymFile *file, const SynonymLine *line, const char *what, Str8 value,
                     Err *err) {
    return err_set(err, ERR_INVALID, "%.*s:%d: %s: \"%.*s\"", STR8_ARG(file->name), line->number,
                   what, STR8_ARG(value));
}

/* Bytes of the comma that begins at `at`, 0 when there is none. */
static size_t comma_size(Str8 text, size_t at) {
    static const Str8 COMMAS[] = {
        {",", 1}, {"\xD8\x8C", 2}, {"\xEF\xBC\x8C", 3}, {"\xE3\x80\x81", 3}};
    Str8 rest = str8_slice(text, at, text.len);
    for (size_t i = 0; i < sizeof COMMAS / sizeof COMMAS[0]; i++) {
        if (str8_starts_with(rest, COMMAS[i])) {
            return COMMAS[i].len;
        }
    }
    return 0;
}

static ErrCode add_term(const SynonymFile *file, const SynonymLine *line, Str8 term, Str8 *terms,
                        size_t *count, Err *err) {
    term = str8_trim(term);
    if (term.len == 0 || term.len > SYNONYM_TERM_BYTES_MAX) {
        return wrong(file, line, "a term is empty or too long", term, err);
    }
    if (*count == SYNONYM_TERMS_MAX) {
        return err_set(err, ERR_LIMIT, "%.*s:%d: more than %d terms", STR8_ARG(file->name),
                       line->number, SYNONYM_TERMS_MAX);
    }
    terms[(*count)++] = term;
    return ERR_OK;
}

static ErrCode read_terms(const SynonymFile *file, const SynonymLine *line, Str8 text, Str8 *terms,
                          size_t *count, Err *err) {
    ErrCode code = ERR_OK;
    size_t start = 0;
    for (size_t i = 0; code == ERR_OK && i < text.len; i++) {
        size_t comma = comma_size(text, i);
        if (comma > 0) {
            code = add_term(file, line, str8_slice(text, start, i), terms, count, err);
            i += comma - 1;
            start = i + 1;
        }
    }
    return code == ERR_OK
               ? add_term(file, line, str8_slice(text, start, text.len), terms, count, err)
               : code;
}

/* "need food", "stop": the words before the colon. */
static ErrCode read_head(const SynonymFile *file, SynonymLine *line, Str8 head, Err *err) {
    Str8 name;
    Str8 word = str8_cut(str8_trim(head), ' ', &name);
    name = str8_trim(name);
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (!str8_equal(KINDS[i].word, word)) {
            continue;
        }
        line->kind = KINDS[i].kind;
        if (line->kind != SYNONYM_NAME && line->kind != SYNONYM_NEED) {
            return name.len == 0 ? ERR_OK : wrong(file, line, "nothing stands here", name, err);
        }
        return need_parse(name, &line->need)
                   ? ERR_OK
                   : wrong(file, line, "there is no such need", name, err);
    }
    return wrong(file, line, "a line begins with stop, free, name, need, same or look", head, err);
}

static ErrCode read_body(const SynonymFile *file, SynonymLine *line, Str8 body, Err *err) {
    if (line->kind == SYNONYM_NAME) {
        return add_term(file, line, body, line->left, &line->left_count, err);
    }
    Str8 right;
    Str8 left = str8_cut(body, '>', &right);
    if ((right.ptr != NULL) != (line->kind == SYNONYM_LOOK) ||
        str8_find(right, STR8(">")) < right.len) {
        return wrong(file, line, "only look lines have one >, and all of them", str8_trim(body),
                     err);
    }
    ErrCode code = read_terms(file, line, left, line->left, &line->left_count, err);
    if (code == ERR_OK && right.ptr != NULL) {
        code = read_terms(file, line, right, line->right, &line->right_count, err);
    }
    return code;
}

static ErrCode read_line(const SynonymFile *file, SynonymLine *line, Str8 text, Err *err) {
    size_t colon = str8_find(text, STR8(":"));
    if (colon == text.len) {
        return wrong(file, line, "a line has a colon after its first words", text, err);
    }
    ErrCode code = read_head(file, line, str8_slice(text, 0, colon), err);
    return code == ERR_OK ? read_body(file, line, str8_slice(text, colon + 1, text.len), err)
                          : code;
}

ErrCode synonyms_read(Arena *scratch, const SynonymFile *file, SynonymReader reader, Err *err) {
    ArenaMark mark = arena_mark(scratch);
    SynonymLine *line = ARENA_NEW(scratch, SynonymLine);
    ErrCode code = ERR_OK;
    if (line == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory to read %.*s", STR8_ARG(file->name));
    }
    if (file->text.len > SYNONYM_FILE_BYTES_MAX || !str8_is_valid(file->text)) {
        return err_set(err, ERR_INVALID, "%.*s:1: too long, or not UTF-8", STR8_ARG(file->name));
    }
    int number = 0;
    for (Str8 rest = file->text; code == ERR_OK && rest.ptr != NULL;) {
        Str8 text = str8_trim(str8_cut(rest, '\n', &rest));
        number++;
        if (text.len == 0 || text.ptr[0] == '#') {
            continue;
        }
        line->number = number;
        line->left_count = 0;
        line->right_count = 0;
        code = read_line(file, line, text, err);
        code = code == ERR_OK ? reader.line(reader.context, file, line, err) : code;
    }
    arena_rewind(scratch, mark);
    return code;
}
