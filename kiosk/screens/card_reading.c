#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/helper.h"

/* What is read of a card: who and what for, then facts: those that exist and no others. What does
 * not fit goes on, page by page; the first page has what matters tonight: where, when, which
 * languages, what it costs. */

enum {
    PAD = 44,
    PAD_Y = 30,
    PAD_Y_LARGEST = 20,
    PART_GAP = 16,
    WHO_GAP = 36,
    ARCH_HEIGHT = 212,
    ARCH_HEIGHT_PORTRAIT = 170,
    ARCH_HEIGHT_LARGEST = 150,
    ARCH_HEIGHT_NEXT = 76, /* on the pages behind the first */
    CHIP_SIDES = 94,       /* sign and padding of a chip */
    CHIP_HEIGHT = 56,
    CHIP_GAP = 12,
    FOOT_HEIGHT = 84,
    FOOT_GAP = 16,
    DATE_ICON = 38,
    DATE_GAP = 16,
    DATE_LINES = 2,
    MINE_SIDES = 110, /* icon, gap and padding */
    MORE_SIDES = 140,
    WAY_SIDES = 130, /* icon, gap and padding */
    LESS_WIDTH = 110,
    SUMMARY_LINES_MIN = 2,
    TITLE_LINES_MAX = 3,
    BODY_MIN = 190, /* less is not worth a page */
};

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

/* Who. */

static int arch_height(const Build *build, bool compact) {
    if (is_largest(build) || compact) {
        return ARCH_HEIGHT_LARGEST;
    }
    return is_portrait(build) ? ARCH_HEIGHT_PORTRAIT : ARCH_HEIGHT;
}

static int pad_y(const Build *build, bool compact) {
    return is_largest(build) || compact ? PAD_Y_LARGEST : PAD_Y;
}

/* A name of the city may be a sentence: the serif gives way before it is cut. */
static TypeRole name_type(const Build *build, Str8 name, int room) {
    if (measure_lines(build, TYPE_TITLE, 0, name, room) <= 1) {
        return TYPE_TITLE;
    }
    return measure_lines(build, TYPE_TITLE_2, 0, name, room) <= TITLE_LINES_MAX ? TYPE_TITLE_2
                                                                                : TYPE_NAME;
}

static int chip_height(const Build *build, Str8 words, int room) {
    if (words.len == 0) {
        return 0;
    }
    int text = measure_height(build, TYPE_SMALL_BOLD, 0, words, room - CHIP_SIDES - room / 10) + 8;
    return (text > CHIP_HEIGHT ? text : CHIP_HEIGHT) + CHIP_GAP;
}

static int who_height(Build *build, const View *view, int width, bool compact) {
    const Locale *locale = view->frame.locale;
    const ServiceView *service = &view->card.service;
    int room = width - arch_height(build, compact) - WHO_GAP;
    TypeRole type = name_type(build, service->name, room);
    int height = measure_height(build, type, 0, service->name, room - room / 40);
    if (service->role.len > 0) {
        height += measure_height(build, TYPE_LEAD, 0, service->role, room - room / 40) + 6;
    }
    Str8 open = helper_open_chip(locale, build->arena, service);
    Str8 english = service->english_only ? tr(locale, "In English only: ask for help") : STR8("");
    int first = chip_height(build, open, room);
    int second = chip_height(build, english, room);
    int both = measure_width(build, TYPE_SMALL_BOLD, 0, open) +
               measure_width(build, TYPE_SMALL_BOLD, 0, english) + 2 * CHIP_SIDES + CHIP_GAP;
    bool one_row = first > 0 && second > 0 && both <= room - room / 40;
    height += one_row ? (first > second ? first : second) : first + second;
    return height > arch_height(build, compact) ? height : arch_height(build, compact);
}

