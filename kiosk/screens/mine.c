#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/helper.h"
#include "kiosk/screens/paging.h"
#include "kiosk/screens/print.h"
#include "kiosk/screens/screens.h"

/*
 * My list: what this session wants to keep, each with a way off the list, and one code with all
 * names and numbers. It is forgotten when the family leaves, and says so.
 */

enum {
    GAP = 24,
    ROW_GAP = 14,
    LIST_WIDTH = 1120,
    PANEL_PAD = 34,
    ROW_HEIGHT_MAX = 160,
    FOOT_HEIGHT = 84,
    CODE_SIZE = 400,
    CODE_SIZE_PORTRAIT = 330,
    CODE_SIZE_LOW = 300,
    PANEL_GAP = 20,
    WORDS_HEIGHT = 190,
    NOTE_HEIGHT = 84,
    PRINT_SIDES = 36,
};

static int list_width(const Build *build) {
    return is_portrait(build) ? frame_content_width(build) : LIST_WIDTH;
}

static void remove_add(Build *build, Node *row, const View *view, size_t index, int height) {
    const Locale *locale = view->frame.locale;
    const ServiceView *service = &view->mine.items[index];
    TrArg args[] = {{"name", service->name}};
    button_add(
        build, row,
        (ButtonSpec){
            .key_text = str8_format(build->arena, "/mine/remove/%.*s", STR8_ARG(service->key)),
            .spoken = tr_fill(locale, build->arena, tr(locale, "Take off: {name}"), args, 1),
            .action = ACT(ACTION_MINE_REMOVE, index),
            .icon = ICON_CLOSE,
            .icon_size = 40,
            .width = FIXED(height < 96 ? height : 96),
            .height = height,
            .pad = 20,
            .radius = 24});
}

static void rows_add(Build *build, Node *list, const View *view, int height) {
    const MineView *mine = &view->mine;
    size_t per_page = paging_mine_items(build->look);
    for (size_t i = 0; i < mine->count && i < per_page; i++) {
        Node *row = row_add(build, list, ROW_GAP);
        int remove = height < 96 ? height : 96;
        helper_add(build, row, view->frame.locale,
                   (HelperSpec){.service = &mine->items[i],
                                .place = "/mine/service",
                                .action = ACT(ACTION_MINE_SERVICE, i),
                                .width = GROW,
                                .width_du = list_width(build) - remove - ROW_GAP,
                                .height = height,
                                .chevron = true,
                                .short_row = height < 124});
        remove_add(build, row, view, i, height);
    }
}

static PagerSpec pager_of(const Build *build, const MineView *mine) {
    return (PagerSpec){.page = mine->page,
                       .pages_count = mine->pages_count,
                       .first = mine->page * paging_mine_items(build->look),
                       .count = mine->count,
                       .total = mine->total,
                       .height = FOOT_HEIGHT,
                       .short_less = true};
}

static void list_add(Build *build, Node *parent, const View *view, int height) {
    const Locale *locale = view->frame.locale;
    int rows = (int)paging_mine_items(build->look);
    int space = view->mine.pages_count > 1 ? height - FOOT_HEIGHT - ROW_GAP : height;
    int row = (space - (rows - 1) * ROW_GAP) / rows;
    rows_add(build, parent, view, row < ROW_HEIGHT_MAX ? row : ROW_HEIGHT_MAX);
    if (view->mine.pages_count > 1) {
        pager_add(build, row_add(build, parent, 0), locale, pager_of(build, &view->mine));
    }
}

static void empty_add(Build *build, Node *parent, const View *view) {
    const Locale *locale = view->frame.locale;
    (void)text_add(build, parent, tr(locale, "Nothing is on your list now."), TYPE_LEAD, COLOR_INK);
    if (is_low_reach(build)) {
        (void)spacer_add(build, parent);
    }
    button_add(build, parent,
               (ButtonSpec){.key = "/help/search",
                            .label = tr(locale, "Type a word"),
                            .action = ACT(ACTION_SEARCH_OPEN, 0),
                            .icon = ICON_SEARCH,
                            .width = FIT,
                            .height = 110});
}

static int promise_height(Build *build, const View *view, int width) {
    Str8 words = tr(view->frame.locale, "We forget this list when you leave.");
    return measure_height(build, TYPE_LEAD, 0, words, width - 80);
}

static void head_add(Build *build, Node *content, const View *view) {
    const Locale *locale = view->frame.locale;
    Node *head = column_add(build, content, 6);
    (void)title_add(build, head, tr(locale, "My list"), frame_content_width(build));
    Node *row = row_add(build, head, 16);
    icon_add(build, row, ICON_SHIELD, 44, COLOR_INK_2, COLOR_TINT);
    text_add(build, row, tr(locale, "We forget this list when you leave."), TYPE_LEAD, COLOR_INK_2)
        ->spec.width = GROW;
}

static int head_height(Build *build, const View *view) {
    int line = measure_line_height(build, TYPE_TITLE, 0, locale_is_rtl(view->frame.locale));
    int promise = promise_height(build, view, frame_content_width(build));
    return line + 6 + (promise > 44 ? promise : 44);
}

static void print_add(Build *build, Node *parent, const View *view, int width) {
    const Locale *locale = view->frame.locale;
    if (view->mine.print.offered) {
        (void)print_button_add(build, parent, locale, &view->mine.print, tr(locale, "Print"), GROW,
                               width - PRINT_SIDES);
    }
}

