#include <string.h>

#include "kiosk/headless/command.h"
#include "tests/fuzz/fuzz.h"

/* The drive language: a line always means the same, and any text can be written in quotes. */
static ErrCode parse(Arena *arena, Str8 line, Command *command, Err *err) {
    ErrCode code = command_parse(arena, line, command, err);
    fuzz_check_answer(code, err);
    if (code == ERR_OK) {
        FOYER_ASSERT(command->kind <= COMMAND_MEASURED);
        FOYER_ASSERT(str8_is_valid(command->word) && str8_is_valid(command->quoted));
        FOYER_ASSERT(command->kind != COMMAND_WAIT || command->number >= 0);
        FOYER_ASSERT(command->is_quoted || command->quoted.len == 0);
    }
    return code;
}

static void check_line(Arena *arena, Str8 line) {
    Command first;
    Command second;
    Err err_first = {0};
    Err err_second = {0};
    ErrCode code = parse(arena, line, &first, &err_first);
    FOYER_ASSERT(parse(arena, str8_copy(arena, line), &second, &err_second) == code);
    FOYER_ASSERT(strcmp(err_first.text, err_second.text) == 0);
    if (code == ERR_OK) {
        FOYER_ASSERT(first.kind == second.kind && first.number == second.number);
        FOYER_ASSERT(first.is_quoted == second.is_quoted);
        FOYER_ASSERT(str8_equal(first.word, second.word));
        FOYER_ASSERT(str8_equal(first.quoted, second.quoted));
    }
}

static void check_quoted(Arena *arena, Str8 text) {
    Str8Builder line = builder_in(arena, 2 * text.len + 32);
    builder_add(&line, STR8("type \""));
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '"' || c == '\\' || c == '\n' || c == '\t') {
            builder_add_char(&line, '\\');
            c = c == '\n' ? 'n' : c == '\t' ? 't' : c;
        }
        builder_add_char(&line, c);
    }
    builder_add(&line, STR8("\" # a comment"));
    FOYER_ASSERT(!line.full);
    Command command;
    Err err = {0};
    ErrCode code = parse(arena, builder_text(&line), &command, &err);
    FOYER_ASSERT(code == (line.len > COMMAND_LINE_MAX ? ERR_LIMIT : ERR_OK));
    FOYER_ASSERT(code != ERR_OK || str8_equal(command.quoted, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    Str8 rest = {(const char *)bytes, size};
    while (rest.len > 0) {
        check_line(&arena, str8_cut(rest, '\n', &rest));
    }
    check_quoted(&arena, fuzz_text(&arena, bytes, size));
    arena_free(&arena);
    return 0;
}
