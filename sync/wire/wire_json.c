#include "sync/wire/wire_json.h"

#include <sodium.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/civil.h"

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_space(Str8 text, size_t at) {
    while (at < text.len && is_space(text.ptr[at])) {
        at++;
    }
    return at;
}

/* Behind the closing quote of the string that opens at `at`, or the end of the text. */
static size_t string_end(Str8 text, size_t at) {
    at++;
    while (at < text.len) {
        const char *quote = memchr(text.ptr + at, '"', text.len - at);
        if (quote == NULL) {
            break;
        }
        size_t end = (size_t)(quote - text.ptr);
        size_t from = end;
        while (from > at && text.ptr[from - 1] == '\\') {
            from--;
        }
        if ((end - from) % 2 == 0) {
            return end + 1;
        }
        at = end + 1; /* that quote was escaped; what is before it is read */
    }
    return text.len;
}

/* Where the value that starts at `at` is over: at a comma or a closing bracket that is not its own,
 * or the end. *depth_max: how deep it was nested. */
static size_t value_end(Str8 text, size_t at, size_t *depth_max) {
    size_t depth = 0;
    *depth_max = 0;
    while (at < text.len) {
        char c = text.ptr[at];
        if (c == '"') {
            at = string_end(text, at);
            continue;
        }
        if (c == '{' || c == '[') {
            depth++;
            *depth_max = depth > *depth_max ? depth : *depth_max;
        } else if (c == '}' || c == ']') {
            if (depth == 0) {
                break;
            }
            depth--;
        } else if (c == ',' && depth == 0) {
            break;
        }
        at++;
    }
    return at;
}

ErrCode wire_json_next(WireJsonItems *items, Str8 *item) {
    Str8 rest = items->rest;
    size_t at = skip_space(rest, 0);
    if (at < rest.len && rest.ptr[at] == ']') {
        items->rest = str8_slice(rest, at + 1, rest.len);
        return ERR_NOT_FOUND;
    }
    if (items->any) {
        if (at == rest.len || rest.ptr[at] != ',') {
            return ERR_INVALID;
        }
        at = skip_space(rest, at + 1);
    }
    size_t depth = 0;
    size_t end = value_end(rest, at, &depth);
    if (end == at || end == rest.len) {
        return ERR_INVALID;
    }
    items->any = true;
    *item = str8_trim(str8_slice(rest, at, end));
    items->rest = str8_slice(rest, end, rest.len);
    return ERR_OK;
}

/* The first white space between tokens at or behind `at`, or the end. */
static size_t next_space(Str8 text, size_t at) {
    while (at < text.len && !is_space(text.ptr[at])) {
        at = text.ptr[at] == '"' ? string_end(text, at) : at + 1;
    }
    return at;
}

Str8 wire_json_compact(Arena *arena, Str8 text) {
    size_t end = next_space(text, 0);
    if (end == text.len) {
        return text;
    }
    Str8Builder builder = builder_in(arena, text.len + 1);
    for (size_t start = 0; start < text.len; start = skip_space(text, end)) {
        end = next_space(text, start);
        builder_add(&builder, str8_slice(text, start, end));
    }
    return builder.full ? (Str8){NULL, 0} : builder_text(&builder);
}

bool wire_json_is_object(Str8 text) {
    size_t depth = 0;
    return text.len >= 2 && text.ptr[0] == '{' && text.ptr[text.len - 1] == '}' &&
           value_end(text, 0, &depth) == text.len && str8_is_valid(text);
}

/* ---- writing ---- */

static void add_escape(Str8Builder *builder, char c) {
    static const char SHORT[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (size_t i = 0; i + 1 < sizeof SHORT; i += 2) {
        if (SHORT[i] == c) {
            builder_add_char(builder, '\\');
            builder_add_char(builder, SHORT[i + 1]);
            return;
        }
    }
    builder_format(builder, "\\u%04X", (unsigned)(unsigned char)c);
}

void wire_json_add_escaped(Str8Builder *builder, Str8 text) {
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '"' || c == '\\' || (unsigned char)c < 0x20) {
            builder_add(builder, str8_slice(text, from, i));
            add_escape(builder, c);
            from = i + 1;
        }
    }
    builder_add(builder, str8_slice(text, from, text.len));
}

void wire_json_add_text(Str8Builder *builder, Str8 text) {
    builder_add_char(builder, '"');
    wire_json_add_escaped(builder, text);
    builder_add_char(builder, '"');
}

