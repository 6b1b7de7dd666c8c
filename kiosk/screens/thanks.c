#include "kiosk/screens/clearing.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/print.h"
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
    CODE_CARD_GAP = 12,
    PRINT_WIDTH = 380,
    PRINT_SIDES = 36,
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

/* ---- on paper ---- */

/* What became of the slip, else of the name badges. */
static const PrintView *print_asked(const Thanks *self) {
    const ThanksView *thanks = self->thanks;
    return thanks->print.asked ? &thanks->print : thanks->badges.asked ? &thanks->badges : NULL;
}

static void status_add(const Thanks *self, Node *parent, bool code, int width, int height) {
    const PrintView *print = print_asked(self);
    PrintSubject subject = print == &self->thanks->badges ? PRINT_OF_BADGES
                           : code                         ? PRINT_OF_CODE
                                                          : PRINT_OF_SCREEN;
    (void)print_status_add(self->build, parent, self->locale, print, subject, width, height);
}

static void print_add(const Thanks *self, Node *parent, Size width, int room) {
    if (self->thanks->print.offered) {
        (void)print_button_add(self->build, parent, self->locale, &self->thanks->print,
                               tr(self->locale, "Print a slip"), width, room - PRINT_SIDES);
    }
}

static int print_height(const Thanks *self) {
    return self->thanks->print.offered ? PRINT_BUTTON_HEIGHT + CODE_CARD_GAP : 0;
}

/* ---- the code ---- */

static void code_words_add(const Thanks *self, Node *parent, TextAlign align) {
    Build *build = self->build;
    text_add(build, parent, tr(self->locale, "Point your phone camera here."), TYPE_SMALL,
             COLOR_INK)
        ->spec.align = align;
    text_add(build, parent, tr(self->locale, "Your names are not in it."), TYPE_SMALL, COLOR_INK_2)
        ->spec.align = align;
}

/* Heading and words, with their gaps. */
static int code_words_height(const Thanks *self, int width) {
    const Build *build = self->build;
    return 3 * CODE_CARD_GAP +
           measure_height(build, TYPE_LABEL, 0, tr(self->locale, "Take it with you"), width) +
           measure_height(build, TYPE_SMALL, 0, tr(self->locale, "Point your phone camera here."),
                          width) +
           measure_height(build, TYPE_SMALL, 0, tr(self->locale, "Your names are not in it."),
                          width);
}

/* As large as the card's words leave room for. */
static int code_size(const Thanks *self, int width, int height) {
    height -= 2 * 28 + code_words_height(self, width - 64) + print_height(self);
    return height < CODE_SIZE ? height : CODE_SIZE;
}

static void code_card_add(const Thanks *self, Node *parent, int width, int height) {
    Build *build = self->build;
    Node *card = card_add(build, parent, FIXED(width), GROW);
    card->spec.cross = ALIGN_CENTER;
    card->spec.main = ALIGN_CENTER;
    card->spec.pad = EDGES_XY(32, 28);
    card->spec.gap = CODE_CARD_GAP;
    bool asked = print_asked(self) != NULL;
    if (!asked) {
        heading_add(build, card, tr(self->locale, "Take it with you"), TYPE_LABEL)->spec.align =
            TEXT_CENTER;
    }
    code_add(build, card, self->thanks->code, code_size(self, width, height),
             tr(self->locale, "Rooms and times"));
    if (asked) {
        status_add(self, card, true, width - 64, code_words_height(self, width - 64) - 12);
    } else {
        code_words_add(self, card, TEXT_CENTER);
    }
    print_add(self, card, FIXED(width - 64), width - 64);
}

