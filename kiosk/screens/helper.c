#include "kiosk/screens/helper.h"

#include "kiosk/screens/components.h"
#include "kiosk/screens/need.h"

enum {
    ARCH_BOTTOM = 22,
    ARCH_FULL = 132,
    HEIGHT_ARCH_FULL = 150, /* boxes at least this high show the whole arch */
    BOX_PAD = 24,
    BOX_GAP = 22,
    CHEVRON = 40,
    ESTIMATE_SLACK = 40, /* a fortieth of the width: estimates are not exact */
    STEPS_MAX = 6,
    ARCH_ROW_MAX = 116, /* of a list row */
    STEPS_WITH_ROLE = 2,
    PAGER_WORDS = 2000, /* they grow as wide as they want: only the height counts */
    NAME_ROOM = 10,     /* least air above and below the words, together */
    SIGN = 32,
    SIGN_GAP = 12,
    STEPS_SHORT_MAX = 6,
};

static Str8 with_time(const Locale *locale, Arena *arena, Str8 pattern, int minute) {
    TrArg args[] = {{"time", locale_time_of_day(locale, arena, minute)}};
    return tr_fill(locale, arena, pattern, args, 1);
}

static Str8 with_day(const Locale *locale, Arena *arena, Str8 pattern, const OpenState *open) {
    TrArg args[] = {{"day", locale_day_ahead(locale, open->next_days, open->next_weekday)},
                    {"time", locale_time_of_day(locale, arena, open->next_opens_minute)}};
    return tr_fill(locale, arena, pattern, args, 2);
}

/* "In until 3:30 PM", "In tomorrow, 8:00 AM"; of a service "Open until", "Opens". */
static Str8 open_words(const Locale *locale, Arena *arena, const ServiceView *service) {
    const OpenState *open = &service->open;
    if (!open->known) {
        return STR8("");
    }
    if (open->open) {
        Str8 pattern =
            service->is_person ? tr(locale, "In until {time}") : tr(locale, "Open until {time}");
        return with_time(locale, arena, pattern, open->closes_minute);
    }
    Str8 pattern =
        service->is_person ? tr(locale, "In {day}, {time}") : tr(locale, "Opens {day}, {time}");
    return with_day(locale, arena, pattern, open);
}

Str8 helper_open_chip(const Locale *locale, Arena *arena, const ServiceView *service) {
    const OpenState *open = &service->open;
    if (!open->known) {
        return STR8("");
    }
    return open->open
               ? with_time(locale, arena, tr(locale, "Open now, until {time}"), open->closes_minute)
               : with_day(locale, arena, tr(locale, "Opens {day}, {time}"), open);
}

/* "Counselor · Room 108". */
static Str8 where_words(Arena *arena, const ServiceView *service) {
    if (service->role.len == 0 || service->place.len == 0) {
        return service->role.len > 0 ? service->role : service->place;
    }
    return str8_format(arena, "%.*s · %.*s", STR8_ARG(service->role), STR8_ARG(service->place));
}

Node *helper_arch_add(Build *build, Node *parent, const ServiceView *service, int height) {
    int width = height * 85 / 100;
    if (service->is_person) {
        TypeRole type = height >= 160 ? TYPE_DOOR_1 : (height >= 100 ? TYPE_NAME : TYPE_SMALL_BOLD);
        Node *arch = arch_initials_add(build, parent,
                                       (Face){.width = width,
                                              .height = height,
                                              .initials = service->initials,
                                              .hue = service->hue,
                                              .type = type});
        arch->first_child->spec.type_steps_down = height < 80 ? 4 : (height < 120 ? 1 : 0);
        return arch;
    }
    unsigned hue = need_hue(service->need);
    Node *arch = arch_add(build, parent, width, height, ARCH_BOTTOM, hue_tint(hue));
    icon_add(build, arch, need_icon(service->need), height * 55 / 100, hue_color(hue), COLOR_TINT);
    return arch;
}

/* The line about its hours: open, opens, as somebody wrote them, or that the card has them. */
typedef struct {
    Str8 words; /* empty: nothing is known */
    uint16_t icon;
    Color color;
} HoursLine;

static HoursLine hours_line(const Build *build, const Locale *locale, const ServiceView *service,
                            int room) {
    Str8 open = open_words(locale, build->arena, service);
    if (open.len > 0) {
        bool is_open = service->open.open;
        return (HoursLine){open, is_open ? ICON_CHECK : ICON_CLOCK,
                           is_open ? COLOR_OK : COLOR_AMBER};
    }
    Str8 written = service->hours_text;
    if (written.len == 0) {
        return (HoursLine){0};
    }
    bool fits = str8_find(written, STR8("\n")) == written.len &&
                measure_lines(build, TYPE_SMALL_BOLD, 0, written, room) <= 1;
    return (HoursLine){fits ? written : tr(locale, "Hours are inside"), ICON_CLOCK, COLOR_INK_2};
}

