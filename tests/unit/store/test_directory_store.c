#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "data/sqlite/statement.h"
#include "data/store/channel_store.h"
#include "data/store/guide_store.h"
#include "data/store/queries.h"
#include "data/store/search_store.h"
#include "data/store/service_store.h"
#include "tests/unit/store/store_fixture.h"

static const Str8 SOURCE = {"hsds", 4};

/* ---- a service with everything ---- */

static const TextIn TEXTS[][2] = {
    {{{"en", 2}, {"name", 4}}, {{"es", 2}, {"nombre", 6}}},
    {{{"en", 2}, {"alternate", 9}}, {{"ar", 2}, {"b", 1}}},
    {{{"en", 2}, {"role", 4}}, {{"ar", 2}, {"c", 1}}},
    {{{"en", 2}, {"summary", 7}}, {{"ar", 2}, {"d", 1}}},
    {{{"en", 2}, {"place", 5}}, {{"ar", 2}, {"e", 1}}},
    {{{"en", 2}, {"cost", 4}}, {{"ar", 2}, {"f", 1}}},
    {{{"en", 2}, {"eligibility", 11}}, {{"ar", 2}, {"g", 1}}},
    {{{"en", 2}, {"ineligibility", 13}}, {{"ar", 2}, {"h", 1}}},
    {{{"en", 2}, {"documents", 9}}, {{"ar", 2}, {"i", 1}}},
    {{{"en", 2}, {"apply", 5}}, {{"ar", 2}, {"j", 1}}},
    {{{"en", 2}, {"wait", 4}}, {{"ar", 2}, {"k", 1}}},
    {{{"en", 2}, {"interpreter", 11}}, {{"ar", 2}, {"l", 1}}},
    {{{"en", 2}, {"hours", 5}}, {{"ar", 2}, {"m", 1}}},
    {{{"en", 2}, {"alert", 5}}, {{"ar", 2}, {"n", 1}}},
    {{{"en", 2}, {"help", 4}}, {{"ar", 2}, {"o", 1}}},
};
enum { TEXTS_COUNT = 14 };

static void texts_of(Service *service, TextSet *sets[TEXTS_COUNT]) {
    TextSet *const all[TEXTS_COUNT] = {
        &service->name,       &service->alternate, &service->role,        &service->summary,
        &service->place,      &service->cost,      &service->eligibility, &service->ineligibility,
        &service->documents,  &service->apply,     &service->wait,        &service->interpreter,
        &service->hours_text, &service->alert,
    };
    memcpy(sets, all, sizeof all);
}

static const Hours HOURS[] = {{1, 480, 960}, {2, 0, 1440}, {6, 540, 720}};
static const Str8 LANGUAGES[] = {{"en", 2}, {"zh-Hans", 7}, {"ht", 2}};
static const ScheduleRule RULES[] = {
    {.freq = SCHEDULE_MONTHLY,
     .interval = 2,
     .start_day = 20000,
     .until_day = 20400,
     .count = 7,
     .valid_from = 19999,
     .valid_to = 20500,
     .week_starts = 1,
     .days = {{2, 2}, {-1, 5}},
     .days_count = 2,
     .month_days = 1u << 31 | 1u << 15 | 1u,
     .opens_minute = 600,
     .closes_minute = 1020},
    {.freq = SCHEDULE_ONCE,
     .interval = 1,
     .start_day = -3,
     .until_day = SCHEDULE_NO_DAY,
     .valid_from = SCHEDULE_NO_DAY,
     .valid_to = SCHEDULE_NO_DAY,
     .closed = true},
};