static void code_words_add(Build *build, Node *panel, const View *view, int room) {
    const Locale *locale = view->frame.locale;
    bool shortened = view->mine.code_shortened;
    if (view->mine.print.asked) {
        int height = WORDS_HEIGHT + (shortened ? PANEL_GAP + NOTE_HEIGHT - 40 : 0);
        (void)print_status_add(build, panel, locale, &view->mine.print, PRINT_OF_CODE, room,
                               height);
        return;
    }
    Str8 words = tr(locale, "All names and numbers, for your phone. Works without internet.");
    Node *text = text_add(build, panel, words, TYPE_NAME, COLOR_INK);
    text->spec.type_steps_down =
        measure_steps_high(build, TYPE_NAME, words, room, shortened ? 150 : WORDS_HEIGHT);
    if (shortened) {
        Str8 note = tr(locale, "A short form: the rest is on this screen.");
        text_add(build, panel, note, TYPE_SMALL, COLOR_INK_2)->spec.type_steps_down =
            measure_steps_high(build, TYPE_SMALL, note, room, NOTE_HEIGHT);
    }
}

static Node *code_panel_add(Build *build, Node *parent, const View *view, int width, int size) {
    const Locale *locale = view->frame.locale;
    int room = width - 2 * PANEL_PAD;
    Node *panel = card_add(build, parent, GROW, is_portrait(build) ? FIT : GROW);
    bool tight = is_low_reach(build) && view->mine.print.offered;
    panel->spec.pad = EDGES_XY(PANEL_PAD, tight ? 16 : PANEL_PAD);
    panel->spec.main = ALIGN_CENTER;
    panel->spec.gap = PANEL_GAP;
    if (is_portrait(build) || is_low_reach(build)) {
        code_row_add(build, panel, locale,
                     (CodeRow){.code = view->mine.code,
                               .kind = CODE_CONTACT,
                               .shortened = view->mine.code_shortened,
                               .print = &view->mine.print,
                               .size = size,
                               .width = room});
        if (!is_portrait(build)) {
            print_add(build, panel, view, room);
        }
        return panel;
    }
    Node *center = column_add(build, panel, 0);
    center->spec.cross = ALIGN_CENTER;
    (void)code_add(build, center, view->mine.code, size, tr(locale, "Code for your phone"));
    code_words_add(build, panel, view, room);
    print_add(build, panel, view, room);
    return panel;
}

static void landscape_add(Build *build, Node *content, const View *view, int space) {
    Node *row = row_add(build, content, GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_STRETCH;
    Node *list = column_add(build, row, ROW_GAP);
    list->spec.width = FIXED(LIST_WIDTH);
    list_add(build, list, view, space);
    int size = by_size(build, CODE_SIZE, 380, 350, 350);
    size -= view->mine.code_shortened ? 50 : 0;
    if (view->mine.print.offered) {
        int left = space - 2 * PANEL_PAD - WORDS_HEIGHT - PRINT_BUTTON_HEIGHT - 2 * PANEL_GAP;
        left -= view->mine.code_shortened ? PANEL_GAP + NOTE_HEIGHT - 40 : 0;
        size = left < size ? left : size;
    }
    (void)code_panel_add(build, row, view, frame_content_width(build) - LIST_WIDTH - GAP, size);
}

static void portrait_add(Build *build, Node *content, const View *view, int space) {
    int print = view->mine.print.offered ? PRINT_BUTTON_HEIGHT + ROW_GAP : 0;
    list_add(build, content, view,
             space - CODE_SIZE_PORTRAIT - 2 * PANEL_PAD - 2 * GAP - 12 - print);
    (void)spacer_add(build, content);
    (void)code_panel_add(build, content, view, frame_content_width(build), CODE_SIZE_PORTRAIT);
    if (print > 0) {
        print_add(build, row_add(build, content, 0), view, frame_content_width(build));
    }
}

/* The code is read, not touched: it stands above. */
static void low_reach_add(Build *build, Node *content, const View *view) {
    int space = frame_content_height(build) - frame_low_reach_top(build);
    if (is_portrait(build)) {
        (void)code_panel_add(build, content, view, frame_content_width(build), CODE_SIZE_PORTRAIT);
        (void)spacer_add(build, content);
        int print = view->mine.print.offered ? PRINT_BUTTON_HEIGHT + ROW_GAP : 0;
        list_add(build, content, view, space - print);
        if (print > 0) {
            print_add(build, row_add(build, content, 0), view, frame_content_width(build));
        }
        return;
    }
    Node *row = row_add(build, content, GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_END;
    Node *list = column_add(build, row, ROW_GAP);
    list->spec.width = FIXED(LIST_WIDTH);
    list_add(build, list, view, space);
    Node *side = column_add(build, row, 0);
    int size = CODE_SIZE_LOW;
    if (view->mine.print.offered) {
        int left = frame_content_height(build) - head_height(build, view) - GAP;
        left -= 2 * PANEL_PAD + PANEL_GAP + PRINT_BUTTON_HEIGHT;
        size = left < size ? left : size;
    }
    (void)code_panel_add(build, side, view, frame_content_width(build) - LIST_WIDTH - GAP, size);
}

void screen_mine(Build *build, Node *root, const View *view) {
    FrameOptions options = {.label = tr(view->frame.locale, "My list")};
    Node *content = frame_add(build, root, view, options);
    content->spec.gap = is_portrait(build) ? ROW_GAP : GAP;
    head_add(build, content, view);
    int space = frame_content_height(build) - head_height(build, view) - GAP;
    if (view->mine.count == 0) {
        empty_add(build, content, view);
    } else if (is_low_reach(build)) {
        low_reach_add(build, content, view);
    } else if (is_portrait(build)) {
        portrait_add(build, content, view, space);
    } else {
        landscape_add(build, content, view, space);
    }
}
