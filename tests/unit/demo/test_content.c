#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "data/demo/content.h"
#include "data/demo/demo.h"
#include "data/domain/link.h"

/* Thursday, 16 October 2025, 17:52 in New York. */
static const int64_t OCTOBER_16 = INT64_C(1760651520000);

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(1 << 16, 1 << 26);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void assert_text(Str8 text, const char *wanted) {
    assert_true(str8_equal(text, str8_from(wanted)));
}

static void services(Service **list, size_t *count) {
    Err err = {0};
    ErrCode code = content_services(&arena, DEMO_SERVICES_INI, OCTOBER_16, list, count, &err);
    if (code != ERR_OK) {
        print_error("%s\n", err.text);
    }
    assert_int_equal(code, ERR_OK);
}

static void events(int64_t now_utc_ms, Event **list, size_t *count) {
    Zone *zone = NULL;
    assert_int_equal(zone_open(STR8(DEMO_ZONE), &zone, NULL), ERR_OK);
    assert_int_equal(content_events(&arena, DEMO_EVENTS_INI,
                                    (ContentDays){zone, now_utc_ms, DEMO_DAYS}, list, count, NULL),
                     ERR_OK);
    zone_close(zone);
}

static void test_content__every_need_ends_in_somebody_open_this_week(void **state) {
    (void)state;
    Service *list = NULL;
    size_t count = 0;
    services(&list, &count);
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        size_t live = 0;
        for (size_t i = 0; i < count; i++) {
            bool fresh =
                OCTOBER_16 - list[i].assured_utc_ms < (int64_t)SERVICE_OLD_AFTER_DAYS * DAY_MS;
            live += (list[i].needs >> need & 1) != 0 && list[i].hours_count > 0 && fresh;
        }
        assert_true(live > 0);
    }
}

static void assert_in_three_languages(TextSet set) {
    static const char *const TAGS[] = {"en", "es", "ar"};
    assert_int_equal(set.count, CONTENT_LANGUAGES);
    for (size_t i = 0; i < CONTENT_LANGUAGES; i++) {
        assert_text(set.items[i].language, TAGS[i]);
        assert_true(set.items[i].text.len > 0 && str8_is_valid(set.items[i].text));
    }
}

static void test_content__services_speak_three_languages(void **state) {
    (void)state;
    Service *list = NULL;
    size_t count = 0;
    services(&list, &count);
    assert_true(count >= 12);
    for (size_t i = 0; i < count; i++) {
        assert_in_three_languages(list[i].name);
        assert_in_three_languages(list[i].role);
        assert_in_three_languages(list[i].summary);
        assert_in_three_languages(list[i].place);
        assert_in_three_languages(list[i].cost);
        assert_true(list[i].helps_count >= 3 && list[i].helps_count <= SERVICE_HELPS_MAX);
        for (size_t h = 0; h < list[i].helps_count; h++) {
            assert_in_three_languages(list[i].helps[h]);
        }
        assert_true(str8_starts_with(list[i].phone, STR8("+130555501")));
        assert_true(str8_starts_with(list[i].url, STR8("https://example.org/")));
    }
}

static void test_content__guides_are_whole_and_fit_a_code_in_three_languages(void **state) {
    (void)state;
    enum { TAKE_BYTES_MAX = 120 };
    Guide *list = NULL;
    Service *people = NULL;
    size_t count = 0;
    size_t people_count = 0;
    Err err = {0};
    assert_int_equal(content_guides(&arena, DEMO_GUIDES_INI, OCTOBER_16, &list, &count, &err),
                     ERR_OK);
    services(&people, &people_count);
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++) {
        assert_true(list[i].steps_count >= 3 && list[i].questions_count >= 2);
        assert_int_equal(list[i].title.count, CONTENT_LANGUAGES);
        assert_int_equal(list[i].summary.count, CONTENT_LANGUAGES);
        assert_int_equal(list[i].take.count, CONTENT_LANGUAGES);
        for (size_t part = 0; part < list[i].steps_count; part++) {
            assert_int_equal(list[i].steps[part].count, CONTENT_LANGUAGES);
        }
        for (size_t part = 0; part < list[i].questions_count; part++) {
            assert_int_equal(list[i].questions[part].count, CONTENT_LANGUAGES);
        }
        for (size_t language = 0; language < CONTENT_LANGUAGES; language++) {
            assert_true(list[i].take.items[language].text.len <= TAKE_BYTES_MAX);
        }
        bool known = false;
        for (size_t person = 0; person < people_count; person++) {
            known = known || str8_equal(people[person].key, list[i].person);
        }
        assert_true(known);
    }
}

