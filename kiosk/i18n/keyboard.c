#include "kiosk/i18n/keyboard.h"

#include <string.h>

#include "data/base/check.h"

/*
 * Line by line: "word rest". Rows belong to the page line before them. Everything is bounded by the
 * maximums of the header; a line that is not understood refuses the file and names itself.
 */
typedef struct {
    Arena *arena;
    Keyboard *keyboard;
    int page; /* of the last page line, -1 = none yet */
    int line; /* 1-based */
    Err *err;
} KeyboardParser;

static const struct {
    Str8 name;
    KeyboardKeyKind kind;
} KEY_NAMES[] = {
    {{"shift", 5}, KEYBOARD_KEY_SHIFT},     {{"delete", 6}, KEYBOARD_KEY_DELETE},
    {{"letters", 7}, KEYBOARD_KEY_LETTERS}, {{"numbers", 7}, KEYBOARD_KEY_NUMBERS},
    {{"accents", 7}, KEYBOARD_KEY_ACCENTS}, {{"space", 5}, KEYBOARD_KEY_SPACE},
    {{"done", 4}, KEYBOARD_KEY_DONE},
};

static const Str8 PAGE_NAMES[KEYS_PAGE_COUNT] = {
    {"letters", 7}, {"shifted", 7}, {"numbers", 7}, {"accents", 7}};

static ErrCode parser_refuse(const KeyboardParser *parser, ErrCode code, const char *what) {
    return err_set(parser->err, code, "keyboard line %d: %s", parser->line, what);
}

/** "space:24" or "numbers:9|123", without braces. */
static ErrCode parse_special(const KeyboardParser *parser, Str8 text, KeyboardKey *key) {
    Str8 label;
    Str8 width_text;
    Str8 name = str8_cut(str8_cut(text, '|', &label), ':', &width_text);
    int64_t width = KEYBOARD_KEY_WIDTH;
    if (width_text.ptr != NULL &&
        (!str8_to_int(width_text, &width) || width < 1 || width > KEYBOARD_WIDTH_MAX)) {
        return parser_refuse(parser, ERR_INVALID, "a key's width is not a number in its bounds");
    }
    for (size_t i = 0; i < sizeof KEY_NAMES / sizeof KEY_NAMES[0]; i++) {
        if (str8_equal(KEY_NAMES[i].name, name)) {
            Str8 copy = str8_copy(parser->arena, label);
            *key = (KeyboardKey){KEY_NAMES[i].kind, 0, copy, (int)width};
            key->code = key->kind == KEYBOARD_KEY_SPACE ? ' ' : 0;
            return copy.len == label.len ? ERR_OK
                                         : parser_refuse(parser, ERR_NO_MEMORY, "no memory");
        }
    }
    return parser_refuse(parser, ERR_INVALID, "no key has that name");
}

static ErrCode parse_character(const KeyboardParser *parser, Str8 text, KeyboardKey *key) {
    size_t end = 0;
    uint32_t code = str8_next(text, &end);
    if (end != text.len || code <= ' ') {
        return parser_refuse(parser, ERR_INVALID, "a key types exactly one character");
    }
    Str8 copy = str8_copy(parser->arena, text);
    *key = (KeyboardKey){KEYBOARD_KEY_TYPES, code, copy, KEYBOARD_KEY_WIDTH};
    return copy.len == text.len ? ERR_OK : parser_refuse(parser, ERR_NO_MEMORY, "no memory");
}

/** The next word of a row: up to a space, or up to the closing brace. */
static Str8 next_word(Str8 *rest) {
    Str8 text = str8_trim(*rest);
    if (str8_starts_with(text, STR8("{"))) {
        size_t end = str8_find(text, STR8("}"));
        end = end < text.len ? end + 1 : end;
        *rest = str8_slice(text, end, text.len);
        return str8_slice(text, 0, end);
    }
    return str8_cut(text, ' ', rest);
}

static ErrCode parse_key(const KeyboardParser *parser, Str8 word, KeyboardKey *key) {
    if (!str8_starts_with(word, STR8("{"))) {
        return parse_character(parser, word, key);
    }
    if (!str8_ends_with(word, STR8("}"))) {
        return parser_refuse(parser, ERR_INVALID, "a brace is not closed");
    }
    return parse_special(parser, str8_slice(word, 1, word.len - 1), key);
}

