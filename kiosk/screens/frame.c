#include "kiosk/screens/frame.h"

#include "kiosk/i18n/locale.h"
#include "kiosk/screens/measure.h"
#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"
#include "kiosk/view/action.h"

enum {
    MARGIN = 60,
    MARGIN_PORTRAIT = 48,
    HEADER_HEIGHT = 100,
    HEADER_HEIGHT_PORTRAIT = 116,
    FOOTER_HEIGHT = 120,
    FOOTER_HEIGHT_TALL = 152,
    FOOTER_HEIGHT_PORTRAIT = 176,
    FOOTER_HEIGHT_PORTRAIT_LARGE = 216,
    FOOTER_MARGIN = 36, /* bar height less button height */
    FOOTER_GAP = 18,
    CONTENT_ABOVE = 13, /* 3 mm below the hide corner, rounded up to a pixel */
    CONTENT_BELOW = 23,
    CREST = 60,
    HEADER_GAP = 20,
    HIDE_WIDTH_MIN = 232,
    HIDE_ROOM = 150, /* padding and icon beside the word */
    HIDE_RADIUS = 36,
    LOW_REACH_TOP = 540,
    LOW_REACH_TOP_PORTRAIT = 960,
    FURNITURE_RADIUS = 24,
    FURNITURE_ICON = 42,
    FURNITURE_ICON_PORTRAIT = 48,
    FURNITURE_PORTRAIT_WORDS = 200,
    FURNITURE_MAX = 5,
    FURNITURE_ROOM = 120, /* icon, gap and padding */
    FURNITURE_STEPS_MAX = 3,
    LANGUAGES_BESIDE_MAX = 3,
    FOOTER_SLACK = 120, /* the estimate of widths is not exact */
};

int frame_margin(const Build *build) {
    return is_portrait(build) ? MARGIN_PORTRAIT : MARGIN;
}

static int header_height(const Build *build) {
    return is_portrait(build) ? HEADER_HEIGHT_PORTRAIT : HEADER_HEIGHT;
}

int frame_footer_height(const Build *build) {
    if (is_portrait(build)) {
        return build->look->text_size >= TEXT_LARGE ? FOOTER_HEIGHT_PORTRAIT_LARGE
                                                    : FOOTER_HEIGHT_PORTRAIT;
    }
    return is_largest(build) || is_strong(build) ? FOOTER_HEIGHT_TALL : FOOTER_HEIGHT;
}

int frame_content_width(const Build *build) {
    return look_width_du(build->look) - 2 * frame_margin(build);
}

int frame_content_height(const Build *build) {
    return look_height_du(build->look) - header_height(build) - frame_footer_height(build) -
           CONTENT_ABOVE - CONTENT_BELOW;
}

int frame_low_reach_top(const Build *build) {
    int top = is_portrait(build) ? LOW_REACH_TOP_PORTRAIT : LOW_REACH_TOP;
    return top - header_height(build) - CONTENT_ABOVE;
}

Node *frame_crest_add(Build *build, Node *parent, int size, bool on_sky) {
    bool strong = is_strong(build);
    Node *plate = node_add(build, parent,
                           (NodeSpec){.axis = AXIS_COLUMN,
                                      .width = FIXED(size),
                                      .height = FIXED(size),
                                      .main = ALIGN_CENTER,
                                      .cross = ALIGN_CENTER,
                                      .fill = on_sky ? COLOR_CREAM : COLOR_SURFACE,
                                      .outline = on_sky ? COLOR_NONE : COLOR_LINE,
                                      .outline_width = on_sky ? 0 : outline_of(build, 2),
                                      .radius = size * 3 / 10});
    if (strong && on_sky) {
        plate->spec.fill = COLOR_SURFACE;
        plate->spec.outline = COLOR_LINE;
        plate->spec.outline_width = 4;
    }
    /* On cream the crest keeps its own dark red in every theme. */
    bool night = build->look->theme == THEME_NIGHT;
    Color leaf = strong ? COLOR_INK : (on_sky && night ? COLOR_FIGURE_WARM : COLOR_CLAY);
    icon_add(build, plate, ICON_CREST, size * 3 / 4, leaf, COLOR_NONE);
    return plate;
}

/* The flow's name in the header; empty for none. */
static Str8 flow_name(const FrameView *frame) {
    switch (frame->flow) {
    case FLOW_SIGN_IN:
        return tr(frame->locale, "Sign in");
    case FLOW_HELP:
        return tr(frame->locale, "Find help");
    case FLOW_LEAVING:
        return tr(frame->locale, "We’re leaving");
    case FLOW_NONE:
        break;
    }
    return (Str8){0};
}

