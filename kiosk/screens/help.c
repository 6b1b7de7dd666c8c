#include "kiosk/screens/components.h"
#include "kiosk/screens/helper.h"
#include "kiosk/screens/need.h"
#include "kiosk/screens/screens.h"

/*
 * Find help: from a picture to a person in one touch. People of the school first, then needs, the
 * crisis tile last on every page. Low reach and the largest text page the same entries.
 */

enum {
    GAP = 24,
    GAP_TIGHT = 14,
    COLUMNS = 6,
    COLUMNS_PORTRAIT = 3,
    PERSON_HEIGHT = 172,
    PERSON_HEIGHT_MAX = 192, /* name, role, room and hours on a line each, in tall scripts too */
    PERSON_HEIGHT_LARGEST = 200,
    PERSON_HEIGHT_PORTRAIT = 150,
    TILE_HEIGHT_MAX = 234,
    TILE_HEIGHT_PORTRAIT = 220,
    HEAD_TWO_LINES = 144,
    TILE_PAD_X = 48,
    TILE_INSIDE = 52, /* padding and gap of a tile, above and below */
    ARCH_HEIGHT_MAX = 102,
    ROW_INSIDE = 160, /* picture, padding and gap of a low reach row */
    ROW_PAD = 38,
    STEPS_MAX = 4,
    LARGEST_COLUMNS = 3,
    LARGEST_PER_PAGE = 5, /* and the crisis tile */
    LARGEST_PEOPLE = 2,
    LOW_PER_PAGE = 6,
    LOW_PER_PAGE_LARGEST = 4,
    LOW_COLUMNS = 2,
    ROW_HEIGHT_PORTRAIT_LARGEST = 150,
};

/* Everything that can be chosen, in order: people, needs, "our school people". */
typedef struct {
    const Locale *locale;
    const HelpView *help;
    size_t people_count;
    Need needs[NEED_COUNT];
    size_t needs_count;
    size_t count;
} Entries;

/* How entries stand: all of one page alike. */
typedef struct {
    size_t columns;
    int gap;
    int width; /* about */
    int height;
    int arch_height; /* of a picture above its words */
    bool beside;
    bool rows; /* low reach: one line each */
    int steps_down;
} EntryStyle;

static Entries entries_of(const View *view, size_t people_max) {
    const HelpView *help = &view->help;
    Entries entries = {.locale = view->frame.locale, .help = help};
    entries.people_count = help->people_count < people_max ? help->people_count : people_max;
    for (int need = 0; need < NEED_COUNT; need++) {
        if (help->needs_live == NULL || help->needs_live[need]) {
            entries.needs[entries.needs_count++] = (Need)need;
        }
    }
    /* A school that named nobody has no list of its people to lead to. */
    size_t people_tile = entries.people_count > 0 ? 1 : 0;
    entries.count = entries.people_count + entries.needs_count + people_tile;
    return entries;
}

static Str8 people_words(const Locale *locale) {
    return tr(locale, "Our school people");
}

/* The group's common step: no word is broken, no label takes a third line (rule 5). */
static int tiles_steps(const Build *build, const Entries *entries, int width) {
    Str8 words[NEED_COUNT + 2];
    size_t count = 0;
    for (size_t i = 0; i < entries->needs_count; i++) {
        words[count++] = need_words(entries->locale, entries->needs[i]);
    }
    words[count++] = people_words(entries->locale);
    words[count++] = tr(entries->locale, "Help right now");
    return measure_steps(build, TYPE_TILE, words, count, width, 2);
}

/* What two lines of words leave for the picture above them. */
static int arch_height(const Build *build, const Locale *locale, int height, int steps_down) {
    int line = measure_line_height(build, TYPE_TILE, steps_down, locale_is_rtl(locale));
    int left = height - TILE_INSIDE - 2 * line;
    return left < ARCH_HEIGHT_MAX ? left : ARCH_HEIGHT_MAX;
}

static void person_entry_add(Build *build, Node *parent, const Entries *entries, size_t index,
                             const EntryStyle *style) {
    (void)helper_add(build, parent, entries->locale,
                     (HelperSpec){.service = &entries->help->people[index],
                                  .action = ACT(ACTION_PERSON, index),
                                  .width = GROW,
                                  .width_du = style->width,
                                  .height = style->height,
                                  .short_row = style->rows});
}

