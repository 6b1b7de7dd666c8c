/* Find help with a directory behind it: questions, answers, what is forgotten and what is counted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/app/help.h"
#include "tests/unit/app/desk.h"

static HelpPage shown(const Desk *desk) {
    HelpPage page;
    help_page(&desk->state, &desk->turn, &page);
    return page;
}

static uint8_t first_id(const Desk *desk) {
    HelpPage page = shown(desk);
    assert_true(page.count > 0);
    return page.services[0]->id.bytes[0];
}

/* `text` stands somewhere in what the app owns of this session, shelves included. */
static bool state_holds(const AppState *state, const char *text) {
    const char *bytes = (const char *)state;
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= sizeof *state; i++) {
        if (memcmp(bytes + i, text, length) == 0) {
            return true;
        }
    }
    return false;
}

static void type(Desk *desk, const char *text) {
    for (; *text != '\0'; text++) {
        desk_send(desk, &(Message){.kind = MESSAGE_TYPED, .code_point = (uint32_t)*text});
    }
}

static Desk desk_at_search(void) {
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_SEARCH_OPEN, 0);
    desk_answer(&desk, desk_city(0, 1, 1));
    assert_int_equal(desk_screen(&desk), SCREEN_SEARCH);
    return desk;
}

/* ---- questions and answers ---- */

static void test_browse__a_list_opens_with_its_answer(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_NEED, NEED_LEGAL);
    assert_int_equal(desk_screen(&desk), SCREEN_HELP);
    assert_true(desk.state.session.working);
    assert_int_equal(desk.asked.kind, SHELF_LIST);
    assert_int_equal(desk.asked.need, NEED_LEGAL);
    desk_act(&desk, ACTION_NEED, NEED_FOOD); /* a second touch meanwhile changes nothing */
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 0);
    desk_answer(&desk, desk_city(0, 6, 20));
    assert_int_equal(desk_screen(&desk), SCREEN_LIST);
    assert_false(desk.state.session.working);
    HelpPage page = shown(&desk);
    assert_int_equal(page.count, 6);
    assert_int_equal(page.total, 20);
    assert_int_equal(page.pages, 4);
    desk_end(&desk);
}

static void test_browse__without_a_directory_the_schools_own_stand_there(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_NEED, NEED_FOOD);
    desk_answer(&desk, NULL);
    assert_int_equal(desk_screen(&desk), SCREEN_LIST);
    HelpPage page = shown(&desk);
    assert_int_equal(page.count, DESK_SERVICES);
    assert_true(page.services[0]->is_person);
    /* The next visitor of that list asks again. */
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_NEED, NEED_FOOD);
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 1);
    desk_end(&desk);
}

static void test_browse__the_schools_people_need_no_directory(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_PEOPLE, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_LIST);
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 0);
    assert_int_equal(shown(&desk).count, 1);
    desk_end(&desk);
}

static void test_browse__only_the_newest_question_counts(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "f");
    uint32_t older = desk.asked_serial;
    type(&desk, "o");
    assert_string_equal(desk.asked.text, "fo");
    assert_false(desk.state.session.working);
    desk_send(&desk, &(Message){.kind = MESSAGE_SHELF,
                                .session = desk.asked_session,
                                .shelf = {SHELF_SEARCH, older, desk_city(5, 2, 2)}});
    assert_int_equal(first_id(&desk), DESK_CITY_ID);
    desk_answer(&desk, desk_city(7, 2, 2));
    assert_int_equal(first_id(&desk), DESK_CITY_ID + 7);
    desk_end(&desk);
}

static void test_browse__an_answer_to_a_session_that_ended_is_freed(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "f");
    desk_act(&desk, ACTION_HIDE, 0);
    desk_answer(&desk, desk_city(0, 2, 2)); /* the leak checker sees it when it is kept */
    assert_null(desk.state.shelves[SHELF_SEARCH].shelf);
    desk_end(&desk);
}

static void test_browse__results_never_change_under_a_finger(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "f");
    desk_send(&desk, &(Message){.kind = MESSAGE_DOWN});
    desk_answer(&desk, desk_city(9, 2, 2));
    assert_int_equal(first_id(&desk), DESK_CITY_ID);
    desk_act(&desk, ACTION_SERVICE, 0);
    desk_send(&desk, &(Message){.kind = MESSAGE_UP});
    assert_int_equal(desk.state.session.shown.bytes[0], DESK_CITY_ID);
    desk_answer(&desk, desk_city(0, 1, 1)); /* the card's own */
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(first_id(&desk), DESK_CITY_ID + 9);
    desk_end(&desk);
}

