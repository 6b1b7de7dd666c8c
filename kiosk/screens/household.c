#include "kiosk/screens/components.h"
#include "kiosk/screens/member.h"
#include "kiosk/screens/screens.h"

/* Who came (or who leaves): all on, one touch signs everyone in. */

enum {
    EVENING_HOUR = 17,
    ACTIONS_GAP = 28,
    ACTION_GAP = 24,
    ACTION_HEIGHT = 164,
    ACTION_HEIGHT_LOW = 116,
    BELOW = 20,
    TILES_HEIGHT = 444,
    COMMIT_ROOM = 170, /* padding and arrow beside the words */
    COMMIT_STEPS_MAX = 4,
    BUTTON_ROOM = 128,         /* padding and icon */
    STACKED_WORDS_WIDTH = 250, /* three side by side in portrait */
    TILES_HEIGHT_LARGEST = 412,
    TILES_HEIGHT_PORTRAIT = 824,
    TILES_HEIGHT_PORTRAIT_MANY = 1040,
    ELSE_MIN = 432,
    NOT_US_HEIGHT = 84,
    STACKED_HEIGHT = 120,
};

typedef struct {
    Build *build;
    const View *view;
    const HouseholdView *household;
    const Locale *locale;
    MemberGrid grid;
    size_t newcomers; /* people who can be signed in (or out) now */
} Party;

static Str8 title_words(const Party *self) {
    const Locale *locale = self->locale;
    if (self->household->leaving) {
        return tr(locale, "Going home?");
    }
    if (self->household->already_here) {
        Str8 time = locale_time(locale, self->build->arena, self->household->since_utc_ms);
        return tr_fill(locale, self->build->arena, tr(locale, "You have been here since {time}"),
                       &(TrArg){"time", time}, 1);
    }
    bool evening = locale_civil(locale, self->view->frame.now_utc_ms).hour >= EVENING_HOUR;
    return evening ? tr(locale, "Who is here tonight?") : tr(locale, "Who is here today?");
}

static Str8 hint_words(const Party *self) {
    if (self->household->leaving) {
        return tr(self->locale, "Everyone signs out together.");
    }
    if (self->household->already_here) {
        return self->newcomers == 0 ? tr(self->locale, "Everyone is signed in.")
                                    : tr(self->locale, "Touch anyone who has not come.");
    }
    return tr(self->locale, "Touch anyone who stayed home.");
}

static Str8 commit_words(const Party *self) {
    const Locale *locale = self->locale;
    Arena *arena = self->build->arena;
    int64_t count = (int64_t)self->household->here_count;
    bool all = self->household->here_count == self->household->count && count > 1;
    if (self->household->working) {
        return tr(locale, "Saving");
    }
    if (self->household->leaving) {
        return all ? tr_plural(locale, arena, "Sign out all {count}", "Sign out all {count}", count)
                   : tr_plural(locale, arena, "Sign out {count}", "Sign out {count}", count);
    }
    if (count == 0) {
        /* All of them are here already: what they came back for is the way. */
        return self->household->already_here ? tr(locale, "See our rooms")
                                             : tr(locale, "Choose who came");
    }
    return all ? tr_plural(locale, arena, "Sign in all {count}", "Sign in all {count}", count)
               : tr_plural(locale, arena, "Sign in {count}", "Sign in {count}", count);
}

/* The smaller buttons, where space is short: no pictures, furniture's type. */
static bool is_tight(const Party *self) {
    const Build *build = self->build;
    return is_portrait(build) || (is_low_reach(build) && build->look->text_size >= TEXT_LARGER);
}

static int small_width(const Party *self, Str8 label, int min) {
    bool tight = is_tight(self);
    int width = measure_width(self->build, tight ? TYPE_FURNITURE : TYPE_LABEL, 0, label) +
                (tight ? 40 : BUTTON_ROOM);
    return width > min ? width : min;
}

