#include "kiosk/screens/components.h"
#include "kiosk/screens/helper.h"
#include "kiosk/screens/screens.h"

/*
 * The card of a person or service: who, what for, where and when; and a code to take it home. In
 * the largest text these are two pages, "Read" and "Take it". All controls stand on the panel with
 * the code; in low reach the code goes above them.
 */

enum {
    GAP = 24,
    INFO_WIDTH = 1040,
    INFO_PAD = 44,
    INFO_PAD_Y = 30,
    INFO_GAP = 4,
    NOW_WIDTH = 260,
    NOW_WIDTH_WIDE = 420,
    NOW_ICON = 54,
    NOW_STEPS = 3, /* at most */
    LINES_MAX = 6, /* a word too wide for its column is no reason to give up */
    PANEL_PAD = 34,
    PANEL_GAP = 14,
    WIDE_GAP = 48, /* between the two columns of the page to read */
    WIDE_PAD_Y = 20,
    ARCH_HEIGHT = 212,
    ARCH_HEIGHT_PORTRAIT = 170,
    CHOICE_HEIGHT = 92,
    CHOICE_GAP = 14,
    CHOICE_ICON = 46,
    CODE_SIZE = 372,
    CODE_SIZE_LARGEST = 430,
    PLATE_HEIGHT = 104,
    PANEL_HEIGHT_PORTRAIT = 756, /* in normal text */
    PAGE_BUTTON_HEIGHT = 116,
    PAGE_GAP = 16,
    CHIP_SIDES = 94, /* sign and padding of a chip */
    FACT_ICON = 56,
    FACT_LINES_MAX = 16,
    FACT_STEPS_MAX = 4,
    HELPS_LONG_MAX = 4, /* +30 %: fewer, never shorter */
};

static const char *const ENGLISH_ONLY = TR_MARK("In English only: ask for help");

/* How the card stands on this screen: decided once, from careful estimates of its height. */
typedef struct {
    bool two_pages;
    bool no_arch;   /* its room goes to the words */
    int fact_steps; /* type steps down of the facts */
    bool wide;      /* the page to read has two columns: who and what for, facts */
    size_t helps_count;
    int width; /* du inside the info card, or inside a column of it */
} CardShape;

/* The info card: who, what for, facts. */

static void chips_add(Build *build, Node *parent, const View *view) {
    const Locale *locale = view->frame.locale;
    const ServiceView *service = &view->card.service;
    Node *row = row_add(build, parent, 12);
    row->spec.wrap = true;
    Str8 open = helper_open_chip(locale, build->arena, service);
    if (open.len > 0) {
        bool is_open = service->open.open;
        chip_add(build, row, is_open ? CHIP_OK : CHIP_AMBER, is_open ? ICON_CHECK : ICON_CLOCK,
                 open);
    }
    if (service->english_only) {
        chip_add(build, row, CHIP_AMBER, ICON_WARNING, tr(locale, "In English only: ask for help"));
    }
}

static void who_add(Build *build, Node *card, const View *view, const CardShape *shape) {
    const ServiceView *service = &view->card.service;
    int height = is_portrait(build) ? ARCH_HEIGHT_PORTRAIT : ARCH_HEIGHT;
    Node *row = row_add(build, card, 36);
    int room = shape->width;
    if (!shape->no_arch) {
        helper_arch_add(build, row, service, height);
        room -= height + 36;
    }
    Node *words = column_add(build, row, 6);
    Node *name = title_add(build, words, service->name, room);
    name->spec.key = "name";
    if (service->role.len > 0) {
        (void)text_add(build, words, service->role, TYPE_LEAD, COLOR_INK_2);
    }
    gap_add(build, words, 6);
    chips_add(build, words, view);
}

