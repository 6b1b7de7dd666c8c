#include "kiosk/screens/flow.h"

#include "data/base/check.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/step.h"

enum {
    COLUMN_GAP = 24,
    FACT_ICON = 56,
    FACT_GAP = 18,
    TICK_ICON = 34,
    TICK_GAP = 14,
    STEP_GAP = 14,
    ALERT_PAD = 16,
    ALERT_ICON = 40,
    RULE_HEIGHT = 30, /* the line and the gaps to the air around it */
    SHORT_LINES = 4,  /* a fact this long still stands beside another */
    BOLD_LINES = 2,   /* longer ones are reading matter, not labels */
    SPLIT_LINES_MIN = 2,
    COLUMN_MIN = 400,
    SLACK = 40, /* a fortieth: estimates are not exact */
};

TextFlow flow_begin(const Build *build, const Locale *locale, int width) {
    TextFlow flow = {.locale = locale, .width = width, .gap = FLOW_GAP, .pages = 1};
    int least = 2 * by_size(build, COLUMN_MIN, 440, 480, 560) + COLUMN_GAP;
    flow.columns = width >= least ? 2 : 1;
    return flow;
}

void flow_add(TextFlow *flow, FlowItem item) {
    if (item.text.len == 0 && item.kind != FLOW_RULE) {
        return;
    }
    if (flow->count == FLOW_ITEMS_MAX) {
        flow->full = true;
        return;
    }
    flow->items[flow->count++] = item;
}

/* Estimates. */

static int lines_of(const Build *build, TypeRole type, Str8 text, int width) {
    int room = width - width / SLACK;
    int lines = 0;
    Str8 rest = text;
    do {
        Str8 line = str8_cut(rest, '\n', &rest);
        int wrapped = measure_lines(build, type, 0, line, room);
        int all = measure_width(build, type, 0, line) / room + 2; /* a word wider than the room */
        lines += wrapped < all ? wrapped : all;
    } while (rest.len > 0);
    return lines;
}

static int line_height(const Build *build, const TextFlow *flow, TypeRole type) {
    return measure_line_height(build, type, 0, locale_is_rtl(flow->locale));
}

static int column_width(const TextFlow *flow, bool half) {
    return half ? (flow->width - COLUMN_GAP) / 2 : flow->width;
}

static int disc_room(const Build *build) {
    return by_size(build, 46, 52, 58, 64) + STEP_GAP;
}

/* What is left of the width for an item's text. */
static int text_width(const Build *build, const TextFlow *flow, const FlowItem *item, bool half) {
    int width = column_width(flow, half);
    switch (item->kind) {
    case FLOW_FACT:
        return width - FACT_ICON - FACT_GAP;
    case FLOW_TICK:
    case FLOW_ASK:
        return width - TICK_ICON - TICK_GAP;
    case FLOW_STEP:
        return width - disc_room(build);
    case FLOW_ALERT:
        return width - 2 * ALERT_PAD - ALERT_ICON - TICK_GAP;
    case FLOW_TEXT:
    case FLOW_HEADING:
    case FLOW_RULE:
        break;
    }
    return width;
}

static TypeRole text_type(const Build *build, const TextFlow *flow, const FlowItem *item,
                          bool half) {
    switch (item->kind) {
    case FLOW_HEADING:
        return TYPE_NAME;
    case FLOW_ALERT:
        return TYPE_SMALL_BOLD;
    case FLOW_FACT: {
        if (item->split) {
            return TYPE_BODY;
        }
        int lines = lines_of(build, TYPE_TILE, item->text, text_width(build, flow, item, half));
        bool list = str8_find(item->text, STR8("\n")) < item->text.len; /* hours, an address */
        return lines <= (half || list ? SHORT_LINES : BOLD_LINES) ? TYPE_TILE : TYPE_BODY;
    }
    case FLOW_TEXT:
    case FLOW_RULE:
    case FLOW_TICK:
    case FLOW_STEP:
    case FLOW_ASK:
        break;
    }
    return TYPE_BODY;
}

