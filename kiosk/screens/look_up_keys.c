#include "kiosk/screens/look_up_keys.h"

#include "kiosk/screens/components.h"

enum {
    DIGIT_GAP = 18,
    LETTER_GAP = 14,
    LOW_GAP = 13, /* 3 mm on the reference panel */
    DIGIT_RADIUS = 28,
    LETTER_RADIUS = 22,
    LETTERS_ACROSS = 5,
    LETTERS_ACROSS_WIDE = 7,
    LETTER_ROWS_FEW = 4, /* in low reach keys stay 20 mm high */
    DIGIT_ROWS = 4,
    PANEL_RADIUS = 40,
};

/* The letter keys as a grid; function keys share what is left of the last row. */
typedef struct {
    Build *build;
    Node *panel;
    const View *view;
    size_t across;
    int gap;
    int key_width;
    int key_height;
} Grid;

static Node *panel_add(Build *build, Node *parent, LookUpKeys place, int gap, bool rtl) {
    bool plate = place.pad > 0;
    return node_add(build, parent,
                    (NodeSpec){.direction = rtl ? DIRECTION_RTL : DIRECTION_LTR,
                               .axis = AXIS_COLUMN,
                               .width = FIXED(place.width),
                               .height = FIXED(place.height),
                               .pad = EDGES(place.pad),
                               .gap = gap,
                               .fill = plate ? COLOR_SUNKEN : COLOR_NONE,
                               .outline = plate && is_strong(build) ? COLOR_LINE : COLOR_NONE,
                               .outline_width = plate && is_strong(build) ? 4 : 0,
                               .radius = PANEL_RADIUS});
}

static Node *keys_row_add(Build *build, Node *panel, int gap, int height) {
    Node *row = row_add(build, panel, gap);
    row->spec.height = FIXED(height);
    return row;
}

static void digit_add(Build *build, Node *row, int digit, int height) {
    Str8 text = str8_format(build->arena, "%d", digit);
    key_add(build, row,
            (KeySpec){.key_text = str8_format(build->arena, "digit/%d", digit),
                      .label = text,
                      .action = ACT(ACTION_DIGIT, digit),
                      .width = GROW,
                      .height = height,
                      .radius = DIGIT_RADIUS,
                      .type = TYPE_KEY_DIGIT});
}

static void delete_add(Build *build, Node *row, const Locale *locale, ActionKind kind, int height,
                       int radius) {
    key_add(build, row,
            (KeySpec){.key = "delete",
                      .label = tr(locale, "Delete"),
                      .icon = ICON_DELETE,
                      .action = ACT(kind, 0),
                      .width = GROW,
                      .height = height,
                      .radius = radius,
                      .function = true});
}

/* Three across, phones' order, never mirrored. */
static void digits_add(Build *build, Node *parent, const View *view, LookUpKeys place) {
    int gap = place.pad == 0 || place.height < 500 ? LOW_GAP : DIGIT_GAP;
    int pad = place.height < 500 && place.pad > 0 ? 18 : place.pad;
    place.pad = pad;
    Node *panel = panel_add(build, parent, place, gap, false);
    int height = (place.height - 2 * pad - (DIGIT_ROWS - 1) * gap) / DIGIT_ROWS;
    for (int row_index = 0; row_index < DIGIT_ROWS - 1; row_index++) {
        Node *row = keys_row_add(build, panel, gap, height);
        for (int i = 1; i <= 3; i++) {
            digit_add(build, row, row_index * 3 + i, height);
        }
    }
    Node *row = keys_row_add(build, panel, gap, height);
    key_add(build, row,
            (KeySpec){.key = "clear",
                      .label = tr(view->frame.locale, "Clear"),
                      .action = ACT(ACTION_DIGIT_CLEAR, 0),
                      .width = GROW,
                      .height = height,
                      .radius = DIGIT_RADIUS,
                      .type = TYPE_TILE,
                      .function = true});
    digit_add(build, row, 0, height);
    delete_add(build, row, view->frame.locale, ACTION_DIGIT_DELETE, height, DIGIT_RADIUS);
}

