#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/helper.h"

/*
 * The school's floor plan as a page of a card. The plan is white in every theme, as a code is, and
 * never mirrored; what the kiosk writes on it stands on plates of its own, for nobody knows the
 * drawing's colours. The drawing itself has no words: room numbers are written here, where they
 * have room.
 */

enum {
    PAD = 24,
    GAP = 16,
    HEAD_ARCH = 84,
    HEAD_ARCH_BESIDE = 212,
    HEAD_WIDTH = 380,
    BUTTON_HEIGHT = 104,
    NOW_WORDS = 420,
    SHEET_PAD = 10,
    MARK_PAD_X = 18,
    MARK_PAD_Y = 8,
    MARK_OUTLINE = 6,
    HERE_DOT = 32,
    HERE_PAD = 20,
    NUMBER_PAD = 8,
    NAME_SHOWN_MAX = 6, /* letters of a room that are written into it */
};

/* du on the sheet. */
typedef struct {
    int x, y, width, height;
} Box;

typedef struct {
    Build *build;
    const View *view;
    Node *sheet; /* the drawing */
    int width, height;
} Sheet;

static int clamped(int at, int size, int whole) {
    int last = whole - size;
    return at < 0 || last < 0 ? 0 : (at > last ? last : at);
}

/* A box of at least `width` x `height` around the middle of `spot`, all of it on the sheet. */
static Box box_around(const Sheet *sheet, const PlanSpot *spot, int width, int height) {
    int own_width = spot->width * sheet->width / 1000;
    int own_height = spot->height * sheet->height / 1000;
    Box box = {.width = own_width > width ? own_width : width,
               .height = own_height > height ? own_height : height};
    box.x = clamped(spot->x * sheet->width / 1000 - box.width / 2, box.width, sheet->width);
    box.y = clamped(spot->y * sheet->height / 1000 - box.height / 2, box.height, sheet->height);
    return box;
}