static int item_height(const Build *build, const TextFlow *flow, const FlowItem *item, bool half) {
    if (item->kind == FLOW_RULE) {
        return RULE_HEIGHT;
    }
    TypeRole type = text_type(build, flow, item, half);
    int height = lines_of(build, type, item->text, text_width(build, flow, item, half)) *
                 line_height(build, flow, type);
    if (item->kind == FLOW_FACT) {
        int name = line_height(build, flow, TYPE_SMALL) *
                   lines_of(build, TYPE_SMALL, item->name, text_width(build, flow, item, half));
        return height + name > FACT_ICON ? height + name : FACT_ICON;
    }
    return height + (item->kind == FLOW_ALERT ? 2 * ALERT_PAD : 0);
}

static bool pairs(const Build *build, const TextFlow *flow, const FlowItem *item) {
    if (flow->columns < 2 || item->split || (item->kind != FLOW_FACT && item->kind != FLOW_TICK)) {
        return false;
    }
    int width = text_width(build, flow, item, true);
    TypeRole type = item->kind == FLOW_FACT ? TYPE_TILE : TYPE_BODY;
    int word = measure_lines(build, type, 0, item->text, width);
    return word <= SHORT_LINES && lines_of(build, type, item->text, width) <= SHORT_LINES;
}

/* One row: an item, or two of a kind side by side. */
typedef struct {
    size_t count;
    int height;
} FlowRow;

static FlowRow row_at(const Build *build, const TextFlow *flow, size_t at, size_t last) {
    const FlowItem *item = &flow->items[at];
    if (!pairs(build, flow, item)) {
        return (FlowRow){1, item_height(build, flow, item, false)};
    }
    int height = item_height(build, flow, item, true);
    bool two = at + 1 < last && flow->items[at + 1].kind == item->kind &&
               pairs(build, flow, &flow->items[at + 1]);
    if (two) {
        int second = item_height(build, flow, &flow->items[at + 1], true);
        height = second > height ? second : height;
    }
    return (FlowRow){two ? 2 : 1, height};
}

int flow_height(const Build *build, const TextFlow *flow, size_t first, size_t last) {
    int height = 0;
    for (size_t i = first; i < last;) {
        FlowRow row = row_at(build, flow, i, last);
        height += row.height + (i > first ? flow->gap : 0);
        i += row.count;
    }
    return height;
}

/* Splitting. */

static bool is_space(char byte) {
    return byte == ' ' || byte == '\n';
}

/* Where a pen stands that sets words one behind the other, as measure_lines does. */
typedef struct {
    int line; /* 1-based */
    int used; /* of its width */
} Pen;

static void pen_word(Pen *pen, int word, int space, int room) {
    if (word > room) { /* broken somewhere inside; rather a line too many */
        pen->line += word / room + 2;
        pen->used = room;
    } else if (pen->used == 0 || pen->used + space + word <= room) {
        pen->used += pen->used == 0 ? word : space + word;
    } else {
        pen->line++;
        pen->used = word;
    }
}

/* Bytes of the words that fill `lines` lines of `width`. One walk: texts are long, frames short. */
static size_t bytes_of_lines(const Build *build, TypeRole type, Str8 text, int width, int lines) {
    int room = width - width / SLACK;
    int space = measure_width(build, type, 0, STR8(" "));
    Pen pen = {.line = 1};
    size_t end = 0;
    for (size_t i = 0; i < text.len;) {
        if (is_space(text.ptr[i])) {
            pen.line += text.ptr[i] == '\n' ? 1 : 0;
            pen.used = text.ptr[i] == '\n' ? 0 : pen.used;
            i++;
            continue;
        }
        size_t start = i;
        while (i < text.len && !is_space(text.ptr[i])) {
            i++;
        }
        pen_word(&pen, measure_width(build, type, 0, str8_slice(text, start, i)), space, room);
        if (pen.line > lines) {
            return end;
        }
        end = i;
    }
    return end;
}

/* The end of the last sentence before `end`, when it is not too far back. */
static size_t sentence_end(Str8 text, size_t end) {
    for (size_t i = end; i > end / 2; i--) {
        char before = text.ptr[i - 1];
        bool stop = before == '.' || before == '!' || before == '?' || before == '\n';
        if (stop && (i == text.len || text.ptr[i] == ' ' || text.ptr[i] == '\n')) {
            return i;
        }
    }
    return end;
}

