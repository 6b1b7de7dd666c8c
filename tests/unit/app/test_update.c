/* app_update: what a family does, message by message, without a store, a screen or a clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/app/desk.h"

static void test_update__phone_and_letter_ask_the_store(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_LOOK_UP);
    desk_digits(&desk, "3055550123");
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    desk_act(&desk, ACTION_LETTER, 'M');
    assert_int_equal(desk.effects.count, 1);
    assert_int_equal(desk.effects.items[0].kind, EFFECT_FIND);
    assert_string_equal(desk.effects.items[0].find.secret, "3055550123");
    assert_int_equal(desk.effects.items[0].find.letter, 'M');
    desk_end(&desk);
}

static void test_update__thanks_come_only_after_saved(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_HOUSEHOLD);
    desk_act(&desk, ACTION_MEMBER_TOGGLE, 1);
    desk_act(&desk, ACTION_SIGN_IN_COMMIT, 0);
    assert_int_equal(desk.effects.items[0].kind, EFFECT_SIGN_IN);
    assert_false(desk.effects.items[0].visit.party.people[1].here);
    assert_int_equal(desk_screen(&desk), SCREEN_HOUSEHOLD);
    desk_send(&desk, &(Message){.kind = MESSAGE_SAVED, .session = desk.state.session.serial});
    assert_int_equal(desk_screen(&desk), SCREEN_THANKS);
    desk_end(&desk);
}

static void test_update__not_saved_sends_to_the_desk(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    desk_act(&desk, ACTION_SIGN_IN_COMMIT, 0);
    desk_send(&desk, &(Message){.kind = MESSAGE_NOT_SAVED, .session = desk.state.session.serial});
    assert_int_equal(desk_screen(&desk), SCREEN_SEE_DESK);
    desk_end(&desk);
}

static void test_update__double_tap_is_one_record(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    desk_act(&desk, ACTION_SIGN_IN_COMMIT, 0);
    assert_int_equal(desk.effects.count, 1);
    desk_act(&desk, ACTION_SIGN_IN_COMMIT, 0);
    assert_int_equal(desk.effects.count, 0);
    desk_end(&desk);
}

static void test_update__start_over_leaves_nothing_of_the_family(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    assert_true(desk_holds(&desk.state, "Rosa"));
    desk_act(&desk, ACTION_START_OVER, 0);
    assert_false(desk_holds(&desk.state, "Rosa"));
    assert_false(desk_holds(&desk.state, "3055550123"));
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    desk_end(&desk);
}

static void test_update__an_answer_to_a_session_that_ended_is_dropped(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    uint32_t asked = desk.state.session.serial;
    desk_act(&desk, ACTION_START_OVER, 0);
    Message late = {.kind = MESSAGE_FOUND, .session = asked};
    state_set_text(late.party.people[0].given_name, NAME_SIZE, STR8("Rosa"));
    late.party.people_count = 1;
    desk_send(&desk, &late);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    assert_false(desk_holds(&desk.state, "Rosa"));
    desk_end(&desk);
}

static void test_update__a_miss_forgets_what_was_typed(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_send(&desk, &(Message){.kind = MESSAGE_MISSED, .session = desk.state.session.serial});
    assert_int_equal(desk_screen(&desk), SCREEN_LOOK_UP);
    assert_int_equal(desk.state.session.look_up, LOOK_UP_MISSED);
    assert_false(desk_holds(&desk.state, "3055550123"));
    desk_end(&desk);
}

static void test_update__the_households_language_is_used_unless_one_was_chosen(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    assert_string_equal(desk.state.session.language, "es");
    desk_act(&desk, ACTION_START_OVER, 0);
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 2);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    assert_string_equal(desk.state.session.language, "ar");
    desk_end(&desk);
}

static void test_update__idle_asks_then_wipes(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    desk_wait(&desk, IDLE_MS - 1);
    assert_int_equal(desk_screen(&desk), SCREEN_HOUSEHOLD);
    desk_wait(&desk, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_STILL_THERE);
    desk_send(&desk, &(Message){.kind = MESSAGE_TOUCH});
    assert_int_equal(desk_screen(&desk), SCREEN_HOUSEHOLD);
    desk_wait(&desk, IDLE_MS);
    desk_wait(&desk, COUNTDOWN_MS);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    assert_false(desk_holds(&desk.state, "Rosa"));
    desk_end(&desk);
}

static void test_update__several_events_are_asked_for(void **unused) {
    (void)unused;
    Desk desk = desk_with(2);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_EVENTS);
    desk_act(&desk, ACTION_EVENT_CHOOSE, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_LOOK_UP);
    assert_int_equal(desk.state.session.event_id.bytes[0], 2);
    desk_end(&desk);
}

static void test_update__without_an_event_nobody_is_turned_away_without_words(void **unused) {
    (void)unused;
    Desk desk = desk_with(0);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_SEE_DESK);
    assert_int_equal(desk.state.session.desk_reason, DESK_NO_EVENT);
    desk_end(&desk);
}

static void test_update__a_card_scanned_on_a_finished_screen_starts_clean(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    desk_act(&desk, ACTION_SIGN_IN_COMMIT, 0);
    desk_send(&desk, &(Message){.kind = MESSAGE_SAVED, .session = desk.state.session.serial});
    desk_send(&desk, &(Message){.kind = MESSAGE_SCAN, .scan = "FOYER:7K3M-9Q2X"});
    assert_int_equal(desk_screen(&desk), SCREEN_LETTER);
    assert_false(desk_holds(&desk.state, "Rosa"));
    assert_string_equal(desk.state.session.code, "7K3M9Q2X");
    desk_end(&desk);
}

static void test_update__those_here_stay_ticked_and_late_members_join(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 2);
    desk_act(&desk, ACTION_MEMBER_TOGGLE, 0);
    assert_true(desk.state.session.party.people[0].here);
    assert_int_equal(state_here_count(&desk.state), 1);
    desk_end(&desk);
}

static void test_update__leaving_shows_only_who_is_here(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_LEAVING_OPEN, 0);
    desk_digits(&desk, "3055550123");
    desk_act(&desk, ACTION_LETTER, 'M');
    desk_found(&desk, 2);
    assert_int_equal(desk_screen(&desk), SCREEN_LEAVING);
    assert_int_equal(desk.state.session.party.people_count, 2);
    desk_act(&desk, ACTION_SIGN_OUT_COMMIT, 0);
    assert_int_equal(desk.effects.items[0].kind, EFFECT_SIGN_OUT);
    desk_end(&desk);
}

static void test_update__someone_else_is_two_touches(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    desk_found(&desk, 0);
    desk_act(&desk, ACTION_SOMEONE_ELSE_OPEN, 0);
    desk_act(&desk, ACTION_GUEST_ADD, GUEST_GRANDPARENT);
    assert_int_equal(desk_screen(&desk), SCREEN_HOUSEHOLD);
    assert_int_equal(desk.state.session.party.people_count, 4);
    assert_int_equal(desk.state.session.party.people[3].role, PERSON_OTHER_ADULT);
    desk_act(&desk, ACTION_MEMBER_TOGGLE, 3);
    assert_int_equal(desk.state.session.party.people_count, 3);
    desk_end(&desk);
}

static void test_update__one_name_is_enough(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_act(&desk, ACTION_NAMES_OPEN, 0);
    desk_act(&desk, ACTION_NAMES_COMMIT, 0);
    assert_int_equal(desk.effects.count, 0);
    desk_act(&desk, ACTION_TYPE, 0x0645); /* Arabic meem */
    desk_act(&desk, ACTION_TYPE, 0x202E); /* a direction override is no letter of a name */
    desk_act(&desk, ACTION_CHILDREN, 2);
    desk_act(&desk, ACTION_NAMES_COMMIT, 0);
    assert_int_equal(desk.effects.items[0].kind, EFFECT_SIGN_IN);
    assert_int_equal(desk.effects.items[0].visit.party.people_count, 3);
    assert_string_equal(desk.effects.items[0].visit.party.people[0].given_name, "\xD9\x85");
    desk_end(&desk);
}

