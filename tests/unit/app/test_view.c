/* view_make: what each screen is told, from states that a family reached by touching. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/app/view_make.h"
#include "tests/unit/app/desk.h"

enum { VERSION_8_SIDE = 17 + 4 * 8 };

typedef struct {
    Arena words;
    Arena frame;
    LocaleSet *locales;
    CodeCache codes;
    View view;
} Looker;

static Looker looker;

static int group_setup(void **state) {
    (void)state;
    looker.words = arena_make(64 << 10, 16 << 20);
    looker.frame = arena_make(64 << 10, 4 << 20);
    return locale_set_load(&looker.words, STR8(FOYER_SHARE), STR8("America/New_York"),
                           &looker.locales, NULL) == ERR_OK
               ? 0
               : -1;
}

static int group_teardown(void **state) {
    (void)state;
    locale_set_close(looker.locales);
    arena_free(&looker.words);
    arena_free(&looker.frame);
    return 0;
}

static const View *look_at(Desk *desk, Civil local) {
    arena_reset(&looker.frame);
    memset(&looker.codes, 0, sizeof looker.codes);
    desk->turn.local = local;
    ViewContext context = {.locales = looker.locales,
                           .turn = &desk->turn,
                           .arena = &looker.frame,
                           .codes = &looker.codes};
    view_make(&desk->state, &context, &looker.view);
    assert_int_equal(looker.view.screen, desk_screen(desk));
    return &looker.view;
}

static const View *look(Desk *desk) {
    return look_at(desk, (Civil){2025, 10, 16, 18, 0, 0, 4}); /* a Thursday evening */
}

/* Rosa, a guardian; Luis in grade 3, Mateo in kindergarten, and Ana in grade 3 too. */
static void found_family(Desk *desk) {
    static const char *const NAMES[] = {"Rosa", "Luis", "Mateo", "Ana"};
    static const char *const GRADES[] = {"", "03", "KG", "03"};
    Message message = {.kind = MESSAGE_FOUND, .session = desk->state.session.serial};
    for (size_t i = 0; i < 4; i++) {
        PartyPerson *person = &message.party.people[message.party.people_count++];
        person->role = i == 0 ? PERSON_GUARDIAN : PERSON_STUDENT;
        person->here = true;
        state_set_text(person->given_name, NAME_SIZE, str8_from(NAMES[i]));
        state_set_text(person->grade, GRADE_SIZE, str8_from(GRADES[i]));
    }
    desk_send(desk, &message);
}

static void thank(Desk *desk) {
    desk_look_up(desk);
    found_family(desk);
    desk_act(desk, ACTION_SIGN_IN_COMMIT, 0);
    desk_send(desk, &(Message){.kind = MESSAGE_SAVED,
                               .session = desk->state.session.serial,
                               .saved_utc_ms = EVENING_UTC_MS});
}

static void expect_small_code(const CodeView *code) {
    static const char *const NAMES[] = {"Rosa", "Luis", "Mateo", "Ana", "3055550123"};
    assert_in_range(code->side, 21, VERSION_8_SIDE);
    assert_true(code->payload.len > 0 && code->payload.len <= CODE_SCREEN_BYTES_MAX);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        assert_int_equal(str8_find(code->payload, str8_from(NAMES[i])), code->payload.len);
    }
}

static void test_view__thank_you_gives_each_child_its_room(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    thank(&desk);
    const ThanksView *thanks = &look(&desk)->thanks;
    assert_int_equal(thanks->adults, 1);
    assert_int_equal(thanks->children, 3);
    assert_int_equal(thanks->rooms_count, 3);
    assert_true(str8_equal(thanks->rooms[0].room, STR8("12")));
    assert_true(str8_equal(thanks->rooms[1].room, STR8("4")));
    /* Two in grade 3: an initial tells them apart; the only one in kindergarten needs none. */
    assert_true(str8_equal(thanks->rooms[0].initial, STR8("L")));
    assert_int_equal(thanks->rooms[1].initial.len, 0);
    assert_true(str8_equal(thanks->rooms[2].initial, STR8("A")));
    assert_int_equal(thanks->rooms[0].start_utc_ms, EVENING_UTC_MS - 1000);
    assert_int_equal(thanks->seconds_left, COUNTDOWN_MS / 1000);
    desk_end(&desk);
}

static void test_view__the_rooms_code_is_small_and_names_nobody(void **state) {
    (void)state;
    for (uint32_t language = 0; language < 3; language++) {
        Desk desk = desk_with(1);
        desk_act(&desk, ACTION_LANGUAGE_CHOOSE, language);
        thank(&desk);
        expect_small_code(&look(&desk)->thanks.code);
        desk_end(&desk);
    }
}

