/*
 * app_update under anything: a seeded walk of touches, typing, scans, answers (also late ones), new
 * content,closing events and jumps of the wall clock. What must hold after every message stands in
 * `check`.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/app/desk.h"

enum { WALKS = 300, STEPS = 400, OFFERED_MAX = 12 };

/* What each screen offers beside the furniture; 0 ends a row. */
static const ActionKind OFFERED[SCREEN_ID_COUNT][OFFERED_MAX] = {
    [SCREEN_HOME] = {ACTION_SIGN_IN_OPEN, ACTION_HELP_OPEN, ACTION_LEAVING_OPEN, ACTION_COUNT_OPEN},
    [SCREEN_EVENTS] = {ACTION_EVENT_CHOOSE},
    [SCREEN_LOOK_UP] = {ACTION_DIGIT, ACTION_DIGIT_DELETE, ACTION_DIGIT_CLEAR, ACTION_CARD_OPEN,
                        ACTION_NAMES_OPEN, ACTION_COUNT_OPEN},
    [SCREEN_LETTER] = {ACTION_LETTER, ACTION_LETTER_DELETE, ACTION_LETTERS_OTHER},
    [SCREEN_CARD_CODE] = {ACTION_CARD_SYMBOL, ACTION_CARD_DELETE, ACTION_PHONE_OPEN,
                          ACTION_NAMES_OPEN, ACTION_COUNT_OPEN},
    [SCREEN_HOUSEHOLD] = {ACTION_MEMBER_TOGGLE, ACTION_NOT_US, ACTION_SOMEONE_ELSE_OPEN,
                          ACTION_SIGN_IN_COMMIT, ACTION_PAGE},
    [SCREEN_SOMEONE_ELSE] = {ACTION_GUEST_ADD},
    [SCREEN_NAMES] = {ACTION_TYPE, ACTION_TYPE_DELETE, ACTION_TYPE_PAGE, ACTION_ADULTS,
                      ACTION_CHILDREN, ACTION_NAMES_COMMIT},
    [SCREEN_COUNT] = {ACTION_ADULTS, ACTION_CHILDREN, ACTION_GRADE, ACTION_COUNT_COMMIT},
    [SCREEN_THANKS] = {ACTION_DONE, ACTION_CARD_PAGE},
    [SCREEN_LEAVING] = {ACTION_MEMBER_TOGGLE, ACTION_SIGN_OUT_COMMIT, ACTION_NOT_US, ACTION_PAGE},
    [SCREEN_GOODBYE] = {ACTION_DONE},
    [SCREEN_SEE_DESK] = {ACTION_DONE},
    [SCREEN_HELP] = {ACTION_PERSON, ACTION_NEED, ACTION_PEOPLE, ACTION_NEED_NOW, ACTION_PAGE,
                     ACTION_HIDE, ACTION_SEARCH_OPEN, ACTION_SPEAKS, ACTION_MINE_OPEN,
                     ACTION_GUIDES_OPEN, ACTION_CHANNELS_OPEN},
    [SCREEN_LIST] = {ACTION_SERVICE, ACTION_NEED_NOW, ACTION_PAGE, ACTION_HIDE, ACTION_FILTER},
    [SCREEN_SEARCH] = {ACTION_TYPE, ACTION_TYPE, ACTION_TYPE_DELETE, ACTION_TYPE_DONE,
                       ACTION_SERVICE, ACTION_SEARCH_CLEAR, ACTION_SEARCH_WORD,
                       ACTION_SEARCH_PERSON, ACTION_NEED, ACTION_FILTER, ACTION_PAGE},
    [SCREEN_CARD] = {ACTION_CODE_KIND, ACTION_CARD_PAGE, ACTION_NEED_NOW, ACTION_HIDE,
                     ACTION_MINE_TOGGLE},
    [SCREEN_MINE] = {ACTION_MINE_SERVICE, ACTION_MINE_REMOVE, ACTION_PAGE},
    [SCREEN_GUIDES] = {ACTION_GUIDE, ACTION_PAGE},
    [SCREEN_GUIDE] = {ACTION_GUIDE_PERSON, ACTION_PAGE},
    [SCREEN_CHANNELS] = {ACTION_CHANNEL, ACTION_PAGE},
    [SCREEN_CHANNEL] = {ACTION_CODE_KIND},
    [SCREEN_NOW] = {ACTION_HIDE},
    [SCREEN_EASIER] = {ACTION_SIZE, ACTION_THEME, ACTION_LOW_REACH, ACTION_EASIER_DONE},
    [SCREEN_LANGUAGES] = {ACTION_PAGE},
    [SCREEN_STILL_THERE] = {ACTION_MORE_TIME},
};
static const ActionKind FURNITURE[] = {ACTION_START_OVER, ACTION_BACK, ACTION_EASIER_OPEN,
                                       ACTION_LANGUAGES_OPEN, ACTION_LANGUAGE_CHOOSE};

