#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "data/store/household_store.h"
#include "tests/unit/store/store_fixture.h"

static const Str8 PHONE = {"3055550142", 10};
static const Str8 OTHER_PHONE = {"3055550199", 10};

/* A household of one adult and one child; `child` decides name and letter. */
static HouseholdIn household_in(const char *name, const char *child, const Str8 *phones,
                                size_t phones_count) {
    static Person people[2];
    static uint32_t letter;
    people[0] =
        (Person){.id = test_id("g"), .given_name = STR8("Ximena"), .family_name = STR8("Q")};
    people[1] = (Person){.id = test_id(child),
                         .given_name = str8_from(child),
                         .family_name = STR8("Q"),
                         .role = PERSON_STUDENT,
                         .grade = STR8("03")};
    letter = (uint32_t)(child[0] | 0x20);
    return (HouseholdIn){.household = {.id = test_id(name),
                                       .people = people,
                                       .people_count = 2,
                                       .language = STR8("es")},
                         .source = STR8("families"),
                         .phones = phones,
                         .phones_count = phones_count,
                         .letters = &letter,
                         .letters_count = 1};
}

static Change put(StoreFixture *fixture, const HouseholdIn *in) {
    HouseholdSealed *sealed = NULL;
    Change change = CHANGE_SAME;
    EXPECT(household_store_seal(fixture->store, &fixture->arena, in, &sealed, &err), ERR_OK);
    EXPECT(household_store_put(fixture->store, sealed, &change, &err), ERR_OK);
    return change;
}

static ErrCode find(StoreFixture *fixture, SecretKind kind, Str8 secret, char letter, Moment now,
                    Lookup *lookup) {
    return household_store_find(fixture->store, &fixture->arena, kind, secret, (uint32_t)letter,
                                now, lookup, NULL);
}

static void test_household_store__finds_by_full_phone_and_letter_only(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    assert_int_equal(put(fixture, &in), CHANGE_ADDED);
    Lookup lookup;
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(0), &lookup), ERR_OK);
    assert_int_equal(lookup.count, 1);
    assert_true(str8_equal(lookup.households[0].people[1].given_name, STR8("Zoe")));
    assert_true(id_equal(lookup.households[0].id, test_id("h1")));
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'y', moment_at(1), &lookup), ERR_NOT_FOUND);
    assert_int_equal(lookup.count, 0);
    assert_int_equal(find(fixture, SECRET_PHONE, OTHER_PHONE, 'z', moment_at(2), &lookup),
                     ERR_NOT_FOUND);
    assert_int_equal(find(fixture, SECRET_CARD, PHONE, 'z', moment_at(3), &lookup), ERR_NOT_FOUND);
}

static void test_household_store__letter_decides_between_sharers_of_a_phone(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    (void)put(fixture, &in);
    in = household_in("h2", "Adam", &PHONE, 1);
    (void)put(fixture, &in);
    Lookup lookup;
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'a', moment_at(0), &lookup), ERR_OK);
    assert_int_equal(lookup.count, 1);
    assert_true(id_equal(lookup.households[0].id, test_id("h2")));
}

static void test_household_store__number_of_too_many_families_finds_none(void **state) {
    StoreFixture *fixture = *state;
    const char *names[HOUSEHOLD_SHARED_MAX + 1] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
    Lookup lookup;
    for (int i = 0; i <= HOUSEHOLD_SHARED_MAX; i++) {
        HouseholdIn in = household_in(names[i], "Zoe", &PHONE, 1);
        (void)put(fixture, &in);
        ErrCode expected = i < HOUSEHOLD_SHARED_MAX ? ERR_OK : ERR_NOT_FOUND;
        assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(i), &lookup), expected);
    }
}