static void test_view__without_children_the_agenda_is_shown(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_act(&desk, ACTION_COUNT_OPEN, 0);
    const CountView *count = &look(&desk)->count;
    assert_int_equal(count->grades_count, 2);
    assert_true(count->ready);
    desk_act(&desk, ACTION_COUNT_COMMIT, 0);
    assert_true(look(&desk)->count.working);
    desk_send(&desk, &(Message){.kind = MESSAGE_SAVED, .session = desk.state.session.serial});
    const ThanksView *thanks = &look(&desk)->thanks;
    assert_int_equal(thanks->adults, 1);
    assert_int_equal(thanks->children, 0);
    assert_int_equal(thanks->rooms_count, 2);
    desk_end(&desk);
}

static void test_view__an_event_that_is_gone_still_thanks(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    thank(&desk);
    desk_send(&desk, &(Message){.kind = MESSAGE_CONTENT, .content = desk_content(0)});
    const ThanksView *thanks = &look(&desk)->thanks;
    assert_int_equal(thanks->children, 3);
    assert_int_equal(thanks->rooms_count, 0);
    assert_int_equal(thanks->code.side, 0);
    desk_end(&desk);
}

static void test_view__the_household_shows_first_names_only(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk_look_up(&desk);
    found_family(&desk);
    desk_act(&desk, ACTION_MEMBER_TOGGLE, 2);
    const HouseholdView *household = &look(&desk)->household;
    assert_int_equal(household->count, 4);
    assert_int_equal(household->here_count, 3);
    assert_true(str8_equal(household->members[2].name, STR8("Mateo")));
    assert_false(household->members[2].here);
    assert_false(household->leaving);
    desk_end(&desk);
}

static void test_view__languages_stand_in_their_order_with_one_chosen(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 2);
    const FrameView *frame = &look(&desk)->frame;
    static const char *const TAGS[] = {"en", "es", "ar"};
    assert_int_equal(frame->languages_count, 3);
    assert_int_equal(frame->language_chosen, 2);
    for (size_t i = 0; i < 3; i++) {
        assert_true(str8_equal(frame->languages[i].tag, str8_from(TAGS[i])));
        assert_int_equal(frame->languages[i].chosen, i == 2);
        assert_int_equal(frame->languages[i].rtl, i == 2);
        assert_true(frame->languages[i].name.len > 0);
    }
    desk_end(&desk);
}

static void test_view__the_letters_are_the_languages_and_others_follow(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_SIGN_IN_OPEN, 0);
    desk_digits(&desk, "3055550123");
    const LookUpView *look_up = &look(&desk)->look_up;
    assert_int_equal(look_up->letters[0], 'A');
    assert_int_equal(look_up->digits_full, 10);
    assert_true(look_up->letters_other.len > 0);
    desk_act(&desk, ACTION_LETTERS_OTHER, 0);
    assert_true(look(&desk)->look_up.letters[0] >= 0x0600);
    desk_act(&desk, ACTION_LETTERS_OTHER, 0);
    assert_int_equal(look(&desk)->look_up.letters[0], 'A');
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 2);
    assert_true(look(&desk)->look_up.letters[0] >= 0x0600);
    desk_end(&desk);
}

static void test_view__a_card_gives_every_code_it_has_data_for(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk.state.content->services[1].url = STR8("https://maple.example.org/food");
    desk.state.content->services[1].latitude_e6 = 25774270;
    desk.state.content->services[1].longitude_e6 = -80193660;
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    assert_true(look(&desk)->help.needs_live[NEED_FOOD]);
    assert_false(look(&desk)->help.needs_live[NEED_LEGAL]);
    assert_int_equal(look(&desk)->help.people_count, 1);
    desk_act(&desk, ACTION_NEED, NEED_FOOD);
    desk_answer(&desk, NULL);
    assert_int_equal(look(&desk)->list.count, DESK_SERVICES);
    assert_true(look(&desk)->list.items[0].is_person);
    desk_act(&desk, ACTION_SERVICE, 1);
    for (uint32_t kind = 0; kind < CODE_KIND_COUNT; kind++) {
        desk_act(&desk, ACTION_CODE_KIND, kind);
        const CardView *card = &look(&desk)->card;
        bool of_channels = kind == CODE_TEXT || kind == CODE_WIFI;
        assert_int_equal(card->has[kind], !of_channels);
        if (of_channels) {
            continue;
        }
        assert_int_equal(card->kind, kind);
        expect_small_code(&card->code);
        assert_true(card->phone_shown.len > 0);
    }
    desk_end(&desk);
}

