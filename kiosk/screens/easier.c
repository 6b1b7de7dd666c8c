#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/*
 * Make it easier: applied at once, for this household's visit only. Low reach puts the same three
 * rows into the lower half, options beside their words.
 */

enum {
    DIALOG_WIDTH = 1560,
    DIALOG_WIDTH_LARGEST = 1800,
    DIALOG_PAD = 60,
    OPTION_GAP = 16,
    OPTION_WIDTH = 258,
    OPTION_WIDTH_LARGEST = 308,
    OPTION_HEIGHT = 160,
    OPTION_HEIGHT_LARGEST = 212,
    OPTION_HEIGHT_LOW = 104,
    WORDS_LOW = 30, /* largest words in the low options */
    SWITCH_HEIGHT = 140,
    SWITCH_HEIGHT_LOW = 104,
    TRACK_WIDTH = 92,
    TRACK_HEIGHT = 52,
    KNOB = 36,
    SAMPLE_WIDTH = 104,
    SAMPLE_WIDTH_LOW = 72,
    SAMPLE_HEIGHT = 60,
    TICK = 42,
};

typedef struct {
    const char *key;
    const char *label;
    int size; /* of the "A" in type roles below */
} SizeOption;

typedef struct {
    const char *key;
    const char *label;
    ThemeName theme;
    Color fill;
    Color ink;
    Color outline;
} ThemeOption;

static const SizeOption SIZES[TEXT_SIZE_COUNT] = {
    {"size/1", TR_MARK("Normal"), TYPE_LABEL},
    {"size/2", TR_MARK("Large"), TYPE_KEY_LETTER},
    {"size/3", TR_MARK("Larger"), TYPE_ACTION},
    {"size/4", TR_MARK("Largest"), TYPE_KEY_DIGIT},
};

static const ThemeOption THEMES[THEME_COUNT] = {
    {"contrast/light", TR_MARK("Light"), THEME_LIGHT, COLOR_SAMPLE_PAPER, COLOR_SAMPLE_INK,
     COLOR_EDGE},
    {"contrast/night", TR_MARK("Night"), THEME_NIGHT, COLOR_SAMPLE_NIGHT, COLOR_SAMPLE_CREAM,
     COLOR_EDGE},
    {"contrast/strong-light", TR_MARK("Black on white"), THEME_STRONG_LIGHT, COLOR_SAMPLE_WHITE,
     COLOR_SAMPLE_BLACK, COLOR_SAMPLE_BLACK},
    {"contrast/strong-dark", TR_MARK("White on black"), THEME_STRONG_DARK, COLOR_SAMPLE_BLACK,
     COLOR_SAMPLE_YELLOW, COLOR_EDGE},
};

/* The dialog takes the whole width when its options need it. */
static bool is_wide(const Build *build) {
    return is_largest(build) || is_low_reach(build);
}

/* Low reach in landscape: options are rows of their own kind. */
static bool is_low(const Build *build) {
    return is_low_reach(build) && !is_portrait(build);
}

static int option_height(const Build *build) {
    if (is_low_reach(build)) {
        return is_portrait(build) ? OPTION_HEIGHT : OPTION_HEIGHT_LOW;
    }
    return by_size(build, OPTION_HEIGHT, 178, 196, OPTION_HEIGHT_LARGEST);
}

/* The four options side by side need this much of the row; in portrait they are the row. */
static int option_width(const Build *build, int inner) {
    if (!is_portrait(build)) {
        return is_wide(build) ? OPTION_WIDTH_LARGEST : OPTION_WIDTH;
    }
    int columns = is_largest(build) && !is_low_reach(build) ? 2 : TEXT_SIZE_COUNT;
    return (inner - (columns - 1) * OPTION_GAP) / columns;
}

typedef struct {
    const char *key;
    Str8 label;
    Action action;
    bool chosen;
} Option;

