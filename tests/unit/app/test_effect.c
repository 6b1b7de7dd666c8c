/* Effects on the real stores: what a family asks, and what the store answers. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "data/demo/demo.h"
#include "data/store/event_store.h"
#include "data/store/household_store.h"
#include "data/store/journal.h"
#include "kiosk/app/state.h"
#include "tests/unit/app/school.h"

static Message reply; /* large */

static bool run(DemoSchool *school, Effect effect, int64_t after_ms) {
    bool answered = effect_run(&school->runner, &effect, school_moment(after_ms), &reply);
    if (answered) {
        assert_int_equal(reply.session, effect.session);
    }
    return answered;
}

static Party found(DemoSchool *school, int64_t after_ms) {
    assert_true(run(school, school_find(school, DEMO_PHONE, 's'), after_ms));
    assert_int_equal(reply.kind, MESSAGE_FOUND);
    return reply.party;
}

static MessageKind save(DemoSchool *school, EffectKind kind, uint8_t record, const Party *party,
                        int64_t after_ms) {
    assert_true(run(school, school_visit(school, kind, record, party), after_ms));
    return reply.kind;
}

static int64_t records(DemoSchool *school) {
    JournalStatus status;
    assert_int_equal(journal_status(school->site->store, &status, NULL), ERR_OK);
    return (int64_t)status.last;
}

static void test_effect__finds_a_household_by_number_and_letter(void **state) {
    Party party = found(*state, 0);
    assert_int_equal(party.people_count, 4);
    assert_false(party.already_here);
    for (size_t i = 0; i < party.people_count; i++) {
        assert_true(party.people[i].here && !party.people[i].already);
        assert_true(party.people[i].given_name[0] != '\0');
    }
}

static void test_effect__misses_sound_all_the_same(void **state) {
    static const struct {
        const char *phone;
        uint32_t letter;
    } ROWS[] = {{DEMO_PHONE, 'x'}, {"3055550100", 's'}, {"305555", 's'}, {DEMO_PHONE, ' '}};
    static Message first;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        assert_true(run(*state, school_find(*state, ROWS[i].phone, ROWS[i].letter), 0));
        assert_int_equal(reply.kind, MESSAGE_MISSED);
        first = i == 0 ? reply : first;
        assert_memory_equal(&reply, &first, sizeof reply);
    }
}

static void put_household(DemoSchool *school, uint8_t id, const char *child) {
    Arena arena = arena_make(4096, 1 << 20);
    Str8 phone = STR8("3055550188");
    uint32_t letter = (uint32_t)(child[0] | 0x20);
    Person people[] = {{.id = {{id, 1}},
                        .given_name = str8_from(child),
                        .family_name = STR8("Q"),
                        .role = PERSON_STUDENT,
                        .grade = STR8("03")}};
    HouseholdIn in = {.household = {.id = {{id}}, .people = people, .people_count = 1},
                      .source = STR8("families"),
                      .phones = &phone,
                      .phones_count = 1,
                      .letters = &letter,
                      .letters_count = 1};
    HouseholdSealed *sealed = NULL;
    assert_int_equal(household_store_seal(school->site->store, &arena, &in, &sealed, NULL), ERR_OK);
    assert_int_equal(household_store_put(school->site->store, sealed, NULL, NULL), ERR_OK);
    arena_free(&arena);
}

static void test_effect__two_homes_under_one_number_are_never_mixed(void **state) {
    put_household(*state, 91, "Zoe");
    put_household(*state, 92, "Yusuf");
    assert_true(run(*state, school_find(*state, "3055550188", 'Z'), 0));
    assert_int_equal(reply.kind, MESSAGE_FOUND);
    assert_int_equal(reply.party.people_count, 1);
    assert_string_equal(reply.party.people[0].given_name, "Zoe");
    put_household(*state, 93, "Zacarias");
    assert_true(run(*state, school_find(*state, "3055550188", 'z'), 0));
    assert_int_equal(reply.kind, MESSAGE_MISSED);
}

