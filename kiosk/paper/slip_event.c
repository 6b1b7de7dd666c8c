#include "data/base/check.h"
#include "kiosk/paper/paper_text.h"
#include "kiosk/paper/parts.h"
#include "kiosk/paper/slip.h"
#include "kiosk/paper/words.h"

/* Tonight: the event, then for each child a door with the room's number in it, who waits there and
 * when; the same in a line each in English. */

enum {
    DOOR_WIDTH = 112,
    DOOR_HEIGHT = 132,
    DOOR_LINE = 5,
    DOOR_GAP = 20,
    DOOR_TEXT_INSET = 10,
    DOOR_TEXT_LINES_MAX = 2,
    TIME_PERCENT = 27,
};

static const GalleyType DOOR_TYPES[] = {TYPE_FIGURE, TYPE_TITLE_SMALL, TYPE_LEAD, TYPE_NOTE_BOLD};
enum { DOOR_TYPES_COUNT = sizeof DOOR_TYPES / sizeof DOOR_TYPES[0] };

/* "Room 12"; what is no number says itself what it is. */
static Str8 room_words(Arena *arena, const Locale *locale, Str8 room) {
    Str8 clean = paper_text_clean(arena, room);
    bool number = clean.len > 0 && clean.ptr[0] >= '0' && clean.ptr[0] <= '9';
    return number ? words_fill(arena, locale, tr(locale, "Room {room}"), "room", clean) : clean;
}

static Str8 child_words(Arena *arena, const Locale *locale, const SlipChild *child) {
    const Str8 parts[] = {paper_text_clean(arena, child->name),
                          locale_grade(locale, arena, paper_text_clean(arena, child->grade))};
    return words_join(arena, parts, 2, STR8(" · "));
}

static int64_t session_start(const Event *event, const Session *session) {
    return session->start_utc_ms != 0 ? session->start_utc_ms : event->start_utc_ms;
}

/* @return the width it takes; 0 when the room's name is too long for a door */
static int door_set(Galley *galley, const Frame *frame, Str8 room) {
    int width = galley_scaled(galley, DOOR_WIDTH);
    int height = galley_scaled(galley, DOOR_HEIGHT);
    int inset = galley_scaled(galley, DOOR_TEXT_INSET);
    GalleyText text = {
        .text = room, .type = TYPE_NOTE_BOLD, .align = GALLEY_CENTER, .own_direction = true};
    if (room.len == 0 || !galley_text_fits(galley, text, width - 2 * inset, DOOR_TEXT_LINES_MAX)) {
        return 0;
    }
    galley_arch(galley, frame->page, (GalleyBox){frame->x, frame->y, width, height},
                galley_scaled(galley, DOOR_LINE));
    for (size_t i = 0; i < DOOR_TYPES_COUNT; i++) {
        text.type = DOOR_TYPES[i];
        if (galley_text_fits(galley, text, width - 2 * inset, i == DOOR_TYPES_COUNT - 1 ? 2 : 1)) {
            break;
        }
    }
    Frame inside = *frame;
    inside.x += inset;
    inside.width = width - 2 * inset;
    inside.y += height / 5;
    galley_text_middle(galley, &inside, text, height - height / 5);
    return width + galley_scaled(galley, DOOR_GAP);
}

static void room_set(Galley *galley, Frame *frame, const PaperWords *words, const Event *event,
                     const Session *session) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = words->locale;
    Str8 room = paper_text_clean(arena, session->room);
    Frame texts = *frame;
    int door = door_set(galley, frame, room);
    texts.x += door;
    texts.width -= door;
    part_text(galley, &texts, TYPE_LEAD, locale_time(locale, arena, session_start(event, session)));
    part_content(galley, &texts, TYPE_BOLD, words_pick(arena, locale, session->title, NULL));
    if (door == 0) {
        part_content(galley, &texts, TYPE_BOLD, room_words(arena, locale, room));
    }
    part_content(galley, &texts, TYPE_BODY, paper_text_clean(arena, session->teacher));
    part_content(galley, &texts, TYPE_NOTE, words_pick(arena, locale, session->way, NULL));
    int below = door > 0 ? frame->y + galley_scaled(galley, DOOR_HEIGHT) : frame->y;
    frame->y = texts.y > below ? texts.y : below;
    part_gap(galley, frame, 16);
}

static Str8 class_time(Arena *arena, const Locale *locale, const SlipClass *lesson) {
    return lesson->start_utc_ms != 0 ? locale_time(locale, arena, lesson->start_utc_ms) : STR8("");
}

static void class_set(Galley *galley, Frame *frame, const PaperWords *words,
                      const SlipClass *lesson) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = words->locale;
    const Str8 parts[] = {paper_text_clean(arena, lesson->teacher),
                          room_words(arena, locale, lesson->room)};
    Frame times = *frame;
    Frame texts = *frame;
    texts.x += frame->width * TIME_PERCENT / 100;
    texts.width -= frame->width * TIME_PERCENT / 100;
    times.width = frame->width * TIME_PERCENT / 100 - galley_scaled(galley, DOOR_TEXT_INSET);
    part_text(galley, &times, TYPE_BODY, class_time(arena, locale, lesson));
    part_content(galley, &texts, TYPE_BOLD, words_pick(arena, locale, lesson->subject, NULL));
    part_content(galley, &texts, TYPE_NOTE, words_join(arena, parts, 2, STR8(" · ")));
    frame->y = times.y > texts.y ? times.y : texts.y;
    part_gap(galley, frame, 6);
}

