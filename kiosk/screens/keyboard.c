#include "kiosk/screens/keyboard.h"

#include "data/base/check.h"
#include "kiosk/screens/components.h"

enum {
    KEY_GAP = 13, /* 3 mm, rounded up to a pixel */
    KEY_RADIUS = 20,
    KEY_PAD = 12,
    LETTER_WIDTH_PERCENT = 138,
    STEPS_MAX = 4,
};

/* The pages of the view and of the data files are the same list. */
_Static_assert((int)KEYBOARD_LETTERS == (int)KEYS_LETTERS, "pages differ");
_Static_assert((int)KEYBOARD_SHIFTED == (int)KEYS_SHIFTED, "pages differ");
_Static_assert((int)KEYBOARD_NUMBERS == (int)KEYS_NUMBERS, "pages differ");
_Static_assert((int)KEYBOARD_ACCENTS == (int)KEYS_ACCENTS, "pages differ");

typedef struct {
    Build *build;
    const KeyboardSpec *spec;
    int page_width; /* of the widest row, in sixths of a key */
    int key_height;
    int steps_down; /* of the letters: narrow keys have smaller ones */
} Drawing;

static size_t page_of(const Keyboard *keyboard, KeyboardPage page) {
    return keyboard->pages[page].count > 0 ? (size_t)page : (size_t)KEYS_LETTERS;
}

/* The widest letters (Arabic sad) are 1.3 times as wide as high. */
static int letter_steps(const Drawing *drawing, int width) {
    const Look *look = drawing->build->look;
    int size = theme_type(look->theme, look->text_size, TYPE_KEY_TYPING).size_du;
    int steps = 0;
    while (steps < STEPS_MAX &&
           theme_type_step_down(size, steps) * LETTER_WIDTH_PERCENT / 100 > width - KEY_PAD) {
        steps++;
    }
    return steps;
}

/* A key of n sixths spans its share of the row less one gap: columns line up over all rows. */
static int key_width(const Drawing *drawing, int sixths) {
    return sixths * (drawing->spec->width + KEY_GAP) / drawing->page_width - KEY_GAP;
}

static KeySpec function_key(const char *key, Str8 label, ActionKind kind, uint32_t argument) {
    return (KeySpec){.key = key,
                     .label = label,
                     .action = ACT(kind, argument),
                     .type = TYPE_TILE,
                     .function = true};
}

static KeySpec typing_key(Build *build, const KeyboardKey *key) {
    char bytes[4];
    size_t size = utf8_encode(key->code, bytes);
    return (KeySpec){
        .key_text = str8_format(build->arena, "/keyboard/%.*s", (int)size, bytes),
        .label = key->label,
        .action = ACT(ACTION_TYPE, key->code),
        .type = TYPE_KEY_TYPING,
    };
}

static KeySpec space_key(const Locale *locale) {
    KeySpec spec = function_key("/keyboard/space", tr(locale, "space"), ACTION_TYPE, ' ');
    spec.function = false;
    return spec;
}

static KeySpec done_key(const KeyboardSpec *keyboard) {
    KeySpec spec =
        function_key("/keyboard/done", tr(keyboard->locale, "Done"), ACTION_TYPE_DONE, 0);
    spec.function = false;
    spec.primary = true;
    spec.lake = keyboard->lake;
    return spec;
}

/* Shift shows that it is on by its state and outline. */
static KeySpec shift_key(const KeyboardSpec *keyboard) {
    KeySpec spec =
        function_key("/keyboard/shift", tr(keyboard->locale, "Shift"), ACTION_TYPE_SHIFT, 0);
    spec.icon = ICON_SHIFT;
    spec.states = keyboard->page == KEYBOARD_SHIFTED ? STATE_CHECKED : 0;
    return spec;
}

static KeySpec delete_key(const Locale *locale) {
    KeySpec spec = function_key("/keyboard/delete", tr(locale, "Delete"), ACTION_TYPE_DELETE, 0);
    spec.icon = ICON_DELETE;
    return spec;
}

/* A key that shows another page: its caption is the same in all languages, its name is spoken. */
static KeySpec page_key(const char *key, Str8 spoken, Str8 shown, KeyboardPage page) {
    KeySpec spec = function_key(key, spoken, ACTION_TYPE_PAGE, page);
    spec.text = shown;
    return spec;
}

