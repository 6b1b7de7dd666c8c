#include "data/base/str8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "data/base/check.h"

Str8 str8_from(const char *terminated) {
    return terminated != NULL ? (Str8){terminated, strlen(terminated)} : (Str8){NULL, 0};
}

bool str8_equal(Str8 a, Str8 b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static char ascii_lower(char character) {
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

bool str8_equal_ignoring_case(Str8 a, Str8 b) {
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i])) {
            return false;
        }
    }
    return true;
}

int str8_compare(Str8 a, Str8 b) {
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter > 0 ? memcmp(a.ptr, b.ptr, shorter) : 0;
    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool str8_starts_with(Str8 text, Str8 prefix) {
    return text.len >= prefix.len && str8_equal(str8_slice(text, 0, prefix.len), prefix);
}

bool str8_ends_with(Str8 text, Str8 suffix) {
    return text.len >= suffix.len &&
           str8_equal(str8_slice(text, text.len - suffix.len, text.len), suffix);
}

size_t str8_find(Str8 text, Str8 needle) {
    for (size_t i = 0; i + needle.len <= text.len; i++) {
        if (str8_equal(str8_slice(text, i, i + needle.len), needle)) {
            return i;
        }
    }
    return text.len;
}

Str8 str8_slice(Str8 text, size_t start, size_t end) {
    FOYER_ASSERT(start <= end && end <= text.len);
    return text.ptr == NULL ? text : (Str8){text.ptr + start, end - start};
}

Str8 str8_clip(Str8 text, size_t len_max) {
    size_t len = text.len < len_max ? text.len : len_max;
    while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80) {
        len--;
    }
    return str8_slice(text, 0, len);
}

static bool is_space(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
}

Str8 str8_trim(Str8 text) {
    size_t start = 0;
    size_t end = text.len;
    while (start < end && is_space(text.ptr[start])) {
        start++;
    }
    while (end > start && is_space(text.ptr[end - 1])) {
        end--;
    }
    return str8_slice(text, start, end);
}

Str8 str8_cut(Str8 text, char separator, Str8 *rest) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == separator) {
            *rest = str8_slice(text, i + 1, text.len);
            return str8_slice(text, 0, i);
        }
    }
    *rest = (Str8){NULL, 0};
    return text;
}

Str8 str8_copy(Arena *arena, Str8 text) {
    char *copy = str8_to_c(arena, text);
    return copy != NULL ? (Str8){copy, text.len} : (Str8){NULL, 0};
}

char *str8_to_c(Arena *arena, Str8 text) {
    char *copy = arena_alloc(arena, text.len + 1);
    if (copy != NULL && text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    return copy;
}

Str8 str8_format(Arena *arena, const char *format, ...) {
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length >= 0 ? arena_alloc(arena, (size_t)length + 1) : NULL;
    if (text != NULL) {
        (void)vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text != NULL ? (Str8){text, (size_t)length} : (Str8){NULL, 0};
}

bool str8_to_int(Str8 text, int64_t *number) {
    bool negative = text.len > 0 && text.ptr[0] == '-';
    size_t start = negative ? 1 : 0;
    if (start == text.len) {
        return false;
    }
    int64_t value = 0;
    for (size_t i = start; i < text.len; i++) {
        int digit = text.ptr[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value)) {
            return false;
        }
    }
    /* Counted downwards, because the least value has no positive twin. */
    if (!negative && value == INT64_MIN) {
        return false;
    }
    *number = negative ? value : -value;
    return true;
}

/* Length of the well-formed sequence at `p` (RFC 3629, table of section 4), or 0. */
static size_t sequence_length(const unsigned char *p, size_t len) {
    unsigned char lead = p[0];
    if (lead < 0x80) {
        return 1;
    }
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || length > len) {
        return 0;
    }
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool str8_is_valid(Str8 text) {
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    for (size_t i = 0; i < text.len;) {
        size_t length = sequence_length(bytes + i, text.len - i);
        if (length == 0) {
            return false;
        }
        i += length;
    }
    return true;
}

void line_clean(char *terminated) {
    size_t len = strlen(terminated);
    for (size_t cut = 1; cut < 4 && cut <= len; cut++) {
        unsigned char byte = (unsigned char)terminated[len - cut];
        if (byte >= 0xC0) {
            size_t whole = sequence_length((const unsigned char *)terminated + len - cut, cut);
            terminated[whole == cut ? len : len - cut] = '\0';
        }
        if (byte < 0x80 || byte >= 0xC0) {
            break;
        }
    }
    for (char *at = terminated; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F) {
            *at = '?';
        }
    }
}

uint32_t str8_next(Str8 text, size_t *index) {
    FOYER_ASSERT(*index < text.len);
    const unsigned char *p = (const unsigned char *)text.ptr + *index;
    if (p[0] < 0x80) {
        *index += 1;
        return p[0];
    }
    size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    FOYER_ASSERT(*index + length <= text.len);
    uint32_t code = p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        code = code << 6 | (p[i] & 0x3Fu);
    }
    *index += length;
    return code;
}

size_t str8_count(Str8 text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; count++) {
        (void)str8_next(text, &i);
    }
    return count;
}

size_t utf8_encode(uint32_t code, char out[4]) {
    FOYER_ASSERT(code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF));
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char LEADS[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)(LEADS[length] | code);
    return length;
}

Str8Builder builder_make(char *buffer, size_t size) {
    FOYER_ASSERT(size > 0);
    buffer[0] = '\0';
    return (Str8Builder){.buffer = buffer, .size = size};
}

Str8Builder builder_in(Arena *arena, size_t size) {
    char *buffer = arena_alloc(arena, size);
    return buffer != NULL ? builder_make(buffer, size) : (Str8Builder){.full = true};
}

void builder_add(Str8Builder *builder, Str8 text) {
    if (builder->full || text.len >= builder->size - builder->len) {
        builder->full = true;
        return;
    }
    if (text.len > 0) {
        memcpy(builder->buffer + builder->len, text.ptr, text.len);
    }
    builder->len += text.len;
    builder->buffer[builder->len] = '\0';
}

void builder_add_char(Str8Builder *builder, char character) {
    builder_add(builder, (Str8){&character, 1});
}

void builder_add_code(Str8Builder *builder, uint32_t code_point) {
    char bytes[4];
    builder_add(builder, (Str8){bytes, utf8_encode(code_point, bytes)});
}

void builder_add_int(Str8Builder *builder, int64_t number) {
    builder_format(builder, "%lld", (long long)number);
}

void builder_format(Str8Builder *builder, const char *format, ...) {
    if (builder->full) {
        return;
    }
    size_t room = builder->size - builder->len;
    va_list args;
    va_start(args, format);
    int length = vsnprintf(builder->buffer + builder->len, room, format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= room) {
        builder->buffer[builder->len] = '\0';
        builder->full = true;
        return;
    }
    builder->len += (size_t)length;
}

Str8 builder_text(const Str8Builder *builder) {
    return (Str8){builder->buffer, builder->len};
}
