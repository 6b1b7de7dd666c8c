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
    TILES_HEIGHT_LARGEST = 412,
    TILES_HEIGHT_PORTRAIT = 824,
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
        return tr(locale, "Who is leaving?");
    }
    if (self->household->already_here) {
        Str8 time = locale_time(locale, self->build->arena, self->household->since_utc_ms);
        return tr_fill(locale, self->build->arena, tr(locale, "You are here since {time}"),
                       &(TrArg){"time", time}, 1);
    }
    bool evening = locale_civil(locale, self->view->frame.now_utc_ms).hour >= EVENING_HOUR;
    return evening ? tr(locale, "Who is here tonight?") : tr(locale, "Who is here today?");
}

static Str8 hint_words(const Party *self) {
    if (self->household->leaving) {
        return tr(self->locale, "Touch anyone who is staying.");
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
        if (count == 0) {
            return tr(locale, "Choose who is leaving");
        }
        return all ? tr_plural(locale, arena, "Sign out all {count}", "Sign out all {count}", count)
                   : tr_plural(locale, arena, "Sign out {count}", "Sign out {count}", count);
    }
    if (count == 0) {
        return tr(locale, "Choose who came");
    }
    return all ? tr_plural(locale, arena, "Sign in all {count}", "Sign in all {count}", count)
               : tr_plural(locale, arena, "Sign in {count}", "Sign in {count}", count);
}

static void not_us_add(const Party *self, Node *parent) {
    button_add(self->build, parent,
               (ButtonSpec){.key = "not-us",
                            .label = tr(self->locale, "Not my family"),
                            .action = ACT(ACTION_NOT_US, 0),
                            .icon = ICON_CLOSE,
                            .icon_size = 42,
                            .height = 84,
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
        not_us_add(self, end);
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
    button_add(self->build, row,
               (ButtonSpec){.key = "more",
                            .label = tr(self->locale, "More people"),
                            .action = ACT(ACTION_PAGE, next),
                            .icon = ICON_PEOPLE,
                            .height = height,
                            .radius = 36,
                            .pad = 24});
}

static void commit_add(const Party *self, Node *row, int height) {
    const HouseholdView *household = self->household;
    uint32_t states = household->working ? STATE_BUSY : 0;
    states |= household->here_count == 0 ? STATE_NOT_YET : 0;
    bool leaving = household->leaving;
    action_button_add(
        self->build, row,
        (ButtonSpec){.key = leaving ? "sign-out" : "sign-in",
                     .label = commit_words(self),
                     .action = ACT(leaving ? ACTION_SIGN_OUT_COMMIT : ACTION_SIGN_IN_COMMIT, 0),
                     .kind = leaving ? BUTTON_CLAY : BUTTON_PINE,
                     .states = states,
                     .icon_end = ICON_NEXT,
                     .width = GROW,
                     .height = height});
}

static void actions_add(const Party *self, Node *content, int height) {
    Build *build = self->build;
    Node *row = row_add(build, content, ACTION_GAP);
    if (!self->household->leaving) {
        bool narrow = is_portrait(build);
        button_add(build, row,
                   (ButtonSpec){.key = "someone-else",
                                .label = tr(self->locale, "Someone else"),
                                .action = ACT(ACTION_SOMEONE_ELSE_OPEN, 0),
                                .icon = ICON_PLUS,
                                .width = {.kind = SIZE_FIT, .min = narrow ? 312 : 432},
                                .height = height,
                                .radius = 36});
    }
    pager_add(self, row, height);
    commit_add(self, row, height);
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
        tiles = 1120;
    }
    self->grid = member_grid(build, self->household->count, frame_content_width(build), tiles);
    head_add(self, content, !portrait);
    spacer_add(build, content);
    member_grid_add(build, content, self->view, &self->grid);
    gap_add(build, content, ACTIONS_GAP);
    if (portrait) {
        not_us_add(self, content);
        gap_add(build, content, ACTIONS_GAP);
    }
    actions_add(self, content, ACTION_HEIGHT);
    gap_add(build, content, is_largest(build) || is_strong(build) ? 4 : BELOW);
}

/* Low reach: what can be touched stands below the middle of the screen. */
static void low_add(Party *self, Node *content) {
    Build *build = self->build;
    int top = frame_low_reach_top(build) + 8;
    int height = frame_content_height(build) - top;
    int action = is_portrait(build) ? ACTION_HEIGHT : ACTION_HEIGHT_LOW;
    int tiles = height - action - ACTION_GAP - (is_portrait(build) ? 84 + ACTION_GAP : 0);
    self->grid = member_grid(build, self->household->count, frame_content_width(build), tiles);
    Node *head = column_add(build, content, 0);
    head->spec.height = FIXED(top);
    head_add(self, head, false);
    member_grid_add(build, content, self->view, &self->grid);
    spacer_add(build, content);
    if (is_portrait(build)) {
        not_us_add(self, content);
        gap_add(build, content, ACTION_GAP);
        actions_add(self, content, action);
        return;
    }
    Node *row = row_add(build, content, ACTION_GAP);
    not_us_add(self, row);
    row->last_child->spec.height = (Size){.kind = SIZE_FIT, .min = action};
    actions_add(self, row, action);
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
