#include "tests/unit/app/desk.h"

#include <string.h>

static const Session SESSIONS[] = {
    {.grade = {"03", 2}, .room = {"12", 2}},
    {.grade = {"KG", 2}, .room = {"4", 1}},
};

static const TextIn NAME[] = {{{"en", 2}, {"Food shelf", 10}}};
static const Hours HOURS[] = {{1, 480, 900}, {2, 480, 900}};

static void add_services(Arena *arena, Content *content) {
    content->services = ARENA_ARRAY(arena, Service, DESK_SERVICES);
    for (size_t i = 0; i < DESK_SERVICES; i++) {
        content->services[i] = (Service){.id = {{(uint8_t)(i + 1)}},
                                         .key = STR8("service"),
                                         .name = {NAME, 1},
                                         .is_person = i == 0,
                                         .phone = STR8("+13055550142"),
                                         .needs = 1u << NEED_FOOD,
                                         .hours = HOURS,
                                         .hours_count = 2,
                                         .assured_utc_ms = EVENING_UTC_MS};
    }
    content->services_count = DESK_SERVICES;
}

Content *desk_content(size_t events) {
    Arena arena = arena_make(4096, 1 << 20);
    Content *content = ARENA_NEW(&arena, Content);
    Event *list = ARENA_ARRAY(&arena, Event, 4);
    for (size_t i = 0; i < events; i++) {
        list[i] = (Event){.id = {{(uint8_t)(i + 1)}},
                          .start_utc_ms = EVENING_UTC_MS - 1000,
                          .end_utc_ms = EVENING_UTC_MS + 2 * HOUR_MS,
                          .sessions = SESSIONS,
                          .sessions_count = 2};
    }
    add_services(&arena, content);
    content->arena = arena;
    content->events = list;
    content->events_count = events;
    content->school.country = STR8("US");
    return content;
}

void desk_send(Desk *desk, const Message *message) {
    desk->turn.random[0]++;
    app_update(&desk->state, message, &desk->turn, &desk->effects);
}

void desk_act(Desk *desk, ActionKind kind, uint32_t argument) {
    desk_send(desk, &(Message){.kind = MESSAGE_ACTION, .action = {(uint16_t)kind, argument}});
}

void desk_wait(Desk *desk, int64_t ms) {
    desk->turn.now.mono_ms += ms;
    desk->turn.now.utc_ms += ms;
    desk_send(desk, &(Message){.kind = MESSAGE_TICK});
}

ScreenId desk_screen(const Desk *desk) {
    return desk->state.session.screen;
}

Desk desk_with(size_t events) {
    Desk desk = {.turn.now = {.utc_ms = EVENING_UTC_MS, .mono_ms = START_MONO_MS, .good = true}};
    Str8 languages[] = {STR8("en"), STR8("es"), STR8("ar")};
    Look look = {.width_px = 1920, .height_px = 1080, .panel_width_mm = 476};
    state_init(&desk.state, &look, languages, 3, 0);
    desk_send(&desk, &(Message){.kind = MESSAGE_CONTENT, .content = desk_content(events)});
    return desk;
}

void desk_digits(Desk *desk, const char *digits) {
    for (; *digits != '\0'; digits++) {
        desk_act(desk, ACTION_DIGIT, (uint32_t)(*digits - '0'));
    }
}

void desk_found(Desk *desk, size_t already) {
    Message message = {.kind = MESSAGE_FOUND, .session = desk->state.session.serial};
    Party *party = &message.party;
    const char *names[] = {"Rosa", "Luis", "Mateo"};
    party->household_id = (Id){{9}};
    state_set_text(party->language, LANGUAGE_SIZE, STR8("es"));
    for (size_t i = 0; i < 3; i++) {
        party->people[i] = (PartyPerson){.id = {{(uint8_t)(i + 1)}}, .here = true};
        state_set_text(party->people[i].given_name, NAME_SIZE, str8_from(names[i]));
        party->people[i].already = i < already;
    }
    party->people_count = 3;
    party->already_here = already > 0;
    desk_send(desk, &message);
}

void desk_look_up(Desk *desk) {
    desk_act(desk, ACTION_SIGN_IN_OPEN, 0);
    desk_digits(desk, "3055550123");
    desk_act(desk, ACTION_LETTER, 'M');
}

bool desk_holds(const AppState *state, const char *text) {
    const char *bytes = (const char *)&state->session;
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= sizeof state->session; i++) {
        if (memcmp(bytes + i, text, length) == 0) {
            return true;
        }
    }
    return false;
}

void desk_end(Desk *desk) {
    content_free(desk->state.content);
    content_free(desk->state.content_before);
}