static size_t text_fitting(const Build *build, TypeRole type, Str8 text, int width, int lines) {
    if (lines_of(build, type, text, width) <= lines) {
        return text.len;
    }
    size_t end = bytes_of_lines(build, type, text, width, lines);
    return end == 0 ? text.len : sentence_end(text, end);
}

size_t flow_text_fitting(const Build *build, Str8 text, int width, int lines) {
    return text_fitting(build, TYPE_BODY, text, width, lines);
}

/* Split item `at` so that its first part is no higher than `room`; false when that is no use. */
static bool item_split(const Build *build, TextFlow *flow, size_t at, int room) {
    FlowItem *item = &flow->items[at];
    if ((item->kind != FLOW_TEXT && item->kind != FLOW_FACT) || flow->count == FLOW_ITEMS_MAX) {
        return false;
    }
    TypeRole type = text_type(build, flow, item, false);
    if (type != TYPE_BODY) {
        return false; /* a few words in bold stay together */
    }
    int left = room - (item->kind == FLOW_FACT ? line_height(build, flow, TYPE_SMALL) : 0);
    int lines = left / line_height(build, flow, type);
    int width = text_width(build, flow, item, false);
    if (lines < SPLIT_LINES_MIN) {
        return false;
    }
    size_t end = text_fitting(build, type, item->text, width, lines);
    if (end == item->text.len) {
        return false;
    }
    for (size_t i = flow->count; i > at + 1; i--) {
        flow->items[i] = flow->items[i - 1];
    }
    flow->count++;
    flow->items[at + 1] = *item;
    flow->items[at + 1].text = str8_trim(str8_slice(item->text, end, item->text.len));
    item->text = str8_slice(item->text, 0, end);
    item->plain = STR8("");
    item->split = true;
    flow->items[at + 1].split = true;
    flow->items[at + 1].plain = STR8("");
    return true;
}

static void row_place(TextFlow *flow, size_t at, size_t count, size_t page) {
    for (size_t i = 0; i < count; i++) {
        flow->items[at + i].page = page;
        flow->items[at + i].beside = i > 0;
    }
}

/* A heading stays with two lines of what it heads. */
static int height_needed(const Build *build, const TextFlow *flow, size_t at, FlowRow row) {
    bool heads = flow->items[at].kind == FLOW_HEADING || flow->items[at].kind == FLOW_RULE;
    return row.height + (heads ? flow->gap + 2 * line_height(build, flow, TYPE_BODY) : 0);
}

void flow_cut(const Build *build, TextFlow *flow, int first_height, int next_height) {
    size_t page = 0;
    int room = first_height;
    bool empty = true;
    for (size_t at = 0; at < flow->count;) {
        FlowRow row = row_at(build, flow, at, flow->count);
        int gap = empty ? 0 : flow->gap;
        bool fits = gap + height_needed(build, flow, at, row) <= room;
        if (!fits && row.count == 1 && item_split(build, flow, at, room - gap)) {
            continue; /* now its first part fits */
        }
        bool last_page = page + 1 == FLOW_PAGES_MAX;
        if (!fits && !last_page && !(empty && page > 0)) {
            page++;
            room = next_height;
            empty = true;
            continue;
        }
        row_place(flow, at, row.count, page);
        room -= gap + row.height;
        empty = false;
        at += row.count;
    }
    flow->pages = page + 1;
}

/* Drawing. */

static Node *words_add(Build *build, Node *row, Str8 text, TypeRole type) {
    Node *words = text_add(build, row, text, type, COLOR_INK);
    words->spec.width = GROW;
    text_own_direction(words);
    return words;
}

static void fact_add(Build *build, Node *row, const TextFlow *flow, const FlowItem *item,
                     bool half) {
    Node *fact = row_add(build, row, FACT_GAP);
    fact->spec.role = ROLE_TEXT;
    fact->spec.cross = ALIGN_START;
    Str8 plain = item->plain.len > 0 ? item->plain : item->text;
    fact->spec.label =
        str8_format(build->arena, "%.*s: %.*s", STR8_ARG(item->name), STR8_ARG(plain));
    Node *picture = column_add(build, fact, 0);
    picture->spec.width = FIT;
    picture->spec.pad = (Edges){0, 6, 0, 0};
    icon_add(build, picture, item->icon, FACT_ICON, COLOR_INK, COLOR_TINT);
    Node *words = column_add(build, fact, 0);
    caption_add(build, words, item->name, TYPE_SMALL, COLOR_INK_2);
    Node *value =
        caption_add(build, words, item->text, text_type(build, flow, item, half), COLOR_INK);
    value->spec.width = GROW;
    text_own_direction(value);
}

