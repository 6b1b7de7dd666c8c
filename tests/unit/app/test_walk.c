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

enum { WALKS = 300, STEPS = 400 };

/* What each screen offers beside the furniture; 0 ends a row. */
static const ActionKind OFFERED[SCREEN_ID_COUNT][8] = {
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
                     ACTION_HIDE},
    [SCREEN_LIST] = {ACTION_SERVICE, ACTION_NEED_NOW, ACTION_PAGE, ACTION_HIDE},
    [SCREEN_CARD] = {ACTION_CODE_KIND, ACTION_CARD_PAGE, ACTION_NEED_NOW, ACTION_HIDE},
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
    while (count < 8 && offered[count] != ACTION_NONE) {
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
    switch (pick(walk, 16)) {
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
        new_content(walk);
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

static bool card_is_reachable(const SessionState *session) {
    bool reachable = session->screen == SCREEN_CARD ||
                     (session->screen == SCREEN_STILL_THERE && session->resume == SCREEN_CARD);
    for (size_t i = 0; i < session->back_count; i++) {
        reachable = reachable || session->back[i].screen == SCREEN_CARD;
    }
    return reachable;
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
    if (card_is_reachable(session)) {
        assert_true(session->service < state->content->services_count);
    }
    if (session->screen == SCREEN_HOME) {
        assert_int_equal(session->finish_mono_ms, 0);
        assert_false(desk_holds(state, "Rosa"));
    }
    assert_true(strlen(session->digits) <= DIGITS_MAX && strlen(session->code) <= CARD_CODE_LEN);
    check_text(session->name, sizeof session->name);
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