/* Checked too long ago: the sign, and the word where it fits beside the hours (rule 27). */
static void old_sign_add(Build *build, Node *row, const Locale *locale, int steps_down, int room) {
    icon_add(build, row, ICON_WARNING, SIGN, COLOR_AMBER, COLOR_NONE);
    Str8 words = tr(locale, "Call first");
    if (measure_width(build, TYPE_SMALL_BOLD, steps_down, words) <= room) {
        Node *text = caption_add(build, row, words, TYPE_SMALL_BOLD, COLOR_AMBER);
        text->spec.one_line = true;
        text->spec.type_steps_down = steps_down;
    }
}

/* By word, sign and colour (rule 33). */
static void open_line_add(Build *build, Node *parent, const Locale *locale,
                          const ServiceView *service, TypeRole type, int steps_down, int room) {
    HoursLine line = hours_line(build, locale, service, room);
    if (line.words.len == 0 && !service->old) {
        return;
    }
    Node *row = row_add(build, parent, SIGN_GAP);
    int left = room;
    if (line.words.len > 0) {
        icon_add(build, row, line.icon, SIGN, line.color,
                 line.icon == ICON_CLOCK ? COLOR_TINT : COLOR_NONE);
        Node *text = caption_add(build, row, line.words, type, line.color);
        text_own_direction(text);
        text->spec.type_steps_down = steps_down;
        left -= measure_width(build, type, steps_down, line.words) + 2 * SIGN + 3 * SIGN_GAP;
    }
    if (service->old && left >= 0) {
        old_sign_add(build, row, locale, steps_down, left);
    }
}

/* What is said of a helper after its name. */
static Str8 helper_hint(Build *build, const Locale *locale, const ServiceView *service) {
    Str8 parts[3] = {where_words(build->arena, service)};
    size_t count = parts[0].len > 0 ? 1 : 0;
    Str8 open = open_words(locale, build->arena, service);
    parts[count] = open.len > 0 ? open : service->hours_text;
    count += parts[count].len > 0 ? 1 : 0;
    if (service->old) {
        parts[count++] = tr(locale, "Call first");
    }
    return locale_list(locale, build->arena, parts, count);
}

static Node *helper_box_add(Build *build, Node *parent, const Locale *locale,
                            const HelperSpec *spec) {
    const ServiceView *service = spec->service;
    const char *place = service->is_person ? "/help/person" : "/help/service";
    place = spec->place != NULL ? spec->place : place;
    Str8 key = str8_format(build->arena, "%s/%.*s", place, STR8_ARG(service->key));
    return tile_frame_add(build, parent,
                          (NodeSpec){.key_text = key,
                                     .label = service->name,
                                     .hint = helper_hint(build, locale, service),
                                     .action = spec->action,
                                     .axis = AXIS_ROW,
                                     .width = spec->width,
                                     .height = FIXED(spec->height),
                                     .pad = EDGES_XY(BOX_PAD, 2),
                                     .gap = BOX_GAP,
                                     .cross = ALIGN_CENTER,
                                     .radius = spec->height > 140 ? 32 : 24});
}

static int line_height(const Build *build, const Locale *locale, TypeRole type, int steps) {
    return measure_line_height(build, type, steps, locale_is_rtl(locale));
}

/* Under the name: role and room on one line or on two, else the role alone, else nothing (rule 5).
 * `left` is the height that the name and the line about being open leave. */
static Str8 under_name(const Build *build, const Locale *locale, const ServiceView *service,
                       int room, int left) {
    Str8 both = where_words(build->arena, service);
    int lines = left / line_height(build, locale, TYPE_SMALL, 0);
    if (lines < 1) {
        return STR8("");
    }
    if (measure_lines(build, TYPE_SMALL, 0, both, room) <= 1) {
        return both;
    }
    int role = measure_lines(build, TYPE_SMALL, 0, service->role, room);
    bool place =
        service->place.len > 0 && measure_lines(build, TYPE_SMALL, 0, service->place, room) <= 1;
    if (role == 1 && place && lines >= 2) {
        return str8_format(build->arena, "%.*s\n%.*s", STR8_ARG(service->role),
                           STR8_ARG(service->place));
    }
    if (role <= lines && role <= 2) {
        return service->role;
    }
    return place ? service->place : STR8("");
}