static void help_line_add(Build *build, Node *row, Str8 words) {
    Node *cell = row_add(build, row, 14);
    cell->spec.cross = ALIGN_START;
    Node *tick = column_add(build, cell, 0);
    tick->spec.width = FIT;
    tick->spec.pad = (Edges){0, 8, 0, 0};
    icon_add(build, tick, ICON_CHECK, 34, COLOR_PINE, COLOR_NONE);
    text_add(build, cell, words, TYPE_BODY, COLOR_INK)->spec.width = GROW;
}

static void helps_add(Build *build, Node *card, const View *view, size_t count, size_t columns) {
    const CardView *service = &view->card;
    const Locale *locale = view->frame.locale;
    if (service->helps_count == 0) {
        if (service->summary.len > 0) {
            (void)text_add(build, card, service->summary, TYPE_BODY, COLOR_INK);
        }
        return;
    }
    Node *box = column_add(build, card, 4);
    Str8 title =
        service->service.is_person ? tr(locale, "I can help with") : tr(locale, "We can help with");
    (void)heading_add(build, box, title, TYPE_NAME);
    Node *row = box;
    for (size_t i = 0; i < count; i++) {
        if (i % columns == 0) {
            row = row_add(build, box, GAP);
            row->spec.cross = ALIGN_START;
        }
        help_line_add(build, row, service->helps[i]);
    }
    if (count % columns != 0) {
        (void)spacer_add(build, row);
    }
}

typedef struct {
    uint16_t icon;
    Str8 name;
    Str8 value; /* as it is drawn */
    Str8 plain; /* as it is said, where that is not the same */
} Fact;

static void fact_add(Build *build, Node *row, const Fact *given, int steps_down) {
    Node *fact = row_add(build, row, 18);
    fact->spec.role = ROLE_TEXT;
    Str8 plain = given->plain.len > 0 ? given->plain : given->value;
    fact->spec.label =
        str8_format(build->arena, "%.*s: %.*s", STR8_ARG(given->name), STR8_ARG(plain));
    icon_add(build, fact, given->icon, FACT_ICON, COLOR_INK, COLOR_TINT);
    Node *words = column_add(build, fact, 0);
    Node *name = caption_add(build, words, given->name, TYPE_SMALL, COLOR_INK_2);
    name->spec.type_steps_down = steps_down;
    Node *text = caption_add(build, words, given->value, TYPE_TILE, COLOR_INK);
    text->spec.type_steps_down = steps_down;
    text->spec.lines_max = FACT_LINES_MAX;
}

/* "8:00 – 3:30" stays on one line: no-break spaces, and U+2060 since a dash lets even those break
 * (UAX 14, LB12a). */
static Str8 unbroken(Arena *arena, Str8 text) {
    Str8Builder line = builder_in(arena, text.len * 5 + 1);
    for (size_t i = 0; i < text.len; i++) {
        builder_add(&line, text.ptr[i] == ' ' ? STR8("\u2060\u00A0") : str8_slice(text, i, i + 1));
    }
    return builder_text(&line);
}

/* Days with the same hours in a row are one range: "Mon – Fri, 8:00 – 3:30". */
static Str8 hours_words(const Locale *locale, Arena *arena, const CardView *card, bool drawn) {
    Str8 parts[SERVICE_HOURS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < card->hours_count && count < SERVICE_HOURS_MAX;) {
        const Hours *first = &card->hours[i];
        size_t last = i;
        while (last + 1 < card->hours_count &&
               card->hours[last + 1].weekday == card->hours[last].weekday + 1 &&
               card->hours[last + 1].opens_minute == first->opens_minute &&
               card->hours[last + 1].closes_minute == first->closes_minute) {
            last++;
        }
        Str8 times = locale_hours_range(locale, arena, first->opens_minute, first->closes_minute);
        Str8 range[] = {
            locale_weekday_range(locale, arena, first->weekday, card->hours[last].weekday),
            drawn ? unbroken(arena, times) : times};
        parts[count++] = locale_list(locale, arena, range, 2);
        i = last + 1;
    }
    Str8Builder lines = builder_in(arena, 2048);
    for (size_t i = 0; i < count; i++) {
        builder_add(&lines, i > 0 ? STR8("\n") : STR8(""));
        builder_add(&lines, parts[i]);
    }
    return builder_text(&lines);
}