static void child_set(Galley *galley, Frame *frame, const PaperWords *words, const Event *event,
                      const SlipChild *child) {
    Arena *arena = galley_arena(galley);
    part_text(galley, frame, TYPE_LEAD, child_words(arena, words->locale, child));
    part_gap(galley, frame, 8);
    for (size_t i = 0; i < child->rooms_count; i++) {
        room_set(galley, frame, words, event, child->rooms[i]);
    }
    if (child->classes_count > 0) {
        part_text(galley, frame, TYPE_NOTE_BOLD, tr(words->locale, "Class schedule"));
        part_gap(galley, frame, 6);
    }
    for (size_t i = 0; i < child->classes_count; i++) {
        class_set(galley, frame, words, &child->classes[i]);
    }
}

/* Its name stands at the top already. */
static bool is_the_school(const School *school, Str8 place) {
    for (size_t i = 0; i < school->name.count; i++) {
        if (str8_equal(school->name.items[i].text, place)) {
            return true;
        }
    }
    return false;
}

static void title_set(Galley *galley, Frame *frame, const PaperWords *words, const Event *event) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = words->locale;
    part_school(galley, frame, words);
    part_title(galley, frame, words_pick(arena, locale, event->title, NULL));
    part_english_only(galley, frame, words, event->title);
    part_text(galley, frame, TYPE_BOLD, locale_date_long(locale, arena, event->start_utc_ms));
    if (!event->all_day) {
        part_text(galley, frame, TYPE_BOLD,
                  locale_time_range(locale, arena, event->start_utc_ms, event->end_utc_ms));
    }
    if (!is_the_school(words->school, event->place)) {
        part_content(galley, frame, TYPE_BODY, paper_text_clean(arena, event->place));
    }
}

/* "Kindergarten: Room 2, Ms. Alvarado, 6:45 PM". */
static void english_room_set(Galley *galley, Frame *frame, const Locale *english,
                             const Event *event, const Session *session) {
    Arena *arena = galley_arena(galley);
    const Str8 parts[] = {words_pick(arena, english, session->title, NULL),
                          room_words(arena, english, session->room),
                          paper_text_clean(arena, session->teacher),
                          locale_time(english, arena, session_start(event, session))};
    part_text(galley, frame, TYPE_NOTE,
              words_join(arena, parts, sizeof parts / sizeof parts[0], STR8(", ")));
}

static void english_set(Galley *galley, Frame *frame, const PaperWords *words,
                        const void *context) {
    const EventSlip *slip = context;
    Arena *arena = galley_arena(galley);
    const Locale *english = words->english;
    part_content(galley, frame, TYPE_BOLD, words_pick(arena, english, slip->event->title, NULL));
    part_text(galley, frame, TYPE_NOTE,
              locale_date_long(english, arena, slip->event->start_utc_ms));
    for (size_t i = 0; i < slip->children_count; i++) {
        const SlipChild *child = &slip->children[i];
        part_gap(galley, frame, 6);
        part_text(galley, frame, TYPE_NOTE_BOLD, child_words(arena, english, child));
        for (size_t j = 0; j < child->rooms_count; j++) {
            english_room_set(galley, frame, english, slip->event, child->rooms[j]);
        }
    }
}

static void event_set(Galley *galley, Frame *frame, const PaperWords *words, const EventSlip *slip,
                      const PartHalf *english) {
    galley_block_begin(galley, frame);
    title_set(galley, frame, words, slip->event);
    galley_block_end(galley, frame, NULL, NULL);
    for (size_t i = 0; i < slip->children_count; i++) {
        galley_block_begin(galley, frame);
        part_divide(galley, frame);
        child_set(galley, frame, words, slip->event, &slip->children[i]);
        galley_block_end(galley, frame, NULL, NULL);
    }
    galley_block_begin(galley, frame);
    if (slip->code.payload.len > 0) {
        part_divide(galley, frame);
        part_code(galley, frame, words->locale, &slip->code, STR8(""), STR8(""));
    }
    part_english(galley, frame, english);
    part_desk(galley, frame, words, STR8(""));
    galley_block_end(galley, frame, NULL, NULL);
}

static bool is_too_much(const EventSlip *slip) {
    bool too_much = slip->children_count > SLIP_CHILDREN_MAX;
    for (size_t i = 0; !too_much && i < slip->children_count; i++) {
        too_much = slip->children[i].rooms_count > SLIP_ROOMS_MAX ||
                   slip->children[i].classes_count > SLIP_CLASSES_MAX;
    }
    return too_much;
}

ErrCode slip_event(PaperLayout *layout, Arena *arena, PaperKind kind, const PaperWords *words,
                   const EventSlip *slip, Paper *paper, Err *err) {
    FOYER_ASSERT(slip->event != NULL);
    if (is_too_much(slip)) {
        return err_set(err, ERR_LIMIT, "an event slip for too many children or rooms");
    }
    Galley *galley = galley_new(layout, kind);
    if (galley == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a slip");
    }
    galley_speak(galley, words->locale);
    PartHalf english = {words, english_set, slip};
    Frame frame = part_halves(galley, &english);
    event_set(galley, &frame, words, slip, &english);
    return galley_print(galley, arena, paper, err);
}