static Node *option_add(Build *build, Node *row, Option option, int width) {
    bool low = is_low(build);
    bool chosen = option.chosen;
    NodeSpec spec = {.key = option.key,
                     .role = ROLE_CHOICE,
                     .label = option.label,
                     .states = chosen ? STATE_CHECKED : 0,
                     .action = option.action,
                     .axis = low ? AXIS_ROW : AXIS_COLUMN,
                     .width = FIXED(width),
                     .height = FIXED(option_height(build)),
                     .pad = low ? EDGES_XY(10, 2) : EDGES(6),
                     .gap = low ? 12 : 2,
                     .main = ALIGN_CENTER,
                     .cross = ALIGN_CENTER,
                     .fill = chosen ? COLOR_PINE_TINT : COLOR_SURFACE,
                     .outline = chosen ? COLOR_PINE : COLOR_EDGE,
                     .outline_width = outline_of(build, chosen ? 6 : 2),
                     .radius = 28};
    return node_add(build, row, spec);
}

static void option_tick_add(Build *build, Node *option, bool chosen, int width) {
    if (!chosen) {
        return;
    }
    Node *badge = badge_add(build, option, TICK, true);
    badge->spec.absolute = true;
    badge->spec.start = width - TICK - 14;
    badge->spec.top = 14;
    if (is_low(build)) {
        badge->spec.start = width - TICK - 4;
        badge->spec.top = 4;
    }
}

static int words_steps(const Build *build, const Str8 *words, size_t count, int room, int lines) {
    int steps = measure_steps(build, TYPE_SMALL_BOLD, words, count, room, lines);
    TypeStyle style = theme_type(build->look->theme, build->look->text_size, TYPE_SMALL_BOLD);
    while (is_low_reach(build) && theme_type_step_down(style.size_du, steps) > WORDS_LOW) {
        steps++;
    }
    return steps;
}

static void option_words_add(Build *build, Node *option, Str8 label, bool chosen, int steps) {
    Node *words =
        caption_add(build, option, label, TYPE_SMALL_BOLD, chosen ? COLOR_PINE : COLOR_INK);
    words->spec.align = TEXT_CENTER;
    words->spec.lines_max = 2;
    words->spec.type_steps_down = steps;
}

static Node *options_row_add(Build *build, Node *parent, Str8 label, uint16_t icon, int inner) {
    Node *group =
        is_portrait(build) ? column_add(build, parent, 12) : row_add(build, parent, OPTION_GAP);
    group->spec.role = ROLE_GROUP;
    group->spec.label = label;
    Node *head = row_add(build, group, 24);
    if (!is_wide(build) || is_portrait(build)) {
        icon_add(build, head, icon, 58, COLOR_INK, COLOR_TINT);
    }
    Node *words = caption_add(build, head, label, TYPE_NAME, COLOR_INK);
    words->spec.lines_max = 2;
    words->spec.type_steps_down = is_low(build) ? by_size(build, 0, 1, 2, 3) : 0;
    Node *options = row_add(build, group, OPTION_GAP);
    options->spec.width = is_portrait(build) ? FIXED(inner) : FIT;
    options->spec.wrap = is_portrait(build);
    return options;
}

static void sizes_add(Build *build, Node *parent, const View *view, int inner) {
    const Locale *locale = view->frame.locale;
    Node *row = options_row_add(build, parent, tr(locale, "Text size"), ICON_TEXT_SIZE, inner);
    int width = option_width(build, inner);
    Str8 words[TEXT_SIZE_COUNT];
    for (int i = 0; i < TEXT_SIZE_COUNT; i++) {
        words[i] = tr(locale, SIZES[i].label);
    }
    int steps = words_steps(build, words, TEXT_SIZE_COUNT, width - 24, 1);
    for (int i = 0; i < TEXT_SIZE_COUNT; i++) {
        bool chosen = (int)build->look->text_size == i;
        Node *option = option_add(
            build, row, (Option){SIZES[i].key, words[i], ACT(ACTION_SIZE, i), chosen}, width);
        Node *letter = caption_add(build, option, STR8("A"), (TypeRole)SIZES[i].size,
                                   chosen ? COLOR_PINE : COLOR_INK);
        letter->spec.one_line = true;
        letter->spec.align = TEXT_CENTER;
        option_words_add(build, option, words[i], chosen, steps);
        option_tick_add(build, option, chosen, width);
    }
}

