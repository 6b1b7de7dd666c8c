#include "kiosk/i18n/phone.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/look_up_keys.h"
#include "kiosk/screens/screens.h"
#include "kiosk/screens/step.h"

/*
 * Two private things (rule 15): the whole phone number or the card's code, then one letter. At the
 * start the question, the privacy line and the other ways; at the end a panel that only changes its
 * keys. In portrait and in low reach the question stands above and all that can be touched below.
 */

enum {
    PANEL_WIDTH = 608,
    PANEL_GAP = 60,
    PANEL_TOP = 16, /* below the content's top */
    FIELD_WIDTH = 640,
    FIELD_HEIGHT = 142,
    BOX_WIDTH = 124,
    LETTER_BOX = 150,
    PLUS = 44,
    STEP_GAP = 24,
    STEP_DISC_ROOM = 70,
    BELOW = 12,      /* the content ends at y 924 */
    FIELD_PAD = 110, /* padding, caret and a little air */
    WAY_HEIGHT = 221,
    WAY_HEIGHT_LARGEST = 140,
    WAY_HEIGHT_LARGEST_TALL = 200,
    WAY_GAP = 25,
    WAY_PAD = 52,
    WAY_AROUND = 24,
    WAY_AROUND_PICTURE = 124,
    WAYS_COUNT = 3,
    LOW_PANEL_WIDTH = 860,
};

typedef struct {
    Build *build;
    const View *view;
    const LookUpView *look_up;
    const Locale *locale;
    int info_width; /* where the question stands */
} LookUp;

static bool is_letter(const LookUp *self) {
    return self->view->screen == SCREEN_LETTER;
}

static bool is_card(const LookUp *self) {
    return self->view->screen == SCREEN_CARD_CODE;
}

static Str8 look_up_title(const LookUp *self) {
    if (is_letter(self)) {
        return tr(self->locale, "Now one letter");
    }
    return is_card(self) ? tr(self->locale, "Your family card")
                         : tr(self->locale, "Find your family");
}

static Str8 step_words(const LookUp *self, int step) {
    if (step == 2) {
        return tr(self->locale, "First letter of a child’s first name");
    }
    bool card = is_card(self) || (is_letter(self) && self->look_up->by_card);
    if (is_letter(self) && card) {
        return tr(self->locale, "Your family card");
    }
    return card ? tr(self->locale, "Scan it, or type its 8 letters and numbers")
                : tr(self->locale, "Your whole phone number");
}

/* The blanks still to be typed: "_ _". */
static Str8 blanks(Arena *arena, size_t count) {
    Str8Builder out = builder_in(arena, 2 * count + 1);
    for (size_t i = 0; i < count; i++) {
        builder_add(&out, i == 0 ? STR8("_") : STR8(" _"));
    }
    return builder_text(&out);
}

static Str8 phone_shown(const LookUp *self) {
    char buffer[PHONE_SHOWN_MAX];
    Str8 shown = phone_group(self->look_up->country, self->look_up->digits, buffer);
    return str8_copy(self->build->arena, shown);
}

/* The card's code in two halves, as it is printed. */
static Str8 code_shown(const LookUp *self) {
    Str8 code = self->look_up->code;
    if (code.len <= CARD_CODE_LEN / 2) {
        return code;
    }
    Str8 head = str8_slice(code, 0, CARD_CODE_LEN / 2);
    Str8 tail = str8_slice(code, CARD_CODE_LEN / 2, code.len);
    return str8_format(self->build->arena, "%.*s %.*s", STR8_ARG(head), STR8_ARG(tail));
}

static int field_width(const LookUp *self) {
    return self->info_width < FIELD_WIDTH ? self->info_width : FIELD_WIDTH;
}

