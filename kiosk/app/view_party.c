/* Views of the party: household, names, count, thank you. */
#include <string.h>

#include "kiosk/app/view_make.h"
#include "kiosk/paper/payload.h"

enum { SESSIONS_OF_CHILD_MAX = 4 };

static void make_members(const AppState *state, const ViewContext *context, HouseholdView *view) {
    const Party *party = &state->session.party;
    MemberView *members = party->people_count > 0
                              ? ARENA_ARRAY(context->arena, MemberView, party->people_count)
                              : NULL;
    if (members == NULL) {
        return;
    }
    for (size_t i = 0; i < party->people_count; i++) {
        const PartyPerson *person = &party->people[i];
        members[i] = (MemberView){.id = person->id,
                                  .name = str8_from(person->given_name),
                                  .role = person->role,
                                  .grade = str8_from(person->grade),
                                  .here = person->here,
                                  .already = person->already,
                                  .guest = person->guest};
    }
    view->members = members;
    view->count = party->people_count;
}

static void make_household(const AppState *state, const ViewContext *context,
                           HouseholdView *household) {
    const SessionState *session = &state->session;
    make_members(state, context, household);
    household->here_count = state_here_count(state);
    household->already_here = session->party.already_here;
    household->since_utc_ms = session->party.since_utc_ms;
    household->working = session->working;
    household->page = session->page;
    household->leaving = session->flow == FLOW_LEAVING;
}

static void make_names(const AppState *state, const ViewContext *context, NamesView *names) {
    const SessionState *session = &state->session;
    names->name = str8_from(session->name);
    names->caret = names->name.len;
    names->adults = session->adults;
    names->children = session->children;
    names->keyboard =
        (KeyboardView){locale_language(view_locale(state, context)), session->keyboard};
    names->working = session->working;
    names->ready = str8_trim(names->name).len > 0;
}

static void make_count(const AppState *state, const ViewContext *context, CountView *count) {
    enum { GRADES = sizeof state->session.grade_counts / sizeof state->session.grade_counts[0] };
    const SessionState *session = &state->session;
    Str8 *grades = ARENA_ARRAY(context->arena, Str8, GRADES);
    count->adults = session->adults;
    count->children = session->children;
    count->grade_counts = session->grade_counts;
    if (grades != NULL) {
        count->grades = grades;
        count->grades_count = event_grades(state_event(state), grades, GRADES);
    }
    count->working = session->working;
    count->ready = session->adults + session->children > 0;
}

static Str8 first_letter(Str8 name) {
    size_t end = 0;
    if (name.len > 0) {
        (void)str8_next(name, &end);
    }
    return str8_slice(name, 0, end);
}

static bool grade_is_shared(const Party *party, size_t index) {
    for (size_t i = 0; i < party->people_count; i++) {
        const PartyPerson *other = &party->people[i];
        if (i != index && other->here && other->role == PERSON_STUDENT &&
            strcmp(other->grade, party->people[index].grade) == 0) {
            return true;
        }
    }
    return false;
}

static size_t add_rooms(const AppState *state, const Event *event, size_t person, RoomView *rooms,
                        size_t count) {
    const Party *party = &state->session.party;
    size_t indexes[SESSIONS_OF_CHILD_MAX];
    Str8 language = str8_from(state->session.language);
    Str8 grade = str8_from(party->people[person].grade);
    size_t found = event_sessions_of(event, grade, indexes, SESSIONS_OF_CHILD_MAX);
    for (size_t i = 0; i < found && count < ROOMS_MAX; i++) {
        const Session *session = &event->sessions[indexes[i]];
        RoomView room = {.grade = grade,
                         .title = text_set_pick(session->title, language, NULL),
                         .teacher = session->teacher,
                         .room = session->room,
                         .way = text_set_pick(session->way, language, NULL),
                         .start_utc_ms = session->start_utc_ms};
        room.start_utc_ms = room.start_utc_ms != 0 ? room.start_utc_ms : event->start_utc_ms;
        if (grade_is_shared(party, person)) {
            room.initial = first_letter(str8_from(party->people[person].given_name));
        }
        rooms[count++] = room;
    }
    return count;
}