static void tile_entry_add(Build *build, Node *parent, const Entries *entries, size_t tile,
                           const EntryStyle *style) {
    bool people = tile >= entries->needs_count;
    Need need = people ? NEED_TALK : entries->needs[tile];
    TileSpec spec = {.width = GROW,
                     .height = style->height,
                     .beside = style->beside,
                     .steps_down = style->steps_down};
    if (style->rows) {
        spec.arch_width = 64;
        spec.arch_height = style->height - 18;
        spec.icon_size = 44;
        spec.radius = 24;
    } else if (!style->beside) {
        spec.arch_height = style->arch_height;
        spec.icon_size = style->arch_height * 7 / 10;
    }
    if (people) {
        spec.key = "/help/need/people";
        spec.label = people_words(entries->locale);
        spec.action = ACT(ACTION_PEOPLE, 0);
        spec.icon = ICON_PEOPLE;
        spec.hue = 1;
    } else {
        spec.key_text = str8_format(build->arena, "/help/need/%.*s", STR8_ARG(need_name(need)));
        spec.label = need_words(entries->locale, need);
        spec.action = ACT(ACTION_NEED, need);
        spec.icon = need_icon(need);
        spec.hue = need_hue(need);
    }
    (void)tile_add(build, parent, spec);
}

static void entry_add(Build *build, Node *parent, const Entries *entries, size_t index,
                      const EntryStyle *style) {
    if (index < entries->people_count) {
        person_entry_add(build, parent, entries, index, style);
    } else {
        tile_entry_add(build, parent, entries, index - entries->people_count, style);
    }
}

static void now_entry_add(Build *build, Node *parent, const Entries *entries,
                          const EntryStyle *style) {
    Node *now = helper_now_add(build, parent, entries->locale, GROW, style->height, style->beside);
    now->last_child->spec.type_steps_down = style->steps_down;
    if (!style->beside) {
        now->first_child->spec.height = FIXED(style->arch_height);
        int size = style->arch_height * 7 / 10;
        Node *icon = now->first_child->first_child;
        icon->spec.icon_size = size;
        icon->spec.width = FIXED(size);
        icon->spec.height = FIXED(size);
    }
}

/* Entries first..last-1 and the crisis tile behind them, in rows. */
static void grid_add(Build *build, Node *content, const Entries *entries, size_t first, size_t last,
                     const EntryStyle *style) {
    size_t columns = style->columns;
    size_t cells = last - first + 1;
    Node *row = content;
    for (size_t cell = 0; cell < cells; cell++) {
        if (cell % columns == 0) {
            row = row_add(build, content, style->gap);
        }
        if (cell + 1 == cells) {
            now_entry_add(build, row, entries, style);
        } else {
            entry_add(build, row, entries, first + cell, style);
        }
    }
    for (size_t cell = cells; cell % columns != 0; cell++) {
        (void)spacer_add(build, row);
    }
}

/* The step at which two lines fit a row of low reach; none when every label is one line. */
static int rows_steps(const Build *build, const Entries *entries, const EntryStyle *style) {
    int room = style->width - ROW_INSIDE;
    int steps = tiles_steps(build, entries, room);
    Str8 now = tr(entries->locale, "Help right now");
    bool wraps = measure_lines(build, TYPE_TILE, steps, now, room) > 1;
    for (size_t i = 0; i < entries->needs_count && !wraps; i++) {
        Str8 words = need_words(entries->locale, entries->needs[i]);
        wraps = measure_lines(build, TYPE_TILE, steps, words, room) > 1;
    }
    while (wraps && steps < STEPS_MAX &&
           arch_height(build, entries->locale, style->height + TILE_INSIDE - ROW_PAD, steps) < 0) {
        steps++;
    }
    return steps;
}

static int title_width(const Build *build) {
    bool alone = is_portrait(build) || is_low_reach(build);
    return frame_content_width(build) * (alone ? 100 : 60) / 100;
}

/* Height of the row with the title: a long one takes two lines. */
static int head_height(const Build *build, const Locale *locale) {
    Str8 words = tr(locale, "What can we help with?");
    bool one = measure_lines(build, TYPE_TITLE, 0, words, title_width(build)) <= 1;
    return one ? by_size(build, 84, 92, 100, 108) : HEAD_TWO_LINES;
}

