#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/fake_font.h"
#include "tests/unit/ui/ui_fixture.h"

/* The linker sends every allocation of the program through these. */
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *ptr, size_t size);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *ptr, size_t size);

static size_t allocations_count;

void *__wrap_malloc(size_t size) {
    allocations_count++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    allocations_count++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *ptr, size_t size) {
    allocations_count++;
    return __real_realloc(ptr, size);
}

typedef struct {
    TextEngine *engine;
    Ui *ui;
    Look look;
} Kiosk;

static UiFrame show(Kiosk *kiosk, const char *name, int rows, int64_t now_ms) {
    Build *build = ui_frame_begin(kiosk->ui, &kiosk->look, now_ms);
    Node *root = build_root(build, STR8("en"), false);
    Node *page = node_add(
        build, root, (NodeSpec){.key = name, .motion = MOTION_SLIDE, .height = GROW, .gap = 13});
    for (int i = 0; i < rows; i++) {
        Node *button = node_add(build, page,
                                (NodeSpec){.key_text = str8_format(build->arena, "row/%d", i),
                                           .role = ROLE_BUTTON,
                                           .label = STR8("A row"),
                                           .width = GROW,
                                           .height = FIXED(80),
                                           .fill = COLOR_SURFACE,
                                           .outline = COLOR_EDGE,
                                           .outline_width = 2,
                                           .shadow = SHADOW_1,
                                           .action = {1, (uint32_t)i}});
        node_add(build, button, (NodeSpec){.text = STR8("A row with words"), .type = TYPE_LABEL});
    }
    return ui_frame_end(kiosk->ui, root);
}

static InputResult touch(Kiosk *kiosk, InputKind kind, int x, int y, int64_t now_ms) {
    return ui_input(kiosk->ui, (InputEvent){.kind = kind, .x = x, .y = y, .now_ms = now_ms});
}

static void test_ui__a_frame_allocates_nothing_once_its_text_is_known(void **state) {
    Kiosk *kiosk = *state;
    for (int i = 0; i < 4; i++) {
        show(kiosk, "home", 10, 1000 + i * 300);
    }
    allocations_count = 0;
    for (int i = 0; i < 50; i++) {
        show(kiosk, i % 2 ? "home" : "away", 10, 4000 + i * 20);
        touch(kiosk, INPUT_DOWN, 50, 50, 4000 + i * 20);
        touch(kiosk, INPUT_UP, 50, 50, 4005 + i * 20);
    }
    assert_int_equal(allocations_count, 0);
}

static void test_ui__only_what_changed_is_damaged(void **state) {
    Kiosk *kiosk = *state;
    UiFrame frame = show(kiosk, "home", 10, 1000);
    assert_int_equal(frame.rects_count, 1);
    assert_int_equal(frame.rects[0].width, 1920);
    assert_true(frame.deadline_ms == ANIM_NO_DEADLINE); /* the first frame stands still */
    frame = show(kiosk, "home", 10, 1100);
    assert_int_equal(frame.rects_count, 0);
    touch(kiosk, INPUT_DOWN, 50, 130, 1200);
    frame = show(kiosk, "home", 10, 1200);
    assert_true(frame.rects_count > 0);
    for (size_t i = 0; i < frame.rects_count; i++) {
        assert_true(frame.rects[i].y + frame.rects[i].height <= 320);
    }
}

static void test_ui__new_content_moves_and_then_rests(void **state) {
    Kiosk *kiosk = *state;
    show(kiosk, "home", 3, 1000);
    UiFrame frame = show(kiosk, "help", 3, 2000);
    assert_int_equal(frame.deadline_ms, 2016);
    assert_int_equal(frame.root->first_child->rect.x, 24);
    frame = show(kiosk, "help", 3, 2180);
    assert_true(frame.deadline_ms == ANIM_NO_DEADLINE);
    ui_still_once(kiosk->ui);
    frame = show(kiosk, "home", 3, 3000);
    assert_true(frame.deadline_ms == ANIM_NO_DEADLINE);
}

static void test_ui__a_touch_during_the_next_build_still_finds_the_shown_tree(void **state) {
    Kiosk *kiosk = *state;
    show(kiosk, "home", 3, 1000);
    ui_frame_begin(kiosk->ui, &kiosk->look, 1100);
    ui_frame_begin(kiosk->ui, &kiosk->look, 1100); /* given up and begun again */
    assert_int_equal(touch(kiosk, INPUT_DOWN, 50, 50, 1100).action.kind, 0);
    InputResult up = touch(kiosk, INPUT_UP, 50, 50, 1150);
    assert_int_equal(up.action.kind, 1);
    assert_true(str8_equal(up.node->path, STR8("home/row/0")));
}

static void test_ui__wiping_leaves_no_tree_and_redraws_all(void **state) {
    Kiosk *kiosk = *state;
    show(kiosk, "home", 3, 1000);
    touch(kiosk, INPUT_DOWN, 50, 50, 1100);
    ui_wipe(kiosk->ui);
    assert_null(ui_tree(kiosk->ui));
    assert_int_equal(touch(kiosk, INPUT_UP, 50, 50, 1150).action.kind, 0);
    assert_int_equal(ui_input_state(kiosk->ui)->focus, 0);
    UiFrame frame = show(kiosk, "home", 3, 1200);
    assert_int_equal(frame.rects_count, 1);
    assert_int_equal(frame.rects[0].height, 1080);
}

static void test_ui__too_many_nodes_are_told_not_crashed_on(void **state) {
    Kiosk *kiosk = *state;
    UiFrame frame = show(kiosk, "home", NODES_MAX, 1000);
    assert_true(frame.full);
    assert_false(show(kiosk, "home", 10, 1100).full);
}

static int open_kiosk(void **state) {
    static Kiosk kiosk;
    kiosk.look = fixture_look();
    kiosk.engine = text_engine_new(fake_font_port());
    kiosk.ui = ui_new(kiosk.engine);
    *state = &kiosk;
    return kiosk.ui == NULL;
}

static int close_kiosk(void **state) {
    Kiosk *kiosk = *state;
    ui_free(kiosk->ui);
    text_engine_free(kiosk->engine);
    return 0;
}

#define UI_TEST(name) cmocka_unit_test_setup_teardown(name, open_kiosk, close_kiosk)

int main(void) {
    const struct CMUnitTest tests[] = {
        UI_TEST(test_ui__a_frame_allocates_nothing_once_its_text_is_known),
        UI_TEST(test_ui__only_what_changed_is_damaged),
        UI_TEST(test_ui__new_content_moves_and_then_rests),
        UI_TEST(test_ui__a_touch_during_the_next_build_still_finds_the_shown_tree),
        UI_TEST(test_ui__wiping_leaves_no_tree_and_redraws_all),
        UI_TEST(test_ui__too_many_nodes_are_told_not_crashed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