static void letter_add(const Grid *grid, Node *row, uint32_t code, ActionKind kind) {
    char bytes[4];
    size_t len = utf8_encode(code, bytes);
    Str8 text = str8_copy(grid->build->arena, (Str8){bytes, len});
    key_add(grid->build, row,
            (KeySpec){.key_text = str8_format(grid->build->arena, "letter/%.*s", STR8_ARG(text)),
                      .label = text,
                      .action = ACT(kind, code),
                      .width = FIXED(grid->key_width),
                      .height = grid->key_height,
                      .radius = LETTER_RADIUS,
                      .type = TYPE_KEY_LETTER});
}

static void functions_add(const Grid *grid, Node *row) {
    const LookUpView *look_up = &grid->view->look_up;
    bool letter = grid->view->screen == SCREEN_LETTER;
    if (letter && look_up->letters_other.len > 0) {
        key_add(grid->build, row,
                (KeySpec){.key = "letters-other",
                          .label = look_up->letters_other,
                          .action = ACT(ACTION_LETTERS_OTHER, 0),
                          .width = GROW,
                          .height = grid->key_height,
                          .radius = LETTER_RADIUS,
                          .type = TYPE_TILE,
                          .function = true});
    }
    delete_add(grid->build, row, grid->view->frame.locale,
               letter ? ACTION_LETTER_DELETE : ACTION_CARD_DELETE, grid->key_height, LETTER_RADIUS);
}

static void letters_add(Build *build, Node *parent, const View *view, LookUpKeys place,
                        const uint32_t *codes, size_t count) {
    bool letter = view->screen == SCREEN_LETTER;
    size_t functions = letter && view->look_up.letters_other.len > 0 ? 2 : 1;
    bool few_rows = place.wide || is_portrait(build);
    size_t across = few_rows ? LETTERS_ACROSS_WIDE : LETTERS_ACROSS;
    while (few_rows && (count + functions + across - 1) / across > LETTER_ROWS_FEW) {
        across++;
    }
    size_t rows = (count + functions + across - 1) / across;
    bool tight = place.pad == 0 || place.height < 500;
    place.pad = tight && place.pad > 0 ? 18 : place.pad;
    Grid grid = {
        .build = build, .view = view, .across = across, .gap = tight ? LOW_GAP : LETTER_GAP};
    grid.key_width = (place.width - 2 * place.pad - (int)(across - 1) * grid.gap) / (int)across;
    grid.key_height = (place.height - 2 * place.pad - (int)(rows - 1) * grid.gap) / (int)rows;
    bool rtl = count > 0 && codes[0] >= 0x590 && codes[0] < 0x900; /* Hebrew, Arabic */
    grid.panel = panel_add(build, parent, place, grid.gap, rtl);
    Node *row = NULL;
    for (size_t i = 0; i < count; i++) {
        if (i % across == 0) {
            row = keys_row_add(build, grid.panel, grid.gap, grid.key_height);
        }
        letter_add(&grid, row, codes[i], letter ? ACTION_LETTER : ACTION_CARD_SYMBOL);
    }
    if (row == NULL || count % across == 0 || across - count % across < functions) {
        row = keys_row_add(build, grid.panel, grid.gap, grid.key_height);
    }
    functions_add(&grid, row);
}

void look_up_keys_add(Build *build, Node *parent, const View *view, LookUpKeys place) {
    if (view->screen == SCREEN_LETTER) {
        letters_add(build, parent, view, place, view->look_up.letters, view->look_up.letters_count);
        return;
    }
    if (view->screen == SCREEN_CARD_CODE) {
        uint32_t codes[sizeof CARD_ALPHABET] = {0};
        size_t count = sizeof CARD_ALPHABET - 1;
        for (size_t i = 0; i < count; i++) {
            codes[i] = (uint32_t)(unsigned char)CARD_ALPHABET[i];
        }
        letters_add(build, parent, view, place, codes, count);
        return;
    }
    digits_add(build, parent, view, place);
}
