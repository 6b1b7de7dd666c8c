#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/search/town.h"

static const Hours OPEN[] = {{4, 600, 700}}; /* TOWN_NOW_MS is Thursday 10:20 */
static const Hours CLOSED[] = {{4, 700, 800}};

static void expect_order(Town *town, const char *typed, const char *first, const char *second) {
    town_index(town);
    SearchFound found = town_find(town, typed, "en");
    int a = town_place(town, &found, first);
    int b = town_place(town, &found, second);
    if (a < 0 || b < 0 || a > b) {
        fail_msg("\"%s\": %s at %d, %s at %d", typed, first, a, second, b);
    }
    town_close(town);
}

static void test_rank__the_schools_own_come_first(void **state) {
    (void)state;
    Town *town = town_open_empty();
    (void)town_add(town, "Dentist, dentist and dentist");
    Service *own = town_add(town, "Room of Ms. Park");
    own->own = true;
    own->helps[own->helps_count++] = town_text(town, "en", "Finding a dentist");
    expect_order(town, "dentist", "s2", "s1");
}

static void test_rank__own_ones_that_do_not_match_do_not(void **state) {
    (void)state;
    Town *town = town_open_empty();
    (void)town_add(town, "Chess club");
    town_add(town, "Library")->own = true;
    Service *chess = town_add(town, "Art room");
    chess->own = true;
    chess->summary = town_text(town, "en", "We play chess, the club is elsewhere.");
    expect_order(town, "chess club", "s1", "s3");
}

static size_t own_in_front(const Town *town, const SearchFound *found) {
    for (size_t i = 0; i < found->count; i++) {
        for (size_t at = 0; at < town->count; at++) {
            if (id_equal(town->services[at].id, found->ids[i]) && !town->services[at].own) {
                return i;
            }
        }
    }
    return found->count;
}

static void test_rank__own_ones_that_say_it_all_lead_others_by_one(void **state) {
    (void)state;
    for (int says = 0; says < 2; says++) {
        Town *town = town_open_empty();
        for (int i = 0; i < 5; i++) {
            (void)town_add(town, "Dentist and more");
            Service *own = town_add(town, "Room at school");
            own->own = true;
            own->is_person = true;
            own->needs = 1u << NEED_HEALTH;
            if (says == 1) {
                own->helps[own->helps_count++] = town_text(town, "en", "The dentist");
            }
        }
        town_index(town);
        SearchFound found = town_find(town, "dentist", "en");
        assert_int_equal(found.total, 10);
        assert_int_equal(own_in_front(town, &found), says == 1 ? 5 : 1);
        town_close(town);
    }
}

static void test_rank__a_desk_for_a_need_leads_only_what_nobody_says(void **state) {
    (void)state;
    for (int city = 0; city < 2; city++) {
        Town *town = town_open_empty();
        for (int i = 0; i < 5; i++) {
            town_add(town, city == 1 ? "Dentist and more" : "Harbor House")->needs = 1u
                                                                                     << NEED_HEALTH;
        }
        Service *own = town_add(town, "Room at school");
        own->own = true;
        own->needs = 1u << NEED_HEALTH;
        town_index(town);
        SearchFound found = town_find(town, "dentist", "en");
        assert_int_equal(found.total, 6);
        assert_int_equal(own_in_front(town, &found), city == 1 ? 0 : 1);
        town_close(town);
    }
}

static void test_rank__own_words_for_another_need_do_not_lead(void **state) {
    (void)state;
    Town *town = town_open_empty();
    Service *own = town_add(town, "Bus passes");
    own->own = true;
    own->needs = 1u << NEED_TRANSPORT;
    own->helps[own->helps_count++] = town_text(town, "en", "Rides to the dentist");
    town_add(town, "Dentist and more")->needs = 1u << NEED_HEALTH;
    expect_order(town, "dentist", "s2", "s1");
}

