#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/ui/ui_fixture.h"

static Node *moving(Fixture *fixture, Motion motion, bool rtl) {
    Node *root = fixture_root(fixture, rtl);
    Node *node = node_add(&fixture->build, root,
                          (NodeSpec){.key = "page",
                                     .motion = motion,
                                     .absolute = true,
                                     .start = 100,
                                     .top = 100,
                                     .width = FIXED(200),
                                     .height = FIXED(100)});
    node_add(&fixture->build, node, (NodeSpec){.width = FIXED(50), .height = FIXED(50)});
    fixture_layout(fixture, root);
    return root;
}

static void test_anim__easing_is_monotone_from_0_to_1000(void **state) {
    (void)state;
    assert_int_equal(anim_ease_out(0), 0);
    assert_int_equal(anim_ease_out(1000), 1000);
    assert_int_equal(anim_ease_out(500), 875);
    for (int t = 1; t <= 1000; t++) {
        assert_true(anim_ease_out(t) >= anim_ease_out(t - 1));
    }
}

static void test_anim__content_slides_24_du_from_the_end_side(void **state) {
    Fixture *fixture = *state;
    for (int rtl = 0; rtl < 2; rtl++) {
        pool_wipe(&fixture->pool);
        Node *root = moving(fixture, MOTION_SLIDE, rtl == 1);
        int rest = root->first_child->rect.x;
        assert_int_equal(anim_apply_tree(root, &fixture->look, &fixture->pool, 5000, false), 5016);
        assert_int_equal(root->first_child->rect.x - rest, rtl ? -24 : 24);
        root = moving(fixture, MOTION_SLIDE, rtl == 1);
        assert_int_equal(anim_apply_tree(root, &fixture->look, &fixture->pool, 5090, false), 5106);
        assert_int_equal(root->first_child->rect.x - rest, rtl ? -3 : 3);
        root = moving(fixture, MOTION_SLIDE, rtl == 1);
        assert_true(anim_apply_tree(root, &fixture->look, &fixture->pool, 5180, false) ==
                    ANIM_NO_DEADLINE);
        assert_int_equal(root->first_child->rect.x, rest);
    }
}

static void test_anim__a_pop_grows_about_its_centre(void **state) {
    Fixture *fixture = *state;
    Node *root = moving(fixture, MOTION_POP, false);
    anim_apply_tree(root, &fixture->look, &fixture->pool, 10, false);
    Rect rect = root->first_child->rect;
    assert_int_equal(rect.width, 160);
    assert_int_equal(rect.x, 120);
    assert_int_equal(rect.height, 80);
}

static void test_anim__nothing_moves_when_motion_is_off_or_still(void **state) {
    Fixture *fixture = *state;
    Node *root = moving(fixture, MOTION_RISE, false);
    assert_true(anim_apply_tree(root, &fixture->look, &fixture->pool, 10, true) ==
                ANIM_NO_DEADLINE);
    assert_int_equal(root->first_child->rect.y, 100);
    root = moving(fixture, MOTION_RISE, false);
    assert_true(anim_apply_tree(root, &fixture->look, &fixture->pool, 20, false) ==
                ANIM_NO_DEADLINE);
    pool_wipe(&fixture->pool);
    fixture->look.reduced_motion = true;
    root = moving(fixture, MOTION_RISE, false);
    assert_true(anim_apply_tree(root, &fixture->look, &fixture->pool, 10, false) ==
                ANIM_NO_DEADLINE);
    assert_int_equal(root->first_child->rect.y, 100);
}

#define UI_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        UI_TEST(test_anim__easing_is_monotone_from_0_to_1000),
        UI_TEST(test_anim__content_slides_24_du_from_the_end_side),
        UI_TEST(test_anim__a_pop_grows_about_its_centre),
        UI_TEST(test_anim__nothing_moves_when_motion_is_off_or_still),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
