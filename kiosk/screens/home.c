#include "kiosk/screens/components.h"
#include "kiosk/screens/door.h"
#include "kiosk/screens/screens.h"

/*
 * Invite and promise: scene with the event, doors, trust line, languages. Everything below the
 * scene's words hangs on one number, the y of the doors (door_top); the scene reaches a little
 * below it, the words stand above it.
 */

enum {
    HEADER_HEIGHT = 126,
    HEADER_HEIGHT_LARGEST = 108,
    WORDS_WIDTH = 1000, /* further to the end stands the picture of the school */
    SCENE_BELOW_DOOR_TOP = 86,
    DOOR_WIDTH = 888,
    DOOR_SECOND_WIDTH = 432,
    DOOR_SECOND_WIDTH_PORTRAIT = 480,
    DOOR_GAP = 24,
    DOOR_ALONE_LOWER = 240,
    STRIP_BELOW = 44,
    LANGUAGES_SHOWN = 7,
    LANGUAGES_SHOWN_LARGEST = 4,
    TITLES_MAX = 3,
    CREST = 72,
    HEADER_GAP = 20,
    CHIP_ROOM = 116, /* gap, padding and icon */
    LANGUAGES_FEW = 3,
    RUSH_HEIGHT = 76,
    RUSH_WORDS_WIDTH = 720,
    WORDS_AROUND = 4,
    WORDS_GAP = 2,
    LINE_HEIGHT = 72,
    DEMO_HEIGHT = 80,
    SKY_TRUST_HEIGHT = 144,
};

typedef struct {
    Build *build;
    const View *view;
    const Locale *locale;
    bool event; /* an event can be signed in to */
    bool sky;   /* there is a picture to stand on */
    int door_top;
    int door_height;
    int strip_height;
} Home;

static Home home_make(Build *build, const View *view) {
    const HomeView *home = &view->home;
    Home self = {.build = build, .view = view, .locale = view->frame.locale};
    bool largest = is_largest(build);
    self.event = (home->event_known && home->event_is_open) || home->events_count > 1;
    self.sky = !is_strong(build);
    self.door_top = largest ? 324 : 398;
    self.door_height = largest ? 296 : 328;
    self.strip_height = largest ? 112 : 86;
    if (is_portrait(build)) {
        self.door_top = is_low_reach(build) ? 972 : (largest ? 700 : 776);
        self.door_height = is_low_reach(build) ? 240 : 300;
        self.strip_height = 104;
        self.door_top += self.event || is_low_reach(build) ? 0 : DOOR_ALONE_LOWER;
        if (home->rush) { /* the proposal stands between doors and languages */
            self.door_height -= is_low_reach(build) ? 20 : 56;
        }
    } else if (is_low_reach(build)) {
        self.door_top = 548;
        self.door_height = frame_footer_height(build) > 120 ? 228 : 252;
    }
    return self;
}

/* In low reach the doors stand where the trust line was. */
static bool trust_on_sky(const Home *self) {
    return is_low_reach(self->build);
}

static int header_height(const Build *build) {
    return is_largest(build) && !is_portrait(build) ? HEADER_HEIGHT_LARGEST : HEADER_HEIGHT;
}

static Color sky_color(const Home *self, Color on_sky, Color flat) {
    return self->sky ? on_sky : flat;
}

static void scene_add(const Home *self, Node *root) {
    if (!self->sky) {
        return;
    }
    Build *build = self->build;
    node_add(build, root,
             (NodeSpec){.absolute = true,
                        .width = FIXED(look_width_du(build->look)),
                        .height = FIXED(self->door_top + SCENE_BELOW_DOOR_TOP),
                        .image = is_portrait(build) ? IMAGE_HOME_DUSK_PORTRAIT : IMAGE_HOME_DUSK,
                        .icon_mirrors = true});
}

/* What stands in the header beside the school's name. */
typedef struct {
    Str8 clock;
    Str8 date; /* empty = no room */
    Str8 demo; /* empty = not here */
    int school_width;
} Header;