/* Beside a code: its words, or what became of the print; and the way to paper. */
static void beside_code_add(const Thanks *self, Node *card, int width, int height, bool heading) {
    Node *words = column_add(self->build, card, CODE_CARD_GAP);
    if (print_asked(self) != NULL) {
        status_add(self, words, true, width, height - print_height(self));
    } else {
        if (heading) {
            heading_add(self->build, words, tr(self->locale, "Take it with you"), TYPE_LABEL);
        }
        code_words_add(self, words, TEXT_START);
    }
    print_add(self, words, FIXED(width), width);
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
    int width = frame_content_width(build) - 2 * 40 - CODE_SIZE_PORTRAIT - 36;
    beside_code_add(self, card, width, CODE_SIZE_PORTRAIT, true);
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

typedef enum {
    FOOT_PLAIN,
    FOOT_TAKE,  /* largest text: the way to the code */
    FOOT_PRINT, /* no code on the screen: what is printed stands here */
} FootKind;

/* Without a code: the way to paper stands here. */
static void foot_print_add(const Thanks *self, Node *row, int done_width) {
    int left = frame_content_width(self->build) - CLEARING_WIDTH - done_width - 2 * COLUMN_GAP;
    left = is_portrait(self->build) || left < PRINT_WIDTH ? left : PRINT_WIDTH;
    print_add(self, row, FIXED(left), left);
}

/* And what became of it above the foot. Returns how high that is. */
static int foot_status_height(const Thanks *self, bool code) {
    bool status = !code && print_asked(self) != NULL;
    return status ? by_size(self->build, 136, 160, 180, 200) + COLUMN_GAP : 0;
}

static void foot_status_add(const Thanks *self, Node *content) {
    int height = foot_status_height(self, false);
    if (height > 0) {
        status_add(self, content, false, frame_content_width(self->build), height - COLUMN_GAP);
        gap_add(self->build, content, COLUMN_GAP);
    }
}

static void foot_add(const Thanks *self, Node *content, int done_width, FootKind kind) {
    Build *build = self->build;
    Node *row = row_add(build, content, COLUMN_GAP);
    row->spec.main = ALIGN_BETWEEN;
    clearing_add(build, row, self->locale, self->thanks->seconds_left, THANKS_SECONDS,
                 kind == FOOT_PLAIN);
    if (kind == FOOT_TAKE) {
        take_add(self, row);
    } else if (kind == FOOT_PRINT) {
        foot_print_add(self, row, done_width);
    }
    done_add(self, row,
             is_largest(build) && !is_portrait(build) && kind != FOOT_PRINT
                 ? (Size){.kind = SIZE_FIT, .min = done_width}
                 : FIXED(done_width));
}

/* Where the foot has to say what becomes of paper. */
static FootKind foot_kind(const Thanks *self) {
    bool print = self->thanks->print.offered || print_asked(self) != NULL;
    return print ? FOOT_PRINT : FOOT_PLAIN;
}

static void largest_add(const Thanks *self, Node *content) {
    Build *build = self->build;
    bool code = self->thanks->code.side > 0;
    head_add(self, content, frame_content_width(build));
    gap_add(build, content, 20);
    Node *middle = column_add(build, content, 0);
    middle->spec.height = GROW;
    int height = frame_content_height(build) - head_height(self, frame_content_width(build)) -
                 DONE_HEIGHT - 64 - foot_status_height(self, code);
    if (code && self->thanks->code_open) {
        Node *card = card_add(build, middle, GROW, GROW);
        card->spec.axis = AXIS_ROW;
        card->spec.pad = EDGES_XY(48, 16);
        card->spec.gap = 60;
        card->spec.cross = ALIGN_CENTER;
        code_add(build, card, self->thanks->code, height - 40, tr(self->locale, "Rooms and times"));
        int width = frame_content_width(build) - 2 * 48 - 60 - (height - 40);
        beside_code_add(self, card, width, height - 40, false);
    } else {
        room_cards_add(build, middle, self->view, frame_content_width(build), height);
    }
    gap_add(build, content, 20);
    if (!code) {
        foot_status_add(self, content);
    }
    foot_add(self, content, DONE_WIDTH_LARGEST, code ? FOOT_TAKE : foot_kind(self));
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
    int height = all - head_height(self, width) - HEAD_GAP - foot_status_height(self, code);
    room_cards_add(build, start, self->view, width, height < CARDS_HEIGHT ? height : CARDS_HEIGHT);
    if (code) {
        code_card_add(self, row, CODE_CARD_WIDTH, all);
    }
    gap_add(build, content, ROW_GAP);
    if (!code) {
        foot_status_add(self, content);
    }
    foot_add(self, content, CODE_CARD_WIDTH, code ? FOOT_PLAIN : foot_kind(self));
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
    height -= code ? strip : 0;
    height -= foot_status_height(self, code);
    head_add(self, content, width);
    gap_add(build, content, HEAD_GAP);
    room_cards_add(build, content, self->view, width, height);
    spacer_add(build, content);
    if (code) {
        code_strip_add(self, content);
        gap_add(build, content, COLUMN_GAP);
    } else {
        foot_status_add(self, content);
    }
    foot_add(self, content, 360, code ? FOOT_PLAIN : foot_kind(self));
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
