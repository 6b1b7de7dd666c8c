/* On paper, as the app sees it: who asks, what is asked for, and whose news counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk/app/view_make.h"
#include "tests/unit/app/desk.h"

static Desk desk_with_printer(void) {
    Desk desk = desk_with(1);
    desk.state.can_print = true;
    return desk;
}

static void open_card(Desk *desk, uint32_t index) {
    desk_open_need(desk, NEED_FOOD);
    desk_act(desk, ACTION_SERVICE, index);
    assert_int_equal(desk_screen(desk), SCREEN_CARD);
}

static const Effect *print_effect(const Desk *desk) {
    const Effect *found = NULL;
    for (size_t i = 0; i < desk->effects.count; i++) {
        found = desk->effects.items[i].kind == EFFECT_PRINT ? &desk->effects.items[i] : found;
    }
    return found;
}

static void tell(Desk *desk, uint32_t session, uint32_t number, PrintState state,
                 PrintTrouble trouble) {
    desk_send(desk, &(Message){.kind = MESSAGE_PRINT,
                               .session = session,
                               .print = {number, {state, trouble, false}}});
}

static void sign_in(Desk *desk) {
    desk_look_up(desk);
    desk_found(desk, 0);
    desk_act(desk, ACTION_MEMBER_TOGGLE, 1);
    desk_act(desk, ACTION_SIGN_IN_COMMIT, 0);
    desk_send(desk, &(Message){.kind = MESSAGE_SAVED, .session = desk->state.session.serial});
    assert_int_equal(desk_screen(desk), SCREEN_THANKS);
}

static void test_print__a_card_is_asked_for_by_its_id_once(void **unused) {
    (void)unused;
    Desk desk = desk_with_printer();
    open_card(&desk, 2);
    desk_act(&desk, ACTION_PRINT, 0);
    const Effect *effect = print_effect(&desk);
    assert_non_null(effect);
    assert_int_equal(effect->print.kind, PRINT_SERVICE);
    assert_int_equal(effect->print.services_count, 1);
    assert_true(id_equal(effect->print.services[0], desk.state.session.shown));
    assert_int_equal(effect->print.number, 1);
    desk_act(&desk, ACTION_PRINT, 0);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT), 0);
    tell(&desk, desk.state.session.serial, 1, PRINT_SENT, PRINT_TROUBLE_NONE);
    desk_act(&desk, ACTION_PRINT, 0);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT), 0);
    tell(&desk, desk.state.session.serial, 1, PRINT_PRINTED, PRINT_TROUBLE_NONE);
    desk_act(&desk, ACTION_PRINT, 0);
    assert_int_equal(print_effect(&desk)->print.number, 2);
    desk_end(&desk);
}

static void test_print__without_a_printer_nothing_is_asked(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk.state.prints_badges = true;
    open_card(&desk, 0);
    desk_act(&desk, ACTION_PRINT, 0);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT), 0);
    assert_false(view_print(&desk.state, PRINT_SERVICE).offered);
    sign_in(&desk);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT), 0);
    desk_end(&desk);
}

static void test_print__another_card_gets_in_line_and_shows_no_news_of_the_first(void **unused) {
    (void)unused;
    Desk desk = desk_with_printer();
    open_card(&desk, 0);
    desk_act(&desk, ACTION_PRINT, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_SERVICE, 1);
    assert_false(view_print(&desk.state, PRINT_SERVICE).asked);
    desk_act(&desk, ACTION_PRINT, 0);
    assert_int_equal(print_effect(&desk)->print.number, 2);
    tell(&desk, desk.state.session.serial, 1, PRINT_PRINTED, PRINT_TROUBLE_NONE);
    PrintView view = view_print(&desk.state, PRINT_SERVICE);
    assert_true(view.asked && view.waits && !view.answered);
    tell(&desk, desk.state.session.serial, 2, PRINT_NOT_PRINTED, PRINT_JAM);
    view = view_print(&desk.state, PRINT_SERVICE);
    assert_true(view.answered && !view.waits);
    assert_int_equal(view.result.state, PRINT_NOT_PRINTED);
    assert_int_equal(view.result.trouble, PRINT_JAM);
    desk_end(&desk);
}

static void test_print__my_list_is_asked_for_whole(void **unused) {
    (void)unused;
    Desk desk = desk_with_printer();
    open_card(&desk, 0);
    desk_act(&desk, ACTION_MINE_TOGGLE, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_SERVICE, 1);
    desk_act(&desk, ACTION_MINE_TOGGLE, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_MINE_OPEN, 0);
    desk_answer(&desk, desk_city(0, 2, 2));
    assert_int_equal(desk_screen(&desk), SCREEN_MINE);
    desk_act(&desk, ACTION_PRINT, 0);
    const Effect *effect = print_effect(&desk);
    assert_non_null(effect);
    assert_int_equal(effect->print.kind, PRINT_LIST);
    assert_int_equal(effect->print.services_count, 2);
    desk_end(&desk);
}

static void test_print__the_end_of_a_session_calls_its_jobs_back(void **unused) {
    (void)unused;
    Desk desk = desk_with_printer();
    open_card(&desk, 0);
    desk_act(&desk, ACTION_PRINT, 0);
    uint32_t serial = desk.state.session.serial;
    desk_act(&desk, ACTION_START_OVER, 0);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT_STOP), 1);
    assert_int_equal(desk.effects.items[0].session, serial);
    open_card(&desk, 0);
    desk_act(&desk, ACTION_PRINT, 0);
    desk_wait(&desk, IDLE_MS);
    desk_wait(&desk, COUNTDOWN_MS);
    assert_int_equal(desk_screen(&desk), SCREEN_HOME);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT_STOP), 1);
    open_card(&desk, 0);
    desk_act(&desk, ACTION_START_OVER, 0);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT_STOP), 0);
    desk_end(&desk);
}

static void test_print__news_for_a_family_that_left_is_dropped(void **unused) {
    (void)unused;
    Desk desk = desk_with_printer();
    open_card(&desk, 0);
    desk_act(&desk, ACTION_PRINT, 0);
    uint32_t gone = desk.state.session.serial;
    desk_act(&desk, ACTION_START_OVER, 0);
    tell(&desk, gone, 1, PRINT_PRINTED, PRINT_TROUBLE_NONE);
    open_card(&desk, 0);
    desk_act(&desk, ACTION_PRINT, 0);
    tell(&desk, gone, 1, PRINT_PRINTED, PRINT_TROUBLE_NONE);
    PrintView view = view_print(&desk.state, PRINT_SERVICE);
    assert_true(view.asked && view.waits && !view.answered);
    desk_end(&desk);
}

static void test_print__rooms_are_asked_for_the_party_that_signed_in(void **unused) {
    (void)unused;
    Desk desk = desk_with_printer();
    sign_in(&desk);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT), 0);
    desk_act(&desk, ACTION_PRINT, 0);
    const Effect *effect = print_effect(&desk);
    assert_non_null(effect);
    assert_int_equal(effect->print.kind, PRINT_EVENT);
    assert_true(id_equal(effect->print.event_id, desk.state.session.event_id));
    assert_int_equal(effect->print.party.people_count, 3);
    assert_false(effect->print.party.people[1].here);
    desk_end(&desk);
}

static void test_print__badges_come_at_sign_in_and_do_not_bar_the_slip(void **unused) {
    (void)unused;
    Desk desk = desk_with_printer();
    desk.state.prints_badges = true;
    sign_in(&desk);
    const Effect *effect = print_effect(&desk);
    assert_non_null(effect);
    assert_int_equal(effect->print.kind, PRINT_BADGES);
    assert_true(view_print(&desk.state, PRINT_BADGES).asked);
    assert_false(view_print(&desk.state, PRINT_EVENT).asked);
    desk_act(&desk, ACTION_PRINT, 0);
    assert_int_equal(print_effect(&desk)->print.kind, PRINT_EVENT);
    desk_end(&desk);
}

static void test_print__no_badges_in_a_rush_nor_for_who_is_only_counted(void **unused) {
    (void)unused;
    Desk desk = desk_with_printer();
    desk.state.prints_badges = true;
    for (int i = 0; i < RUSH_ARRIVALS; i++) {
        desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
        desk_act(&desk, ACTION_COUNT_OPEN, 0);
        desk_act(&desk, ACTION_COUNT_COMMIT, 0);
        desk_send(&desk, &(Message){.kind = MESSAGE_SAVED, .session = desk.state.session.serial});
        assert_int_equal(desk_screen(&desk), SCREEN_THANKS);
        assert_int_equal(desk_effects(&desk, EFFECT_PRINT), 0);
        desk_act(&desk, ACTION_DONE, 0);
    }
    assert_true(state_is_rush(&desk.state, desk.turn.now.mono_ms));
    sign_in(&desk);
    assert_int_equal(desk_effects(&desk, EFFECT_PRINT), 0);
    desk_end(&desk);
}

/* Whatever a printer does or does not say, signing in takes the same messages. */
static void test_print__no_state_of_a_printer_stands_before_the_next_family(void **unused) {
    (void)unused;
    for (int state = -1; state < PRINT_STATE_COUNT; state++) {
        for (int trouble = 0; trouble < PRINT_TROUBLE_COUNT; trouble++) {
            Desk desk = desk_with_printer();
            desk.state.prints_badges = true;
            sign_in(&desk);
            if (state >= 0) {
                tell(&desk, desk.state.session.serial, 1, (PrintState)state, (PrintTrouble)trouble);
            }
            desk_act(&desk, ACTION_DONE, 0);
            assert_int_equal(desk_screen(&desk), SCREEN_HOME);
            sign_in(&desk);
            desk_end(&desk);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_print__a_card_is_asked_for_by_its_id_once),
        cmocka_unit_test(test_print__without_a_printer_nothing_is_asked),
        cmocka_unit_test(test_print__another_card_gets_in_line_and_shows_no_news_of_the_first),
        cmocka_unit_test(test_print__my_list_is_asked_for_whole),
        cmocka_unit_test(test_print__the_end_of_a_session_calls_its_jobs_back),
        cmocka_unit_test(test_print__news_for_a_family_that_left_is_dropped),
        cmocka_unit_test(test_print__rooms_are_asked_for_the_party_that_signed_in),
        cmocka_unit_test(test_print__badges_come_at_sign_in_and_do_not_bar_the_slip),
        cmocka_unit_test(test_print__no_badges_in_a_rush_nor_for_who_is_only_counted),
        cmocka_unit_test(test_print__no_state_of_a_printer_stands_before_the_next_family),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