static KeySpec key_spec(const Drawing *drawing, const KeyboardKey *key) {
    const KeyboardSpec *keyboard = drawing->spec;
    const Locale *locale = keyboard->locale;
    switch (key->kind) {
    case KEYBOARD_KEY_SHIFT:
        return shift_key(keyboard);
    case KEYBOARD_KEY_DELETE:
        return delete_key(locale);
    case KEYBOARD_KEY_LETTERS:
        return page_key("/keyboard/letters", tr(locale, "Letters"), key->label, KEYBOARD_LETTERS);
    case KEYBOARD_KEY_NUMBERS:
        return page_key("/keyboard/numbers", tr(locale, "Numbers"), key->label, KEYBOARD_NUMBERS);
    case KEYBOARD_KEY_ACCENTS:
        return page_key("/keyboard/accents", tr(locale, "More letters"), key->label,
                        KEYBOARD_ACCENTS);
    case KEYBOARD_KEY_SPACE:
        return space_key(locale);
    case KEYBOARD_KEY_DONE:
        return done_key(keyboard);
    case KEYBOARD_KEY_TYPES:
    case KEYBOARD_KEY_KIND_COUNT:
        break;
    }
    return typing_key(drawing->build, key);
}

static void key_place(const Drawing *drawing, Node *row, const KeyboardKey *key, int sixths) {
    KeySpec spec = key_spec(drawing, key);
    spec.width = FIXED(key_width(drawing, sixths));
    spec.height = drawing->key_height;
    spec.radius = KEY_RADIUS;
    Node *node = key_add(drawing->build, row, spec);
    if (key->kind == KEYBOARD_KEY_TYPES) {
        node->last_child->spec.type_steps_down = drawing->steps_down;
    } else if (spec.icon == ICON_NONE) {
        Str8 words = spec.text.len > 0 ? spec.text : spec.label;
        /* Letters standing alone are wider than their average in a word. */
        int room = (spec.width.value - KEY_PAD) * (spec.text.len > 0 ? 6 : 9) / 10;
        int high = node->last_child->spec.type_steps_down;
        int wide = measure_steps(drawing->build, spec.type, &words, 1, room, 1);
        node->last_child->spec.type_steps_down = high > wide ? high : wide;
    }
    if ((spec.states & STATE_CHECKED) != 0) {
        node->spec.fill = COLOR_PINE_TINT;
        node->spec.outline = COLOR_PINE;
        node->spec.outline_width = outline_of(drawing->build, 4);
    }
}

/* Without "Done" its room goes to the space bar: the rows stay as wide as they are. */
static void row_keys_add(const Drawing *drawing, Node *row, const KeyboardRow *keys) {
    int spare = 0;
    for (size_t i = 0; i < keys->count && drawing->spec->no_done; i++) {
        spare += keys->keys[i].kind == KEYBOARD_KEY_DONE ? keys->keys[i].width : 0;
    }
    for (size_t i = 0; i < keys->count; i++) {
        const KeyboardKey *key = &keys->keys[i];
        if (key->kind == KEYBOARD_KEY_DONE && drawing->spec->no_done) {
            continue;
        }
        key_place(drawing, row, key, key->width + (key->kind == KEYBOARD_KEY_SPACE ? spare : 0));
    }
}

Node *keyboard_add(Build *build, Node *parent, KeyboardSpec spec) {
    FOYER_ASSERT(spec.locale != NULL);
    const Keyboard *keyboard = locale_keyboard(spec.locale);
    size_t page = page_of(keyboard, spec.page);
    int rows = (int)keyboard->pages[page].count;
    FOYER_ASSERT(rows > 0);
    Drawing drawing = {.build = build,
                       .spec = &spec,
                       .page_width = keyboard->pages[page].width,
                       .key_height = (spec.height + KEY_GAP) / rows - KEY_GAP};
    FOYER_ASSERT(drawing.page_width > 0 && drawing.key_height > 0);
    drawing.steps_down = letter_steps(&drawing, key_width(&drawing, KEYBOARD_KEY_WIDTH));
    Node *board = node_add(build, parent,
                           (NodeSpec){.role = ROLE_GROUP,
                                      .label = tr(spec.locale, "Keyboard"),
                                      .direction = keyboard->rtl ? DIRECTION_RTL : DIRECTION_LTR,
                                      .axis = AXIS_COLUMN,
                                      .width = FIXED(spec.width),
                                      .gap = KEY_GAP,
                                      .cross = ALIGN_CENTER});
    for (size_t i = 0; i < keyboard->pages[page].count; i++) {
        Node *row = row_add(build, board, KEY_GAP);
        row->spec.width = FIT;
        row_keys_add(&drawing, row, &keyboard->pages[page].rows[i]);
    }
    return board;
}
