#include "kiosk/screens/components.h"
#include "kiosk/screens/filters.h"
#include "kiosk/screens/helper.h"
#include "kiosk/screens/need.h"
#include "kiosk/screens/paging.h"
#include "kiosk/screens/screens.h"

/*
 * Who helps with one need: the school's own people first, then services, as rows; the crisis tile
 * last on every page. A page holds what paging_list_items says. An empty list says what to do.
 */

enum {
    GAP = 20,
    GAP_TIGHT = 14,
    COLUMN_GAP = 24,
    ROW_HEIGHT_MAX = 214,
    ROW_HEIGHT_LOW_MAX = 140,
    FOOT_HEIGHT = 120,
    NOW_WIDTH = 440,
    NOW_SIDES = 216, /* picture, gaps and padding of the crisis tile beside the pager */
    MORE_SIDES = 140,
    LESS_WIDTH = 118,
    HEAD_HEIGHT = 84,
    HEAD_PICTURE = 110, /* arch and gap */
    FILTER_HEIGHT = 84,
    FILTER_WIDTH = 300,
    FILTERS_BESIDE = 1000, /* a title keeps at least what is left of the width */
    EMPTY_HEIGHT = 190,
    EMPTY_HEIGHT_LOW = 148,
    EMPTY_ARCH = 132,
    EMPTY_ARCH_LOW = 90,
};

/* How many rows, how many of them side by side, how high. */
typedef struct {
    size_t columns;
    size_t rows;
    int row_height;
    int foot_height;
    int gap;
    bool short_rows;
    bool filters;        /* there are some */
    bool filters_beside; /* beside the title, not under it */
    int filters_width;
} ListShape;

static Str8 list_title(Build *build, const View *view) {
    const Locale *locale = view->frame.locale;
    const ListView *list = &view->list;
    if (list->kind == LIST_PEOPLE) {
        return tr(locale, "Our school people");
    }
    if (list->kind == LIST_SPEAKS) {
        TrArg args[] = {{"language", list->language_spoken}};
        return tr_fill(locale, build->arena, tr(locale, "They speak {language}"), args, 1);
    }
    return need_words(locale, list->need);
}

static int title_width(const Build *build, const ListShape *shape) {
    int width = frame_content_width(build) - HEAD_PICTURE;
    width -= is_portrait(build) ? by_size(build, 230, 270, 320, 370) : 0; /* "43-48 of 212" */
    return shape->filters_beside ? width - shape->filters_width - COLUMN_GAP : width;
}

static int head_height(Build *build, const View *view, const ListShape *shape) {
    Str8 title = list_title(build, view);
    int width = title_width(build, shape);
    bool one = measure_lines(build, TYPE_TITLE, 0, title, width) <= 1;
    int height = measure_height(build, one ? TYPE_TITLE : TYPE_TITLE_2, 0, title, width);
    return height > HEAD_HEIGHT ? height : HEAD_HEIGHT;
}

static ListShape low_shape(const Build *build, ListShape shape) {
    size_t items = paging_list_items(build->look);
    shape.columns = is_portrait(build) ? 1 : 2;
    shape.rows = items / shape.columns;
    shape.gap = GAP_TIGHT;
    shape.short_rows = true;
    int space = frame_content_height(build) - frame_low_reach_top(build);
    int rows = (int)shape.rows + 1 + (shape.filters ? 1 : 0);
    int height = (space - (rows - 1) * GAP_TIGHT) / rows;
    shape.row_height = height < ROW_HEIGHT_LOW_MAX ? height : ROW_HEIGHT_LOW_MAX;
    shape.foot_height = shape.row_height;
    return shape;
}

static ListShape shape_of(Build *build, const View *view) {
    size_t live = filters_count(view->list.filters_live);
    ListShape shape = {.filters = live > 0, .gap = GAP, .foot_height = FOOT_HEIGHT};
    shape.filters_width = (int)live * by_size(build, FILTER_WIDTH, 320, 340, 360);
    if (is_low_reach(build)) {
        return low_shape(build, shape);
    }
    shape.filters_beside = !is_portrait(build) && build->look->text_size < TEXT_LARGER;
    shape.columns = is_portrait(build) ? 1 : 2;
    shape.rows = paging_list_items(build->look) / shape.columns;
    shape.gap = build->look->text_size >= TEXT_LARGER ? GAP_TIGHT : GAP;
    int rows = (int)shape.rows;
    int space = frame_content_height(build) - head_height(build, view, &shape) - FOOT_HEIGHT;
    space -= shape.filters && !shape.filters_beside ? FILTER_HEIGHT + shape.gap : 0;
    int height = (space - (rows + 2) * shape.gap) / rows;
    shape.row_height = height < ROW_HEIGHT_MAX ? height : ROW_HEIGHT_MAX;
    return shape;
}

