#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/ui/ui_fixture.h"

enum { SEEDS = 400, TREE_NODES = 60 };

static void assert_rect(const Node *node, int x, int y, int width, int height) {
    assert_int_equal(node->rect.x, x);
    assert_int_equal(node->rect.y, y);
    assert_int_equal(node->rect.width, width);
    assert_int_equal(node->rect.height, height);
}

/* The smallest width a child can be given, as layout.h states it. */
static int least_width(const Node *node, int inner) {
    return node->spec.width.kind == SIZE_PERCENT ? inner * node->spec.width.value / 100
                                                 : node->min_width_px;
}

typedef struct {
    int left, inner, needed, used, growing, count;
} RowFacts;

static RowFacts row_facts(const Node *node) {
    RowFacts facts = {0};
    int start = node->rtl ? node->spec.pad.end : node->spec.pad.start;
    int end = node->rtl ? node->spec.pad.start : node->spec.pad.end;
    facts.left = node->rect.x + start;
    facts.inner = node->rect.width - start - end;
    for (const Node *child = node->first_child; child != NULL; child = child->next) {
        int gap = facts.count > 0 ? node->spec.gap : 0;
        facts.needed += gap + least_width(child, facts.inner);
        facts.used += gap + child->rect.width;
        facts.growing += child->spec.width.kind == SIZE_GROW && child->spec.width.max == 0;
        facts.count++;
    }
    return facts;
}

static void check_row(const Node *node) {
    RowFacts facts = row_facts(node);
    if (facts.count == 0 || facts.needed > facts.inner) {
        return; /* it cannot fit: nothing is promised */
    }
    for (const Node *child = node->first_child; child != NULL; child = child->next) {
        assert_true(child->rect.x >= facts.left);
        assert_true(child->rect.x + child->rect.width <= facts.left + facts.inner);
        const Node *next = child->next;
        if (next != NULL) {
            int distance = node->rtl ? child->rect.x - (next->rect.x + next->rect.width)
                                     : next->rect.x - (child->rect.x + child->rect.width);
            assert_true(distance >= node->spec.gap);
        }
    }
    if (facts.growing > 0) {
        assert_int_equal(facts.used, facts.inner);
    }
}

static void check_column(const Node *node) {
    for (const Node *child = node->first_child; child != NULL; child = child->next) {
        int inner = node->rect.width - node->spec.pad.start - node->spec.pad.end;
        if (least_width(child, inner) <= inner) {
            assert_true(child->rect.width <= inner);
        }
        if (child->next != NULL) {
            assert_true(child->next->rect.y >= child->rect.y + child->rect.height + node->spec.gap);
        }
    }
}

static void test_layout__random_trees_fit_without_gaps_or_overlaps(void **state) {
    Fixture *fixture = *state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        Node *root = fixture_random_tree(fixture, seed, seed % 2 == 1, TREE_NODES);
        fixture_layout(fixture, root);
        for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
            assert_true(node->rect.width >= 0 && node->rect.height >= 0);
            if (node->spec.axis == AXIS_COLUMN) {
                check_column(node);
            } else if (!node->spec.wrap) {
                check_row(node);
            }
        }
    }
}

static void test_layout__a_mirrored_tree_is_the_exact_mirror_image(void **state) {
    Fixture *fixture = *state;
    static Rect rects[TREE_NODES + 1];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fixture->look.width_px = 1920 - (int)(seed % 7);
        Node *root = fixture_random_tree(fixture, seed, false, TREE_NODES);
        fixture_layout(fixture, root);
        size_t count = 0;
        for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
            rects[count++] = node->rect;
        }
        root = fixture_random_tree(fixture, seed, true, TREE_NODES);
        fixture_layout(fixture, root);
        count = 0;
        for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
            Rect other = rects[count++];
            int mirrored = fixture->look.width_px - other.x - other.width;
            assert_rect(node, mirrored, other.y, other.width, other.height);
        }
    }
}

static void test_layout__growing_shares_add_up_to_the_last_pixel(void **state) {
    Fixture *fixture = *state;
    for (int count = 1; count <= 40; count++) {
        Node *root = fixture_root(fixture, false);
        Node *row = node_add(&fixture->build, root,
                             (NodeSpec){.axis = AXIS_ROW, .width = FIXED(1003), .gap = 3});
        for (int i = 0; i < count; i++) {
            node_add(&fixture->build, row,
                     (NodeSpec){.width = {.kind = SIZE_GROW, .value = i % 3}});
        }
        fixture_layout(fixture, root);
        const Node *last = row->last_child;
        assert_int_equal(last->rect.x + last->rect.width, 1003);
        for (const Node *child = row->first_child; child->next != NULL; child = child->next) {
            assert_int_equal(child->next->rect.x, child->rect.x + child->rect.width + 3);
        }
    }
}