static void chips_add(Build *build, Node *parent, const View *view) {
    const Locale *locale = view->frame.locale;
    const ServiceView *service = &view->card.service;
    Node *row = row_add(build, parent, CHIP_GAP);
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

static void name_add(Build *build, Node *words, const ServiceView *service, int room) {
    Node *name = heading_add(build, words, service->name, name_type(build, service->name, room));
    name->spec.key = "name";
    text_own_direction(name);
}

static void who_add(Build *build, Node *card, const View *view, int width, bool compact) {
    const ServiceView *service = &view->card.service;
    Node *row = row_add(build, card, WHO_GAP);
    helper_arch_add(build, row, service, arch_height(build, compact));
    Node *words = column_add(build, row, 6);
    name_add(build, words, service, width - arch_height(build, compact) - WHO_GAP);
    if (service->role.len > 0) {
        text_own_direction(text_add(build, words, service->role, TYPE_LEAD, COLOR_INK_2));
    }
    chips_add(build, words, view);
}

static int next_room(int width) {
    return width - ARCH_HEIGHT_NEXT - 24;
}

static int next_height(Build *build, const View *view, int width) {
    int room = next_room(width);
    int height = measure_height(build, TYPE_NAME, 0, view->card.service.name, room - room / 40);
    return height > ARCH_HEIGHT_NEXT ? height : ARCH_HEIGHT_NEXT;
}

static void next_head_add(Build *build, Node *card, const View *view) {
    Node *row = row_add(build, card, 24);
    helper_arch_add(build, row, &view->card.service, ARCH_HEIGHT_NEXT);
    Node *name = heading_add(build, row, view->card.service.name, TYPE_NAME);
    name->spec.key = "name";
    name->spec.width = GROW;
    text_own_direction(name);
}

/* What for and facts. */

static Str8 where_text(Build *build, const CardView *card) {
    Str8 place = card->service.place;
    if (place.len == 0 || card->address.len == 0) {
        return place.len > 0 ? place : card->address;
    }
    return str8_format(build->arena, "%.*s\n%.*s", STR8_ARG(place), STR8_ARG(card->address));
}

static void fact_add(TextFlow *flow, uint16_t icon, const char *name, Str8 text) {
    flow_add(
        flow,
        (FlowItem){.kind = FLOW_FACT, .icon = icon, .name = tr(flow->locale, name), .text = text});
}

static void hours_fact_add(Build *build, TextFlow *flow, const CardView *card) {
    Str8 hours = hours_words(flow->locale, build->arena, card, true);
    bool rows = hours.len > 0;
    flow_add(flow, (FlowItem){.kind = FLOW_FACT,
                              .icon = ICON_CLOCK,
                              .name = tr(flow->locale, "Hours"),
                              .text = rows ? hours : card->hours_text,
                              .plain = rows ? hours_words(flow->locale, build->arena, card, false)
                                            : STR8("")});
}

/* What a family needs to go there tonight: side by side, what matters most first. A person of the
 * school is in the building, so languages come before hours. */
static void first_facts_add(Build *build, TextFlow *flow, const CardView *card) {
    bool person = card->service.is_person;
    fact_add(flow, ICON_PLACE, TR_MARK("Where"), where_text(build, card));
    if (!person) {
        hours_fact_add(build, flow, card);
    }
    fact_add(flow, ICON_INTERPRETER, TR_MARK("Speaks"), card->languages);
    if (person) {
        hours_fact_add(build, flow, card);
    }
    fact_add(flow, ICON_MONEY, TR_MARK("Cost"), card->cost);
}

static void more_facts_add(TextFlow *flow, const CardView *card) {
    if (card->hours_count > 0) {
        fact_add(flow, ICON_CLOCK, TR_MARK("About the hours"), card->hours_text);
    }
    fact_add(flow, ICON_GROUP, TR_MARK("For whom"), card->eligibility);
    fact_add(flow, ICON_INFO, TR_MARK("Not for"), card->ineligibility);
    fact_add(flow, ICON_ROLL_CALL, TR_MARK("What to bring"), card->documents);
    fact_add(flow, ICON_PENCIL, TR_MARK("How to ask for it"), card->apply);
    fact_add(flow, ICON_CALENDAR, TR_MARK("How long it takes"), card->wait);
    fact_add(flow, ICON_LANGUAGE, TR_MARK("Interpreter"), card->interpreter);
}

static void helps_add(TextFlow *flow, const CardView *card) {
    const Locale *locale = flow->locale;
    flow_add(flow, (FlowItem){.kind = FLOW_HEADING,
                              .text = card->service.is_person ? tr(locale, "I can help with")
                                                              : tr(locale, "We can help with")});
    for (size_t i = 0; i < card->helps_count; i++) {
        flow_add(flow, (FlowItem){.kind = FLOW_TICK, .text = card->helps[i]});
    }
}

/* As much of the summary as leaves room for the first facts, to a sentence's end. */
static size_t summary_first(Build *build, const TextFlow *flow, const CardView *card, int room) {
    TextFlow facts = flow_begin(build, flow->locale, flow->width);
    first_facts_add(build, &facts, card);
    int line = measure_line_height(build, TYPE_BODY, 0, locale_is_rtl(flow->locale));
    room -= flow_height(build, flow, 0, flow->count) + (flow->count > 0 ? PART_GAP : 0);
    int left = room - 4 * PART_GAP; /* the rule between them */
    int lines = (left - flow_height(build, &facts, 0, facts.count)) / line;
    if (lines < SUMMARY_LINES_MIN) { /* where and when at least */
        lines = (left - flow_height(build, &facts, 0, facts.count < 2 ? facts.count : 2)) / line;
    }
    if (lines < SUMMARY_LINES_MIN) { /* then all facts come behind it */
        lines = room / line;
    }
    lines = lines > SUMMARY_LINES_MIN ? lines : SUMMARY_LINES_MIN;
    return flow_text_fitting(build, card->summary, flow->width, lines);
}

static TextFlow flow_of(Build *build, const View *view, const CardReading *reading, int first_room,
                        Str8 date) {
    const CardView *card = &view->card;
    TextFlow flow = flow_begin(build, view->frame.locale, reading->width);
    flow.gap = reading->compact ? FLOW_GAP_COMPACT : FLOW_GAP;
    flow_add(&flow, (FlowItem){.kind = FLOW_ALERT, .text = card->alert});
    Str8 rest = card->summary;
    if (card->helps_count > 0) {
        helps_add(&flow, card);
    } else if (card->summary.len > 0) {
        size_t end = summary_first(build, &flow, card, first_room);
        flow_add(&flow, (FlowItem){.kind = FLOW_TEXT, .text = str8_slice(rest, 0, end)});
        rest = str8_trim(str8_slice(rest, end, rest.len));
    }
    flow_add(&flow, (FlowItem){.kind = FLOW_RULE});
    first_facts_add(build, &flow, card);
    fact_add(&flow, ICON_CALENDAR, TR_MARK("We checked this on"), date);
    more_facts_add(&flow, card);
    if (rest.len > 0) {
        flow_add(&flow, (FlowItem){.kind = FLOW_HEADING, .text = tr(flow.locale, "More about it")});
        flow_add(&flow, (FlowItem){.kind = FLOW_TEXT, .text = rest});
    }
    return flow;
}

/* The foot: when it was checked (rule 27), my list, other pages. */

typedef struct {
    Str8 words;
    bool chip; /* amber: old, or never checked */
} CheckedDate;

static CheckedDate checked_date(Build *build, const View *view) {
    const Locale *locale = view->frame.locale;
    const CardView *card = &view->card;
    if (card->assured_utc_ms == 0) {
        return (CheckedDate){tr(locale, "Nobody has checked this yet. Please ask."), true};
    }
    bool old = card->service.old;
    TrArg args[] = {{"date", old ? locale_date_year(locale, build->arena, card->assured_utc_ms)
                                 : locale_date_day(locale, build->arena, card->assured_utc_ms)}};
    Str8 pattern = old ? tr(locale, "Last checked on {date}. Please ask.")
                       : tr(locale, "We checked this on {date}.");
    return (CheckedDate){tr_fill(locale, build->arena, pattern, args, 1), old};
}

static Str8 mine_words(const View *view) {
    const Locale *locale = view->frame.locale;
    return view->card.service.mine ? tr(locale, "On my list") : tr(locale, "Put on my list");
}

static int mine_width(Build *build, const View *view) {
    return measure_width(build, TYPE_TILE, 0, mine_words(view)) + MINE_SIDES;
}

static int pager_width(Build *build, const View *view, bool paged) {
    if (!paged) {
        return 0;
    }
    int more = measure_width(build, TYPE_TILE, 0, tr(view->frame.locale, "More"));
    return LESS_WIDTH + FOOT_GAP + more + MORE_SIDES;
}

/* On a card of several pages a good date is one of its facts, not a line of every foot. */
static bool date_is_fact(const View *view, bool paged) {
    return paged && view->card.assured_utc_ms != 0 && !view->card.service.old;
}

/* What of the foot has a row of its own. */
typedef struct {
    bool date_above;
    bool way_above;
    bool mine_above;
    int date_height;
    int height;
} FootShape;

static int way_width(Build *build, const View *view) {
    return measure_width(build, TYPE_TILE, 0, tr(view->frame.locale, "Show the way")) + WAY_SIDES;
}

static FootShape foot_shape(Build *build, const View *view, int width, bool paged) {
    CheckedDate date = checked_date(build, view);
    int controls = mine_width(build, view) + pager_width(build, view, paged) + FOOT_GAP;
    int way = view->card.plan != NULL ? way_width(build, view) + FOOT_GAP : 0;
    FootShape shape = {.mine_above = controls > width,
                       .way_above = way > 0 && controls + way > width};
    controls += shape.way_above ? 0 : way;
    int left = width - controls - FOOT_GAP - DATE_ICON - DATE_GAP;
    shape.date_above =
        !date_is_fact(view, paged) &&
        (date.chip || left < 200 ||
         measure_lines(build, TYPE_SMALL, 0, date.words, left - left / 20) > DATE_LINES);
    shape.date_height = date.chip ? chip_height(build, date.words, width) - CHIP_GAP
                                  : measure_height(build, TYPE_SMALL, 0, date.words,
                                                   width - DATE_ICON - DATE_GAP - width / 40);
    shape.height = FOOT_HEIGHT + (shape.date_above ? shape.date_height + FOOT_GAP : 0) +
                   (shape.way_above ? FOOT_HEIGHT + FOOT_GAP : 0) +
                   (shape.mine_above ? FOOT_HEIGHT + FOOT_GAP : 0);
    return shape;
}

static void date_add(Build *build, Node *parent, const View *view) {
    CheckedDate date = checked_date(build, view);
    if (date.chip) {
        chip_add(build, parent, CHIP_AMBER, ICON_WARNING, date.words);
        return;
    }
    Node *row = row_add(build, parent, DATE_GAP);
    icon_add(build, row, ICON_CALENDAR, DATE_ICON, COLOR_INK_2, COLOR_TINT);
    text_add(build, row, date.words, TYPE_SMALL, COLOR_INK_2)->spec.width = GROW;
}

static void mine_add(Build *build, Node *row, const View *view, Size width) {
    toggle_add(build, row,
               (ToggleSpec){.key = "mine",
                            .label = mine_words(view),
                            .action = ACT(ACTION_MINE_TOGGLE, 0),
                            .on = view->card.service.mine,
                            .icon = ICON_KEEP,
                            .width = width,
                            .height = FOOT_HEIGHT});
}

static void way_add(Build *build, Node *row, const View *view, Size width) {
    button_add(build, row,
               (ButtonSpec){.key = "plan",
                            .label = tr(view->frame.locale, "Show the way"),
                            .action = ACT(ACTION_CARD_PAGE, CARD_PAGE_PLAN),
                            .icon = ICON_PLACE,
                            .width = width,
                            .height = FOOT_HEIGHT,
                            .radius = 24,
                            .type = TYPE_TILE});
}

/* Pages as the view counts them: 0, then 2 and up (1 is the page to take). */
static uint32_t page_argument(size_t page) {
    return page == 0 ? 0 : (uint32_t)page + 1;
}

static void page_buttons_add(Build *build, Node *row, const View *view,
                             const CardReading *reading) {
    const Locale *locale = view->frame.locale;
    if (reading->page > 0) {
        button_add(build, row,
                   (ButtonSpec){.key = "less",
                                .spoken = tr(locale, "Previous"),
                                .action = ACT(ACTION_CARD_PAGE, page_argument(reading->page - 1)),
                                .icon = ICON_BACK,
                                .height = FOOT_HEIGHT,
                                .radius = 24});
    }
    if (reading->page + 1 < reading->flow.pages) {
        button_add(build, row,
                   (ButtonSpec){.key = "more",
                                .label = tr(locale, "More"),
                                .action = ACT(ACTION_CARD_PAGE, page_argument(reading->page + 1)),
                                .icon_end = ICON_NEXT,
                                .height = FOOT_HEIGHT,
                                .radius = 24,
                                .type = TYPE_TILE});
    }
}

static void foot_add(Build *build, Node *card, const View *view, const CardReading *reading) {
    FootShape shape = foot_shape(build, view, reading->width, reading->flow.pages > 1);
    Node *foot = column_add(build, card, FOOT_GAP);
    if (shape.date_above) {
        date_add(build, foot, view);
    }
    if (shape.way_above) {
        way_add(build, row_add(build, foot, 0), view, GROW);
    }
    if (shape.mine_above) {
        mine_add(build, row_add(build, foot, 0), view, GROW);
    }
    Node *row = row_add(build, foot, FOOT_GAP);
    if (!shape.date_above && !date_is_fact(view, reading->flow.pages > 1)) {
        date_add(build, row, view);
    } else {
        (void)spacer_add(build, row);
    }
    if (view->card.plan != NULL && !shape.way_above) {
        way_add(build, row, view, FIT);
    }
    if (!shape.mine_above) {
        mine_add(build, row, view, FIT);
    }
    page_buttons_add(build, row, view, reading);
}

/* The whole. */

static void reading_cut(Build *build, const View *view, CardReading *reading, int height,
                        bool paged) {
    int foot = foot_shape(build, view, reading->width, paged).height + PART_GAP;
    int room = height - 2 * pad_y(build, reading->compact) - foot - PART_GAP;
    int first = room - who_height(build, view, reading->width, reading->compact);
    const CardView *card = &view->card;
    Str8 date = date_is_fact(view, paged)
                    ? locale_date_day(view->frame.locale, build->arena, card->assured_utc_ms)
                    : STR8("");
    reading->flow = flow_of(build, view, reading, first, date);
    flow_cut(build, &reading->flow, first, room - next_height(build, view, reading->width));
}

int card_reading_least(Build *build, const View *view, int width) {
    int inner = width - 2 * PAD;
    return 2 * pad_y(build, true) + who_height(build, view, inner, true) + 2 * PART_GAP +
           foot_shape(build, view, inner, true).height + BODY_MIN;
}

CardReading card_reading(Build *build, const View *view, int width, int height) {
    CardReading reading = {.width = width - 2 * PAD};
    reading_cut(build, view, &reading, height, false);
    if (reading.flow.pages > 1) { /* closer together it may be one page */
        reading.compact = true;
        reading_cut(build, view, &reading, height, false);
    }
    if (reading.flow.pages > 1) { /* its buttons take room of the foot */

        reading_cut(build, view, &reading, height, true);
    }
    size_t page = view->card.page > 1 ? view->card.page - 1 : 0;
    reading.page = page < reading.flow.pages ? page : reading.flow.pages - 1;
    return reading;
}

Node *card_reading_add(Build *build, Node *parent, const View *view, const CardReading *reading,
                       Size width, Size height) {
    Node *card = card_add(build, parent, width, height);
    card->spec.pad = EDGES_XY(PAD, pad_y(build, reading->compact));
    card->spec.gap = PART_GAP;
    if (reading->page == 0) {
        who_add(build, card, view, reading->width, reading->compact);
    } else {
        next_head_add(build, card, view);
    }
    Node *body = column_add(build, card, 0);
    body->spec.height = GROW;
    flow_page_add(build, body, &reading->flow, reading->page);
    foot_add(build, card, view, reading);
    return card;
}