static bool boxes_touch(Box a, Box b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

static Node *box_add(const Sheet *sheet, Box box, NodeSpec spec) {
    spec.absolute = true;
    spec.start = box.x;
    spec.top = box.y;
    spec.width = FIXED(box.width);
    spec.height = FIXED(box.height);
    spec.main = ALIGN_CENTER;
    spec.cross = ALIGN_CENTER;
    return node_add(sheet->build, sheet->sheet, spec);
}

static void words_add(const Sheet *sheet, Node *box, Str8 words, TypeRole type, Color color) {
    Node *text = caption_add(sheet->build, box, words, type, color);
    text->spec.one_line = true;
    text->spec.align = TEXT_CENTER;
}

static int words_width(const Sheet *sheet, TypeRole type, Str8 words) {
    return measure_width(sheet->build, type, 0, words);
}

static int words_height(const Sheet *sheet, TypeRole type) {
    return measure_line_height(sheet->build, type, 0, locale_is_rtl(sheet->view->frame.locale));
}

static bool is_number(Str8 name) {
    return name.len <= NAME_SHOWN_MAX && name.ptr[0] >= '0' && name.ptr[0] <= '9';
}

/* The room: all of it, or a plate around its number. */
static Box mark_box(const Sheet *sheet) {
    const PlanSpot *room = sheet->view->card.plan_room;
    int height = words_height(sheet, TYPE_NAME) + 2 * MARK_PAD_Y;
    int width =
        is_number(room->name) ? words_width(sheet, TYPE_NAME, room->name) + 2 * MARK_PAD_X : height;
    return box_around(sheet, room, width, height);
}

static void mark_add(const Sheet *sheet, Box box) {
    Build *build = sheet->build;
    const PlanSpot *room = sheet->view->card.plan_room;
    Node *mark = box_add(sheet, box,
                         (NodeSpec){.key = "mark",
                                    .axis = AXIS_COLUMN,
                                    .fill = COLOR_PINE,
                                    .outline = COLOR_QR_DARK,
                                    .outline_width = MARK_OUTLINE,
                                    .radius = 12});
    int line = words_height(sheet, TYPE_NAME);
    bool number = is_number(room->name);
    if (!number || box.height > line + 90) {
        icon_add(build, mark, ICON_PLACE, number ? 64 : 56, COLOR_ON_PINE, COLOR_NONE);
    }
    if (number) {
        words_add(sheet, mark, room->name, TYPE_NAME, COLOR_ON_PINE);
    }
}

/* "You are here" beside the dot: above it, else below; where the mark is not. */
static Box here_box(const Sheet *sheet, Box dot, Box mark, Str8 words) {
    int width = words_width(sheet, TYPE_SMALL_BOLD, words) + 2 * HERE_PAD;
    int height = words_height(sheet, TYPE_SMALL_BOLD) + 12;
    Box box = {.width = width, .height = height};
    box.x = clamped(dot.x + dot.width / 2 - width / 2, width, sheet->width);
    box.y = dot.y - height - 6;
    if (box.y < 0 || boxes_touch(box, mark)) {
        box.y = clamped(dot.y + dot.height + 6, height, sheet->height);
    }
    return box;
}

static void here_add(const Sheet *sheet, Box dot, Box box, Str8 words) {
    (void)box_add(sheet, dot,
                  (NodeSpec){.fill = COLOR_QR_DARK,
                             .outline = COLOR_QR_LIGHT,
                             .outline_width = 4,
                             .radius = HERE_DOT / 2});
    Node *plate = box_add(sheet, box,
                          (NodeSpec){.key = "here",
                                     .axis = AXIS_COLUMN,
                                     .fill = COLOR_QR_DARK,
                                     .outline = COLOR_QR_LIGHT,
                                     .outline_width = 3,
                                     .radius = 20});
    words_add(sheet, plate, words, TYPE_SMALL_BOLD, COLOR_QR_LIGHT);
}

/* Numbers of the other rooms, where they fit and touch nothing that is written already. */
static void numbers_add(const Sheet *sheet, const Box *taken, size_t taken_count) {
    const CardView *card = &sheet->view->card;
    int height = words_height(sheet, TYPE_SMALL);
    for (size_t i = 0; i < card->plan->rooms_count; i++) {
        const PlanSpot *room = &card->plan->rooms[i];
        if (room == card->plan_room || !is_number(room->name)) {
            continue;
        }
        int width = words_width(sheet, TYPE_SMALL, room->name) + 2 * NUMBER_PAD;
        PlanSpot point = {.x = room->x, .y = room->y};
        Box box = box_around(sheet, &point, width, height);
        bool fits = width <= room->width * sheet->width / 1000 &&
                    height <= room->height * sheet->height / 1000;
        for (size_t t = 0; t < taken_count; t++) {
            fits = fits && !boxes_touch(box, taken[t]);
        }
        if (fits) {
            Node *plate = box_add(
                sheet, box, (NodeSpec){.axis = AXIS_COLUMN, .fill = COLOR_QR_LIGHT, .radius = 8});
            words_add(sheet, plate, room->name, TYPE_SMALL, COLOR_QR_DARK);
        }
    }
}

static void places_add(const Sheet *sheet) {
    const Plan *plan = sheet->view->card.plan;
    Str8 words = tr(sheet->view->frame.locale, "You are here");
    Box mark = mark_box(sheet);
    Box taken[3] = {mark};
    size_t taken_count = 1;
    if (plan->has_foyer) {
        PlanSpot point = {.x = plan->foyer.x, .y = plan->foyer.y};
        taken[1] = box_around(sheet, &point, HERE_DOT, HERE_DOT);
        taken[2] = here_box(sheet, taken[1], mark, words);
        taken_count = 3;
    }
    numbers_add(sheet, taken, taken_count);
    if (plan->has_foyer) {
        here_add(sheet, taken[1], taken[2], words);
    }
    mark_add(sheet, mark);
}

/* The largest sheet of the drawing's proportions in `width` x `height`. */
static void sheet_add(Build *build, Node *parent, const View *view, int width, int height) {
    const Plan *plan = view->card.plan;
    const Locale *locale = view->frame.locale;
    TrArg args[] = {{"room", view->card.service.place.len > 0 ? view->card.service.place
                                                              : view->card.plan_room->name}};
    Sheet sheet = {.build = build, .view = view, .width = width - 2 * SHEET_PAD};
    sheet.height = height - 2 * SHEET_PAD;
    int by_height = sheet.height * plan->aspect / 1000;
    sheet.width = by_height < sheet.width ? by_height : sheet.width;
    sheet.height = sheet.width * 1000 / plan->aspect;
    Node *plate = node_add(build, parent,
                           (NodeSpec){.axis = AXIS_COLUMN,
                                      .width = FIT,
                                      .height = FIT,
                                      .pad = EDGES(SHEET_PAD),
                                      .fill = COLOR_QR_LIGHT,
                                      .outline = COLOR_LINE,
                                      .outline_width = 2,
                                      .radius = 24});
    sheet.sheet = node_add(
        build, plate,
        (NodeSpec){.key = "plan",
                   .role = ROLE_IMAGE,
                   .label = tr_fill(locale, build->arena,
                                    tr(locale, "Plan of the school. Marked: {room}"), args, 1),
                   .direction = DIRECTION_LTR,
                   .width = FIXED(sheet.width),
                   .height = FIXED(sheet.height),
                   .drawing = {plan->svg, plan->digest}});
    places_add(&sheet);
}

static void words_of_head_add(Build *build, Node *words, const ServiceView *service) {
    Node *name = heading_add(build, words, service->name, TYPE_NAME);
    name->spec.key = "name";
    text_own_direction(name);
    if (service->place.len > 0) {
        text_own_direction(text_add(build, words, service->place, TYPE_BODY, COLOR_INK_2));
    }
}

/* Above the plan. @return its height */
static int head_above_add(Build *build, Node *card, const View *view, int width) {
    const ServiceView *service = &view->card.service;
    bool arch = !is_largest(build); /* initials outgrow a small one */
    int room = width - (arch ? HEAD_ARCH + 24 : 0);
    Node *row = row_add(build, card, 24);
    if (arch) {
        helper_arch_add(build, row, service, HEAD_ARCH);
    }
    Node *words = column_add(build, row, 2);
    words->spec.width = GROW;
    words_of_head_add(build, words, service);
    int height = measure_height(build, TYPE_NAME, 0, service->name, room - room / 40);
    if (service->place.len > 0) {
        height += 2 + measure_height(build, TYPE_BODY, 0, service->place, room - room / 40);
    }
    return height > HEAD_ARCH ? height : HEAD_ARCH;
}

/* At the plan's start side. */
static void head_beside_add(Build *build, Node *row, const View *view) {
    Node *words = column_add(build, row, 12);
    words->spec.width = FIXED(HEAD_WIDTH);
    helper_arch_add(build, words, &view->card.service, HEAD_ARCH_BESIDE);
    words_of_head_add(build, words, &view->card.service);
}

static void buttons_add(Build *build, Node *content, const Locale *locale) {
    Node *row = row_add(build, content, GAP);
    row->spec.main = ALIGN_BETWEEN;
    button_add(build, row,
               (ButtonSpec){.key = "read",
                            .label = tr(locale, "Read about it"),
                            .action = ACT(ACTION_CARD_PAGE, 0),
                            .icon = ICON_BACK,
                            .height = BUTTON_HEIGHT,
                            .type = TYPE_TILE});
    card_now_add(build, row, locale, FIT, NOW_WORDS);
}

void card_plan_add(Build *build, Node *content, const View *view) {
    int width = frame_content_width(build) - 2 * PAD;
    int height = frame_content_height(build) - BUTTON_HEIGHT - GAP - 2 * PAD;
    content->spec.gap = GAP;
    Node *card = card_add(build, content, GROW, GROW);
    card->spec.pad = EDGES(PAD);
    card->spec.gap = GAP;
    if (is_portrait(build)) {
        height -= head_above_add(build, card, view, width) + GAP;
    } else {
        card->spec.axis = AXIS_ROW;
        head_beside_add(build, card, view);
        width -= HEAD_WIDTH + GAP;
    }
    Node *middle = column_add(build, card, 0);
    middle->spec.width = GROW;
    middle->spec.height = GROW;
    middle->spec.main = ALIGN_CENTER;
    middle->spec.cross = ALIGN_CENTER;
    sheet_add(build, middle, view, width, height);
    buttons_add(build, content, view->frame.locale);
}
