#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "kiosk/i18n/keyboard.h"

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(65536, 1 << 22);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static Str8 shared_keyboard(const char *tag) {
    Str8 path = str8_format(&arena, FOYER_SHARE "/keyboards/%s.kbd", tag);
    FILE *file = fopen(path.ptr, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(&arena, KEYBOARD_BYTES_MAX);
    assert_non_null(bytes);
    size_t size = fread(bytes, 1, KEYBOARD_BYTES_MAX, file);
    assert_int_equal(fclose(file), 0);
    return (Str8){bytes, size};
}

static bool page_has(const struct KeyboardRows *page, KeyboardKeyKind kind) {
    for (size_t row = 0; row < page->count; row++) {
        for (size_t i = 0; i < page->rows[row].count; i++) {
            if (page->rows[row].keys[i].kind == kind) {
                return true;
            }
        }
    }
    return false;
}

static void assert_page_has_ways_out(const Keyboard *keyboard, int index) {
    const struct KeyboardRows *page = &keyboard->pages[index];
    assert_true(page->count > 0);
    assert_true(page_has(page, KEYBOARD_KEY_DELETE) && page_has(page, KEYBOARD_KEY_SPACE) &&
                page_has(page, KEYBOARD_KEY_DONE));
    assert_true(page_has(page, KEYBOARD_KEY_NUMBERS) || index == KEYS_NUMBERS);
    assert_true(page_has(page, KEYBOARD_KEY_LETTERS) || index < KEYS_NUMBERS);
    /* Wider rows would make keys smaller than a finger. */
    assert_true(page->width <= 12 * KEYBOARD_KEY_WIDTH);
}

static void test_keyboard__of_every_language_has_its_pages_and_ways_out(void **state) {
    (void)state;
    static const struct {
        const char *tag;
        size_t letters;
        bool rtl;
    } CASES[] = {{"en", 26, false}, {"es", 27, false}, {"ar", 28, true}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const Keyboard *keyboard = NULL;
        Str8 bytes = shared_keyboard(CASES[i].tag);
        assert_int_equal(keyboard_parse(&arena, bytes, &keyboard, NULL), ERR_OK);
        assert_true(str8_equal(keyboard->language, str8_from(CASES[i].tag)));
        assert_int_equal(keyboard->letters_count, CASES[i].letters);
        assert_int_equal(keyboard->rtl, CASES[i].rtl);
        for (int page = 0; page < KEYS_PAGE_COUNT; page++) {
            assert_page_has_ways_out(keyboard, page);
        }
    }
}

static void test_keyboard__reads_widths_labels_and_characters(void **state) {
    (void)state;
    const Keyboard *keyboard = NULL;
    Str8 text = STR8("language xx\nalphabet A Ñ\nalphabet-label A Ñ\n# a comment\n\npage letters\n"
                     "row ñ {shift}  {accents:9|á ñ ü}{space:24}\n");
    assert_int_equal(keyboard_parse(&arena, text, &keyboard, NULL), ERR_OK);
    const KeyboardRow *row = &keyboard->pages[KEYS_LETTERS].rows[0];
    assert_int_equal(row->count, 4);
    assert_int_equal(row->keys[0].code, 0xF1);
    assert_int_equal(row->keys[1].kind, KEYBOARD_KEY_SHIFT);
    assert_true(str8_equal(row->keys[2].label, STR8("á ñ ü")));
    assert_int_equal(row->keys[3].width, 24);
    assert_int_equal(keyboard->pages[KEYS_LETTERS].width, 6 + 6 + 9 + 24);
    assert_int_equal(keyboard->letters[1], 0xD1);
}

static void test_keyboard__refuses_what_it_does_not_understand(void **state) {
    (void)state;
    static const char *const TEXTS[] = {
        "",
        "language en",
        "row a b",
        "page middle",
        "page letters\nrow",
        "page letters\nrow ab",
        "page letters\nrow {shift",
        "page letters\nrow {jump:6}",
        "page letters\nrow {space:0}",
        "page letters\nrow {space:9999}",
        "page letters\nrow {space:x}",
        "direction up",
        "alphabet AB",
        "colour red",
        "language \xff",
        "page letters\nrow a\npage numbers\nrow 1\npage letters\nrow b",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const Keyboard *keyboard = NULL;
        Err err = {0};
        assert_int_equal(keyboard_parse(&arena, str8_from(TEXTS[i]), &keyboard, &err), ERR_INVALID);
        assert_null(keyboard);
        assert_true(err.text[0] != '\0');
    }
}

static void test_keyboard__stays_inside_its_limits(void **state) {
    (void)state;
    const Keyboard *keyboard = NULL;
    assert_int_equal(keyboard_parse(&arena, STR8("page letters\nrow a b c d e f g h i j k l m n o"),
                                    &keyboard, NULL),
                     ERR_LIMIT);
    assert_int_equal(keyboard_parse(&arena,
                                    STR8("page letters\nrow a\nrow a\nrow a\nrow a\nrow a\nrow "
                                         "a\nrow a"),
                                    &keyboard, NULL),
                     ERR_LIMIT);
    char *large = arena_alloc(&arena, KEYBOARD_BYTES_MAX + 1);
    assert_non_null(large);
    assert_int_equal(keyboard_parse(&arena, (Str8){large, KEYBOARD_BYTES_MAX + 1}, &keyboard, NULL),
                     ERR_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_keyboard__of_every_language_has_its_pages_and_ways_out,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keyboard__reads_widths_labels_and_characters, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keyboard__refuses_what_it_does_not_understand, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_keyboard__stays_inside_its_limits, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
