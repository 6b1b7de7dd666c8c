#include "kiosk/screens/components.h"
#include "kiosk/screens/filters.h"
#include "kiosk/screens/helper.h"
#include "kiosk/screens/keyboard.h"
#include "kiosk/screens/need.h"
#include "kiosk/screens/paging.h"
#include "kiosk/screens/screens.h"

/*
 * Type a word: the field above, what was found at the start, keys at the end (portrait: below).
 * The places of what was found never move: a page has a fixed number of slots, and slots that no
 * result takes hold the nearest needs and a person, so that no search is the end of the way.
 */

enum {
    GAP = 24,
    GAP_LOW = 14,
    FIELD_HEIGHT = 116,
    FIELD_HEIGHT_LOW = 140,
    FIELD_SIDES = 190, /* icon, padding, caret */
    FIELD_SLACK = 40,
    FIELD_PAD = 22,
    CLEAR_HEIGHT = 84,
    CLEAR_WIDTH_LOW = 110, /* the cross alone; its word is spoken */
    RESULTS_WIDTH = 760,
    SLOT_GAP = 13,
    SLOT_HEIGHT_MAX = 190,
    PAGER_HEIGHT = 72,
    FILTER_HEIGHT = 84,
    FILTER_HEIGHT_LOW = 62,
    WORDS_HEIGHT = 102,
    WORDS_GAP = 13,
    KEYS_HEIGHT_PORTRAIT = 479, /* four rows of 110 */
    KEYS_HEIGHT_PORTRAIT_LOW = 300,
    LOW_SLACK = 6, /* words on the keys may need a pixel more */
    WORD_PAD = 14,
    SLOTS_MAX = SEARCH_RESULTS_SHOWN,
};

/* Sizes that the parts share. */
typedef struct {
    int width; /* of the results' column */
    int slot;  /* height of one */
    size_t slots;
    bool short_rows;
    bool paged;
    int name_steps; /* of the results, in common */
} ResultsShape;

static Str8 clear_words(const Locale *locale) {
    return tr(locale, "Clear");
}

/* The field: looking glass, what is typed, and the button that empties it (low reach has that one
 * below). */

static Node *clear_add(Build *build, Node *parent, const Locale *locale, Size width, int height) {
    Node *clear = button_add(build, parent,
                             (ButtonSpec){.key = "/search/clear",
                                          .label = clear_words(locale),
                                          .action = ACT(ACTION_SEARCH_CLEAR, 0),
                                          .icon = ICON_CLOSE,
                                          .icon_size = 36,
                                          .width = width,
                                          .height = height,
                                          .radius = 24,
                                          .pad = 26,
                                          .type = TYPE_TILE});
    clear->spec.fill = COLOR_SUNKEN;
    clear->spec.outline = is_strong(build) ? COLOR_EDGE : COLOR_NONE;
    return clear;
}

/* The longest hint that fits. */
static Str8 placeholder(const Build *build, const Locale *locale, int room) {
    Str8 words = tr(locale, "Type a word: rent, glasses…");
    bool fits = measure_lines(build, TYPE_BODY, 0, words, room - room / FIELD_SLACK) <= 1;
    return fits ? words : tr(locale, "Type a word");
}

static void field_place(Build *build, Node *content, const View *view) {
    const Locale *locale = view->frame.locale;
    bool low = is_low_reach(build);
    int room = frame_content_width(build) - FIELD_SIDES;
    bool clear = view->search.text.len > 0 && !low;
    int clear_room = measure_width(build, TYPE_TILE, 0, clear_words(locale)) + 2 * FIELD_PAD + 100;
    room -= clear ? clear_room : 0;
    Node *field = field_add(build, content,
                            (FieldSpec){.key = "field",
                                        .label = tr(locale, "Type a word"),
                                        .text = field_end(build, TYPE_KEY_LETTER, view->search.text,
                                                          room - room / FIELD_SLACK),
                                        .placeholder = placeholder(build, locale, room),
                                        .active = true,
                                        .lake = true,
                                        .icon = ICON_SEARCH,
                                        .width = GROW,
                                        .height = low ? FIELD_HEIGHT_LOW : FIELD_HEIGHT,
                                        .type = TYPE_KEY_LETTER});
    field->spec.value = view->search.text;
    field->spec.pad.end = FIELD_PAD;
    if (clear) {
        (void)spacer_add(build, field);
        clear_add(build, field, locale, FIT, CLEAR_HEIGHT);
    }
}

/* One slot: a result, a need that is near, a person to ask, or words. */