typedef struct {
    Desk desk;
    uint64_t random;
    Effect asked; /* the last question to the store */
    uint32_t serial;
} Walk;

static uint32_t pick(Walk *walk, uint32_t count) {
    walk->random ^= walk->random >> 12;
    walk->random ^= walk->random << 25;
    walk->random ^= walk->random >> 27;
    return (uint32_t)((walk->random * UINT64_C(0x2545f4914f6cdd1d)) >> 33) % count;
}

static uint32_t argument_for(Walk *walk) {
    static const uint32_t ODD[] = {0, 1, 2, 3, 9, 'M', '7', 0x0645, 0x10FFFF, 1000};
    return ODD[pick(walk, sizeof ODD / sizeof ODD[0])];
}

static void touch(Walk *walk) {
    const ActionKind *offered = OFFERED[desk_screen(&walk->desk)];
    size_t count = 0;
    while (count < OFFERED_MAX && offered[count] != ACTION_NONE) {
        count++;
    }
    ActionKind kind = count > 0 && pick(walk, 5) > 0
                          ? offered[pick(walk, (uint32_t)count)]
                          : FURNITURE[pick(walk, sizeof FURNITURE / sizeof FURNITURE[0])];
    desk_act(&walk->desk, kind, argument_for(walk));
}

static void answer(Walk *walk) {
    static const MessageKind KINDS[] = {MESSAGE_FOUND, MESSAGE_MISSED, MESSAGE_SAVED,
                                        MESSAGE_NOT_SAVED};
    static Message message;
    bool finding = walk->asked.kind == EFFECT_FIND;
    if (walk->asked.kind == EFFECT_NONE) {
        return;
    }
    memset(&message, 0, sizeof message);
    message.kind = KINDS[(finding ? 0 : 2) + pick(walk, 2)];
    message.session = walk->asked.session;
    if (message.kind == MESSAGE_FOUND) {
        Party *party = &message.party;
        party->household_id = (Id){{9}};
        state_set_text(party->language, LANGUAGE_SIZE, STR8("ar"));
        party->people_count = pick(walk, PARTY_PEOPLE_MAX + 1);
        party->already_here = pick(walk, 2) == 0;
        for (size_t i = 0; i < party->people_count; i++) {
            party->people[i].here = true;
            party->people[i].already = party->already_here && pick(walk, 2) == 0;
            state_set_text(party->people[i].given_name, NAME_SIZE, STR8("Rosa"));
        }
    }
    walk->asked.kind = EFFECT_NONE;
    desk_send(&walk->desk, &message);
}

/* The directory answers: the last question or, late, one before it; with nothing, with less than
 * before, or not at all. */
static void answer_browse(Walk *walk) {
    Desk *desk = &walk->desk;
    if (desk->asked_serial == 0) {
        return;
    }
    if (pick(walk, 4) == 0) {
        desk_send(desk,
                  &(Message){.kind = MESSAGE_SHELF,
                             .session = desk->asked_session - pick(walk, 2),
                             .shelf = {(ShelfKind)pick(walk, SHELF_KIND_COUNT),
                                       desk->asked_serial - pick(walk, 2), desk_city(0, 2, 2)}});
        return;
    }
    Shelf *shelf = desk_city(pick(walk, 3), pick(walk, 4), pick(walk, 30));
    shelf->words_count = pick(walk, SEARCH_WORDS_SHOWN + 1);
    for (size_t i = 0; i < shelf->words_count; i++) {
        shelf->words[i] = STR8("\u0645\u0631\u062d");
    }
    if (pick(walk, 5) == 0) {
        shelf_free(shelf);
        shelf = NULL;
    }
    desk_answer(desk, shelf);
}

static void new_content(Walk *walk) {
    Content *content = desk_content(pick(walk, 4));
    content->services_count = pick(walk, DESK_SERVICES + 1);
    for (size_t i = 0; i < content->events_count; i++) {
        content->events[i].end_utc_ms = walk->desk.turn.now.utc_ms + (int64_t)pick(walk, HOUR_MS);
    }
    desk_send(&walk->desk, &(Message){.kind = MESSAGE_CONTENT, .content = content});
}

static void pass_time(Walk *walk) {
    static const int64_t WAITS[] = {0, 1, 999, 20000, 45000, 60000};
    if (pick(walk, 20) == 0) { /* the wall clock was set, to before 1970 too */
        walk->desk.turn.now.utc_ms = (int64_t)pick(walk, 1000000) * 4000000 - 10000000;
    }
    desk_wait(&walk->desk, WAITS[pick(walk, sizeof WAITS / sizeof WAITS[0])]);
    int64_t due = app_deadline_mono_ms(&walk->desk.state, &walk->desk.turn.now);
    assert_true(due > walk->desk.turn.now.mono_ms); /* else the loop would spin (invariant 11) */
    assert_true(due <= walk->desk.turn.now.mono_ms + MINUTE_MS);
}