static void first_field_add(const LookUp *self, Node *parent) {
    Build *build = self->build;
    bool card = is_card(self);
    size_t typed = card ? self->look_up->code.len : self->look_up->digits.len;
    size_t full = card ? CARD_CODE_LEN : self->look_up->digits_full;
    Str8 widest = card ? STR8("MMKK MMKK") : STR8("(000) 000-0000");
    field_add(build, parent,
              (FieldSpec){.key = card ? "code" : "phone",
                          .label = step_words(self, 1),
                          .text = card ? code_shown(self) : phone_shown(self),
                          .rest = blanks(build->arena, full > typed ? full - typed : 0),
                          .active = true,
                          .width = FIXED(field_width(self)),
                          .height = FIELD_HEIGHT,
                          .type = TYPE_KEY_DIGIT,
                          .steps_down = measure_steps(build, TYPE_KEY_DIGIT, &widest, 1,
                                                      field_width(self) - FIELD_PAD, 1),
                          .direction = DIRECTION_LTR});
}

static void second_box_add(const LookUp *self, Node *parent) {
    node_add(self->build, parent,
             (NodeSpec){.width = FIXED(BOX_WIDTH),
                        .height = FIXED(FIELD_HEIGHT),
                        .fill = COLOR_PAPER,
                        .outline = COLOR_EDGE,
                        .outline_width = outline_of(self->build, 3),
                        .dashed = true,
                        .radius = 28});
}

static int second_words_width(const LookUp *self) {
    return self->info_width - FIELD_WIDTH - PLUS - 2 * STEP_GAP - STEP_DISC_ROOM;
}

/* Both questions take the same number of lines, so that their discs stand side by side. */
static int first_step_width(const LookUp *self) {
    int lines =
        measure_lines(self->build, TYPE_NAME, 0, step_words(self, 2), second_words_width(self));
    int width = FIELD_WIDTH;
    while (width - 20 > FIELD_WIDTH / 3 &&
           measure_lines(self->build, TYPE_NAME, 0, step_words(self, 1),
                         width - 20 - STEP_DISC_ROOM) <= lines) {
        width -= 20;
    }
    return width;
}

/* The second step is shown beside the first while its words take few lines. */
static bool second_step_fits(const LookUp *self) {
    int width = second_words_width(self);
    bool larger = self->build->look->text_size >= TEXT_LARGER;
    bool low = is_low_reach(self->build) && !is_portrait(self->build);
    int lines_max = 3 - (larger ? 1 : 0) - (low ? 1 : 0);
    int first = measure_lines(self->build, TYPE_NAME, 0, step_words(self, 1),
                              field_width(self) - STEP_DISC_ROOM);
    return width > 0 && first <= lines_max &&
           measure_lines(self->build, TYPE_NAME, 0, step_words(self, 2), width) <= lines_max;
}

static void first_step_add(const LookUp *self, Node *info) {
    Build *build = self->build;
    Node *row = row_add(build, info, STEP_GAP);
    row->spec.cross = ALIGN_END;
    Node *first = column_add(build, row, 16);
    first->spec.width = second_step_fits(self) ? FIXED(field_width(self)) : GROW;
    Node *step = step_add(build, first, 1, STEP_NOW, step_words(self, 1));
    first_field_add(self, first);
    if (!second_step_fits(self)) {
        return;
    }
    Node *plus = node_add(build, row,
                          (NodeSpec){.axis = AXIS_COLUMN,
                                     .width = FIXED(PLUS),
                                     .height = FIXED(FIELD_HEIGHT),
                                     .main = ALIGN_CENTER,
                                     .cross = ALIGN_CENTER});
    icon_add(build, plus, ICON_PLUS, PLUS, COLOR_INK_2, COLOR_NONE);
    step->spec.width = FIXED(first_step_width(self));
    Node *second = column_add(build, row, 16);
    step_add(build, second, 2, STEP_LATER, step_words(self, 2));
    second_box_add(self, second);
}

static void letter_step_add(const LookUp *self, Node *info) {
    Build *build = self->build;
    if (!is_low_reach(build) || is_portrait(build)) { /* no room for what is done */
        step_add(build, info, 1, STEP_DONE, step_words(self, 1));
    }
    step_add(build, info, 2, STEP_NOW, step_words(self, 2));
    field_add(build, info,
              (FieldSpec){.key = "first-letter",
                          .label = step_words(self, 2),
                          .text = self->look_up->letter,
                          .active = true,
                          .width = FIXED(LETTER_BOX),
                          .height = LETTER_BOX,
                          .type = TYPE_KEY_DIGIT,
                          .center = true});
}

