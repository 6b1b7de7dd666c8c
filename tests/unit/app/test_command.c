#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/headless/command.h"

typedef struct {
    const char *line;
    ErrCode code;
    CommandKind kind;
    const char *word;
    const char *quoted;
    int64_t number;
} Row;

static const Row ROWS[] = {
    {"", ERR_OK, COMMAND_NOTHING, "", "", 0},
    {"   # a comment", ERR_OK, COMMAND_NOTHING, "", "", 0},
    {"tap home/sign-in", ERR_OK, COMMAND_TAP, "home/sign-in", "", 0},
    {"tap home/sign-in # go", ERR_OK, COMMAND_TAP, "home/sign-in", "", 0},
    {"tap \"Sign in # all\"", ERR_OK, COMMAND_TAP, "", "Sign in # all", 0},
    {"type \"a\\\"b\\u{e9}\"", ERR_OK, COMMAND_TYPE, "", "a\"b\xC3\xA9", 0},
    {"wait 1500ms", ERR_OK, COMMAND_WAIT, "1500ms", "", 1500},
    {"wait 2s", ERR_OK, COMMAND_WAIT, "2s", "", 2000},
    {"wait soon", ERR_INVALID, COMMAND_WAIT, "soon", "", 0},
    {"now 2025-10-16T18:00:00-04:00", ERR_OK, COMMAND_NOW, "2025-10-16T18:00:00-04:00", "",
     1760652000000},
    {"now today", ERR_INVALID, COMMAND_NOW, "today", "", 0},
    {"press Tab", ERR_OK, COMMAND_PRESS, "Tab", "", UI_KEY_TAB},
    {"press Any", ERR_INVALID, COMMAND_PRESS, "Any", "", 0},
    {"value a/b \"3\"", ERR_OK, COMMAND_VALUE, "a/b", "3", 0},
    {"tree", ERR_OK, COMMAND_TREE, "", "", 0},
    {"tap", ERR_INVALID, COMMAND_TAP, "", "", 0},
    {"tap a b", ERR_INVALID, COMMAND_TAP, "a", "", 0},
    {"say x", ERR_INVALID, COMMAND_SAY, "", "", 0},
    {"type \"open", ERR_INVALID, COMMAND_TYPE, "", "", 0},
    {"dance", ERR_INVALID, COMMAND_NOTHING, "", "", 0},
    {"tap \xff", ERR_INVALID, COMMAND_NOTHING, "", "", 0},
};

static void test_command__lines_read_as_documented(void **unused) {
    (void)unused;
    Arena arena = arena_make(4096, 1 << 16);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        Command command;
        Err err = {0};
        ErrCode code = command_parse(&arena, str8_from(ROWS[i].line), &command, &err);
        assert_int_equal(code, ROWS[i].code);
        if (code == ERR_OK) {
            assert_int_equal(command.kind, ROWS[i].kind);
            assert_true(str8_equal(command.word, str8_from(ROWS[i].word)));
            assert_true(str8_equal(command.quoted, str8_from(ROWS[i].quoted)));
            assert_int_equal(command.number, ROWS[i].number);
        }
    }
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_command__lines_read_as_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
