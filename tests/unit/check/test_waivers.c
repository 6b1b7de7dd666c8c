#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "data/check/waivers.h"

static int setup(void **state) {
    static Arena arena;
    arena = arena_make(1 << 16, 4 << 20);
    *state = &arena;
    return 0;
}

static int teardown(void **state) {
    arena_free(*state);
    return 0;
}

static Waivers parse(Arena *arena, const char *text, const char *today) {
    Waivers waivers = {0};
    Civil day = {0};
    Err err = {0};
    ErrCode code = waivers_parse(arena, STR8("waivers.txt"), str8_from(text), &waivers, &err);
    if (code != ERR_OK) {
        fail_msg("%s", err.text);
    }
    assert_true(civil_parse_date(str8_from(today), &day));
    waivers.local_ms = civil_to_ms(day) + 18 * HOUR_MS;
    return waivers;
}

static void test_waivers_cover__what_they_name_and_all_below(void **state) {
    Waivers waivers = parse(*state,
                            "# a note\r\n\r\n"
                            "dead-end  food/ar   2026-03-31  Until Amal is back.\r\n"
                            "dead-end\tbaby\t2026-03-31\tSoon.\n"
                            "stale city/* 2026-03-31 In May.\n"
                            "hours * 2026-03-31 They are texts.\n"
                            "dead-end work/*/* 2026-03-31 As the finding's key is written.\n",
                            "2026-03-31");
    assert_true(waivers_cover(&waivers, FINDING_DEAD_END, STR8("work/ar/03")));
    assert_false(waivers_cover(&waivers, FINDING_DEAD_END, STR8("workshop/ar/03")));
    assert_true(waivers_cover(&waivers, FINDING_DEAD_END, STR8("food/ar/03")));
    assert_true(waivers_cover(&waivers, FINDING_DEAD_END, STR8("food/ar/*")));
    assert_false(waivers_cover(&waivers, FINDING_DEAD_END, STR8("food/*/*")));
    assert_false(waivers_cover(&waivers, FINDING_DEAD_END, STR8("food/arz/03")));
    assert_true(waivers_cover(&waivers, FINDING_DEAD_END, STR8("baby/*/*")));
    assert_true(waivers_cover(&waivers, FINDING_STALE, STR8("city/x")));
    assert_false(waivers_cover(&waivers, FINDING_STALE, STR8("own/x")));
    assert_false(waivers_cover(&waivers, FINDING_LINK, STR8("city/x")));
    assert_true(waivers_cover(&waivers, FINDING_HOURS, STR8("own/x")));
    assert_int_equal(waivers.items[0].used, 2);
    assert_int_equal(waivers.items[0].line, 3);
    assert_false(waivers_cover(NULL, FINDING_HOURS, STR8("own/x")));
}

static void test_waivers_cover__nothing_after_their_last_day(void **state) {
    const char *text = "stale own/a 2026-03-31 Why not.\n";
    Waivers last = parse(*state, text, "2026-03-31");
    assert_true(waivers_cover(&last, FINDING_STALE, STR8("own/a")));
    Waivers after = parse(*state, text, "2026-04-01");
    assert_false(waivers_cover(&after, FINDING_STALE, STR8("own/a")));
    Findings findings = findings_make(*state);
    waivers_report(&last, &findings);
    assert_int_equal(findings.count, 0);
    waivers_report(&after, &findings);
    assert_int_equal(findings.found[FINDING_WAIVER], 1);
    assert_true(str8_equal(findings.items[0].key, STR8("waivers.txt:1")));
    assert_true(str8_equal(findings.items[0].detail, STR8("ran out on 2026-03-31 (Why not.)")));
}

static void test_waivers_cover__for_a_year_at_most(void **state) {
    Waivers waivers = parse(*state, "stale own/a 2036-01-01 For ever.\n", "2026-03-31");
    assert_false(waivers_cover(&waivers, FINDING_STALE, STR8("own/a")));
    Findings findings = findings_make(*state);
    waivers_report(&waivers, &findings);
    assert_int_equal(findings.found[FINDING_WAIVER], 1);
}

static void test_waivers_parse__says_the_line_that_is_wrong(void **state) {
    static const char *const WRONG[][2] = {
        {"old own/a 2026-03-31 x", "waivers.txt:1: there is no kind of finding called 'old'"},
        {"\nwaiver * 2026-03-31 x", "waivers.txt:2: there is no kind of finding called 'waiver'"},
        {"stale", "waivers.txt:1: a key is missing behind 'stale'"},
        {"stale own/a 31.3.2026 x", "waivers.txt:1: the date is written 2026-03-31, not"},
        {"stale own/a 2026-02-30 x", "waivers.txt:1: the date is written 2026-03-31, not"},
        {"stale own/a 2026-03-31", "waivers.txt:1: a reason is missing behind '2026-03-31'"},
        {"stale own/a 2026-03-31 \xFF", "waivers.txt: not a text"},
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        Waivers waivers = {0};
        Err err = {0};
        assert_int_equal(
            waivers_parse(*state, STR8("waivers.txt"), str8_from(WRONG[i][0]), &waivers, &err),
            ERR_INVALID);
        assert_int_equal(strncmp(err.text, WRONG[i][1], strlen(WRONG[i][1])), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_waivers_cover__what_they_name_and_all_below, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_waivers_cover__nothing_after_their_last_day, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_waivers_cover__for_a_year_at_most, setup, teardown),
        cmocka_unit_test_setup_teardown(test_waivers_parse__says_the_line_that_is_wrong, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