static void small_add(const Party *self, Node *row, ButtonSpec spec) {
    bool portrait = is_portrait(self->build);
    if (is_tight(self)) {
        spec.icon = ICON_NONE;
        spec.pad = 20;
        spec.type = TYPE_FURNITURE;
        spec.radius = 32;
        spec.width = portrait ? GROW : FIT;
    }
    if (portrait) {
        spec.steps_down = measure_steps_high(self->build, TYPE_FURNITURE, spec.label,
                                             STACKED_WORDS_WIDTH, spec.height - 24);
    }
    button_add(self->build, row, spec);
}

static void not_us_add(const Party *self, Node *parent, int height) {
    small_add(self, parent,
              (ButtonSpec){.key = "not-us",
                           .label = tr(self->locale, "Not my family"),
                           .action = ACT(ACTION_NOT_US, 0),
                           .icon = ICON_CLOSE,
                           .icon_size = 42,
                           .height = height,
                           .radius = 24,
                           .type = TYPE_FURNITURE});
}

static void head_add(const Party *self, Node *content, bool with_button) {
    Build *build = self->build;
    Node *row = row_add(build, content, 36);
    row->spec.cross = ALIGN_START;
    Node *words = column_add(build, row, 0);
    words->spec.pad.top = is_largest(build) ? 0 : 6;
    int width = frame_content_width(build) - (with_button ? 500 : 0);
    title_add(build, words, title_words(self), width);
    Node *hint = text_add(build, words, hint_words(self), TYPE_LEAD, COLOR_INK_2);
    hint->spec.lines_max = 2;
    if (with_button) {
        Node *end = column_add(build, row, 0);
        end->spec.width = FIT;
        end->spec.pad.top = 26;
        not_us_add(self, end, NOT_US_HEIGHT);
    }
}

static size_t pages_count(const Party *self) {
    return (self->household->count + self->grid.per_page - 1) / self->grid.per_page;
}

static void pager_add(const Party *self, Node *row, int height) {
    size_t pages = pages_count(self);
    if (pages < 2) {
        return;
    }
    size_t next = (self->household->page + 1) % pages;
    small_add(self, row,
              (ButtonSpec){.key = "more",
                           .label = tr(self->locale, "More people"),
                           .action = ACT(ACTION_PAGE, next),
                           .icon = ICON_PEOPLE,
                           .height = height,
                           .radius = 36,
                           .pad = 24});
}

/* One line, however far its words must step down for it. */
static int commit_steps(const Party *self, Str8 label, int used) {
    int width = frame_content_width(self->build) - used - COMMIT_ROOM;
    int steps = measure_steps(self->build, TYPE_ACTION, &label, 1, width, 1);
    return steps < COMMIT_STEPS_MAX ? steps : COMMIT_STEPS_MAX;
}

/* @param used  width that the row's other buttons take */
static void commit_add(const Party *self, Node *row, int height, int used) {
    const HouseholdView *household = self->household;
    uint32_t states = household->working ? STATE_BUSY : 0;
    states |= household->here_count == 0 && !household->already_here ? STATE_NOT_YET : 0;
    bool leaving = household->leaving;
    action_button_add(
        self->build, row,
        (ButtonSpec){.key = leaving ? "sign-out" : "sign-in",
                     .label = commit_words(self),
                     .action = ACT(leaving ? ACTION_SIGN_OUT_COMMIT : ACTION_SIGN_IN_COMMIT, 0),
                     .kind = leaving ? BUTTON_CLAY : BUTTON_PINE,
                     .states = states,
                     .steps_down = commit_steps(self, commit_words(self), used),
                     .icon_end = ICON_NEXT,
                     .width = GROW,
                     .height = height});
}

static int else_min(const Party *self) {
    return is_tight(self) ? 0 : ELSE_MIN;
}

static void someone_else_add(const Party *self, Node *row, int height) {
    if (self->household->leaving) {
        return;
    }
    small_add(self, row,
              (ButtonSpec){.key = "someone-else",
                           .label = tr(self->locale, "Someone else"),
                           .action = ACT(ACTION_SOMEONE_ELSE_OPEN, 0),
                           .icon = ICON_PLUS,
                           .width = {.kind = SIZE_FIT, .min = else_min(self)},
                           .height = height,
                           .radius = 36});
}

