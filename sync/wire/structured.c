#include "sync/wire/structured.h"

#include <sodium.h>
#include <string.h>

typedef struct {
    Str8 text;
    size_t at;
    bool bad;
} FieldReader;

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c) {
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

/* RFC 9110 5.6.2 tchar, and what RFC 9651 4.2.6 adds. */
static bool is_token(char c) {
    return is_alpha(c) || is_digit(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~:/", c) != NULL);
}

static bool is_key(char c) {
    return is_lower(c) || is_digit(c) || (c != '\0' && strchr("_-.*", c) != NULL);
}

static char peek(const FieldReader *reader) {
    return reader->at < reader->text.len ? reader->text.ptr[reader->at] : '\0';
}

static bool take(FieldReader *reader, char wanted) {
    if (reader->at < reader->text.len && reader->text.ptr[reader->at] == wanted) {
        reader->at++;
        return true;
    }
    return false;
}

static void skip(FieldReader *reader, bool tabs) {
    while (peek(reader) == ' ' || (tabs && peek(reader) == '\t')) {
        reader->at++;
    }
}

static Str8 read_key(FieldReader *reader) {
    size_t start = reader->at;
    if (!is_lower(peek(reader)) && peek(reader) != '*') {
        reader->bad = true;
    }
    while (is_key(peek(reader))) {
        reader->at++;
    }
    return str8_slice(reader->text, start, reader->at);
}

/* RFC 9651 4.2.4: at most 15 digits, or 12 and a point and 3. */
static void read_number(FieldReader *reader) {
    size_t digits = 0;
    size_t fraction = 0;
    (void)take(reader, '-');
    for (; is_digit(peek(reader)); reader->at++) {
        digits++;
    }
    bool decimal = take(reader, '.');
    for (; decimal && is_digit(peek(reader)); reader->at++) {
        fraction++;
    }
    reader->bad = reader->bad || digits == 0 || digits > (decimal ? 12 : 15) ||
                  (decimal && (fraction == 0 || fraction > 3));
}

static void read_string(FieldReader *reader) {
    reader->at++;
    while (reader->at < reader->text.len && peek(reader) != '"') {
        char c = peek(reader);
        reader->at++;
        if (c == '\\') {
            c = peek(reader);
            reader->bad = reader->bad || (c != '"' && c != '\\');
            reader->at += reader->at < reader->text.len ? 1 : 0;
        }
        reader->bad = reader->bad || c < 0x20 || c > 0x7E;
    }
    reader->bad = !take(reader, '"') || reader->bad;
}

static void read_base64(FieldReader *reader) {
    reader->at++;
    while (is_alpha(peek(reader)) || is_digit(peek(reader)) || peek(reader) == '+' ||
           peek(reader) == '/' || peek(reader) == '=') {
        reader->at++;
    }
    reader->bad = !take(reader, ':') || reader->bad;
}

static StructuredBare read_bare(FieldReader *reader) {
    size_t start = reader->at;
    char c = peek(reader);
    StructuredKind kind = STRUCTURED_TOKEN;
    if (c == '"') {
        kind = STRUCTURED_STRING;
        read_string(reader);
    } else if (c == ':') {
        kind = STRUCTURED_BYTES;
        read_base64(reader);
    } else if (c == '-' || is_digit(c)) {
        kind = STRUCTURED_NUMBER;
        read_number(reader);
    } else if (c == '?') {
        kind = STRUCTURED_BOOLEAN;
        reader->at++;
        reader->bad = (!take(reader, '0') && !take(reader, '1')) || reader->bad;
    } else if (is_alpha(c) || c == '*') {
        for (; is_token(peek(reader)); reader->at++) {
        }
    } else {
        reader->bad = true;
    }
    return (StructuredBare){kind, str8_slice(reader->text, start, reader->at)};
}

/* RFC 9651 4.2.3.2, but a key that stands twice is an error here: nobody honest writes that. */
static size_t read_params(FieldReader *reader, StructuredParam *params, size_t count_max) {
    size_t count = 0;
    while (!reader->bad && take(reader, ';')) {
        skip(reader, false);
        StructuredParam param = {.key = read_key(reader)};
        if (take(reader, '=')) {
            param.value = read_bare(reader);
        }
        for (size_t i = 0; i < count; i++) {
            reader->bad = reader->bad || str8_equal(params[i].key, param.key);
        }
        if (count == count_max) {
            reader->bad = true;
            break;
        }
        params[count++] = param;
    }
    return count;
}

static void read_list(FieldReader *reader, StructuredMember *member) {
    member->is_list = true;
    reader->at++;
    for (;;) {
        skip(reader, false);
        if (reader->bad || take(reader, ')')) {
            return;
        }
        if (member->items_count == STRUCTURED_ITEMS_MAX) {
            reader->bad = true;
            return;
        }
        StructuredItem *item = &member->items[member->items_count++];
        item->value = read_bare(reader);
        item->params_count = read_params(reader, item->params, STRUCTURED_ITEM_PARAMS_MAX);
        reader->bad = reader->bad || (peek(reader) != ' ' && peek(reader) != ')');
    }
}

static void read_member(FieldReader *reader, StructuredMember *member) {
    *member = (StructuredMember){.key = read_key(reader)};
    if (take(reader, '=')) {
        if (peek(reader) == '(') {
            read_list(reader, member);
        } else {
            member->value = read_bare(reader);
        }
    }
    member->params_count = read_params(reader, member->params, STRUCTURED_PARAMS_MAX);
}

/* Behind a member: true when another one follows. */
static bool has_more(FieldReader *reader) {
    skip(reader, true);
    if (reader->bad || reader->at == reader->text.len) {
        return false;
    }
    reader->bad = !take(reader, ',');
    skip(reader, true);
    reader->bad = reader->bad || reader->at == reader->text.len;
    return !reader->bad;
}

ErrCode structured_member(Str8 field, Str8 key, StructuredMember *member) {
    FieldReader reader = {.text = field, .bad = field.len > STRUCTURED_FIELD_MAX};
    bool found = false;
    StructuredMember read;
    skip(&reader, false);
    bool more = !reader.bad && reader.at < field.len;
    while (more) {
        read_member(&reader, &read);
        if (!reader.bad && str8_equal(read.key, key)) {
            reader.bad = found;
            found = true;
            *member = read;
        }
        more = has_more(&reader);
    }
    return reader.bad ? ERR_INVALID : found ? ERR_OK : ERR_NOT_FOUND;
}

const StructuredBare *structured_param(const StructuredMember *member, Str8 key) {
    for (size_t i = 0; i < member->params_count; i++) {
        if (str8_equal(member->params[i].key, key)) {
            return &member->params[i].value;
        }
    }
    return NULL;
}

Str8 structured_string(const StructuredBare *value) {
    Str8 none = {NULL, 0};
    if (value == NULL || value->kind != STRUCTURED_STRING) {
        return none;
    }
    Str8 text = str8_slice(value->text, 1, value->text.len - 1);
    return memchr(text.ptr, '\\', text.len) == NULL ? text : none;
}

bool structured_bytes(const StructuredBare *value, uint8_t *bytes, size_t size) {
    size_t got = 0;
    return value->kind == STRUCTURED_BYTES &&
           sodium_base642bin(bytes, size, value->text.ptr + 1, value->text.len - 2, NULL, &got,
                             NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
           got == size;
}

static void add_params(Str8Builder *builder, const StructuredParam *params, size_t count) {
    for (size_t i = 0; i < count; i++) {
        builder_add_char(builder, ';');
        builder_add(builder, params[i].key);
        /* RFC 9651 4.1.1.2: true is written as the key alone. */
        if (params[i].value.kind != STRUCTURED_TRUE &&
            !str8_equal(params[i].value.text, STR8("?1"))) {
            builder_add_char(builder, '=');
            builder_add(builder, params[i].value.text);
        }
    }
}

void structured_add_list(Str8Builder *builder, const StructuredMember *member) {
    builder_add_char(builder, '(');
    for (size_t i = 0; i < member->items_count; i++) {
        if (i > 0) {
            builder_add_char(builder, ' ');
        }
        builder_add(builder, member->items[i].value.text);
        add_params(builder, member->items[i].params, member->items[i].params_count);
    }
    builder_add_char(builder, ')');
    add_params(builder, member->params, member->params_count);
}