static int school_width(const Build *build, const Header *header) {
    int width = frame_content_width(build) - CREST - 3 * HEADER_GAP -
                measure_width(build, TYPE_DOOR_2, 1, header->clock);
    if (header->date.len > 0) {
        width -= measure_width(build, TYPE_BODY, 0, header->date) + HEADER_GAP;
    }
    if (header->demo.len > 0) {
        width -= measure_width(build, TYPE_SMALL_BOLD, 0, header->demo) + CHIP_ROOM;
    }
    return width;
}

/* The date goes before the school's name would take a third line. */
static Header header_make(const Home *self) {
    Build *build = self->build;
    const FrameView *frame = &self->view->frame;
    Header header = {.clock = locale_time(self->locale, build->arena, frame->now_utc_ms)};
    if (!is_portrait(build)) {
        header.date = locale_date_long(self->locale, build->arena, frame->now_utc_ms);
        header.demo = frame->demo ? tr(self->locale, "Demo school") : (Str8){0};
    }
    header.school_width = school_width(build, &header);
    if (is_largest(build) ||
        measure_lines(build, TYPE_FURNITURE, 0, frame->school_name, header.school_width) > 2) {
        header.date = (Str8){0};
        header.school_width = school_width(build, &header);
    }
    return header;
}

static void header_add(const Home *self, Node *content) {
    Build *build = self->build;
    const FrameView *frame = &self->view->frame;
    Header header = header_make(self);
    Node *row = row_add(build, content, HEADER_GAP);
    row->spec.height = FIXED(header_height(build));
    row->spec.pad.top = header_height(build) == HEADER_HEIGHT ? 18 : 0;
    frame_crest_add(build, row, CREST, self->sky);
    Color ink = sky_color(self, COLOR_CREAM, COLOR_INK);
    Node *school = text_add(build, row, frame->school_name, TYPE_FURNITURE, ink);
    school->spec.lines_max = 2;
    school->spec.type_steps_down =
        measure_steps(build, TYPE_FURNITURE, &frame->school_name, 1, header.school_width, 2);
    if (header.demo.len > 0) {
        Node *chip = chip_add(build, row, CHIP_AMBER, ICON_INFO, header.demo);
        chip->last_child->spec.one_line = true;
    }
    spacer_add(build, row);
    if (header.date.len > 0) {
        text_add(build, row, header.date, TYPE_BODY, ink)->spec.one_line = true;
    }
    Node *clock = text_add(build, row, header.clock, TYPE_DOOR_2, ink);
    clock->spec.type_steps_down = 1;
    clock->spec.one_line = true;
}

static void lamp_line_add(const Home *self, Node *words, Str8 text) {
    Node *line =
        text_add(self->build, words, text, TYPE_DOOR_2, sky_color(self, COLOR_SKY_TIME, COLOR_INK));
    line->spec.type_steps_down = 1;
    line->spec.lines_max = 2;
}

static int words_width(const Home *self) {
    return is_portrait(self->build) ? frame_content_width(self->build) : WORDS_WIDTH;
}

/* The trust line on the sky counts too. */
static int sky_room(const Home *self) {
    Build *build = self->build;
    int room = self->door_top - header_height(build) - WORDS_AROUND;
    if (is_portrait(build)) {
        room -= self->door_top * 2 / 5; /* the school stands there, as large as the scene */
        room -= self->view->frame.demo ? DEMO_HEIGHT : 0;
    }
    return room - (trust_on_sky(self) ? SKY_TRUST_HEIGHT : 0);
}

static int lamp_height(const Home *self, Str8 lamp) {
    return lamp.len == 0
               ? 0
               : measure_height(self->build, TYPE_DOOR_2, 1, lamp, words_width(self)) + WORDS_GAP;
}

