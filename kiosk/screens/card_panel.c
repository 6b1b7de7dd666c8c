#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/print.h"

/* The panel with the code: all controls that take the card home stand here; in low reach the code
 * goes above them. */

enum {
    PANEL_PAD = 34,
    PANEL_PAD_Y = 26,
    PANEL_GAP = 14,
    PLATE_HEIGHT = 104,
    CODE_SIZE = 372,
    CODE_SIZE_LARGEST = 430,
    CODE_SIZE_MIN = 246, /* four pixels a module of version 8 */
    CODE_PLATE = 12,
    NOW_WIDTH = 260,
    NOW_WIDTH_WIDE = 420,
    NOW_ICON = 54,
    NOW_STEPS = 3, /* at most */
    READ_SIDES = 150,
    NUMBER_SIDES = 104, /* icon, gap and padding of the plate */
    FOOT_GAP = 16,
    PRINT_SIDES = 36,
    WIDE = 1200,
};

/* The codes there are. */
typedef struct {
    CodeChoice items[CODE_KIND_COUNT];
    size_t count;
    size_t columns;
} Choices;

static Choices choices_of(const Build *build, const View *view, int width) {
    static const struct {
        const char *key;
        const char *label;
        uint16_t icon;
    } PICTURES[CODE_KIND_COUNT] = {
        [CODE_CONTACT] = {"qr/contact", TR_MARK("Save contact"), ICON_CONTACT},
        [CODE_DATE] = {"qr/date", TR_MARK("Save date"), ICON_CALENDAR},
        [CODE_CALL] = {"qr/call", TR_MARK("Call"), ICON_PHONE},
        [CODE_WEB] = {"qr/web", TR_MARK("Web page"), ICON_WEB},
        [CODE_MAP] = {"qr/map", TR_MARK("Map"), ICON_PLACE},
        [CODE_TEXT] = {"qr/text", TR_MARK("Send a text"), ICON_TEXTS},
        [CODE_WIFI] = {"qr/wifi", TR_MARK("Join the Wi-Fi"), ICON_WIFI},
    };
    Choices choices = {.count = 0};
    for (int kind = 0; kind < CODE_KIND_COUNT; kind++) {
        if (view->card.has[kind]) {
            choices.items[choices.count++] =
                (CodeChoice){.key = PICTURES[kind].key,
                             .label = tr(view->frame.locale, PICTURES[kind].label),
                             .icon = PICTURES[kind].icon,
                             .kind = (CodeKind)kind};
        }
    }
    bool many = choices.count > 4;
    bool three = many && (is_low_reach(build) || width > WIDE || is_portrait(build));
    choices.columns = three ? 3 : (width > WIDE ? choices.count : 2);
    bool tight = view->card.print.offered && is_low_reach(build);
    choices.columns = is_portrait(build) && is_largest(build) && !tight ? 2 : choices.columns;
    choices.columns = choices.columns > 0 ? choices.columns : 1;
    return choices;
}

static void number_add(Build *build, Node *row, const View *view, int room) {
    Str8 phone = view->card.phone_shown;
    if (phone.len == 0) {
        return;
    }
    Node *plate = node_add(build, row,
                           (NodeSpec){.role = ROLE_TEXT,
                                      .label = phone,
                                      .axis = AXIS_ROW,
                                      .width = GROW,
                                      .height = FIXED(PLATE_HEIGHT),
                                      .pad = EDGES_XY(22, 0),
                                      .gap = 16,
                                      .cross = ALIGN_CENTER,
                                      .fill = COLOR_PAPER,
                                      .outline = is_strong(build) ? COLOR_LINE : COLOR_NONE,
                                      .outline_width = is_strong(build) ? 2 : 0,
                                      .radius = 28});
    icon_add(build, plate, ICON_PHONE, 44, COLOR_INK, COLOR_TINT);
    Node *words = caption_add(build, plate, phone, TYPE_NAME, COLOR_INK);
    words->spec.direction = DIRECTION_LTR;
    words->rtl = false;
    words->spec.lines_max = 2; /* one with an extension */
    int steps = measure_steps(build, TYPE_NAME, &phone, 1, room, 1);
    bool one = measure_lines(build, TYPE_NAME, steps, phone, room) <= 1;
    words->spec.one_line = one;
    words->spec.type_steps_down = one ? steps : 3;
}

