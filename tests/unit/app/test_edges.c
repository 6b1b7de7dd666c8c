/* app_update where it is easily wrong: content swapped under a card, panels over finished screens,
 * scans at odd moments, what one family leaves to the next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/app/desk.h"

static void test_state__text_is_cut_between_characters(void **unused) {
    (void)unused;
    char cut[5];
    state_set_text(cut, sizeof cut, STR8("abc\xC3\xA9"));
    assert_string_equal(cut, "abc");
    state_set_text(cut, sizeof cut, STR8("ab\xC3\xA9"));
    assert_string_equal(cut, "ab\xC3\xA9");
    state_set_text(cut, 3, STR8("\xE7\x8E\x8B"));
    assert_string_equal(cut, "");
}

/* The same services, `turned` places on, without the last `dropped`. */
static void swap_content(Desk *desk, size_t turned, size_t dropped) {
    Content *content = desk_content(1);
    Service before[DESK_SERVICES];
    memcpy(before, content->services, sizeof before);
    for (size_t i = 0; i < DESK_SERVICES; i++) {
        content->services[i] = before[(i + turned) % DESK_SERVICES];
    }
    content->services_count -= dropped;
    desk_send(desk, &(Message){.kind = MESSAGE_CONTENT, .content = content});
}

static Desk desk_at_card(void) {
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_NEED, NEED_FOOD);
    desk_answer(&desk, NULL); /* no directory: the school's own */
    desk_act(&desk, ACTION_SERVICE, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_CARD);
    return desk;
}

static uint8_t shown_service(const Desk *desk) {
    const Service *service = state_service(&desk->state, desk->state.session.shown);
    assert_non_null(service);
    return service->id.bytes[0];
}

static size_t shown_index(const Desk *desk) {
    return shown_service(desk) - 1u;
}

static void test_update__new_content_keeps_the_open_card(void **unused) {
    (void)unused;
    Desk desk = desk_at_card();
    uint8_t service = shown_service(&desk);
    swap_content(&desk, 3, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_CARD);
    assert_int_equal(shown_service(&desk), service);
    desk_end(&desk);
}

static void test_update__a_service_that_is_gone_leads_to_help(void **unused) {
    (void)unused;
    Desk desk = desk_at_card();
    size_t index = shown_index(&desk);
    swap_content(&desk, index + 1, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_HELP);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    desk_end(&desk);
}

static void test_update__a_card_under_a_panel_or_a_question_is_never_another(void **unused) {
    (void)unused;
    Desk desk = desk_at_card();
    size_t index = shown_index(&desk);
    desk_act(&desk, ACTION_EASIER_OPEN, 0);
    swap_content(&desk, index + 1, 1);
    desk_act(&desk, ACTION_EASIER_DONE, 0);
    assert_int_not_equal(desk_screen(&desk), SCREEN_CARD);
    desk_end(&desk);
    desk = desk_at_card();
    index = shown_index(&desk);
    desk_wait(&desk, IDLE_MS);
    swap_content(&desk, index + 1, 1);
    desk_act(&desk, ACTION_MORE_TIME, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_HELP);
    desk_end(&desk);
}

static void test_update__back_leads_to_the_same_page(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_open_need(&desk, NEED_FOOD);
    desk_act(&desk, ACTION_PAGE, 2);
    desk_answer(&desk, desk_city(12, 6, 20));
    desk_act(&desk, ACTION_LANGUAGES_OPEN, 0);
    assert_int_equal(desk.state.session.page, 0);
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_LIST);
    assert_int_equal(desk.state.session.page, 2);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk.state.session.page, 0);
    desk_end(&desk);
}

static Desk desk_at_thanks(void) {
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    desk_act(&desk, ACTION_SIGN_IN_COMMIT, 0);
    desk_send(&desk, &(Message){.kind = MESSAGE_SAVED, .session = desk.state.session.serial});
    assert_int_equal(desk_screen(&desk), SCREEN_THANKS);
    return desk;
}