static void facts_add(Build *build, Node *card, const View *view, const CardShape *shape,
                      size_t columns) {
    const Locale *locale = view->frame.locale;
    const CardView *service = &view->card;
    Fact facts[] = {
        {ICON_PLACE, tr(locale, "Where"), service->service.place, STR8("")},
        {ICON_INTERPRETER, tr(locale, "Speaks"), service->languages, STR8("")},
        {ICON_CLOCK, tr(locale, "Hours"), hours_words(locale, build->arena, service, true),
         hours_words(locale, build->arena, service, false)},
        {ICON_MONEY, tr(locale, "Cost"), service->cost, STR8("")},
    };
    Node *box = column_add(build, card, columns == 1 ? INFO_GAP : 16);
    Node *row = NULL;
    size_t shown = 0;
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        if (facts[i].value.len == 0) {
            continue;
        }
        if (shown % columns == 0) {
            row = row_add(build, box, GAP);
            row->spec.cross = ALIGN_START;
        }
        fact_add(build, row, &facts[i], shape->fact_steps);
        shown++;
    }
    if (shown % columns != 0) {
        (void)spacer_add(build, row);
    }
}

/* When somebody last made sure that this is right (rule 27). */
static void checked_add(Build *build, Node *card, const View *view) {
    const Locale *locale = view->frame.locale;
    const CardView *service = &view->card;
    if (service->assured_utc_ms == 0) {
        chip_add(build, card, CHIP_AMBER, ICON_WARNING,
                 tr(locale, "Nobody has checked this yet. Please ask."));
        return;
    }
    bool old = service->service.old;
    TrArg args[] = {{"date", old ? locale_date_year(locale, build->arena, service->assured_utc_ms)
                                 : locale_date_day(locale, build->arena, service->assured_utc_ms)}};
    if (old) {
        Str8 words = tr_fill(locale, build->arena,
                             tr(locale, "Last checked on {date}. Please ask."), args, 1);
        chip_add(build, card, CHIP_AMBER, ICON_WARNING, words);
        return;
    }
    Node *row = row_add(build, card, 16);
    icon_add(build, row, ICON_CALENDAR, 38, COLOR_INK_2, COLOR_TINT);
    Str8 words = tr_fill(locale, build->arena, tr(locale, "We checked this on {date}."), args, 1);
    text_add(build, row, words, TYPE_SMALL, COLOR_INK_2)->spec.width = GROW;
}

/* What is left of the card's height goes between its parts; a card that fits its content has none.
 */
static void air_add(Build *build, Node *card, bool fit) {
    if (fit) {
        gap_add(build, card, 8);
    } else {
        (void)spacer_add(build, card);
    }
}

static Node *info_card_add(Build *build, Node *parent, Size width, bool fit) {
    Node *card = card_add(build, parent, width, fit ? FIT : GROW);
    card->spec.pad = EDGES_XY(INFO_PAD, INFO_PAD_Y);
    card->spec.gap = INFO_GAP;
    return card;
}

static void info_add(Build *build, Node *parent, const View *view, const CardShape *shape,
                     Size width) {
    bool fit = is_portrait(build) && !shape->two_pages;
    Node *card = info_card_add(build, parent, width, fit);
    who_add(build, card, view, shape);
    air_add(build, card, fit);
    helps_add(build, card, view, shape->helps_count, 2);
    air_add(build, card, fit);
    (void)rule_add(build, card);
    air_add(build, card, fit);
    facts_add(build, card, view, shape, 2);
    air_add(build, card, fit);
    checked_add(build, card, view);
}