static ErrCode parse_row(KeyboardParser *parser, Str8 rest) {
    if (parser->page < 0) {
        return parser_refuse(parser, ERR_INVALID, "a row stands before any page");
    }
    struct KeyboardRows *page = &parser->keyboard->pages[parser->page];
    if (page->count == KEYBOARD_ROWS_MAX) {
        return parser_refuse(parser, ERR_LIMIT, "too many rows in a page");
    }
    KeyboardKey *keys = ARENA_ARRAY(parser->arena, KeyboardKey, KEYBOARD_KEYS_MAX);
    if (keys == NULL) {
        return parser_refuse(parser, ERR_NO_MEMORY, "no memory");
    }
    size_t count = 0;
    int width = 0;
    while (str8_trim(rest).len > 0) {
        if (count == KEYBOARD_KEYS_MAX) {
            return parser_refuse(parser, ERR_LIMIT, "too many keys in a row");
        }
        ErrCode code = parse_key(parser, next_word(&rest), &keys[count]);
        if (code != ERR_OK) {
            return code;
        }
        width += keys[count++].width;
    }
    page->rows[page->count++] = (KeyboardRow){keys, count};
    page->width = width > page->width ? width : page->width;
    return count > 0 ? ERR_OK : parser_refuse(parser, ERR_INVALID, "a row has no keys");
}

static ErrCode parse_page(KeyboardParser *parser, Str8 name) {
    for (int i = 0; i < KEYS_PAGE_COUNT; i++) {
        if (str8_equal(PAGE_NAMES[i], name)) {
            parser->page = i;
            return parser->keyboard->pages[i].count == 0
                       ? ERR_OK
                       : parser_refuse(parser, ERR_INVALID, "a page stands there twice");
        }
    }
    return parser_refuse(parser, ERR_INVALID, "no page has that name");
}

static ErrCode parse_alphabet(const KeyboardParser *parser, Str8 rest) {
    Keyboard *keyboard = parser->keyboard;
    while (str8_trim(rest).len > 0) {
        KeyboardKey key = {0};
        ErrCode code = parse_character(parser, next_word(&rest), &key);
        if (code != ERR_OK) {
            return code;
        }
        if (keyboard->letters_count == KEYBOARD_ALPHABET_MAX) {
            return parser_refuse(parser, ERR_LIMIT, "too many letters in the alphabet");
        }
        keyboard->letters[keyboard->letters_count++] = key.code;
    }
    return ERR_OK;
}

static ErrCode parse_text(const KeyboardParser *parser, Str8 text, Str8 *out) {
    *out = str8_copy(parser->arena, text);
    return text.len > 0 && out->len == text.len
               ? ERR_OK
               : parser_refuse(parser, ERR_INVALID, "a value is missing");
}

static ErrCode parse_line(KeyboardParser *parser, Str8 line) {
    Str8 rest;
    Str8 word = str8_cut(line, ' ', &rest);
    rest = str8_trim(rest);
    Keyboard *keyboard = parser->keyboard;
    if (str8_equal(word, STR8("row"))) {
        return parse_row(parser, rest);
    }
    if (str8_equal(word, STR8("page"))) {
        return parse_page(parser, rest);
    }
    if (str8_equal(word, STR8("alphabet"))) {
        return parse_alphabet(parser, rest);
    }
    if (str8_equal(word, STR8("language"))) {
        return parse_text(parser, rest, &keyboard->language);
    }
    if (str8_equal(word, STR8("alphabet-label"))) {
        return parse_text(parser, rest, &keyboard->letters_label);
    }
    if (str8_equal(word, STR8("direction"))) {
        keyboard->rtl = str8_equal(rest, STR8("rtl"));
        return keyboard->rtl || str8_equal(rest, STR8("ltr"))
                   ? ERR_OK
                   : parser_refuse(parser, ERR_INVALID, "a direction is ltr or rtl");
    }
    return parser_refuse(parser, ERR_INVALID, "the first word is not known");
}

static ErrCode keyboard_check(const KeyboardParser *parser) {
    const Keyboard *keyboard = parser->keyboard;
    if (keyboard->language.len == 0 || keyboard->letters_count == 0 ||
        keyboard->letters_label.len == 0 || keyboard->pages[KEYS_LETTERS].count == 0) {
        return err_set(parser->err, ERR_INVALID,
                       "keyboard lacks its language, alphabet, alphabet-label or letters page");
    }
    return ERR_OK;
}

ErrCode keyboard_parse(Arena *arena, Str8 bytes, const Keyboard **keyboard, Err *err) {
    if (bytes.len > KEYBOARD_BYTES_MAX) {
        return err_set(err, ERR_LIMIT, "keyboard is larger than %d bytes", KEYBOARD_BYTES_MAX);
    }
    if (!str8_is_valid(bytes)) {
        return err_set(err, ERR_INVALID, "keyboard is not UTF-8");
    }
    KeyboardParser parser = {arena, ARENA_NEW(arena, Keyboard), -1, 0, err};
    if (parser.keyboard == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a keyboard");
    }
    Str8 rest = bytes;
    while (rest.ptr != NULL) {
        Str8 line = str8_trim(str8_cut(rest, '\n', &rest));
        parser.line++;
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        ErrCode code = parse_line(&parser, line);
        if (code != ERR_OK) {
            return code;
        }
    }
    ErrCode code = keyboard_check(&parser);
    if (code == ERR_OK) {
        *keyboard = parser.keyboard;
    }
    return code;
}