static void test_rank__names_weigh_more_than_descriptions(void **state) {
    (void)state;
    Town *town = town_open_empty();
    town_add(town, "Harbor House")->summary = town_text(town, "en", "Pottery on Mondays.");
    (void)town_add(town, "Pottery");
    expect_order(town, "pottery", "s2", "s1");
}

static void test_rank__a_need_weighs_more_than_a_description(void **state) {
    (void)state;
    Town *town = town_open_empty();
    town_add(town, "Harbor House")->summary = town_text(town, "en", "Never sad again.");
    town_add(town, "Bridge Center")->needs = 1u << NEED_TALK;
    expect_order(town, "sad", "s2", "s1");
}

static void test_rank__all_words_weigh_more_than_some(void **state) {
    (void)state;
    Town *town = town_open_empty();
    (void)town_add(town, "Pottery");
    town_add(town, "Workshop of Harbor House")->summary =
        town_text(town, "en", "Pottery on Mondays.");
    expect_order(town, "pottery workshop", "s2", "s1");
}

static void test_rank__open_now_comes_before_closed(void **state) {
    (void)state;
    Town *town = town_open_empty();
    Service *closed = town_add(town, "Pottery one");
    Service *open = town_add(town, "Pottery two");
    closed->hours = CLOSED;
    open->hours = OPEN;
    closed->hours_count = open->hours_count = 1;
    expect_order(town, "pottery", "s2", "s1");
}

static void test_rank__what_was_not_checked_for_long_sinks(void **state) {
    (void)state;
    Town *town = town_open_empty();
    Service *old = town_add(town, "Pottery one");
    Service *checked = town_add(town, "Pottery two");
    old->assured_utc_ms = TOWN_NOW_MS - (SERVICE_OLD_AFTER_DAYS + 1) * (int64_t)DAY_MS;
    checked->assured_utc_ms = TOWN_NOW_MS - SERVICE_OLD_AFTER_DAYS * (int64_t)DAY_MS;
    expect_order(town, "pottery", "s2", "s1");
}

static void test_rank__an_exact_word_comes_before_a_misspelt_one(void **state) {
    (void)state;
    Town *town = town_open_empty();
    (void)town_add(town, "Pottary");
    (void)town_add(town, "Pottery");
    expect_order(town, "pottery", "s2", "s1");
}

static void test_rank__without_words_people_come_first(void **state) {
    (void)state;
    Town *town = town_open_empty();
    (void)town_add(town, "Pottery");
    town_add(town, "Pantry")->own = true;
    Service *person = town_add(town, "Daniela");
    person->own = person->is_person = true;
    town_index(town);
    SearchFound found = town_find(town, "", "en");
    assert_true(found.total == 3 && found.needs_count == 0);
    assert_int_equal(town_place(town, &found, "s3"), 0);
    assert_int_equal(town_place(town, &found, "s2"), 1);
    town_close(town);
}

static void test_rank__conditions_hold_together(void **state) {
    (void)state;
    static const Str8 SPANISH[] = {{"es-MX", 5}};
    Town *town = town_open_empty();
    Service *service = town_add(town, "Pottery");
    service->needs = 1u << NEED_FOOD;
    service->languages = SPANISH;
    service->languages_count = 1;
    service->hours = OPEN;
    service->hours_count = 1;
    service->cost = town_text(town, "en", "Free of charge for families");
    (void)town_add(town, "Pottery too");
    town_index(town);
    SearchQuery all = town_query("pottery", "en");
    all.needs = 1u << NEED_FOOD | 1u << NEED_LEGAL;
    all.open_now = true;
    all.free = true;
    all.speaks = STR8("es");
    assert_int_equal(town_ask(town, all).total, 1);
    SearchQuery one = all;
    one.needs = 1u << NEED_LEGAL;
    assert_int_equal(town_ask(town, one).total, 0);
    one = all;
    one.speaks = STR8("ht");
    assert_int_equal(town_ask(town, one).total, 0);
    one = all;
    one.local.hour = 11;
    one.local.minute = 40;
    assert_int_equal(town_ask(town, one).total, 0);
    one = all;
    one.people = true;
    assert_int_equal(town_ask(town, one).total, 0);
    town_close(town);
}

