#include "kiosk/screens/board.h"

#include "kiosk/screens/components.h"
#include "kiosk/screens/helper.h"

enum {
    GAP = 24,
    GAP_TIGHT = 14,
    CARD_HEIGHT_MAX = 210,
    CARD_HEIGHT_LOW_MAX = 150,
    FOOT_HEIGHT = 104,
    NOW_WIDTH = 440,
    CARD_PAD = 26,
    CARD_GAP = 24,
    ARCH_MAX = 132,
    CHEVRON = 40,
    SLACK = 40,
};

typedef struct {
    size_t columns;
    size_t rows;
    int height; /* of a card */
    int gap;
} BoardShape;

static int lead_height(const Build *build, const Board *board) {
    int width = frame_content_width(build);
    return board->lead.len == 0
               ? 0
               : measure_height(build, TYPE_LEAD, 0, board->lead, width - width / SLACK) + 6;
}

static int head_height(const Build *build, const Board *board) {
    int width = frame_content_width(build);
    bool one = measure_lines(build, TYPE_TITLE, 0, board->title, width) <= 1;
    return measure_height(build, one ? TYPE_TITLE : TYPE_TITLE_2, 0, board->title, width) +
           lead_height(build, board);
}

static BoardShape shape_of(const Build *build, const Board *board) {
    bool portrait = is_portrait(build);
    bool large = build->look->text_size >= TEXT_LARGER;
    BoardShape shape = {.columns = portrait ? 1 : 2, .rows = 3, .gap = large ? GAP_TIGHT : GAP};
    int space = frame_content_height(build);
    if (is_low_reach(build)) {
        shape.gap = GAP_TIGHT;
        shape.rows = (is_largest(build) ? 1U : 2U) + (portrait ? 2U : 0U);
        space -= frame_low_reach_top(build);
        int height = (space - (int)shape.rows * GAP_TIGHT) / ((int)shape.rows + 1);
        shape.height = height < CARD_HEIGHT_LOW_MAX ? height : CARD_HEIGHT_LOW_MAX;
        return shape;
    }
    shape.rows = portrait ? (large ? 5 : 6) : (is_largest(build) ? 2 : 3);
    space -= head_height(build, board) + FOOT_HEIGHT + ((int)shape.rows + 2) * shape.gap;
    int height = space / (int)shape.rows;
    shape.height = height < CARD_HEIGHT_MAX ? height : CARD_HEIGHT_MAX;
    return shape;
}

/* Name and line as large as the card holds; the line goes before the name is cut. */
static void card_words_add(Build *build, Node *box, const BoardCard *card, int room, int height) {
    Node *words = column_add(build, box, 2);
    words->spec.main = ALIGN_CENTER;
    int steps = measure_steps_high(build, TYPE_NAME, card->name, room, height);
    Node *name = caption_add(build, words, card->name, TYPE_NAME, COLOR_INK);
    name->spec.type_steps_down = steps;
    text_own_direction(name);
    int left = height - measure_height(build, TYPE_NAME, steps, card->name, room);
    if (card->line.len > 0 && measure_height(build, TYPE_SMALL, 2, card->line, room) <= left) {
        Node *line = caption_add(build, words, card->line, TYPE_SMALL, COLOR_INK_2);
        line->spec.type_steps_down = measure_steps_high(build, TYPE_SMALL, card->line, room, left);
        text_own_direction(line);
    }
}

static void card_place(Build *build, Node *row, const Locale *locale, const BoardCard *card,
                       const BoardShape *shape, int width) {
    Node *box = tile_frame_add(build, row,
                               (NodeSpec){.key_text = card->key,
                                          .label = card->name,
                                          .hint = card->english_only
                                                      ? tr(locale, "In English only: ask for help")
                                                      : card->line,
                                          .action = card->action,
                                          .axis = AXIS_ROW,
                                          .width = GROW,
                                          .height = FIXED(shape->height),
                                          .pad = EDGES_XY(CARD_PAD, 2),
                                          .gap = CARD_GAP,
                                          .cross = ALIGN_CENTER,
                                          .radius = shape->height > 140 ? 32 : 24});
    int arch = shape->height * 7 / 10 < ARCH_MAX ? shape->height * 7 / 10 : ARCH_MAX;
    Node *plate = arch_add(build, box, arch * 85 / 100, arch, 22, hue_tint(card->hue));
    icon_add(build, plate, card->icon, arch * 55 / 100, hue_color(card->hue), COLOR_TINT);
    int room = width - 2 * CARD_PAD - arch * 85 / 100 - 2 * CARD_GAP - CHEVRON;
    card_words_add(build, box, card, room - room / SLACK, shape->height - 20);
    icon_add(build, box, ICON_CHEVRON, CHEVRON, COLOR_INK, COLOR_NONE);
}

static void rows_add(Build *build, Node *content, const Locale *locale, const Board *board,
                     const BoardShape *shape, size_t first) {
    int columns = (int)shape->columns;
    int width = (frame_content_width(build) - (columns - 1) * GAP) / columns;
    for (size_t i = 0; i < shape->rows; i++) {
        size_t start = first + i * shape->columns;
        if (start >= board->count) {
            return;
        }
        Node *row = row_add(build, content, GAP);
        for (size_t at = start; at < start + shape->columns; at++) {
            if (at < board->count) {
                card_place(build, row, locale, &board->cards[at], shape, width);
            } else {
                (void)spacer_add(build, row);
            }
        }
    }
}

static void foot_add(Build *build, Node *content, const Locale *locale, const Board *board,
                     const BoardShape *shape, size_t page) {
    size_t per_page = shape->rows * shape->columns;
    size_t pages = board->count == 0 ? 1 : (board->count + per_page - 1) / per_page;
    int height = is_low_reach(build) ? shape->height : FOOT_HEIGHT;
    Node *foot = row_add(build, content, GAP);
    size_t left = board->count - page * per_page;
    pager_add(build, foot, locale,
              (PagerSpec){.page = page,
                          .pages_count = pages,
                          .first = page * per_page,
                          .count = left < per_page ? left : per_page,
                          .total = board->count,
                          .height = height < FOOT_HEIGHT ? height : FOOT_HEIGHT,
                          .no_range = is_portrait(build),
                          .short_less = true});
    (void)spacer_add(build, foot);
    Size width = (Size){.kind = SIZE_FIT, .min = is_portrait(build) ? 0 : NOW_WIDTH};
    (void)helper_now_add(build, foot, locale, width, height < FOOT_HEIGHT ? height : FOOT_HEIGHT,
                         true);
}

void board_add(Build *build, Node *root, const View *view, const Board *board) {
    const Locale *locale = view->frame.locale;
    Node *content = frame_add(build, root, view, (FrameOptions){.label = board->title});
    BoardShape shape = shape_of(build, board);
    size_t per_page = shape.rows * shape.columns;
    size_t last = board->count == 0 ? 0 : (board->count - 1) / per_page;
    size_t page = board->page < last ? board->page : last;
    content->spec.gap = shape.gap;
    Node *head = column_add(build, content, 6);
    (void)title_add(build, head, board->title, frame_content_width(build));
    Str8 lead = board->count == 0 ? board->empty : board->lead;
    if (lead.len > 0) {
        (void)text_add(build, head, lead, TYPE_LEAD, COLOR_INK_2);
    }
    bool low = is_low_reach(build);
    if (low) {
        (void)spacer_add(build, content);
    }
    rows_add(build, content, locale, board, &shape, page * per_page);
    if (!low) {
        (void)spacer_add(build, content);
    }
    foot_add(build, content, locale, board, &shape, page);
}
