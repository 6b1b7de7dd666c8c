#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/ui/ui_fixture.h"

enum { TREES = 60, TREE_NODES = 80 };

typedef struct {
    Fixture ui;
    Input input;
    Node *root;
    int64_t now_ms;
} Stage;

/* Two rows of three buttons of 100x100, 100 apart: "a" "b" "c" over "d" "e" "f"; labels may change.
 */
static void stage_set(Stage *stage, bool rtl, const char *label) {
    Node *root = fixture_root(&stage->ui, rtl);
    for (int y = 0; y < 2; y++) {
        Node *row = node_add(&stage->ui.build, root,
                             (NodeSpec){.axis = AXIS_ROW, .gap = 100, .pad = {0, 0, 0, 100}});
        for (int x = 0; x < 3; x++) {
            char key[2] = {(char)('a' + y * 3 + x), 0};
            node_add(&stage->ui.build, row,
                     (NodeSpec){.key_text = {key, 1},
                                .label = str8_from(label),
                                .role = ROLE_BUTTON,
                                .width = FIXED(100),
                                .height = FIXED(100),
                                .action = {1, (uint32_t)(y * 3 + x)}});
        }
    }
    fixture_layout(&stage->ui, root);
    input_mark_tree(&stage->input, root);
    stage->root = root;
}

static InputResult pointer(Stage *stage, InputKind kind, int64_t finger, int x, int y) {
    InputEvent event = {.kind = kind, .finger = finger, .x = x, .y = y, .now_ms = stage->now_ms};
    return input_handle(&stage->input, stage->root, &stage->ui.pool, event);
}

static InputResult key(Stage *stage, UiKey pressed) {
    stage->now_ms += 300;
    InputEvent event = {.kind = INPUT_KEY, .key = pressed, .now_ms = stage->now_ms};
    return input_handle(&stage->input, stage->root, &stage->ui.pool, event);
}

static const Node *named(const Stage *stage, const char *path) {
    return tree_find_path(stage->root, str8_from(path));
}

static void assert_focus(const Stage *stage, const char *path) {
    const Node *node = tree_find_key(stage->root, stage->input.focus);
    assert_non_null(node);
    assert_int_equal(node->path.ptr[0], path[0]);
}

static void test_input__a_press_shows_at_once_and_acts_on_release(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    InputResult down = pointer(stage, INPUT_DOWN, 1, 250, 50);
    assert_true(down.redraw && down.action.kind == 0);
    stage_set(stage, false, "Label");
    assert_true((named(stage, "b")->spec.states & STATE_PRESSED) != 0);
    assert_true((named(stage, "a")->spec.states & STATE_PRESSED) == 0);
    InputResult up = pointer(stage, INPUT_UP, 1, 260, 60);
    assert_int_equal(up.action.kind, 1);
    assert_int_equal(up.action.argument, 1);
    assert_ptr_equal(up.node, named(stage, "b"));
    stage_set(stage, false, "Label");
    assert_true((named(stage, "b")->spec.states & STATE_PRESSED) == 0);
}

static void test_input__sliding_off_cancels_for_good(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    pointer(stage, INPUT_DOWN, 1, 250, 50);
    assert_true(pointer(stage, INPUT_MOVE, 1, 350, 50).redraw);
    assert_int_equal(stage->input.pressed, 0);
    pointer(stage, INPUT_MOVE, 1, 250, 50);
    assert_int_equal(pointer(stage, INPUT_UP, 1, 250, 50).action.kind, 0);
}

static void test_input__releasing_elsewhere_does_nothing(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    pointer(stage, INPUT_DOWN, 1, 50, 50);
    assert_int_equal(pointer(stage, INPUT_UP, 1, 250, 50).action.kind, 0);
    pointer(stage, INPUT_DOWN, 1, 150, 50);
    assert_int_equal(pointer(stage, INPUT_UP, 1, 50, 50).action.kind, 0);
}