static void test_household_store__tells_changed_from_same_without_opening(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    Change change;
    EXPECT(household_store_compare(fixture->store, &in, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_ADDED);
    (void)put(fixture, &in);
    fixture_reopen(fixture);
    assert_int_equal(put(fixture, &in), CHANGE_SAME);
    in = household_in("h1", "Zoe", &OTHER_PHONE, 1);
    assert_int_equal(put(fixture, &in), CHANGE_CHANGED);
    Lookup lookup;
    assert_int_equal(find(fixture, SECRET_PHONE, OTHER_PHONE, 'z', moment_at(0), &lookup), ERR_OK);
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(1), &lookup), ERR_NOT_FOUND);
}

static void test_household_store__cards_live_on_through_imports(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    (void)put(fixture, &in);
    HouseholdRow *rows = NULL;
    size_t count = 0;
    EXPECT(household_store_page(fixture->store, &fixture->arena, fixture->school_secret, (Id){{0}},
                                10, &rows, &count, &err),
           ERR_OK);
    assert_int_equal(count, 1);
    assert_true(str8_equal(rows[0].household.people[1].given_name, STR8("Zoe")));
    EXPECT(household_store_issue_card(fixture->store, rows[0].row, fixture->school_secret,
                                      STR8("7K3MXQ2P"), &err),
           ERR_OK);
    EXPECT(household_store_issue_card(fixture->store, rows[0].row, fixture->school_secret,
                                      STR8("7K3MXQ2P"), &err),
           ERR_CONFLICT);
    in = household_in("h1", "Abel", &PHONE, 1);
    assert_int_equal(put(fixture, &in), CHANGE_CHANGED);
    Lookup lookup;
    assert_int_equal(find(fixture, SECRET_CARD, STR8("7K3MXQ2P"), 'a', moment_at(0), &lookup),
                     ERR_OK);
    assert_true(str8_equal(lookup.households[0].people[1].given_name, STR8("Abel")));
    EXPECT(household_store_void_card(fixture->store, STR8("7K3MXQ2P"), &err), ERR_OK);
    assert_int_equal(find(fixture, SECRET_CARD, STR8("7K3MXQ2P"), 'a', moment_at(1), &lookup),
                     ERR_NOT_FOUND);
    EXPECT(household_store_issue_card(fixture->store, rows[0].row, fixture->school_secret,
                                      STR8("7K3MXQ2R"), &err),
           ERR_OK);
    size_t voided = 0;
    EXPECT(household_store_void_cards(fixture->store, rows[0].row, &voided, &err), ERR_OK);
    assert_int_equal(voided, 1);
    uint8_t wrong[STORE_KEY_SIZE] = {2};
    EXPECT(household_store_page(fixture->store, &fixture->arena, wrong, (Id){{0}}, 10, &rows,
                                &count, &err),
           ERR_DENIED);
}

static void test_household_store__card_only_is_not_found_by_phone(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    (void)put(fixture, &in);
    in.household.card_only = true;
    assert_int_equal(put(fixture, &in), CHANGE_CHANGED);
    Lookup lookup;
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(0), &lookup), ERR_NOT_FOUND);
}

static void test_household_store__five_misses_pause_for_a_minute_of_running(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    (void)put(fixture, &in);
    Lookup lookup;
    for (int i = 0; i < LOOKUP_MISSES_IN_ROW; i++) {
        assert_int_equal(find(fixture, SECRET_PHONE, OTHER_PHONE, 'z', moment_at(i), &lookup),
                         ERR_NOT_FOUND);
    }
    assert_int_equal(lookup.throttle, LOOKUP_PAUSED);
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(100), &lookup),
                     ERR_NOT_FOUND);
    assert_int_equal(lookup.count, 0);
    fixture_reopen(fixture);
    Moment again = moment_at(100); /* the program started again and the clock was set */
    again.boot = 2;
    again.utc_ms += DAY_MS;
    again.good = false;
    again.mono_ms += LOOKUP_PAUSE_MS / 2;
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', again, &lookup), ERR_NOT_FOUND);
    assert_int_equal(lookup.throttle, LOOKUP_PAUSED);
    fixture_reopen(fixture);
    again.mono_ms = 1000; /* the plug was pulled: the machine counts from nothing */
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', again, &lookup), ERR_NOT_FOUND);
    assert_int_equal(lookup.throttle, LOOKUP_PAUSED);
    again.mono_ms += LOOKUP_PAUSE_MS / 2;
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', again, &lookup), ERR_OK);
    assert_int_equal(lookup.throttle, LOOKUP_READY);
}