/* Lamp line, the title as large as fits on two lines, and the lead when there is room for it. */
static void scene_words_add(const Home *self, Node *words, Str8 lamp, Str8 title, Str8 lead) {
    Build *build = self->build;
    int width = words_width(self);
    if (lamp.len > 0) {
        lamp_line_add(self, words, lamp);
    }
    int room = sky_room(self) - lamp_height(self, lamp);
    int steps = measure_steps_high(build, TYPE_DISPLAY, title, width, room);
    int wrapped = measure_lines(build, TYPE_DISPLAY, 0, title, width) > 1 ? 1 : 0;
    steps = steps < wrapped ? wrapped : steps;
    Node *node = heading_add(build, words, title, TYPE_DISPLAY);
    node->spec.color = sky_color(self, COLOR_CREAM, COLOR_INK);
    node->spec.type_steps_down = steps;
    node->spec.lines_max = 3;
    room -= measure_height(build, TYPE_DISPLAY, steps, title, width) + WORDS_GAP;
    if (measure_height(build, TYPE_LEAD, 0, lead, width) <= room) {
        text_add(build, words, lead, TYPE_LEAD, sky_color(self, COLOR_CREAM, COLOR_INK_2))
            ->spec.lines_max = 2;
    }
}

static void event_words_add(const Home *self, Node *words) {
    const EventView *event = &self->view->home.event;
    Str8 time = locale_event_time(self->locale, self->build->arena, event->start_utc_ms,
                                  event->end_utc_ms, self->view->frame.now_utc_ms);
    scene_words_add(self, words, time, event->title,
                    tr(self->locale, "Welcome. We are glad you are here."));
}

/* One event's line: when, and what. All lines have the same size of words. */
typedef struct {
    int height;
    int time_steps;
    int title_steps;
} EventLine;

static EventLine event_line(const Home *self, size_t shown, int height) {
    Build *build = self->build;
    EventLine line = {.height = height < LINE_HEIGHT ? height : LINE_HEIGHT};
    for (size_t i = 0; i < shown; i++) {
        const EventView *event = &self->view->home.events[i];
        Str8 time = locale_time(self->locale, build->arena, event->start_utc_ms);
        int time_width = measure_width(build, TYPE_LEAD, 0, time) + 24;
        int steps = measure_steps_high(build, TYPE_LEAD, time, time_width, line.height);
        line.time_steps = steps > line.time_steps ? steps : line.time_steps;
        steps = measure_steps_high(build, TYPE_TITLE_2, event->title,
                                   words_width(self) - time_width - 40, line.height);
        line.title_steps = steps > line.title_steps ? steps : line.title_steps;
    }
    return line;
}

static void event_line_add(const Home *self, Node *words, const EventView *event,
                           const EventLine *line) {
    Build *build = self->build;
    Node *row = row_add(build, words, 24);
    row->spec.height = FIXED(line->height);
    Str8 time = locale_time(self->locale, build->arena, event->start_utc_ms);
    Node *when = text_add(build, row, time, TYPE_LEAD, sky_color(self, COLOR_SKY_TIME, COLOR_INK));
    when->spec.type_steps_down = line->time_steps;
    when->spec.one_line = true;
    Node *title = heading_add(build, row, event->title, TYPE_TITLE_2);
    title->spec.color = sky_color(self, COLOR_CREAM, COLOR_INK);
    title->spec.type_steps_down = line->title_steps;
}

/* Several at once: their times and titles, each on a line. */
static void events_words_add(const Home *self, Node *words) {
    Build *build = self->build;
    const HomeView *home = &self->view->home;
    size_t shown = home->events_count < TITLES_MAX ? home->events_count : TITLES_MAX;
    int room = sky_room(self);
    if (!is_largest(build) || is_portrait(build)) {
        Str8 day = locale_day_title(self->locale, build->arena, home->events[0].start_utc_ms,
                                    self->view->frame.now_utc_ms);
        lamp_line_add(self, words, day);
        room -= lamp_height(self, day);
    }
    EventLine line = event_line(self, shown, room / (int)shown - 4);
    for (size_t i = 0; i < shown; i++) {
        event_line_add(self, words, &home->events[i], &line);
    }
}

