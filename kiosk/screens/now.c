#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/*
 * Help right now: three ways that answer, day or night, big and calm, nothing to touch and nothing
 * to scroll. Opening it is never counted (rule 17).
 */

enum { GAP = 24, GAP_TIGHT = 14, PICTURE = 136 };

typedef struct {
    Str8 figure; /* "988"; empty: the picture */
    uint16_t icon;
    Str8 title;
    Str8 lines[2];
    unsigned hue;
} Way;

static void way_picture_add(Build *build, Node *card, const Way *way) {
    if (way->figure.len == 0) {
        Node *arch = arch_add(build, card, PICTURE * 85 / 100, PICTURE, 22, hue_tint(way->hue));
        icon_add(build, arch, way->icon, 84, hue_color(way->hue), COLOR_TINT);
        return;
    }
    Node *figure = caption_add(build, card, way->figure, TYPE_FIGURE, hue_color(way->hue));
    figure->spec.one_line = true;
    figure->spec.direction = DIRECTION_LTR;
    figure->rtl = false;
}

static void way_add(Build *build, Node *parent, Way way, bool beside) {
    Node *card = card_add(build, parent, GROW, beside ? FIT : GROW);
    card->spec.role = ROLE_GROUP;
    card->spec.label = way.title;
    card->spec.pad = is_largest(build) ? EDGES(28) : EDGES(40);
    card->spec.gap = is_largest(build) ? 10 : 18;
    Node *words = card;
    if (beside) {
        card->spec.axis = AXIS_ROW;
        card->spec.cross = ALIGN_CENTER;
        Node *picture = column_add(build, card, 0);
        picture->spec.width = FIXED(300);
        picture->spec.cross = ALIGN_CENTER;
        way_picture_add(build, picture, &way);
        words = column_add(build, card, 10);
    } else {
        way_picture_add(build, card, &way);
    }
    bool normal = build->look->text_size == TEXT_NORMAL;
    bool is_large = build->look->text_size >= TEXT_LARGER;
    (void)heading_add(build, words, way.title, normal && !beside ? TYPE_ACTION : TYPE_LABEL);
    for (size_t i = 0; i < 2; i++) {
        if (way.lines[i].len > 0) {
            (void)text_add(build, words, way.lines[i], is_large ? TYPE_SMALL : TYPE_LEAD,
                           COLOR_INK_2);
        }
    }
}

static Way way_988(const Locale *locale) {
    return (Way){.figure = STR8("988"),
                 .title = tr(locale, "Call or text 988"),
                 .lines = {tr(locale, "Someone listens, day and night. It is free."),
                           tr(locale, "In Spanish: press 2, or text AYUDA to 988.")},
                 .hue = 2};
}

static Way way_911(const Locale *locale) {
    return (Way){.figure = STR8("911"),
                 .title = tr(locale, "Danger now? Call 911"),
                 .lines = {tr(locale, "Police, fire, ambulance."),
                           tr(locale, "Say your language. They get an interpreter.")},
                 .hue = 3};
}

static Way way_adult(Build *build, const View *view) {
    const Locale *locale = view->frame.locale;
    Way way = {.icon = ICON_PEOPLE,
               .title = tr(locale, "Tell an adult here"),
               .lines = {tr(locale, "Say: “I need help now.” We will stay with you.")},
               .hue = 1};
    if (view->now.desk_phone_shown.len > 0) {
        TrArg args[] = {{"phone", view->now.desk_phone_shown}};
        way.lines[1] = tr_fill(locale, build->arena, tr(locale, "Front desk: {phone}"), args, 1);
    }
    return way;
}

void screen_now(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    bool portrait = is_portrait(build);
    Str8 label = tr(locale, "Help right now");
    Node *content = frame_add(build, root, view, (FrameOptions){.label = label});
    content->spec.gap = is_largest(build) ? GAP_TIGHT : GAP;
    (void)title_add(build, content, label, frame_content_width(build));
    if (build->look->text_size < TEXT_LARGER || (portrait && !is_largest(build))) {
        (void)text_add(build, content, tr(locale, "You are not alone. People want to help you."),
                       TYPE_LEAD, COLOR_INK_2);
    }
    Node *ways = portrait ? column_add(build, content, GAP) : row_add(build, content, GAP);
    if (!portrait) {
        ways->spec.height = GROW;
        ways->spec.cross = ALIGN_STRETCH;
    }
    way_add(build, ways, way_988(locale), portrait);
    way_add(build, ways, way_911(locale), portrait);
    way_add(build, ways, way_adult(build, view), portrait);
}
