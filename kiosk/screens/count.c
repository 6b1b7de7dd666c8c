#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/*
 * Just count us: one touch on a number for adults, one for children, then "Sign in". Grades may be
 * said where the event has rooms by grade; they are dropped first when space is short.
 */

enum {
    GAP = 24,
    TILES = COUNT_MAX + 1,
    TILE_COLUMNS = 5,
    TILE_GAP = 14,
    TILE_HEIGHT_MAX = 140,
    GRADE_HEIGHT = 88,
    GRADES_SHOWN_MAX = 9,
    ACTION_HEIGHT = 164,
    ACTION_HEIGHT_LOW = 120,
};

typedef struct {
    const char *key; /* "adults" */
    Str8 label;
    ActionKind action;
    int value;
} Group;

static void number_add(Build *build, Node *row, const Group *group, int number) {
    bool chosen = number == group->value;
    Node *tile = tile_frame_add(build, row,
                                (NodeSpec){.key_text = str8_format(build->arena, "%d", number),
                                           .role = ROLE_CHOICE,
                                           .label = str8_format(build->arena, "%d", number),
                                           .hint = group->label,
                                           .states = chosen ? STATE_CHECKED : 0,
                                           .action = ACT(group->action, number),
                                           .axis = AXIS_COLUMN,
                                           .width = GROW,
                                           .height = GROW,
                                           .main = ALIGN_CENTER,
                                           .cross = ALIGN_CENTER,
                                           .radius = 28});
    Color ink = COLOR_INK;
    if (chosen) {
        tile->spec.fill = COLOR_PINE;
        tile->spec.outline = COLOR_PINE;
        ink = COLOR_ON_PINE;
    }
    Node *words = caption_add(build, tile, tile->spec.label, TYPE_KEY_DIGIT, ink);
    words->spec.one_line = true;
    words->spec.align = TEXT_CENTER;
    if (chosen) {
        Node *tick = icon_add(build, tile, ICON_CHECK, 34, ink, COLOR_NONE);
        tick->spec.absolute = true;
        tick->spec.start = 10;
        tick->spec.top = 8;
    }
}

static void group_add(Build *build, Node *parent, Group group) {
    Node *box = node_add(build, parent,
                         (NodeSpec){.key = group.key,
                                    .role = ROLE_GROUP,
                                    .label = group.label,
                                    .axis = AXIS_COLUMN,
                                    .width = GROW,
                                    .height = GROW,
                                    .gap = TILE_GAP});
    (void)heading_add(build, box, group.label, TYPE_LABEL);
    Node *row = box;
    for (int i = 0; i < TILES; i++) {
        if (i % TILE_COLUMNS == 0) {
            row = row_add(build, box, TILE_GAP);
            row->spec.height = (Size){.kind = SIZE_GROW, .value = 1, .max = TILE_HEIGHT_MAX};
        }
        number_add(build, row, &group, i);
    }
}

/* "K", "3": what a room door says; the whole word is spoken. */
static Str8 grade_short(Str8 grade) {
    if (str8_equal(grade, STR8("KG"))) {
        return STR8("K");
    }
    return grade.len == 2 && grade.ptr[0] == '0' ? str8_slice(grade, 1, 2) : grade;
}

static void grade_add(Build *build, Node *row, const View *view, size_t index) {
    const Locale *locale = view->frame.locale;
    Str8 grade = view->count.grades[index];
    int count = view->count.grade_counts == NULL ? 0 : view->count.grade_counts[index];
    bool some = count > 0;
    Node *tile = tile_frame_add(
        build, row,
        (NodeSpec){.key_text = str8_format(build->arena, "grade/%.*s", STR8_ARG(grade)),
                   .role = ROLE_BUTTON,
                   .label = locale_grade(locale, build->arena, grade),
                   .value = some ? str8_format(build->arena, "%d", count) : STR8(""),
                   .states = some ? STATE_CHECKED : 0,
                   .action = ACT(ACTION_GRADE, index),
                   .axis = AXIS_ROW,
                   .width = GROW,
                   .height = FIXED(GRADE_HEIGHT),
                   .gap = 14,
                   .main = ALIGN_CENTER,
                   .cross = ALIGN_CENTER,
                   .radius = 24});
    if (some) {
        tile->spec.fill = COLOR_PINE_TINT;
        tile->spec.outline = COLOR_PINE;
        tile->spec.outline_width = outline_of(build, 4);
    }
    Color ink = some ? COLOR_PINE : COLOR_INK;
    caption_add(build, tile, grade_short(grade), TYPE_LABEL, ink)->spec.one_line = true;
    if (some) {
        Str8 times = str8_format(build->arena, "× %d", count);
        caption_add(build, tile, times, TYPE_SMALL_BOLD, ink)->spec.one_line = true;
    }
}

