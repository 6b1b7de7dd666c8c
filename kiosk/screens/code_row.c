#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/components.h"

/* A code, the choice between codes, and the words beside them. */

enum {
    CHOICE_HEIGHT = 92,
    CHOICE_HEIGHT_MANY = 84, /* with more than four kinds */
    CHOICES_FEW = 4,
    CHOICE_GAP = 14,
    CHOICE_ICON = 46,
    CHOICE_ICON_GAP = 18,
    CHOICE_PAD = 22,
    CHOICE_ABOVE_BELOW = 20,
    ROW_GAP = 28,
    WORDS_GAP = 10,
    HOST_STEPS = 4,
};

static bool shows_icons(const Build *build, size_t columns, size_t count, int width) {
    int column = (width - (int)(columns - 1) * CHOICE_GAP) / (int)columns;
    return count <= CHOICES_FEW || column >= by_size(build, 280, 280, 320, 340);
}

static int words_width(const Build *build, size_t columns, size_t count, int width) {
    int column = (width - (int)(columns - 1) * CHOICE_GAP) / (int)columns;
    bool icons = shows_icons(build, columns, count, width);
    return column - 2 * CHOICE_PAD - (icons ? CHOICE_ICON + CHOICE_ICON_GAP : 0);
}

/* One size for all, and the height that the longest of them needs. */
typedef struct {
    int steps_down;
    int height;
} ChoiceShape;

static ChoiceShape choice_shape(Build *build, const CodeChoice *choices, size_t count, int width,
                                size_t columns) {
    Str8 words[CODE_KIND_COUNT] = {0};
    int room = words_width(build, columns, count, width);
    for (size_t i = 0; i < count; i++) {
        words[i] = choices[i].label;
    }
    ChoiceShape shape = {.height = count > CHOICES_FEW ? CHOICE_HEIGHT_MANY : CHOICE_HEIGHT};
    shape.steps_down = measure_steps(build, TYPE_TILE, words, count, room, 2);
    for (size_t i = 0; i < count; i++) {
        int high = measure_height(build, TYPE_TILE, shape.steps_down, words[i], room);
        high += CHOICE_ABOVE_BELOW;
        shape.height = high > shape.height ? high : shape.height;
    }
    return shape;
}

int code_choices_height(Build *build, const CodeChoice *choices, size_t count, int width,
                        size_t columns) {
    if (count < 2) {
        return 0;
    }
    int rows = (int)((count + columns - 1) / columns);
    int height = choice_shape(build, choices, count, width, columns).height;
    return rows * height + (rows - 1) * CHOICE_GAP;
}

void code_choices_add(Build *build, Node *parent, const CodeChoice *choices, size_t count,
                      CodeKind chosen, int width, size_t columns) {
    if (count < 2) {
        return; /* one possible choice is no question (rule 3) */
    }
    ChoiceShape shape = choice_shape(build, choices, count, width, columns);
    bool icons = shows_icons(build, columns, count, width);
    Node *box = column_add(build, parent, CHOICE_GAP);
    Node *row = box;
    for (size_t i = 0; i < count; i++) {
        if (i % columns == 0) {
            row = row_add(build, box, CHOICE_GAP);
            row->spec.cross = ALIGN_STRETCH;
        }
        bool on = choices[i].kind == chosen;
        button_add(build, row,
                   (ButtonSpec){.key = choices[i].key,
                                .label = choices[i].label,
                                .action = ACT(ACTION_CODE_KIND, choices[i].kind),
                                .kind = on ? BUTTON_LAKE : BUTTON_QUIET,
                                .role = ROLE_CHOICE,
                                .states = on ? STATE_CHECKED : 0,
                                .icon = icons ? choices[i].icon : ICON_NONE,
                                .icon_size = CHOICE_ICON,
                                .width = GROW,
                                .height = shape.height,
                                .radius = 24,
                                .pad = CHOICE_PAD,
                                .type = TYPE_TILE,
                                .steps_down = shape.steps_down,
                                .start = icons});
    }
    for (size_t i = count; i % columns != 0; i++) {
        (void)spacer_add(build, row);
    }
}

Str8 code_promise(const Locale *locale, CodeKind kind) {
    switch (kind) {
    case CODE_CONTACT:
    case CODE_DATE:
        return tr(locale, "Works without internet.");
    case CODE_CALL:
        return tr(locale, "Your phone will ask before it calls.");
    case CODE_TEXT:
        return tr(locale, "Your phone will ask before it sends.");
    case CODE_WEB:
        return tr(locale, "Opens the web page. Needs internet.");
    case CODE_MAP:
        return tr(locale, "Opens the map on your phone.");
    case CODE_KIND_COUNT:
        break;
    }
    return STR8("");
}

/* The host on one line, however long: it is what tells a good link from a bad one. */
static void host_add(Build *build, Node *words, Str8 host, int room) {
    Node *text = text_add(build, words, host, TYPE_NAME, COLOR_LAKE);
    int steps = 0;
    while (steps < HOST_STEPS && measure_width(build, TYPE_NAME, steps, host) > room) {
        steps++;
    }
    text->spec.type_steps_down = steps;
    text_own_direction(text);
}

Node *code_row_add(Build *build, Node *parent, const Locale *locale, CodeRow spec) {
    Node *row = row_add(build, parent, ROW_GAP);
    Str8 label = tr(locale, "Code for your phone");
    if (code_add(build, row, spec.code, spec.size, label) == NULL) {
        return row;
    }
    Node *words = column_add(build, row, WORDS_GAP);
    int room = spec.width - spec.size - ROW_GAP;
    bool web = spec.kind == CODE_WEB && spec.host.len > 0;
    bool crowded = (spec.shortened || web) && room < 500;
    Str8 point = tr(locale, "Point your phone camera at this code.");
    TypeRole strong = crowded ? TYPE_TILE : TYPE_NAME;
    Node *first = text_add(build, words, point, strong, COLOR_INK);
    first->spec.type_steps_down = measure_steps(build, strong, &point, 1, room, crowded ? 4 : 5);
    if (web) {
        host_add(build, words, spec.host, room);
    }
    bool large = build->look->text_size >= TEXT_LARGER && room < 400;
    if (!large) {
        (void)text_add(build, words, code_promise(locale, spec.kind),
                       crowded ? TYPE_SMALL : TYPE_BODY, COLOR_INK_2);
    }
    if (spec.shortened) {
        (void)text_add(build, words, tr(locale, "A short form: the rest is on this screen."),
                       TYPE_SMALL, COLOR_INK_2);
    }
    return row;
}
