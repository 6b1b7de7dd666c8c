#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "data/demo/demo.h"
#include "data/demo/synthetic.h"
#include "data/store/event_store.h"
#include "data/store/plan_store.h"
#include "data/store/school_store.h"
#include "data/store/service_store.h"
#include "tests/unit/store/store_fixture.h"

/* The store is the real one, in a folder of its own; now is 6:02 pm of 16 October 2025. */

static Lookup find(StoreFixture *fixture, SecretKind kind, const char *secret, uint32_t letter) {
    Lookup lookup = {0};
    EXPECT(household_store_find(fixture->store, &fixture->arena, kind, str8_from(secret), letter,
                                moment_at(0), &lookup, &err),
           ERR_OK);
    return lookup;
}

static void test_demo_load__sets_up_a_school_that_can_be_tried_tonight(void **state) {
    StoreFixture *fixture = *state;
    DemoReport report;
    EXPECT(demo_load(fixture->store, moment_at(0), &report, &err), ERR_OK);
    assert_true(report.services >= 12 && report.households >= 12);
    School school;
    EXPECT(school_store_get(fixture->store, &fixture->arena, &school, &err), ERR_OK);
    assert_true(school.demo);
    Str8 name = text_set_pick(school.name, STR8("ar"), NULL);
    assert_true(str8_equal(name, STR8("مدرسة ميبل غروف")));
    Event *events = NULL;
    size_t count = 0;
    EXPECT(event_store_open(fixture->store, &fixture->arena, FIXTURE_NOW_MS, &events, &count, &err),
           ERR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(events[0].kind, EVENT_OPEN_HOUSE);
    assert_int_equal(events[0].sessions_count, 7);
    uint32_t needs = 0;
    EXPECT(service_store_needs(fixture->store, &needs, &err), ERR_OK);
    assert_int_equal(needs, (1u << NEED_COUNT) - 1);
}

static void test_demo_load__families_are_found_by_phone_and_letter(void **state) {
    StoreFixture *fixture = *state;
    EXPECT(demo_load(fixture->store, moment_at(0), NULL, &err), ERR_OK);
    Lookup lookup = find(fixture, SECRET_PHONE, DEMO_PHONE, 's');
    assert_int_equal(lookup.count, 1);
    assert_int_equal(lookup.households[0].people_count, 4);
    /* Two households share a number: the letter decides. */
    lookup = find(fixture, SECRET_PHONE, "3055550171", 'm');
    assert_int_equal(lookup.count, 1);
    assert_true(str8_equal(lookup.households[0].people[0].given_name, STR8("Jiwoo")));
}

static void test_demo_issue_card__finds_the_family(void **state) {
    StoreFixture *fixture = *state;
    EXPECT(demo_load(fixture->store, moment_at(0), NULL, &err), ERR_OK);
    EXPECT(demo_issue_card(fixture->store, fixture->school_secret, &err), ERR_OK);
    EXPECT(demo_issue_card(fixture->store, fixture->school_secret, &err), ERR_OK);
    Lookup lookup = find(fixture, SECRET_CARD, DEMO_CARD_CODE, 's');
    assert_int_equal(lookup.count, 1);
    assert_int_equal(lookup.households[0].people_count, 4);
}

static void test_demo_load__again_changes_nothing(void **state) {
    StoreFixture *fixture = *state;
    DemoReport report;
    EXPECT(demo_load(fixture->store, moment_at(0), &report, &err), ERR_OK);
    assert_true(report.changed > 50);
    EXPECT(demo_load(fixture->store, moment_at(60000), &report, &err), ERR_OK);
    assert_int_equal(report.changed, 0);
}

static void test_demo_load__on_another_day_follows_it(void **state) {
    StoreFixture *fixture = *state;
    EXPECT(demo_load(fixture->store, moment_at(0), NULL, &err), ERR_OK);
    int64_t later = 30 * (int64_t)DAY_MS;
    EXPECT(demo_load(fixture->store, moment_at(later), NULL, &err), ERR_OK);
    Service counselor;
    EXPECT(
        service_store_by_key(fixture->store, &fixture->arena, STR8("counselor"), &counselor, &err),
        ERR_OK);
    int64_t age = FIXTURE_NOW_MS + later - counselor.assured_utc_ms;
    assert_in_range(age, 17 * (int64_t)DAY_MS, 19 * (int64_t)DAY_MS);
    Event *events = NULL;
    size_t count = 0;
    EXPECT(event_store_open(fixture->store, &fixture->arena,
                            FIXTURE_NOW_MS + later + (DEMO_DAYS - 1) * (int64_t)DAY_MS, &events,
                            &count, &err),
           ERR_OK);
    assert_in_range(count, 1, 2);
}

static void test_demo_load__never_touches_a_real_school(void **state) {
    StoreFixture *fixture = *state;
    const TextIn name = {STR8("en"), STR8("Real School")};
    const School real = {
        .name = {&name, 1}, .zone = STR8("America/Chicago"), .country = STR8("US")};
    EXPECT(school_store_put(fixture->store, &real, NULL, &err), ERR_OK);
    EXPECT(demo_load(fixture->store, moment_at(0), NULL, &err), ERR_CONFLICT);
    size_t households = 1;
    EXPECT(household_store_count(fixture->store, &households, &err), ERR_OK);
    assert_int_equal(households, 0);
}

static void test_demo_leave__removes_what_the_demo_brought_and_nothing_else(void **state) {
    StoreFixture *fixture = *state;
    Synthetic *synthetic = NULL;
    SyntheticHousehold own;
    HouseholdSealed *sealed = NULL;
    EXPECT(demo_load(fixture->store, moment_at(0), NULL, &err), ERR_OK);
    EXPECT(synthetic_open(&fixture->arena, 1, &synthetic, &err), ERR_OK);
    EXPECT(synthetic_household(synthetic, &fixture->arena, 0, &own, &err), ERR_OK);
    synthetic_close(synthetic);
    HouseholdIn in = synthetic_household_in(&own, STR8("families"));
    EXPECT(household_store_seal(fixture->store, &fixture->arena, &in, &sealed, &err), ERR_OK);
    EXPECT(household_store_put(fixture->store, sealed, NULL, &err), ERR_OK);

    EXPECT(demo_leave(fixture->store, &err), ERR_OK);
    EXPECT(demo_leave(fixture->store, &err), ERR_OK);
    size_t households = 0;
    Service *services = NULL;
    Event *events = NULL;
    size_t services_count = 1;
    size_t events_count = 1;
    School school;
    EXPECT(household_store_count(fixture->store, &households, &err), ERR_OK);
    assert_int_equal(households, 1);
    EXPECT(
        service_store_list_own(fixture->store, &fixture->arena, &services, &services_count, &err),
        ERR_OK);
    assert_int_equal(services_count, 0);
    EXPECT(event_store_open(fixture->store, &fixture->arena, FIXTURE_NOW_MS, &events, &events_count,
                            &err),
           ERR_OK);
    assert_int_equal(events_count, 0);
    EXPECT(school_store_get(fixture->store, &fixture->arena, &school, &err), ERR_OK);
    assert_false(school.demo);
}

static void test_demo_leave__is_at_ease_without_a_demo(void **state) {
    StoreFixture *fixture = *state;
    EXPECT(demo_leave(fixture->store, &err), ERR_OK);
}

static size_t plan_size(StoreFixture *fixture) {
    Str8 svg = STR8("");
    EXPECT(plan_store_get(fixture->store, &fixture->arena, &svg, &err), ERR_OK);
    return svg.len;
}

static void test_demo_plan__comes_and_goes_but_a_schools_own_stays(void **state) {
    StoreFixture *fixture = *state;
    Change change = CHANGE_SAME;
    assert_int_equal(plan_size(fixture), 0);
    EXPECT(demo_load(fixture->store, moment_at(0), NULL, &err), ERR_OK);
    assert_true(plan_size(fixture) > 1000);
    EXPECT(demo_leave(fixture->store, &err), ERR_OK);
    assert_int_equal(plan_size(fixture), 0);

    EXPECT(plan_store_put(fixture->store, STR8("<svg/>"), &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_ADDED);
    EXPECT(plan_store_put(fixture->store, STR8("<svg/>"), &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_SAME);
    EXPECT(plan_store_put(fixture->store, STR8("<svg />"), &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_CHANGED);
    EXPECT(demo_leave(fixture->store, &err), ERR_OK);
    assert_int_equal(plan_size(fixture), 7);
}

#define DEMO_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        DEMO_TEST(test_demo_load__sets_up_a_school_that_can_be_tried_tonight),
        DEMO_TEST(test_demo_load__families_are_found_by_phone_and_letter),
        DEMO_TEST(test_demo_issue_card__finds_the_family),
        DEMO_TEST(test_demo_load__again_changes_nothing),
        DEMO_TEST(test_demo_load__on_another_day_follows_it),
        DEMO_TEST(test_demo_load__never_touches_a_real_school),
        DEMO_TEST(test_demo_plan__comes_and_goes_but_a_schools_own_stays),
        DEMO_TEST(test_demo_leave__removes_what_the_demo_brought_and_nothing_else),
        DEMO_TEST(test_demo_leave__is_at_ease_without_a_demo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