/* Privacy, "looking", or the one sentence of a miss: the same whatever was wrong (rule 15). */
static void promise_add(const LookUp *self, Node *info) {
    Build *build = self->build;
    Node *row = row_add(build, info, 18);
    row->spec.cross = ALIGN_CENTER;
    uint16_t icon = ICON_SHIELD;
    Color ink = COLOR_INK_2;
    Role role = ROLE_TEXT;
    Str8 text = tr(self->locale, "Only used to find your family. What you type is not kept.");
    if (self->look_up->status == LOOK_UP_WORKING) {
        icon = ICON_SEARCH;
        role = ROLE_STATUS;
        text = tr(self->locale, "Looking for your family.");
    } else if (self->look_up->status == LOOK_UP_MISSED) {
        icon = ICON_INFO;
        ink = COLOR_AMBER;
        role = ROLE_STATUS;
        text = self->look_up->leaving
                   ? tr(self->locale, "We could not find you. Try again, or see the desk.")
                   : tr(self->locale, "We could not find you. Try again, or use another way.");
    }
    icon_add(build, row, icon, by_size(build, 42, 46, 50, 54), COLOR_INK, COLOR_TINT);
    Node *words =
        text_add(build, row, text,
                 self->look_up->status == LOOK_UP_MISSED ? TYPE_SMALL_BOLD : TYPE_SMALL, ink);
    words->spec.role = role;
    words->spec.lines_max = 3;
}

static void info_add(const LookUp *self, Node *info) {
    title_add(self->build, info, look_up_title(self), self->info_width);
    if (is_letter(self)) {
        letter_step_add(self, info);
    } else {
        first_step_add(self, info);
    }
    promise_add(self, info);
}

/* One of the other ways. */
typedef struct {
    const char *key;
    Str8 label;
    ActionKind kind;
    uint16_t icon;
    unsigned hue;
} Way;

static size_t ways_list(const LookUp *self, Way ways[WAYS_COUNT]) {
    const Locale *locale = self->locale;
    bool card = is_card(self) || (is_letter(self) && self->look_up->by_card);
    size_t count = 0;
    ways[count++] = card ? (Way){"by-phone", tr(locale, "Use our phone number"), ACTION_PHONE_OPEN,
                                 ICON_PHONE, 1}
                         : (Way){"card", tr(locale, "Scan or type your family card"),
                                 ACTION_CARD_OPEN, ICON_FAMILY_CARD, 1};
    if (!self->look_up->leaving) {
        ways[count++] =
            (Way){"new", tr(locale, "Type our names"), ACTION_NAMES_OPEN, ICON_PERSON_NEW, 3};
        ways[count++] =
            (Way){"count", tr(locale, "Just count us"), ACTION_COUNT_OPEN, ICON_TALLY, 2};
    }
    return count;
}

static bool ways_plain(const LookUp *self) {
    return is_largest(self->build) || (is_low_reach(self->build) && !is_portrait(self->build));
}

/* The words of a way without its picture: two lines, three where one is too long. */
typedef struct {
    int width;
    int height;
    int steps;
} WaySize;

static WaySize way_size(const LookUp *self, const Way *ways, size_t count, int width) {
    Str8 labels[WAYS_COUNT] = {{0}};
    for (size_t i = 0; i < count; i++) {
        labels[i] = ways[i].label;
    }
    int room = width - WAY_PAD;
    bool plain = ways_plain(self);
    WaySize size = {.width = width, .height = plain ? WAY_HEIGHT_LARGEST : WAY_HEIGHT};
    size.steps = measure_steps(self->build, TYPE_TILE, labels, count, room, 2);
    if (plain && size.steps > 0) {
        size.height = WAY_HEIGHT_LARGEST_TALL;
        size.steps = measure_steps(self->build, TYPE_TILE, labels, count, room, 3);
    }
    int high = size.height - (plain ? WAY_AROUND : WAY_AROUND_PICTURE);
    for (size_t i = 0; i < count; i++) {
        int steps = measure_steps_high(self->build, TYPE_TILE, labels[i], room, high);
        size.steps = steps > size.steps ? steps : size.steps;
    }
    return size;
}