static void test_browse__pages_are_asked_for_and_kept_behind_a_card(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_open_need(&desk, NEED_FOOD);
    desk_act(&desk, ACTION_PAGE, 2);
    assert_int_equal(desk.asked.page, 2);
    assert_int_equal(shown(&desk).page, 0); /* until it comes */
    desk_answer(&desk, desk_city(12, 6, 20));
    assert_int_equal(shown(&desk).page, 2);
    desk_act(&desk, ACTION_SERVICE, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_CARD);
    assert_int_equal(desk.state.session.shown.bytes[0], DESK_CITY_ID + 13);
    assert_int_equal(desk.asked.kind, SHELF_CARD);
    desk_answer(&desk, desk_city(13, 1, 1));
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 0);
    assert_int_equal(shown(&desk).page, 2);
    assert_int_equal(first_id(&desk), DESK_CITY_ID + 12);
    desk_end(&desk);
}

static void test_browse__another_language_asks_again(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "pan");
    desk_answer(&desk, desk_city(0, 2, 2));
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 1);
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 1);
    assert_string_equal(desk.asked.language, "es");
    assert_string_equal(desk.asked.text, "pan");
    assert_int_equal(shown(&desk).count, 2); /* what is there stays meanwhile */
    desk_end(&desk);
}

static void test_browse__larger_text_keeps_the_first_on_the_page(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_open_need(&desk, NEED_FOOD);
    desk_act(&desk, ACTION_PAGE, 2);
    size_t before = desk.asked.per_page;
    desk_answer(&desk, desk_city(12, before, 100));
    desk_act(&desk, ACTION_EASIER_OPEN, 0);
    desk_act(&desk, ACTION_SIZE, TEXT_LARGEST);
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 0);
    desk_act(&desk, ACTION_EASIER_DONE, 0);
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 1);
    assert_true(desk.asked.per_page < before);
    assert_int_equal(desk.asked.page, 2 * before / desk.asked.per_page);
    assert_true(shown(&desk).count <= desk.asked.per_page);
    desk_end(&desk);
}

static void test_browse__fewer_pages_than_before_lead_to_the_first(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_open_need(&desk, NEED_FOOD);
    desk_act(&desk, ACTION_PAGE, 3);
    desk_answer(&desk, desk_city(0, 0, 4));
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 1);
    assert_int_equal(desk.asked.page, 0);
    desk_end(&desk);
}

static void test_browse__filters_are_on_or_off(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_open_need(&desk, NEED_FOOD);
    desk_act(&desk, ACTION_PAGE, 1);
    desk_act(&desk, ACTION_FILTER, FILTER_OPEN_NOW);
    assert_true(desk.asked.filters[FILTER_OPEN_NOW]);
    assert_int_equal(desk.asked.page, 0);
    desk_act(&desk, ACTION_FILTER, FILTER_OPEN_NOW);
    assert_false(desk.asked.filters[FILTER_OPEN_NOW]);
    desk_act(&desk, ACTION_FILTER, FILTER_FREE);
    desk_answer(&desk, desk_city(0, 1, 1));
    desk_act(&desk, ACTION_BACK, 0);
    desk_open_need(&desk, NEED_FOOD); /* another look begins without */
    assert_false(desk.asked.filters[FILTER_FREE]);
    desk_end(&desk);
}

static void test_browse__new_content_is_asked_for_and_a_card_that_is_gone_closes(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_open_need(&desk, NEED_FOOD);
    desk_act(&desk, ACTION_SERVICE, 0);
    desk_answer(&desk, desk_city(0, 1, 1));
    desk_send(&desk, &(Message){.kind = MESSAGE_CONTENT, .content = desk_content(1)});
    assert_int_equal(desk_screen(&desk), SCREEN_CARD);
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 1);
    desk_answer(&desk, desk_city(0, 0, 0));
    assert_int_equal(desk_screen(&desk), SCREEN_HELP);
    desk_end(&desk);
}

/* ---- search ---- */