static void result_add(Build *build, Node *column, const View *view, size_t index,
                       const ResultsShape *shape) {
    helper_add(build, column, view->frame.locale,
               (HelperSpec){.service = &view->search.items[index],
                            .place = "/search/result",
                            .action = ACT(ACTION_SERVICE, index),
                            .width = GROW,
                            .width_du = shape->width,
                            .height = shape->slot,
                            .chevron = true,
                            .short_row = shape->short_rows,
                            .name_steps = shape->name_steps});
}

static void person_add(Build *build, Node *column, const View *view, const ResultsShape *shape) {
    Node *row = helper_add(build, column, view->frame.locale,
                           (HelperSpec){.service = view->search.person,
                                        .place = "/search/person",
                                        .action = ACT(ACTION_SEARCH_PERSON, 0),
                                        .width = GROW,
                                        .width_du = shape->width,
                                        .height = shape->slot,
                                        .chevron = true,
                                        .short_row = shape->short_rows});
    row->spec.key_text = STR8("/search/person");
}

static void need_slot_add(Build *build, Node *column, const View *view, Need need,
                          const ResultsShape *shape) {
    const Locale *locale = view->frame.locale;
    int arch = shape->slot - 40 < 104 ? shape->slot - 24 : 104;
    Str8 words = need_words(locale, need);
    int room = shape->width - 56 - arch - 48 - 40;
    Node *tile =
        tile_add(build, column,
                 (TileSpec){.key_text = str8_format(build->arena, "/help/need/%.*s",
                                                    STR8_ARG(need_name(need))),
                            .label = words,
                            .action = ACT(ACTION_NEED, need),
                            .icon = need_icon(need),
                            .hue = need_hue(need),
                            .width = GROW,
                            .height = shape->slot,
                            .beside = true,
                            .arch_width = arch * 85 / 100,
                            .arch_height = arch,
                            .icon_size = arch * 6 / 10,
                            .radius = shape->slot > 140 ? 32 : 24,
                            .steps_down = measure_steps(build, TYPE_TILE, &words, 1, room, 2)});
    tile->last_child->spec.width = GROW;
    icon_add(build, tile, ICON_CHEVRON, 40, COLOR_INK, COLOR_NONE);
}

static Str8 desk_words(Build *build, const View *view) {
    const Locale *locale = view->frame.locale;
    if (view->search.desk_phone_shown.len == 0) {
        return tr(locale, "Or ask at the front desk.");
    }
    TrArg args[] = {{"phone", view->search.desk_phone_shown}};
    return tr_fill(locale, build->arena, tr(locale, "Front desk: {phone}"), args, 1);
}

/* The step at which the words fit their slot; estimates, so with some air. */
static void slot_text_add(Build *build, Node *words, Str8 text, TypeRole type, int width,
                          int height) {
    Node *node = text_add(build, words, text, type, type == TYPE_NAME ? COLOR_INK : COLOR_INK_2);
    node->spec.type_steps_down = measure_steps_high(build, type, text, width, height);
}

static void words_slot_add(Build *build, Node *column, const View *view,
                           const ResultsShape *shape) {
    const Locale *locale = view->frame.locale;
    bool typed = view->search.text.len > 0;
    Node *words = column_add(build, column, 4);
    words->spec.height = FIXED(shape->slot);
    words->spec.main = ALIGN_CENTER;
    Str8 first =
        typed ? tr(locale, "We did not find that yet.") : tr(locale, "Say it in your own words.");
    int width = shape->width - shape->width / FIELD_SLACK;
    slot_text_add(build, words, first, TYPE_NAME, width, shape->slot / 2);
    Str8 second = typed ? desk_words(build, view) : tr(locale, "Or touch a picture:");
    slot_text_add(build, words, second, TYPE_LEAD, width, shape->slot * 2 / 5);
}

static void pager_place(Build *build, Node *column, const View *view) {
    const SearchView *search = &view->search;
    size_t per_page = paging_search_items(build->look);
    Node *row = row_add(build, column, 0);
    row->spec.main = ALIGN_END;
    pager_add(build, row, view->frame.locale,
              (PagerSpec){.page = search->page,
                          .pages_count = search->pages_count,
                          .first = search->page * per_page,
                          .count = search->count,
                          .total = search->total,
                          .height = is_low_reach(build) ? FILTER_HEIGHT_LOW : PAGER_HEIGHT,
                          .short_less = true});
}