void card_now_add(Build *build, Node *row, const Locale *locale, Size width, int room) {
    Str8 words = tr(locale, "Help right now");
    /* Long words take the picture's room too. */
    bool picture = measure_lines(build, TYPE_TILE, NOW_STEPS, words, room) <= 2;
    room += picture ? 0 : NOW_ICON + 18;
    int wide = measure_steps(build, TYPE_TILE, &words, 1, room, 2);
    int high = measure_steps_high(build, TYPE_TILE, words, room, PLATE_HEIGHT - 20);
    Node *now = button_add(build, row,
                           (ButtonSpec){.key = "/help/need/now",
                                        .label = words,
                                        .action = ACT(ACTION_NEED_NOW, 0),
                                        .kind = BUTTON_INVERSE,
                                        .icon = picture ? ICON_PHONE : ICON_NONE,
                                        .icon_size = NOW_ICON,
                                        .width = width,
                                        .height = PLATE_HEIGHT,
                                        .pad = 20,
                                        .type = TYPE_TILE,
                                        .steps_down = high > wide ? high : wide});
    now->spec.shadow = SHADOW_NONE;
    if (picture && build->look->theme == THEME_LIGHT) {
        now->first_child->spec.color = COLOR_LAMP;
    }
}

static void read_add(Build *build, Node *row, const Locale *locale) {
    button_add(build, row,
               (ButtonSpec){.key = "read",
                            .label = tr(locale, "Read about it"),
                            .action = ACT(ACTION_CARD_PAGE, 0),
                            .icon = ICON_BACK,
                            .height = PLATE_HEIGHT,
                            .type = TYPE_TILE});
}

static bool foot_stacked(const Build *build, bool alone) {
    return alone && is_portrait(build);
}

/* ---- the foot with a printer: one row more ---- */

static int print_width(const Build *build) {
    return by_size(build, 264, 290, 330, 380);
}

static bool has_number(const View *view) {
    return view->card.phone_shown.len > 0;
}

/* In low reach the number, which is no control, stands above. */
static bool number_above(const Build *build, const View *view) {
    return view->card.print.offered && is_low_reach(build) && has_number(view);
}

static void print_add(Build *build, Node *row, const View *view, Size width, int room) {
    const Locale *locale = view->frame.locale;
    (void)print_button_add(build, row, locale, &view->card.print, tr(locale, "Print"), width,
                           room - PRINT_SIDES);
}

static int read_width(Build *build, const Locale *locale) {
    return measure_width(build, TYPE_TILE, 0, tr(locale, "Read about it")) + READ_SIDES;
}

/* Everything in one row: wide screens in low reach. */
static void foot_row_add(Build *build, Node *panel, const View *view, int width, bool alone) {
    const Locale *locale = view->frame.locale;
    Node *row = row_add(build, panel, FOOT_GAP);
    int left = width - print_width(build) - FOOT_GAP;
    if (alone) {
        read_add(build, row, locale);
        left -= read_width(build, locale) + FOOT_GAP;
    }
    print_add(build, row, view, FIXED(print_width(build)), print_width(build));
    card_now_add(build, row, locale, GROW, left - 40 - NOW_ICON - 18);
}

/* The number and "Print", and below them "Help right now". */
static void foot_rows_add(Build *build, Node *panel, const View *view, int width, bool alone) {
    const Locale *locale = view->frame.locale;
    Node *first = row_add(build, panel, FOOT_GAP);
    bool number = has_number(view) && !number_above(build, view);
    int print = number ? print_width(build) : width;
    int room = width - print - FOOT_GAP - NUMBER_SIDES;
    /* A number with an extension wants the row for itself. */
    bool along = number && measure_lines(build, TYPE_NAME, 3, view->card.phone_shown, room) > 2;
    Node *second = row_add(build, panel, FOOT_GAP);
    int left = width;
    if (number) {
        number_add(build, first, view, along ? width - NUMBER_SIDES : room);
    }
    if (along) {
        left -= print + FOOT_GAP;
    }
    print_add(build, along ? second : first, view, number ? FIXED(print) : GROW, print);
    if (alone) {
        read_add(build, second, locale);
        left -= read_width(build, locale) + FOOT_GAP;
    }
    card_now_add(build, second, locale, GROW, left - 40 - NOW_ICON - 18);
}

static bool foot_one_row(const Build *build) {
    return is_low_reach(build) && !is_portrait(build);
}

