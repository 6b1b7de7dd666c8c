#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/paper/papers.h"
#include "tests/wall/canary.h"

/* A paper's names go with it (invariant 9): nothing of them stays in what Pango and cairo had. */

static Papers papers;

static int set_up(void **state) {
    (void)state;
    return papers_open(&papers) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    papers_close(&papers);
    return 0;
}

static Str8 canary_name(Arena *arena, size_t word) {
    Str8Builder name = builder_in(arena, 64);
    for (size_t i = 0; canary_char(word, i) != 0; i++) {
        builder_add_char(&name, canary_char(word, i));
    }
    assert_false(name.full);
    return builder_text(&name);
}

static Paper make_papers(Arena *arena, PaperKind kind) {
    PaperWords words = papers_words(&papers, "es");
    Visitor people[CANARY_NAMES];
    Badge badges[CANARY_NAMES];
    for (size_t i = 0; i < CANARY_NAMES; i++) {
        Str8 name = canary_name(arena, i);
        people[i] = (Visitor){.given_name = name, .role = PERSON_STUDENT};
        badges[i] = (Badge){.first_name = name, .role = PERSON_STUDENT};
    }
    const SheetParty party = {.people = people, .people_count = CANARY_NAMES};
    const SheetRoster roster = {.parties = &party, .parties_count = 1};
    const SlipChild child = {.name = people[0].given_name};
    const EventSlip slip = {.event = papers_open_house(), .children = &child, .children_count = 1};
    Paper paper;
    assert_int_equal(
        badge_paper(papers.layout, arena, kind, &words, NULL, badges, CANARY_NAMES, &paper, NULL),
        ERR_OK);
    assert_int_equal(slip_event(papers.layout, arena, kind, &words, &slip, &paper, NULL), ERR_OK);
    assert_int_equal(sheets_roll_call(papers.layout, arena, kind, &words, &roster, &paper, NULL),
                     ERR_OK);
    memory_wipe(people, sizeof people);
    memory_wipe(badges, sizeof badges);
    return paper;
}

static void test_wall__no_name_outlives_its_paper(void **state) {
    (void)state;
    CanaryFound found;
    for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
        Arena arena = arena_make(1 << 16, 1 << 26);
        (void)make_papers(&arena, kind);
        assert_true(canary_search(0, &found));
        assert_true(found.count > 0); /* the search sees what is there */
        arena_free(&arena);
        assert_true(canary_search(0, &found));
        if (found.count > 0) {
            fail_msg("%s: word %zu is left in %zu places, a character every %zu bytes, in %s",
                     KIND_NAMES[kind], found.word, found.count, found.step, found.mapping);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wall__no_name_outlives_its_paper),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