static Str8 office_text(const Home *self) {
    const HomeView *home = &self->view->home;
    if (!home->office_known) {
        return (Str8){0};
    }
    if (home->office_opens_minute == home->office_closes_minute) {
        return tr(self->locale, "The office is closed today");
    }
    Str8 hours = locale_hours_range(self->locale, self->build->arena, home->office_opens_minute,
                                    home->office_closes_minute);
    return tr_fill(self->locale, self->build->arena, tr(self->locale, "Office today: {hours}"),
                   &(TrArg){"hours", hours}, 1);
}

/* Nothing to sign in to now; what comes later today is said. */
static void quiet_words_add(const Home *self, Node *words) {
    const HomeView *home = &self->view->home;
    Str8 lead = tr(self->locale, "How can we help you today?");
    if (home->event_known) {
        TrArg args[] = {
            {"event", home->event.title},
            {"time", locale_event_time(self->locale, self->build->arena, home->event.start_utc_ms,
                                       home->event.end_utc_ms, self->view->frame.now_utc_ms)}};
        lead = tr_fill(self->locale, self->build->arena, STR8("{event} · {time}"), args, 2);
    }
    scene_words_add(self, words, office_text(self), tr(self->locale, "Welcome"), lead);
}

static void trust_add(const Home *self, Node *parent, bool on_sky, int width, int height);

static void words_add(const Home *self, Node *content) {
    Build *build = self->build;
    Node *words = column_add(build, content, 0);
    words->spec.width = FIXED(words_width(self));
    words->spec.height = FIXED(self->door_top - header_height(build));
    words->spec.pad.top = is_largest(build) ? 0 : 4;
    words->spec.gap = is_largest(build) ? 0 : WORDS_GAP;
    if (self->view->frame.demo && is_portrait(build)) {
        chip_add(build, words, CHIP_AMBER, ICON_INFO, tr(self->locale, "Demo school"));
        gap_add(build, words, 12);
    }
    if (self->view->home.events_count > 1) {
        events_words_add(self, words);
    } else if (self->event) {
        event_words_add(self, words);
    } else {
        quiet_words_add(self, words);
    }
    if (trust_on_sky(self)) {
        gap_add(build, words, 8);
        trust_add(self, words, self->sky, words_width(self), SKY_TRUST_HEIGHT - 8);
    }
}

static Node *doors_row_add(const Home *self, Node *content) {
    Node *row = row_add(self->build, content, DOOR_GAP);
    row->spec.cross = ALIGN_START;
    return row;
}

static DoorSpec help_door(const Home *self) {
    return (DoorSpec){.key = "find-help",
                      .label = tr(self->locale, "Find help"),
                      .sub = tr(self->locale, "People and services"),
                      .action = ACT(ACTION_HELP_OPEN, 0),
                      .kind = BUTTON_LAKE,
                      .icon = ICON_TALK,
                      .height = self->door_height,
                      .no_sub = is_largest(self->build)};
}

static void second_doors_add(const Home *self, Node *row) {
    Build *build = self->build;
    DoorSpec help = help_door(self);
    DoorSpec leaving = help;
    leaving.key = "leaving";
    leaving.label = tr(self->locale, "We’re leaving");
    leaving.sub = tr(self->locale, "Sign out your family");
    leaving.action = ACT(ACTION_LEAVING_OPEN, 0);
    leaving.kind = BUTTON_CLAY;
    leaving.icon = ICON_DOOR_OUT;
    Str8 labels[] = {help.label, leaving.label};
    int width = is_portrait(build) ? DOOR_SECOND_WIDTH_PORTRAIT : DOOR_SECOND_WIDTH;
    help.width = width;
    help.words_only = is_largest(build) && is_low_reach(build);
    help.steps_down =
        measure_steps(build, TYPE_DOOR_2, labels, 2, door_second_words_width(width), 2);
    leaving.width = width;
    leaving.words_only = help.words_only;
    leaving.steps_down = help.steps_down;
    door_second_add(build, row, help);
    door_second_add(build, row, leaving);
}

