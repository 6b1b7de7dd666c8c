#include "data/store/json_text.h"

/* The letter behind the backslash, or 0. */
static char short_escape(char character) {
    switch (character) {
    case '"':
    case '\\':
        return character;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

void json_text_add(Str8Builder *builder, Str8 text) {
    builder_add_char(builder, '"');
    for (size_t i = 0; i < text.len; i++) {
        char character = text.ptr[i];
        char letter = short_escape(character);
        if (letter != 0) {
            builder_add_char(builder, '\\');
            builder_add_char(builder, letter);
        } else if ((unsigned char)character < 0x20) {
            builder_format(builder, "\\u%04X", (unsigned)(unsigned char)character);
        } else {
            builder_add_char(builder, character);
        }
    }
    builder_add_char(builder, '"');
}
