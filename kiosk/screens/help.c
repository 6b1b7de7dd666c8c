#include "kiosk/screens/components.h"
#include "kiosk/screens/help_entries.h"
#include "kiosk/screens/helper.h"
#include "kiosk/screens/screens.h"

/*
 * Find help: from a picture to a person in one touch. People of the school first, then needs, the
 * crisis tile last on every page. The second page has what the school tells its families in the
 * people's place. Low reach and the largest text page the same entries.
 */

enum {
    GAP = 24,
    GAP_TIGHT = 14,
    COLUMNS = 6,
    COLUMNS_PORTRAIT = 3,
    CELLS = 12, /* of a page in both shapes */
    PERSON_HEIGHT = 172,
    PERSON_HEIGHT_MAX = 192, /* name, role, room and hours on a line each, in tall scripts too */
    PERSON_HEIGHT_LARGEST = 200,
    PERSON_HEIGHT_PORTRAIT = 138,
    PERSON_GAP_PORTRAIT = 14,
    TILE_HEIGHT_MAX = 234,
    NO_PEOPLE_HEIGHT = 110,
    TILE_HEIGHT_PORTRAIT = 220,
    HEAD_TWO_LINES = 144,
    HEAD_HEIGHT = 100,
    SEARCH_WIDTH = 736,
    SEARCH_HEIGHT = 100,
    SEARCH_PAD = 36,
    SEARCH_ICON = 48,
    SEARCH_GAP = 22,
    MINE_ROOM = 128, /* icon, gap and padding of "My list" */
    TILE_PAD_X = 48,
    TILE_INSIDE = 52, /* padding and gap of a tile, above and below */
    ARCH_HEIGHT_MAX = 102,
    ROW_INSIDE = 160, /* picture, padding and gap of a low reach row */
    ROW_PAD = 38,
    STEPS_MAX = 4,
    LARGEST_COLUMNS = 3,
    LARGEST_CELLS_FIRST = 6,
    LARGEST_CELLS_NEXT = 9,
    LARGEST_PEOPLE = 2,
    LOW_PER_PAGE = 6,
    LOW_PER_PAGE_LARGEST = 4,
    LOW_COLUMNS = 2,
    ROW_HEIGHT_PORTRAIT_LARGEST = 150,
    WIDE_ARCH = 112,
};

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

static Entries entries_begin(const View *view) {
    return (Entries){.locale = view->frame.locale, .help = &view->help};
}