/* What a search found in it; and the direction of its own script. */
static void name_mark(Node *name, const ServiceView *service) {
    text_own_direction(name);
    for (size_t i = 0; i < service->marks_count && i < MARKS_MAX; i++) {
        TextMark mark = service->marks[i];
        name->spec.marks[i] = (TextSpan){mark.start, (size_t)mark.start + mark.len};
        name->spec.marks_count = i + 1;
    }
}

/* Low reach: two lines of one size that fits the row; a long name takes both. */
static void short_words_add(Build *build, Node *words, const Locale *locale, const HelperSpec *spec,
                            int room) {
    const ServiceView *service = spec->service;
    int steps = 0;
    while (steps < STEPS_SHORT_MAX &&
           (2 * line_height(build, locale, TYPE_TILE, steps) > spec->height - 8 ||
            measure_lines(build, TYPE_TILE, steps, service->name, room) > 2)) {
        steps++;
    }
    Node *name = caption_add(build, words, service->name, TYPE_TILE, COLOR_INK);
    name->spec.type_steps_down = steps;
    name->spec.lines_max = 2;
    name_mark(name, service);
    Str8 open = hours_line(build, locale, service, room - SIGN - SIGN_GAP).words;
    int lines = measure_lines(build, TYPE_TILE, steps, service->name, room) +
                measure_lines(build, TYPE_TILE, steps, open, room - SIGN - SIGN_GAP);
    if (lines <= 2) {
        open_line_add(build, words, locale, service, TYPE_TILE, steps, room - SIGN - SIGN_GAP);
    }
}

static int name_height(const Build *build, const Locale *locale, Str8 name, int steps, int room) {
    int lines = measure_lines(build, TYPE_NAME, steps, name, room);
    return lines > 2 ? INT16_MAX : lines * line_height(build, locale, TYPE_NAME, steps);
}

/* The name's step down at which it fits: beside who gives it if that takes one step at most, else
 * beside the line about being open alone. */
static int name_steps(const Build *build, const Locale *locale, const ServiceView *service,
                      int room, int left) {
    int role = service->role.len > 0 ? line_height(build, locale, TYPE_SMALL, 0) : 0;
    for (int steps = 0; steps <= STEPS_WITH_ROLE && !service->is_person; steps++) {
        if (name_height(build, locale, service->name, steps, room) <= left - role) {
            return steps;
        }
    }
    int steps = 0;
    while (steps < STEPS_MAX && name_height(build, locale, service->name, steps, room) > left) {
        steps++;
    }
    return steps;
}

/* What the words of a row have: width, the line about its hours, the height above that line. */
typedef struct {
    int width;
    Str8 open;
    int open_steps;
    int left;
} WordsRoom;

static int arch_size(const HelperSpec *spec) {
    if (spec->chevron && !spec->short_row) {
        int size = spec->height * 2 / 3;
        return size < ARCH_ROW_MAX ? size : ARCH_ROW_MAX;
    }
    return spec->height >= HEIGHT_ARCH_FULL ? ARCH_FULL : spec->height - 20;
}

static int words_width(const HelperSpec *spec) {
    int room = spec->width_du - 2 * BOX_PAD - arch_size(spec) - BOX_GAP;
    room -= spec->chevron ? CHEVRON + BOX_GAP : 0;
    return room - room / ESTIMATE_SLACK;
}

static WordsRoom words_room(const Build *build, const Locale *locale, const HelperSpec *spec) {
    WordsRoom room = {.width = words_width(spec)};
    int open_room = room.width - SIGN - SIGN_GAP;
    room.open = hours_line(build, locale, spec->service, open_room).words;
    room.open_steps = measure_steps(build, TYPE_SMALL_BOLD, &room.open, 1, open_room, 1);
    int lines = measure_lines(build, TYPE_SMALL_BOLD, room.open_steps, room.open, open_room);
    room.left = spec->height - NAME_ROOM -
                lines * line_height(build, locale, TYPE_SMALL_BOLD, room.open_steps);
    return room;
}

static void full_words_add(Build *build, Node *words, const Locale *locale,
                           const HelperSpec *spec) {
    const ServiceView *service = spec->service;
    WordsRoom room = words_room(build, locale, spec);
    int steps = name_steps(build, locale, service, room.width, room.left);
    steps = steps > spec->name_steps ? steps : spec->name_steps;
    Node *name = caption_add(build, words, service->name, TYPE_NAME, COLOR_INK);
    name->spec.lines_max = 2;
    name->spec.type_steps_down = steps;
    name_mark(name, service);
    int left = room.left - name_height(build, locale, service->name, steps, room.width);
    Str8 under = under_name(build, locale, service, room.width, left);
    if (under.len > 0) {
        Node *text = caption_add(build, words, under, TYPE_SMALL, COLOR_INK_2);
        text->spec.lines_max = 2;
        text_own_direction(text);
    }
    open_line_add(build, words, locale, service, TYPE_SMALL_BOLD, room.open_steps,
                  room.width - SIGN - SIGN_GAP);
}