/* The index decides "open now" by itself; it must agree with the domain. */
static ScheduleRule any_rule(unsigned seed) {
    return (ScheduleRule){
        .freq = (ScheduleFreq)(seed % 5),
        .interval = 1 + (int)(seed / 5 % 3),
        .start_day = seed % 7 == 0 ? SCHEDULE_NO_DAY : 20000 + (int32_t)(seed % 400),
        .until_day = seed % 11 == 0 ? 20377 : SCHEDULE_NO_DAY,
        .count = seed % 13 == 0 ? 5 : 0,
        .valid_from = SCHEDULE_NO_DAY,
        .valid_to = seed % 17 == 0 ? 20376 : SCHEDULE_NO_DAY,
        .week_starts = (int)(seed % 2),
        .days = {{0, (int8_t)(seed % 7)}, {(int8_t)(seed % 3), 4}},
        .days_count = seed % 3,
        .month_days = seed % 5 == 0 ? 1u << 16 | 1u : 0,
        .opens_minute = (int)(seed % 12) * 60,
        .closes_minute = 1 + (int)(seed % 12) * 60 + (int)(seed % 7) * 100,
        .closed = seed % 6 == 0,
    };
}

static void test_rank__open_now_agrees_with_the_domain(void **state) {
    (void)state;
    enum { SERVICES = 300 };
    static ScheduleRule rules[SERVICES][2];
    int32_t today = schedule_day(civil_from_ms(TOWN_NOW_MS));
    ClosedDays school = {&today, 1};
    Town *town = town_open_empty();
    for (unsigned i = 0; i < SERVICES; i++) {
        Service *service = town_add(town, "Pottery");
        rules[i][0] = any_rule(i * 2654435761u >> 8);
        rules[i][1] = any_rule(i * 40503u + 7);
        service->rules = rules[i];
        service->rules_count = i % 3;
        service->hours = i % 2 == 0 ? OPEN : CLOSED;
        service->hours_count = i % 5 == 0 ? 1 : 0;
        service->own = i % 4 == 0;
    }
    town_index(town);
    for (int turn = 0; turn < 48; turn++) {
        SearchQuery query = town_query("", "en");
        query.open_now = true;
        query.local = civil_from_ms(TOWN_NOW_MS + turn * (int64_t)HOUR_MS);
        query.closed = &school;
        size_t expected = 0;
        for (size_t i = 0; i < town->count; i++) {
            const Service *s = &town->services[i];
            Schedule schedule = {s->hours, s->hours_count, s->rules, s->rules_count};
            expected += schedule_state(&schedule, s->own ? &school : NULL, query.local).open;
        }
        assert_int_equal(town_ask(town, query).total, expected);
    }
    town_close(town);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rank__the_schools_own_come_first),
        cmocka_unit_test(test_rank__own_ones_that_do_not_match_do_not),
        cmocka_unit_test(test_rank__own_ones_that_say_it_all_lead_others_by_one),
        cmocka_unit_test(test_rank__a_desk_for_a_need_leads_only_what_nobody_says),
        cmocka_unit_test(test_rank__own_words_for_another_need_do_not_lead),
        cmocka_unit_test(test_rank__names_weigh_more_than_descriptions),
        cmocka_unit_test(test_rank__a_need_weighs_more_than_a_description),
        cmocka_unit_test(test_rank__all_words_weigh_more_than_some),
        cmocka_unit_test(test_rank__open_now_comes_before_closed),
        cmocka_unit_test(test_rank__what_was_not_checked_for_long_sinks),
        cmocka_unit_test(test_rank__an_exact_word_comes_before_a_misspelt_one),
        cmocka_unit_test(test_rank__without_words_people_come_first),
        cmocka_unit_test(test_rank__conditions_hold_together),
        cmocka_unit_test(test_rank__open_now_agrees_with_the_domain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