static void sign_line_add(Build *build, Node *row, const FlowItem *item, uint16_t icon,
                          Color color) {
    Node *cell = row_add(build, row, TICK_GAP);
    cell->spec.cross = ALIGN_START;
    Node *sign = column_add(build, cell, 0);
    sign->spec.width = FIT;
    sign->spec.pad = (Edges){0, by_size(build, 8, 12, 15, 19), 0, 0};
    icon_add(build, sign, icon, TICK_ICON, color, COLOR_NONE);
    (void)words_add(build, cell, item->text, TYPE_BODY);
}

static void alert_add(Build *build, Node *row, const FlowItem *item) {
    Node *box = node_add(build, row,
                         (NodeSpec){.role = ROLE_TEXT,
                                    .label = item->text,
                                    .axis = AXIS_ROW,
                                    .width = GROW,
                                    .pad = EDGES(ALERT_PAD),
                                    .gap = TICK_GAP,
                                    .cross = ALIGN_CENTER,
                                    .fill = COLOR_AMBER_TINT,
                                    .outline = is_strong(build) ? COLOR_LINE : COLOR_NONE,
                                    .outline_width = is_strong(build) ? 2 : 0,
                                    .radius = 24});
    icon_add(build, box, ICON_WARNING, ALERT_ICON, COLOR_AMBER, COLOR_NONE);
    Node *words = caption_add(build, box, item->text, TYPE_SMALL_BOLD, COLOR_AMBER);
    words->spec.width = GROW;
    text_own_direction(words);
}

static void item_add(Build *build, Node *row, const TextFlow *flow, const FlowItem *item,
                     bool half) {
    switch (item->kind) {
    case FLOW_TEXT:
        (void)words_add(build, row, item->text, TYPE_BODY);
        break;
    case FLOW_HEADING:
        (void)heading_add(build, row, item->text, TYPE_NAME);
        break;
    case FLOW_RULE:
        (void)rule_add(build, row);
        break;
    case FLOW_TICK:
        sign_line_add(build, row, item, ICON_CHECK, COLOR_PINE);
        break;
    case FLOW_STEP:
        step_body_add(build, row, item->number, item->text);
        break;
    case FLOW_ASK:
        sign_line_add(build, row, item, ICON_CHEVRON, COLOR_LAKE);
        break;
    case FLOW_FACT:
        fact_add(build, row, flow, item, half);
        break;
    case FLOW_ALERT:
        alert_add(build, row, item);
        break;
    }
}

/* The item's row: its own, or that of the one before. */
static Node *row_of(Build *build, Node *column, const FlowItem *item, Node *row) {
    if (item->beside) {
        return row;
    }
    Node *made = row_add(build, column, COLUMN_GAP);
    made->spec.cross = item->kind == FLOW_RULE ? ALIGN_CENTER : ALIGN_START;
    return made;
}

static bool page_starts(const TextFlow *flow, size_t at) {
    return at == 0 || flow->items[at - 1].page != flow->items[at].page;
}

static bool page_ends(const TextFlow *flow, size_t at) {
    return at + 1 == flow->count || flow->items[at + 1].page != flow->items[at].page;
}

void flow_page_add(Build *build, Node *column, const TextFlow *flow, size_t page) {
    Node *row = column;
    column->spec.gap = flow->gap;
    for (size_t i = 0; i < flow->count; i++) {
        const FlowItem *item = &flow->items[i];
        bool rule = item->kind == FLOW_RULE;
        if (item->page != page || (rule && (page_starts(flow, i) || page_ends(flow, i)))) {
            continue;
        }
        if (rule) {
            (void)spacer_add(build, column);
        }
        row = row_of(build, column, item, row);
        bool half = item->beside || pairs(build, flow, item);
        item_add(build, row, flow, item, half);
        bool alone = half && !item->beside && (page_ends(flow, i) || !flow->items[i + 1].beside);
        if (alone) {
            (void)spacer_add(build, row);
        }
        if (rule) {
            (void)spacer_add(build, column);
        }
    }
}