/* The page to read, landscape: who and what for at the start, facts at the end. */
static void info_wide_add(Build *build, Node *parent, const View *view, const CardShape *shape) {
    Node *card = info_card_add(build, parent, GROW, false);
    card->spec.pad = EDGES_XY(INFO_PAD, WIDE_PAD_Y);
    card->spec.axis = AXIS_ROW;
    card->spec.gap = WIDE_GAP;
    card->spec.cross = ALIGN_STRETCH;
    Node *who = column_add(build, card, INFO_GAP);
    who_add(build, who, view, shape);
    (void)spacer_add(build, who);
    helps_add(build, who, view, shape->helps_count, 1);
    (void)spacer_add(build, who);
    Node *facts = column_add(build, card, INFO_GAP);
    facts_add(build, facts, view, shape, 1);
}

/* Estimates: lines of text times line height, a little on the high side. */

static int text_height_stepped(const Build *build, const Locale *locale, TypeRole type, int steps,
                               Str8 text, int width) {
    int lines = 0;
    for (Str8 rest = text; rest.len > 0;) {
        int wrapped = measure_lines(build, type, steps, str8_cut(rest, '\n', &rest), width);
        lines += wrapped > LINES_MAX ? LINES_MAX : wrapped;
    }
    return lines * measure_line_height(build, type, steps, locale_is_rtl(locale));
}

static int text_height(const Build *build, const Locale *locale, TypeRole type, Str8 text,
                       int width) {
    return text_height_stepped(build, locale, type, 0, text, width);
}

static int who_height(Build *build, const View *view, const CardShape *shape) {
    const Locale *locale = view->frame.locale;
    const ServiceView *service = &view->card.service;
    int arch = is_portrait(build) ? ARCH_HEIGHT_PORTRAIT : ARCH_HEIGHT;
    int room = shape->width - (shape->no_arch ? 0 : arch + 36);
    bool one = measure_lines(build, TYPE_TITLE, 0, service->name, room) <= 1;
    int height = text_height(build, locale, one ? TYPE_TITLE : TYPE_TITLE_2, service->name, room);
    height += text_height(build, locale, TYPE_LEAD, service->role, room) + 24;
    Str8 open = helper_open_chip(locale, build->arena, service);
    Str8 english = service->english_only ? tr(locale, ENGLISH_ONLY) : STR8("");
    int chip = room - CHIP_SIDES - room / 10;
    int chips = text_height(build, locale, TYPE_SMALL_BOLD, open, chip);
    int second = text_height(build, locale, TYPE_SMALL_BOLD, english, chip);
    height += (chips > 0 ? chips + 17 : 0) + (second > 0 ? second + 29 : 0);
    return height > arch || shape->no_arch ? height : arch;
}

static int helps_height(Build *build, const View *view, const CardShape *shape, int columns) {
    const Locale *locale = view->frame.locale;
    const CardView *card = &view->card;
    if (card->helps_count == 0) {
        return text_height(build, locale, TYPE_BODY, card->summary, shape->width);
    }
    int height = text_height(build, locale, TYPE_NAME, STR8("x"), shape->width);
    int room = (shape->width - (columns - 1) * GAP) / columns - 48;
    int row = 0;
    for (size_t i = 0; i < shape->helps_count; i++) {
        int line = text_height(build, locale, TYPE_BODY, card->helps[i], room) + 4;
        row = i % (size_t)columns == 0 || line > row ? line : row;
        bool last = i + 1 == shape->helps_count || (i + 1) % (size_t)columns == 0;
        height += last ? row : 0;
    }
    return height;
}

static int facts_height(Build *build, const View *view, const CardShape *shape, int columns) {
    const Locale *locale = view->frame.locale;
    const CardView *card = &view->card;
    Str8 values[] = {card->service.place, card->languages,
                     hours_words(locale, build->arena, card, true), card->cost};
    int steps = shape->fact_steps;
    int name = text_height_stepped(build, locale, TYPE_SMALL, steps, STR8("x"), shape->width);
    int room = (shape->width - (columns - 1) * GAP) / columns - FACT_ICON - 18;
    int height = 0;
    int row = 0;
    int shown = 0;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        int value = text_height_stepped(build, locale, TYPE_TILE, steps, values[i], room);
        if (value == 0) {
            continue;
        }
        row = shown % columns == 0 || value + name > row ? value + name : row;
        shown++;
        height += shown % columns == 0 ? row + (columns == 1 ? INFO_GAP : 16) : 0;
    }
    return height + (shown % columns != 0 ? row : 0);
}

