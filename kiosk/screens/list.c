#include "kiosk/screens/components.h"
#include "kiosk/screens/helper.h"
#include "kiosk/screens/need.h"
#include "kiosk/screens/screens.h"

/*
 * Who helps with one need: the school's own people first, then services, as rows; the crisis row
 * last on every page.
 */

enum {
    GAP = 20,
    GAP_TIGHT = 14,
    ROW_HEIGHT = 168,
    FOOT_HEIGHT = 124,
    NOW_WIDTH = 480,
    NOW_WORDS_PORTRAIT = 210,
    HEAD_HEIGHT = 84,
};

/* How many rows, how many of them side by side, how high. */
typedef struct {
    size_t columns;
    size_t rows;
    int row_height;
    int foot_height;
    int gap;
    bool short_rows;
} ListShape;

static ListShape shape_of(const Build *build) {
    if (is_low_reach(build)) {
        bool portrait = is_portrait(build);
        int rows = (is_largest(build) ? 2 : 3) + (portrait ? 2 : 0);
        int space = frame_content_height(build) - frame_low_reach_top(build);
        int height = (space - rows * GAP_TIGHT) / (rows + 1);
        height = height < 140 ? height : 140;
        return (ListShape){portrait ? 1 : 2, (size_t)rows, height, height, GAP_TIGHT, true};
    }
    if (is_portrait(build)) {
        return (ListShape){
            1, build->look->text_size >= TEXT_LARGER ? 6 : 7, ROW_HEIGHT, FOOT_HEIGHT, GAP, false};
    }
    if (is_largest(build)) {
        return (ListShape){1, 3, 160, 136, GAP_TIGHT, false};
    }
    int space = frame_content_height(build) - by_size(build, HEAD_HEIGHT, 92, 100, 108) -
                FOOT_HEIGHT - 5 * GAP;
    int height = space / 3 < ROW_HEIGHT ? space / 3 : ROW_HEIGHT;
    return (ListShape){2, 3, height, FOOT_HEIGHT, GAP, false};
}

static Str8 list_title(const View *view) {
    return view->list.kind == LIST_PEOPLE ? tr(view->frame.locale, "Our school people")
                                : need_words(view->frame.locale, view->list.need);
}

static void head_add(Build *build, Node *content, const View *view) {
    const ListView *list = &view->list;
    Node *head = row_add(build, content, 24);
    head->spec.height = (Size){.kind = SIZE_FIT, .min = HEAD_HEIGHT};
    unsigned hue = list->kind == LIST_PEOPLE ? 1 : need_hue(list->need);
    Node *arch = arch_add(build, head, 76, 84, 18, hue_tint(hue));
    icon_add(build, arch, list->kind == LIST_PEOPLE ? ICON_PEOPLE : need_icon(list->need), 54, hue_color(hue),
             COLOR_TINT);
    Node *title = title_add(build, head, list_title(view), frame_content_width(build) - 110);
    title->spec.width = GROW;
}

static void rows_add(Build *build, Node *parent, const View *view, const ListShape *shape,
                     size_t first) {
    const ListView *list = &view->list;
    int columns = (int)shape->columns;
    int width = (frame_content_width(build) - (columns - 1) * 24) / columns;
    for (size_t i = 0; i < shape->rows; i++) {
        if (first + i * shape->columns >= list->count) {
            break;
        }
        Node *row = row_add(build, parent, 24);
        for (size_t j = 0; j < shape->columns; j++) {
            size_t index = first + i * shape->columns + j;
            if (index >= list->count) {
                (void)spacer_add(build, row);
                continue;
            }
            (void)helper_add(build, row, view->frame.locale,
                             (HelperSpec){.service = &list->items[index],
                                          .action = ACT(ACTION_SERVICE, index),
                                          .width = GROW,
                                          .width_du = width,
                                          .height = shape->row_height,
                                          .chevron = true,
                                          .short_row = shape->short_rows});
        }
    }
}

static void foot_add(Build *build, Node *content, const View *view, const ListShape *shape,
                     size_t page, size_t pages) {
    const Locale *locale = view->frame.locale;
    Node *foot = row_add(build, content, 24);
    helper_pager_add(build, foot, locale, page, pages, shape->foot_height);
    if (!is_portrait(build) || pages < 2) {
        (void)spacer_add(build, foot);
    }
    Size width =
        is_portrait(build) && pages > 1 ? GROW : (Size){.kind = SIZE_FIT, .min = NOW_WIDTH};
    Node *now = helper_now_add(build, foot, locale, width, shape->foot_height, true);
    if (is_portrait(build) && is_largest(build)) {
        Str8 words = now->spec.label;
        int steps = measure_steps(build, TYPE_TILE, &words, 1, NOW_WORDS_PORTRAIT, 2);
        now->last_child->spec.type_steps_down = steps > 2 ? steps : 2;
    }
}

void screen_list(Build *build, Node *root, const View *view) {
    ListShape shape = shape_of(build);
    size_t per_page = shape.columns * shape.rows;
    size_t count = view->list.count;
    size_t pages = count == 0 ? 1 : (count + per_page - 1) / per_page;
    size_t page = view->list.page < pages ? view->list.page : pages - 1;
    Node *content = frame_add(build, root, view, (FrameOptions){.label = list_title(view)});
    content->spec.gap = shape.gap;
    head_add(build, content, view);
    if (is_low_reach(build)) {
        (void)spacer_add(build, content);
    }
    if (count == 0) {
        (void)text_add(
            build, content,
            tr(view->frame.locale, "Please ask at the front desk: they will find someone."),
            TYPE_LEAD, COLOR_INK);
    }
    rows_add(build, content, view, &shape, page * per_page);
    if (!is_low_reach(build)) {
        (void)spacer_add(build, content);
    }
    foot_add(build, content, view, &shape, page, pages);
}
