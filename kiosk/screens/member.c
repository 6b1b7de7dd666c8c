#include "kiosk/screens/member.h"

#include "kiosk/screens/components.h"

enum {
    GAP = 24,
    TALL_MIN = 380,
    ARCH_MIN = 180, /* rows lower than this have no arch */
    LARGEST_HEIGHT = 194,
    TALL_PAD_TOP = 28,
    TALL_ARCH = 196,
    TALL_ARCH_MIN = 110,
    TALL_AROUND = 30, /* gaps above and below the words */
    ROLE_STEPS_MAX = 2,
    NAME_STEPS_MAX = 5,
    TALL_BADGE = 68,
    BADGE_INSET = 26,
    BAR_HEIGHT = 74,
    TILE_RADIUS = 40,
    TALL_PEOPLE_MAX = 4,
    STATE_BESIDE_MIN = 560, /* rows this wide have their state word beside the name */
    HUES_COUNT = 5,
};

typedef struct {
    Build *build;
    const Locale *locale;
    const MemberView *member;
    const MemberGrid *grid;
    bool on;
    int64_t since_utc_ms;
    size_t index;
    unsigned hue;
} Tile;

static MemberGrid grid_of(size_t across, size_t rows, int width, int height) {
    MemberGrid grid = {.per_page = across * rows, .across = across};
    grid.tile_width = (width - (int)(across - 1) * GAP) / (int)across;
    grid.tile_height = (height - (int)(rows - 1) * GAP) / (int)rows;
    return grid;
}

static MemberGrid grid_tall(size_t across, size_t rows, int width, int height) {
    MemberGrid grid = grid_of(across, rows, width, height);
    grid.tall = true;
    grid.tile_height = grid.tile_height > 444 ? 444 : grid.tile_height;
    return grid;
}

static MemberGrid grid_portrait(const Build *build, size_t count, int width, int height) {
    if (is_largest(build) || is_low_reach(build)) {
        int row = is_low_reach(build) ? 144 : LARGEST_HEIGHT;
        size_t rows = (size_t)((height + GAP) / (row + GAP));
        rows = rows > 6 ? 6 : (rows < 2 ? 2 : rows);
        size_t across = is_largest(build) ? 1 : 2;
        MemberGrid grid = grid_of(across, rows, width, height);
        grid.tile_height = grid.tile_height > 240 ? 240 : grid.tile_height;
        return grid;
    }
    if (count <= 6) {
        return grid_tall(2, count <= 4 ? 2 : 3, width, height);
    }
    return grid_of(2, 5, width, height);
}

MemberGrid member_grid(const Build *build, size_t count, int width, int height) {
    if (is_portrait(build)) {
        return grid_portrait(build, count, width, height);
    }
    if (is_low_reach(build)) {
        return is_largest(build) || count <= 4 ? grid_of(2, 2, width, height)
                                               : grid_of(3, 2, width, height);
    }
    if (is_largest(build)) {
        return grid_of(2, 2, width, height);
    }
    if (count <= TALL_PEOPLE_MAX && height >= TALL_MIN) {
        size_t across = count < 2 ? 2 : count;
        return grid_tall(across, 1, width, height);
    }
    bool large = build->look->text_size >= TEXT_LARGER;
    return count <= 6 || large ? grid_of(large ? 2 : 3, 2, width, height)
                               : grid_of(3, 3, width, height);
}

static Str8 member_name(const Locale *locale, const MemberView *member) {
    if (member->name.len > 0) {
        return member->name;
    }
    return person_role_is_adult(member->role) ? tr(locale, "Another adult")
                                              : tr(locale, "Another child");
}

static Str8 member_role(const Locale *locale, Arena *arena, const MemberView *member) {
    if (member->guest) {
        return tr(locale, "Guest");
    }
    switch (member->role) {
    case PERSON_GUARDIAN:
        return tr(locale, "Parent");
    case PERSON_STUDENT:
        return member->grade.len > 0 ? locale_grade(locale, arena, member->grade)
                                     : tr(locale, "Student");
    case PERSON_OTHER_ADULT:
        return tr(locale, "Adult");
    case PERSON_OTHER_CHILD:
    case PERSON_ROLE_COUNT:
        break;
    }
    return tr(locale, "Child");
}

static Str8 state_words(const Tile *tile) {
    if (tile->member->already) {
        Str8 time = locale_time(tile->locale, tile->build->arena, tile->since_utc_ms);
        return tr_fill(tile->locale, tile->build->arena, tr(tile->locale, "Here since {time}"),
                       &(TrArg){"time", time}, 1);
    }
    return tile->on ? tr(tile->locale, "Here") : tr(tile->locale, "Stayed home");
}

static Color tile_accent(const Tile *tile) {
    if (tile->member->already || !tile->on) {
        return COLOR_INK_2;
    }
    return COLOR_PINE;
}

