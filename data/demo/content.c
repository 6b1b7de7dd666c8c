#include "data/demo/content.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/civil.h"

static const Str8 LANGUAGES[CONTENT_LANGUAGES] = {{"en", 2}, {"es", 2}, {"ar", 2}};

static ErrCode content_add_section(Content *content, Str8 header, size_t line, Err *err) {
    if (content->count == CONTENT_SECTIONS_MAX) {
        return err_set(err, ERR_LIMIT, "content line %zu: too many sections", line);
    }
    if (header.ptr[header.len - 1] != ']') {
        return err_set(err, ERR_INVALID, "content line %zu: a bracket is not closed", line);
    }
    Str8 name;
    Str8 kind = str8_cut(str8_slice(header, 1, header.len - 1), ' ', &name);
    content->sections[content->count++] = (ContentSection){.kind = kind, .name = name};
    return ERR_OK;
}

static ErrCode content_add_field(Content *content, Str8 text, size_t line, Err *err) {
    Str8 value;
    Str8 key = str8_trim(str8_cut(text, '=', &value));
    if (content->count == 0 || value.ptr == NULL || key.len == 0) {
        return err_set(err, ERR_INVALID, "content line %zu: no \"key = value\" in a section", line);
    }
    ContentSection *section = &content->sections[content->count - 1];
    if (section->fields_count == CONTENT_FIELDS_MAX) {
        return err_set(err, ERR_LIMIT, "content line %zu: too many values in a section", line);
    }
    section->fields[section->fields_count++] = (struct ContentField){key, str8_trim(value)};
    return ERR_OK;
}

ErrCode content_parse(Arena *arena, Str8 text, Content *content, Err *err) {
    Content made = {ARENA_ARRAY(arena, ContentSection, CONTENT_SECTIONS_MAX), 0};
    if (made.sections == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for content");
    }
    Str8 rest = text;
    ErrCode code = ERR_OK;
    for (size_t line = 1; rest.ptr != NULL && code == ERR_OK; line++) {
        Str8 words = str8_trim(str8_cut(rest, '\n', &rest));
        if (words.len > 0 && words.ptr[0] == '[') {
            code = content_add_section(&made, words, line, err);
        } else if (words.len > 0 && words.ptr[0] != '#') {
            code = content_add_field(&made, words, line, err);
        }
    }
    if (code == ERR_OK) {
        *content = made;
    }
    return code;
}

/** The value of `key`.`language` (language empty: of `key`). */
static Str8 content_find(const ContentSection *section, Str8 key, Str8 language) {
    for (size_t i = 0; i < section->fields_count; i++) {
        Str8 ending;
        Str8 name = str8_cut(section->fields[i].key, '.', &ending);
        if (str8_equal(name, key) && str8_equal(ending, language)) {
            return section->fields[i].value;
        }
    }
    return (Str8){NULL, 0};
}

Str8 content_value(const ContentSection *section, const char *key) {
    return content_find(section, str8_from(key), (Str8){NULL, 0});
}

static Str8 content_part(Str8 value, int part) {
    if (part == CONTENT_WHOLE) {
        return value;
    }
    Str8 rest = value;
    Str8 found = str8_cut(rest, '|', &rest);
    for (int i = 0; i < part; i++) {
        found = rest.ptr == NULL ? (Str8){NULL, 0} : str8_cut(rest, '|', &rest);
    }
    return str8_trim(found);
}

TextSet content_texts(Arena *arena, const ContentSection *section, const char *key, int part) {
    TextIn *items = ARENA_ARRAY(arena, TextIn, CONTENT_LANGUAGES);
    size_t count = 0;
    for (size_t i = 0; i < CONTENT_LANGUAGES && items != NULL; i++) {
        Str8 value = content_find(section, str8_from(key), LANGUAGES[i]);
        if (value.len == 0) {
            value = content_value(section, key);
        }
        value = content_part(value, part);
        if (value.len > 0) {
            items[count++] = (TextIn){LANGUAGES[i], value};
        }
    }
    return (TextSet){items, count};
}

int content_minute(Str8 text) {
    Str8 minute_text;
    Str8 hour_text = str8_cut(str8_trim(text), ':', &minute_text);
    int64_t hour = 0;
    int64_t minute = 0;
    /* str8_to_int takes "05" as it takes "5". */
    if (!str8_to_int(hour_text, &hour) || !str8_to_int(minute_text, &minute) || hour < 0 ||
        minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) {
        return -1;
    }
    return (int)(hour * 60 + minute);
}