static void results_add(Build *build, Node *parent, const View *view, const ResultsShape *shape) {
    const SearchView *search = &view->search;
    Node *column = column_add(build, parent, SLOT_GAP);
    if (!is_portrait(build)) {
        column->spec.width = FIXED(RESULTS_WIDTH);
    }
    size_t used = 0;
    for (; used < shape->slots && used < search->count; used++) {
        result_add(build, column, view, used, shape);
    }
    if (search->count == 0) {
        words_slot_add(build, column, view, shape);
        used++;
        if (search->text.len > 0 && search->person != NULL && used < shape->slots) {
            person_add(build, column, view, shape);
            used++;
        }
    }
    for (size_t i = 0; i < search->needs_count && used < shape->slots; i++, used++) {
        need_slot_add(build, column, view, search->needs[i], shape);
    }
    if (shape->paged) {
        pager_place(build, column, view);
    }
}

static ResultsShape results_shape(Build *build, const View *view, int width, int height) {
    ResultsShape shape = {.width = width,
                          .slots = paging_search_items(build->look),
                          .short_rows = is_low_reach(build),
                          .paged = view->search.pages_count > 1};
    int pager = is_low_reach(build) ? FILTER_HEIGHT_LOW : PAGER_HEIGHT;
    int space = height - (shape.paged ? pager + SLOT_GAP : 0);
    int slots = (int)shape.slots;
    shape.slot = (space - (slots - 1) * SLOT_GAP) / slots;
    shape.slot = shape.slot < SLOT_HEIGHT_MAX ? shape.slot : SLOT_HEIGHT_MAX;
    HelperSpec like = {
        .width_du = width, .height = shape.slot, .chevron = true, .short_row = shape.short_rows};
    shape.name_steps =
        helper_group_steps(build, view->frame.locale, view->search.items, view->search.count, like);
    return shape;
}

/* Filters, completions, keys. */

static void filters_place(Build *build, Node *parent, const View *view, int width, int height,
                          bool narrow) {
    const SearchView *search = &view->search;
    filters_add(build, parent, view->frame.locale,
                (FiltersSpec){.place = "/search",
                              .on = search->filters,
                              .live = search->filters_live,
                              .language_spoken = locale_name(view->frame.locale),
                              .width = width,
                              .height = height,
                              .narrow = narrow});
}

static void word_add(Build *build, Node *row, Str8 word, size_t index, int steps_down) {
    Node *key =
        node_add(build, row,
                 (NodeSpec){.key_text = str8_format(build->arena, "/keyboard/word/%zu", index + 1),
                            .role = ROLE_BUTTON,
                            .label = word,
                            .action = ACT(ACTION_SEARCH_WORD, index),
                            .axis = AXIS_ROW,
                            .width = GROW,
                            .height = FIXED(WORDS_HEIGHT),
                            .pad = EDGES_XY(WORD_PAD, 0),
                            .main = ALIGN_CENTER,
                            .cross = ALIGN_CENTER,
                            .fill = COLOR_PAPER,
                            .outline = COLOR_EDGE,
                            .outline_width = outline_of(build, 2),
                            .radius = 20});
    Node *text = caption_add(build, key, word, TYPE_LABEL, COLOR_INK);
    text->spec.align = TEXT_CENTER;
    text->spec.lines_max = 2;
    text->spec.type_steps_down = steps_down;
}

/* One size for all: on one line if it can be, else as two lines fit. */
static int words_steps(const Build *build, const SearchView *search, int room) {
    int steps = measure_steps(build, TYPE_LABEL, search->words, search->words_count, room, 1);
    int high = 0;
    for (size_t i = 0; i < search->words_count; i++) {
        if (measure_lines(build, TYPE_LABEL, steps, search->words[i], room) > 1) {
            int own =
                measure_steps_high(build, TYPE_LABEL, search->words[i], room, WORDS_HEIGHT - 8);
            high = own > high ? own : high;
        }
    }
    return high > steps ? high : steps;
}

/* Its room is kept while there are none: keys do not move under a finger. */
static void words_row_add(Build *build, Node *parent, const View *view, int width) {
    Node *row = row_add(build, parent, WORDS_GAP);
    row->spec.height = FIXED(WORDS_HEIGHT);
    int column = (width - (SEARCH_WORDS_SHOWN - 1) * WORDS_GAP) / SEARCH_WORDS_SHOWN;
    int steps = words_steps(build, &view->search, column - 2 * WORD_PAD);
    for (size_t i = 0; i < SEARCH_WORDS_SHOWN; i++) {
        if (i < view->search.words_count) {
            word_add(build, row, view->search.words[i], i, steps);
        } else {
            (void)spacer_add(build, row);
        }
    }
}

