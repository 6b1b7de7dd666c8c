#include "kiosk/screens/room_card.h"

#include "kiosk/screens/components.h"

enum {
    CARD_GAP = 24,
    CARD_HEIGHT = 228,
    COMPACT_UNDER = 190, /* lower cards drop the way and the arch's word */
    COLUMN_MAX = 3,
    ARCH_WIDTH = 152,
    ARCH_STEPS_MAX = 9, /* as far as the number may step down: 28 */
};

typedef struct {
    Build *build;
    const Locale *locale;
    int64_t event_start_utc_ms;
    int width;
    int height;
    bool compact;
    bool narrow; /* two columns, or large text in low cards: the time alone */
} CardPlace;

static Str8 room_title(const CardPlace *place, const RoomView *room) {
    Str8 grade = room->grade.len > 0 ? locale_grade(place->locale, place->build->arena, room->grade)
                                     : room->title;
    if (room->initial.len == 0) {
        return grade;
    }
    return str8_format(place->build->arena, "%.*s · %.*s", STR8_ARG(grade),
                       STR8_ARG(room->initial));
}

/* "Ms. Okafor", or the session's title where the grade alone does not say it. */
static Str8 room_second(const RoomView *room, Arena *arena) {
    bool title = room->title.len > 0 && room->grade.len > 0;
    if (title && room->teacher.len > 0) {
        return str8_format(arena, "%.*s · %.*s", STR8_ARG(room->title), STR8_ARG(room->teacher));
    }
    return title ? room->title : room->teacher;
}

static void room_words_add(const CardPlace *place, Node *card, const RoomView *room) {
    Build *build = place->build;
    Node *words = column_add(build, card, 0);
    heading_add(build, words, room_title(place, room), place->compact ? TYPE_TILE : TYPE_LABEL)
        ->spec.lines_max = 2;
    Str8 second = room_second(room, build->arena);
    if (second.len > 0) {
        Node *line =
            text_add(build, words, second, place->compact ? TYPE_SMALL : TYPE_BODY, COLOR_INK);
        line->spec.lines_max = 2;
        line->spec.type_steps_down = place->narrow && is_largest(build) ? 1 : 0;
    }
    if (!place->compact && room->way.len > 0 && !is_largest(build)) {
        text_add(build, words, room->way, TYPE_SMALL, COLOR_INK_2)->spec.lines_max = 2;
    }
}

static void room_time_add(const CardPlace *place, Node *card, const RoomView *room) {
    Build *build = place->build;
    int64_t start = room->start_utc_ms != 0 ? room->start_utc_ms : place->event_start_utc_ms;
    Node *words = column_add(build, card, 0);
    words->spec.width = FIT;
    words->spec.cross = ALIGN_END;
    if (!place->narrow) {
        Node *meet = text_add(build, words, tr(place->locale, "Meet at"), TYPE_SMALL, COLOR_INK_2);
        meet->spec.align = TEXT_END;
    }
    Node *time = text_add(build, words, locale_time(place->locale, build->arena, start),
                          place->compact ? TYPE_LABEL : TYPE_DOOR_2, COLOR_INK);
    time->spec.type_steps_down = place->narrow ? 1 : 0;
    time->spec.one_line = true;
    time->spec.align = TEXT_END;
}

static Node *row_card_add(const CardPlace *place, Node *parent) {
    Node *card = card_add(place->build, parent, FIXED(place->width), FIXED(place->height));
    card->spec.axis = AXIS_ROW;
    int inner = place->compact ? 4 : 8;
    card->spec.pad = (Edges){place->compact ? 20 : 34, inner, place->narrow ? 24 : 42, inner};
    card->spec.gap = place->compact ? 20 : 36;
    card->spec.cross = ALIGN_CENTER;
    return card;
}

/* A number stands in the arch under "Room"; a room with a name ("Auditorium") in full, smaller. */
static void room_arch_add(const CardPlace *place, Node *card, Str8 room) {
    Build *build = place->build;
    int height = place->height - (place->compact ? 20 : 46);
    int width = height * 9 / 10 < ARCH_WIDTH ? height * 9 / 10 : ARCH_WIDTH;
    int needed = measure_width(build, TYPE_DOOR_1, ARCH_STEPS_MAX, room) + 20;
    width = needed > width ? needed : width;
    Node *arch = arch_room_add(build, card, width, height, tr(place->locale, "Room"), room);
    arch->spec.role = ROLE_TEXT;
    arch->spec.label = tr_fill(place->locale, build->arena, tr(place->locale, "Room {room}"),
                               &(TrArg){"room", room}, 1);
}

static void room_card_add(const CardPlace *place, Node *parent, const RoomView *room) {
    Node *card = row_card_add(place, parent);
    card->spec.role = ROLE_GROUP;
    card->spec.label = room_title(place, room);
    if (room->room.len > 0) {
        room_arch_add(place, card, room->room);
    }
    room_words_add(place, card, room);
    room_time_add(place, card, room);
}

/* No rooms: when and where the event itself is. */
static void agenda_add(const CardPlace *place, Node *parent, const EventView *event) {
    Build *build = place->build;
    Node *card = row_card_add(place, parent);
    Node *arch = arch_add(build, card, 152, 168, 18, COLOR_ARCH_TOP);
    arch->spec.fill_2 = COLOR_ARCH_BOTTOM;
    icon_add(build, arch, ICON_CLOCK, 84, COLOR_ARCH_TEXT, COLOR_NONE);
    Node *words = column_add(build, card, 4);
    heading_add(build, words, event->title, TYPE_LABEL)->spec.lines_max = 2;
    Str8 time =
        locale_time_range(place->locale, build->arena, event->start_utc_ms, event->end_utc_ms);
    text_add(build, words, time, TYPE_BODY, COLOR_INK)->spec.lines_max = 2;
    if (event->place.len > 0) {
        text_add(build, words, event->place, TYPE_SMALL, COLOR_INK_2)->spec.lines_max = 2;
    }
}

void room_cards_add(Build *build, Node *parent, const View *view, int width, int height) {
    const ThanksView *thanks = &view->thanks;
    CardPlace place = {.build = build,
                       .locale = view->frame.locale,
                       .event_start_utc_ms = thanks->event.start_utc_ms,
                       .width = width,
                       .height = CARD_HEIGHT};
    if (thanks->rooms_count == 0) {
        if (thanks->event.title.len > 0) {
            agenda_add(&place, parent, &thanks->event);
        }
        return;
    }
    size_t count = thanks->rooms_count < ROOMS_MAX ? thanks->rooms_count : ROOMS_MAX;
    bool columns = count > COLUMN_MAX && !is_portrait(build);
    size_t rows = columns ? (count + 1) / 2 : count;
    place.width = columns ? (width - CARD_GAP) / 2 : width;
    int each = (height - (int)(rows - 1) * CARD_GAP) / (int)rows;
    place.height = each > CARD_HEIGHT ? CARD_HEIGHT : each;
    place.compact = place.height < COMPACT_UNDER || columns;
    place.narrow = columns || (place.compact && build->look->text_size >= TEXT_LARGER);
    Node *box = row_add(build, parent, CARD_GAP);
    box->spec.wrap = true;
    for (size_t i = 0; i < count; i++) {
        room_card_add(&place, box, &thanks->rooms[i]);
    }
}