static void doors_add(const Home *self, Node *content) {
    Build *build = self->build;
    Node *row = doors_row_add(self, content);
    if (!self->event) {
        DoorSpec help = help_door(self);
        help.sub = tr(self->locale, "People and services for your family");
        help.width = frame_content_width(build);
        door_primary_add(build, row, help);
        return;
    }
    DoorSpec sign_in = {.key = "sign-in",
                        .label = tr(self->locale, "Sign in"),
                        .sub = tr(self->locale, "One touch for your whole family"),
                        .action = ACT(ACTION_SIGN_IN_OPEN, 0),
                        .kind = BUTTON_PINE,
                        .width = is_portrait(build) ? frame_content_width(build) : DOOR_WIDTH,
                        .height = self->door_height,
                        .no_sub = is_largest(build)};
    door_primary_add(build, row, sign_in);
    if (is_portrait(build)) {
        gap_add(build, content, DOOR_GAP);
        row = doors_row_add(self, content);
    }
    second_doors_add(self, row);
}

/* "No ID needed." bold, the rest regular: one paragraph, so that it wraps as one. */
static void trust_add(const Home *self, Node *parent, bool on_sky, int width, int height) {
    Build *build = self->build;
    Str8 bold = tr(self->locale, "No ID needed.");
    Str8 rest = tr(self->locale, "We do not ask for your address or status.");
    Str8 text = str8_format(build->arena, "%.*s  %.*s", STR8_ARG(bold), STR8_ARG(rest));
    Node *row = row_add(build, parent, 22);
    row->spec.width = GROW;
    Color ink = on_sky ? COLOR_CREAM : COLOR_INK;
    icon_add(build, row, ICON_SHIELD, by_size(build, 52, 56, 60, 64), ink,
             on_sky ? COLOR_NONE : COLOR_TINT);
    Node *words = text_add(build, row, text, TYPE_BODY, ink);
    words->spec.bold_spans[0] = (TextSpan){0, bold.len};
    words->spec.bold_spans_count = 1;
    words->spec.lines_max = 3;
    words->spec.type_steps_down =
        measure_steps_high(build, TYPE_BODY, text, width * 92 / 100 - 90, height);
}

static int strip_below(const Build *build) {
    if (is_low_reach(build)) {
        return 18;
    }
    return is_largest(build) ? 24 : STRIP_BELOW;
}

/* Few languages leave room behind them. */
static bool rush_in_strip(const Home *self) {
    return !is_portrait(self->build) && self->view->frame.languages_count <= LANGUAGES_FEW;
}

static void rush_add(const Home *self, Node *parent, int height) {
    Str8 label = tr(self->locale, "In a hurry? Just count us");
    button_add(self->build, parent,
               (ButtonSpec){.key = "count",
                            .label = label,
                            .steps_down = measure_steps(self->build, TYPE_TILE, &label, 1,
                                                        RUSH_WORDS_WIDTH, 1),
                            .action = ACT(ACTION_COUNT_OPEN, 0),
                            .icon = ICON_TALLY,
                            .height = height,
                            .radius = 24,
                            .type = TYPE_TILE});
}

/* What is left between the doors and the languages. */
static int middle_height(const Home *self) {
    Build *build = self->build;
    int doors = self->door_height;
    if (is_portrait(build) && self->event) {
        doors = 2 * doors + DOOR_GAP;
    }
    int rush = self->event && self->view->home.rush && !rush_in_strip(self) ? RUSH_HEIGHT + 48 : 0;
    return look_height_du(build->look) - frame_footer_height(build) - self->door_top - doors -
           self->strip_height - strip_below(build) - rush - 16;
}