static void test_search__begins_with_the_schools_people_and_an_empty_field(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "legal");
    desk_act(&desk, ACTION_BACK, 0);
    assert_false(desk_holds(&desk.state, "legal"));
    desk_act(&desk, ACTION_SEARCH_OPEN, 0);
    assert_string_equal(desk.state.session.search, "");
    assert_string_equal(desk.asked.text, "");
    desk_end(&desk);
}

static void test_search__keys_backspace_and_clear_ask_again(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    desk_act(&desk, ACTION_TYPE, 0x0637);
    desk_act(&desk, ACTION_TYPE, 'a');
    assert_string_equal(desk.asked.text, "\xd8\xb7"
                                         "a");
    desk_send(&desk, &(Message){.kind = MESSAGE_BACKSPACE});
    assert_string_equal(desk.asked.text, "\xd8\xb7");
    desk_act(&desk, ACTION_SEARCH_CLEAR, 0);
    assert_string_equal(desk.asked.text, "");
    for (int i = 0; i < 2 * SEARCH_TEXT_MAX; i++) {
        desk_act(&desk, ACTION_TYPE, 0x1F600);
    }
    assert_true(str8_is_valid(str8_from(desk.state.session.search)));
    assert_int_equal(strlen(desk.state.session.search), SEARCH_TEXT_MAX);
    desk_end(&desk);
}

static void test_search__a_word_completes_the_last_one(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "free gro");
    Shelf *answer = desk_city(0, 1, 1);
    answer->words[0] = STR8("groceries");
    answer->words_count = 1;
    desk_answer(&desk, answer);
    desk_act(&desk, ACTION_SEARCH_WORD, 0);
    assert_string_equal(desk.asked.text, "free groceries ");
    desk_act(&desk, ACTION_SEARCH_WORD, 7);
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 0);
    desk_end(&desk);
}

static void test_search__done_opens_the_best(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "pantry");
    desk_answer(&desk, desk_city(3, 2, 2));
    desk_act(&desk, ACTION_TYPE_DONE, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_CARD);
    assert_int_equal(desk.state.session.shown.bytes[0], DESK_CITY_ID + 3);
    desk_act(&desk, ACTION_BACK, 0);
    assert_string_equal(desk.state.session.search, "pantry");
    desk_end(&desk);
}

static void test_search__without_a_directory_shows_the_schools_people(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "x");
    desk_answer(&desk, NULL);
    assert_int_equal(shown(&desk).count, 1);
    assert_true(shown(&desk).services[0]->is_person);
    type(&desk, "y"); /* it may be there again */
    assert_int_equal(desk_effects(&desk, EFFECT_BROWSE), 1);
    desk_end(&desk);
}

static void test_search__no_result_leads_to_a_person(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "zzz");
    Shelf *answer = desk_city(0, 0, 0);
    answer->needs[0] = NEED_FOOD;
    answer->needs_count = 1;
    desk_answer(&desk, answer);
    desk_act(&desk, ACTION_SEARCH_PERSON, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_CARD);
    assert_true(state_service(&desk.state, desk.state.session.shown)->is_person);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_NEED, NEED_FOOD);
    desk_answer(&desk, desk_city(0, 1, 1));
    assert_int_equal(desk_screen(&desk), SCREEN_LIST);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_SEARCH);
    assert_string_equal(desk.state.session.search, "zzz");
    desk_end(&desk);
}

/* ---- my list, guides, channels ---- */

static void test_mine__keeps_cards_until_the_session_ends(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_open_need(&desk, NEED_FOOD);
    desk_act(&desk, ACTION_SERVICE, 2);
    desk_act(&desk, ACTION_MINE_TOGGLE, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_PERSON, 0);
    desk_act(&desk, ACTION_MINE_TOGGLE, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_MINE_OPEN, 0);
    assert_int_equal(desk.asked.ids_count, 2);
    desk_answer(&desk, desk_city(2, 1, 1));
    assert_int_equal(desk_screen(&desk), SCREEN_MINE);
    assert_int_equal(shown(&desk).count, 2);
    assert_int_equal(first_id(&desk), DESK_CITY_ID + 2);
    desk_act(&desk, ACTION_MINE_SERVICE, 1);
    assert_true(state_service(&desk.state, desk.state.session.shown)->is_person);
    desk_act(&desk, ACTION_MINE_TOGGLE, 0); /* off again */
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(shown(&desk).count, 1);
    desk_act(&desk, ACTION_MINE_REMOVE, 0);
    assert_int_equal(desk.state.session.mine_count, 0);
    desk_act(&desk, ACTION_START_OVER, 0);
    desk_end(&desk);
}