/* @param used  width that is taken in the row already */
static void actions_add(const Party *self, Node *content, int height, int used) {
    Node *row = row_add(self->build, content, ACTION_GAP);
    if (!self->household->leaving) {
        used += small_width(self, tr(self->locale, "Someone else"), else_min(self)) + ACTION_GAP;
    }
    if (pages_count(self) > 1) {
        used += small_width(self, tr(self->locale, "More people"), 0) + ACTION_GAP;
    }
    someone_else_add(self, row, height);
    pager_add(self, row, height);
    commit_add(self, row, height, used);
}

/* Portrait: the smaller ones side by side above the big one. */
static void actions_stacked_add(const Party *self, Node *content) {
    Node *row = row_add(self->build, content, ACTION_GAP);
    not_us_add(self, row, STACKED_HEIGHT);
    someone_else_add(self, row, STACKED_HEIGHT);
    pager_add(self, row, STACKED_HEIGHT);
    gap_add(self->build, content, ACTION_GAP);
    commit_add(self, row_add(self->build, content, 0), ACTION_HEIGHT, 0);
}

static void standing_add(Party *self, Node *content) {
    Build *build = self->build;
    bool portrait = is_portrait(build);
    int tiles = portrait ? TILES_HEIGHT_PORTRAIT
                         : (is_largest(build) ? TILES_HEIGHT_LARGEST : TILES_HEIGHT);
    if (!portrait && is_strong(build)) {
        tiles = TILES_HEIGHT_LARGEST;
    }
    if (portrait && self->household->count > 4) {
        tiles = TILES_HEIGHT_PORTRAIT_MANY;
    }
    self->grid = member_grid(build, self->household->count, frame_content_width(build), tiles);
    head_add(self, content, !portrait);
    spacer_add(build, content);
    member_grid_add(build, content, self->view, &self->grid);
    gap_add(build, content, ACTIONS_GAP);
    if (portrait) {
        actions_stacked_add(self, content);
    } else {
        actions_add(self, content, ACTION_HEIGHT, 0);
    }
    gap_add(build, content, is_largest(build) || is_strong(build) ? 4 : BELOW);
}

/* Low reach: what can be touched stands below the middle of the screen. */
static void low_add(Party *self, Node *content) {
    Build *build = self->build;
    int top = frame_low_reach_top(build) + 8;
    int height = frame_content_height(build) - top;
    int actions =
        is_portrait(build) ? ACTION_HEIGHT + ACTION_GAP + STACKED_HEIGHT : ACTION_HEIGHT_LOW;
    self->grid = member_grid(build, self->household->count, frame_content_width(build),
                             height - actions - ACTION_GAP);
    Node *head = column_add(build, content, 0);
    head->spec.height = FIXED(top);
    head_add(self, head, false);
    member_grid_add(build, content, self->view, &self->grid);
    spacer_add(build, content);
    if (is_portrait(build)) {
        actions_stacked_add(self, content);
        return;
    }
    Node *row = row_add(build, content, ACTION_GAP);
    not_us_add(self, row, ACTION_HEIGHT_LOW);
    int used = small_width(self, tr(self->locale, "Not my family"), 0) + ACTION_GAP;
    actions_add(self, row, ACTION_HEIGHT_LOW, used);
}

static void household_build(Build *build, Node *root, const View *view) {
    Party self = {
        .build = build, .view = view, .household = &view->household, .locale = view->frame.locale};
    for (size_t i = 0; i < self.household->count; i++) {
        self.newcomers += self.household->members[i].already ? 0 : 1;
    }
    Node *content = frame_add(build, root, view, (FrameOptions){.label = title_words(&self)});
    if (is_low_reach(build)) {
        low_add(&self, content);
    } else {
        standing_add(&self, content);
    }
}

void screen_household(Build *build, Node *root, const View *view) {
    household_build(build, root, view);
}

void screen_leaving(Build *build, Node *root, const View *view) {
    household_build(build, root, view);
}