static Service whole_service(const char *key) {
    Service service = {.id = test_id(key),
                       .key = str8_from(key),
                       .own = true,
                       .is_person = true,
                       .address = STR8("11347 SW 160th Street, Miami, FL 33157"),
                       .latitude_e6 = 25616900,
                       .longitude_e6 = -80376300,
                       .room = STR8("108"),
                       .phone = STR8("+13055550142,57471"),
                       .email = STR8("desk@example.org"),
                       .url = STR8("https://example.org/"),
                       .languages = LANGUAGES,
                       .languages_count = 3,
                       .hours = HOURS,
                       .hours_count = 3,
                       .rules = RULES,
                       .rules_count = 2,
                       .needs = 1u << NEED_TALK | 1u << NEED_MORE,
                       .assured_utc_ms = 99,
                       .helps_count = 2};
    TextSet *sets[TEXTS_COUNT];
    texts_of(&service, sets);
    for (size_t i = 0; i < TEXTS_COUNT; i++) {
        *sets[i] = (TextSet){TEXTS[i], 2};
    }
    service.helps[1] = (TextSet){TEXTS[TEXTS_COUNT], 2};
    return service;
}

static bool text_sets_equal(TextSet a, TextSet b) {
    bool equal = a.count == b.count;
    for (size_t i = 0; equal && i < a.count; i++) {
        equal = str8_equal(a.items[i].language, b.items[i].language) &&
                str8_equal(a.items[i].text, b.items[i].text);
    }
    return equal;
}

static bool rules_equal(const ScheduleRule *a, const ScheduleRule *b) {
    bool equal = a->freq == b->freq && a->interval == b->interval && a->start_day == b->start_day &&
                 a->until_day == b->until_day && a->count == b->count &&
                 a->valid_from == b->valid_from && a->valid_to == b->valid_to &&
                 a->week_starts == b->week_starts && a->days_count == b->days_count &&
                 a->month_days == b->month_days && a->opens_minute == b->opens_minute &&
                 a->closes_minute == b->closes_minute && a->closed == b->closed;
    for (size_t i = 0; equal && i < a->days_count; i++) {
        equal =
            a->days[i].ordinal == b->days[i].ordinal && a->days[i].weekday == b->days[i].weekday;
    }
    return equal;
}

static void expect_lists_equal(const Service *a, const Service *b) {
    assert_int_equal(a->languages_count, b->languages_count);
    for (size_t i = 0; i < a->languages_count; i++) {
        assert_true(str8_equal(a->languages[i], b->languages[i]));
    }
    assert_int_equal(a->hours_count, b->hours_count);
    for (size_t i = 0; i < a->hours_count; i++) {
        assert_int_equal(a->hours[i].weekday, b->hours[i].weekday);
        assert_int_equal(a->hours[i].opens_minute, b->hours[i].opens_minute);
        assert_int_equal(a->hours[i].closes_minute, b->hours[i].closes_minute);
    }
    assert_int_equal(a->rules_count, b->rules_count);
    for (size_t i = 0; i < a->rules_count; i++) {
        assert_true(rules_equal(&a->rules[i], &b->rules[i]));
    }
}

static void expect_services_equal(Service *a, Service *b) {
    TextSet *left[TEXTS_COUNT];
    TextSet *right[TEXTS_COUNT];
    assert_true(id_equal(a->id, b->id) && str8_equal(a->key, b->key));
    assert_true(a->own == b->own && a->is_person == b->is_person);
    texts_of(a, left);
    texts_of(b, right);
    for (size_t i = 0; i < TEXTS_COUNT; i++) {
        assert_true(text_sets_equal(*left[i], *right[i]));
    }
    assert_int_equal(a->helps_count, b->helps_count);
    for (size_t i = 0; i < a->helps_count; i++) {
        assert_true(text_sets_equal(a->helps[i], b->helps[i]));
    }
    assert_true(str8_equal(a->address, b->address) && str8_equal(a->room, b->room));
    assert_int_equal(a->latitude_e6, b->latitude_e6);
    assert_int_equal(a->longitude_e6, b->longitude_e6);
    assert_true(str8_equal(a->phone, b->phone) && str8_equal(a->email, b->email));
    assert_true(str8_equal(a->url, b->url));
    assert_int_equal(a->needs, b->needs);
    assert_int_equal(a->assured_utc_ms, b->assured_utc_ms);
    expect_lists_equal(a, b);
}

static void put_service(StoreFixture *fixture, const Service *service) {
    EXPECT(service_store_put(fixture->store, SOURCE, service, NULL, &err), ERR_OK);
}