static void test_layout__a_capped_share_gives_its_rest_to_the_others(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, false);
    Node *row = node_add(&fixture->build, root, (NodeSpec){.axis = AXIS_ROW, .width = FIXED(600)});
    Node *capped = node_add(&fixture->build, row,
                            (NodeSpec){.width = {.kind = SIZE_GROW, .value = 1, .max = 100}});
    Node *open = node_add(&fixture->build, row, (NodeSpec){.width = GROW});
    Node *least = node_add(&fixture->build, row,
                           (NodeSpec){.width = {.kind = SIZE_GROW, .value = 1, .min = 300}});
    fixture_layout(fixture, root);
    assert_int_equal(capped->rect.width, 100);
    assert_int_equal(open->rect.width, 200);
    assert_int_equal(least->rect.width, 300);
}

static void test_layout__alignment_puts_leftovers_where_it_says(void **state) {
    Fixture *fixture = *state;
    static const struct {
        Align main;
        int first, second;
    } CASES[] = {
        {ALIGN_START, 10, 120},
        {ALIGN_CENTER, 140, 250},
        {ALIGN_END, 270, 380},
        {ALIGN_BETWEEN, 10, 380},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Node *root = fixture_root(fixture, false);
        Node *row = node_add(&fixture->build, root,
                             (NodeSpec){.axis = AXIS_ROW,
                                        .width = FIXED(500),
                                        .height = FIXED(80),
                                        .pad = EDGES(10),
                                        .gap = 10,
                                        .main = CASES[i].main,
                                        .cross = ALIGN_CENTER});
        NodeSpec box = {.width = FIXED(100), .height = FIXED(40)};
        box.width = FIXED(100);
        Node *first = node_add(&fixture->build, row, box);
        box.width = FIXED(110);
        Node *second = node_add(&fixture->build, row, box);
        fixture_layout(fixture, root);
        assert_rect(first, CASES[i].first, 20, 100, 40);
        assert_int_equal(second->rect.x, CASES[i].second);
    }
}

static void test_layout__a_text_gets_higher_as_it_gets_narrower(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, false);
    /* SMALL is 30 du, so a letter is 15 wide in the fake font and a line 39 high. */
    NodeSpec text = {.text = STR8("four more words here"), .type = TYPE_SMALL};
    Node *wide = node_add(&fixture->build, root, text);
    Node *box = node_add(&fixture->build, root, (NodeSpec){.width = FIXED(150)});
    Node *narrow = node_add(&fixture->build, box, text);
    text.one_line = true;
    Node *line = node_add(&fixture->build, box, text);
    fixture_layout(fixture, root);
    assert_int_equal(wide->rect.height, 39);
    assert_int_equal(narrow->rect.width, 150);
    assert_int_equal(narrow->rect.height, 78);
    assert_int_equal(line->rect.width, 300);
    assert_int_equal(line->rect.height, 39);
}

static void test_layout__texts_of_a_row_give_way_down_to_their_longest_word(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, false);
    Node *row = node_add(&fixture->build, root, (NodeSpec){.axis = AXIS_ROW, .width = FIXED(260)});
    NodeSpec text = {.text = STR8("one two"), .type = TYPE_SMALL};
    Node *first = node_add(&fixture->build, row, text);
    text.text = STR8("longerword one two");
    Node *second = node_add(&fixture->build, row, text);
    fixture_layout(fixture, root);
    assert_true(first->rect.width >= 45 && second->rect.width >= 150);
    assert_int_equal(first->rect.width + second->rect.width, 260);
}

static void test_layout__wrapped_rows_break_where_they_are_full(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, true);
    Node *row =
        node_add(&fixture->build, root,
                 (NodeSpec){.axis = AXIS_ROW, .wrap = true, .width = FIXED(320), .gap = 10});
    Node *tiles[5];
    for (int i = 0; i < 5; i++) {
        tiles[i] = node_add(&fixture->build, row,
                            (NodeSpec){.width = FIXED(100), .height = FIXED(50 + 10 * i)});
    }
    fixture_layout(fixture, root);
    assert_rect(tiles[0], 1820, 0, 100, 50);
    assert_rect(tiles[2], 1600, 0, 100, 70);
    assert_rect(tiles[3], 1820, 80, 100, 80);
    assert_int_equal(row->rect.height, 70 + 10 + 90);
}