static void test_effect__a_second_sign_in_says_since_when(void **state) {
    Party party = found(*state, 0);
    party.people[3].here = false;
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 1, &party, 1000), MESSAGE_SAVED);
    assert_int_equal(reply.saved_utc_ms, SCHOOL_NOW_UTC_MS + 1000);
    Party again = found(*state, 60000);
    assert_true(again.already_here);
    assert_int_equal(again.since_utc_ms, SCHOOL_NOW_UTC_MS + 1000);
    assert_true(again.people[0].already);
    assert_false(again.people[3].already);
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 2, &again, 61000), MESSAGE_SAVED);
    assert_int_equal(reply.saved_utc_ms, SCHOOL_NOW_UTC_MS + 1000);
    assert_true(found(*state, 62000).people[3].already);
}

static void test_effect__the_same_record_twice_is_one(void **state) {
    Party party = found(*state, 0);
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 1, &party, 0), MESSAGE_SAVED);
    int64_t before = records(*state);
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 1, &party, 500), MESSAGE_SAVED);
    assert_int_equal(records(*state), before);
}

static void test_effect__someone_else_is_seen_again(void **state) {
    Party party = found(*state, 0);
    party.people[party.people_count++] =
        (PartyPerson){.role = PERSON_OTHER_ADULT, .here = true, .guest = true};
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 1, &party, 0), MESSAGE_SAVED);
    Party again = found(*state, 1000);
    assert_int_equal(again.people_count, 5);
    assert_true(again.people[4].guest && again.people[4].already);
    assert_int_equal(again.people[4].role, PERSON_OTHER_ADULT);
    /* The store cannot tell one grandparent from another: who is here already is not sent again. */
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 2, &again, 2000), MESSAGE_NOT_SAVED);
    again.people[3].already = false;
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 3, &again, 3000), MESSAGE_SAVED);
    assert_int_equal(found(*state, 4000).people_count, 5);
}

static void test_effect__the_household_leaves_together_and_once(void **state) {
    Party party = found(*state, 0);
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 1, &party, 0), MESSAGE_SAVED);
    assert_int_equal(save(*state, EFFECT_SIGN_OUT, 2, &party, 5000), MESSAGE_SAVED);
    assert_int_equal(reply.saved_utc_ms, SCHOOL_NOW_UTC_MS + 5000);
    int64_t before = records(*state);
    assert_false(found(*state, 6000).already_here);
    assert_int_equal(save(*state, EFFECT_SIGN_OUT, 3, &party, 7000), MESSAGE_SAVED);
    assert_int_equal(records(*state), before);
}

/* No byte can be written: what a full or broken disk does. */
static void test_effect__what_is_not_on_disk_is_not_saved(void **state) {
    struct rlimit before;
    Party party = found(*state, 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    MessageKind kind = save(*state, EFFECT_SIGN_IN, 1, &party, 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(kind, MESSAGE_NOT_SAVED);
    assert_false(found(*state, 1000).already_here);
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 1, &party, 2000), MESSAGE_SAVED);
    assert_int_equal(save(*state, EFFECT_SIGN_IN, 2, &(Party){0}, 0), MESSAGE_NOT_SAVED);
}

static void test_effect__content_is_read_once_and_once_more_with_the_directory(void **state) {
    Effect refresh = {.kind = EFFECT_REFRESH};
    state_set_text(refresh.refresh.languages[0], LANGUAGE_SIZE, STR8("es"));
    state_set_text(refresh.refresh.languages[1], LANGUAGE_SIZE, STR8("cy"));
    refresh.refresh.languages_count = 2;
    assert_true(run(*state, refresh, 0));
    assert_int_equal(reply.kind, MESSAGE_CONTENT);
    assert_true(reply.content->services_count >= 12);
    assert_true(reply.content->events_count <= CONTENT_EVENTS_MAX);
    assert_true((reply.content->needs_live & 1u << NEED_FOOD) != 0);
    assert_int_equal(reply.content->spoken, 0); /* the home screen did not wait for that */
    refresh.refresh.version = reply.content->version;
    content_free(reply.content);
    assert_true(run(*state, refresh, 1));
    assert_int_equal(reply.content->spoken, 1); /* somebody speaks Spanish, nobody Welsh */
    refresh.refresh.version = reply.content->version;
    content_free(reply.content);
    assert_false(run(*state, refresh, 60000));
    assert_true(run(*state, refresh, DAY_MS)); /* another day is another content */
    content_free(reply.content);
}