static void test_mine__holds_no_more_than_it_may(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_NEED, NEED_FOOD);
    desk_answer(&desk, desk_city(0, SHELF_ITEMS_MAX, 20));
    for (size_t i = 0; i < MINE_MAX + 3; i++) {
        desk.state.session.screen = SCREEN_CARD;
        desk.state.session.shown = (Id){{(uint8_t)(DESK_CITY_ID + i)}};
        desk_act(&desk, ACTION_MINE_TOGGLE, 0);
    }
    assert_int_equal(desk.state.session.mine_count, MINE_MAX);
    desk_end(&desk);
}

static void test_guides__lead_to_a_person_and_back(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_GUIDES_OPEN, 0);
    desk_act(&desk, ACTION_GUIDE, 1);
    assert_int_equal(desk_screen(&desk), SCREEN_GUIDE);
    assert_int_equal(desk.state.session.shown.bytes[0], 31);
    desk_act(&desk, ACTION_GUIDE_PERSON, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_CARD);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_GUIDE);
    assert_int_equal(desk.state.session.shown.bytes[0], 31);
    Content *without = desk_content(1);
    without->guides_count = 1;
    desk_send(&desk, &(Message){.kind = MESSAGE_CONTENT, .content = without});
    assert_int_equal(desk_screen(&desk), SCREEN_HELP);
    desk_end(&desk);
}

static void test_channels__open_with_the_code_that_needs_no_internet(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk.state.content->channels[0].sms_number = (Str8){NULL, 0};
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_CHANNELS_OPEN, 0);
    desk_act(&desk, ACTION_CHANNEL, 0);
    assert_int_equal(desk.state.session.code_kind, CODE_WEB);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_CHANNEL, 1);
    assert_int_equal(desk.state.session.code_kind, CODE_TEXT);
    desk_end(&desk);
}

/* ---- no trace ---- */

static void test_browse__an_end_leaves_nothing_of_what_was_looked_for(void **unused) {
    (void)unused;
    for (int way = 0; way < 3; way++) {
        Desk desk = desk_at_search();
        type(&desk, "shelter");
        desk_send(&desk, &(Message){.kind = MESSAGE_DOWN});
        desk_answer(&desk, desk_city(0, 2, 2)); /* waits aside */
        assert_true(state_holds(&desk.state, "shelter"));
        if (way == 0) {
            desk_act(&desk, ACTION_HIDE, 0);
        } else if (way == 1) {
            desk_wait(&desk, IDLE_MS);
            desk_wait(&desk, COUNTDOWN_MS);
        } else {
            desk_act(&desk, ACTION_BACK, 0);
            desk_act(&desk, ACTION_BACK, 0);
        }
        assert_int_equal(desk_screen(&desk), SCREEN_HOME);
        assert_false(state_holds(&desk.state, "shelter"));
        for (int kind = 0; kind < SHELF_KIND_COUNT; kind++) {
            assert_null(desk.state.shelves[kind].shelf);
            assert_null(desk.state.shelves[kind].aside);
        }
        assert_null(desk.state.retired[0]);
        assert_null(desk.state.retired[1]);
        desk_end(&desk);
    }
}

static void test_browse__a_frame_still_shows_the_shelf_before(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    const Shelf *before = desk.state.shelves[SHELF_SEARCH].shelf;
    type(&desk, "a");
    desk_answer(&desk, desk_city(1, 1, 1));
    assert_ptr_equal(desk.state.retired[0], before);
    state_frame_done(&desk.state);
    assert_ptr_equal(desk.state.retired[1], before); /* input is tested against the last frame */
    state_frame_done(&desk.state);
    assert_null(desk.state.retired[1]);
    desk_end(&desk);
}

static const Effect *counted(const Desk *desk, HelpCountKind what) {
    for (size_t i = 0; i < desk->effects.count; i++) {
        const Effect *effect = &desk->effects.items[i];
        if (effect->kind == EFFECT_COUNT_HELP && effect->help.what == what) {
            return effect;
        }
    }
    return NULL;
}