static int info_height(Build *build, const View *view, const CardShape *shape) {
    int checked = text_height(build, view->frame.locale, TYPE_SMALL, STR8("x"), 100);
    checked = view->card.service.old || view->card.assured_utc_ms == 0 ? checked * 2 : checked;
    if (shape->wide) {
        int who = who_height(build, view, shape) + helps_height(build, view, shape, 1);
        int facts = facts_height(build, view, shape, 1);
        return 2 * WIDE_PAD_Y + 3 * INFO_GAP + (who > facts ? who : facts);
    }
    return 2 * INFO_PAD_Y + who_height(build, view, shape) + helps_height(build, view, shape, 2) +
           facts_height(build, view, shape, 2) + checked + 8 * INFO_GAP +
           4 * (is_portrait(build) ? 8 : 1) + 2;
}

/* As many lines of help as fit `room`, one at least; false when even that does not fit. */
static bool shape_fit(Build *build, const View *view, CardShape *shape, int room) {
    shape->helps_count = view->card.helps_count;
    while (shape->helps_count > 1 && info_height(build, view, shape) > room) {
        shape->helps_count--;
    }
    return info_height(build, view, shape) <= room;
}

/* Side by side (portrait: above each other) if all of it fits, with four lines of help at least;
 * else a page to read and a page to take. */
static CardShape shape_of(Build *build, const View *view) {
    int width = frame_content_width(build);
    int height = frame_content_height(build);
    bool portrait = is_portrait(build);
    size_t all = view->card.helps_count;
    CardShape shape = {.width = (portrait ? width : INFO_WIDTH) - 2 * INFO_PAD};
    int panel = PANEL_HEIGHT_PORTRAIT + by_size(build, 0, 36, 48, 60);
    int room = portrait ? height - panel - GAP : height;
    bool fits = !is_largest(build) && shape_fit(build, view, &shape, room);
    if (fits && shape.helps_count >= (all < HELPS_LONG_MAX ? all : HELPS_LONG_MAX)) {
        return shape;
    }
    shape.two_pages = true;
    shape.wide = !portrait;
    shape.width = width - 2 * INFO_PAD;
    if (shape.wide) {
        shape.width = (shape.width - WIDE_GAP) / 2;
    }
    room = height - PAGE_BUTTON_HEIGHT - PAGE_GAP;
    for (int i = 0; i < 2 * (FACT_STEPS_MAX + 1); i++) {
        shape.fact_steps = i / 2;
        shape.no_arch = i % 2 == 1;
        if (shape_fit(build, view, &shape, room)) {
            break;
        }
    }
    return shape;
}

/* The panel: which code, the code, the number in words, help right now. */

typedef struct {
    const char *key;
    const char *label;
    uint16_t icon;
} CodeChoice;

static const CodeChoice CHOICES[CODE_KIND_COUNT] = {
    [CODE_CONTACT] = {"qr/contact", TR_MARK("Save contact"), ICON_CONTACT},
    [CODE_DATE] = {"qr/date", TR_MARK("Save date"), ICON_CALENDAR},
    [CODE_CALL] = {"qr/call", TR_MARK("Call"), ICON_PHONE},
    [CODE_WEB] = {"qr/web", TR_MARK("Web page"), ICON_WEB},
};