static void grades_add(Build *build, Node *content, const View *view) {
    const CountView *count = &view->count;
    bool tight = build->look->text_size >= TEXT_LARGER && !is_portrait(build);
    if (count->grades_count == 0 || tight || is_low_reach(build)) {
        return;
    }
    Node *row = row_add(build, content, TILE_GAP);
    Node *words = text_add(build, row, tr(view->frame.locale, "Grades, if you like"), TYPE_SMALL,
                           COLOR_INK_2);
    words->spec.width = (Size){.kind = SIZE_FIT, .max = 260};
    for (size_t i = 0; i < count->grades_count && i < GRADES_SHOWN_MAX; i++) {
        grade_add(build, row, view, i);
    }
}

static void sign_in_add(Build *build, Node *content, const View *view, int height) {
    const Locale *locale = view->frame.locale;
    const CountView *count = &view->count;
    ButtonSpec spec = {.key = "sign-in",
                       .kind = BUTTON_PINE,
                       .action = ACT(ACTION_COUNT_COMMIT, 0),
                       .width = is_portrait(build) ? GROW : FIXED(888),
                       .height = height,
                       .icon_end = ICON_NEXT};
    if (count->working) {
        spec.label = tr(locale, "Saving");
        spec.states = STATE_BUSY;
    } else if (!count->ready) {
        spec.label = tr(locale, "Choose how many came");
        spec.states = STATE_NOT_YET;
        spec.type = TYPE_LABEL;
    } else {
        spec.label = tr_plural(locale, build->arena, "Sign in {count}", "Sign in {count}",
                               count->adults + count->children);
    }
    Node *row = row_add(build, content, 0);
    row->spec.main = ALIGN_END;
    action_button_add(build, row, spec);
}

static void head_add(Build *build, Node *content, const View *view) {
    const Locale *locale = view->frame.locale;
    Node *head = column_add(build, content, 0);
    (void)title_add(build, head, tr(locale, "How many of you came?"), frame_content_width(build));
    if (!is_largest(build) || is_portrait(build)) {
        (void)text_add(build, head, tr(locale, "No names. We only count."), TYPE_LEAD, COLOR_INK_2);
    }
}

void screen_count(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    bool low = is_low_reach(build);
    FrameOptions options = {.label = tr(locale, "How many of you came?")};
    Node *content = frame_add(build, root, view, options);
    content->spec.gap = low ? 16 : GAP;
    head_add(build, content, view);
    if (low) {
        (void)spacer_add(build, content);
    }
    Node *groups = is_portrait(build) ? column_add(build, content, low ? 16 : 48)
                                      : row_add(build, content, 48);
    groups->spec.height = GROW;
    if (low) {
        int space = frame_content_height(build) - frame_low_reach_top(build);
        int heading = by_size(build, 44, 50, 56, 62) + TILE_GAP;
        groups->spec.height = FIXED(space - ACTION_HEIGHT_LOW - 16 + heading);
    }
    groups->spec.cross = ALIGN_STRETCH;
    group_add(build, groups,
              (Group){"adults", tr(locale, "Adults"), ACTION_ADULTS, view->count.adults});
    group_add(build, groups,
              (Group){"children", tr(locale, "Children"), ACTION_CHILDREN, view->count.children});
    grades_add(build, content, view);
    sign_in_add(build, content, view, low ? ACTION_HEIGHT_LOW : ACTION_HEIGHT);
}