static void test_household_store__too_many_misses_a_day_switch_off_until_unlocked(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    (void)put(fixture, &in);
    Lookup lookup;
    int64_t at_ms = 0;
    for (int i = 0; i < 2; i++) { /* two families found allow one miss more */
        assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(at_ms++), &lookup),
                         ERR_OK);
    }
    for (int i = 0; i <= LOOKUP_MISSES_A_DAY; i++) {
        at_ms += LOOKUP_PAUSE_MS;
        assert_int_not_equal(lookup.throttle, LOOKUP_OFF);
        assert_int_equal(find(fixture, SECRET_PHONE, OTHER_PHONE, 'z', moment_at(at_ms), &lookup),
                         ERR_NOT_FOUND);
    }
    assert_int_equal(lookup.throttle, LOOKUP_OFF);
    at_ms += 3 * (int64_t)DAY_MS;
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(at_ms), &lookup),
                     ERR_NOT_FOUND);
    EXPECT(household_store_unlock(fixture->store, &err), ERR_OK);
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(at_ms), &lookup), ERR_OK);
}

static void test_household_store__a_find_takes_back_its_miss(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    (void)put(fixture, &in);
    Lookup lookup;
    for (int i = 0; i < 60; i++) {
        assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(i), &lookup), ERR_OK);
        assert_int_equal(lookup.throttle, LOOKUP_READY);
    }
}

static void test_household_store__forgets_what_is_gone_from_its_source(void **state) {
    StoreFixture *fixture = *state;
    HouseholdIn in = household_in("h1", "Zoe", &PHONE, 1);
    (void)put(fixture, &in);
    in = household_in("h2", "Adam", &OTHER_PHONE, 1);
    (void)put(fixture, &in);
    Id seen = test_id("h2");
    size_t gone = 0;
    EXPECT(household_store_gone(fixture->store, STR8("families"), &seen, 1, false, &gone, &err),
           ERR_OK);
    assert_int_equal(gone, 1);
    EXPECT(household_store_gone(fixture->store, STR8("oneroster"), &seen, 1, true, &gone, &err),
           ERR_OK);
    assert_int_equal(gone, 0);
    EXPECT(household_store_gone(fixture->store, STR8("families"), &seen, 1, true, &gone, &err),
           ERR_OK);
    assert_int_equal(gone, 1);
    Lookup lookup;
    assert_int_equal(find(fixture, SECRET_PHONE, PHONE, 'z', moment_at(0), &lookup), ERR_NOT_FOUND);
    size_t count = 0;
    EXPECT(household_store_count(fixture->store, &count, &err), ERR_OK);
    assert_int_equal(count, 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_household_store__finds_by_full_phone_and_letter_only),
        TEST(test_household_store__letter_decides_between_sharers_of_a_phone),
        TEST(test_household_store__number_of_too_many_families_finds_none),
        TEST(test_household_store__tells_changed_from_same_without_opening),
        TEST(test_household_store__cards_live_on_through_imports),
        TEST(test_household_store__card_only_is_not_found_by_phone),
        TEST(test_household_store__five_misses_pause_for_a_minute_of_running),
        TEST(test_household_store__too_many_misses_a_day_switch_off_until_unlocked),
        TEST(test_household_store__a_find_takes_back_its_miss),
        TEST(test_household_store__forgets_what_is_gone_from_its_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