/* The group's common step: no word is broken, no label takes a third line (rule 5). */
static int tiles_steps(Build *build, const Entries *entries, int width) {
    Str8 words[ENTRIES_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < entries->count; i++) {
        if (entries->items[i].kind != ENTRY_PERSON) {
            words[count++] = entry_tile(build, entries, &entries->items[i]).label;
        }
    }
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

static void tile_entry_add(Build *build, Node *parent, const Entries *entries, const Entry *entry,
                           const EntryStyle *style) {
    TileSpec spec = entry_tile(build, entries, entry);
    spec.width = GROW;
    spec.height = style->height;
    spec.beside = style->beside;
    spec.steps_down = style->steps_down;
    if (style->rows) {
        spec.arch_width = 64;
        spec.arch_height = style->height - 18;
        spec.icon_size = 44;
        spec.radius = 24;
    } else if (!style->beside) {
        spec.arch_height = style->arch_height;
        spec.arch_width = style->arch_height < ARCH_HEIGHT_MAX ? style->arch_height : 0;
        spec.icon_size = style->arch_height * 7 / 10;
    }
    (void)tile_add(build, parent, spec);
}

static void entry_add(Build *build, Node *parent, const Entries *entries, size_t index,
                      const EntryStyle *style) {
    const Entry *entry = &entries->items[index];
    if (entry->kind == ENTRY_PERSON) {
        person_entry_add(build, parent, entries, entry->index, style);
    } else {
        tile_entry_add(build, parent, entries, entry, style);
    }
}

static void now_entry_add(Build *build, Node *parent, const Entries *entries,
                          const EntryStyle *style) {
    Node *now = helper_now_add(build, parent, entries->locale, GROW, style->height, style->beside);
    now->last_child->spec.type_steps_down = style->steps_down;
    if (!style->beside) {
        now->first_child->spec.height = FIXED(style->arch_height);
        if (style->arch_height < ARCH_HEIGHT_MAX) {
            now->first_child->spec.width = FIXED(style->arch_height);
        }
        int size = style->arch_height * 7 / 10;
        Node *icon = now->first_child->first_child;
        icon->spec.icon_size = size;
        icon->spec.width = FIXED(size);
        icon->spec.height = FIXED(size);
    }
}

/* The page's entries and the crisis tile behind them, in rows. */
static void grid_add(Build *build, Node *content, const Entries *entries, const EntryStyle *style) {
    size_t columns = style->columns;
    size_t cells = entries->count + 1;
    Node *row = content;
    for (size_t cell = 0; cell < cells; cell++) {
        if (cell % columns == 0) {
            row = row_add(build, content, style->gap);
        }
        if (cell + 1 == cells) {
            now_entry_add(build, row, entries, style);
        } else {
            entry_add(build, row, entries, cell, style);
        }
    }
    for (size_t cell = cells; cell % columns != 0; cell++) {
        (void)spacer_add(build, row);
    }
}

/* The step at which two lines fit a row of low reach; none when every label is one line. */
static int rows_steps(Build *build, const Entries *entries, const EntryStyle *style) {
    int room = style->width - ROW_INSIDE;
    int steps = tiles_steps(build, entries, room);
    Str8 now = tr(entries->locale, "Help right now");
    bool wraps = measure_lines(build, TYPE_TILE, steps, now, room) > 1;
    for (size_t i = 0; i < entries->count && !wraps; i++) {
        if (entries->items[i].kind != ENTRY_PERSON) {
            Str8 words = entry_tile(build, entries, &entries->items[i]).label;
            wraps = measure_lines(build, TYPE_TILE, steps, words, room) > 1;
        }
    }
    while (wraps && steps < STEPS_MAX &&
           arch_height(build, entries->locale, style->height + TILE_INSIDE - ROW_PAD, steps) < 0) {
        steps++;
    }
    return steps;
}

/* The head: title, my list, the field that leads to search. */

static Str8 title_words(const Locale *locale) {
    return tr(locale, "What can we help with?");
}

static Str8 mine_words(Build *build, const View *view) {
    Entries entries = entries_begin(view);
    return entry_tile(build, &entries, &(Entry){ENTRY_MINE, 0}).label;
}

static bool search_beside(const Build *build) {
    return !is_portrait(build) && !is_low_reach(build);
}

/* What "My list" and its gap take of the head; 0 when it is not there. */
static int mine_width(Build *build, const View *view) {
    if (view->help.mine_count == 0 || is_low_reach(build)) {
        return 0;
    }
    return measure_width(build, TYPE_TILE, 0, mine_words(build, view)) + MINE_ROOM + GAP;
}

/* In the largest text the field is a button with one word. */
static int search_width(Build *build, const View *view) {
    if (!view->help.search_live || !search_beside(build)) {
        return 0;
    }
    if (is_largest(build)) {
        return measure_width(build, TYPE_TILE, 0, tr(view->frame.locale, "Search")) + 150;
    }
    return SEARCH_WIDTH - mine_width(build, view);
}

static int title_width(Build *build, const View *view) {
    int search = search_width(build, view);
    return frame_content_width(build) - mine_width(build, view) - (search > 0 ? search + GAP : 0);
}

static int head_height(Build *build, const View *view) {
    Str8 words = title_words(view->frame.locale);
    int width = title_width(build, view);
    bool one = measure_lines(build, TYPE_TITLE, 0, words, width) <= 1;
    int height = measure_height(build, one ? TYPE_TITLE : TYPE_TITLE_2, 0, words, width);
    return height > HEAD_HEIGHT ? height : HEAD_HEIGHT;
}

static void search_add(Build *build, Node *parent, const View *view, int width_du) {
    const Locale *locale = view->frame.locale;
    Node *field = node_add(build, parent,
                           (NodeSpec){.key = "/help/search",
                                      .role = ROLE_BUTTON,
                                      .label = tr(locale, "Type a word"),
                                      .action = ACT(ACTION_SEARCH_OPEN, 0),
                                      .axis = AXIS_ROW,
                                      .width = GROW,
                                      .height = FIXED(SEARCH_HEIGHT),
                                      .pad = EDGES_XY(SEARCH_PAD, 0),
                                      .gap = SEARCH_GAP,
                                      .cross = ALIGN_CENTER,
                                      .fill = COLOR_SURFACE,
                                      .outline = COLOR_EDGE,
                                      .outline_width = outline_of(build, 3),
                                      .radius = 28});
    icon_add(build, field, ICON_SEARCH, SEARCH_ICON, COLOR_INK, COLOR_TINT);
    Str8 words[] = {tr(locale, "Type a word: rent, glasses…"), tr(locale, "Type a word"),
                    tr(locale, "Search")};
    int room = width_du - 2 * SEARCH_PAD - SEARCH_ICON - SEARCH_GAP;
    size_t i = 0;
    while (i < 2 && measure_lines(build, TYPE_BODY, 0, words[i], room) > 1) {
        i++;
    }
    Node *hint = caption_add(build, field, words[i], is_largest(build) ? TYPE_TILE : TYPE_BODY,
                             is_largest(build) ? COLOR_INK : COLOR_INK_2);
    hint->spec.lines_max = 1;
}

static void mine_add(Build *build, Node *row, const View *view) {
    if (mine_width(build, view) == 0) {
        return;
    }
    button_add(build, row,
               (ButtonSpec){.key = "/help/mine",
                            .label = mine_words(build, view),
                            .action = ACT(ACTION_MINE_OPEN, 0),
                            .icon = ICON_KEEP,
                            .height = SEARCH_HEIGHT,
                            .type = TYPE_TILE});
}

static void no_people_add(Build *build, Node *content, const View *view) {
    if (view->help.people_count == 0) {
        (void)text_add(
            build, content,
            tr(view->frame.locale, "Please ask at the front desk: they will find someone."),
            TYPE_LEAD, COLOR_INK_2);
    }
}

static void head_add(Build *build, Node *content, const View *view) {
    Node *row = row_add(build, content, GAP);
    row->spec.height = (Size){.kind = SIZE_FIT, .min = is_low_reach(build) ? 84 : HEAD_HEIGHT};
    Node *title = title_add(build, row, title_words(view->frame.locale), title_width(build, view));
    title->spec.width = GROW;
    mine_add(build, row, view);
    int search = search_width(build, view);
    if (search > 0) {
        Node *box = row_add(build, row, 0);
        box->spec.width = FIXED(search);
        search_add(build, box, view, search);
    }
    no_people_add(build, content, view);
}

/* We keep nothing with a name: said where there is room to read. */
static void promise_add(Build *build, Node *row, const Locale *locale) {
    icon_add(build, row, ICON_SHIELD, 44, COLOR_INK_2, COLOR_TINT);
    Node *words = text_add(build, row, tr(locale, "We do not write down who looks for help."),
                           TYPE_SMALL, COLOR_INK_2);
    words->spec.width = (Size){.kind = SIZE_FIT, .max = 800};
}

/* Cards above the tiles: three people on the first page, on the others what the school tells. */

static void wide_entry_add(Build *build, Node *row, const Entries *entries, const Entry *entry,
                           const EntryStyle *style) {
    TileSpec spec = entry_tile(build, entries, entry);
    Str8 note = entry_note(entries, entry);
    int arch = style->height - 40 < WIDE_ARCH + 20 ? style->height - 40 : WIDE_ARCH + 20;
    Node *box = tile_frame_add(build, row,
                               (NodeSpec){.key = spec.key,
                                          .label = spec.label,
                                          .hint = note,
                                          .action = spec.action,
                                          .axis = AXIS_ROW,
                                          .width = GROW,
                                          .height = FIXED(style->height),
                                          .pad = EDGES_XY(24, 2),
                                          .gap = 22,
                                          .cross = ALIGN_CENTER});
    Node *plate = arch_add(build, box, arch * 85 / 100, arch, 22, hue_tint(spec.hue));
    icon_add(build, plate, spec.icon, arch * 55 / 100, hue_color(spec.hue), COLOR_TINT);
    Node *words = column_add(build, box, 4);
    words->spec.main = ALIGN_CENTER;
    int room = style->width - 48 - 22 - arch * 85 / 100;
    room -= room / 40;
    bool tall = locale_is_rtl(entries->locale);
    int steps = measure_steps(build, TYPE_NAME, &spec.label, 1, room, 2);
    caption_add(build, words, spec.label, TYPE_NAME, COLOR_INK)->spec.type_steps_down = steps;
    int left = style->height - 24 -
               measure_lines(build, TYPE_NAME, steps, spec.label, room) *
                   measure_line_height(build, TYPE_NAME, steps, tall);
    if (measure_height(build, TYPE_SMALL, 0, note, room) <= left) {
        caption_add(build, words, note, TYPE_SMALL, COLOR_INK_2);
    }
}

static void cards_add(Build *build, Node *content, const Entries *cards, EntryStyle style) {
    if (cards->count == 0) {
        return;
    }
    Node *row = content;
    for (size_t i = 0; i < cards->count; i++) {
        if (i % style.columns == 0) {
            row = row_add(build, content, style.gap);
        }
        const Entry *entry = &cards->items[i];
        if (entry->kind == ENTRY_PERSON) {
            person_entry_add(build, row, cards, entry->index, &style);
        } else {
            wide_entry_add(build, row, cards, entry, &style);
        }
    }
}

/* What stands on a page of the common shapes. */
typedef struct {
    Entries cards;
    Entries tiles;
} HelpPage;

static HelpPage help_page(const View *view) {
    Entries tiles = entries_begin(view);
    entries_add_needs(&tiles);
    Entries all = tiles;
    entries_add_school(&all);
    HelpPage page = {entries_begin(view), entries_of_page(&all, 0, CELLS, CELLS)};
    if (all.count < CELLS) {
        entries_add_people(&page.cards, 3); /* one page holds it all */
        return page;
    }
    page.tiles = entries_of_page(&tiles, view->help.page, CELLS, CELLS);
    if (entries_page_shown(&tiles, view->help.page, CELLS, CELLS) == 0) {
        entries_add_people(&page.cards, 3);
        if (tiles.count < CELLS) { /* no second page of needs, but one of the school */
            page.tiles = entries_of_page(&all, view->help.page, CELLS, CELLS);
        }
        return page;
    }
    entries_add_school(&page.cards);
    return page;
}

static void landscape_add(Build *build, Node *content, const View *view) {
    HelpPage page = help_page(view);
    const Locale *locale = view->frame.locale;
    content->spec.gap = GAP;
    head_add(build, content, view);
    int space = frame_content_height(build) - head_height(build, view) - 3 * GAP;
    int person = space - 2 * TILE_HEIGHT_MAX; /* what full tiles leave */
    person = person < PERSON_HEIGHT ? PERSON_HEIGHT : person;
    person = person > PERSON_HEIGHT_MAX ? PERSON_HEIGHT_MAX : person;
    bool alone = page.cards.count == 0; /* a sentence stands in their place */
    person = alone ? NO_PEOPLE_HEIGHT : person;
    int cards = page.cards.count > 0 ? (int)page.cards.count : 1;
    cards_add(build, content, &page.cards,
              (EntryStyle){.columns = 3,
                           .gap = GAP,
                           .width = (frame_content_width(build) - (cards - 1) * GAP) / cards,
                           .height = person});
    int height = (space - person) / 2;
    int column = (frame_content_width(build) - (COLUMNS - 1) * GAP) / COLUMNS;
    EntryStyle style = {.columns = COLUMNS,
                        .gap = GAP,
                        .height = height < TILE_HEIGHT_MAX || alone ? height : TILE_HEIGHT_MAX};
    style.steps_down = tiles_steps(build, &page.tiles, column - TILE_PAD_X);
    style.arch_height = arch_height(build, locale, style.height, style.steps_down);
    grid_add(build, content, &page.tiles, &style);
}

static void portrait_head_add(Build *build, Node *content, const View *view) {
    head_add(build, content, view);
    if (view->help.search_live) {
        search_add(build, row_add(build, content, 0), view, frame_content_width(build));
    }
}

/* Height below the head and the search field. */
static int portrait_space(Build *build, const View *view, int gap) {
    int space = frame_content_height(build) - head_height(build, view) - gap;
    return space - (view->help.search_live ? SEARCH_HEIGHT + gap : 0);
}

static void portrait_add(Build *build, Node *content, const View *view) {
    HelpPage page = help_page(view);
    content->spec.gap = PERSON_GAP_PORTRAIT;
    portrait_head_add(build, content, view);
    cards_add(build, content, &page.cards,
              (EntryStyle){.columns = 1,
                           .gap = GAP,
                           .width = frame_content_width(build),
                           .height = PERSON_HEIGHT_PORTRAIT});
    int cards = (int)page.cards.count * (PERSON_HEIGHT_PORTRAIT + PERSON_GAP_PORTRAIT);
    int space = portrait_space(build, view, PERSON_GAP_PORTRAIT) - cards;
    int height = (space - 3 * GAP) / 4;
    int column = (frame_content_width(build) - (COLUMNS_PORTRAIT - 1) * GAP) / COLUMNS_PORTRAIT;
    EntryStyle style = {.columns = COLUMNS_PORTRAIT,
                        .gap = GAP,
                        .height = height < TILE_HEIGHT_PORTRAIT ? height : TILE_HEIGHT_PORTRAIT};
    style.steps_down = tiles_steps(build, &page.tiles, column - TILE_PAD_X);
    style.arch_height = arch_height(build, view->frame.locale, style.height, style.steps_down);
    Node *grid = column_add(build, content, GAP);
    grid_add(build, grid, &page.tiles, &style);
}

/* People and everything else in one sequence: the first page holds fewer. */
static void largest_pages_add(Build *build, Node *content, const View *view, EntryStyle person,
                              EntryStyle tile, size_t cells_first, size_t cells_next) {
    Entries all = entries_begin(view);
    entries_add_needs(&all);
    entries_add_school(&all);
    size_t page = view->help.page;
    Entries tiles = entries_of_page(&all, page, cells_first, cells_next);
    if (entries_page_shown(&all, page, cells_first, cells_next) == 0) {
        Entries people = entries_begin(view);
        entries_add_people(&people, LARGEST_PEOPLE);
        cards_add(build, content, &people, person);
    }
    tile.steps_down = tiles_steps(build, &all, tile.width - 28 - 28 - 104 - 24);
    grid_add(build, content, &tiles, &tile);
}

static void largest_add(Build *build, Node *content, const View *view) {
    content->spec.gap = GAP_TIGHT;
    head_add(build, content, view);
    int space = frame_content_height(build) - head_height(build, view) - 3 * GAP_TIGHT;
    int height = (space - PERSON_HEIGHT_LARGEST) / 2;
    int width = frame_content_width(build);
    bool people = view->help.people_count > 0;
    EntryStyle person = {.columns = LARGEST_PEOPLE,
                         .gap = GAP_TIGHT,
                         .width = (width - GAP_TIGHT) / LARGEST_PEOPLE,
                         .height = PERSON_HEIGHT_LARGEST};
    EntryStyle tile = {.columns = LARGEST_COLUMNS,
                       .gap = GAP_TIGHT,
                       .width = (width - 2 * GAP_TIGHT) / LARGEST_COLUMNS,
                       .height = space / 3 < height ? space / 3 : height,
                       .beside = true};
    largest_pages_add(build, content, view, person, tile,
                      people ? LARGEST_CELLS_FIRST : LARGEST_CELLS_NEXT, LARGEST_CELLS_NEXT);
}

static void portrait_largest_add(Build *build, Node *content, const View *view) {
    enum { ROW_GAP = 16 };
    content->spec.gap = ROW_GAP;
    portrait_head_add(build, content, view);
    int space = portrait_space(build, view, ROW_GAP);
    int rows = space / (ROW_HEIGHT_PORTRAIT_LARGEST + ROW_GAP);
    int height = space / rows - ROW_GAP;
    int width = frame_content_width(build);
    EntryStyle person = {.columns = 1, .gap = ROW_GAP, .width = width, .height = height};
    EntryStyle tile = {.columns = LOW_COLUMNS,
                       .gap = ROW_GAP,
                       .width = (width - ROW_GAP) / LOW_COLUMNS,
                       .height = height,
                       .beside = true};
    int people = (int)view->help.people_count;
    people = people < LARGEST_PEOPLE ? people : LARGEST_PEOPLE;
    largest_pages_add(build, content, view, person, tile, (size_t)(rows - people) * LOW_COLUMNS,
                      (size_t)rows * LOW_COLUMNS);
}

static size_t page_of(size_t page, size_t pages_count) {
    return page < pages_count ? page : pages_count > 0 ? pages_count - 1 : 0;
}

static Entries low_entries(const View *view) {
    Entries all = entries_begin(view);
    if (view->help.search_live) {
        entries_add(&all, ENTRY_SEARCH, 0);
    }
    entries_add_people(&all, 3);
    if (view->help.mine_count > 0) {
        entries_add(&all, ENTRY_MINE, 0);
    }
    entries_add_needs(&all);
    entries_add_school(&all);
    return all;
}

static void low_rows_add(Build *build, Node *grid, const Entries *entries, size_t first,
                         size_t per_page, const EntryStyle *style) {
    for (size_t i = first; i < first + per_page; i += LOW_COLUMNS) {
        Node *row = row_add(build, grid, GAP);
        for (size_t j = i; j < i + LOW_COLUMNS; j++) {
            if (j < entries->count) {
                entry_add(build, row, entries, j, style);
            } else {
                (void)spacer_add(build, row);
            }
        }
    }
}

/* Title above, every control in the lower half: rows two across, the crisis row last. */
static void low_reach_add(Build *build, Node *content, const View *view) {
    Entries entries = low_entries(view);
    size_t per_page = is_largest(build) ? LOW_PER_PAGE_LARGEST : LOW_PER_PAGE;
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
    promise_add(build, row_add(build, content, 16), view->frame.locale);
    spacer_add(build, content);
    Node *grid = column_add(build, content, GAP_TIGHT);
    low_rows_add(build, grid, &entries, page * per_page, per_page, &style);
    Node *row = row_add(build, grid, GAP);
    now_entry_add(build, row, &entries, &style);
    Node *pager = row_add(build, row, 0);
    pager->spec.main = ALIGN_END;
    helper_pager_add(build, pager, view->frame.locale, page, pages, style.height);
}

void screen_help(Build *build, Node *root, const View *view) {
    FrameOptions options = {.label = title_words(view->frame.locale)};
    Node *content = frame_add(build, root, view, options);
    if (is_low_reach(build)) {
        low_reach_add(build, content, view);
    } else if (is_portrait(build) && is_largest(build)) {
        portrait_largest_add(build, content, view);
    } else if (is_portrait(build)) {
        portrait_add(build, content, view);
    } else if (is_largest(build)) {
        largest_add(build, content, view);
    } else {
        landscape_add(build, content, view);
    }
}
