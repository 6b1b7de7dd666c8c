#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/helper.h"
#include "kiosk/screens/screens.h"

/*
 * One guide: what happens step by step, what to ask, whom to ask, and a code to keep. It is read in
 * pages; in the largest text the code and the person are the last of them.
 */

enum {
    GAP = 24,
    INFO_WIDTH = 1040,
    PAD = 44,
    PAD_Y = 24,
    PART_GAP = 16,
    GUIDE_GAP = 10,
    ARCH = 112,
    ARCH_NEXT = 76,
    HEAD_GAP = 28,
    FOOT_HEIGHT = 84,
    DATE_ICON = 38,
    PANEL_PAD = 34,
    CODE_SIZE = 372,
    CODE_SIZE_PORTRAIT = 300,
    PERSON_HEIGHT = 164,
    PERSON_HEIGHT_LARGEST = 200,
};

/* Its pages, and how they stand. */
typedef struct {
    TextFlow flow;
    size_t page;
    size_t pages; /* with the one to take, when that is a page of its own */
    int width;
} Reading;

static bool taken_apart(const Build *build) {
    return is_largest(build) || (is_portrait(build) && is_low_reach(build));
}

static int person_height(const Build *build) {
    return is_largest(build) ? PERSON_HEIGHT_LARGEST : PERSON_HEIGHT;
}

static TextFlow flow_of(Build *build, const View *view, int width) {
    const GuideView *guide = &view->guide;
    const Locale *locale = view->frame.locale;
    TextFlow flow = flow_begin(build, locale, width);
    flow.gap = GUIDE_GAP;
    flow_add(&flow, (FlowItem){.kind = FLOW_TEXT, .text = guide->guide.summary});
    if (guide->steps_count > 0) {
        flow_add(&flow, (FlowItem){.kind = FLOW_HEADING, .text = tr(locale, "What happens")});
    }
    for (size_t i = 0; i < guide->steps_count; i++) {
        flow_add(&flow,
                 (FlowItem){.kind = FLOW_STEP, .number = (int)i + 1, .text = guide->steps[i]});
    }
    if (guide->questions_count > 0) {
        flow_add(&flow, (FlowItem){.kind = FLOW_HEADING, .text = tr(locale, "You can ask")});
    }
    for (size_t i = 0; i < guide->questions_count; i++) {
        flow_add(&flow, (FlowItem){.kind = FLOW_ASK, .text = guide->questions[i]});
    }
    return flow;
}

static int head_height(const Build *build, Str8 title, TypeRole type, int width, int arch) {
    int room = width - arch - HEAD_GAP;
    int height = measure_height(build, type, 0, title, room - room / 40);
    return height > arch ? height : arch;
}

static Reading reading_of(Build *build, const View *view, int width, int height) {
    Reading reading = {.width = width - 2 * PAD};
    reading.flow = flow_of(build, view, reading.width);
    int room = height - 2 * PAD_Y - FOOT_HEIGHT - 2 * PART_GAP;
    Str8 title = view->guide.guide.title;
    int chip = view->guide.guide.english_only ? by_size(build, 70, 80, 90, 140) : 0;
    int first = head_height(build, title, TYPE_TITLE_2, reading.width, ARCH) + chip;
    flow_cut(build, &reading.flow, room - first,
             room - head_height(build, title, TYPE_NAME, reading.width, ARCH_NEXT));
    reading.pages = reading.flow.pages + (taken_apart(build) ? 1 : 0);
    reading.page = view->guide.page < reading.pages ? view->guide.page : reading.pages - 1;
    return reading;
}

static void head_add(Build *build, Node *card, const View *view, bool first) {
    const GuideItemView *guide = &view->guide.guide;
    int arch = first ? ARCH : ARCH_NEXT;
    Node *row = row_add(build, card, HEAD_GAP);
    Node *plate = arch_add(build, row, arch * 85 / 100, arch, 22, COLOR_LAKE_TINT);
    icon_add(build, plate, ICON_LEARN, arch * 55 / 100, COLOR_LAKE, COLOR_TINT);
    Node *words = column_add(build, row, 8);
    Node *title = heading_add(build, words, guide->title, first ? TYPE_TITLE_2 : TYPE_NAME);
    title->spec.key = "title";
    text_own_direction(title);
    if (first && guide->english_only) {
        chip_add(build, words, CHIP_AMBER, ICON_WARNING,
                 tr(view->frame.locale, "In English only: ask for help"));
    }
}

static void date_add(Build *build, Node *row, const View *view) {
    const Locale *locale = view->frame.locale;
    const GuideView *guide = &view->guide;
    if (guide->assured_utc_ms == 0 || guide->old) {
        icon_add(build, row, ICON_WARNING, DATE_ICON, COLOR_AMBER, COLOR_NONE);
        text_add(build, row, tr(locale, "Old date: please ask."), TYPE_SMALL_BOLD, COLOR_AMBER)
            ->spec.width = GROW;
        return;
    }
    TrArg args[] = {{"date", locale_date_day(locale, build->arena, guide->assured_utc_ms)}};
    icon_add(build, row, ICON_CALENDAR, DATE_ICON, COLOR_INK_2, COLOR_TINT);
    Str8 words = tr_fill(locale, build->arena, tr(locale, "We checked this on {date}."), args, 1);
    Node *text = text_add(build, row, words, TYPE_SMALL, COLOR_INK_2);
    text->spec.width = GROW;
    text->spec.type_steps_down = is_portrait(build) ? by_size(build, 0, 1, 2, 3) : 0;
}