static void test_view__the_date_code_is_the_next_opening(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_PERSON, 0);
    desk_act(&desk, ACTION_CODE_KIND, CODE_DATE);
    const CardView *card = &look(&desk)->card;
    assert_false(card->service.open.open);
    /* From Thursday 6 pm in New York to Monday 8:00, which is 12:00 UTC. */
    assert_true(str8_find(card->code.payload, STR8("20251020T120000Z")) < card->code.payload.len);
    desk_end(&desk);
}

static void test_view__the_date_code_minds_the_night_the_clocks_change(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_PERSON, 0);
    desk_act(&desk, ACTION_CODE_KIND, CODE_DATE);
    desk.turn.now.utc_ms += 14 * (int64_t)DAY_MS;
    const CardView *card = &look_at(&desk, (Civil){2025, 10, 30, 18, 0, 0, 4})->card;
    /* Summer time ends on the Sunday between: Monday 8:00 is 13:00 UTC now. */
    assert_true(str8_find(card->code.payload, STR8("20251103T130000Z")) < card->code.payload.len);
    desk_end(&desk);
}

static void test_view__a_room_on_the_plan_has_a_way_and_back_leads_to_the_card(void **state) {
    (void)state;
    static const Str8 SVG = {"<svg viewBox=\"0 0 40 20\"><rect id=\"108\" width=\"4\" "
                             "height=\"4\"/></svg>",
                             68};
    Desk desk = desk_with(1);
    Content *content = desk.state.content;
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_PERSON, 0);
    Service *person = (Service *)(uintptr_t)state_service(&desk.state, desk.state.session.shown);
    person->own = true;
    person->room = STR8("108");
    assert_null(look(&desk)->card.plan);
    assert_int_equal(plan_parse(&content->arena, SVG, &content->plan, NULL), ERR_OK);
    assert_non_null(look(&desk)->card.plan);
    assert_false(look(&desk)->card.plan_open);
    desk_act(&desk, ACTION_CARD_PAGE, CARD_PAGE_PLAN);
    assert_true(look(&desk)->card.plan_open);
    assert_int_equal(look(&desk)->card.plan_room->x, 50);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(desk_screen(&desk), SCREEN_CARD);
    assert_false(look(&desk)->card.plan_open);

    desk_act(&desk, ACTION_CARD_PAGE, CARD_PAGE_PLAN);
    person->room = STR8("109");
    assert_null(look(&desk)->card.plan);
    assert_false(look(&desk)->card.plan_open);
    person->room = STR8("108");
    person->own = false;
    assert_null(look(&desk)->card.plan);
    desk_end(&desk);
}

static void test_view__home_shows_todays_office_hours_and_events(void **state) {
    (void)state;
    static const Hours OFFICE[] = {{4, 450, 960}};
    Desk desk = desk_with(2);
    desk.state.content->services[2].key = STR8("office");
    desk.state.content->services[2].hours = OFFICE;
    desk.state.content->services[2].hours_count = 1;
    const HomeView *home = &look(&desk)->home;
    assert_true(home->event_is_open && home->event_known);
    assert_int_equal(home->events_count, 2);
    assert_true(home->office_known);
    assert_int_equal(home->office_opens_minute, 450);
    assert_int_equal(home->office_closes_minute, 960);
    assert_false(home->office_open);
    desk_end(&desk);
}

static void test_view__a_kiosk_without_content_still_draws_every_screen(void **state) {
    (void)state;
    Desk desk = desk_with(0);
    content_free(desk.state.content);
    desk.state.content = NULL;
    for (int screen = 0; screen < SCREEN_ID_COUNT; screen++) {
        desk.state.session.screen = (ScreenId)screen;
        const View *view = look(&desk);
        assert_non_null(view->frame.locale);
        assert_false(view->frame.event_open);
    }
}

static void test_view__a_kiosk_that_is_closed_sends_to_the_desk(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk_send(&desk, &(Message){.kind = MESSAGE_CLOSED});
    ViewContext context = {looker.locales, &desk.turn, &looker.frame, &looker.codes};
    view_make(&desk.state, &context, &looker.view);
    assert_int_equal(looker.view.screen, SCREEN_SEE_DESK);
    assert_int_equal(looker.view.see_desk.reason, DESK_CLOSED);
    desk_end(&desk);
}

/* ---- find help with a directory behind it ---- */

static const TextIn CITY_NAME[] = {{{"en", 2}, {"Harvest food pantry", 19}}};
static const TextIn CITY_ROLE[] = {{{"en", 2}, {"Harvest Alliance", 16}}};