/* Counted children without a grade, and parties without children, see the whole agenda. */
static size_t add_agenda(const AppState *state, const Event *event, RoomView *rooms) {
    size_t count = 0;
    Str8 language = str8_from(state->session.language);
    for (size_t i = 0; i < event->sessions_count && count < ROOMS_MAX; i++) {
        const Session *session = &event->sessions[i];
        rooms[count] = (RoomView){.grade = session->grade,
                                  .title = text_set_pick(session->title, language, NULL),
                                  .teacher = session->teacher,
                                  .room = session->room,
                                  .way = text_set_pick(session->way, language, NULL),
                                  .start_utc_ms = session->start_utc_ms};
        rooms[count].start_utc_ms =
            session->start_utc_ms != 0 ? session->start_utc_ms : event->start_utc_ms;
        count++;
    }
    return count;
}

/* "Grade 3: Room 12, 6:15 PM": no name, so that a photograph of it tells nobody's child (rule 18).
 */
static Str8 rooms_payload(const ViewContext *context, const Locale *locale,
                          const ThanksView *thanks) {
    Str8 lines[ROOMS_MAX];
    Str8 payload = {NULL, 0};
    for (size_t i = 0; i < thanks->rooms_count; i++) {
        const RoomView *room = &thanks->rooms[i];
        Str8 what =
            room->grade.len > 0 ? locale_grade(locale, context->arena, room->grade) : room->title;
        TrArg args[] = {{"what", what},
                        {"room", room->room},
                        {"time", locale_time(locale, context->arena, room->start_utc_ms)}};
        lines[i] = tr_fill(locale, context->arena, tr(locale, "{what}: Room {room}, {time}"), args,
                           sizeof args / sizeof args[0]);
    }
    if (thanks->rooms_count > 0 &&
        payload_lines(context->arena, thanks->event.title, lines, thanks->rooms_count,
                      CODE_SCREEN_BYTES_MAX, &payload, NULL, NULL) != ERR_OK) {
        return (Str8){NULL, 0};
    }
    return payload;
}

static void make_thanks(const AppState *state, const ViewContext *context, ThanksView *thanks) {
    const SessionState *session = &state->session;
    const Event *event = state_event(state);
    RoomView *rooms = ARENA_ARRAY(context->arena, RoomView, ROOMS_MAX);
    for (size_t i = 0; i < session->party.people_count; i++) {
        const PartyPerson *person = &session->party.people[i];
        if (!person->here) {
            continue;
        }
        if (person_role_is_adult(person->role)) {
            thanks->adults++;
            continue;
        }
        thanks->children++;
        if (rooms != NULL && event != NULL && person->grade[0] != '\0') {
            thanks->rooms_count = add_rooms(state, event, i, rooms, thanks->rooms_count);
        }
    }
    if (thanks->rooms_count == 0 && rooms != NULL && event != NULL) {
        thanks->rooms_count = add_agenda(state, event, rooms);
    }
    thanks->rooms = rooms;
    thanks->event = view_event(state, context, event);
    thanks->since_utc_ms = session->saved_utc_ms;
    thanks->was_here_already = session->party.already_here;
    thanks->code =
        view_make_code(context, rooms_payload(context, view_locale(state, context), thanks));
    thanks->code_open = session->card_page > 0;
    thanks->print = view_print(state, PRINT_EVENT);
    thanks->print.offered = thanks->print.offered && event != NULL;
    thanks->badges = view_print(state, PRINT_BADGES);
}

void view_make_party(const AppState *state, const ViewContext *context, View *view) {
    switch ((int)view->screen) {
    case SCREEN_NAMES:
        make_names(state, context, &view->names);
        break;
    case SCREEN_COUNT:
        make_count(state, context, &view->count);
        break;
    case SCREEN_THANKS:
        make_thanks(state, context, &view->thanks);
        break;
    default:
        make_household(state, context, &view->household);
        break;
    }
}