static void test_layout__sums_in_du_are_sums_in_pixels_on_any_panel(void **state) {
    Fixture *fixture = *state;
    static const int PANELS[][2] = {
        {1366, 768}, {1280, 720}, {1024, 768}, {800, 600}, {2560, 1440}};
    for (int i = 0; i < 5 * 300; i++) {
        fixture->look.width_px = PANELS[i % 5][0];
        fixture->look.height_px = PANELS[i % 5][1];
        Dice dice = {(uint64_t)i};
        int count = 1 + dice_roll(&dice, 12);
        int size = 20 + dice_roll(&dice, 100);
        int gap = dice_roll(&dice, 25);
        Node *root = fixture_root(fixture, false);
        Node *row = node_add(&fixture->build, root,
                             (NodeSpec){.axis = AXIS_ROW,
                                        .wrap = i % 2 == 0,
                                        .gap = gap,
                                        .width = FIXED(count * size + (count - 1) * gap)});
        for (int j = 0; j < count; j++) {
            node_add(&fixture->build, row, (NodeSpec){.width = FIXED(size), .height = FIXED(10)});
        }
        fixture_layout(fixture, root);
        const Node *last = row->last_child;
        assert_int_equal(last->rect.y, 0);
        assert_true(last->rect.x + last->rect.width <= row->rect.width);
        assert_true(last->rect.width >= look_px(&fixture->look, size) - 1);
    }
}

static void test_layout__absolute_children_count_from_the_start_edge(void **state) {
    Fixture *fixture = *state;
    for (int rtl = 0; rtl < 2; rtl++) {
        Node *root = fixture_root(fixture, rtl == 1);
        Node *card =
            node_add(&fixture->build, root,
                     (NodeSpec){.width = FIXED(400), .height = FIXED(300), .pad = EDGES(40)});
        Node *badge = node_add(&fixture->build, card,
                               (NodeSpec){.absolute = true,
                                          .start = 320,
                                          .top = 12,
                                          .width = FIXED(68),
                                          .height = FIXED(68)});
        Node *rest =
            node_add(&fixture->build, card,
                     (NodeSpec){.absolute = true, .start = 100, .width = GROW, .height = GROW});
        fixture_layout(fixture, root);
        assert_rect(badge, rtl ? 1920 - 388 : 320, 12, 68, 68);
        assert_rect(rest, rtl ? 1520 : 100, 0, 300, 300);
    }
}

static Node *add_list(Fixture *fixture, Node *root, int rows) {
    Node *list =
        node_add(&fixture->build, root,
                 (NodeSpec){.key = "list", .scroll = true, .width = GROW, .height = FIXED(300)});
    for (int i = 0; i < rows; i++) {
        node_add(&fixture->build, list,
                 (NodeSpec){.key_text = str8_format(&fixture->arena, "%d", i),
                            .width = GROW,
                            .height = FIXED(100),
                            .action = {1, 0}});
    }
    return list;
}

static void test_layout__scrolling_stays_inside_its_content(void **state) {
    Fixture *fixture = *state;
    Node *list = add_list(fixture, fixture_root(fixture, false), 10);
    fixture_layout(fixture, list->parent);
    assert_true(layout_can_scroll(list, 1));
    assert_false(layout_can_scroll(list, -1));
    layout_scroll_page(list, &fixture->pool, 9);
    list = add_list(fixture, fixture_root(fixture, false), 10);
    fixture_layout(fixture, list->parent);
    assert_int_equal(list->last_child->rect.y, 200);
    assert_int_equal(list->first_child->rect.y, -700);
    assert_int_equal(list->last_child->clip.height, 300);
    assert_false(layout_can_scroll(list, 1));
    list = add_list(fixture, fixture_root(fixture, false), 2);
    fixture_layout(fixture, list->parent);
    assert_int_equal(list->first_child->rect.y, 0);
}

static void test_layout__revealing_brings_a_node_into_view(void **state) {
    Fixture *fixture = *state;
    for (int wanted = 9; wanted >= 0; wanted -= 3) {
        Node *list = add_list(fixture, fixture_root(fixture, false), 10);
        fixture_layout(fixture, list->parent);
        Str8 path = str8_format(&fixture->arena, "list/%d", wanted);
        assert_true(layout_reveal(tree_find_path(list->parent, path), &fixture->pool));
        list = add_list(fixture, fixture_root(fixture, false), 10);
        fixture_layout(fixture, list->parent);
        path = str8_format(&fixture->arena, "list/%d", wanted);
        const Node *node = tree_find_path(list->parent, path);
        assert_true(node->rect.y >= 0 && node->rect.y + node->rect.height <= 300);
    }
}