static void middle_add(const Home *self, Node *content) {
    Build *build = self->build;
    bool rush = self->event && self->view->home.rush;
    bool trust = !trust_on_sky(self);
    Node *middle =
        is_portrait(build) ? column_add(build, content, 20) : row_add(build, content, 36);
    middle->spec.height = GROW;
    middle->spec.pad = rush && is_portrait(build) ? EDGES_XY(0, 14) : EDGES(0);
    middle->spec.main = is_portrait(build) ? ALIGN_CENTER : ALIGN_START;
    if (trust) {
        trust_add(self, middle, false, frame_content_width(build), middle_height(self));
    }
    if (rush && !rush_in_strip(self)) {
        rush_add(self, middle, RUSH_HEIGHT);
    }
}

static void language_add(const Home *self, Node *strip, size_t index, int width) {
    const LanguageChoice *language = &self->view->frame.languages[index];
    button_add(self->build, strip,
               (ButtonSpec){.key_text = str8_format(self->build->arena, "language/%.*s",
                                                    STR8_ARG(language->tag)),
                            .label = language->name,
                            .language = language->tag,
                            .direction = language->rtl ? DIRECTION_RTL : DIRECTION_LTR,
                            .action = ACT(ACTION_LANGUAGE_CHOOSE, index),
                            .kind = language->chosen ? BUTTON_INVERSE : BUTTON_QUIET,
                            .role = ROLE_CHOICE,
                            .states = language->chosen ? STATE_CHECKED : 0,
                            .icon = language->chosen ? ICON_CHECK : ICON_NONE,
                            .icon_size = 36,
                            .width = {.kind = SIZE_FIT, .min = width},
                            .height = self->strip_height,
                            .radius = 24,
                            .type = TYPE_TILE});
}

static void strip_add(const Home *self, Node *content) {
    Build *build = self->build;
    const FrameView *frame = &self->view->frame;
    size_t room = is_largest(build) ? LANGUAGES_SHOWN_LARGEST : LANGUAGES_SHOWN;
    bool more = frame->languages_count > room;
    size_t shown = more ? room : frame->languages_count;
    Node *strip = row_add(build, content, DOOR_GAP);
    strip->spec.wrap = is_portrait(build) && more;
    strip->spec.role = ROLE_GROUP;
    strip->spec.label = tr(self->locale, "Languages");
    int few = is_portrait(build) ? 312 : 280;
    for (size_t i = 0; i < shown; i++) {
        language_add(self, strip, i, shown <= LANGUAGES_FEW ? few : 0);
    }
    if (self->event && self->view->home.rush && rush_in_strip(self)) {
        spacer_add(build, strip);
        rush_add(self, strip, self->strip_height);
    }
    if (more) {
        button_add(build, strip,
                   (ButtonSpec){.key = "languages-more",
                                .label = tr_context(self->locale, "languages", "More"),
                                .action = ACT(ACTION_LANGUAGES_OPEN, 0),
                                .icon = ICON_LANGUAGE,
                                .icon_size = 36,
                                .height = self->strip_height,
                                .radius = 24,
                                .type = TYPE_TILE});
    }
    gap_add(build, content, strip_below(build));
}

void screen_home(Build *build, Node *root, const View *view) {
    Home self = home_make(build, view);
    root->spec.axis = AXIS_COLUMN;
    root->spec.fill = COLOR_PAPER;
    scene_add(&self, root);
    Node *content = node_add(build, root,
                             (NodeSpec){.key_text = screen_name(view->screen),
                                        .role = ROLE_SCREEN,
                                        .label = tr(self.locale, "Welcome"),
                                        .axis = AXIS_COLUMN,
                                        .width = GROW,
                                        .height = GROW,
                                        .pad = EDGES_XY(frame_margin(build), 0)});
    header_add(&self, content);
    words_add(&self, content);
    doors_add(&self, content);
    middle_add(&self, content);
    strip_add(&self, content);
    footer_add(build, root, view, (FrameOptions){.no_back = true});
}
