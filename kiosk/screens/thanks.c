#include "kiosk/screens/clearing.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/room_card.h"
#include "kiosk/screens/screens.h"

/* After COMMIT only: it is written down, where the children's rooms are, and a code to take along.
 * No name in large type (rule 16). */

enum {
    TICK_WIDTH = 136,
    TICK_HEIGHT = 156,
    CARDS_WIDTH = 1192,
    CODE_CARD_WIDTH = 584,
    COLUMN_GAP = 24,
    HEAD_GAP = 36,
    ROW_GAP = 30,
    DONE_HEIGHT = 124,
    DONE_WIDTH_LARGEST = 400,
    CODE_SIZE = 440,
    CODE_SIZE_PORTRAIT = 340,
    CARDS_HEIGHT = 520,
    ROOM_HEIGHT_LEAST = 124,
    CODE_STRIP_AROUND = 104, /* padding and the gap below */
    BELOW = 12,              /* the content ends at y 924 */
};

typedef struct {
    Build *build;
    const View *view;
    const ThanksView *thanks;
    const Locale *locale;
} Thanks;

static Str8 title_words(const Thanks *self) {
    if (!self->thanks->was_here_already) {
        return tr(self->locale, "You are signed in.");
    }
    Str8 time = locale_time(self->locale, self->build->arena, self->thanks->since_utc_ms);
    return tr_fill(self->locale, self->build->arena,
                   tr(self->locale, "You have been here since {time}"), &(TrArg){"time", time}, 1);
}

/* "2 adults, 2 children": the parts that are not none. */
static Str8 people_words(const Thanks *self) {
    Arena *arena = self->build->arena;
    Str8 parts[2];
    size_t count = 0;
    if (self->thanks->adults > 0) {
        parts[count++] =
            tr_plural(self->locale, arena, "{count} adult", "{count} adults", self->thanks->adults);
    }
    if (self->thanks->children > 0) {
        parts[count++] = tr_plural(self->locale, arena, "{count} child", "{count} children",
                                   self->thanks->children);
    }
    return locale_list(self->locale, arena, parts, count);
}

static Str8 summary_words(const Thanks *self) {
    Arena *arena = self->build->arena;
    TrArg args[] = {{"people", people_words(self)},
                    {"time", locale_time(self->locale, arena, self->thanks->since_utc_ms)}};
    return tr_fill(self->locale, arena,
                   self->thanks->was_here_already
                       ? tr(self->locale, "{people}. Thank you!")
                       : tr(self->locale, "{people}. Since {time}. Thank you!"),
                   args, 2);
}

static void summary_add(const Thanks *self, Node *parent) {
    Build *build = self->build;
    Str8 time = locale_time(self->locale, build->arena, self->thanks->since_utc_ms);
    Str8 text = summary_words(self);
    Node *line = text_add(build, parent, text, TYPE_LEAD, COLOR_INK_2);
    line->spec.role = ROLE_STATUS;
    size_t at = str8_find(text, time);
    if (at < text.len) {
        line->spec.bold_spans[0] = (TextSpan){at, at + time.len};
        line->spec.bold_spans_count = 1;
    }
}

static int head_height(const Thanks *self, int width) {
    Build *build = self->build;
    width -= TICK_WIDTH + HEAD_GAP;
    bool one = measure_lines(build, TYPE_TITLE, 0, title_words(self), width) <= 1;
    int height =
        measure_height(build, one ? TYPE_TITLE : TYPE_TITLE_2, 0, title_words(self), width) + 4 +
        measure_height(build, TYPE_LEAD, 0, summary_words(self), width);
    return height > TICK_HEIGHT ? height : TICK_HEIGHT;
}