static void way_add(const LookUp *self, Node *row, const Way *way, WaySize size) {
    tile_add(self->build, row,
             (TileSpec){.key = way->key,
                        .label = way->label,
                        .action = ACT(way->kind, 0),
                        .icon = way->icon,
                        .hue = way->hue,
                        .width = FIXED(size.width),
                        .height = size.height,
                        .no_picture = ways_plain(self),
                        .arch_width = 88,
                        .arch_height = 88,
                        .icon_size = 58,
                        .radius = 28,
                        .steps_down = size.steps});
}

static void ways_add(const LookUp *self, Node *parent, int width) {
    Build *build = self->build;
    Way ways[WAYS_COUNT];
    size_t count = ways_list(self, ways);
    if (!ways_plain(self) || !is_largest(build)) {
        heading_add(build, parent,
                    self->look_up->leaving ? tr(self->locale, "Another way")
                                           : tr(self->locale, "Other ways to sign in"),
                    TYPE_TILE);
        gap_add(build, parent, by_size(build, 20, 16, 10, 16));
    }
    int each = (width - (WAYS_COUNT - 1) * WAY_GAP) / WAYS_COUNT;
    WaySize size = way_size(self, ways, count, each);
    Node *row = row_add(build, parent, WAY_GAP);
    for (size_t i = 0; i < count; i++) {
        way_add(self, row, &ways[i], size);
    }
}

static void wide_add(LookUp *self, Node *content) {
    Build *build = self->build;
    int below = is_largest(build) ? 0 : BELOW;
    int height = frame_content_height(build) - below;
    content->spec.pad.bottom += below;
    Node *row = row_add(build, content, PANEL_GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_STRETCH;
    self->info_width = frame_content_width(build) - PANEL_WIDTH - PANEL_GAP;
    Node *start = column_add(build, row, 0);
    start->spec.height = GROW;
    Node *info = column_add(build, start, by_size(build, 24, 20, 12, 16));
    info->spec.pad.top = is_largest(build) ? 0 : 4;
    info_add(self, info);
    spacer_add(build, start);
    ways_add(self, start, self->info_width);
    Node *end = column_add(build, row, 0);
    end->spec.width = FIXED(PANEL_WIDTH);
    end->spec.height = GROW;
    end->spec.pad.top = PANEL_TOP;
    look_up_keys_add(build, end, self->view,
                     (LookUpKeys){.width = PANEL_WIDTH, .height = height - PANEL_TOP, .pad = 36});
}

static void tall_add(LookUp *self, Node *content) {
    Build *build = self->build;
    self->info_width = frame_content_width(build);
    Node *info = column_add(build, content, 24);
    info_add(self, info);
    spacer_add(build, content);
    ways_add(self, content, self->info_width);
    gap_add(build, content, 36);
    int height = is_low_reach(build) ? 424 : by_size(build, 726, 726, 640, 600);
    look_up_keys_add(build, content, self->view,
                     (LookUpKeys){.width = self->info_width, .height = height, .pad = 36});
}

static void low_add(LookUp *self, Node *content) {
    Build *build = self->build;
    int top = frame_low_reach_top(build) + 8;
    int height = frame_content_height(build) - top;
    self->info_width = frame_content_width(build);
    Node *info = column_add(build, content, is_largest(build) ? 12 : 20);
    info->spec.height = FIXED(top);
    info_add(self, info);
    Node *row = row_add(build, content, PANEL_GAP);
    row->spec.height = FIXED(height);
    Node *start = column_add(build, row, 0);
    start->spec.height = GROW;
    start->spec.main = ALIGN_END;
    ways_add(self, start, self->info_width - LOW_PANEL_WIDTH - PANEL_GAP);
    look_up_keys_add(build, row, self->view,
                     (LookUpKeys){.width = LOW_PANEL_WIDTH, .height = height, .wide = true});
}

void screen_look_up(Build *build, Node *root, const View *view) {
    LookUp self = {
        .build = build, .view = view, .look_up = &view->look_up, .locale = view->frame.locale};
    Node *content = frame_add(build, root, view, (FrameOptions){.label = look_up_title(&self)});
    if (is_portrait(build)) {
        tall_add(&self, content);
    } else if (is_low_reach(build)) {
        low_add(&self, content);
    } else {
        wide_add(&self, content);
    }
}