static NodeSpec tile_node(const Tile *tile) {
    Build *build = tile->build;
    const MemberView *member = tile->member;
    Str8 id = id_text(build->arena, member->id);
    bool fixed = member->already;
    Str8 name = member_name(tile->locale, member);
    NodeSpec spec = {.key_text = str8_format(build->arena, "member/%.*s", STR8_ARG(id)),
                     .role = fixed ? ROLE_TEXT : ROLE_TOGGLE,
                     .label = name,
                     .hint = member_role(tile->locale, build->arena, member),
                     .value = state_words(tile),
                     .states = tile->on && !fixed ? STATE_CHECKED : 0,
                     .width = FIXED(tile->grid->tile_width),
                     .height = FIXED(tile->grid->tile_height),
                     .radius = tile->grid->tall ? TILE_RADIUS : 32};
    if (!fixed) {
        spec.action = ACT(ACTION_MEMBER_TOGGLE, tile->index);
    }
    spec.fill = tile->on && !fixed ? COLOR_SURFACE : COLOR_PAPER;
    spec.dashed = !tile->on && !fixed;
    spec.outline = fixed ? COLOR_LINE : (tile->on ? tile_accent(tile) : COLOR_EDGE);
    spec.outline_width = outline_of(build, fixed ? 2 : (tile->on ? 4 : 3));
    spec.shadow = tile->on && !fixed ? SHADOW_1 : SHADOW_NONE;
    return spec;
}

static Str8 initial_of(const MemberView *member) {
    size_t end = 0;
    if (member->name.len > 0) {
        str8_next(member->name, &end);
    }
    return str8_slice(member->name, 0, end);
}

static Node *tile_arch_add(const Tile *tile, Node *parent, int height) {
    bool adult = person_role_is_adult(tile->member->role);
    return arch_bust_add(tile->build, parent,
                         (Bust){.height = height,
                                .kind = adult ? BUST_ADULT : BUST_CHILD,
                                .hue = tile->hue,
                                .off = !tile->on && !tile->member->already,
                                .initial = initial_of(tile->member)});
}

static void tile_badge_add(const Tile *tile, Node *parent, int size) {
    if (tile->member->already) {
        return;
    }
    badge_add(tile->build, parent, size, tile->on);
}

/* The state as a bar along the foot: word, and tint or a dashed line. */
static void tile_bar_add(const Tile *tile, Node *parent) {
    bool on = tile->on && !tile->member->already;
    if (!on && !tile->member->already) {
        node_add(tile->build, parent,
                 (NodeSpec){.width = GROW,
                            .height = FIXED(3),
                            .outline = COLOR_EDGE,
                            .outline_width = 3,
                            .dashed = true});
    }
    Node *bar = node_add(tile->build, parent,
                         (NodeSpec){.axis = AXIS_COLUMN,
                                    .width = GROW,
                                    .height = {.kind = SIZE_FIT, .min = BAR_HEIGHT},
                                    .main = ALIGN_CENTER,
                                    .cross = ALIGN_CENTER,
                                    .fill = on ? COLOR_PINE_TINT : COLOR_NONE,
                                    .radii = {0, 0, TILE_RADIUS - 4, TILE_RADIUS - 4}});
    Node *word = caption_add(tile->build, bar, state_words(tile), TYPE_TILE, tile_accent(tile));
    word->spec.type_steps_down = measure_steps_high(tile->build, TYPE_TILE, state_words(tile),
                                                    tile->grid->tile_width - 24, BAR_HEIGHT - 8);
    word->spec.align = TEXT_CENTER;
    word->spec.lines_max = 2;
}

/* What of a tile's words fits its height: all step down together, then the role goes. */
typedef struct {
    int width;
    int steps;
    bool role;
    bool state; /* below the role; else it stands elsewhere */
} WordsFit;

static int words_height(const Tile *tile, const WordsFit *fit) {
    Build *build = tile->build;
    Str8 name = member_name(tile->locale, tile->member);
    Str8 role = member_role(tile->locale, build->arena, tile->member);
    int height = measure_height(build, TYPE_NAME, fit->steps, name, fit->width);
    height += fit->role ? measure_height(build, TYPE_SMALL, fit->steps, role, fit->width) : 0;
    height += fit->state ? measure_height(build, TYPE_SMALL_BOLD, fit->steps, state_words(tile),
                                          fit->width)
                         : 0;
    return height;
}

static WordsFit words_fit(const Tile *tile, int width, int height, bool state) {
    WordsFit fit = {.width = width, .role = true, .state = state};
    while (fit.steps < ROLE_STEPS_MAX && words_height(tile, &fit) > height) {
        fit.steps++;
    }
    if (words_height(tile, &fit) > height) {
        fit.role = false;
        fit.steps = 0;
    }
    while (fit.steps < NAME_STEPS_MAX && words_height(tile, &fit) > height) {
        fit.steps++;
    }
    return fit;
}

