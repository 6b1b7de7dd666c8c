#include "kiosk/screens/print.h"

#include "data/base/check.h"
#include "kiosk/screens/components.h"

enum {
    STATUS_PAD = 18,
    STATUS_PAD_Y = 12,
    STATUS_GAP = 6,
    STATUS_ICON = 40,
    STATUS_ICON_GAP = 12,
    STATUS_RADIUS = 24,
    STATUS_LEVELS = 7,
    BUTTON_ICON = 46,
    BUTTON_GAP = 18,
    BUTTON_PAD = 18,
};

/* ---- words ---- */

static const char *const TROUBLES[PRINT_TROUBLE_COUNT] = {
    [PRINT_TROUBLE_NONE] = "",
    [PRINT_PAPER_OUT] = TR_MARK("The printer has no paper."),
    [PRINT_COVER_OPEN] = TR_MARK("The printer is open."),
    [PRINT_JAM] = TR_MARK("Paper is stuck in the printer."),
    [PRINT_INK_OUT] = TR_MARK("The printer has no ink."),
    [PRINT_PAUSED] = TR_MARK("The printer was stopped."),
    [PRINT_BUSY] = TR_MARK("The printer is busy."),
    [PRINT_FAULT] = TR_MARK("The printer has a problem."),
    [PRINT_OFF] = TR_MARK("We cannot reach the printer. It may be off."),
    [PRINT_UNPLUGGED] = TR_MARK("We lost the printer. Its plug may be loose."),
    [PRINT_STALLED] = TR_MARK("The printer does not answer."),
    [PRINT_REFUSED] = TR_MARK("The printer has a problem."),
    [PRINT_UNFIT] = TR_MARK("The printer has the wrong paper."),
    [PRINT_CANCELLED] = TR_MARK("The printer was stopped."),
    [PRINT_NO_PRINTER] = TR_MARK("There is no printer here."),
};

static Str8 trouble_words(const Locale *locale, PrintTrouble trouble, const char *otherwise) {
    FOYER_ASSERT(trouble < PRINT_TROUBLE_COUNT);
    const char *words = trouble != PRINT_TROUBLE_NONE ? TROUBLES[trouble] : otherwise;
    return tr(locale, words);
}

static Str8 way_words(const Locale *locale, PrintSubject subject) {
    return subject == PRINT_OF_CODE ? tr(locale, "Photograph this code.")
                                    : tr(locale, "Please ask at the front desk.");
}

static Str8 take_words(const Locale *locale, PrintSubject subject) {
    return subject == PRINT_OF_BADGES ? tr(locale, "Take your name badges.")
                                      : tr(locale, "Take your paper with you.");
}

PrintWords print_words(const Locale *locale, const PrintView *print, PrintSubject subject) {
    PrintTrouble trouble = print->result.trouble;
    if (!print->answered) {
        return (PrintWords){.head = tr(locale, "One moment…"),
                            .why = tr(locale, "We are asking the printer.")};
    }
    switch (print->result.state) {
    case PRINT_SENDING:
        return (PrintWords){
            .head = tr(locale, "Sending…"),
            .why = trouble_words(locale, trouble, TR_MARK("It is on its way to the printer."))};
    case PRINT_SENT:
        return (PrintWords){.head = tr(locale, "Sent"),
                            .why = trouble_words(locale, trouble, TR_MARK("The printer has it."))};
    case PRINT_PRINTING:
        return (PrintWords){
            .head = tr(locale, "Printing…"),
            .why = trouble_words(locale, trouble, TR_MARK("The printer is working on it."))};
    case PRINT_PRINTED:
        return (PrintWords){.head = tr(locale, "Printed"), .why = take_words(locale, subject)};
    case PRINT_NOT_PRINTED:
        return (PrintWords){
            .head = tr(locale, "Not printed"),
            .why = trouble_words(locale, trouble, TR_MARK("The printer has a problem.")),
            .way = way_words(locale, subject)};
    case PRINT_UNKNOWN:
    case PRINT_STATE_COUNT:
        break;
    }
    return (PrintWords){.head = tr(locale, "Not sure"),
                        .why = tr(locale, "We cannot see whether it printed."),
                        .way = way_words(locale, subject)};
}

/* ---- the button ---- */

Node *print_button_add(Build *build, Node *parent, const Locale *locale, const PrintView *print,
                       Str8 first, Size width, int room) {
    FOYER_ASSERT(print->offered);
    Str8 words = print->asked && !print->waits ? tr(locale, "Print again") : first;
    int beside = room - BUTTON_ICON - BUTTON_GAP;
    /* Long words take the picture's room too; while it is busy the dots must stand there. */
    bool picture = print->waits || measure_lines(build, TYPE_TILE, 2, words, beside) <= 2;
    int steps = measure_steps(build, TYPE_TILE, &words, 1, picture ? beside : room, 2);
    int high = measure_steps_high(build, TYPE_TILE, words, picture ? beside : room,
                                  PRINT_BUTTON_HEIGHT - 16);
    return button_add(build, parent,
                      (ButtonSpec){.key = "print",
                                   .label = words,
                                   .action = ACT(ACTION_PRINT, 0),
                                   .states = print->waits ? STATE_BUSY : 0,
                                   .icon = picture ? ICON_PRINT : ICON_NONE,
                                   .icon_size = BUTTON_ICON,
                                   .width = width,
                                   .height = PRINT_BUTTON_HEIGHT,
                                   .pad = BUTTON_PAD,
                                   .type = TYPE_TILE,
                                   .steps_down = high > steps ? high : steps});
}

