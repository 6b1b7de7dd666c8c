#include "data/import/csv_row.h"

#include "data/base/check.h"

enum { TAG_BYTES_MAX = 35, SUBTAG_BYTES_MAX = 8 };

/* ---- languages of columns ---- */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c + 'A' - 'a') : c;
}

/* A subtag as it is mostly written: "es", "Hans", "MX" (RFC 5646 2.1.1). */
static bool add_subtag(Str8Builder *out, Str8 subtag, bool first) {
    bool good = subtag.len > 0 && subtag.len <= SUBTAG_BYTES_MAX;
    for (size_t i = 0; i < subtag.len; i++) {
        char c = subtag.ptr[i];
        bool large = !first && (subtag.len == 2 || (subtag.len == 4 && i == 0));
        good = good && (is_letter(c) || (!first && c >= '0' && c <= '9'));
        builder_add_char(out, large ? upper(c) : lower(c));
    }
    return good && (!first || subtag.len == 2 || subtag.len == 3);
}

/* The language behind the colon; empty = that is none. */
static Str8 tag_of(Arena *arena, Str8 text) {
    Str8Builder out = builder_in(arena, TAG_BYTES_MAX + 1);
    bool good = true;
    size_t start = 0;
    for (size_t i = 0; i <= text.len && good; i++) {
        if (i < text.len && text.ptr[i] != '-' && text.ptr[i] != '_') {
            continue;
        }
        if (start > 0) {
            builder_add_char(&out, '-');
        }
        good = add_subtag(&out, str8_slice(text, start, i), start == 0);
        start = i + 1;
    }
    return good && !out.full ? builder_text(&out) : STR8("");
}

/* "title:es" is of "title" and says "es"; "title" is of "title" and says nothing. */
static bool is_of(Str8 header, Str8 name, Str8 *said) {
    size_t colon = str8_find(header, STR8(":"));
    *said = colon < header.len ? str8_trim(str8_slice(header, colon + 1, header.len)) : STR8("");
    return csv_same_name(str8_slice(header, 0, colon), name);
}

static bool has_colon(Str8 header) {
    return str8_find(header, STR8(":")) < header.len;
}

static Str8 language_of(const CalendarContext *context, Str8 header) {
    size_t colon = str8_find(header, STR8(":"));
    return colon == header.len
               ? context->language
               : tag_of(context->arena, str8_trim(str8_slice(header, colon + 1, header.len)));
}

static ErrCode check_language(const CalendarContext *context, const CsvTable *table, size_t at,
                              Err *err) {
    Str8 header = table->headers[at];
    Str8 name = str8_slice(header, 0, str8_find(header, STR8(":")));
    Str8 language = language_of(context, header);
    size_t languages = 1;
    if (language.len == 0) {
        return err_set(err, ERR_INVALID,
                       "%.*s: the column '%.*s' names no language: write %.*s:es, %.*s:ar, "
                       "%.*s:zh-Hans",
                       STR8_ARG(table->file), STR8_ARG(header), STR8_ARG(name), STR8_ARG(name),
                       STR8_ARG(name));
    }
    for (size_t c = 0; c < at; c++) {
        Str8 other = table->headers[c];
        Str8 said;
        if (!is_of(other, name, &said)) {
            continue;
        }
        if (str8_equal(language_of(context, other), language)) {
            return err_set(err, ERR_INVALID,
                           "%.*s: the columns '%.*s' and '%.*s' are of the same language: keep one",
                           STR8_ARG(table->file), STR8_ARG(other), STR8_ARG(header));
        }
        if (++languages > TEXT_SET_MAX) {
            return err_set(err, ERR_LIMIT, "%.*s: '%.*s' stands there in more than %d languages",
                           STR8_ARG(table->file), STR8_ARG(name), TEXT_SET_MAX);
        }
    }
    return ERR_OK;
}