static void tile_words_add(const Tile *tile, Node *parent, const WordsFit *fit, TextAlign align) {
    Build *build = tile->build;
    Node *lines[3] = {NULL};
    size_t count = 0;
    lines[count++] =
        caption_add(build, parent, member_name(tile->locale, tile->member), TYPE_NAME, COLOR_INK);
    if (fit->role) {
        Str8 role = member_role(tile->locale, build->arena, tile->member);
        lines[count++] = caption_add(build, parent, role, TYPE_SMALL, COLOR_INK_2);
    }
    if (fit->state) {
        lines[count++] =
            caption_add(build, parent, state_words(tile), TYPE_SMALL_BOLD, tile_accent(tile));
    }
    for (size_t i = 0; i < count; i++) {
        lines[i]->spec.type_steps_down = fit->steps;
        lines[i]->spec.align = align;
        lines[i]->spec.lines_max = 3;
    }
}

static void tile_tall_add(const Tile *tile, Node *parent) {
    Build *build = tile->build;
    int border = tile_node(tile).outline_width;
    NodeSpec spec = tile_node(tile);
    spec.axis = AXIS_COLUMN;
    spec.cross = ALIGN_CENTER;
    spec.pad = (Edges){border, TALL_PAD_TOP, border, border};
    Node *node = node_add(build, parent, spec);
    int room = tile->grid->tile_height - TALL_PAD_TOP - BAR_HEIGHT - TALL_AROUND;
    WordsFit fit = words_fit(tile, tile->grid->tile_width - 40, room - TALL_ARCH_MIN, false);
    int arch = room - words_height(tile, &fit);
    tile_arch_add(tile, node, arch > TALL_ARCH ? TALL_ARCH : arch);
    gap_add(build, node, 12);
    tile_words_add(tile, node, &fit, TEXT_CENTER);
    spacer_add(build, node);
    tile_bar_add(tile, node);
    if (!tile->member->already) {
        Node *corner =
            node_add(build, node,
                     (NodeSpec){.absolute = true,
                                .start = tile->grid->tile_width - BADGE_INSET - TALL_BADGE,
                                .top = BADGE_INSET,
                                .width = FIXED(TALL_BADGE),
                                .height = FIXED(TALL_BADGE)});
        tile_badge_add(tile, corner, TALL_BADGE);
    }
}

static void tile_row_add(const Tile *tile, Node *parent) {
    Build *build = tile->build;
    int height = tile->grid->tile_height;
    bool arch = height >= ARCH_MIN && !is_largest(build);
    NodeSpec spec = tile_node(tile);
    spec.axis = AXIS_ROW;
    spec.cross = ALIGN_CENTER;
    spec.gap = 24;
    spec.pad = EDGES_XY(arch ? 24 : 32, 4);
    Node *node = node_add(build, parent, spec);
    int badge = height >= 180 && !arch ? 112 : (height >= 120 ? 68 : 60);
    if (arch) {
        tile_arch_add(tile, node, height - 44);
    } else {
        tile_badge_add(tile, node, badge);
    }
    int used = arch ? 2 * 24 + 2 * 24 + (height - 44) + 68 : 2 * 32 + 24 + badge;
    bool beside = !arch && tile->grid->tile_width >= STATE_BESIDE_MIN;
    int state_width = measure_width(build, TYPE_SMALL_BOLD, 0, state_words(tile));
    int state_most = (tile->grid->tile_width - used) / 2;
    used += beside ? 24 + (state_width < state_most ? state_width : state_most) : 0;
    WordsFit fit = words_fit(tile, tile->grid->tile_width - used, height - 20, !beside);
    tile_words_add(tile, column_add(build, node, 0), &fit, TEXT_START);
    if (beside) {
        Node *state =
            caption_add(build, node, state_words(tile), TYPE_SMALL_BOLD, tile_accent(tile));
        state->spec.lines_max = 2;
        state->spec.width.max = state_most;
        state->spec.type_steps_down =
            measure_steps_high(build, TYPE_SMALL_BOLD, state_words(tile), state_most, height - 20);
    }
    if (arch) {
        tile_badge_add(tile, node, 68);
    }
}

void member_grid_add(Build *build, Node *parent, const View *view, const MemberGrid *grid) {
    static const unsigned HUES[HUES_COUNT] = {0, 2, 3, 4, 1};
    const HouseholdView *household = &view->household;
    Node *box = row_add(build, parent, GAP);
    box->spec.wrap = true;
    box->spec.cross = ALIGN_START;
    size_t rows = grid->per_page / grid->across;
    if (household->count > grid->per_page) { /* all pages hold their tiles at the same place */
        box->spec.height = FIXED((int)rows * (grid->tile_height + GAP) - GAP);
    }
    size_t first = household->page * grid->per_page;
    for (size_t i = first; i < household->count && i < first + grid->per_page; i++) {
        const MemberView *member = &household->members[i];
        Tile tile = {.build = build,
                     .locale = view->frame.locale,
                     .member = member,
                     .grid = grid,
                     .on = member->here || member->already,
                     .since_utc_ms = household->since_utc_ms,
                     .index = i,
                     .hue = HUES[i % HUES_COUNT]};
        if (grid->tall) {
            tile_tall_add(&tile, box);
        } else {
            tile_row_add(&tile, box);
        }
    }
}