static void test_input__a_second_hit_within_250_ms_is_ignored(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    pointer(stage, INPUT_DOWN, 1, 50, 50);
    assert_int_equal(pointer(stage, INPUT_UP, 1, 50, 50).action.kind, 1);
    stage->now_ms += 249;
    assert_false(pointer(stage, INPUT_DOWN, 1, 50, 50).redraw);
    assert_int_equal(pointer(stage, INPUT_UP, 1, 50, 50).action.kind, 0);
    stage->now_ms += 1;
    pointer(stage, INPUT_DOWN, 1, 50, 50);
    assert_int_equal(pointer(stage, INPUT_UP, 1, 50, 50).action.kind, 1);
}

static void test_input__a_double_tap_does_not_reach_the_next_screen(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    pointer(stage, INPUT_DOWN, 1, 50, 50);
    pointer(stage, INPUT_UP, 1, 50, 50);
    stage_set(stage, true, "Label"); /* now another node is there */
    stage->now_ms += 100;
    Rect first = named(stage, "c")->rect;
    stage->input.acted_rect = first;
    pointer(stage, INPUT_DOWN, 1, first.x + 50, first.y + 50);
    assert_int_equal(pointer(stage, INPUT_UP, 1, first.x + 50, first.y + 50).action.kind, 0);
}

static void test_input__fast_typing_on_other_keys_counts(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    for (int i = 0; i < 6; i++) {
        int x = 50 + 200 * (i % 3);
        int y = 50 + 200 * (i / 3);
        stage->now_ms += 80;
        pointer(stage, INPUT_DOWN, 1, x, y);
        assert_int_equal(pointer(stage, INPUT_UP, 1, x, y).action.argument, i);
    }
}

static void test_input__only_the_first_finger_counts(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    pointer(stage, INPUT_DOWN, 1, 50, 50);
    pointer(stage, INPUT_DOWN, 2, 250, 50);
    assert_int_equal(pointer(stage, INPUT_UP, 2, 250, 50).action.kind, 0);
    assert_int_equal(pointer(stage, INPUT_UP, 1, 50, 50).action.kind, 1);
    pointer(stage, INPUT_DOWN, 3, 250, 50);
    pointer(stage, INPUT_CANCEL, 3, 250, 50);
    assert_int_equal(pointer(stage, INPUT_UP, 3, 250, 50).action.kind, 0);
}

static void test_input__what_is_clipped_away_cannot_be_touched(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    Node *node = tree_find_path(stage->root, STR8("b"));
    node->clip = (Rect){0, 0, 240, 1000};
    assert_ptr_equal(tree_hit(stage->root, 230, 50), node);
    assert_null(tree_hit(stage->root, 250, 50));
}

static void test_input__the_topmost_of_two_is_touched(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    Node *over = node_add(&stage->ui.build, stage->root,
                          (NodeSpec){.key = "over",
                                     .absolute = true,
                                     .width = FIXED(300),
                                     .height = FIXED(300),
                                     .action = {9, 0}});
    fixture_layout(&stage->ui, stage->root);
    assert_ptr_equal(tree_hit(stage->root, 50, 50), over);
    assert_ptr_equal(tree_hit(stage->root, 450, 50), named(stage, "c"));
}

static void test_input__the_ring_shows_only_after_a_key(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    pointer(stage, INPUT_DOWN, 1, 250, 50);
    pointer(stage, INPUT_UP, 1, 250, 50);
    stage_set(stage, false, "Label");
    assert_true((named(stage, "b")->spec.states & STATE_FOCUSED) == 0);
    assert_true(key(stage, UI_KEY_TAB).redraw);
    stage_set(stage, false, "Label");
    assert_true((named(stage, "c")->spec.states & STATE_FOCUSED) != 0);
    pointer(stage, INPUT_DOWN, 1, 900, 900);
    assert_false(stage->input.keys_used);
}

static void test_input__focus_survives_a_change_of_language(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    key(stage, UI_KEY_TAB);
    key(stage, UI_KEY_TAB);
    assert_focus(stage, "b");
    stage_set(stage, true, "\xD8\xA7\xD8\xB3\xD9\x85");
    assert_focus(stage, "b");
    assert_true((named(stage, "b")->spec.states & STATE_FOCUSED) != 0);
}

