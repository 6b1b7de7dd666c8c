#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/* Grandparent, cousin, neighbour, baby: one touch adds somebody, without a name (rule 12). */

enum {
    TILE_HEIGHT = 444,
    ROW_HEIGHT = 190,
    ROW_HEIGHT_LOW = 172,
    GAP = 24,
    ARCH = 196,
};

typedef struct {
    const char *key;
    Str8 label;
    BustKind bust;
    unsigned hue;
    GuestKind kind;
} GuestChoice;

static void choices_list(const Locale *locale, GuestChoice choices[GUEST_KIND_COUNT]) {
    choices[0] = (GuestChoice){"adult", tr(locale, "Another adult"), BUST_ADULT, 2, GUEST_ADULT};
    choices[1] =
        (GuestChoice){"grandparent", tr(locale, "Grandparent"), BUST_ADULT, 0, GUEST_GRANDPARENT};
    choices[2] = (GuestChoice){"child", tr(locale, "Another child"), BUST_CHILD, 3, GUEST_CHILD};
    choices[3] = (GuestChoice){"baby", tr(locale, "Baby"), BUST_BABY, 4, GUEST_BABY};
}

static void choice_tile_add(Build *build, Node *parent, const GuestChoice *choice, int width,
                            int height, int steps) {
    bool tall = height >= TILE_HEIGHT;
    Node *tile = tile_frame_add(build, parent,
                                (NodeSpec){.key = choice->key,
                                           .label = choice->label,
                                           .action = ACT(ACTION_GUEST_ADD, choice->kind),
                                           .axis = tall ? AXIS_COLUMN : AXIS_ROW,
                                           .width = FIXED(width),
                                           .height = FIXED(height),
                                           .pad = tall ? EDGES_XY(20, 56) : EDGES_XY(28, 12),
                                           .gap = tall ? 24 : 28,
                                           .main = tall ? ALIGN_CENTER : ALIGN_START,
                                           .cross = ALIGN_CENTER,
                                           .radius = 40});
    arch_bust_add(
        build, tile,
        (Bust){.height = tall ? ARCH : height - 40, .kind = choice->bust, .hue = choice->hue});
    Node *words = caption_add(build, tile, choice->label, TYPE_LABEL, COLOR_INK);
    words->spec.align = tall ? TEXT_CENTER : TEXT_START;
    words->spec.lines_max = 2;
    words->spec.type_steps_down = steps;
}

static void choices_add(Build *build, Node *content, const Locale *locale, bool rows, int height) {
    GuestChoice choices[GUEST_KIND_COUNT];
    choices_list(locale, choices);
    int across = rows || is_portrait(build) ? 2 : 4;
    int width = (frame_content_width(build) - (across - 1) * GAP) / across;
    Str8 labels[GUEST_KIND_COUNT];
    for (size_t i = 0; i < GUEST_KIND_COUNT; i++) {
        labels[i] = choices[i].label;
    }
    int room = rows ? width - 56 - 28 - (height - 40) * 9 / 10 : width - 48;
    int steps = measure_steps(build, TYPE_LABEL, labels, GUEST_KIND_COUNT, room, 2);
    Node *row = row_add(build, content, GAP);
    row->spec.wrap = true;
    for (size_t i = 0; i < GUEST_KIND_COUNT; i++) {
        choice_tile_add(build, row, &choices[i], width, height, steps);
    }
}

void screen_someone_else(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    Str8 title = tr(locale, "Who else is here?");
    Node *content = frame_add(build, root, view, (FrameOptions){.label = title});
    Node *head = column_add(build, content, 0);
    title_add(build, head, title, frame_content_width(build));
    text_add(build, head, tr(locale, "Touch one. We do not need a name."), TYPE_LEAD, COLOR_INK_2);
    bool rows = is_low_reach(build) && !is_portrait(build);
    if (is_low_reach(build)) {
        head->spec.height = FIXED(frame_low_reach_top(build) + 8);
    } else {
        gap_add(build, content, 40);
        if (is_portrait(build)) { /* controls fall in the lower half */
            spacer_add(build, content);
        }
    }
    choices_add(build, content, locale, rows || (is_portrait(build) && is_low_reach(build)),
                rows ? ROW_HEIGHT_LOW : (is_low_reach(build) ? ROW_HEIGHT : TILE_HEIGHT));
}