static void head_add(const Thanks *self, Node *parent, int width) {
    Build *build = self->build;
    Node *row = row_add(build, parent, HEAD_GAP);
    Node *tick = arch_add(build, row, TICK_WIDTH, TICK_HEIGHT, 24, COLOR_PINE);
    tick->spec.motion = MOTION_POP;
    icon_add(build, tick, ICON_CHECK, 92, COLOR_ON_PINE, COLOR_NONE);
    Node *words = column_add(build, row, 2);
    title_add(build, words, title_words(self), width - TICK_WIDTH - HEAD_GAP);
    summary_add(self, words);
}

static void code_words_add(const Thanks *self, Node *parent, TextAlign align) {
    Build *build = self->build;
    text_add(build, parent, tr(self->locale, "Point your phone camera here."), TYPE_SMALL,
             COLOR_INK)
        ->spec.align = align;
    text_add(build, parent, tr(self->locale, "Your names are not in it."), TYPE_SMALL, COLOR_INK_2)
        ->spec.align = align;
}

/* As large as the card's words leave room for. */
static int code_size(const Thanks *self, int width, int height) {
    Build *build = self->build;
    int words = width - 64;
    height -= 2 * 28 + 3 * 12;
    height -= measure_height(build, TYPE_LABEL, 0, tr(self->locale, "Take it with you"), words);
    height -= measure_height(build, TYPE_SMALL, 0,
                             tr(self->locale, "Point your phone camera here."), words);
    height -=
        measure_height(build, TYPE_SMALL, 0, tr(self->locale, "Your names are not in it."), words);
    return height < CODE_SIZE ? height : CODE_SIZE;
}

static void code_card_add(const Thanks *self, Node *parent, int width, int height) {
    Build *build = self->build;
    Node *card = card_add(build, parent, FIXED(width), GROW);
    card->spec.cross = ALIGN_CENTER;
    card->spec.main = ALIGN_CENTER;
    card->spec.pad = EDGES_XY(32, 28);
    card->spec.gap = 12;
    heading_add(build, card, tr(self->locale, "Take it with you"), TYPE_LABEL)->spec.align =
        TEXT_CENTER;
    code_add(build, card, self->thanks->code, code_size(self, width, height),
             tr(self->locale, "Rooms and times"));
    code_words_add(self, card, TEXT_CENTER);
}

/* Portrait: the code beside its words. */
static void code_strip_add(const Thanks *self, Node *parent) {
    Build *build = self->build;
    Node *card = card_add(build, parent, GROW, FIT);
    card->spec.axis = AXIS_ROW;
    card->spec.gap = 36;
    card->spec.cross = ALIGN_CENTER;
    code_add(build, card, self->thanks->code, CODE_SIZE_PORTRAIT,
             tr(self->locale, "Rooms and times"));
    Node *words = column_add(build, card, 12);
    heading_add(build, words, tr(self->locale, "Take it with you"), TYPE_LABEL);
    code_words_add(self, words, TEXT_START);
}

static void done_add(const Thanks *self, Node *row, Size width) {
    button_add(self->build, row,
               (ButtonSpec){.key = "done",
                            .label = tr(self->locale, "Done"),
                            .action = ACT(ACTION_DONE, 0),
                            .kind = BUTTON_PINE,
                            .width = width,
                            .height = DONE_HEIGHT,
                            .radius = 32,
                            .type = TYPE_DOOR_2});
}

/* Largest text: the code has a page of its own, opened by a button. */
static void take_add(const Thanks *self, Node *row) {
    bool open = self->thanks->code_open;
    button_add(self->build, row,
               (ButtonSpec){.key = "take",
                            .label = open ? tr(self->locale, "Rooms")
                                          : tr(self->locale, "Take it with you"),
                            .action = ACT(ACTION_CARD_PAGE, open ? 0 : 1),
                            .icon = open ? ICON_PLACE : ICON_QR,
                            .height = DONE_HEIGHT,
                            .radius = 32,
                            .width = GROW});
}