ErrCode csv_row_check_languages(const CalendarContext *context, const CsvTable *table, Err *err) {
    ErrCode code = ERR_OK;
    for (size_t c = 0; c < table->kept_count && code == ERR_OK; c++) {
        code = check_language(context, table, c, err);
    }
    return code;
}

/* ---- cells ---- */

Str8 csv_row_cell(CsvRow row, const char *name) {
    return csv_cell(row.table, row.row, csv_column(row.table, name));
}

static bool refuse_at(CsvRow row, Str8 header, Str8 reason) {
    report_refuse(row.context->report, row.table->file, row.table->row_numbers[row.row], header,
                  reason);
    return false;
}

bool csv_row_refuse(CsvRow row, const char *name, Str8 reason) {
    return refuse_at(row, csv_header(row.table, csv_column(row.table, name), name), reason);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Every run of white space is one blank; the cell itself when it is so already. */
static Str8 single_blanks(Arena *arena, Str8 text) {
    bool tidy = true;
    for (size_t i = 0; i < text.len && tidy; i++) {
        tidy = !is_blank(text.ptr[i]) || (text.ptr[i] == ' ' && !is_blank(text.ptr[i - (i > 0)]));
    }
    if (tidy) {
        return text;
    }
    Str8Builder out = builder_in(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        if (!is_blank(text.ptr[i])) {
            builder_add_char(&out, text.ptr[i]);
        } else if (out.len > 0 && !is_blank(text.ptr[i - 1])) {
            builder_add_char(&out, ' ');
        }
    }
    return str8_trim(builder_text(&out));
}

/* All languages of a text, cells as they stand. */
static TextSet raw_texts(CsvRow row, const char *name) {
    const CsvTable *table = row.table;
    size_t count = 0;
    TextIn *items = ARENA_ARRAY(row.context->arena, TextIn, table->kept_count + 1);
    for (size_t pass = 0; pass < 2 && items != NULL; pass++) { /* the plain one first */
        for (size_t c = 0; c < table->kept_count && count < TEXT_SET_MAX; c++) {
            Str8 cell = csv_cell(table, row.row, (int)c);
            Str8 said;
            if (cell.len > 0 && has_colon(table->headers[c]) == (pass == 1) &&
                is_of(table->headers[c], str8_from(name), &said)) {
                items[count++] = (TextIn){language_of(row.context, table->headers[c]), cell};
            }
        }
    }
    return (TextSet){items, count};
}

TextSet csv_row_texts(CsvRow row, const char *name) {
    TextSet set = raw_texts(row, name);
    TextIn *items = (TextIn *)(uintptr_t)set.items;
    for (size_t i = 0; i < set.count; i++) {
        items[i].text = single_blanks(row.context->arena, items[i].text);
    }
    return set;
}

static bool has_control(Str8 text) {
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        if ((code < 0x20 && !is_blank((char)code)) || (code >= 0x7F && code < 0xA0)) {
            return true;
        }
    }
    return false;
}

static bool check_cell(CsvRow row, size_t column, size_t bytes_max) {
    Str8 cell = csv_cell(row.table, row.row, (int)column);
    Str8 header = row.table->headers[column];
    if (cell.len > bytes_max) {
        return refuse_at(row, header,
                         str8_format(row.context->arena,
                                     "the text is too long: it has %zu bytes, and %zu are the most",
                                     cell.len, bytes_max));
    }
    return !has_control(cell) ||
           refuse_at(row, header, STR8("it holds a character that cannot be shown: write it anew"));
}

bool csv_row_check_texts(CsvRow row, const char *name, size_t bytes_max) {
    Str8 said;
    for (size_t c = 0; c < row.table->kept_count; c++) {
        if (is_of(row.table->headers[c], str8_from(name), &said) &&
            !check_cell(row, c, bytes_max)) {
            return false;
        }
    }
    return true;
}

bool csv_row_line(CsvRow row, const char *name, size_t bytes_max, Str8 *line) {
    *line = single_blanks(row.context->arena, csv_row_cell(row, name));
    return csv_row_check_texts(row, name, bytes_max);
}