int helper_group_steps(Build *build, const Locale *locale, const ServiceView *services,
                       size_t count, HelperSpec like) {
    for (size_t i = 0; i < count && !like.short_row; i++) {
        like.service = &services[i];
        WordsRoom room = words_room(build, locale, &like);
        if (name_steps(build, locale, like.service, room.width, room.left) > 0) {
            return 1;
        }
    }
    return 0;
}

Node *helper_add(Build *build, Node *parent, const Locale *locale, HelperSpec spec) {
    Node *box = helper_box_add(build, parent, locale, &spec);
    int arch = arch_size(&spec);
    helper_arch_add(build, box, spec.service, arch);
    Node *words = column_add(build, box, 0);
    words->spec.main = ALIGN_CENTER;
    if (spec.short_row) {
        short_words_add(build, words, locale, &spec, words_width(&spec));
    } else {
        full_words_add(build, words, locale, &spec);
    }
    if (spec.chevron) {
        icon_add(build, box, ICON_CHEVRON, CHEVRON, COLOR_INK, COLOR_NONE);
    }
    return box;
}

Node *helper_now_add(Build *build, Node *parent, const Locale *locale, Size width, int height,
                     bool beside) {
    return tile_add(build, parent,
                    (TileSpec){.key = "/help/need/now",
                               .label = tr(locale, "Help right now"),
                               .action = ACT(ACTION_NEED_NOW, 0),
                               .icon = ICON_PHONE,
                               .width = width,
                               .height = height,
                               .beside = beside,
                               .loud = true,
                               .arch_width = height < 120 ? 68 : 0,
                               .arch_height = height < 120 ? height - 20 : 0,
                               .icon_size = height < 120 ? 46 : 0,
                               .radius = height < 150 ? 24 : 32});
}

static void pager_button_add(Build *build, Node *row, ButtonSpec spec) {
    spec.height = row->spec.height.value;
    spec.pad = 28;
    spec.type = TYPE_TILE;
    spec.steps_down = is_portrait(build) && is_largest(build) ? 2 : 0;
    int high = measure_steps_high(build, TYPE_TILE, spec.label, PAGER_WORDS, spec.height - 18);
    spec.steps_down = high > spec.steps_down ? high : spec.steps_down;
    button_add(build, row, spec);
}

void helper_pager_add(Build *build, Node *parent, const Locale *locale, size_t page,
                      size_t pages_count, int height) {
    pager_add(build, parent, locale,
              (PagerSpec){.page = page, .pages_count = pages_count, .height = height});
}

void pager_range_add(Build *build, Node *row, const Locale *locale, const PagerSpec *spec) {
    if (spec->total == 0) {
        return;
    }
    Str8 first = locale_number(locale, build->arena, (int64_t)spec->first + 1);
    Str8 last = locale_number(locale, build->arena, (int64_t)(spec->first + spec->count));
    TrArg args[] = {{"first", first},
                    {"last", last},
                    {"total", locale_number(locale, build->arena, (int64_t)spec->total)}};
    Str8 words = tr_fill(locale, build->arena, tr(locale, "{first}–{last} of {total}"), args, 3);
    Node *text = text_add(build, row, words, TYPE_SMALL, COLOR_INK_2);
    text->spec.role = ROLE_STATUS; /* spoken when it changes */
    text->spec.one_line = true;
}

void pager_add(Build *build, Node *parent, const Locale *locale, PagerSpec spec) {
    if (spec.pages_count < 2) {
        return;
    }
    size_t page = spec.page;
    Node *row = row_add(build, parent, 16);
    row->spec.width = FIT;
    row->spec.height = FIXED(spec.height);
    if (page > 0) {
        pager_button_add(build, row,
                         (ButtonSpec){.key = "/help/less",
                                      .label = spec.short_less ? STR8("") : tr(locale, "Previous"),
                                      .spoken = tr(locale, "Previous"),
                                      .action = ACT(ACTION_PAGE, page - 1),
                                      .icon = ICON_BACK});
    }
    if (!spec.no_range) {
        pager_range_add(build, row, locale, &spec);
    }
    if (page + 1 < spec.pages_count) {
        pager_button_add(build, row,
                         (ButtonSpec){.key = "/help/more",
                                      .label = tr(locale, "More"),
                                      .action = ACT(ACTION_PAGE, page + 1),
                                      .icon_end = ICON_NEXT});
    }
}
