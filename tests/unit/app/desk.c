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
                                         .own = true,
                                         .phone = STR8("+13055550142"),
                                         .needs = 1u << NEED_FOOD,
                                         .hours = HOURS,
                                         .hours_count = 2,
                                         .assured_utc_ms = EVENING_UTC_MS};
    }
    content->services_count = DESK_SERVICES;
}

static void add_guides_and_channels(Arena *arena, Content *content) {
    content->guides_count = 2;
    content->guides = ARENA_ARRAY(arena, Guide, 2);
    content->channels_count = 2;
    content->channels = ARENA_ARRAY(arena, Channel, 2);
    for (size_t i = 0; i < 2; i++) {
        content->guides[i] = (Guide){.id = {{(uint8_t)(30 + i)}},
                                     .key = STR8("guide"),
                                     .title = {NAME, 1},
                                     .take = {NAME, 1},
                                     .person = STR8("service")};
        content->channels[i] = (Channel){.id = {{(uint8_t)(40 + i)}},
                                         .key = STR8("channel"),
                                         .name = {NAME, 1},
                                         .url = STR8("https://school.example.org/class"),
                                         .sms_number = STR8("81010"),
                                         .sms_body = STR8("@class")};
    }
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
    add_guides_and_channels(&arena, content);
    content->arena = arena;
    content->events = list;
    content->events_count = events;
    content->school.country = STR8("US");
    return content;
}

void desk_send(Desk *desk, const Message *message) {
    desk->turn.random[0]++;
    app_update(&desk->state, message, &desk->turn, &desk->effects);
    for (size_t i = 0; i < desk->effects.count; i++) {
        const Effect *effect = &desk->effects.items[i];
        if (effect->kind == EFFECT_BROWSE) {
            desk->asked = effect->browse.question;
            desk->asked_session = effect->session;
            desk->asked_serial = effect->browse.serial;
        }
    }
}

void desk_answer(Desk *desk, Shelf *answer) {
    desk_send(desk, &(Message){.kind = MESSAGE_SHELF,
                               .session = desk->asked_session,
                               .shelf = {desk->asked.kind, desk->asked_serial, answer}});
}

Shelf *desk_city(size_t first, size_t count, size_t total) {
    Shelf *shelf = shelf_new();
    shelf->items = ARENA_ARRAY(&shelf->arena, ShelfItem, SHELF_ITEMS_MAX);
    for (size_t i = 0; i < count; i++) {
        shelf->items[i].service = (Service){.id = {{(uint8_t)(DESK_CITY_ID + first + i)}},
                                            .key = STR8("city"),
                                            .name = {NAME, 1},
                                            .phone = STR8("+13055550199"),
                                            .needs = 1u << NEED_FOOD,
                                            .assured_utc_ms = EVENING_UTC_MS};
    }
    shelf->count = count;
    shelf->total = total;
    return shelf;
}

size_t desk_effects(const Desk *desk, EffectKind kind) {
    size_t count = 0;
    for (size_t i = 0; i < desk->effects.count; i++) {
        count += desk->effects.items[i].kind == kind ? 1 : 0;
    }
    return count;
}

void desk_act(Desk *desk, ActionKind kind, uint32_t argument) {
    desk_send(desk, &(Message){.kind = MESSAGE_ACTION, .action = {(uint16_t)kind, argument}});
}

void desk_wait(Desk *desk, int64_t ms) {
    desk->turn.now.mono_ms += ms;
    desk->turn.now.utc_ms += ms;
    desk_send(desk, &(Message){.kind = MESSAGE_TICK});
}

void desk_open_need(Desk *desk, Need need) {
    desk_act(desk, ACTION_HELP_OPEN, 0);
    desk_act(desk, ACTION_NEED, need);
    desk_answer(desk, desk_city(0, 6, 20));
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
    state_free(&desk->state);
}