static Shelf *pantry(void) {
    Shelf *shelf = desk_city(0, 2, 9);
    Service *service = &shelf->items[0].service;
    service->name = (TextSet){CITY_NAME, 1};
    service->role = (TextSet){CITY_ROLE, 1};
    service->address = STR8("100 Main Street, Miami, FL 33130");
    service->url = STR8("https://harvest.example.org/pantry");
    service->latitude_e6 = 25774270;
    service->longitude_e6 = -80193660;
    shelf->items[0].marks[0] = (TextMark){8, 4};
    shelf->items[0].marks_count = 1;
    shelf->words[0] = STR8("food");
    shelf->words_count = 1;
    return shelf;
}

static Desk desk_with_pantry(void) {
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    desk_act(&desk, ACTION_SEARCH_OPEN, 0);
    desk_answer(&desk, desk_city(0, 1, 1));
    desk_act(&desk, ACTION_TYPE, 'f');
    desk_answer(&desk, pantry());
    return desk;
}

static void test_view__search_shows_results_marks_and_words(void **state) {
    (void)state;
    Desk desk = desk_with_pantry();
    const SearchView *search = &look(&desk)->search;
    assert_true(str8_equal(search->text, STR8("f")));
    assert_int_equal(search->caret, 1);
    assert_int_equal(search->count, 2);
    assert_int_equal(search->total, 9);
    assert_int_equal(search->pages_count, 3);
    assert_int_equal(search->items[0].marks_count, 1);
    assert_int_equal(search->items[0].marks[0].start, 8);
    assert_true(str8_equal(search->words[0], STR8("food")));
    assert_null(search->person);
    assert_true(look(&desk)->frame.can_hide);
    /* In another language the same bytes are other letters. */
    desk_act(&desk, ACTION_LANGUAGE_CHOOSE, 1);
    assert_int_equal(look(&desk)->search.items[0].marks_count, 0);
    assert_true(look(&desk)->search.items[0].english_only);
    desk_end(&desk);
}

static void test_view__search_without_results_names_a_person(void **state) {
    (void)state;
    Desk desk = desk_with_pantry();
    desk_act(&desk, ACTION_TYPE, 'z');
    Shelf *answer = desk_city(0, 0, 0);
    answer->needs[0] = NEED_FOOD;
    answer->needs_count = 1;
    desk_answer(&desk, answer);
    const SearchView *search = &look(&desk)->search;
    assert_int_equal(search->count, 0);
    assert_int_equal(search->needs[0], NEED_FOOD);
    assert_non_null(search->person);
    assert_true(search->person->is_person);
    desk_end(&desk);
}

static void test_view__a_card_of_the_city_says_who_runs_it_and_where(void **state) {
    (void)state;
    Desk desk = desk_with_pantry();
    desk_act(&desk, ACTION_SERVICE, 0);
    desk_act(&desk, ACTION_CODE_KIND, CODE_MAP);
    const CardView *card = &look(&desk)->card;
    assert_false(card->service.own);
    assert_true(str8_equal(card->service.role, STR8("Harvest Alliance")));
    assert_true(str8_equal(card->web_host, STR8("harvest.example.org")));
    assert_true(card->has[CODE_MAP] && card->has[CODE_WEB] && !card->has[CODE_DATE]);
    assert_true(str8_starts_with(card->code.payload, STR8("geo:25.774270,-80.193660")));
    desk_act(&desk, ACTION_CODE_KIND, CODE_CONTACT);
    Str8 contact = look(&desk)->card.code.payload;
    assert_true(str8_find(contact, STR8("Harvest food pantry")) < contact.len);
    desk_end(&desk);
}

static void test_view__a_link_that_hides_where_it_leads_becomes_no_code(void **state) {
    (void)state;
    Desk desk = desk_with_pantry();
    desk.state.shelves[SHELF_SEARCH].shelf->items[0].service.url =
        STR8("https://harvest.example.org@evil.example.net/");
    desk_act(&desk, ACTION_SERVICE, 0);
    const CardView *card = &look(&desk)->card;
    assert_false(card->has[CODE_WEB]);
    assert_int_equal(card->web_host.len, 0);
    desk_end(&desk);
}