static NodeSpec hide_node(const FrameView *frame) {
    return (NodeSpec){.key = "/furniture/hide",
                      .role = ROLE_BUTTON,
                      .label = tr(frame->locale, "Hide"),
                      .hint = tr(frame->locale, "Back to the first screen at once"),
                      .action = {.kind = ACTION_HIDE},
                      .axis = AXIS_ROW,
                      .main = ALIGN_CENTER,
                      .cross = ALIGN_CENTER,
                      .gap = 18,
                      .fill = COLOR_INVERSE};
}

static void hide_words_add(Build *build, Node *hide, int steps_down) {
    icon_add(build, hide, ICON_HIDE, FURNITURE_ICON, COLOR_ON_INVERSE, COLOR_NONE);
    Node *word = caption_add(build, hide, hide->spec.label, TYPE_FURNITURE, COLOR_ON_INVERSE);
    word->spec.one_line = true;
    word->spec.type_steps_down = steps_down;
}

static void hide_corner_add(Build *build, Node *header, const FrameView *frame) {
    NodeSpec spec = hide_node(frame);
    spec.width = (Size){.kind = SIZE_FIT, .min = HIDE_WIDTH_MIN};
    spec.height = FIXED(header_height(build));
    spec.pad = EDGES_XY(44, 0);
    spec.radii[3] = HIDE_RADIUS;
    hide_words_add(build, node_add(build, header, spec), 0);
}

static bool has_corner(const Build *build, const FrameView *frame) {
    return frame->can_hide && !is_low_reach(build);
}

/* What the clock, the crest and the corner leave for the school's name and the flow's. */
static int names_width(const Build *build, const FrameView *frame, Str8 time) {
    int width = frame_content_width(build) - CREST - 4 * HEADER_GAP -
                measure_width(build, TYPE_NAME, 0, time);
    if (has_corner(build, frame)) {
        int hide = measure_width(build, TYPE_FURNITURE, 0, tr(frame->locale, "Hide")) + HIDE_ROOM;
        width -= hide > HIDE_WIDTH_MIN ? hide : HIDE_WIDTH_MIN;
    }
    return width;
}

static void flow_add(Build *build, Node *header, Str8 flow) {
    node_add(build, header,
             (NodeSpec){.width = FIXED(is_strong(build) ? 4 : 2),
                        .height = FIXED(40),
                        .fill = COLOR_LINE});
    text_add(build, header, flow, TYPE_SMALL, COLOR_INK_2)->spec.one_line = true;
}

/* The school's name takes two lines at most; before it steps down the flow's name goes. */
static void names_add(Build *build, Node *header, const FrameView *frame, Str8 time) {
    int width = names_width(build, frame, time);
    Str8 flow = flow_name(frame);
    int beside = width - measure_width(build, TYPE_SMALL, 0, flow) - 2 * HEADER_GAP;
    bool flow_fits = flow.len > 0 && beside > 0 &&
                     measure_lines(build, TYPE_FURNITURE, 0, frame->school_name, beside) <= 2;
    if (frame->school_name.len == 0) {
        text_add(build, header, flow, TYPE_SMALL, COLOR_INK_2)->spec.lines_max = 2;
        return;
    }
    Node *school = text_add(build, header, frame->school_name, TYPE_FURNITURE, COLOR_INK);
    school->spec.lines_max = 2;
    school->spec.type_steps_down =
        measure_steps(build, TYPE_FURNITURE, &frame->school_name, 1, flow_fits ? beside : width, 2);
    if (flow_fits) {
        flow_add(build, header, flow);
    }
}

static void header_add(Build *build, Node *root, const FrameView *frame) {
    bool corner = has_corner(build, frame);
    int margin = frame_margin(build);
    Node *header = node_add(build, root,
                            (NodeSpec){.axis = AXIS_ROW,
                                       .width = GROW,
                                       .height = FIXED(header_height(build)),
                                       .pad = {margin, 0, corner ? 0 : margin, 0},
                                       .gap = HEADER_GAP,
                                       .cross = ALIGN_CENTER});
    frame_crest_add(build, header, CREST, false);
    Str8 time = locale_time(frame->locale, build->arena, frame->now_utc_ms);
    names_add(build, header, frame, time);
    spacer_add(build, header);
    text_add(build, header, time, TYPE_NAME, COLOR_INK)->spec.one_line = true;
    if (corner) {
        gap_add(build, header, HEADER_GAP);
        hide_corner_add(build, header, frame);
    }
}