static int foot_height(const Build *build, const View *view, bool alone) {
    int rows = 1;
    if (view->card.print.offered) {
        rows = foot_one_row(build) ? 1 : 2;
        rows += number_above(build, view) ? 1 : 0;
    } else {
        rows += foot_stacked(build, alone) ? 1 : 0;
    }
    return rows * PLATE_HEIGHT + (rows - 1) * PANEL_GAP;
}

int card_panel_above(const Build *build, const View *view) {
    return number_above(build, view) ? PLATE_HEIGHT + PANEL_GAP : 0;
}

static void foot_add(Build *build, Node *panel, const View *view, int width, bool alone) {
    const Locale *locale = view->frame.locale;
    if (view->card.print.offered) {
        if (foot_one_row(build)) {
            foot_row_add(build, panel, view, width, alone);
        } else {
            foot_rows_add(build, panel, view, width, alone);
        }
        return;
    }
    bool stacked = foot_stacked(build, alone);
    if (stacked && !is_low_reach(build)) {
        number_add(build, row_add(build, panel, 0), view, width - NUMBER_SIDES);
    }
    Node *row = row_add(build, panel, 16);
    int left = width;
    if (alone) {
        read_add(build, row, locale);
        left -= read_width(build, locale);
    }
    int now_width = is_portrait(build) || alone ? NOW_WIDTH_WIDE : NOW_WIDTH;
    if (!stacked) {
        number_add(build, row, view, left - now_width - 16 - NUMBER_SIDES);
    }
    bool only = stacked || view->card.phone_shown.len == 0;
    int room = (only ? width / 2 : now_width) - 40 - NOW_ICON - 18;
    card_now_add(build, row, locale, only ? GROW : FIXED(now_width), room);
}

static CodeRow code_row_of(const View *view, int size, int width) {
    const CardView *card = &view->card;
    return (CodeRow){.code = card->code,
                     .kind = card->kind,
                     .host = card->kind == CODE_WEB ? card->web_host : STR8(""),
                     .shortened = card->code_shortened,
                     .print = &card->print,
                     .size = size,
                     .width = width};
}

/* Everything but the code. */
static int height_beside_code(Build *build, const View *view, int inner, bool alone) {
    Choices choices = choices_of(build, view, inner);
    int height = code_choices_height(build, choices.items, choices.count, inner, choices.columns);
    height += height > 0 ? PANEL_GAP : 0;
    return height + foot_height(build, view, alone) + PANEL_GAP + CODE_PLATE + 2 * PANEL_PAD_Y;
}

int card_panel_height(Build *build, const View *view, int width, int code, bool alone) {
    return height_beside_code(build, view, width - 2 * PANEL_PAD, alone) + code;
}

Node *card_panel_add(Build *build, Node *parent, const View *view, int width, int height,
                     bool alone) {
    bool fit = is_portrait(build) && !alone;
    Node *panel = card_add(build, parent, GROW, fit ? FIT : GROW);
    panel->spec.pad = EDGES_XY(PANEL_PAD, PANEL_PAD_Y);
    panel->spec.gap = PANEL_GAP;
    int inner = width - 2 * PANEL_PAD;
    int left = height - height_beside_code(build, view, inner, alone) - 2 * PANEL_GAP;
    int size = alone ? CODE_SIZE_LARGEST : CODE_SIZE;
    size = left < size && !fit ? (left > CODE_SIZE_MIN ? left : CODE_SIZE_MIN) : size;
    Choices choices = choices_of(build, view, inner);
    bool low = is_low_reach(build);
    if (low) {
        int above = frame_low_reach_top(build) - PANEL_PAD_Y - PANEL_GAP;
        above -= card_panel_above(build, view);
        size = !is_portrait(build) && above < size ? above : size;
        code_row_add(build, panel, view->frame.locale, code_row_of(view, size, inner));
        if (number_above(build, view) || foot_stacked(build, alone)) {
            number_add(build, row_add(build, panel, 0), view, inner - NUMBER_SIDES);
        }
        (void)spacer_add(build, panel);
    }
    code_choices_add(build, panel, choices.items, choices.count, view->card.kind, inner,
                     choices.columns);
    if (!low) {
        if (!fit) {
            (void)spacer_add(build, panel);
        }
        code_row_add(build, panel, view->frame.locale, code_row_of(view, size, inner));
        if (!fit) {
            (void)spacer_add(build, panel);
        }
    }
    foot_add(build, panel, view, inner, alone);
    return panel;
}