static void test_update__counting_carries_grades(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_act(&desk, ACTION_COUNT_OPEN, 0);
    desk_act(&desk, ACTION_ADULTS, 2);
    desk_act(&desk, ACTION_GRADE, 1);
    desk_act(&desk, ACTION_COUNT_COMMIT, 0);
    assert_int_equal(desk.effects.items[0].visit.party.people_count, 3);
    assert_string_equal(desk.effects.items[0].visit.party.people[2].grade, "KG");
    assert_int_equal(desk.effects.items[0].visit.method, VISIT_BY_COUNT);
    desk_end(&desk);
}

static void test_update__rush_is_proposed_when_arrivals_outrun(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    for (int i = 0; i < RUSH_ARRIVALS; i++) {
        assert_false(state_is_rush(&desk.state, desk.turn.now.mono_ms));
        desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
        desk_act(&desk, ACTION_COUNT_OPEN, 0);
        desk_act(&desk, ACTION_COUNT_COMMIT, 0);
        desk_send(&desk, &(Message){.kind = MESSAGE_SAVED, .session = desk.state.session.serial});
        desk_act(&desk, ACTION_DONE, 0);
        desk.turn.now.mono_ms += 10000;
    }
    assert_true(state_is_rush(&desk.state, desk.turn.now.mono_ms));
    desk_act(&desk, ACTION_COUNT_OPEN, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_COUNT);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    desk.turn.now.mono_ms += RUSH_WITHIN_MS;
    assert_false(state_is_rush(&desk.state, desk.turn.now.mono_ms));
    desk_end(&desk);
}

