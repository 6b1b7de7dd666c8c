#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/print.h"

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

/* What happens when a phone looks at it. */
static Str8 code_promise(const Locale *locale, CodeKind kind) {
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
    case CODE_WIFI:
        return tr(locale, "Your phone will ask before it joins.");
    case CODE_MAP:
        return tr(locale, "Opens the map on your phone.");
    case CODE_KIND_COUNT:
        break;
    }
    return STR8("");
}

/* How the words beside a code are set: as large as its height allows. */
typedef struct {
    Str8 point;
    Str8 host; /* or an address: what the code leads to, in letters */
    Str8 promise;
    Str8 note;
    TypeRole strong;
    TypeRole body;
    int point_steps;
    int host_steps;
    bool no_promise;
} CodeWords;

static int words_height(const Build *build, const CodeWords *words, int room) {
    int height = measure_height(build, words->strong, words->point_steps, words->point, room);
    if (words->host.len > 0) {
        int lines = measure_width(build, TYPE_NAME, words->host_steps, words->host) / room + 1;
        height += lines * measure_line_height(build, TYPE_NAME, words->host_steps, false);
    }
    height += words->no_promise ? 0 : measure_height(build, words->body, 0, words->promise, room);
    height += words->note.len > 0 ? measure_height(build, TYPE_SMALL, 0, words->note, room) : 0;
    return height + 3 * WORDS_GAP;
}

/* The host is shown whole, however long: it tells a good link from a bad one. */
static CodeWords words_of(const Build *build, const Locale *locale, const CodeRow *spec, int room) {
    CodeWords words = {.point = tr(locale, "Point your phone camera at this code."),
                       .host = spec->host,
                       .promise = code_promise(locale, spec->kind),
                       .strong = TYPE_NAME,
                       .body = TYPE_BODY};
    if (spec->shortened) {
        words.note = tr(locale, "A short form: the rest is on this screen.");
    }
    while (words.host_steps < HOST_STEPS &&
           measure_width(build, TYPE_NAME, words.host_steps, words.host) > room) {
        words.host_steps++;
    }
    for (int level = 0; level < 4; level++) {
        words.strong = level == 0 ? TYPE_NAME : TYPE_TILE;
        words.body = level == 0 ? TYPE_BODY : TYPE_SMALL;
        words.no_promise = level >= 2;
        words.point_steps = measure_steps(build, words.strong, &words.point, 1, room, 5);
        words.point_steps += level == 3 ? 1 : 0;
        if (words_height(build, &words, room) <= spec->size) {
            break;
        }
    }
    return words;
}

static Node *host_add(Build *build, Node *column, Str8 host, int steps) {
    Node *text = text_add(build, column, host, TYPE_NAME, COLOR_LAKE);
    text->spec.type_steps_down = steps;
    text_own_direction(text);
    return text;
}

/* On paper or not: the code beside it is the way on, so how to use it needs no words. */
static void status_add(Build *build, Node *column, const Locale *locale, const CodeRow *spec,
                       const CodeWords *words, int room) {
    int height = spec->size;
    if (spec->host.len > 0) {
        int lines = measure_width(build, TYPE_NAME, words->host_steps, spec->host) / room + 1;
        height -= lines * measure_line_height(build, TYPE_NAME, words->host_steps, false);
        height -= WORDS_GAP;
    }
    (void)print_status_add(build, column, locale, spec->print, PRINT_OF_CODE, room, height);
    if (spec->host.len > 0) {
        (void)host_add(build, column, spec->host, words->host_steps);
    }
}

Node *code_row_add(Build *build, Node *parent, const Locale *locale, CodeRow spec) {
    Node *row = row_add(build, parent, ROW_GAP);
    Str8 label = tr(locale, "Code for your phone");
    if (code_add(build, row, spec.code, spec.size, label) == NULL) {
        return row;
    }
    int room = spec.width - spec.size - ROW_GAP;
    CodeWords words = words_of(build, locale, &spec, room - room / 40);
    Node *column = column_add(build, row, WORDS_GAP);
    if (spec.print != NULL && spec.print->asked) {
        status_add(build, column, locale, &spec, &words, room);
        return row;
    }
    text_add(build, column, words.point, words.strong, COLOR_INK)->spec.type_steps_down =
        words.point_steps;
    if (words.host.len > 0) {
        (void)host_add(build, column, words.host, words.host_steps);
    }
    if (!words.no_promise) {
        (void)text_add(build, column, words.promise, words.body, COLOR_INK_2);
    }
    if (words.note.len > 0) {
        (void)text_add(build, column, words.note, TYPE_SMALL, COLOR_INK_2);
    }
    return row;
}