static void test_input__arrows_follow_what_is_seen(void **state) {
    Stage *stage = *state;
    static const struct {
        UiKey pressed;
        const char *ltr, *rtl;
    } STEPS[] = {
        {UI_KEY_RIGHT, "a", "a"}, /* nothing had the focus */
        {UI_KEY_RIGHT, "b", "f"}, {UI_KEY_LEFT, "a", "a"}, {UI_KEY_DOWN, "d", "d"},
        {UI_KEY_LEFT, "c", "e"},  {UI_KEY_DOWN, "f", "e"}, {UI_KEY_UP, "c", "b"},
    };
    for (int rtl = 0; rtl < 2; rtl++) {
        input_wipe(&stage->input);
        stage->input.keys_used = false;
        stage_set(stage, rtl == 1, "Label");
        for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
            key(stage, STEPS[i].pressed);
            assert_focus(stage, rtl ? STEPS[i].rtl : STEPS[i].ltr);
        }
    }
}

static void test_input__enter_and_space_act_once(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    assert_int_equal(key(stage, UI_KEY_ENTER).action.kind, 0); /* shows the focus first */
    assert_focus(stage, "a");
    assert_int_equal(key(stage, UI_KEY_ENTER).action.kind, 1);
    stage->now_ms -= 200; /* a held key repeats */
    assert_int_equal(key(stage, UI_KEY_ENTER).action.kind, 0);
    assert_int_equal(key(stage, UI_KEY_SPACE).action.kind, 1);
}

static void test_input__escape_is_back_where_there_is_one(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    assert_int_equal(key(stage, UI_KEY_ESCAPE).action.kind, 0);
    node_add(&stage->ui.build, stage->root,
             (NodeSpec){.key = "furniture/back", .action = {77, 0}, .label = STR8("Back")});
    assert_int_equal(key(stage, UI_KEY_ESCAPE).action.kind, 77);
}

static void test_input__a_lost_focus_goes_to_the_first_node(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    key(stage, UI_KEY_TAB_BACK);
    key(stage, UI_KEY_TAB_BACK);
    assert_focus(stage, "f");
    Node *root = fixture_root(&stage->ui, false);
    Node *only = node_add(&stage->ui.build, root, (NodeSpec){.key = "x", .action = {1, 0}});
    fixture_layout(&stage->ui, root);
    input_mark_tree(&stage->input, root);
    assert_int_equal(stage->input.focus, only->key);
}

static size_t index_of_focus(const Stage *stage, const Node **nodes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (nodes[i]->key == stage->input.focus) {
            return i;
        }
    }
    fail_msg("the focus is on no interactive node");
    return 0;
}

static size_t count_seen(const bool *seen, size_t count) {
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += seen[i] ? 1 : 0;
    }
    return sum;
}

/* Every key that walks goes through all nodes and comes back to where it began. */
static void assert_walk_is_complete(Stage *stage, UiKey pressed) {
    const Node *nodes[INPUT_NODES_MAX];
    bool seen[INPUT_NODES_MAX] = {0};
    size_t count = input_focus_order(stage->root, nodes, INPUT_NODES_MAX);
    input_wipe(&stage->input);
    for (size_t i = 0; i < count; i++) {
        key(stage, pressed);
        seen[index_of_focus(stage, nodes, count)] = true;
    }
    assert_int_equal(count_seen(seen, count), count);
    uint64_t first = nodes[0]->key;
    key(stage, pressed);
    assert_int_equal(stage->input.focus, first);
}

static void test_input__six_keys_reach_everything_and_come_back(void **state) {
    Stage *stage = *state;
    static const UiKey WALKS[] = {UI_KEY_LEFT, UI_KEY_RIGHT, UI_KEY_TAB, UI_KEY_TAB_BACK};
    for (uint64_t seed = 0; seed < TREES; seed++) {
        stage->root = fixture_random_tree(&stage->ui, seed, seed % 2 == 1, TREE_NODES);
        fixture_layout(&stage->ui, stage->root);
        for (size_t i = 0; i < sizeof WALKS / sizeof WALKS[0]; i++) {
            assert_walk_is_complete(stage, WALKS[i]);
        }
    }
}