static Shelf *browse(DemoSchool *school, const Browse *question) {
    Effect effect = {.kind = EFFECT_BROWSE, .session = 7};
    effect.browse.question = *question;
    effect.browse.serial = 3;
    assert_true(run(school, effect, 0));
    assert_int_equal(reply.kind, MESSAGE_SHELF);
    assert_int_equal(reply.shelf.kind, question->kind);
    assert_int_equal(reply.shelf.serial, 3);
    assert_non_null(reply.shelf.answer);
    return reply.shelf.answer;
}

static void test_effect__the_directory_answers_by_need_page_by_page(void **state) {
    Browse question = {.kind = SHELF_LIST, .need = NEED_FOOD, .language = "en", .per_page = 2};
    Shelf *first = browse(*state, &question);
    assert_int_equal(first->count, 2);
    assert_true(first->total > 2);
    assert_true((first->items[0].service.needs & 1u << NEED_FOOD) != 0);
    question.page = 1;
    Shelf *second = browse(*state, &question);
    assert_true(second->count > 0);
    assert_false(id_equal(first->items[0].service.id, second->items[0].service.id));
    shelf_free(first);
    shelf_free(second);
}

static void test_effect__the_directory_answers_to_words(void **state) {
    Browse question = {.kind = SHELF_SEARCH, .language = "es", .per_page = 4};
    Shelf *empty = browse(*state, &question);
    for (size_t i = 0; i < empty->count; i++) { /* nothing typed: the school's own people */
        assert_true(empty->items[i].service.is_person);
    }
    assert_true(empty->count > 0);
    state_set_text(question.text, sizeof question.text, STR8("comida"));
    Shelf *food = browse(*state, &question);
    assert_true(food->count > 0);
    state_set_text(question.text, sizeof question.text, STR8("xqzzk"));
    Shelf *nothing = browse(*state, &question);
    assert_int_equal(nothing->count, 0);
    shelf_free(empty);
    shelf_free(food);
    shelf_free(nothing);
}

static void test_effect__my_list_is_read_by_id_in_its_order(void **state) {
    Browse question = {.kind = SHELF_SEARCH, .language = "en", .per_page = 3};
    Shelf *people = browse(*state, &question);
    assert_true(people->count >= 2);
    question = (Browse){.kind = SHELF_MINE,
                        .ids = {people->items[1].service.id, {{99}}, people->items[0].service.id},
                        .ids_count = 3,
                        .per_page = MINE_MAX};
    Shelf *mine = browse(*state, &question);
    assert_int_equal(mine->count, 2); /* the one that is gone is left out */
    assert_true(id_equal(mine->items[0].service.id, people->items[1].service.id));
    assert_true(id_equal(mine->items[1].service.id, people->items[0].service.id));
    shelf_free(people);
    shelf_free(mine);
}

static void test_effect__the_calendar_says_when_the_school_is_closed(void **state) {
    static const TextIn TITLES[][1] = {{{{"en", 2}, {"Fall Recess - District Closed", 29}}},
                                       {{{"en", 2}, {"Spirit week", 11}}}};
    DemoSchool *school = *state;
    Effect refresh = {.kind = EFFECT_REFRESH};
    int64_t midnight = SCHOOL_NOW_UTC_MS - SCHOOL_NOW_UTC_MS % DAY_MS + 4 * HOUR_MS; /* there */
    for (size_t i = 0; i < 2; i++) {
        Event event = {.id = {{(uint8_t)(i + 1)}},
                       .uid = i == 0 ? STR8("recess") : STR8("spirit"),
                       .title = {TITLES[i], 1},
                       .kind = EVENT_OTHER,
                       .all_day = true,
                       .start_utc_ms = midnight + (int64_t)(i + 1) * DAY_MS,
                       .end_utc_ms = midnight + (int64_t)(i + 3) * DAY_MS};
        assert_int_equal(event_store_put(school->site->store, STR8("ics"), &event, NULL, NULL),
                         ERR_OK);
    }
    assert_true(run(school, refresh, 0));
    assert_int_equal(reply.content->closed.count, 2);
    assert_int_equal(reply.content->closed.days[0], 20378); /* Friday the 17th, and Saturday */
    assert_int_equal(reply.content->closed.days[1], 20379);
    content_free(reply.content);
}