static void test_count__needs_and_speakers_but_never_the_crisis_card(void **unused) {
    (void)unused;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_NEED_NOW, 0);
    assert_int_equal(desk.effects.count, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_START_OVER, 0);
    assert_int_equal(desk.effects.count, 0); /* not even that there was a session */
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_NEED, NEED_LEGAL);
    const Effect *need = counted(&desk, HELP_COUNT_NEED);
    assert_true(need != NULL && need->help.need == NEED_LEGAL);
    assert_true(need != NULL && strcmp(need->help.language, "es") == 0);
    desk_answer(&desk, desk_city(0, 1, 1));
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_SPEAKS, 0);
    assert_non_null(counted(&desk, HELP_COUNT_SPEAKS));
    assert_int_equal(desk.asked.list, LIST_SPEAKS);
    uint32_t session = desk.state.session.serial;
    desk_act(&desk, ACTION_HIDE, 0);
    assert_int_equal(desk_effects(&desk, EFFECT_COUNT_OVER), 1);
    assert_int_equal(desk.effects.items[0].session, session);
    desk_end(&desk);
}

static void test_count__words_once_and_only_when_they_led_to_no_card(void **unused) {
    (void)unused;
    Desk desk = desk_at_search();
    type(&desk, "pantry");
    assert_null(counted(&desk, HELP_COUNT_TERM)); /* not at every key */
    desk_answer(&desk, desk_city(0, 1, 1));
    desk_act(&desk, ACTION_SERVICE, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_BACK, 0);
    assert_null(counted(&desk, HELP_COUNT_TERM));
    desk_act(&desk, ACTION_SEARCH_OPEN, 0);
    desk_answer(&desk, desk_city(0, 1, 1));
    type(&desk, "skating");
    desk_act(&desk, ACTION_SEARCH_CLEAR, 0);
    assert_string_equal(counted(&desk, HELP_COUNT_TERM)->help.text, "skating");
    type(&desk, "piano");
    desk_act(&desk, ACTION_START_OVER, 0);
    assert_string_equal(counted(&desk, HELP_COUNT_TERM)->help.text, "piano");
    assert_int_equal(desk_effects(&desk, EFFECT_COUNT_OVER), 1);
    desk_end(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_browse__a_list_opens_with_its_answer),
        cmocka_unit_test(test_browse__without_a_directory_the_schools_own_stand_there),
        cmocka_unit_test(test_browse__the_schools_people_need_no_directory),
        cmocka_unit_test(test_browse__only_the_newest_question_counts),
        cmocka_unit_test(test_browse__an_answer_to_a_session_that_ended_is_freed),
        cmocka_unit_test(test_browse__results_never_change_under_a_finger),
        cmocka_unit_test(test_browse__pages_are_asked_for_and_kept_behind_a_card),
        cmocka_unit_test(test_browse__another_language_asks_again),
        cmocka_unit_test(test_browse__larger_text_keeps_the_first_on_the_page),
        cmocka_unit_test(test_browse__fewer_pages_than_before_lead_to_the_first),
        cmocka_unit_test(test_browse__filters_are_on_or_off),
        cmocka_unit_test(test_browse__new_content_is_asked_for_and_a_card_that_is_gone_closes),
        cmocka_unit_test(test_search__begins_with_the_schools_people_and_an_empty_field),
        cmocka_unit_test(test_search__keys_backspace_and_clear_ask_again),
        cmocka_unit_test(test_search__a_word_completes_the_last_one),
        cmocka_unit_test(test_search__done_opens_the_best),
        cmocka_unit_test(test_search__without_a_directory_shows_the_schools_people),
        cmocka_unit_test(test_search__no_result_leads_to_a_person),
        cmocka_unit_test(test_mine__keeps_cards_until_the_session_ends),
        cmocka_unit_test(test_mine__holds_no_more_than_it_may),
        cmocka_unit_test(test_guides__lead_to_a_person_and_back),
        cmocka_unit_test(test_channels__open_with_the_code_that_needs_no_internet),
        cmocka_unit_test(test_browse__an_end_leaves_nothing_of_what_was_looked_for),
        cmocka_unit_test(test_browse__a_frame_still_shows_the_shelf_before),
        cmocka_unit_test(test_count__needs_and_speakers_but_never_the_crisis_card),
        cmocka_unit_test(test_count__words_once_and_only_when_they_led_to_no_card),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