static void test_layout__a_scrolling_list_gives_way_to_its_neighbours(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, false);
    Node *page = node_add(&fixture->build, root, (NodeSpec){.height = GROW});
    Node *list = add_list(fixture, page, 30);
    list->spec.height = GROW;
    Node *footer = node_add(&fixture->build, root, (NodeSpec){.height = FIXED(120)});
    fixture_layout(fixture, root);
    assert_int_equal(footer->rect.y, 960);
    assert_int_equal(list->rect.height, 960);
}

static void test_layout__too_much_content_does_not_push_the_footer_away(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, false);
    node_add(&fixture->build, root, (NodeSpec){.height = FIXED(100)});
    Node *content = node_add(&fixture->build, root, (NodeSpec){.height = GROW});
    node_add(&fixture->build, content, (NodeSpec){.height = FIXED(2000)});
    Node *footer = node_add(&fixture->build, root, (NodeSpec){.height = FIXED(120)});
    fixture_layout(fixture, root);
    assert_int_equal(footer->rect.y, 960);
    assert_int_equal(content->rect.height, 860);
    assert_int_equal(content->first_child->rect.height, 2000);
}

static void test_layout__deep_trees_are_no_danger(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, false);
    Node *node = root;
    for (int i = 0; i < NODES_MAX + 10; i++) {
        node = node_add(&fixture->build, node, (NodeSpec){.axis = (Axis)(i % 2), .width = GROW});
    }
    assert_true(fixture->build.full);
    fixture_layout(fixture, root);
    assert_int_equal(root->first_child->rect.width, 1920);
}

static void test_build__paths_join_keyed_ancestors_only(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, false);
    Node *home = node_add(&fixture->build, root, (NodeSpec){.key = "home"});
    Node *nameless = node_add(&fixture->build, home, (NodeSpec){0});
    Node *button = node_add(&fixture->build, nameless, (NodeSpec){.key = "sign-in"});
    Node *back = node_add(&fixture->build, nameless, (NodeSpec){.key = "/furniture/back"});
    assert_true(str8_equal(button->path, STR8("home/sign-in")));
    assert_true(str8_equal(back->path, STR8("furniture/back")));
    assert_ptr_equal(tree_find_path(root, STR8("home/sign-in")), button);
    assert_int_equal(nameless->path.len, 0);
    assert_int_equal(tree_find_duplicate(root).len, 0);
    node_add(&fixture->build, root, (NodeSpec){.key = "furniture/back"});
    assert_true(str8_equal(tree_find_duplicate(root), STR8("furniture/back")));
}

static void test_pool__gives_up_what_is_not_seen(void **state) {
    (void)state;
    Pool pool = {0};
    pool_frame(&pool);
    pool_get(&pool, 7)->scroll_px = 70;
    pool_frame(&pool);
    assert_int_equal(pool_get(&pool, 7)->scroll_px, 70);
    pool_frame(&pool);
    pool_frame(&pool);
    assert_null(pool_find(&pool, 7));
    for (uint64_t key = 1; key <= POOL_SLOTS; key++) {
        assert_non_null(pool_get(&pool, key));
    }
    assert_null(pool_get(&pool, 999));
    pool_wipe(&pool);
    assert_null(pool_find(&pool, 1));
}

#define UI_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        UI_TEST(test_layout__random_trees_fit_without_gaps_or_overlaps),
        UI_TEST(test_layout__a_mirrored_tree_is_the_exact_mirror_image),
        UI_TEST(test_layout__growing_shares_add_up_to_the_last_pixel),
        UI_TEST(test_layout__a_capped_share_gives_its_rest_to_the_others),
        UI_TEST(test_layout__alignment_puts_leftovers_where_it_says),
        UI_TEST(test_layout__a_text_gets_higher_as_it_gets_narrower),
        UI_TEST(test_layout__texts_of_a_row_give_way_down_to_their_longest_word),
        UI_TEST(test_layout__wrapped_rows_break_where_they_are_full),
        UI_TEST(test_layout__sums_in_du_are_sums_in_pixels_on_any_panel),
        UI_TEST(test_layout__absolute_children_count_from_the_start_edge),
        UI_TEST(test_layout__scrolling_stays_inside_its_content),
        UI_TEST(test_layout__revealing_brings_a_node_into_view),
        UI_TEST(test_layout__a_scrolling_list_gives_way_to_its_neighbours),
        UI_TEST(test_layout__too_much_content_does_not_push_the_footer_away),
        UI_TEST(test_layout__deep_trees_are_no_danger),
        UI_TEST(test_build__paths_join_keyed_ancestors_only),
        UI_TEST(test_pool__gives_up_what_is_not_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
