#include "kiosk/i18n/keyboard.h"
#include "tests/fuzz/fuzz.h"

/* A keyboard file: what is accepted stands inside every maximum that screens count on. */
static int check_row(const KeyboardRow *row) {
    int width = 0;
    FOYER_ASSERT(row->count >= 1 && row->count <= KEYBOARD_KEYS_MAX);
    for (size_t i = 0; i < row->count; i++) {
        const KeyboardKey *key = &row->keys[i];
        FOYER_ASSERT(key->kind < KEYBOARD_KEY_KIND_COUNT);
        FOYER_ASSERT(key->width >= 1 && key->width <= KEYBOARD_WIDTH_MAX);
        FOYER_ASSERT(str8_is_valid(key->label));
        FOYER_ASSERT(key->kind != KEYBOARD_KEY_TYPES || key->code > ' ');
        FOYER_ASSERT(key->kind != KEYBOARD_KEY_SPACE || key->code == ' ');
        width += key->width;
    }
    return width;
}

static void check_keyboard(const Keyboard *keyboard) {
    FOYER_ASSERT(keyboard->language.len > 0 && str8_is_valid(keyboard->language));
    FOYER_ASSERT(keyboard->letters_count >= 1);
    FOYER_ASSERT(keyboard->letters_count <= KEYBOARD_ALPHABET_MAX);
    FOYER_ASSERT(str8_is_valid(keyboard->letters_label));
    FOYER_ASSERT(keyboard->pages[KEYS_LETTERS].count > 0);
    for (int page = 0; page < KEYS_PAGE_COUNT; page++) {
        const struct KeyboardRows *rows = &keyboard->pages[page];
        int widest = 0;
        FOYER_ASSERT(rows->count <= KEYBOARD_ROWS_MAX);
        for (size_t i = 0; i < rows->count; i++) {
            int width = check_row(&rows->rows[i]);
            widest = width > widest ? width : widest;
        }
        FOYER_ASSERT(rows->width == widest);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    Err err = {0};
    const Keyboard *keyboard = NULL;
    ErrCode code = keyboard_parse(&arena, (Str8){(const char *)bytes, size}, &keyboard, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        check_keyboard(keyboard);
    }
    arena_free(&arena);
    return 0;
}