static void pager_place(Build *build, Node *row, const View *view, const Reading *reading) {
    const Locale *locale = view->frame.locale;
    if (reading->page > 0) {
        button_add(build, row,
                   (ButtonSpec){.key = "less",
                                .spoken = tr(locale, "Previous"),
                                .action = ACT(ACTION_PAGE, reading->page - 1),
                                .icon = ICON_BACK,
                                .height = FOOT_HEIGHT,
                                .radius = 24});
    }
    if (reading->page + 1 < reading->pages) {
        bool take = reading->page + 1 == reading->flow.pages;
        button_add(build, row,
                   (ButtonSpec){.key = "more",
                                .label = take ? tr(locale, "Take it with you") : tr(locale, "More"),
                                .action = ACT(ACTION_PAGE, reading->page + 1),
                                .icon_end = take ? ICON_QR : ICON_NEXT,
                                .height = FOOT_HEIGHT,
                                .radius = 24,
                                .type = TYPE_TILE});
    }
}

static void reading_add(Build *build, Node *parent, const View *view, const Reading *reading,
                        Size width) {
    Node *card = card_add(build, parent, width, GROW);
    card->spec.pad = EDGES_XY(PAD, PAD_Y);
    card->spec.gap = PART_GAP;
    head_add(build, card, view, reading->page == 0);
    Node *body = column_add(build, card, 0);
    body->spec.height = GROW;
    flow_page_add(build, body, &reading->flow, reading->page);
    Node *foot = row_add(build, card, PART_GAP);
    foot->spec.height = (Size){.kind = SIZE_FIT, .min = FOOT_HEIGHT};
    date_add(build, foot, view);
    pager_place(build, foot, view, reading);
}

/* Whom to ask: one named person, else the desk. */
static void person_add(Build *build, Node *panel, const View *view, int width) {
    const Locale *locale = view->frame.locale;
    const ServiceView *person = view->guide.person;
    if (person == NULL) {
        Node *row = row_add(build, panel, 16);
        icon_add(build, row, ICON_PEOPLE, 54, COLOR_INK, COLOR_TINT);
        text_add(build, row, tr(locale, "Questions? Ask at the front desk."), TYPE_NAME, COLOR_INK)
            ->spec.width = GROW;
        return;
    }
    (void)text_add(build, panel, tr(locale, "Questions? Ask:"), TYPE_SMALL_BOLD, COLOR_INK_2);
    Node *box = helper_add(build, panel, locale,
                           (HelperSpec){.service = person,
                                        .place = "/guide/person",
                                        .action = ACT(ACTION_GUIDE_PERSON, 0),
                                        .width = GROW,
                                        .width_du = width,
                                        .height = person_height(build),
                                        .chevron = true});
    box->spec.key_text = STR8("/guide/person");
}

static Str8 host_of(Str8 payload) {
    Str8 scheme = STR8("https://");
    if (!str8_starts_with(payload, scheme)) {
        return STR8("");
    }
    Str8 rest = {0};
    return str8_cut(str8_slice(payload, scheme.len, payload.len), '/', &rest);
}

static Node *panel_add(Build *build, Node *parent, const View *view, int width, bool fit) {
    Node *panel = card_add(build, parent, GROW, fit ? FIT : GROW);
    panel->spec.pad = EDGES(PANEL_PAD);
    panel->spec.gap = 18;
    int inner = width - 2 * PANEL_PAD;
    Str8 host = host_of(view->guide.code.payload);
    if (!fit && !is_low_reach(build)) {
        (void)spacer_add(build, panel);
    }
    code_row_add(build, panel, view->frame.locale,
                 (CodeRow){.code = view->guide.code,
                           .kind = host.len > 0 ? CODE_WEB : CODE_CONTACT,
                           .host = host,
                           .size = fit ? CODE_SIZE_PORTRAIT : CODE_SIZE,
                           .width = inner});
    if (!fit) {
        (void)spacer_add(build, panel);
    }
    person_add(build, panel, view, inner);
    return panel;
}

static int panel_height_portrait(const Build *build) {
    int line = measure_line_height(build, TYPE_SMALL_BOLD, 0, true);
    return 2 * PANEL_PAD + CODE_SIZE_PORTRAIT + 12 + 2 * 18 + line + person_height(build);
}

static void stacked_add(Build *build, Node *content, const View *view) {
    int width = frame_content_width(build);
    content->spec.gap = GAP;
    int height = frame_content_height(build) - panel_height_portrait(build) - GAP;
    Reading reading = reading_of(build, view, width, height);
    reading_add(build, content, view, &reading, GROW);
    (void)panel_add(build, content, view, width, true);
}

static void beside_add(Build *build, Node *content, const View *view) {
    Reading reading = reading_of(build, view, INFO_WIDTH, frame_content_height(build));
    Node *row = row_add(build, content, GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_STRETCH;
    reading_add(build, row, view, &reading, FIXED(INFO_WIDTH));
    (void)panel_add(build, row, view, frame_content_width(build) - INFO_WIDTH - GAP, false);
}

static void apart_add(Build *build, Node *content, const View *view) {
    int width = frame_content_width(build);
    Reading reading = reading_of(build, view, width, frame_content_height(build));
    if (reading.page < reading.flow.pages) {
        reading_add(build, content, view, &reading, GROW);
        return;
    }
    Node *panel = panel_add(build, content, view, width, false);
    Node *row = row_add(build, panel, PART_GAP);
    pager_place(build, row, view, &reading);
}

void screen_guide(Build *build, Node *root, const View *view) {
    FrameOptions options = {.label = view->guide.guide.title};
    Node *content = frame_add(build, root, view, options);
    if (taken_apart(build)) {
        apart_add(build, content, view);
    } else if (is_portrait(build)) {
        stacked_add(build, content, view);
    } else {
        beside_add(build, content, view);
    }
}