static void test_content__channels_say_what_for_and_how_to_join(void **state) {
    (void)state;
    Channel *list = NULL;
    size_t count = 0;
    Err err = {0};
    uint32_t kinds = 0;
    assert_int_equal(content_channels(&arena, DEMO_CHANNELS_INI, &list, &count, &err), ERR_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(list[i].purpose.count, CONTENT_LANGUAGES);
        assert_true(list[i].url.len + list[i].email.len + list[i].network.len > 0);
        assert_true(list[i].url.len == 0 || link_check(list[i].url, NULL) == LINK_OK);
        kinds |= UINT32_C(1) << list[i].kind;
    }
    /* One of every sort; none of another. */
    assert_int_equal(kinds, (UINT32_C(1) << CHANNEL_OTHER) - 1);
}

static void test_content__people_keep_the_hours_of_the_pictures(void **state) {
    (void)state;
    Service *list = NULL;
    size_t count = 0;
    services(&list, &count);
    assert_text(list[0].key, "counselor");
    assert_text(list[1].key, "liaison");
    assert_text(list[2].key, "social-worker");
    /* Thursday, 1:12 PM. */
    static const Civil LOCAL = {.year = 2025, .month = 10, .day = 16, .hour = 13, .minute = 12};
    OpenState counselor = schedule_state(
        &(Schedule){.hours = list[0].hours, .hours_count = list[0].hours_count}, NULL, LOCAL);
    assert_true(counselor.open);
    assert_int_equal(counselor.closes_minute, 15 * 60 + 30);
    OpenState worker = schedule_state(
        &(Schedule){.hours = list[2].hours, .hours_count = list[2].hours_count}, NULL, LOCAL);
    assert_false(worker.open);
    assert_int_equal(worker.next_days, 1);
    assert_int_equal(worker.next_opens_minute, 8 * 60);
}

static void test_content__tonight_is_open_house_with_a_room_for_every_grade(void **state) {
    (void)state;
    Event *list = NULL;
    size_t count = 0;
    events(OCTOBER_16, &list, &count);
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        open += event_is_open(&list[i], OCTOBER_16);
    }
    assert_int_equal(open, 1);
    assert_text(list[0].uid, "open-house/2025-10-16@demo");
    assert_int_equal(list[0].kind, EVENT_OPEN_HOUSE);
    assert_true(event_is_open(&list[0], OCTOBER_16));
    size_t index = 0;
    assert_int_equal(event_sessions_of(&list[0], STR8("03"), &index, 1), 1);
    const Session *session = &list[0].sessions[index];
    assert_text(session->room, "12");
    assert_text(session->teacher, "Ms. Okafor");
    assert_in_three_languages(session->way);
    int64_t quarter_past_six = 0;
    assert_true(rfc3339_parse(STR8("2025-10-16T18:15:00-04:00"), &quarter_past_six));
    assert_int_equal(session->start_utc_ms, quarter_past_six);
}

/* Sign-in is open from 7 in the morning to 8 in the evening on any day, for whoever tries it. */
static void test_content__every_day_has_something_to_sign_in_to(void **state) {
    (void)state;
    Event *list = NULL;
    size_t count = 0;
    size_t several = 0;
    events(OCTOBER_16, &list, &count);
    for (int day = 0; day < DEMO_DAYS; day++) {
        for (int hour = 8; hour <= 18; hour++) {
            /* 13 hours back from 17:52 plus whole hours; daylight saving ends inside. */
            int64_t now = OCTOBER_16 + day * (int64_t)DAY_MS + (hour - 17) * (int64_t)HOUR_MS;
            size_t open = 0;
            for (size_t i = 0; i < count; i++) {
                open += event_is_open(&list[i], now);
            }
            /* Conferences on Tuesdays and family night on Fridays stand beside another event. */
            assert_in_range(open, 1, 2);
            several += open == 2;
        }
    }
    assert_true(several > 0);
}