static void choice_add(Build *build, Node *row, const View *view, CodeKind kind, int steps) {
    bool chosen = kind == view->card.kind;
    button_add(build, row,
               (ButtonSpec){.key = CHOICES[kind].key,
                            .label = tr(view->frame.locale, CHOICES[kind].label),
                            .action = ACT(ACTION_CODE_KIND, kind),
                            .kind = chosen ? BUTTON_LAKE : BUTTON_QUIET,
                            .role = ROLE_CHOICE,
                            .states = chosen ? STATE_CHECKED : 0,
                            .icon = CHOICES[kind].icon,
                            .icon_size = CHOICE_ICON,
                            .width = GROW,
                            .height = CHOICE_HEIGHT,
                            .radius = 24,
                            .pad = 22,
                            .type = TYPE_TILE,
                            .steps_down = steps,
                            .start = true});
}

/* Two across, four where the panel is the whole width; in low reach one line each. */
static void choices_add(Build *build, Node *panel, const View *view, int width) {
    CodeKind kinds[CODE_KIND_COUNT];
    Str8 words[CODE_KIND_COUNT];
    size_t count = 0;
    for (int kind = 0; kind < CODE_KIND_COUNT; kind++) {
        if (view->card.has[kind]) {
            words[count] = tr(view->frame.locale, CHOICES[kind].label);
            kinds[count++] = (CodeKind)kind;
        }
    }
    if (count < 2) {
        return; /* one possible choice is no question (rule 3) */
    }
    size_t columns = width > 1200 ? count : 2;
    int column = (width - (int)(columns - 1) * CHOICE_GAP) / (int)columns;
    int inner = column - 2 * 22 - CHOICE_ICON - 18;
    int steps = measure_steps(build, TYPE_TILE, words, count, inner, is_low_reach(build) ? 1 : 2);
    Node *box = column_add(build, panel, CHOICE_GAP);
    Node *row = box;
    for (size_t i = 0; i < count; i++) {
        if (i % columns == 0) {
            row = row_add(build, box, CHOICE_GAP);
            row->spec.cross = ALIGN_STRETCH; /* of one height, whoever takes two lines */
        }
        choice_add(build, row, view, kinds[i], steps);
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
    case CODE_WEB:
        return tr(locale, "Opens the web page. Needs internet.");
    case CODE_MAP:
    case CODE_TEXT:
    case CODE_KIND_COUNT:
        break;
    }
    return STR8("");
}

static void code_row_add(Build *build, Node *panel, const View *view, int size, int width) {
    const Locale *locale = view->frame.locale;
    Node *row = row_add(build, panel, 28);
    Str8 label = tr(locale, "Code for your phone");
    Node *code = code_add(build, row, view->card.code, size, label);
    if (code == NULL) {
        return;
    }
    Node *words = column_add(build, row, 12);
    Str8 point = tr(locale, "Point your phone camera at this code.");
    int room = width - size - 28;
    Node *strong = text_add(build, words, point, TYPE_NAME, COLOR_INK);
    strong->spec.type_steps_down = measure_steps(build, TYPE_NAME, &point, 1, room, 5);
    if (build->look->text_size < TEXT_LARGER || is_largest(build)) {
        (void)text_add(build, words, code_promise(locale, view->card.kind), TYPE_BODY, COLOR_INK_2);
    }
}

static void number_add(Build *build, Node *row, const View *view) {
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
    words->spec.one_line = true;
    words->spec.direction = DIRECTION_LTR;
    words->rtl = false;
    words->spec.type_steps_down = measure_steps(build, TYPE_NAME, &phone, 1, 320, 1);
}

/* The crisis tile as a button: the number beside it leaves no room for an arch. */
static void now_add(Build *build, Node *row, const Locale *locale, Size width, int room) {
    Str8 words = tr(locale, "Help right now");
    /* Long words take the picture's room too. */
    bool picture = measure_lines(build, TYPE_TILE, NOW_STEPS, words, room) <= 2;
    room += picture ? 0 : NOW_ICON + 18;
    Node *now =
        button_add(build, row,
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
                                .steps_down = measure_steps(build, TYPE_TILE, &words, 1, room, 2)});
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