void wire_json_add_bytes(Str8Builder *builder, const void *bytes, size_t size) {
    enum { CHUNK = 3 * 64 }; /* of three bytes each, so that chunks join without padding */
    char text[CHUNK / 3 * 4 + 1];
    builder_add_char(builder, '"');
    for (size_t at = 0; at < size; at += CHUNK) {
        size_t part = size - at < CHUNK ? size - at : CHUNK;
        (void)sodium_bin2base64(text, sizeof text, (const uint8_t *)bytes + at, part,
                                sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        builder_add(builder, str8_from(text));
    }
    builder_add_char(builder, '"');
}

void wire_json_add_id(Str8Builder *builder, Arena *arena, Id id) {
    ArenaMark mark = arena_mark(arena);
    wire_json_add_text(builder, id_text(arena, id));
    arena_rewind(arena, mark);
}

void wire_json_add_time(Str8Builder *builder, Arena *arena, int64_t utc_ms) {
    ArenaMark mark = arena_mark(arena);
    wire_json_add_text(builder, rfc3339_text(arena, utc_ms));
    arena_rewind(arena, mark);
}

/* ---- reading ---- */

/* Its depth is known. */
static ErrCode parse(Str8 text, json_t **object) {
    json_error_t error;
    json_t *value = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
    if (json_is_object(value)) {
        *object = value;
        return ERR_OK;
    }
    bool no_memory = value == NULL && json_error_code(&error) == json_error_out_of_memory;
    json_decref(value);
    return no_memory ? ERR_NO_MEMORY : ERR_INVALID;
}

ErrCode wire_json_parse_document(Str8 text, json_t **object, Err *err) {
    size_t depth = 0;
    ErrCode code = ERR_INVALID;
    if (text.len > 0 && value_end(text, 0, &depth) == text.len && depth <= WIRE_JSON_DEPTH_MAX) {
        code = parse(text, object);
    }
    return code == ERR_OK ? ERR_OK : err_set(err, code, "not a JSON object of %zu bytes", text.len);
}

Str8 wire_json_text(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (Str8){json_string_value(value), json_string_length(value)}
                                 : (Str8){NULL, 0};
}

ErrCode wire_json_unescape(Arena *arena, Str8 quoted, Str8 *text) {
    json_error_t error;
    json_t *value = json_loadb(quoted.ptr, quoted.len, JSON_DECODE_ANY, &error);
    if (!json_is_string(value)) {
        bool no_memory = value == NULL && json_error_code(&error) == json_error_out_of_memory;
        json_decref(value);
        return no_memory ? ERR_NO_MEMORY : ERR_INVALID;
    }
    *text = str8_copy(arena, (Str8){json_string_value(value), json_string_length(value)});
    json_decref(value);
    return text->ptr != NULL ? ERR_OK : ERR_NO_MEMORY;
}

static bool decode_bytes(Str8 text, uint8_t *bytes, size_t size_max, size_t *size) {
    return sodium_base642bin(bytes, size_max, text.ptr, text.len, NULL, size, NULL,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}

bool wire_json_fixed_bytes(const json_t *object, const char *name, uint8_t *bytes, size_t size) {
    Str8 text = wire_json_text(object, name);
    size_t got = 0;
    return text.ptr != NULL && decode_bytes(text, bytes, size, &got) && got == size;
}

ErrCode wire_json_bytes(Arena *arena, Str8 text, Str8 *bytes) {
    size_t size_max = text.len / 4 * 3 + 3;
    uint8_t *out = arena_alloc(arena, size_max);
    size_t size = 0;
    if (out == NULL || !decode_bytes(text, out, size_max, &size)) {
        return out == NULL ? ERR_NO_MEMORY : ERR_INVALID;
    }
    *bytes = (Str8){(const char *)out, size};
    return ERR_OK;
}

bool wire_json_id(const json_t *object, const char *name, Id *id) {
    return id_parse(wire_json_text(object, name), id);
}

bool wire_json_time(const json_t *object, const char *name, int64_t *utc_ms) {
    return rfc3339_parse(wire_json_text(object, name), utc_ms);
}

bool wire_json_int(const json_t *object, const char *name, int64_t min, int64_t max,
                   int64_t *number) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_integer(value) || json_integer_value(value) < min ||
        json_integer_value(value) > max) {
        return false;
    }
    *number = json_integer_value(value);
    return true;
}