/* A furniture button; its words are added by the caller's captions. */
static Node *furniture_box_add(Build *build, Node *footer, const char *key, Str8 label, Str8 hint,
                               ActionKind kind) {
    bool portrait = is_portrait(build);
    return node_add(
        build, footer,
        (NodeSpec){.key = key,
                   .role = ROLE_BUTTON,
                   .label = label,
                   .hint = hint,
                   .action = {.kind = (uint16_t)kind},
                   .axis = portrait ? AXIS_COLUMN : AXIS_ROW,
                   .width = portrait ? GROW : FIT,
                   .height = FIXED(frame_footer_height(build) - FOOTER_MARGIN - (portrait ? 4 : 0)),
                   .pad = portrait ? EDGES_XY(8, 0) : EDGES_XY(30, 0),
                   .gap = portrait ? 0 : 18,
                   .main = ALIGN_CENTER,
                   .cross = ALIGN_CENTER,
                   .fill = COLOR_SURFACE,
                   .fill_pressed = COLOR_SUNKEN,
                   .outline = COLOR_EDGE,
                   .outline_width = outline_of(build, 2),
                   .radius = FURNITURE_RADIUS});
}

static Node *furniture_words_add(Build *build, Node *box, uint16_t icon, int steps_down) {
    int size = FURNITURE_ICON;
    if (is_portrait(build) && measure_lines(build, TYPE_FURNITURE, steps_down, box->spec.label,
                                            FURNITURE_PORTRAIT_WORDS) <= 1) {
        size = FURNITURE_ICON_PORTRAIT;
    }
    bool plain = icon == ICON_RESTART || icon == ICON_BACK;
    icon_add(build, box, icon, size, COLOR_INK, plain ? COLOR_NONE : COLOR_TINT);
    Node *word = caption_add(build, box, box->spec.label, TYPE_FURNITURE, COLOR_INK);
    word->spec.lines_max = 2;
    word->spec.type_steps_down = steps_down;
    word->spec.align = is_portrait(build) ? TEXT_CENTER : TEXT_START;
    return box;
}

static void language_name_add(Build *build, Node *box, const LanguageChoice *language) {
    node_add(build, box,
             (NodeSpec){.text = language->name,
                        .language = language->tag,
                        .direction = language->rtl ? DIRECTION_RTL : DIRECTION_LTR,
                        .type = TYPE_SMALL,
                        .color = COLOR_INK_2,
                        .width = FIT,
                        .one_line = true});
}

/* The other languages in their own names beside the chosen one: dropped first when space is short.
 */
static void languages_beside_add(Build *build, Node *box, const FrameView *frame) {
    node_add(build, box, (NodeSpec){.width = FIXED(2), .height = FIXED(36), .fill = COLOR_LINE});
    size_t shown = 0;
    for (size_t i = 0; i < frame->languages_count && shown < LANGUAGES_BESIDE_MAX; i++) {
        if (i == frame->language_chosen) {
            continue;
        }
        const LanguageChoice *language = &frame->languages[i];
        if (shown > 0) {
            caption_add(build, box, STR8("·"), TYPE_SMALL, COLOR_INK_2);
        }
        language_name_add(build, box, language);
        shown++;
    }
}

static bool languages_fit(const Build *build, const View *view) {
    const FrameView *frame = &view->frame;
    if (view->screen == SCREEN_HOME || is_portrait(build) || is_strong(build) ||
        build->look->text_size > TEXT_LARGE || (frame->can_hide && is_low_reach(build))) {
        return false;
    }
    Str8 words[] = {tr(frame->locale, "Start over"), tr(frame->locale, "Back"),
                    tr(frame->locale, "Easier to use")};
    int width = FOOTER_SLACK;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        width += measure_width(build, TYPE_FURNITURE, 0, words[i]) + FURNITURE_ICON + 96;
    }
    for (size_t i = 0; i < frame->languages_count && i <= LANGUAGES_BESIDE_MAX; i++) {
        width += measure_width(build, TYPE_FURNITURE, 0, frame->languages[i].name) + 60;
    }
    return width < frame_content_width(build);
}

static void language_button_add(Build *build, Node *footer, const View *view, int steps_down) {
    const FrameView *frame = &view->frame;
    const LanguageChoice *chosen = &frame->languages[frame->language_chosen];
    Node *box = furniture_box_add(build, footer, "/furniture/language", chosen->name,
                                  tr(frame->locale, "Change the language"), ACTION_LANGUAGES_OPEN);
    furniture_words_add(build, box, ICON_LANGUAGE, steps_down);
    if (languages_fit(build, view)) {
        languages_beside_add(build, box, frame);
    }
}

/* What stands on the furniture at hand. */
typedef struct {
    Str8 words[FURNITURE_MAX];
    size_t count;
} Furniture;