static void panel_foot_add(Build *build, Node *panel, const View *view, const CardShape *shape,
                           int width) {
    const Locale *locale = view->frame.locale;
    bool stacked = shape->two_pages && is_portrait(build);
    if (stacked) {
        number_add(build, row_add(build, panel, 0), view);
    }
    Node *row = row_add(build, panel, 16);
    if (shape->two_pages) {
        read_add(build, row, locale);
    }
    if (!stacked) {
        number_add(build, row, view);
    }
    bool alone = stacked || view->card.phone_shown.len == 0;
    int now_width = is_portrait(build) || shape->two_pages ? NOW_WIDTH_WIDE : NOW_WIDTH;
    int room = (alone ? width / 2 : now_width) - 40 - NOW_ICON - 18;
    now_add(build, row, locale, alone ? GROW : FIXED(now_width), room);
}

static void code_air_add(Build *build, Node *panel, const CardShape *shape) {
    if (!is_portrait(build) || shape->two_pages) {
        (void)spacer_add(build, panel);
    }
}

static Node *panel_add(Build *build, Node *parent, const View *view, const CardShape *shape,
                       int width_du) {
    bool fit = is_portrait(build) && !shape->two_pages;
    Node *panel = card_add(build, parent, GROW, fit ? FIT : GROW);
    panel->spec.pad = EDGES_XY(PANEL_PAD, 26);
    panel->spec.gap = PANEL_GAP;
    int inner = width_du - 2 * PANEL_PAD;
    int size = shape->two_pages ? CODE_SIZE_LARGEST : CODE_SIZE;
    if (!shape->two_pages && !fit && build->look->text_size >= TEXT_LARGE) {
        size -= 60;
    }
    bool low = is_low_reach(build);
    if (low) {
        code_row_add(build, panel, view, is_portrait(build) ? size : CODE_SIZE, inner);
        (void)spacer_add(build, panel);
    }
    choices_add(build, panel, view, inner);
    if (!low) {
        code_air_add(build, panel, shape);
        code_row_add(build, panel, view, size, inner);
        code_air_add(build, panel, shape);
    }
    panel_foot_add(build, panel, view, shape, inner);
    return panel;
}

/* A page to read, a page to take it. */
static void pages_add(Build *build, Node *content, const View *view, const CardShape *shape) {
    const Locale *locale = view->frame.locale;
    content->spec.gap = PAGE_GAP;
    if (view->card.page > 0) {
        panel_add(build, content, view, shape, frame_content_width(build));
        return;
    }
    if (shape->wide) {
        info_wide_add(build, content, view, shape);
    } else {
        info_add(build, content, view, shape, GROW);
    }
    Node *row = row_add(build, content, GAP);
    row->spec.main = ALIGN_BETWEEN;
    now_add(build, row, locale, FIT, NOW_WIDTH_WIDE);
    if (shape->wide) {
        checked_add(build, column_add(build, row, 0), view);
    }
    button_add(build, row,
               (ButtonSpec){.key = "take",
                            .label = tr(locale, "Take it with you"),
                            .action = ACT(ACTION_CARD_PAGE, 1),
                            .kind = BUTTON_LAKE,
                            .icon = ICON_QR,
                            .height = PAGE_BUTTON_HEIGHT});
}

void screen_card(Build *build, Node *root, const View *view) {
    FrameOptions options = {.label = view->card.service.name};
    Node *content = frame_add(build, root, view, options);
    int width = frame_content_width(build);
    CardShape shape = shape_of(build, view);
    if (shape.two_pages) {
        pages_add(build, content, view, &shape);
        return;
    }
    content->spec.gap = GAP;
    if (is_portrait(build)) {
        info_add(build, content, view, &shape, GROW);
        (void)spacer_add(build, content);
        panel_add(build, content, view, &shape, width);
        return;
    }
    Node *row = row_add(build, content, GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_STRETCH;
    info_add(build, row, view, &shape, FIXED(INFO_WIDTH));
    panel_add(build, row, view, &shape, width - INFO_WIDTH - GAP);
}