bool csv_row_flag(CsvRow row, const char *name, bool *flag) {
    static const char *const YES[] = {"yes", "y", "true", "1", "x", "si", "sí"};
    static const char *const NO[] = {"no", "n", "false", "0"};
    Str8 cell = csv_row_cell(row, name);
    if (cell.len == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof YES / sizeof YES[0]; i++) {
        if (str8_equal_ignoring_case(cell, str8_from(YES[i]))) {
            *flag = true;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof NO / sizeof NO[0]; i++) {
        if (str8_equal_ignoring_case(cell, str8_from(NO[i]))) {
            *flag = false;
            return true;
        }
    }
    return csv_row_refuse(row, name, STR8("write yes or no"));
}

/* ---- parts ---- */

/* The next part that says something; empty at the end. */
static Str8 next_part(Str8 *rest) {
    Str8 part = STR8("");
    while (part.len == 0 && rest->len > 0) {
        size_t end = 0;
        while (end < rest->len && rest->ptr[end] != '\n' && rest->ptr[end] != '|') {
            end++;
        }
        part = str8_trim(str8_slice(*rest, 0, end));
        *rest = str8_slice(*rest, end < rest->len ? end + 1 : end, rest->len);
    }
    return part;
}

static size_t parts_count(Str8 text) {
    size_t count = 0;
    while (next_part(&text).len > 0) {
        count++;
    }
    return count;
}

/* The header of the column that `language` of `name` stands in. */
static Str8 header_of(CsvRow row, const char *name, Str8 language) {
    Str8 said;
    for (size_t c = 0; c < row.table->kept_count; c++) {
        Str8 header = row.table->headers[c];
        if (is_of(header, str8_from(name), &said) &&
            str8_equal(language_of(row.context, header), language)) {
            return header;
        }
    }
    return str8_from(name);
}

static bool check_parts(CsvRow row, const char *name, TextSet texts, size_t sets_max) {
    Arena *arena = row.context->arena;
    size_t first = texts.count > 0 ? parts_count(texts.items[0].text) : 0;
    for (size_t i = 0; i < texts.count; i++) {
        Str8 header = header_of(row, name, texts.items[i].language);
        size_t parts = parts_count(texts.items[i].text);
        if (parts > sets_max) {
            return refuse_at(
                row, header,
                str8_format(arena, "it has %zu lines, and %zu are the most", parts, sets_max));
        }
        if (parts != first) {
            Str8 other = header_of(row, name, texts.items[0].language);
            return refuse_at(row, header,
                             str8_format(arena,
                                         "it has %zu lines and '%.*s' has %zu: write the same "
                                         "lines in the same order",
                                         parts, STR8_ARG(other), first));
        }
    }
    return true;
}

bool csv_row_parts(CsvRow row, const char *name, TextSet *sets, size_t sets_max, size_t *count) {
    Arena *arena = row.context->arena;
    TextSet texts = raw_texts(row, name);
    if (!check_parts(row, name, texts, sets_max)) {
        return false;
    }
    *count = texts.count > 0 ? parts_count(texts.items[0].text) : 0;
    FOYER_ASSERT(*count <= sets_max);
    for (size_t part = 0; part < *count; part++) {
        sets[part] = (TextSet){ARENA_ARRAY(arena, TextIn, texts.count), 0};
        if (sets[part].items == NULL) {
            return csv_row_refuse(row, name, STR8("there is no memory for it"));
        }
    }
    for (size_t i = 0; i < texts.count; i++) {
        Str8 rest = texts.items[i].text;
        for (size_t part = 0; part < *count; part++) {
            TextIn *items = (TextIn *)(uintptr_t)sets[part].items;
            items[sets[part].count++] =
                (TextIn){texts.items[i].language, single_blanks(arena, next_part(&rest))};
        }
    }
    return true;
}