static void test_update__rush_asks_which_event_then_counts(void **unused) {
    (void)unused;
    Desk desk = desk_with(2);
    desk_act(&desk, ACTION_COUNT_OPEN, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_EVENTS);
    desk_act(&desk, ACTION_EVENT_CHOOSE, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_COUNT);
    assert_int_equal(desk.state.session.event_id.bytes[0], 2);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_EVENTS);
    desk_end(&desk);
}

static void test_update__settings_last_for_one_household(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_EASIER_OPEN, 0);
    desk_act(&desk, ACTION_SIZE, TEXT_LARGEST);
    desk_act(&desk, ACTION_THEME, THEME_STRONG_DARK);
    desk_act(&desk, ACTION_EASIER_DONE, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    assert_int_equal(desk.state.session.look.text_size, TEXT_LARGEST);
    desk_wait(&desk, IDLE_MS);
    assert_int_equal(desk.state.session.look.text_size, TEXT_NORMAL);
    assert_int_equal(desk.state.session.look.theme, THEME_LIGHT);
    desk_end(&desk);
}

static void test_update__nothing_is_due_between_minutes_when_idle(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_wait(&desk, 0);
    desk.turn.now.utc_ms = EVENING_UTC_MS + 1;
    assert_int_equal(app_deadline_mono_ms(&desk.state, &desk.turn.now),
                     desk.turn.now.mono_ms + MINUTE_MS - 1);
    desk_end(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_update__phone_and_letter_ask_the_store),
        cmocka_unit_test(test_update__thanks_come_only_after_saved),
        cmocka_unit_test(test_update__not_saved_sends_to_the_desk),
        cmocka_unit_test(test_update__double_tap_is_one_record),
        cmocka_unit_test(test_update__start_over_leaves_nothing_of_the_family),
        cmocka_unit_test(test_update__an_answer_to_a_session_that_ended_is_dropped),
        cmocka_unit_test(test_update__a_miss_forgets_what_was_typed),
        cmocka_unit_test(test_update__the_households_language_is_used_unless_one_was_chosen),
        cmocka_unit_test(test_update__idle_asks_then_wipes),
        cmocka_unit_test(test_update__several_events_are_asked_for),
        cmocka_unit_test(test_update__without_an_event_nobody_is_turned_away_without_words),
        cmocka_unit_test(test_update__a_card_scanned_on_a_finished_screen_starts_clean),
        cmocka_unit_test(test_update__those_here_stay_ticked_and_late_members_join),
        cmocka_unit_test(test_update__leaving_shows_only_who_is_here),
        cmocka_unit_test(test_update__someone_else_is_two_touches),
        cmocka_unit_test(test_update__one_name_is_enough),
        cmocka_unit_test(test_update__counting_carries_grades),
        cmocka_unit_test(test_update__rush_is_proposed_when_arrivals_outrun),
        cmocka_unit_test(test_update__rush_asks_which_event_then_counts),
        cmocka_unit_test(test_update__settings_last_for_one_household),
        cmocka_unit_test(test_update__nothing_is_due_between_minutes_when_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
