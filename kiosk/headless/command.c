#include "kiosk/headless/command.h"

#include <string.h>

#include "data/base/civil.h"

typedef enum {
    ARGUMENT_NONE,
    ARGUMENT_OPTIONAL,
    ARGUMENT_WORD,
    ARGUMENT_QUOTED,
    ARGUMENT_EITHER,
    ARGUMENT_BOTH
} ArgumentKind;

typedef struct {
    const char *name;
    CommandKind kind;
    ArgumentKind argument;
} CommandRule;

static const CommandRule RULES[] = {
    {"tap", COMMAND_TAP, ARGUMENT_EITHER},         {"type", COMMAND_TYPE, ARGUMENT_QUOTED},
    {"keys", COMMAND_KEYS, ARGUMENT_QUOTED},       {"scan", COMMAND_SCAN, ARGUMENT_QUOTED},
    {"press", COMMAND_PRESS, ARGUMENT_WORD},       {"lang", COMMAND_LANG, ARGUMENT_WORD},
    {"now", COMMAND_NOW, ARGUMENT_WORD},           {"wait", COMMAND_WAIT, ARGUMENT_WORD},
    {"expect", COMMAND_EXPECT, ARGUMENT_EITHER},   {"absent", COMMAND_ABSENT, ARGUMENT_EITHER},
    {"value", COMMAND_VALUE, ARGUMENT_BOTH},       {"shot", COMMAND_SHOT, ARGUMENT_WORD},
    {"tree", COMMAND_TREE, ARGUMENT_OPTIONAL},     {"say", COMMAND_SAY, ARGUMENT_NONE},
    {"restart", COMMAND_RESTART, ARGUMENT_NONE},   {"offline", COMMAND_OFFLINE, ARGUMENT_NONE},
    {"online", COMMAND_ONLINE, ARGUMENT_NONE},     {"measure", COMMAND_MEASURE, ARGUMENT_NONE},
    {"measured", COMMAND_MEASURED, ARGUMENT_NONE},
};

static const struct {
    const char *name;
    int64_t key;
} KEYS[] = {
    {"Tab", UI_KEY_TAB},       {"Shift+Tab", UI_KEY_TAB_BACK},
    {"Up", UI_KEY_UP},         {"Down", UI_KEY_DOWN},
    {"Left", UI_KEY_LEFT},     {"Right", UI_KEY_RIGHT},
    {"Enter", UI_KEY_ENTER},   {"Space", UI_KEY_SPACE},
    {"Escape", UI_KEY_ESCAPE}, {"Backspace", COMMAND_KEY_BACKSPACE},
};

static bool take_hex(Str8 text, size_t *at, uint32_t *code) {
    uint32_t value = 0;
    size_t start = *at;
    for (; *at < text.len && *at - start < 6; *at += 1) {
        char c = text.ptr[*at];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit == 16) {
            break;
        }
        value = value * 16 + digit;
    }
    *code = value;
    return *at > start && value > 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

/* *at stands behind the backslash. */
static bool take_escape(Str8 text, size_t *at, Str8Builder *out) {
    char kind = *at < text.len ? text.ptr[(*at)++] : '\0';
    uint32_t code = 0;
    switch (kind) {
    case '"':
    case '\\':
        builder_add_char(out, kind);
        return true;
    case 'n':
        builder_add_char(out, '\n');
        return true;
    case 't':
        builder_add_char(out, '\t');
        return true;
    case 'u':
        if (*at >= text.len || text.ptr[(*at)++] != '{' || !take_hex(text, at, &code) ||
            *at >= text.len || text.ptr[(*at)++] != '}') {
            return false;
        }
        builder_add_code(out, code);
        return true;
    default:
        return false;
    }
}

/* `text` begins behind the first quote; *rest is what follows the last. */
static ErrCode take_quoted(Arena *arena, Str8 text, Str8 *quoted, Str8 *rest, Err *err) {
    Str8Builder out = builder_in(arena, text.len + 1);
    size_t at = 0;
    while (at < text.len && text.ptr[at] != '"') {
        if (text.ptr[at] != '\\') {
            builder_add_char(&out, text.ptr[at++]);
            continue;
        }
        at++;
        if (!take_escape(text, &at, &out)) {
            return err_set(err, ERR_INVALID, "a wrong escape after column %zu", at);
        }
    }
    if (at == text.len) {
        return err_set(err, ERR_INVALID, "the closing quote is missing");
    }
    *quoted = builder_text(&out);
    *rest = str8_slice(text, at + 1, text.len);
    return ERR_OK;
}