static void test_input__up_undoes_down_in_a_grid(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    for (int i = 0; i < 3; i++) {
        input_set_focus(&stage->input, named(stage, (const char *[]){"a", "b", "c"}[i])->key);
        uint64_t before = stage->input.focus;
        key(stage, UI_KEY_DOWN);
        assert_int_not_equal(stage->input.focus, before);
        key(stage, UI_KEY_UP);
        assert_int_equal(stage->input.focus, before);
    }
}

static void list_set(Stage *stage) {
    Node *root = fixture_root(&stage->ui, false);
    Node *list = node_add(&stage->ui.build, root,
                          (NodeSpec){.key = "list", .scroll = true, .height = FIXED(250)});
    for (int i = 0; i < 8; i++) {
        node_add(&stage->ui.build, list,
                 (NodeSpec){.key_text = str8_format(&stage->ui.arena, "%d", i),
                            .width = FIXED(300),
                            .height = FIXED(100),
                            .action = {1, 0}});
    }
    fixture_layout(&stage->ui, root);
    input_mark_tree(&stage->input, root);
    stage->root = root;
}

static void test_input__the_focused_node_is_scrolled_into_view(void **state) {
    Stage *stage = *state;
    list_set(stage);
    for (int i = 0; i < 16; i++) {
        key(stage, UI_KEY_DOWN);
        list_set(stage);
        const Node *node = tree_find_key(stage->root, stage->input.focus);
        assert_true(node->rect.y >= 0 && node->rect.y + node->rect.height <= 250);
    }
    assert_true(str8_equal(tree_find_key(stage->root, stage->input.focus)->path, STR8("list/7")));
}

static void test_input__wiping_keeps_nothing_of_the_session(void **state) {
    Stage *stage = *state;
    stage_set(stage, false, "Label");
    key(stage, UI_KEY_TAB);
    pointer(stage, INPUT_DOWN, 4, 50, 50);
    input_wipe(&stage->input);
    assert_int_equal(stage->input.focus, 0);
    assert_int_equal(stage->input.pressed, 0);
    assert_int_equal(pointer(stage, INPUT_UP, 4, 50, 50).action.kind, 0);
}

static int open_stage(void **state) {
    static Stage stage;
    stage = (Stage){.now_ms = 100000};
    fixture_open(&stage.ui, fixture_look());
    *state = &stage;
    return 0;
}

static int close_stage(void **state) {
    fixture_close(&((Stage *)*state)->ui);
    return 0;
}

#define UI_TEST(name) cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int main(void) {
    const struct CMUnitTest tests[] = {
        UI_TEST(test_input__a_press_shows_at_once_and_acts_on_release),
        UI_TEST(test_input__sliding_off_cancels_for_good),
        UI_TEST(test_input__releasing_elsewhere_does_nothing),
        UI_TEST(test_input__a_second_hit_within_250_ms_is_ignored),
        UI_TEST(test_input__a_double_tap_does_not_reach_the_next_screen),
        UI_TEST(test_input__fast_typing_on_other_keys_counts),
        UI_TEST(test_input__only_the_first_finger_counts),
        UI_TEST(test_input__what_is_clipped_away_cannot_be_touched),
        UI_TEST(test_input__the_topmost_of_two_is_touched),
        UI_TEST(test_input__the_ring_shows_only_after_a_key),
        UI_TEST(test_input__focus_survives_a_change_of_language),
        UI_TEST(test_input__arrows_follow_what_is_seen),
        UI_TEST(test_input__enter_and_space_act_once),
        UI_TEST(test_input__escape_is_back_where_there_is_one),
        UI_TEST(test_input__a_lost_focus_goes_to_the_first_node),
        UI_TEST(test_input__six_keys_reach_everything_and_come_back),
        UI_TEST(test_input__up_undoes_down_in_a_grid),
        UI_TEST(test_input__the_focused_node_is_scrolled_into_view),
        UI_TEST(test_input__wiping_keeps_nothing_of_the_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
