#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "data/base/civil.h"
#include "data/store/event_store.h"
#include "data/store/import_store.h"
#include "data/store/school_store.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/store_fixture.h"

static const TextIn TITLE[] = {{{"en", 2}, {"Open house", 10}},
                               {{"es", 2}, {"Puertas abiertas", 16}}};
static const TextIn WAY[] = {{{"en", 2}, {"Second door", 11}}};

static Event event_in(const char *name, int64_t start_ms) {
    static Session sessions[2];
    sessions[0] = (Session){.id = test_id("s0"), .grade = STR8("03"), .room = STR8("12")};
    sessions[1] = (Session){.id = test_id("s1"),
                            .title = {TITLE, 1},
                            .teacher = STR8("Ms. Okafor"),
                            .way = {WAY, 1},
                            .start_utc_ms = start_ms + 5};
    return (Event){.id = test_id(name),
                   .uid = str8_from(name),
                   .title = {TITLE, 2},
                   .place = STR8("Gym"),
                   .kind = EVENT_FAMILY_NIGHT,
                   .start_utc_ms = start_ms,
                   .end_utc_ms = start_ms + 2 * HOUR_MS,
                   .sessions = sessions,
                   .sessions_count = 2};
}

static void test_event_store__gives_back_what_was_put(void **state) {
    StoreFixture *fixture = *state;
    Event event = event_in("uid-1", FIXTURE_NOW_MS);
    Change change;
    EXPECT(event_store_put(fixture->store, STR8("ics"), &event, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_ADDED);
    EXPECT(event_store_compare(fixture->store, &event, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_SAME);
    Event got;
    EXPECT(event_store_get_by_uid(fixture->store, &fixture->arena, STR8("uid-1"), &got, &err),
           ERR_OK);
    assert_true(id_equal(got.id, event.id));
    assert_int_equal(got.kind, EVENT_FAMILY_NIGHT);
    assert_int_equal(got.title.count, 2);
    assert_true(str8_equal(text_set_pick(got.title, STR8("es"), NULL), STR8("Puertas abiertas")));
    assert_int_equal(got.sessions_count, 2);
    assert_true(str8_equal(got.sessions[1].way.items[0].text, STR8("Second door")));
    assert_true(str8_equal(got.sessions[1].teacher, STR8("Ms. Okafor")));
    assert_int_equal(got.sessions[0].title.count, 0);
    event.place = STR8("Library");
    EXPECT(event_store_put(fixture->store, STR8("ics"), &event, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_CHANGED);
    EXPECT(event_store_put(fixture->store, STR8("demo"), &event, &change, &err), ERR_CONFLICT);
}

static void test_event_store__lists_what_is_open_and_next(void **state) {
    StoreFixture *fixture = *state;
    static const struct {
        const char *name;
        int64_t after_ms;
        bool all_day;
        bool cancelled;
    } CASES[] = {
        {"open", -HOUR_MS, false, false},     {"soon", HOUR_MS, false, false},
        {"over", -2 * HOUR_MS, false, false}, {"later", HOUR_MS + 1, false, false},
        {"closure", -HOUR_MS, true, false},   {"cancelled", -HOUR_MS, false, true},
        {"tomorrow", DAY_MS, false, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Event event = event_in(CASES[i].name, FIXTURE_NOW_MS + CASES[i].after_ms);
        event.all_day = CASES[i].all_day;
        event.cancelled = CASES[i].cancelled;
        EXPECT(event_store_put(fixture->store, STR8("ics"), &event, NULL, &err), ERR_OK);
    }
    Event *events = NULL;
    size_t count = 0;
    EXPECT(event_store_open(fixture->store, &fixture->arena, FIXTURE_NOW_MS, &events, &count, &err),
           ERR_OK);
    assert_int_equal(count, 2);
    assert_true(str8_equal(events[0].uid, STR8("open")));
    assert_true(str8_equal(events[1].uid, STR8("soon")));
    for (size_t i = 0; i < count; i++) {
        assert_true(event_is_open(&events[i], FIXTURE_NOW_MS));
    }
    EXPECT(
        event_store_next(fixture->store, &fixture->arena, FIXTURE_NOW_MS, 5, &events, &count, &err),
        ERR_OK);
    assert_int_equal(count, 2);
    assert_true(str8_equal(events[0].uid, STR8("later")));
    EXPECT(event_store_between(fixture->store, &fixture->arena, FIXTURE_NOW_MS,
                               FIXTURE_NOW_MS + HOUR_MS + 1, &events, &count, &err),
           ERR_OK);
    assert_int_equal(count, 4); /* open, closure, cancelled, soon */
}

static void test_event_store__keeps_removed_events_that_visits_name(void **state) {
    StoreFixture *fixture = *state;
    Event event = event_in("event", FIXTURE_NOW_MS);
    Event other = event_in("other", FIXTURE_NOW_MS);
    EXPECT(event_store_put(fixture->store, STR8("ics"), &event, NULL, &err), ERR_OK);
    EXPECT(event_store_put(fixture->store, STR8("ics"), &other, NULL, &err), ERR_OK);
    Visit visit = test_visit("v1");
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(0), &out, &err), ERR_OK);
    Id *gone = NULL;
    size_t count = 0;
    EXPECT(event_store_gone(fixture->store, &fixture->arena, STR8("ics"), NULL, 0, &gone, &count,
                            &err),
           ERR_OK);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        EXPECT(event_store_remove(fixture->store, gone[i], &err), ERR_OK);
    }
    Event got;
    EXPECT(event_store_get(fixture->store, &fixture->arena, test_id("event"), &got, &err), ERR_OK);
    EXPECT(event_store_get(fixture->store, &fixture->arena, test_id("other"), &got, &err),
           ERR_NOT_FOUND);
    Event *events = NULL;
    EXPECT(event_store_open(fixture->store, &fixture->arena, FIXTURE_NOW_MS, &events, &count, &err),
           ERR_OK);
    assert_int_equal(count, 0);
    Change change;
    EXPECT(event_store_put(fixture->store, STR8("ics"), &event, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_ADDED);
}

static void test_school_store__gives_back_what_was_put(void **state) {
    StoreFixture *fixture = *state;
    School school;
    EXPECT(school_store_get(fixture->store, &fixture->arena, &school, &err), ERR_NOT_FOUND);
    School in = {.name = {TITLE, 2}, .zone = STR8("America/New_York"), .demo = true};
    Change change;
    EXPECT(school_store_put(fixture->store, &in, &change, &err), ERR_OK);
    EXPECT(school_store_put(fixture->store, &in, &change, &err), ERR_OK);
    assert_int_equal(change, CHANGE_SAME);
    EXPECT(school_store_get(fixture->store, &fixture->arena, &school, &err), ERR_OK);
    assert_true(school.demo && str8_equal(school.zone, STR8("America/New_York")));
    assert_int_equal(school.name.count, 2);
    const Str8 tags[] = {STR8("es"), STR8("en")};
    EXPECT(school_store_put_languages(fixture->store, tags, 2, &err), ERR_OK);
    Str8 *languages = NULL;
    size_t count = 0;
    EXPECT(school_store_languages(fixture->store, &fixture->arena, &languages, &count, &err),
           ERR_OK);
    assert_int_equal(count, 2);
    assert_true(str8_equal(languages[0], STR8("es")));
}

static void test_import_store__remembers_files_by_digest(void **state) {
    StoreFixture *fixture = *state;
    Import in = {.id = test_id("i"), .kind = STR8("ics"), .name = STR8("a.ics"), .utc_ms = 5};
    import_store_digest("abc", 3, in.digest);
    EXPECT(import_store_add(fixture->store, &in, &err), ERR_OK);
    EXPECT(import_store_add(fixture->store, &in, &err), ERR_OK);
    EXPECT(import_store_has(fixture->store, in.id, &err), ERR_OK);
    Import got;
    EXPECT(import_store_find(fixture->store, &fixture->arena, in.digest, &got, &err), ERR_OK);
    assert_true(str8_equal(got.name, STR8("a.ics")));
    in.digest[0] ^= 1;
    EXPECT(import_store_find(fixture->store, &fixture->arena, in.digest, &got, &err),
           ERR_NOT_FOUND);
    Import *list = NULL;
    size_t count = 0;
    EXPECT(import_store_list(fixture->store, &fixture->arena, &list, &count, &err), ERR_OK);
    assert_int_equal(count, 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_event_store__gives_back_what_was_put),
        TEST(test_event_store__lists_what_is_open_and_next),
        TEST(test_event_store__keeps_removed_events_that_visits_name),
        TEST(test_school_store__gives_back_what_was_put),
        TEST(test_import_store__remembers_files_by_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
