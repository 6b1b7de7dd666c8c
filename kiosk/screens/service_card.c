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
    PANEL_PAD = 34,
    ARCH_HEIGHT = 212,
    ARCH_HEIGHT_PORTRAIT = 170,
    CHOICE_HEIGHT = 92,
    CHOICE_GAP = 14,
    CHOICE_ICON = 46,
    CODE_SIZE = 372,
    CODE_SIZE_LARGEST = 512,
    PLATE_HEIGHT = 108,
    FACT_ICON = 56,
    HELPS_LONG_MAX = 4, /* +30 %: fewer, never shorter */
};

static bool is_two_pages(const Build *build) {
    return is_largest(build) && !is_portrait(build);
}

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

static void who_add(Build *build, Node *card, const View *view, int width) {
    const ServiceView *service = &view->card.service;
    int height = is_portrait(build) ? ARCH_HEIGHT_PORTRAIT : ARCH_HEIGHT;
    Node *row = row_add(build, card, 36);
    helper_arch_add(build, row, service, height);
    Node *words = column_add(build, row, 6);
    Node *name = title_add(build, words, service->name, width - height - 36);
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

static void helps_add(Build *build, Node *card, const View *view) {
    const CardView *service = &view->card;
    const Locale *locale = view->frame.locale;
    if (service->helps_count == 0) {
        if (service->summary.len > 0) {
            (void)text_add(build, card, service->summary, TYPE_BODY, COLOR_INK);
        }
        return;
    }
    bool large = build->look->text_size >= TEXT_LARGE && !is_two_pages(build);
    size_t count = service->helps_count;
    count = large && count > HELPS_LONG_MAX ? HELPS_LONG_MAX : count;
    Node *box = column_add(build, card, 4);
    Str8 title =
        service->service.is_person ? tr(locale, "I can help with") : tr(locale, "We can help with");
    (void)heading_add(build, box, title, TYPE_NAME);
    for (size_t i = 0; i < count; i += 2) {
        Node *row = row_add(build, box, GAP);
        row->spec.cross = ALIGN_START;
        help_line_add(build, row, service->helps[i]);
        if (i + 1 < count) {
            help_line_add(build, row, service->helps[i + 1]);
        } else {
            (void)spacer_add(build, row);
        }
    }
}

static void fact_add(Build *build, Node *row, uint16_t icon, Str8 name, Str8 value) {
    Node *fact = row_add(build, row, 18);
    fact->spec.role = ROLE_TEXT;
    fact->spec.label = str8_format(build->arena, "%.*s: %.*s", STR8_ARG(name), STR8_ARG(value));
    icon_add(build, fact, icon, FACT_ICON, COLOR_INK, COLOR_TINT);
    Node *words = column_add(build, fact, 0);
    caption_add(build, words, name, TYPE_SMALL, COLOR_INK_2);
    Node *text = caption_add(build, words, value, TYPE_TILE, COLOR_INK);
    text->spec.lines_max = 3;
}

typedef struct {
    uint16_t icon;
    Str8 name;
    Str8 value;
} Fact;

/* Days with the same hours in a row are one range: "Mon – Fri, 8:00 – 3:30". */
static Str8 hours_words(const Locale *locale, Arena *arena, const CardView *card) {
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
        Str8 range[] = {
            locale_weekday_range(locale, arena, first->weekday, card->hours[last].weekday),
            locale_hours_range(locale, arena, first->opens_minute, first->closes_minute)};
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

static void facts_add(Build *build, Node *card, const View *view) {
    const Locale *locale = view->frame.locale;
    const CardView *service = &view->card;
    Fact facts[] = {
        {ICON_PLACE, tr(locale, "Where"), service->service.place},
        {ICON_INTERPRETER, tr(locale, "Speaks"), service->languages},
        {ICON_CLOCK, tr(locale, "Hours"), hours_words(locale, build->arena, service)},
        {ICON_MONEY, tr(locale, "Cost"), service->cost},
    };
    Node *box = column_add(build, card, 16);
    Node *row = NULL;
    size_t shown = 0;
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        if (facts[i].value.len == 0) {
            continue;
        }
        if (shown % 2 == 0) {
            row = row_add(build, box, GAP);
            row->spec.cross = ALIGN_START;
        }
        fact_add(build, row, facts[i].icon, facts[i].name, facts[i].value);
        shown++;
    }
    if (shown % 2 == 1) {
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

static Node *info_add(Build *build, Node *parent, const View *view, Size width, int width_du) {
    Size height = is_portrait(build) ? FIT : GROW;
    Node *card = card_add(build, parent, width, height);
    card->spec.pad = EDGES_XY(INFO_PAD, 36);
    card->spec.gap = build->look->text_size >= TEXT_LARGE ? 16 : 26;
    who_add(build, card, view, width_du - 2 * INFO_PAD);
    helps_add(build, card, view);
    if (!is_portrait(build)) {
        (void)spacer_add(build, card);
    }
    (void)rule_add(build, card);
    facts_add(build, card, view);
    checked_add(build, card, view);
    return card;
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
    int inner = (width - CHOICE_GAP) / 2 - 2 * 22 - CHOICE_ICON - 18;
    int steps = measure_steps(build, TYPE_TILE, words, count, inner, 2);
    Node *box = column_add(build, panel, CHOICE_GAP);
    for (size_t i = 0; i < count; i += 2) {
        Node *row = row_add(build, box, CHOICE_GAP);
        choice_add(build, row, view, kinds[i], steps);
        if (i + 1 < count) {
            choice_add(build, row, view, kinds[i + 1], steps);
        }
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

static void panel_foot_add(Build *build, Node *panel, const View *view) {
    Node *row = row_add(build, panel, 16);
    number_add(build, row, view);
    Size width = view->card.phone_shown.len > 0 ? FIXED(264) : GROW;
    Node *now = helper_now_add(build, row, view->frame.locale, width, PLATE_HEIGHT, true);
    now->spec.pad = EDGES_XY(18, 8);
    now->spec.gap = 16;
    Str8 words = now->spec.label;
    int room = width.kind == SIZE_FIXED ? 264 - 36 - 68 - 16 : 500;
    now->last_child->spec.type_steps_down = measure_steps(build, TYPE_TILE, &words, 1, room, 2);
}

static Node *panel_add(Build *build, Node *parent, const View *view, Size width, int width_du) {
    Node *panel = card_add(build, parent, width, is_portrait(build) ? FIT : GROW);
    panel->spec.pad = EDGES(PANEL_PAD);
    panel->spec.pad.top = 30;
    panel->spec.pad.bottom = 30;
    panel->spec.gap = 20;
    int inner = width_du - 2 * PANEL_PAD;
    int size = is_two_pages(build) ? CODE_SIZE_LARGEST : CODE_SIZE;
    if (!is_two_pages(build) && build->look->text_size >= TEXT_LARGE && !is_portrait(build)) {
        size -= 60;
    }
    bool low = is_low_reach(build);
    if (low) {
        code_row_add(build, panel, view, CODE_SIZE, inner);
        (void)spacer_add(build, panel);
    }
    choices_add(build, panel, view, inner);
    if (!low) {
        if (!is_portrait(build)) {
            (void)spacer_add(build, panel);
        }
        code_row_add(build, panel, view, size, inner);
        if (!is_portrait(build)) {
            (void)spacer_add(build, panel);
        }
    }
    panel_foot_add(build, panel, view);
    return panel;
}

/* Largest text: a page to read, a page to take it. */

static void page_button_add(Build *build, Node *content, const View *view, bool take) {
    const Locale *locale = view->frame.locale;
    Node *row = row_add(build, content, 0);
    row->spec.main = take ? ALIGN_END : ALIGN_START;
    button_add(
        build, row,
        (ButtonSpec){.key = take ? "take" : "read",
                     .label = take ? tr(locale, "Take it with you") : tr(locale, "Read about it"),
                     .action = ACT(ACTION_CARD_PAGE, take ? 1 : 0),
                     .kind = take ? BUTTON_LAKE : BUTTON_QUIET,
                     .icon = take ? ICON_QR : ICON_BACK,
                     .height = 116});
}

static void pages_add(Build *build, Node *content, const View *view) {
    int width = frame_content_width(build);
    content->spec.gap = 16;
    if (view->card.page == 0) {
        info_add(build, content, view, GROW, width);
    } else {
        panel_add(build, content, view, GROW, width);
    }
    page_button_add(build, content, view, view->card.page == 0);
}

void screen_card(Build *build, Node *root, const View *view) {
    FrameOptions options = {.label = view->card.service.name};
    Node *content = frame_add(build, root, view, options);
    int width = frame_content_width(build);
    if (is_two_pages(build)) {
        pages_add(build, content, view);
        return;
    }
    content->spec.gap = GAP;
    if (is_portrait(build)) {
        info_add(build, content, view, GROW, width);
        (void)spacer_add(build, content);
        panel_add(build, content, view, GROW, width);
        return;
    }
    Node *row = row_add(build, content, GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_STRETCH;
    info_add(build, row, view, FIXED(INFO_WIDTH), INFO_WIDTH);
    panel_add(build, row, view, GROW, width - INFO_WIDTH - GAP);
}