static void sample_add(Build *build, Node *option, const ThemeOption *theme) {
    Node *sample =
        node_add(build, option,
                 (NodeSpec){.axis = AXIS_COLUMN,
                            .width = FIXED(is_low(build) ? SAMPLE_WIDTH_LOW : SAMPLE_WIDTH),
                            .height = FIXED(SAMPLE_HEIGHT),
                            .main = ALIGN_CENTER,
                            .cross = ALIGN_CENTER,
                            .fill = theme->fill,
                            .outline = theme->outline,
                            .outline_width = 3,
                            .radius = 16});
    Node *letters = caption_add(build, sample, STR8("Aa"), TYPE_NAME, theme->ink);
    letters->spec.one_line = true;
    letters->spec.direction = DIRECTION_LTR;
    letters->rtl = false;
    letters->spec.align = TEXT_CENTER;
    letters->spec.type_steps_down = is_low(build) ? 3 : (is_largest(build) ? 2 : 0);
}

static void themes_add(Build *build, Node *parent, const View *view, int inner) {
    const Locale *locale = view->frame.locale;
    Node *row = options_row_add(build, parent, tr(locale, "Colors"), ICON_CONTRAST, inner);
    int width = option_width(build, inner);
    bool low = is_low(build);
    Str8 words[THEME_COUNT];
    for (int i = 0; i < THEME_COUNT; i++) {
        words[i] = tr(locale, THEMES[i].label);
    }
    int room = width - 20 - (low ? SAMPLE_WIDTH_LOW + 12 : 0);
    int steps = words_steps(build, words, THEME_COUNT, room, 2);
    for (int i = 0; i < THEME_COUNT; i++) {
        bool chosen = build->look->theme == THEMES[i].theme;
        Node *option = option_add(
            build, row,
            (Option){THEMES[i].key, words[i], ACT(ACTION_THEME, THEMES[i].theme), chosen}, width);
        sample_add(build, option, &THEMES[i]);
        option_words_add(build, option, words[i], chosen, steps);
        option_tick_add(build, option, chosen, width);
    }
}

static void track_add(Build *build, Node *parent, bool on) {
    Node *track = node_add(build, parent,
                           (NodeSpec){.axis = AXIS_ROW,
                                      .width = FIXED(TRACK_WIDTH),
                                      .height = FIXED(TRACK_HEIGHT),
                                      .pad = EDGES_XY((TRACK_HEIGHT - KNOB) / 2, 0),
                                      .main = on ? ALIGN_END : ALIGN_START,
                                      .cross = ALIGN_CENTER,
                                      .fill = on ? COLOR_PINE : COLOR_SURFACE,
                                      .outline = on ? COLOR_PINE : COLOR_EDGE,
                                      .outline_width = 3,
                                      .radius = TRACK_HEIGHT / 2});
    (void)node_add(build, track,
                   (NodeSpec){.width = FIXED(KNOB),
                              .height = FIXED(KNOB),
                              .fill = on ? COLOR_ON_PINE : COLOR_EDGE,
                              .radius = KNOB / 2});
}

typedef struct {
    const char *key;
    Str8 label;
    uint16_t icon;
    ActionKind action;
    bool on;
} Switch;

static void switch_add(Build *build, Node *row, Switch given) {
    bool low = is_low_reach(build);
    Color ink = given.on ? COLOR_PINE : COLOR_INK;
    Node *card = node_add(
        build, row,
        (NodeSpec){.key = given.key,
                   .role = ROLE_TOGGLE,
                   .label = given.label,
                   .states = given.on ? STATE_CHECKED : 0,
                   .action = ACT(given.action, 0),
                   .axis = AXIS_ROW,
                   .width = GROW,
                   .height = {.kind = SIZE_FIT, .min = low ? SWITCH_HEIGHT_LOW : SWITCH_HEIGHT},
                   .pad = EDGES_XY(30, 8),
                   .gap = 24,
                   .cross = ALIGN_CENTER,
                   .fill = given.on ? COLOR_PINE_TINT : COLOR_SURFACE,
                   .outline = given.on ? COLOR_PINE : COLOR_EDGE,
                   .outline_width = outline_of(build, given.on ? 6 : 2),
                   .radius = 28});
    if (!low || !is_portrait(build)) {
        icon_add(build, card, given.icon, 54, ink, COLOR_TINT);
    }
    Node *words = caption_add(build, card, given.label, TYPE_TILE, ink);
    words->spec.type_steps_down = low ? 3 : 0;
    words->spec.width = GROW;
    words->spec.lines_max = 2;
    track_add(build, card, given.on);
}