/* ---- the status ---- */

typedef struct {
    uint16_t icon;
    Color ink;
    Color fill;
} StatusLook;

/* Word, picture and colour each say it (rule 33). */
static StatusLook status_look(const PrintView *print) {
    if (print->answered && print->result.state == PRINT_PRINTED) {
        return (StatusLook){ICON_CHECK, COLOR_OK, COLOR_OK_TINT};
    }
    if (print->answered && print->result.state == PRINT_UNKNOWN) {
        return (StatusLook){ICON_INFO, COLOR_AMBER, COLOR_AMBER_TINT};
    }
    if (print->answered && print->result.trouble != PRINT_TROUBLE_NONE) {
        return (StatusLook){ICON_WARNING, COLOR_AMBER, COLOR_AMBER_TINT};
    }
    return (StatusLook){ICON_PRINT, COLOR_INK, COLOR_PAPER};
}

typedef struct {
    TypeRole strong;
    TypeRole body;
    int steps; /* of both */
} StatusType;

static StatusType status_type(int level) {
    return (StatusType){.strong = level == 0   ? TYPE_NAME
                                  : level == 1 ? TYPE_TILE
                                               : TYPE_SMALL_BOLD,
                        .body = level == 0 ? TYPE_BODY : TYPE_SMALL,
                        .steps = level > 2 ? level - 2 : 0};
}

static int pictured_height(const Build *build, TypeRole type, int steps, Str8 words, int room) {
    int height = measure_height(build, type, steps, words, room - STATUS_ICON - STATUS_ICON_GAP);
    return height > STATUS_ICON ? height : STATUS_ICON;
}

static int status_height(const Build *build, const PrintWords *words, StatusType type, int room) {
    int height = pictured_height(build, type.strong, type.steps, words->head, room);
    if (words->why.len > 0) {
        height += STATUS_GAP + measure_height(build, type.body, type.steps, words->why, room);
    }
    if (words->way.len > 0) {
        height += STATUS_GAP + pictured_height(build, type.strong, type.steps, words->way, room);
    }
    return height + 2 * STATUS_PAD_Y;
}

static void pictured_add(Build *build, Node *box, uint16_t icon, Str8 words, StatusType type,
                         Color ink) {
    Node *row = row_add(build, box, STATUS_ICON_GAP);
    icon_add(build, row, icon, STATUS_ICON, ink, COLOR_NONE);
    Node *text = caption_add(build, row, words, type.strong, ink);
    text->spec.type_steps_down = type.steps;
    text->spec.width = GROW;
}

static Str8 status_label(Build *build, const PrintWords *words) {
    Str8 parts[] = {words->why, words->way};
    Str8 label = words->head;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].len > 0) {
            label = str8_format(build->arena, i == 0 ? "%.*s. %.*s" : "%.*s %.*s", STR8_ARG(label),
                                STR8_ARG(parts[i]));
        }
    }
    return label;
}

Node *print_status_add(Build *build, Node *parent, const Locale *locale, const PrintView *print,
                       PrintSubject subject, int width, int height) {
    FOYER_ASSERT(print->asked);
    PrintWords words = print_words(locale, print, subject);
    StatusLook look = status_look(print);
    int room = width - 2 * STATUS_PAD;
    int level = 0;
    room -= room / 40; /* estimates are not exact */
    while (level + 1 < STATUS_LEVELS &&
           status_height(build, &words, status_type(level), room) > height) {
        level++;
    }
    StatusType type = status_type(level);
    Node *box = node_add(build, parent,
                         (NodeSpec){.key = "printed",
                                    .role = ROLE_STATUS,
                                    .label = status_label(build, &words),
                                    .axis = AXIS_COLUMN,
                                    .width = FIXED(width),
                                    .height = FIT,
                                    .pad = EDGES_XY(STATUS_PAD, STATUS_PAD_Y),
                                    .gap = STATUS_GAP,
                                    .fill = look.fill,
                                    .outline = is_strong(build) ? COLOR_LINE : COLOR_NONE,
                                    .outline_width = is_strong(build) ? 2 : 0,
                                    .radius = STATUS_RADIUS});
    pictured_add(build, box, look.icon, words.head, type, look.ink);
    if (words.why.len > 0) {
        caption_add(build, box, words.why, type.body, COLOR_INK)->spec.type_steps_down = type.steps;
    }
    if (words.way.len > 0) {
        pictured_add(build, box, subject == PRINT_OF_CODE ? ICON_CAMERA : ICON_PEOPLE, words.way,
                     type, COLOR_INK);
    }
    return box;
}