/* A comment is a # at the start or behind white space, outside quotes. */
static Str8 word_cut(Str8 text, Str8 *rest) {
    size_t end = 0;
    text = str8_trim(text);
    while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\t') {
        end++;
    }
    *rest = str8_trim(str8_slice(text, end, text.len));
    Str8 word = str8_slice(text, 0, end);
    if (str8_starts_with(word, STR8("#"))) {
        *rest = (Str8){NULL, 0};
        return (Str8){NULL, 0};
    }
    return word;
}

static bool parse_duration(Str8 word, int64_t *ms) {
    int64_t scale = 1;
    if (str8_ends_with(word, STR8("ms"))) {
        word = str8_slice(word, 0, word.len - 2);
    } else if (str8_ends_with(word, STR8("s"))) {
        word = str8_slice(word, 0, word.len - 1);
        scale = 1000;
    }
    return str8_to_int(word, ms) && *ms >= 0 && *ms <= (int64_t)30 * DAY_MS / scale &&
           (*ms *= scale, true);
}

static ErrCode parse_number(Command *command, Err *err) {
    if (command->kind == COMMAND_WAIT && !parse_duration(command->word, &command->number)) {
        return err_set(err, ERR_INVALID, "wait takes a time such as 1500ms");
    }
    if (command->kind == COMMAND_NOW && !rfc3339_parse(command->word, &command->number)) {
        return err_set(err, ERR_INVALID, "now takes a time such as 2025-10-16T18:00:00-04:00");
    }
    if (command->kind != COMMAND_PRESS) {
        return ERR_OK;
    }
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (str8_equal(command->word, str8_from(KEYS[i].name))) {
            command->number = KEYS[i].key;
            return ERR_OK;
        }
    }
    return err_set(err, ERR_INVALID, "no such key: %.*s", STR8_ARG(command->word));
}

static ErrCode parse_argument(Arena *arena, const CommandRule *rule, Str8 rest, Command *command,
                              Err *err) {
    ArgumentKind argument = rule->argument;
    bool word_allowed = argument != ARGUMENT_QUOTED && argument != ARGUMENT_NONE;
    bool quote_allowed =
        argument == ARGUMENT_QUOTED || argument == ARGUMENT_EITHER || argument == ARGUMENT_BOTH;
    if (rest.len > 0 && rest.ptr[0] != '"' && word_allowed) {
        command->word = word_cut(rest, &rest);
        quote_allowed = argument == ARGUMENT_BOTH;
    }
    if (rest.len > 0 && rest.ptr[0] == '"' && quote_allowed) {
        command->is_quoted = true;
        ErrCode code =
            take_quoted(arena, str8_slice(rest, 1, rest.len), &command->quoted, &rest, err);
        if (code != ERR_OK) {
            return code;
        }
    }
    if (word_cut(rest, &rest).len > 0) {
        return err_set(err, ERR_INVALID, "more than %s takes", rule->name);
    }
    bool needed = argument != ARGUMENT_NONE && argument != ARGUMENT_OPTIONAL;
    if (needed && command->word.len == 0 && !command->is_quoted) {
        return err_set(err, ERR_INVALID, "%s takes an argument", rule->name);
    }
    return ERR_OK;
}

ErrCode command_parse(Arena *arena, Str8 line, Command *command, Err *err) {
    Str8 rest;
    *command = (Command){.kind = COMMAND_NOTHING};
    if (line.len > COMMAND_LINE_MAX) {
        return err_set(err, ERR_LIMIT, "a line may have %d bytes", COMMAND_LINE_MAX);
    }
    if (!str8_is_valid(line)) {
        return err_set(err, ERR_INVALID, "not UTF-8");
    }
    Str8 name = word_cut(line, &rest);
    if (name.len == 0) {
        return ERR_OK;
    }
    for (size_t i = 0; i < sizeof RULES / sizeof RULES[0]; i++) {
        if (str8_equal(name, str8_from(RULES[i].name))) {
            command->kind = RULES[i].kind;
            ErrCode code = parse_argument(arena, &RULES[i], rest, command, err);
            return code == ERR_OK ? parse_number(command, err) : code;
        }
    }
    return err_set(err, ERR_INVALID, "no such command: %.*s", STR8_ARG(name));
}