static void switches_add(Build *build, Node *parent, const View *view) {
    const Locale *locale = view->frame.locale;
    switch_add(build, parent,
               (Switch){"low-reach", tr(locale, "Buttons lower down"), ICON_LOW_REACH,
                        ACTION_LOW_REACH, build->look->low_reach});
    switch_add(build, parent,
               (Switch){"less-motion", tr(locale, "Nothing moves"), ICON_MOTION, ACTION_LESS_MOTION,
                        build->look->reduced_motion});
}

static void done_add(Build *build, Node *row, const View *view, int height) {
    Node *done = button_add(build, row,
                            (ButtonSpec){.key = "done",
                                         .label = tr(view->frame.locale, "Done"),
                                         .action = ACT(ACTION_EASIER_DONE, 0),
                                         .kind = BUTTON_PINE,
                                         .height = height});
    done->spec.width.min = 280;
}

static Node *head_add(Build *build, Node *dialog, const View *view, int inner, bool with_done) {
    Node *head = row_add(build, dialog, 24);
    Str8 words = tr(view->frame.locale, "Make it easier");
    Node *title = title_add(build, head, words, inner - (with_done ? 330 : 0));
    title->spec.width = GROW;
    if (with_done) {
        done_add(build, head, view, 96);
    }
    return head;
}

static void note_add(Build *build, Node *dialog, const View *view) {
    Node *row = row_add(build, dialog, 20);
    icon_add(build, row, ICON_INFO, 38, COLOR_INK_2, COLOR_TINT);
    Str8 words = tr(view->frame.locale, "These go back to normal for the next family.");
    text_add(build, row, words, TYPE_SMALL, COLOR_INK_2)->spec.width = GROW;
}

/* Title and note above; sizes, colours, switches with "Done" in the lower half. */
static void low_reach_add(Build *build, Node *dialog, const View *view, int inner) {
    (void)head_add(build, dialog, view, inner, false);
    note_add(build, dialog, view);
    (void)spacer_add(build, dialog);
    sizes_add(build, dialog, view, inner);
    themes_add(build, dialog, view, inner);
    Node *row = row_add(build, dialog, OPTION_GAP);
    switches_add(build, row, view);
    if (is_portrait(build)) {
        row = row_add(build, dialog, 0);
        row->spec.main = ALIGN_END;
    }
    done_add(build, row, view, SWITCH_HEIGHT_LOW);
}

void screen_easier(Build *build, Node *root, const View *view) {
    Str8 label = tr(view->frame.locale, "Make it easier");
    FrameOptions options = {.no_header = true, .sunken = true, .label = label};
    Node *content = frame_add(build, root, view, options);
    int width = is_wide(build) ? DIALOG_WIDTH_LARGEST : DIALOG_WIDTH;
    width = width < frame_content_width(build) ? width : frame_content_width(build);
    int pad = is_portrait(build) || is_wide(build) ? 44 : DIALOG_PAD;
    int inner = width - 2 * pad;
    Node *dialog = dialog_add(build, content, width, label);
    dialog->spec.pad = EDGES_XY(pad, is_largest(build) ? 28 : 44);
    dialog->spec.gap = is_largest(build) ? 22 : 32;
    if (is_low_reach(build)) {
        dialog->spec.height = GROW;
        dialog->spec.gap = 16;
        dialog->spec.pad.bottom = 20;
        low_reach_add(build, dialog, view, inner);
        return;
    }
    (void)head_add(build, dialog, view, inner, true);
    sizes_add(build, dialog, view, inner);
    themes_add(build, dialog, view, inner);
    Node *row =
        is_portrait(build) ? column_add(build, dialog, 16) : row_add(build, dialog, OPTION_GAP);
    switches_add(build, row, view);
    if (build->look->text_size < TEXT_LARGER) {
        note_add(build, dialog, view);
    }
}
