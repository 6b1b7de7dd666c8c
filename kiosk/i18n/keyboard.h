#ifndef FOYER_KIOSK_I18N_KEYBOARD_H
#define FOYER_KIOSK_I18N_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * On-screen keyboards, from assets/keyboards/<tag>.kbd (the format is described in en.kbd).
 * A keyboard is constant after parsing. Widths are in sixths of a letter key.
 */
enum {
    KEYBOARD_BYTES_MAX = 64 * 1024,
    KEYBOARD_ROWS_MAX = 6,
    KEYBOARD_KEYS_MAX = 14, /* in a row */
    KEYBOARD_ALPHABET_MAX = 48,
    KEYBOARD_KEY_WIDTH = 6, /* of a letter key */
    KEYBOARD_WIDTH_MAX = 96,
};

/** Same order as view.h's KeyboardPage. */
typedef enum { KEYS_LETTERS, KEYS_SHIFTED, KEYS_NUMBERS, KEYS_ACCENTS, KEYS_PAGE_COUNT } KeysPage;

typedef enum {
    KEYBOARD_KEY_TYPES, /* types `code` */
    KEYBOARD_KEY_SHIFT, /* letters <-> shifted */
    KEYBOARD_KEY_DELETE,
    KEYBOARD_KEY_LETTERS, /* back to the letters; label "abc" */
    KEYBOARD_KEY_NUMBERS, /* label "123" */
    KEYBOARD_KEY_ACCENTS, /* label "á ñ ü" */
    KEYBOARD_KEY_SPACE,
    KEYBOARD_KEY_DONE,
    KEYBOARD_KEY_KIND_COUNT,
} KeyboardKeyKind;

typedef struct {
    KeyboardKeyKind kind;
    uint32_t code; /* of TYPES: the character; of SPACE: ' '; else 0 */
    Str8 label;    /* what stands on it; empty for shift and delete (icons), space and done (tr) */
    int width;     /* in sixths of a letter key */
} KeyboardKey;

typedef struct {
    const KeyboardKey *keys; /* in reading order: the first is at the start side */
    size_t count;
} KeyboardRow;

typedef struct {
    Str8 language;
    bool rtl;
    struct KeyboardRows {
        KeyboardRow rows[KEYBOARD_ROWS_MAX];
        size_t count; /* 0: this keyboard has no such page */
        int width;    /* of the widest row; narrower rows are centred */
    } pages[KEYS_PAGE_COUNT];
    uint32_t letters[KEYBOARD_ALPHABET_MAX]; /* of the look-up's letter panel, upper case */
    size_t letters_count;
    Str8 letters_label; /* the key that shows this alphabet from another one: "A B C" */
} Keyboard;

/**
 * Read a keyboard. Copies what it needs into `arena`.
 * @return ERR_OK, ERR_INVALID (with the line), ERR_LIMIT, ERR_NO_MEMORY
 */
MUST_USE ErrCode keyboard_parse(Arena *arena, Str8 bytes, const Keyboard **keyboard, Err *err);

#endif