static Service get_service(StoreFixture *fixture, const char *key) {
    Service got = {.own = false};
    EXPECT(service_store_by_key(fixture->store, &fixture->arena, str8_from(key), &got, &err),
           ERR_OK);
    return got;
}

static void test_service_store__gives_every_field_back(void **state) {
    StoreFixture *fixture = *state;
    Service whole = whole_service("whole");
    Service bare = {.id = test_id("bare"), .key = STR8("bare")};
    Change change;
    put_service(fixture, &whole);
    put_service(fixture, &bare);
    Service got = get_service(fixture, "whole");
    expect_services_equal(&got, &whole);
    EXPECT(service_store_put(fixture->store, SOURCE, &got, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_SAME);
    got = get_service(fixture, "bare");
    expect_services_equal(&got, &bare);
    EXPECT(service_store_put(fixture->store, SOURCE, &got, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_SAME);
}

typedef void FieldChange(Service *service);

static const Str8 OTHER = {"other", 5};
static ScheduleRule other_rule;

static ScheduleRule *take_rule(Service *service) {
    other_rule = RULES[0];
    service->rules = &other_rule;
    service->rules_count = 1;
    return &other_rule;
}

static void change_key(Service *service) {
    service->key = OTHER;
}

static void change_own(Service *service) {
    service->own = false;
}

static void change_is_person(Service *service) {
    service->is_person = false;
}

static void change_helps(Service *service) {
    service->helps_count = 1;
}

static void change_address(Service *service) {
    service->address = OTHER;
}

static void change_latitude(Service *service) {
    service->latitude_e6++;
}

static void change_longitude(Service *service) {
    service->longitude_e6++;
}

static void change_room(Service *service) {
    service->room = OTHER;
}

static void change_phone(Service *service) {
    service->phone = OTHER;
}

static void change_email(Service *service) {
    service->email = OTHER;
}

static void change_url(Service *service) {
    service->url = OTHER;
}

static void change_languages(Service *service) {
    service->languages_count = 2;
}

static void change_hours(Service *service) {
    service->hours_count = 2;
}

static void change_hour(Service *service) {
    service->hours = &HOURS[1];
    service->hours_count = 2;
}

static void change_rules(Service *service) {
    service->rules_count = 1;
}

static void change_needs(Service *service) {
    service->needs = 1u << NEED_FOOD;
}

static void change_assured(Service *service) {
    service->assured_utc_ms++;
}

static void change_rule_end(Service *service) {
    take_rule(service)->valid_to++;
}

static void change_rule_closed(Service *service) {
    take_rule(service)->closed = true;
}

static void change_rule_day(Service *service) {
    take_rule(service)->days[1].weekday = 3;
}

/* The first changes the key, by which the test finds it again. */
static FieldChange *const FIELD_CHANGES[] = {
    change_key,      change_own,       change_is_person, change_helps,       change_address,
    change_latitude, change_longitude, change_room,      change_phone,       change_email,
    change_url,      change_languages, change_hours,     change_hour,        change_rules,
    change_needs,    change_assured,   change_rule_end,  change_rule_closed, change_rule_day,
};

enum { CHANGES_COUNT = sizeof FIELD_CHANGES / sizeof FIELD_CHANGES[0] };

static void test_service_store__notices_every_change(void **state) {
    StoreFixture *fixture = *state;
    Service whole = whole_service("whole");
    Change change;
    for (size_t i = 0; i < CHANGES_COUNT + TEXTS_COUNT + 1; i++) {
        put_service(fixture, &whole);
        Service other = whole;
        TextSet *sets[TEXTS_COUNT];
        texts_of(&other, sets);
        if (i < CHANGES_COUNT) {
            FIELD_CHANGES[i](&other);
        } else if (i < CHANGES_COUNT + TEXTS_COUNT) {
            sets[i - CHANGES_COUNT]->count = 1;
        } else {
            other.helps[1].count = 1;
        }
        EXPECT(service_store_put(fixture->store, SOURCE, &other, &change, &err), ERR_OK);
        assert_int_equal(change, CHANGE_CHANGED);
        Service got = get_service(fixture, i == 0 ? "other" : "whole");
        expect_services_equal(&got, &other);
    }
}

static void expect_refused(StoreFixture *fixture, const Service *service) {
    EXPECT(service_store_put(fixture->store, SOURCE, service, NULL, &err), ERR_INVALID);
}

static void test_service_store__refuses_what_it_could_not_give_back(void **state) {
    StoreFixture *fixture = *state;
    char *longest = arena_alloc(&fixture->arena, SERVICE_TEXT_BYTES_MAX + 1);
    memset(longest, 'x', SERVICE_TEXT_BYTES_MAX + 1);
    TextIn text = {STR8("en"), {longest, SERVICE_TEXT_BYTES_MAX}};
    Service service = whole_service("a");
    service.summary = (TextSet){&text, 1};
    put_service(fixture, &service);
    text.text.len++;
    expect_refused(fixture, &service);
    service = whole_service("a");
    service.key = STR8("");
    expect_refused(fixture, &service);
    service = whole_service("a");
    service.address = STR8("\xff");
    expect_refused(fixture, &service);
    service = whole_service("a");
    service.latitude_e6 = 90000001;
    expect_refused(fixture, &service);
    service = whole_service("a");
    Str8 spaced = STR8("en es");
    service.languages = &spaced;
    service.languages_count = 1;
    expect_refused(fixture, &service);
    service = whole_service("a");
    ScheduleRule rule = RULES[0];
    rule.interval = 0;
    service.rules = &rule;
    service.rules_count = 1;
    expect_refused(fixture, &service);
    rule = RULES[0];
    rule.closes_minute = rule.opens_minute;
    expect_refused(fixture, &service);
    rule = RULES[0];
    rule.start_day = -SCHEDULE_DAY_MAX - 1; /* days are subtracted from each other */
    expect_refused(fixture, &service);
    service = whole_service("a");
    service.rules_count = SERVICE_RULES_MAX + 1;
    expect_refused(fixture, &service);
}

static void test_service_store__leaves_another_imports_service_alone(void **state) {
    StoreFixture *fixture = *state;
    Service service = whole_service("a");
    put_service(fixture, &service);
    service.url = STR8("https://example.com/");
    Err refusal = {0};
    assert_int_equal(service_store_put(fixture->store, STR8("people"), &service, NULL, &refusal),
                     ERR_CONFLICT);
    assert_non_null(strstr(refusal.text, "service a belongs"));
    Service got = get_service(fixture, "a");
    assert_true(str8_equal(got.url, STR8("https://example.org/")));
    service.id = test_id("b"); /* the key is taken */
    EXPECT(service_store_put(fixture->store, STR8("people"), &service, NULL, &err), ERR_CONFLICT);
}

static ErrCode note_key(void *context, const Service *service, Err *err) {
    Str8Builder *keys = context;
    builder_add(keys, service->key);
    builder_add_char(keys, ' ');
    return str8_equal(service->key, STR8("stop")) ? err_set(err, ERR_LIMIT, "stop") : ERR_OK;
}

static void test_service_store__lists_the_schools_own_first(void **state) {
    static const struct {
        const char *key;
        bool own;
        bool is_person;
    } CASES[] = {{"city-1", false, false},
                 {"pantry", true, false},
                 {"city-2", false, false},
                 {"counselor", true, true},
                 {"nurse", true, true}};
    StoreFixture *fixture = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Service service = whole_service(CASES[i].key);
        service.own = CASES[i].own;
        service.is_person = CASES[i].is_person;
        service.needs = CASES[i].own ? 1u << NEED_FOOD : 1u << NEED_WORK;
        put_service(fixture, &service);
    }
    char buffer[200];
    Str8Builder keys = builder_make(buffer, sizeof buffer);
    ServiceVisitor visitor = {note_key, &keys};
    EXPECT(service_store_walk(fixture->store, &fixture->arena, visitor, &err), ERR_OK);
    assert_string_equal(buffer, "counselor nurse pantry city-1 city-2 ");
    Service *services = NULL;
    size_t count = 0;
    EXPECT(service_store_list_own(fixture->store, &fixture->arena, &services, &count, &err),
           ERR_OK);
    assert_int_equal(count, 3);
    assert_true(str8_equal(services[2].key, STR8("pantry")));
    uint32_t needs = 0;
    EXPECT(service_store_needs(fixture->store, &needs, &err), ERR_OK);
    assert_int_equal(needs, 1u << NEED_FOOD | 1u << NEED_WORK);
    const Id ids[] = {test_id("city-2"), test_id("nobody"), test_id("nurse")};
    EXPECT(service_store_get(fixture->store, &fixture->arena, ids, 3, &services, &count, &err),
           ERR_OK);
    assert_int_equal(count, 2);
    assert_true(str8_equal(services[0].key, STR8("city-2")));
    Service nurse = get_service(fixture, "nurse");
    expect_services_equal(&services[1], &nurse);
}

static void test_service_store__ends_a_walk_when_the_visitor_does(void **state) {
    StoreFixture *fixture = *state;
    Service first = whole_service("stop");
    Service second = whole_service("never");
    put_service(fixture, &first);
    put_service(fixture, &second);
    char buffer[200];
    Str8Builder keys = builder_make(buffer, sizeof buffer);
    ServiceVisitor visitor = {note_key, &keys};
    Arena arena = arena_make(4096, 1 << 20);
    EXPECT(service_store_walk(fixture->store, &arena, visitor, &err), ERR_LIMIT);
    assert_string_equal(buffer, "stop ");
    arena_free(&arena);
    arena = arena_make(64, 64);
    EXPECT(service_store_walk(fixture->store, &arena, visitor, &err), ERR_NO_MEMORY);
    arena_free(&arena);
    EXPECT(service_store_remove(fixture->store, first.id, &err), ERR_OK); /* nothing is locked */
}

/* ---- a city ---- */

enum { CITY_SERVICES = 4089 };

static Service city_service(char key[16], int number) {
    static const TextIn LONG[] = {
        {{"en", 2},
         {"Offers groceries, diapers and hot meals to families who live in the county, with or "
          "without an appointment. Volunteers speak several languages. Bring bags.",
          154}}};
    Str8Builder builder = builder_make(key, 16);
    builder_format(&builder, "city-%d", number);
    Service service = whole_service(key);
    service.own = false;
    service.is_person = false;
    service.summary = (TextSet){LONG, 1};
    service.languages_count = 2;
    service.rules_count = number % 4 == 0 ? 2 : 0;
    for (int i = 0; i < 7; i++) {
        TextSet *sets[TEXTS_COUNT];
        texts_of(&service, sets);
        sets[7 + i]->count = number % 3 == 0 ? 1 : 0;
    }
    return service;
}

static ErrCode count_service(void *context, const Service *service, Err *err) {
    (void)err;
    *(size_t *)context += service->hours_count;
    return ERR_OK;
}

static int cpu_ms(void) {
    return (int)(clock() / (CLOCKS_PER_SEC / 1000));
}

static void test_service_store__carries_a_city(void **state) {
    StoreFixture *fixture = *state;
    char key[16];
    int start_ms = cpu_ms();
    EXPECT(store_begin(fixture->store, &err), ERR_OK);
    for (int i = 0; i < CITY_SERVICES; i++) {
        Service service = city_service(key, i);
        put_service(fixture, &service);
    }
    EXPECT(store_commit(fixture->store, &err), ERR_OK);
    int put_ms = cpu_ms() - start_ms;
    size_t hours = 0;
    ServiceVisitor visitor = {count_service, &hours};
    start_ms = cpu_ms();
    EXPECT(service_store_walk(fixture->store, &fixture->arena, visitor, &err), ERR_OK);
    int walk_ms = cpu_ms() - start_ms;
    assert_int_equal(hours, 3 * CITY_SERVICES);
    start_ms = cpu_ms();
    EXPECT(store_begin(fixture->store, &err), ERR_OK);
    for (int i = 0; i < CITY_SERVICES; i++) {
        Service service = city_service(key, i);
        Change change;
        EXPECT(service_store_put(fixture->store, SOURCE, &service, &change, &err), ERR_OK);
        assert_int_equal(change, CHANGE_SAME);
    }
    EXPECT(store_commit(fixture->store, &err), ERR_OK);
    int again_ms = cpu_ms() - start_ms;
    print_message("put %d ms, walked %d ms, put again %d ms\n", put_ms, walk_ms, again_ms);
    /* Processor time, thrice what the slowest build without sanitizers needs. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_in_range(put_ms, 0, 3000);
    assert_in_range(walk_ms, 0, 500);
#endif
}

/* ---- the database before ---- */

static const char OLD_ROWS[] =
    "INSERT INTO service VALUES"
    " (7, x'00000000000000000000000000000001', 'demo', 'pantry', 0, '+1305', 'a@b', 'https://x', "
    "99, 1, x'00'),"
    " (9, x'00000000000000000000000000000002', 'demo', 'counselor', 1, '', '', '', 0, 0, x'00');"
    "INSERT INTO service_need VALUES"
    " (x'00000000000000000000000000000001', 'talk'), (x'00000000000000000000000000000001', 'food');"
    "INSERT INTO service_language VALUES"
    " (x'00000000000000000000000000000001', 0, 'zh-Hans'), (x'00000000000000000000000000000001', "
    "1, 'en');"
    "INSERT INTO service_hours VALUES"
    " (x'00000000000000000000000000000001', 0, 3, 480, 960), (x'00000000000000000000000000000001', "
    "1, 1, 540, 720);"
    "INSERT INTO text VALUES (x'00000000000000000000000000000001', 'name', 0, 0, 'en', 'The "
    "pantry'),"
    " (x'00000000000000000000000000000001', 'help', 0, 0, 'en', 'Food');";

static void test_service_store__keeps_what_an_older_database_had(void **state) {
    StoreFixture *fixture = *state;
    store_close(fixture->store);
    fixture->store = NULL;
    assert_int_equal(unlink(fixture->path), 0);
    Db old;
    EXPECT(db_open_at(&old, &fixture->arena, fixture->path, NULL, &SCHEMA_KIOSK, 2, &err), ERR_OK);
    assert_int_equal(sqlite3_exec(old.handle, OLD_ROWS, NULL, NULL, NULL), SQLITE_OK);
    db_close(&old);
    EXPECT(store_open(&fixture->arena, &fixture->options, &fixture->store, &err), ERR_OK);
    Service pantry = get_service(fixture, "pantry");
    assert_true(pantry.own && !pantry.is_person);
    assert_int_equal(pantry.needs, 1u << NEED_TALK | 1u << NEED_FOOD);
    assert_int_equal(pantry.languages_count, 2);
    assert_true(str8_equal(pantry.languages[0], STR8("zh-Hans")));
    assert_int_equal(pantry.hours_count, 2);
    assert_int_equal(pantry.hours[0].weekday, 3);
    assert_int_equal(pantry.hours[1].closes_minute, 720);
    assert_int_equal(pantry.rules_count, 0);
    assert_int_equal(pantry.assured_utc_ms, 99);
    assert_true(str8_equal(pantry.phone, STR8("+1305")));
    assert_true(str8_equal(pantry.name.items[0].text, STR8("The pantry")));
    assert_true(str8_equal(pantry.helps[0].items[0].text, STR8("Food")));
    Service *services = NULL;
    size_t count = 0;
    EXPECT(service_store_list_own(fixture->store, &fixture->arena, &services, &count, &err),
           ERR_OK);
    assert_int_equal(count, 2);
    assert_true(services[0].is_person && services[0].needs == 0);
}

/* ---- channels and guides ---- */

static Channel channel_in(const char *key) {
    return (Channel){.id = test_id(key),
                     .key = str8_from(key),
                     .kind = CHANNEL_TEXTS,
                     .name = {TEXTS[0], 2},
                     .purpose = {TEXTS[1], 2},
                     .join_code = STR8("@mg3okafor"),
                     .url = STR8("https://example.org/"),
                     .sms_number = STR8("81010"),
                     .sms_body = STR8("@mg3okafor join"),
                     .email = STR8("a@example.org"),
                     .network = STR8("Guests")};
}

static void test_channel_store__gives_back_what_was_put(void **state) {
    StoreFixture *fixture = *state;
    Channel first = channel_in("remind");
    Channel second = channel_in("a-site");
    Change change;
    EXPECT(channel_store_put(fixture->store, SOURCE, &first, &change, &err), ERR_OK);
    EXPECT(channel_store_put(fixture->store, SOURCE, &second, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_ADDED);
    second.kind = CHANNEL_SITE;
    EXPECT(channel_store_put(fixture->store, SOURCE, &second, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_CHANGED);
    Channel *channels = NULL;
    size_t count = 0;
    EXPECT(channel_store_list(fixture->store, &fixture->arena, &channels, &count, &err), ERR_OK);
    assert_int_equal(count, 2);
    assert_int_equal(channels[1].kind, CHANNEL_SITE);
    EXPECT(channel_store_put(fixture->store, SOURCE, &channels[0], &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_SAME); /* so nothing was lost */
    assert_true(text_sets_equal(channels[0].purpose, first.purpose));
    assert_true(str8_equal(channels[0].sms_body, first.sms_body));
    assert_true(str8_equal(channels[0].network, first.network));
    Id *gone = NULL;
    EXPECT(channel_store_gone(fixture->store, &fixture->arena, SOURCE, &first.id, 1, &gone, &count,
                              &err),
           ERR_OK);
    assert_int_equal(count, 1);
    assert_true(id_equal(gone[0], second.id));
    EXPECT(channel_store_remove(fixture->store, gone[0], &err), ERR_OK);
    EXPECT(channel_store_list(fixture->store, &fixture->arena, &channels, &count, &err), ERR_OK);
    assert_int_equal(count, 1);
    first.url = STR8("\xff");
    EXPECT(channel_store_put(fixture->store, SOURCE, &first, &change, &err), ERR_INVALID);
}

static void test_guide_store__gives_back_what_was_put(void **state) {
    StoreFixture *fixture = *state;
    Guide guide = {.id = test_id("iep"),
                   .key = STR8("iep-meeting"),
                   .title = {TEXTS[0], 2},
                   .summary = {TEXTS[1], 2},
                   .steps_count = 3,
                   .questions_count = 1,
                   .take = {TEXTS[2], 1},
                   .person = STR8("counselor"),
                   .url = STR8("https://example.org/"),
                   .needs = 1u << NEED_SPECIAL_EDUCATION | 1u << NEED_TALK,
                   .assured_utc_ms = 5};
    guide.steps[2] = (TextSet){TEXTS[3], 2};
    guide.questions[0] = (TextSet){TEXTS[4], 2};
    Change change;
    EXPECT(guide_store_put(fixture->store, SOURCE, &guide, &change, &err), ERR_OK);
    Guide *guides = NULL;
    size_t count = 0;
    EXPECT(guide_store_list(fixture->store, &fixture->arena, &guides, &count, &err), ERR_OK);
    assert_int_equal(count, 1);
    EXPECT(guide_store_put(fixture->store, SOURCE, &guides[0], &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_SAME);
    assert_int_equal(guides[0].steps_count, 3);
    assert_int_equal(guides[0].needs, guide.needs);
    assert_true(text_sets_equal(guides[0].steps[2], guide.steps[2]));
    assert_true(text_sets_equal(guides[0].questions[0], guide.questions[0]));
    guide.questions[0].count = 1;
    EXPECT(guide_store_put(fixture->store, SOURCE, &guide, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_CHANGED);
    guide.steps_count = GUIDE_STEPS_MAX + 1;
    EXPECT(guide_store_put(fixture->store, SOURCE, &guide, &change, &err), ERR_INVALID);
    Id *gone = NULL;
    EXPECT(guide_store_gone(fixture->store, &fixture->arena, SOURCE, NULL, 0, &gone, &count, &err),
           ERR_OK);
    assert_int_equal(count, 1);
    EXPECT(guide_store_remove(fixture->store, gone[0], &err), ERR_OK);
    EXPECT(guide_store_list(fixture->store, &fixture->arena, &guides, &count, &err), ERR_OK);
    assert_int_equal(count, 0);
}

/* ---- the search index ---- */

static void test_search_store__keeps_the_index_of_the_services_as_they_are(void **state) {
    enum { SIZE = 20 << 20 };
    StoreFixture *fixture = *state;
    Store *store = fixture->store;
    char *bytes = arena_alloc(&fixture->arena, SIZE);
    for (size_t i = 0; i < SIZE; i++) {
        bytes[i] = (char)(i * 31 + i / 4096);
    }
    int64_t first = 0;
    int64_t second = 0;
    Str8 got;
    EXPECT(search_store_stamp(store, 1, &first, &err), ERR_NOT_FOUND);
    EXPECT(search_store_put(store, 1, (Str8){bytes, SIZE - 7}, &err), ERR_OK);
    EXPECT(search_store_get(store, 1, &fixture->arena, &got, &first, &err), ERR_OK);
    assert_int_equal(got.len, SIZE - 7);
    assert_memory_equal(got.ptr, bytes, got.len);
    EXPECT(search_store_stamp(store, 1, &second, &err), ERR_OK);
    assert_int_equal(first, second);
    EXPECT(search_store_get(store, 2, &fixture->arena, &got, &first, &err), ERR_NOT_FOUND);
    EXPECT(search_store_put(store, 1, (Str8){bytes, 3}, &err), ERR_OK);
    EXPECT(search_store_get(store, 1, &fixture->arena, &got, &first, &err), ERR_OK);
    assert_int_equal(got.len, 3);
    assert_int_not_equal(first, second);
    EXPECT(search_store_put(store, 1, (Str8){bytes, 0}, &err), ERR_LIMIT);
}

static void expect_index(StoreFixture *fixture, ErrCode expected) {
    int64_t stamp = 0;
    EXPECT(search_store_stamp(fixture->store, 1, &stamp, &err), expected);
}

static void test_search_store__knows_when_services_changed(void **state) {
    StoreFixture *fixture = *state;
    Store *store = fixture->store;
    Service service = whole_service("a");
    put_service(fixture, &service);
    EXPECT(search_store_put(store, 1, STR8("index"), &err), ERR_OK);
    put_service(fixture, &service); /* the same: nothing changed */
    expect_index(fixture, ERR_OK);
    EXPECT(store_begin(store, &err), ERR_OK);
    service.room = STR8("9");
    put_service(fixture, &service);
    expect_index(fixture, ERR_NOT_FOUND);
    store_rollback(store);
    expect_index(fixture, ERR_OK);
    EXPECT(store_begin(store, &err), ERR_OK);
    put_service(fixture, &service);
    EXPECT(search_store_put(store, 1, STR8("index"), &err), ERR_OK);
    expect_index(fixture, ERR_OK);
    Str8 got;
    int64_t stamp = 0;
    EXPECT(search_store_get(store, 1, &fixture->arena, &got, &stamp, &err), ERR_OK);
    EXPECT(store_commit(store, &err), ERR_OK);
    fixture_reopen(fixture);
    expect_index(fixture, ERR_OK);
    EXPECT(service_store_remove(fixture->store, service.id, &err), ERR_OK);
    expect_index(fixture, ERR_NOT_FOUND);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_service_store__gives_every_field_back),
        TEST(test_service_store__notices_every_change),
        TEST(test_service_store__refuses_what_it_could_not_give_back),
        TEST(test_service_store__leaves_another_imports_service_alone),
        TEST(test_service_store__lists_the_schools_own_first),
        TEST(test_service_store__ends_a_walk_when_the_visitor_does),
        TEST(test_service_store__carries_a_city),
        TEST(test_service_store__keeps_what_an_older_database_had),
        TEST(test_channel_store__gives_back_what_was_put),
        TEST(test_guide_store__gives_back_what_was_put),
        TEST(test_search_store__keeps_the_index_of_the_services_as_they_are),
        TEST(test_search_store__knows_when_services_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