static void foot_add(const Thanks *self, Node *content, Size done_width, bool take) {
    Build *build = self->build;
    Node *row = row_add(build, content, COLUMN_GAP);
    row->spec.main = ALIGN_BETWEEN;
    clearing_add(build, row, self->locale, self->thanks->seconds_left, THANKS_SECONDS, !take);
    if (take) {
        take_add(self, row);
    }
    done_add(self, row, done_width);
}

static void largest_add(const Thanks *self, Node *content) {
    Build *build = self->build;
    bool code = self->thanks->code.side > 0;
    head_add(self, content, frame_content_width(build));
    gap_add(build, content, 20);
    Node *middle = column_add(build, content, 0);
    middle->spec.height = GROW;
    int height = frame_content_height(build) - head_height(self, frame_content_width(build)) -
                 DONE_HEIGHT - 64;
    if (code && self->thanks->code_open) {
        Node *card = card_add(build, middle, GROW, GROW);
        card->spec.axis = AXIS_ROW;
        card->spec.pad = EDGES_XY(48, 16);
        card->spec.gap = 60;
        card->spec.cross = ALIGN_CENTER;
        code_add(build, card, self->thanks->code, height - 40, tr(self->locale, "Rooms and times"));
        code_words_add(self, column_add(build, card, 12), TEXT_START);
    } else {
        room_cards_add(build, middle, self->view, frame_content_width(build), height);
    }
    gap_add(build, content, 20);
    foot_add(self, content, (Size){.kind = SIZE_FIT, .min = DONE_WIDTH_LARGEST}, code);
}

static void landscape_add(const Thanks *self, Node *content) {
    Build *build = self->build;
    bool code = self->thanks->code.side > 0;
    int width = code ? CARDS_WIDTH : frame_content_width(build);
    Node *row = row_add(build, content, COLUMN_GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_STRETCH;
    Node *start = column_add(build, row, HEAD_GAP);
    start->spec.width = FIXED(width);
    start->spec.height = GROW;
    head_add(self, start, width);
    content->spec.pad.bottom += BELOW;
    int all = frame_content_height(build) - ROW_GAP - DONE_HEIGHT - BELOW;
    int height = all - head_height(self, width) - HEAD_GAP;
    room_cards_add(build, start, self->view, width, height < CARDS_HEIGHT ? height : CARDS_HEIGHT);
    if (code) {
        code_card_add(self, row, CODE_CARD_WIDTH, all);
    }
    gap_add(build, content, ROW_GAP);
    foot_add(self, content, FIXED(CODE_CARD_WIDTH), false);
}

/* Rooms first; the code stands below them while there is room for both. */
static void portrait_add(const Thanks *self, Node *content) {
    Build *build = self->build;
    int width = frame_content_width(build);
    int height = frame_content_height(build) - head_height(self, width) - HEAD_GAP - COLUMN_GAP -
                 DONE_HEIGHT;
    size_t rooms = self->thanks->rooms_count == 0 ? 1 : self->thanks->rooms_count;
    int rooms_height = (int)rooms * (ROOM_HEIGHT_LEAST + COLUMN_GAP);
    int strip = CODE_SIZE_PORTRAIT + CODE_STRIP_AROUND;
    bool code = self->thanks->code.side > 0 && rooms_height + strip <= height;
    head_add(self, content, width);
    gap_add(build, content, HEAD_GAP);
    room_cards_add(build, content, self->view, width, code ? height - strip : height);
    spacer_add(build, content);
    if (code) {
        code_strip_add(self, content);
        gap_add(build, content, COLUMN_GAP);
    }
    foot_add(self, content, FIXED(360), false);
}

void screen_thanks(Build *build, Node *root, const View *view) {
    Thanks self = {
        .build = build, .view = view, .thanks = &view->thanks, .locale = view->frame.locale};
    Node *content =
        frame_add(build, root, view, (FrameOptions){.label = title_words(&self), .no_back = true});
    if (is_portrait(build)) {
        portrait_add(&self, content);
    } else if (is_largest(build)) {
        largest_add(&self, content);
    } else {
        landscape_add(&self, content);
    }
}