static void keys_add(Build *build, Node *parent, const View *view, int width, int height,
                     bool no_done) {
    keyboard_add(build, parent,
                 (KeyboardSpec){.locale = view->frame.locale,
                                .page = view->search.keyboard.page,
                                .width = width,
                                .height = height,
                                .no_done = no_done,
                                .lake = true});
}

static void landscape_add(Build *build, Node *content, const View *view, int space) {
    int width = frame_content_width(build) - RESULTS_WIDTH - GAP;
    ResultsShape shape = results_shape(build, view, RESULTS_WIDTH, space);
    Node *row = row_add(build, content, GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_START;
    results_add(build, row, view, &shape);
    Node *side = column_add(build, row, WORDS_GAP);
    int keys = space;
    if (filters_count(view->search.filters_live) > 0) {
        filters_place(build, side, view, width, FILTER_HEIGHT, false);
        gap_add(build, side, 0);
        keys -= FILTER_HEIGHT + 2 * WORDS_GAP + 1;
    }
    if (!is_largest(build)) {
        words_row_add(build, side, view, width);
        keys -= WORDS_HEIGHT + WORDS_GAP;
    }
    keys_add(build, side, view, width, keys, false);
}

static void portrait_add(Build *build, Node *content, const View *view, int space) {
    int width = frame_content_width(build);
    bool words = !is_largest(build);
    bool filters = filters_count(view->search.filters_live) > 0;
    int below = KEYS_HEIGHT_PORTRAIT + (words ? WORDS_HEIGHT + WORDS_GAP : 0) +
                (filters ? FILTER_HEIGHT + GAP : 0) + GAP;
    ResultsShape shape = results_shape(build, view, width, space - below);
    results_add(build, content, view, &shape);
    (void)spacer_add(build, content);
    Node *controls = column_add(build, content, WORDS_GAP);
    filters_place(build, controls, view, width, FILTER_HEIGHT, false);
    if (words) {
        words_row_add(build, controls, view, width);
    }
    keys_add(build, controls, view, width, KEYS_HEIGHT_PORTRAIT, false);
}

/* The way to empty the field and the filters: above the keys, where the hand reaches. */
static void low_row_add(Build *build, Node *parent, const View *view, int width) {
    Node *row = row_add(build, parent, GAP_LOW);
    if (view->search.text.len > 0) {
        Node *clear =
            clear_add(build, row, view->frame.locale, FIXED(CLEAR_WIDTH_LOW), FILTER_HEIGHT_LOW);
        clear->last_child->spec.text = STR8("");
        clear->spec.gap = 0;
    } else {
        gap_add(build, row, CLEAR_WIDTH_LOW);
    }
    filters_place(build, row, view, width - CLEAR_WIDTH_LOW - GAP_LOW, FILTER_HEIGHT_LOW, true);
}

static void low_reach_add(Build *build, Node *content, const View *view) {
    bool portrait = is_portrait(build);
    int space = frame_content_height(build) - frame_low_reach_top(build);
    (void)spacer_add(build, content);
    if (portrait) {
        int keys = KEYS_HEIGHT_PORTRAIT_LOW + FILTER_HEIGHT_LOW + 2 * GAP_LOW + LOW_SLACK;
        ResultsShape shape = results_shape(build, view, frame_content_width(build), space - keys);
        content->spec.gap = GAP_LOW;
        results_add(build, content, view, &shape);
        low_row_add(build, content, view, frame_content_width(build));
        keys_add(build, content, view, frame_content_width(build), KEYS_HEIGHT_PORTRAIT_LOW, true);
        return;
    }
    int width = frame_content_width(build) - RESULTS_WIDTH - GAP;
    ResultsShape shape = results_shape(build, view, RESULTS_WIDTH, space);
    Node *row = row_add(build, content, GAP);
    row->spec.height = FIXED(space);
    row->spec.cross = ALIGN_START;
    results_add(build, row, view, &shape);
    Node *side = column_add(build, row, GAP_LOW);
    low_row_add(build, side, view, width);
    keys_add(build, side, view, width, space - FILTER_HEIGHT_LOW - GAP_LOW, true);
}

void screen_search(Build *build, Node *root, const View *view) {
    FrameOptions options = {.label = tr(view->frame.locale, "Search")};
    Node *content = frame_add(build, root, view, options);
    content->spec.gap = is_largest(build) ? GAP_LOW : GAP;
    field_place(build, content, view);
    int space = frame_content_height(build) - FIELD_HEIGHT - content->spec.gap;
    if (is_low_reach(build)) {
        low_reach_add(build, content, view);
    } else if (is_portrait(build)) {
        portrait_add(build, content, view, space);
    } else {
        landscape_add(build, content, view, space < 672 ? space : 672);
    }
}