static void test_view__my_list_is_one_code_of_names_and_numbers(void **state) {
    (void)state;
    Desk desk = desk_with_pantry();
    desk_act(&desk, ACTION_SERVICE, 0);
    desk_act(&desk, ACTION_MINE_TOGGLE, 0);
    assert_true(look(&desk)->card.service.mine);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_SERVICE, 1);
    desk_act(&desk, ACTION_MINE_TOGGLE, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(look(&desk)->help.mine_count, 2);
    desk_act(&desk, ACTION_MINE_OPEN, 0);
    Shelf *both = desk_city(0, 2, 2);
    both->items[0].service.name = (TextSet){CITY_NAME, 1};
    desk_answer(&desk, both);
    const MineView *mine = &look(&desk)->mine;
    assert_int_equal(mine->count, 2);
    expect_small_code(&mine->code);
    assert_true(str8_find(mine->code.payload, STR8("Harvest food pantry: (305) 555-0199")) <
                mine->code.payload.len);
    assert_false(mine->code_shortened);
    desk_end(&desk);
}

static void test_view__guides_and_channels_have_codes(void **state) {
    (void)state;
    Desk desk = desk_with(1);
    desk_act(&desk, ACTION_HELP_OPEN, 0);
    assert_true(look(&desk)->help.guides_live && look(&desk)->help.channels_live);
    desk_act(&desk, ACTION_GUIDES_OPEN, 0);
    assert_int_equal(look(&desk)->guides.count, 2);
    desk_act(&desk, ACTION_GUIDE, 0);
    const GuideView *guide = &look(&desk)->guide;
    assert_non_null(guide->person);
    assert_true(str8_equal(guide->code.payload, STR8("Food shelf")));
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_BACK, 0);
    desk_act(&desk, ACTION_CHANNELS_OPEN, 0);
    desk_act(&desk, ACTION_CHANNEL, 1);
    assert_true(str8_equal(look(&desk)->channel.web_host, STR8("school.example.org")));
    desk_act(&desk, ACTION_CODE_KIND, CODE_TEXT);
    assert_true(str8_starts_with(look(&desk)->channel.code.payload, STR8("sms:81010")));
    desk_end(&desk);
}

static void test_view__the_schools_calendar_closes_its_own_only(void **state) {
    (void)state;
    static const int32_t FRIDAY[] = {20378}; /* 2025-10-17 */
    static const Hours EVERY[] = {{4, 480, 900}, {5, 480, 900}, {1, 480, 900}};
    Desk desk = desk_with_pantry();
    desk.state.content->closed = (ClosedDays){FRIDAY, 1};
    desk.state.content->services[0].hours = EVERY;
    desk.state.content->services[0].hours_count = 3;
    Service *city = &desk.state.shelves[SHELF_SEARCH].shelf->items[0].service;
    city->hours = EVERY;
    city->hours_count = 3;
    assert_int_equal(look(&desk)->search.items[0].open.next_days, 1);
    desk_act(&desk, ACTION_BACK, 0);
    assert_int_equal(look(&desk)->help.people[0].open.next_days, 4);
    desk_end(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_view__thank_you_gives_each_child_its_room),
        cmocka_unit_test(test_view__the_rooms_code_is_small_and_names_nobody),
        cmocka_unit_test(test_view__without_children_the_agenda_is_shown),
        cmocka_unit_test(test_view__an_event_that_is_gone_still_thanks),
        cmocka_unit_test(test_view__the_household_shows_first_names_only),
        cmocka_unit_test(test_view__languages_stand_in_their_order_with_one_chosen),
        cmocka_unit_test(test_view__the_letters_are_the_languages_and_others_follow),
        cmocka_unit_test(test_view__a_card_gives_every_code_it_has_data_for),
        cmocka_unit_test(test_view__the_date_code_is_the_next_opening),
        cmocka_unit_test(test_view__the_date_code_minds_the_night_the_clocks_change),
        cmocka_unit_test(test_view__a_room_on_the_plan_has_a_way_and_back_leads_to_the_card),
        cmocka_unit_test(test_view__home_shows_todays_office_hours_and_events),
        cmocka_unit_test(test_view__a_kiosk_without_content_still_draws_every_screen),
        cmocka_unit_test(test_view__a_kiosk_that_is_closed_sends_to_the_desk),
        cmocka_unit_test(test_view__search_shows_results_marks_and_words),
        cmocka_unit_test(test_view__search_without_results_names_a_person),
        cmocka_unit_test(test_view__a_card_of_the_city_says_who_runs_it_and_where),
        cmocka_unit_test(test_view__a_link_that_hides_where_it_leads_becomes_no_code),
        cmocka_unit_test(test_view__my_list_is_one_code_of_names_and_numbers),
        cmocka_unit_test(test_view__guides_and_channels_have_codes),
        cmocka_unit_test(test_view__the_schools_calendar_closes_its_own_only),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