/* Title, and at the end side what we keep of this (nothing with a name) or the pager. */
static Node *head_add(Build *build, Node *content, const View *view) {
    const Locale *locale = view->frame.locale;
    Node *row = row_add(build, content, GAP);
    row->spec.height = (Size){.kind = SIZE_FIT, .min = 84};
    int width = title_width(build);
    Node *title = title_add(build, row, tr(locale, "What can we help with?"), width);
    title->spec.width = GROW;
    if (view->help.people_count == 0) {
        (void)text_add(build, content,
                       tr(locale, "Please ask at the front desk: they will find someone."),
                       TYPE_LEAD, COLOR_INK_2);
    }
    return row;
}

static void promise_add(Build *build, Node *row, const Locale *locale) {
    icon_add(build, row, ICON_SHIELD, 44, COLOR_INK_2, COLOR_TINT);
    Node *words = text_add(build, row, tr(locale, "We do not write down who looks for help."),
                           TYPE_SMALL, COLOR_INK_2);
    words->spec.width = (Size){.kind = SIZE_FIT, .max = 800};
}

static void people_row_add(Build *build, Node *content, const Entries *entries, int height) {
    if (entries->people_count == 0) {
        return;
    }
    int count = (int)entries->people_count;
    EntryStyle style = {.width = (frame_content_width(build) - (count - 1) * GAP) / count,
                        .height = height};
    Node *row = row_add(build, content, GAP);
    for (size_t i = 0; i < entries->people_count; i++) {
        person_entry_add(build, row, entries, i, &style);
    }
}

static void landscape_add(Build *build, Node *content, const View *view) {
    Entries entries = entries_of(view, 3);
    Node *head = head_add(build, content, view);
    if (build->look->text_size < TEXT_LARGER) {
        promise_add(build, head, view->frame.locale);
    }
    int space = frame_content_height(build) - head_height(build, entries.locale) - 3 * GAP;
    int person = space - 2 * TILE_HEIGHT_MAX; /* what full tiles leave */
    person = person < PERSON_HEIGHT ? PERSON_HEIGHT : person;
    person = person > PERSON_HEIGHT_MAX ? PERSON_HEIGHT_MAX : person;
    people_row_add(build, content, &entries, person);
    int height = (space - person) / 2;
    int column = (frame_content_width(build) - (COLUMNS - 1) * GAP) / COLUMNS;
    EntryStyle style = {.columns = COLUMNS,
                        .gap = GAP,
                        .height = height < TILE_HEIGHT_MAX ? height : TILE_HEIGHT_MAX};
    style.steps_down = tiles_steps(build, &entries, column - TILE_PAD_X);
    style.arch_height = arch_height(build, entries.locale, style.height, style.steps_down);
    content->spec.gap = GAP;
    grid_add(build, content, &entries, entries.people_count, entries.count, &style);
}

static void portrait_add(Build *build, Node *content, const View *view) {
    bool largest = is_largest(build);
    Entries entries = entries_of(view, largest ? LARGEST_PEOPLE : 3);
    head_add(build, content, view);
    content->spec.gap = largest ? 16 : GAP;
    EntryStyle person = {.width = frame_content_width(build), .height = PERSON_HEIGHT_PORTRAIT};
    for (size_t i = 0; i < entries.people_count; i++) {
        person_entry_add(build, content, &entries, i, &person);
    }
    int space = frame_content_height(build) - head_height(build, entries.locale);
    int height = (space - 3 * (PERSON_HEIGHT_PORTRAIT + GAP) - 4 * GAP) / 4;
    height = height < TILE_HEIGHT_PORTRAIT ? height : TILE_HEIGHT_PORTRAIT;
    size_t columns = largest ? LOW_COLUMNS : COLUMNS_PORTRAIT;
    int column = (frame_content_width(build) - (int)(columns - 1) * GAP) / (int)columns;
    EntryStyle style = {.columns = columns,
                        .gap = largest ? 16 : GAP,
                        .height = largest ? ROW_HEIGHT_PORTRAIT_LARGEST : height,
                        .beside = largest};
    style.steps_down = tiles_steps(build, &entries, column - (largest ? 190 : TILE_PAD_X));
    style.arch_height = arch_height(build, entries.locale, style.height, style.steps_down);
    grid_add(build, content, &entries, entries.people_count, entries.count, &style);
}