static void test_content__ids_are_the_same_at_every_loading(void **state) {
    (void)state;
    Event *first = NULL;
    Event *second = NULL;
    size_t first_count = 0;
    size_t second_count = 0;
    events(OCTOBER_16, &first, &first_count);
    events(OCTOBER_16 + HOUR_MS, &second, &second_count);
    assert_int_equal(first_count, second_count);
    for (size_t i = 0; i < first_count; i++) {
        assert_true(id_equal(first[i].id, second[i].id));
        assert_int_equal(first[i].start_utc_ms, second[i].start_utc_ms);
        for (size_t k = 0; k < i; k++) {
            assert_false(id_equal(first[i].id, first[k].id));
        }
    }
}

static void families(HouseholdIn **list, size_t *count) {
    Folder *folder = NULL;
    assert_int_equal(folder_open(&folder, NULL), ERR_OK);
    assert_int_equal(content_families(&arena, DEMO_FAMILIES_INI, folder, list, count, NULL),
                     ERR_OK);
    folder_close(folder);
}

static bool answers_to(const HouseholdIn *family, uint32_t letter) {
    for (size_t i = 0; i < family->letters_count; i++) {
        if (family->letters[i] == letter) {
            return true;
        }
    }
    return false;
}

static void test_content__the_family_of_the_pictures_is_here(void **state) {
    (void)state;
    HouseholdIn *list = NULL;
    size_t count = 0;
    families(&list, &count);
    assert_int_equal(list[0].household.people_count, 4);
    assert_text(list[0].household.people[0].given_name, "Rosa");
    assert_text(list[0].household.people[2].grade, "03");
    assert_text(list[0].phones[0], DEMO_PHONE);
    assert_true(answers_to(&list[0], 's') && answers_to(&list[0], 'm'));
    assert_false(answers_to(&list[0], 'r'));
    /* The Arabic-speaking one answers to Arabic and to Latin letters. */
    assert_text(list[1].household.language, "ar");
    assert_true(answers_to(&list[1], 0x64A) && answers_to(&list[1], 'y'));
}

static void test_content__families_are_of_every_kind(void **state) {
    (void)state;
    HouseholdIn *list = NULL;
    size_t count = 0;
    families(&list, &count);
    size_t smallest = 99;
    size_t largest = 0;
    size_t card_only = 0;
    size_t two_homes = 0;
    for (size_t i = 0; i < count; i++) {
        size_t people = list[i].household.people_count;
        smallest = people < smallest ? people : smallest;
        largest = people > largest ? people : largest;
        card_only += list[i].household.card_only;
        assert_true(list[i].phones_count > 0 && list[i].letters_count > 0);
        for (size_t k = i + 1; k < count; k++) {
            const Household *other = &list[k].household;
            for (size_t p = 0; p < people * other->people_count; p++) {
                two_homes += id_equal(list[i].household.people[p / other->people_count].id,
                                      other->people[p % other->people_count].id);
            }
        }
    }
    assert_int_equal(smallest, 1);
    assert_int_equal(largest, 9);
    assert_int_equal(card_only, 1);
    assert_int_equal(two_homes, 1);
}

static void test_content__refuses_what_it_cannot_read(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"key = value", "[open", "[a b]\nno value here",
                                        "[service x]\nneeds = magic"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        Service *list = NULL;
        size_t count = 0;
        assert_int_equal(content_services(&arena, str8_from(TEXTS[i]), 0, &list, &count, NULL),
                         ERR_INVALID);
    }
    assert_int_equal(content_minute(STR8("18:05")), 18 * 60 + 5);
    assert_int_equal(content_minute(STR8("8:60")), -1);
    assert_int_equal(content_minute(STR8("25:00")), -1);
    assert_int_equal(content_minute(STR8("")), -1);
}

#define CONTENT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CONTENT_TEST(test_content__every_need_ends_in_somebody_open_this_week),
        CONTENT_TEST(test_content__services_speak_three_languages),
        CONTENT_TEST(test_content__guides_are_whole_and_fit_a_code_in_three_languages),
        CONTENT_TEST(test_content__channels_say_what_for_and_how_to_join),
        CONTENT_TEST(test_content__people_keep_the_hours_of_the_pictures),
        CONTENT_TEST(test_content__tonight_is_open_house_with_a_room_for_every_grade),
        CONTENT_TEST(test_content__every_day_has_something_to_sign_in_to),
        CONTENT_TEST(test_content__ids_are_the_same_at_every_loading),
        CONTENT_TEST(test_content__the_family_of_the_pictures_is_here),
        CONTENT_TEST(test_content__families_are_of_every_kind),
        CONTENT_TEST(test_content__refuses_what_it_cannot_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
