#include "kiosk/screens/room_card.h"

#include "kiosk/screens/components.h"

enum {
    CARD_GAP = 24,
    CARD_HEIGHT = 228,
    COMPACT_UNDER = 190, /* lower cards drop the way and the arch's word */
    COLUMN_MAX = 3,
    ARCH_WIDTH = 152,
    ARCH_HEIGHT_MAX = 184,
    CARD_INNER = 8,
    WORDS_STEPS_MAX = 5,
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

/* What is written of a room, and how far it must step down to stand in the card's height. */
typedef struct {
    Str8 lines[3]; /* grade, teacher, way */
    TypeRole types[3];
    size_t count;
    int width;
    int steps;
} RoomWords;

static int words_height(const CardPlace *place, const RoomWords *words) {
    int height = 0;
    for (size_t i = 0; i < words->count; i++) {
        height += measure_height(place->build, words->types[i], words->steps, words->lines[i],
                                 words->width);
    }
    return height;
}

/* First a step, then without the way, then as far down as it takes. */
static void words_fit(const CardPlace *place, RoomWords *words) {
    int room = place->height - 2 * CARD_INNER;
    words->steps = words_height(place, words) > room ? 1 : 0;
    if (words->count == 3 && words_height(place, words) > room) {
        words->count = 2;
        words->steps = 0;
    }
    while (words->steps < WORDS_STEPS_MAX && words_height(place, words) > room) {
        words->steps++;
    }
}

static void room_words_add(const CardPlace *place, Node *card, const RoomView *room, int width) {
    Build *build = place->build;
    RoomWords words = {.width = width};
    words.types[words.count] = place->compact ? TYPE_TILE : TYPE_LABEL;
    words.lines[words.count++] = room_title(place, room);
    Str8 second = room_second(room, build->arena);
    if (second.len > 0) {
        words.types[words.count] = place->compact ? TYPE_SMALL : TYPE_BODY;
        words.lines[words.count++] = second;
    }
    if (!place->compact && words.count == 2 && room->way.len > 0 && !is_largest(build)) {
        words.types[words.count] = TYPE_SMALL;
        words.lines[words.count++] = room->way;
    }
    words_fit(place, &words);
    Node *column = column_add(build, card, 0);
    for (size_t i = 0; i < words.count; i++) {
        Node *line = text_add(build, column, words.lines[i], words.types[i],
                              i == 2 ? COLOR_INK_2 : COLOR_INK);
        line->spec.role = i == 0 ? ROLE_HEADING : ROLE_TEXT;
        line->spec.type_steps_down = words.steps;
        line->spec.lines_max = 3;
    }
}

static TypeRole time_type(const CardPlace *place) {
    return place->compact ? TYPE_LABEL : TYPE_DOOR_2;
}

/* Room that the time and the arch leave for the words. */
static int words_width(const CardPlace *place, Str8 time, int arch_width) {
    int used = measure_width(place->build, time_type(place), place->narrow ? 1 : 0, time);
    if (!place->narrow) {
        int meet = measure_width(place->build, TYPE_SMALL, 0, tr(place->locale, "Meet at"));
        used = used > meet ? used : meet;
    }
    int gap = place->compact ? 20 : 36;
    int sides = place->compact ? 44 : 76;
    return place->width - used - 2 * gap - sides - arch_width;
}

static void room_time_add(const CardPlace *place, Node *card, Str8 time) {
    Build *build = place->build;
    Node *words = column_add(build, card, 0);
    words->spec.width = FIT;
    words->spec.cross = ALIGN_END;
    if (!place->narrow) {
        Node *meet = text_add(build, words, tr(place->locale, "Meet at"), TYPE_SMALL, COLOR_INK_2);
        meet->spec.align = TEXT_END;
        meet->spec.one_line = true;
    }
    Node *node = text_add(build, words, time, time_type(place), COLOR_INK);
    node->spec.type_steps_down = place->narrow ? 1 : 0;
    node->spec.one_line = true;
    node->spec.align = TEXT_END;
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

/* A number stands in the arch under "Room"; a room with a name ("Auditorium") in full, smaller.
 * Returns its width. */
static int room_arch_add(const CardPlace *place, Node *card, Str8 room) {
    Build *build = place->build;
    int height = place->height - (place->compact ? 20 : 46);
    height = height > ARCH_HEIGHT_MAX ? ARCH_HEIGHT_MAX : height;
    int width = height * 9 / 10 < ARCH_WIDTH ? height * 9 / 10 : ARCH_WIDTH;
    int needed = measure_width(build, TYPE_DOOR_1, ARCH_STEPS_MAX, room) + 20;
    width = needed > width ? needed : width;
    Node *arch = arch_room_add(build, card, width, height, tr(place->locale, "Room"), room);
    arch->spec.role = ROLE_TEXT;
    arch->spec.label = tr_fill(place->locale, build->arena, tr(place->locale, "Room {room}"),
                               &(TrArg){"room", room}, 1);
    return width;
}

static void room_card_add(const CardPlace *place, Node *parent, const RoomView *room) {
    int64_t start = room->start_utc_ms != 0 ? room->start_utc_ms : place->event_start_utc_ms;
    Str8 time = locale_time(place->locale, place->build->arena, start);
    Node *card = row_card_add(place, parent);
    card->spec.role = ROLE_GROUP;
    card->spec.label = room_title(place, room);
    int arch = room->room.len > 0 ? room_arch_add(place, card, room->room) : 0;
    room_words_add(place, card, room, words_width(place, time, arch));
    room_time_add(place, card, time);
}

/* No rooms: when and where the event itself is. */
static void agenda_add(const CardPlace *place, Node *parent, const EventView *event) {
    Build *build = place->build;
    Node *card = row_card_add(place, parent);
    Node *arch = arch_add(build, card, 152, 168, 18, COLOR_ARCH_TOP);
    arch->spec.fill_2 = COLOR_ARCH_BOTTOM;
    icon_add(build, arch, ICON_CLOCK, 84, COLOR_ARCH_TEXT, COLOR_NONE);
    Node *words = column_add(build, card, 0);
    Node *title = heading_add(build, words, event->title, TYPE_LABEL);
    title->spec.lines_max = 2;
    title->spec.type_steps_down = is_largest(build) ? 1 : 0;
    Str8 time =
        locale_time_range(place->locale, build->arena, event->start_utc_ms, event->end_utc_ms);
    text_add(build, words, time, TYPE_BODY, COLOR_INK)->spec.lines_max = 2;
    if (event->place.len > 0 && !is_largest(build)) {
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