static void filters_place(Build *build, Node *parent, const View *view, int width, int height) {
    const ListView *list = &view->list;
    filters_add(build, parent, view->frame.locale,
                (FiltersSpec){.place = "/list",
                              .on = list->filters,
                              .live = list->filters_live,
                              .language_spoken = list->language_spoken,
                              .width = width,
                              .height = height});
}

static PagerSpec pager_of(const Build *build, const ListView *list, const ListShape *shape) {
    return (PagerSpec){.page = list->page,
                       .pages_count = list->pages_count,
                       .first = list->page * paging_list_items(build->look),
                       .count = list->count,
                       .total = list->total,
                       .height = shape->foot_height,
                       .no_range = is_portrait(build),
                       .short_less = is_portrait(build)};
}

static void head_add(Build *build, Node *content, const View *view, const ListShape *shape) {
    const ListView *list = &view->list;
    Node *head = row_add(build, content, COLUMN_GAP);
    head->spec.height = (Size){.kind = SIZE_FIT, .min = HEAD_HEIGHT};
    bool need = list->kind == LIST_NEED;
    unsigned hue = need ? need_hue(list->need) : (list->kind == LIST_PEOPLE ? 1 : 2);
    uint16_t icon = list->kind == LIST_PEOPLE ? ICON_PEOPLE : ICON_LANGUAGE;
    Node *arch = arch_add(build, head, 76, 84, 18, hue_tint(hue));
    icon_add(build, arch, need ? need_icon(list->need) : icon, 54, hue_color(hue), COLOR_TINT);
    Node *title = title_add(build, head, list_title(build, view), title_width(build, shape));
    title->spec.width = GROW;
    if (is_portrait(build) && list->pages_count > 1) {
        PagerSpec pager = pager_of(build, list, shape);
        pager_range_add(build, head, view->frame.locale, &pager);
    }
    if (shape->filters && shape->filters_beside) {
        Node *box = row_add(build, head, 0);
        box->spec.width = FIXED(shape->filters_width);
        filters_place(build, box, view, shape->filters_width, FILTER_HEIGHT);
    }
    if (shape->filters && !shape->filters_beside && !is_low_reach(build)) {
        filters_place(build, content, view, frame_content_width(build), FILTER_HEIGHT);
    }
}

static void rows_add(Build *build, Node *parent, const View *view, const ListShape *shape) {
    const ListView *list = &view->list;
    int columns = (int)shape->columns;
    HelperSpec spec = {.width = GROW,
                       .width_du =
                           (frame_content_width(build) - (columns - 1) * COLUMN_GAP) / columns,
                       .height = shape->row_height,
                       .chevron = true,
                       .short_row = shape->short_rows};
    spec.name_steps = helper_group_steps(build, view->frame.locale, list->items, list->count, spec);
    for (size_t i = 0; i < shape->rows && i * shape->columns < list->count; i++) {
        Node *row = row_add(build, parent, COLUMN_GAP);
        for (size_t j = 0; j < shape->columns; j++) {
            size_t index = i * shape->columns + j;
            if (index >= list->count) {
                (void)spacer_add(build, row);
                continue;
            }
            spec.service = &list->items[index];
            spec.action = ACT(ACTION_SERVICE, index);
            (void)helper_add(build, row, view->frame.locale, spec);
        }
    }
}