static void test_effect__who_stayed_is_gone_when_the_event_is_over(void **state) {
    DemoSchool *school = *state;
    Effect refresh = {.kind = EFFECT_REFRESH};
    Party party = found(school, 0);
    int64_t end_ms = school->event_end_utc_ms - SCHOOL_NOW_UTC_MS;
    assert_int_equal(save(school, EFFECT_SIGN_IN, 1, &party, 0), MESSAGE_SAVED);
    assert_true(run(school, refresh, end_ms + EVENT_LEAVING_AFTER_MS - 1000));
    content_free(reply.content);
    assert_true(found(school, end_ms).already_here);
    assert_true(run(school, refresh, end_ms + EVENT_LEAVING_AFTER_MS + 1000));
    content_free(reply.content);
    assert_false(found(school, end_ms + EVENT_LEAVING_AFTER_MS + 2000).already_here);
}

static void count_food(DemoSchool *school, uint32_t session) {
    Effect effect = {.kind = EFFECT_COUNT_HELP, .session = session};
    effect.help.what = HELP_COUNT_NEED;
    effect.help.need = NEED_FOOD;
    state_set_text(effect.help.language, LANGUAGE_SIZE, STR8("ar"));
    assert_false(run(school, effect, 0));
    assert_false(run(school, effect, 1000)); /* the same session, the same need */
    assert_false(run(school, (Effect){.kind = EFFECT_COUNT_OVER, .session = session}, 2000));
}

static void test_effect__looking_for_help_is_counted_nowhere_else(void **state) {
    DemoSchool *school = *state;
    HelpCount *counts = NULL;
    size_t count = 0;
    int64_t before = records(school);
    Effect refresh = {.kind = EFFECT_REFRESH};
    assert_true(run(school, refresh, 0));
    refresh.refresh.version = reply.content->version;
    content_free(reply.content);
    for (uint32_t session = 1; session <= HELP_BATCH_SESSIONS_MIN; session++) {
        assert_int_equal(help_counters_list(school->help, &school->arena, &counts, &count, NULL),
                         ERR_OK);
        assert_int_equal(count, 0);
        count_food(school, session);
    }
    if (run(school, refresh, HOUR_MS)) {
        content_free(reply.content);
    }
    assert_int_equal(help_counters_list(school->help, &school->arena, &counts, &count, NULL),
                     ERR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(counts[0].count, HELP_BATCH_SESSIONS_MIN);
    assert_int_equal(counts[0].need, NEED_FOOD);
    assert_int_equal(counts[0].iso_week, 42);
    assert_int_equal(records(school), before);
    school->runner.help = NULL;
    count_food(school, 9);
}

int main(void) {
#define EFFECT_TEST(test) cmocka_unit_test_setup_teardown(test, school_setup, school_teardown)
    const struct CMUnitTest tests[] = {
        EFFECT_TEST(test_effect__finds_a_household_by_number_and_letter),
        EFFECT_TEST(test_effect__misses_sound_all_the_same),
        EFFECT_TEST(test_effect__two_homes_under_one_number_are_never_mixed),
        EFFECT_TEST(test_effect__a_second_sign_in_says_since_when),
        EFFECT_TEST(test_effect__the_same_record_twice_is_one),
        EFFECT_TEST(test_effect__someone_else_is_seen_again),
        EFFECT_TEST(test_effect__the_household_leaves_together_and_once),
        EFFECT_TEST(test_effect__what_is_not_on_disk_is_not_saved),
        EFFECT_TEST(test_effect__content_is_read_once_and_once_more_with_the_directory),
        EFFECT_TEST(test_effect__the_directory_answers_by_need_page_by_page),
        EFFECT_TEST(test_effect__the_directory_answers_to_words),
        EFFECT_TEST(test_effect__my_list_is_read_by_id_in_its_order),
        EFFECT_TEST(test_effect__the_calendar_says_when_the_school_is_closed),
        EFFECT_TEST(test_effect__who_stayed_is_gone_when_the_event_is_over),
        EFFECT_TEST(test_effect__looking_for_help_is_counted_nowhere_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