static void test_update__a_panel_over_thank_you_is_given_time_too(void **unused) {
    (void)unused;
    Desk desk = desk_at_thanks();
    desk_act(&desk, ACTION_EASIER_OPEN, 0);
    desk_wait(&desk, COUNTDOWN_MS - 1);
    desk_act(&desk, ACTION_SIZE, TEXT_LARGEST);
    desk_wait(&desk, COUNTDOWN_MS - 1);
    assert_int_equal(desk_screen(&desk), SCREEN_EASIER);
    desk_wait(&desk, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    assert_false(desk_holds(&desk.state, "Rosa"));
    desk_end(&desk);
}

static void test_update__who_is_here_already_is_not_touched_away(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    Message answer = {.kind = MESSAGE_FOUND};
    desk_look_up(&desk);
    answer.session = desk.state.session.serial;
    answer.party.people[0] = (PartyPerson){.here = true, .already = true};
    answer.party.people[1] = (PartyPerson){.here = true, .already = true, .guest = true};
    answer.party.people_count = 2;
    answer.party.already_here = true;
    desk_send(&desk, &answer);
    desk_act(&desk, ACTION_MEMBER_TOGGLE, 1);
    assert_int_equal(desk.state.session.party.people_count, 2);
    assert_true(desk.state.session.party.people[1].here);
    desk_end(&desk);
}

static void test_update__not_us_takes_that_households_language_along(void **unused) {
    (void)unused;
    for (int way = 0; way < 2; way++) {
        Desk desk = desk_with(1);
        desk_look_up(&desk);
        desk_found(&desk, 0);
        assert_string_equal(desk.state.session.language, "es");
        desk_act(&desk, way == 0 ? ACTION_NOT_US : ACTION_BACK, 0);
        assert_int_equal(desk_screen(&desk), SCREEN_LOOK_UP);
        assert_string_equal(desk.state.session.language, "en");
        assert_false(desk_holds(&desk.state, "Rosa"));
        desk_end(&desk);
    }
}

static void test_update__from_card_code_to_phone_and_back_is_home(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    for (int i = 0; i < 3; i++) {
        desk_act(&desk, ACTION_CARD_OPEN, 0);
        desk_act(&desk, ACTION_PHONE_OPEN, 0);
    }
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    desk_end(&desk);
}

static void test_update__a_whole_card_code_goes_on_after_back(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_act(&desk, ACTION_CARD_OPEN, 0);
    for (size_t i = 0; i < CARD_CODE_LEN; i++) {
        desk_act(&desk, ACTION_CARD_SYMBOL, '7');
    }
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_CARD_CODE);
    desk_act(&desk, ACTION_CARD_SYMBOL, '7');
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    desk_end(&desk);
}

static void test_update__an_event_that_is_not_there_is_not_chosen(void **unused) {
    (void)unused;
    Desk desk = desk_with(2);
    desk_send(&desk, &(Message){.kind = MESSAGE_SCAN, .scan = "FOYER:7K3M-9Q2X"});
    assert_int_equal(desk_screen(&desk), SCREEN_EVENTS);
    desk_act(&desk, ACTION_EVENT_CHOOSE, 7);
    assert_int_equal(desk_screen(&desk), SCREEN_EVENTS);
    desk_act(&desk, ACTION_EVENT_CHOOSE, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    assert_int_equal(desk.state.session.method, VISIT_BY_CARD);
    desk_end(&desk);
}

static void test_update__half_a_code_asks_for_no_letter_behind_another_event(void **unused) {
    (void)unused;
    Desk desk = desk_with(2);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_act(&desk, ACTION_EVENT_CHOOSE, 0);
    desk_act(&desk, ACTION_CARD_OPEN, 0);
    desk_act(&desk, ACTION_CARD_SYMBOL, '7');
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_EVENTS);
    desk_act(&desk, ACTION_EVENT_CHOOSE, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_LOOK_UP);
    assert_int_equal(desk.state.session.method, VISIT_BY_PHONE);
    desk_end(&desk);
}

static void test_update__a_scan_does_not_bring_back_who_has_gone(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    desk_wait(&desk, IDLE_MS);
    assert_int_equal(desk_screen(&desk), SCREEN_STILL_THERE);
    desk_send(&desk, &(Message){.kind = MESSAGE_SCAN, .scan = "FOYER:7K3M-9Q2X"});
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    assert_false(desk_holds(&desk.state, "Rosa"));
    desk_act(&desk, ACTION_LETTER, 'M');
    desk_send(&desk, &(Message){.kind = MESSAGE_FOUND, .session = desk.state.session.serial});
    desk_act(&desk, ACTION_START_OVER, 0);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    desk_act(&desk, ACTION_SIGN_IN_COMMIT, 0);
    desk_send(&desk, &(Message){.kind = MESSAGE_NOT_SAVED, .session = desk.state.session.serial});
    assert_int_equal(desk_screen(&desk), SCREEN_SEE_DESK);
    desk_send(&desk, &(Message){.kind = MESSAGE_SCAN, .scan = "FOYER:7K3M-9Q2X"});
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    desk_end(&desk);
}