static void step(Walk *walk) {
    Desk *desk = &walk->desk;
    switch (pick(walk, 20)) {
    case 0:
        pass_time(walk);
        break;
    case 1:
        desk_send(desk, &(Message){.kind = MESSAGE_SCAN, .scan = "FOYER:7K3M-9Q2X"});
        break;
    case 2:
        desk_send(desk, &(Message){.kind = MESSAGE_TYPED,
                                   .code_point = (uint32_t) "M7 a"[pick(walk, 4)]});
        break;
    case 3:
        desk_send(desk, &(Message){.kind = MESSAGE_BACKSPACE});
        break;
    case 4:
        desk_send(desk, &(Message){.kind = MESSAGE_TOUCH});
        break;
    case 5:
        if (pick(walk, 3) == 0) {
            new_content(walk);
        } else {
            desk_send(desk, &(Message){.kind = pick(walk, 2) == 0 ? MESSAGE_DOWN : MESSAGE_UP});
        }
        break;
    case 10:
    case 11:
        answer_browse(walk);
        break;
    case 12:
        state_frame_done(&desk->state);
        break;
    case 6:
    case 7:
    case 8:
        answer(walk);
        break;
    case 9:
        if (desk_screen(desk) == SCREEN_HOME) {
            desk_look_up(desk);
        }
        break;
    default:
        touch(walk);
        break;
    }
}

static void check_text(const char *text, size_t size) {
    assert_non_null(memchr(text, '\0', size));
    assert_true(str8_is_valid(str8_from(text)));
}

/* What a card, a guide or a channel shows is there. */
static void check_shown(const AppState *state, ScreenId screen, Id id) {
    if (screen == SCREEN_CARD) {
        assert_non_null(state_service(state, id));
    } else if (screen == SCREEN_GUIDE) {
        assert_non_null(content_guide(state->content, id));
    } else if (screen == SCREEN_CHANNEL) {
        assert_non_null(content_channel(state->content, id));
    }
}

static void check_reachable(const AppState *state) {
    const SessionState *session = &state->session;
    bool asking = session->screen == SCREEN_STILL_THERE;
    check_shown(state, asking ? session->resume : session->screen, session->shown);
    for (size_t i = 0; i < session->back_count; i++) {
        check_shown(state, session->back[i].screen, session->back[i].id);
    }
}

static void check_party(const SessionState *session) {
    assert_true(session->party.people_count <= PARTY_PEOPLE_MAX);
    assert_true(session->adults >= 0 && session->adults <= COUNT_MAX);
    assert_true(session->children >= 0 && session->children <= COUNT_MAX);
    for (size_t i = 0; i < session->party.people_count; i++) {
        check_text(session->party.people[i].given_name, NAME_SIZE);
        assert_true(session->party.people[i].here || !session->party.people[i].already);
    }
}

static void check(Walk *walk) {
    const AppState *state = &walk->desk.state;
    const SessionState *session = &state->session;
    assert_true(session->screen < SCREEN_ID_COUNT);
    assert_true(session->back_count <= BACK_STACK_MAX);
    if (session->back_count > 0) {
        assert_int_equal(session->back[0].screen == SCREEN_HOME || session->finish_mono_ms != 0, 1);
        assert_int_not_equal(session->back[session->back_count - 1].screen, session->screen);
    }
    check_reachable(state);
    if (session->screen == SCREEN_HOME) {
        assert_int_equal(session->finish_mono_ms, 0);
        assert_false(desk_holds(state, "Rosa"));
    }
    assert_true(strlen(session->digits) <= DIGITS_MAX && strlen(session->code) <= CARD_CODE_LEN);
    check_text(session->name, sizeof session->name);
    check_text(session->search, sizeof session->search);
    assert_true(session->mine_count <= MINE_MAX);
    check_party(session);
    for (size_t i = 0; i < walk->desk.effects.count; i++) {
        const Effect *effect = &walk->desk.effects.items[i];
        bool asks = effect->kind == EFFECT_FIND || effect->kind == EFFECT_SIGN_IN ||
                    effect->kind == EFFECT_SIGN_OUT;
        assert_true(!asks || session->working);
        walk->asked = asks ? *effect : walk->asked;
    }
}

static void test_update__holds_its_promises_on_any_walk(void **unused) {
    (void)unused;
    for (uint64_t seed = 1; seed <= WALKS; seed++) {
        static Walk walk;
        memset(&walk, 0, sizeof walk);
        walk.desk = desk_with(seed % 3);
        walk.random = seed * UINT64_C(0x9e3779b97f4a7c15);
        for (int i = 0; i < STEPS; i++) {
            step(&walk);
            check(&walk);
        }
        desk_end(&walk.desk);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_update__holds_its_promises_on_any_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