static size_t page_of(size_t page, size_t pages_count) {
    return page < pages_count ? page : pages_count > 0 ? pages_count - 1 : 0;
}

static void largest_add(Build *build, Node *content, const View *view) {
    Entries entries = entries_of(view, LARGEST_PEOPLE);
    size_t tiles = entries.count - entries.people_count;
    size_t pages = (tiles + LARGEST_PER_PAGE - 1) / LARGEST_PER_PAGE;
    size_t page = page_of(view->help.page, pages);
    Node *head = head_add(build, content, view);
    head->spec.height.min = 100; /* clear of the hide corner */
    head->spec.cross = ALIGN_END;
    helper_pager_add(build, head, view->frame.locale, page, pages, 90);
    content->spec.gap = GAP_TIGHT;
    people_row_add(build, content, &entries, PERSON_HEIGHT_LARGEST);
    size_t first = entries.people_count + page * LARGEST_PER_PAGE;
    size_t last = first + LARGEST_PER_PAGE;
    last = last < entries.count ? last : entries.count;
    int space = frame_content_height(build) - head_height(build, entries.locale);
    int height = (space - PERSON_HEIGHT_LARGEST - 3 * GAP_TIGHT) / 2;
    EntryStyle style = {.columns = LARGEST_COLUMNS,
                        .gap = GAP_TIGHT,
                        .height = height < 228 ? height : 228,
                        .beside = true};
    style.steps_down = tiles_steps(build, &entries, 584 - 56 - 104 - 24);
    grid_add(build, content, &entries, first, last, &style);
}

/* Title above, every control in the lower half: rows two across, the crisis row last. */
static void low_reach_add(Build *build, Node *content, const View *view) {
    bool largest = is_largest(build);
    Entries entries = entries_of(view, 3);
    size_t per_page = largest ? LOW_PER_PAGE_LARGEST : LOW_PER_PAGE;
    per_page += is_portrait(build) ? 2 * LOW_COLUMNS : 0;
    size_t pages = (entries.count + per_page - 1) / per_page;
    size_t page = page_of(view->help.page, pages);
    size_t rows = per_page / LOW_COLUMNS + 1;
    int space = frame_content_height(build) - frame_low_reach_top(build);
    int height = (space - (int)(rows - 1) * GAP_TIGHT) / (int)rows;
    EntryStyle style = {.width = (frame_content_width(build) - GAP) / 2,
                        .height = height < 150 ? height : 150,
                        .beside = true,
                        .rows = true};
    style.steps_down = rows_steps(build, &entries, &style);
    head_add(build, content, view);
    Node *promise = row_add(build, content, 16);
    promise_add(build, promise, view->frame.locale);
    spacer_add(build, content);
    Node *grid = column_add(build, content, GAP_TIGHT);
    size_t first = page * per_page;
    for (size_t i = 0; i < per_page; i += LOW_COLUMNS) {
        Node *row = row_add(build, grid, GAP);
        for (size_t j = first + i; j < first + i + LOW_COLUMNS; j++) {
            if (j < entries.count) {
                entry_add(build, row, &entries, j, &style);
            } else {
                (void)spacer_add(build, row);
            }
        }
    }
    Node *row = row_add(build, grid, GAP);
    now_entry_add(build, row, &entries, &style);
    Node *pager = row_add(build, row, 0);
    pager->spec.main = ALIGN_END;
    helper_pager_add(build, pager, view->frame.locale, page, pages, style.height);
}

void screen_help(Build *build, Node *root, const View *view) {
    Str8 label = tr(view->frame.locale, "What can we help with?");
    Node *content = frame_add(build, root, view, (FrameOptions){.label = label});
    if (is_low_reach(build)) {
        low_reach_add(build, content, view);
    } else if (is_portrait(build)) {
        portrait_add(build, content, view);
    } else if (is_largest(build)) {
        largest_add(build, content, view);
    } else {
        landscape_add(build, content, view);
    }
}