static void test_update__a_key_that_is_no_letter_costs_no_look_up(void **unused) {
    (void)unused;
    static const uint32_t KEYS[] = {' ', '-', 0x0301, 0x1F600};
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_digits(&desk, "3055550123");
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        desk_send(&desk, &(Message){.kind = MESSAGE_TYPED, .code_point = KEYS[i]});
        assert_int_equal(desk.effects.count, 0);
        assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    }
    desk_send(&desk, &(Message){.kind = MESSAGE_TYPED, .code_point = 0x0645});
    assert_int_equal(desk.effects.count, 1);
    desk_end(&desk);
}

static void test_update__home_forgets_a_draft_but_not_the_settings(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_act(&desk, ACTION_COUNT_OPEN, 0);
    desk_act(&desk, ACTION_CHILDREN, 3);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    assert_int_equal(desk.state.session.children, 0);
    assert_string_equal(desk.state.session.language, "es");
    desk_wait(&desk, IDLE_MS);
    assert_string_equal(desk.state.session.language, "en");
    desk_end(&desk);
}

static void test_update__thank_you_begins_on_its_first_page(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_act(&desk, ACTION_COUNT_OPEN, 0);
    desk_act(&desk, ACTION_CARD_PAGE, 1);
    desk_act(&desk, ACTION_COUNT_COMMIT, 0);
    desk_send(&desk, &(Message){.kind = MESSAGE_SAVED, .session = desk.state.session.serial});
    assert_int_equal(desk.state.session.card_page, 0);
    desk_end(&desk);
}

static void test_update__the_largest_party_loses_nobody(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    for (size_t i = 0; i < PARTY_PEOPLE_MAX; i++) {
        desk_act(&desk, ACTION_SOMEONE_ELSE_OPEN, 0);
        desk_act(&desk, ACTION_GUEST_ADD, GUEST_CHILD);
        assert_int_equal(desk_screen(&desk), SCREEN_HOUSEHOLD);
    }
    assert_int_equal(desk.state.session.party.people_count, PARTY_PEOPLE_MAX);
    desk_act(&desk, ACTION_SIGN_IN_COMMIT, 0);
    assert_int_equal(desk.effects.items[0].visit.party.people_count, PARTY_PEOPLE_MAX);
    desk_end(&desk);
}

static void test_update__back_leads_to_no_letter_without_a_number(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_digits(&desk, "3055550123");
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    desk_act(&desk, ACTION_NAMES_OPEN, 0); /* the number is forgotten: it is nobody's affair now */
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_LOOK_UP);
    desk_digits(&desk, "3055550123");
    desk_act(&desk, ACTION_LANGUAGES_OPEN, 0);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER); /* a whole one is still asked for */
    desk_end(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_state__text_is_cut_between_characters),
        cmocka_unit_test(test_update__new_content_keeps_the_open_card),
        cmocka_unit_test(test_update__a_service_that_is_gone_leads_to_help),
        cmocka_unit_test(test_update__a_card_under_a_panel_or_a_question_is_never_another),
        cmocka_unit_test(test_update__back_leads_to_the_same_page),
        cmocka_unit_test(test_update__a_panel_over_thank_you_is_given_time_too),
        cmocka_unit_test(test_update__who_is_here_already_is_not_touched_away),
        cmocka_unit_test(test_update__not_us_takes_that_households_language_along),
        cmocka_unit_test(test_update__from_card_code_to_phone_and_back_is_home),
        cmocka_unit_test(test_update__a_whole_card_code_goes_on_after_back),
        cmocka_unit_test(test_update__an_event_that_is_not_there_is_not_chosen),
        cmocka_unit_test(test_update__half_a_code_asks_for_no_letter_behind_another_event),
        cmocka_unit_test(test_update__a_scan_does_not_bring_back_who_has_gone),
        cmocka_unit_test(test_update__a_key_that_is_no_letter_costs_no_look_up),
        cmocka_unit_test(test_update__home_forgets_a_draft_but_not_the_settings),
        cmocka_unit_test(test_update__thank_you_begins_on_its_first_page),
        cmocka_unit_test(test_update__the_largest_party_loses_nobody),
        cmocka_unit_test(test_update__back_leads_to_no_letter_without_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