static void empty_tile_add(Build *build, Node *row, TileSpec spec, int width) {
    bool low = is_low_reach(build);
    spec.width = GROW;
    int low_height = is_portrait(build) ? EMPTY_HEIGHT_LOW : EMPTY_ARCH_LOW + 20;
    spec.height = low ? low_height : EMPTY_HEIGHT;
    spec.beside = true;
    spec.arch_height = low ? EMPTY_ARCH_LOW : EMPTY_ARCH;
    spec.arch_width = spec.arch_height * 85 / 100;
    spec.icon_size = spec.arch_height * 6 / 10;
    spec.radius = low ? 24 : 32;
    int room = width - 56 - 24 - spec.arch_width;
    spec.steps_down = measure_steps(build, TYPE_TILE, &spec.label, 1, room, 2);
    (void)tile_add(build, row, spec);
}

static bool filter_is_on(const ListView *list) {
    bool on = false;
    for (int filter = 0; filter < FILTER_COUNT; filter++) {
        on = on || (list->filters[filter] && list->filters_live[filter]);
    }
    return on;
}

/* Nothing to show is not the end: people, a word to type, the desk (rule 26). */
static void empty_add(Build *build, Node *content, const View *view) {
    const Locale *locale = view->frame.locale;
    Str8 words = tr(locale, "Please ask at the front desk: they will find someone.");
    if (view->list.working) {
        words = tr(locale, "One moment…");
    } else if (filter_is_on(&view->list)) {
        words = tr(locale, "Nothing here with these choices. Touch one again to see more.");
    }
    Node *text = text_add(build, content, words, TYPE_LEAD, COLOR_INK);
    text->spec.role = ROLE_STATUS;
    if (is_low_reach(build)) {
        (void)spacer_add(build, content);
    }
    if (view->list.working) {
        return;
    }
    Node *row = row_add(build, content, COLUMN_GAP);
    row->spec.cross = ALIGN_STRETCH;
    int width = (frame_content_width(build) - COLUMN_GAP) / 2;
    empty_tile_add(build, row,
                   (TileSpec){.key = "/help/search",
                              .label = tr(locale, "Type a word"),
                              .action = ACT(ACTION_SEARCH_OPEN, 0),
                              .icon = ICON_SEARCH,
                              .hue = 2},
                   width);
    if (view->list.kind != LIST_PEOPLE) {
        empty_tile_add(build, row,
                       (TileSpec){.key = "/help/need/people",
                                  .label = tr(locale, "Our school people"),
                                  .action = ACT(ACTION_PEOPLE, 0),
                                  .icon = ICON_PEOPLE,
                                  .hue = 1},
                       width);
    }
}

static void foot_add(Build *build, Node *content, const View *view, const ListShape *shape) {
    const Locale *locale = view->frame.locale;
    const ListView *list = &view->list;
    Node *foot = row_add(build, content, COLUMN_GAP);
    bool narrow = is_portrait(build) && list->pages_count > 1;
    pager_add(build, foot, locale, pager_of(build, list, shape));
    if (!narrow) {
        (void)spacer_add(build, foot);
    }
    Size width = narrow ? GROW : (Size){.kind = SIZE_FIT, .min = NOW_WIDTH};
    Node *now = helper_now_add(build, foot, locale, width, shape->foot_height, true);
    if (narrow) {
        Str8 words = now->spec.label;
        int more = list->page + 1 < list->pages_count
                       ? measure_width(build, TYPE_TILE, 0, tr(locale, "More")) + MORE_SIDES
                       : 0;
        int room =
            frame_content_width(build) - more - (list->page > 0 ? LESS_WIDTH : 0) - NOW_SIDES;
        int wide = measure_steps(build, TYPE_TILE, &words, 1, room, 2);
        int high = measure_steps_high(build, TYPE_TILE, words, room, shape->foot_height - 24);
        now->last_child->spec.type_steps_down = high > wide ? high : wide;
    }
}

void screen_list(Build *build, Node *root, const View *view) {
    ListShape shape = shape_of(build, view);
    FrameOptions options = {.label = list_title(build, view)};
    Node *content = frame_add(build, root, view, options);
    bool low = is_low_reach(build);
    content->spec.gap = shape.gap;
    head_add(build, content, view, &shape);
    if (low && view->list.count > 0) {
        (void)spacer_add(build, content);
    }
    if (view->list.count == 0) {
        empty_add(build, content, view);
    }
    if (low && shape.filters) {
        filters_place(build, content, view, frame_content_width(build), shape.row_height);
    }
    rows_add(build, content, view, &shape);
    if (!low) {
        (void)spacer_add(build, content);
    }
    foot_add(build, content, view, &shape);
}