static Furniture furniture_of(const FrameView *frame, bool back, bool hide) {
    const Locale *locale = frame->locale;
    Furniture all = {.count = 0};
    all.words[all.count++] = tr(locale, "Start over");
    all.words[all.count++] = tr(locale, "Easier to use");
    all.words[all.count++] = frame->languages[frame->language_chosen].name;
    if (back) {
        all.words[all.count++] = tr(locale, "Back");
    }
    if (hide) {
        all.words[all.count++] = tr(locale, "Hide");
    }
    return all;
}

static int furniture_width(const Build *build, const Furniture *all, int steps) {
    int width = (int)(all->count - 1) * FOOTER_GAP;
    for (size_t i = 0; i < all->count; i++) {
        width += measure_width(build, TYPE_FURNITURE, steps, all->words[i]) + FURNITURE_ROOM;
    }
    return width;
}

/* One size for all of them. In portrait all are equally wide and may take two lines; in landscape
 * all stand on one line. */
static int furniture_steps(const Build *build, const Furniture *all) {
    if (!is_portrait(build)) {
        int steps = 0;
        while (steps < FURNITURE_STEPS_MAX &&
               furniture_width(build, all, steps) > frame_content_width(build)) {
            steps++;
        }
        return steps;
    }
    int gaps = (int)(all->count - 1) * FOOTER_GAP;
    int width = (frame_content_width(build) - gaps) / (int)all->count - 20;
    int one_line = measure_steps(build, TYPE_FURNITURE, all->words, all->count, width, 1);
    return one_line <= 1 ? one_line
                         : measure_steps(build, TYPE_FURNITURE, all->words, all->count, width, 2);
}

static Node *footer_bar_add(Build *build, Node *root) {
    Node *edge = node_add(build, root,
                          (NodeSpec){.axis = AXIS_COLUMN,
                                     .width = GROW,
                                     .height = FIXED(frame_footer_height(build)),
                                     .fill = COLOR_SUNKEN});
    if (is_strong(build)) {
        rule_add(build, edge)->spec.height = FIXED(4);
    }
    return node_add(build, edge,
                    (NodeSpec){.axis = AXIS_ROW,
                               .width = GROW,
                               .height = GROW,
                               .pad = EDGES_XY(frame_margin(build), 0),
                               .gap = FOOTER_GAP,
                               .cross = ALIGN_CENTER});
}

void footer_add(Build *build, Node *root, const View *view, FrameOptions options) {
    const FrameView *frame = &view->frame;
    const Locale *locale = frame->locale;
    bool back = frame->can_go_back && !options.no_back;
    bool hide = frame->can_hide && is_low_reach(build);
    Furniture all = furniture_of(frame, back, hide);
    int steps = furniture_steps(build, &all);
    Node *bar = footer_bar_add(build, root);
    Node *box = furniture_box_add(build, bar, "/furniture/start-over", tr(locale, "Start over"),
                                  (Str8){0}, ACTION_START_OVER);
    furniture_words_add(build, box, ICON_RESTART, steps);
    if (back) {
        box = furniture_box_add(build, bar, "/furniture/back", tr(locale, "Back"), (Str8){0},
                                ACTION_BACK);
        furniture_words_add(build, box, ICON_BACK, steps);
    }
    if (!is_portrait(build)) {
        spacer_add(build, bar);
    }
    if (hide) {
        NodeSpec spec = hide_node(frame);
        Node *like = box;
        spec.axis = like->spec.axis;
        spec.width = like->spec.width;
        spec.height = like->spec.height;
        spec.pad = like->spec.pad;
        spec.radius = FURNITURE_RADIUS;
        hide_words_add(build, node_add(build, bar, spec), steps);
    }
    box = furniture_box_add(build, bar, "/furniture/easier", tr(locale, "Easier to use"), (Str8){0},
                            ACTION_EASIER_OPEN);
    furniture_words_add(build, box, ICON_EASIER, steps);
    language_button_add(build, bar, view, steps);
}

Node *frame_add(Build *build, Node *root, const View *view, FrameOptions options) {
    root->spec.axis = AXIS_COLUMN;
    root->spec.fill = options.sunken ? COLOR_SUNKEN : COLOR_PAPER;
    if (!options.no_header) {
        header_add(build, root, &view->frame);
    }
    int margin = frame_margin(build);
    Node *content = node_add(build, root,
                             (NodeSpec){.key_text = screen_name(view->screen),
                                        .role = ROLE_SCREEN,
                                        .label = options.label,
                                        .motion = options.sunken ? MOTION_NONE : MOTION_SLIDE,
                                        .axis = AXIS_COLUMN,
                                        .width = GROW,
                                        .height = GROW,
                                        .pad = {margin, CONTENT_ABOVE, margin, CONTENT_BELOW}});
    footer_add(build, root, view, options);
    return content;
}
