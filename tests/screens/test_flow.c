#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "kiosk/screens/flow.h"
#include "kiosk/ui/icon.h"
#include "tests/screens/stage.h"

/* Reading matter cut into pages: no word is lost, no page is higher than it may be. */

enum { WIDTH = 900, FIRST = 300, NEXT = 420 };

static Stage *stage;
static Arena arena;

static int stage_setup(void **state) {
    (void)state;
    stage = stage_new(NULL);
    arena = arena_make((size_t)1 << 16, (size_t)1 << 26);
    return stage == NULL ? -1 : 0;
}

static int stage_teardown(void **state) {
    (void)state;
    stage_free(stage);
    arena_free(&arena);
    return 0;
}

static Str8 long_text(size_t sentences) {
    Str8Builder text = builder_in(&arena, 16384);
    for (size_t i = 0; i < sentences; i++) {
        builder_format(&text, "Sentence number %zu says a little more about it than the last. ", i);
        builder_add(&text, i % 7 == 6 ? STR8("\n") : STR8(""));
    }
    return builder_text(&text);
}

/* Letters alone: where lines are broken, spaces go. */
static Str8 letters_of(Str8 text, Str8Builder *all) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ' && text.ptr[i] != '\n') {
            builder_add_char(all, text.ptr[i]);
        }
    }
    return builder_text(all);
}

static TextFlow flow_of(const Build *build, Str8 text) {
    TextFlow flow = flow_begin(build, locale_find(stage_locales(stage), STR8("en")), WIDTH);
    flow_add(&flow, (FlowItem){.kind = FLOW_TEXT, .text = text});
    flow_add(&flow, (FlowItem){.kind = FLOW_RULE});
    flow_add(&flow, (FlowItem){.kind = FLOW_FACT,
                               .icon = ICON_PLACE,
                               .name = STR8("Where"),
                               .text = STR8("Room 108")});
    flow_add(&flow, (FlowItem){.kind = FLOW_FACT,
                               .icon = ICON_CLOCK,
                               .name = STR8("Hours"),
                               .text = STR8("Mon - Fri, 8:00 - 3:30")});
    flow_add(&flow, (FlowItem){.kind = FLOW_FACT,
                               .icon = ICON_GROUP,
                               .name = STR8("For whom"),
                               .text = long_text(9)});
    return flow;
}

static void each_size(void (*check)(const Build *build)) {
    for (int size = 0; size < TEXT_SIZE_COUNT; size++) {
        Look look = {.text_size = (TextSize)size,
                     .width_px = 1920,
                     .height_px = 1080,
                     .panel_width_mm = 476};
        Build build = {.arena = &arena, .look = &look};
        check(&build);
        arena_reset(&arena);
    }
}

static void check_no_word_lost(const Build *build) {
    Str8 text = long_text(40);
    TextFlow flow = flow_of(build, text);
    Str8Builder before = builder_in(&arena, 32768);
    for (size_t i = 0; i < flow.count; i++) {
        (void)letters_of(flow.items[i].text, &before);
    }
    flow_cut(build, &flow, FIRST, NEXT);
    Str8Builder after = builder_in(&arena, 32768);
    for (size_t i = 0; i < flow.count; i++) {
        (void)letters_of(flow.items[i].text, &after);
        assert_true(i == 0 || flow.items[i].page >= flow.items[i - 1].page);
    }
    assert_true(flow.pages > 2);
    assert_false(flow.full);
    assert_true(str8_equal(builder_text(&before), builder_text(&after)));
}

static void test_flow__loses_no_word_over_its_pages(void **state) {
    (void)state;
    each_size(check_no_word_lost);
}

static void check_heights(const Build *build) {
    TextFlow flow = flow_of(build, long_text(40));
    flow_cut(build, &flow, FIRST, NEXT);
    for (size_t page = 0; page < flow.pages; page++) {
        size_t first = 0;
        while (flow.items[first].page != page) {
            first++;
        }
        size_t last = first;
        while (last < flow.count && flow.items[last].page == page) {
            last++;
        }
        assert_true(flow_height(build, &flow, first, last) <= (page == 0 ? FIRST : NEXT));
    }
}

static void test_flow__keeps_every_page_within_its_height(void **state) {
    (void)state;
    each_size(check_heights);
}

static void test_flow__goes_on_where_a_sentence_ends(void **state) {
    (void)state;
    Look look = {.width_px = 1920, .height_px = 1080, .panel_width_mm = 476};
    Build build = {.arena = &arena, .look = &look};
    Str8 text = long_text(12);
    size_t end = flow_text_fitting(&build, text, WIDTH, 4);
    assert_true(end > 0 && end < text.len);
    assert_int_equal(text.ptr[end - 1], '.');
    assert_int_equal(flow_text_fitting(&build, STR8("Short."), WIDTH, 2), 6);
}

static void test_flow__puts_short_facts_side_by_side(void **state) {
    (void)state;
    Look look = {.width_px = 1920, .height_px = 1080, .panel_width_mm = 476};
    Build build = {.arena = &arena, .look = &look};
    TextFlow flow = flow_of(&build, STR8("Short."));
    flow_cut(&build, &flow, 800, 800);
    assert_false(flow.items[2].beside);
    assert_true(flow.items[3].beside);  /* the hours, beside the place */
    assert_false(flow.items[4].beside); /* a long one has a row of its own */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flow__loses_no_word_over_its_pages),
        cmocka_unit_test(test_flow__keeps_every_page_within_its_height),
        cmocka_unit_test(test_flow__goes_on_where_a_sentence_ends),
        cmocka_unit_test(test_flow__puts_short_facts_side_by_side),
    };
    return cmocka_run_group_tests(tests, stage_setup, stage_teardown);
}
