#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/check.h"
#include "kiosk/ui/canvas.h"
#include "tests/support/fake_font.h"
#include "tests/unit/ui/ui_fixture.h"

enum { WIDTH = 500, HEIGHT = 300, DAMAGE_SEEDS = 150, TREE_NODES = 30, ICON_MAX = 400 };

static uint32_t screen_pixels[WIDTH * HEIGHT];
static uint32_t full_pixels[WIDTH * HEIGHT];

/* An icon that is different for each number and not symmetric. */
static IconMasks fake_icon(void *context, uint16_t icon, int size_px) {
    static uint8_t mask[ICON_MAX * ICON_MAX];
    (void)context;
    int size = size_px < ICON_MAX ? size_px : ICON_MAX;
    for (int i = 0; i < size * size; i++) {
        mask[i] = (uint8_t)((i % size) * icon * 3 + i / size);
    }
    return (IconMasks){.line = mask, .tint = mask, .size = size};
}

static ImagePixels fake_image(void *context, uint16_t image, int width, int height) {
    (void)context;
    (void)image;
    (void)width;
    (void)height;
    return (ImagePixels){0};
}

static Canvas *canvas_make(void) {
    Canvas *canvas = canvas_new(fake_font_port(), (IconPort){.masks = fake_icon},
                                (ImagePort){.pixels = fake_image});
    assert_non_null(canvas);
    return canvas;
}

static DrawList paint_fixture(Fixture *fixture, Node *root) {
    fixture_layout(fixture, root);
    return paint_tree(root, &fixture->look, &fixture->arena, fixture->build.nodes_count);
}

static const Draw *find_draw(const DrawList *list, DrawKind kind) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == kind) {
            return &list->items[i];
        }
    }
    return NULL;
}

static Node *decorated_tree(Fixture *fixture, uint64_t seed) {
    Node *root = fixture_random_tree(fixture, seed, seed % 2 == 0, TREE_NODES);
    Dice dice = {seed * 31 + 7};
    for (Node *node = root->first_child; node != NULL; node = tree_next(node, root)) {
        fixture_decorate(&node->spec, &dice);
    }
    return root;
}

/* What may happen between two frames. */
static void change_node(Node *node, Dice *dice) {
    switch (dice_roll(dice, 7)) {
    case 0:
        node->spec.states ^= STATE_PRESSED;
        break;
    case 1:
        node->spec.states ^= STATE_FOCUSED;
        break;
    case 2:
        node->spec.text = node->spec.text.len > 0 ? STR8("Other words") : STR8("");
        break;
    case 3:
        node->spec.shadow = (Shadow)((node->spec.shadow + 1) % 4);
        break;
    case 4:
        node->spec.color = COLOR_DANGER;
        break;
    case 5:
        node->spec.gap += 7;
        break;
    default:
        fixture_decorate(&node->spec, dice);
        break;
    }
}

static void draw_everything(Canvas *canvas, uint32_t *pixels, const DrawList *list) {
    CanvasTarget target = {pixels, WIDTH, HEIGHT, WIDTH};
    canvas_draw(canvas, target, list, (Rect){0, 0, WIDTH, HEIGHT});
}

static void draw_damage(Canvas *canvas, uint32_t *pixels, const DrawList *list,
                        const Damage *damage) {
    CanvasTarget target = {pixels, WIDTH, HEIGHT, WIDTH};
    for (size_t i = 0; i < damage->rects_count; i++) {
        canvas_draw(canvas, target, list, damage->rects[i]);
    }
}

static void test_damage__redrawing_it_equals_redrawing_everything(void **state) {
    Fixture *fixture = *state;
    static Damage damage;
    Canvas *canvas = canvas_make();
    size_t partial = 0;
    for (uint64_t seed = 0; seed < DAMAGE_SEEDS; seed++) {
        fixture->look.theme = (ThemeName)(seed % THEME_COUNT);
        fixture->look.show_focus = true;
        DrawList list = paint_fixture(fixture, decorated_tree(fixture, seed));
        damage_compare(&damage, &list, WIDTH, HEIGHT);
        draw_damage(canvas, screen_pixels, &list, &damage);
        Dice dice = {seed + 3};
        Node *root = decorated_tree(fixture, seed);
        int steps = dice_roll(&dice, TREE_NODES);
        Node *node = root->first_child;
        for (int i = 0; i < steps && tree_next(node, root) != NULL; i++) {
            node = tree_next(node, root);
        }
        change_node(node, &dice);
        list = paint_fixture(fixture, root);
        damage_compare(&damage, &list, WIDTH, HEIGHT);
        partial += damage.rects_count > 0 && damage.rects[0].height < HEIGHT;
        draw_damage(canvas, screen_pixels, &list, &damage);
        draw_everything(canvas, full_pixels, &list);
        assert_memory_equal(screen_pixels, full_pixels, sizeof full_pixels);
    }
    assert_true(partial > DAMAGE_SEEDS / 4); /* else the test proves nothing */
    canvas_free(canvas);
}

/* A shadow comes and goes at every place relative to the cells. */
static void test_damage__ink_outside_of_a_rect_is_redrawn_too(void **state) {
    (void)state;
    static Damage damage;
    Canvas *canvas = canvas_make();
    Rect screen = {0, 0, WIDTH, HEIGHT};
    for (int i = 0; i < 3 * DAMAGE_CELL_PX; i += 5) {
        Draw draws[2] = {{.kind = DRAW_FILL, .rect = screen, .clip = screen, .color = 0xFFFFFFFF},
                         {.kind = DRAW_SHADOW,
                          .rect = {120 + i, 100 + i / 3, 70, 40},
                          .clip = screen,
                          .color = 0xFF000000,
                          .blur_px = (int[]){6, 24, 48}[i % 3],
                          .offset_y_px = (int[]){2, 8, 16}[i % 3]}};
        DrawList with = {draws, 2};
        DrawList without = {draws, 1};
        damage_compare(&damage, &with, WIDTH, HEIGHT);
        draw_everything(canvas, screen_pixels, &with);
        damage_compare(&damage, &without, WIDTH, HEIGHT);
        draw_damage(canvas, screen_pixels, &without, &damage);
        draw_everything(canvas, full_pixels, &without);
        assert_memory_equal(screen_pixels, full_pixels, sizeof full_pixels);
    }
    canvas_free(canvas);
}

static void test_damage__the_same_frame_again_changes_nothing(void **state) {
    Fixture *fixture = *state;
    static Damage damage;
    for (uint64_t seed = 0; seed < 20; seed++) {
        DrawList list = paint_fixture(fixture, decorated_tree(fixture, seed));
        damage_compare(&damage, &list, WIDTH, HEIGHT);
        list = paint_fixture(fixture, decorated_tree(fixture, seed));
        damage_compare(&damage, &list, WIDTH, HEIGHT);
        assert_int_equal(damage.rects_count, 0);
    }
    DrawList list = {0};
    damage_all(&damage);
    damage_compare(&damage, &list, WIDTH, HEIGHT);
    assert_int_equal(damage.rects_count, 1);
    assert_int_equal(damage.rects[0].width, WIDTH);
}

static void test_damage__rects_never_overlap_and_stay_on_the_screen(void **state) {
    Fixture *fixture = *state;
    static Damage damage;
    Rect screen = {0, 0, WIDTH, HEIGHT};
    for (uint64_t seed = 0; seed < 60; seed++) {
        DrawList list = paint_fixture(fixture, decorated_tree(fixture, seed));
        damage_compare(&damage, &list, WIDTH, HEIGHT);
        for (size_t i = 0; i < damage.rects_count; i++) {
            Rect rect = damage.rects[i];
            Rect inside = rect_intersect(rect, screen);
            assert_memory_equal(&rect, &inside, sizeof rect);
            for (size_t j = 0; j < i; j++) {
                assert_true(rect_is_empty(rect_intersect(rect, damage.rects[j])));
            }
        }
    }
}

static void test_paint__a_code_keeps_its_quiet_zone_and_whole_modules(void **state) {
    Fixture *fixture = *state;
    static const uint8_t MODULES[21 * 21] = {1};
    fixture->look = fixture_look();
    for (ThemeName theme = THEME_LIGHT; theme < THEME_COUNT; theme++) {
        fixture->look.theme = theme;
        Node *root = fixture_root(fixture, true);
        node_add(
            &fixture->build, root,
            (NodeSpec){.modules = MODULES, .side = 21, .width = FIXED(203), .height = FIXED(250)});
        DrawList list = paint_fixture(fixture, root);
        const Draw *code = find_draw(&list, DRAW_CODE);
        FOYER_ASSERT(code != NULL);
        assert_int_equal(code->rect.width, 7 * 21);
        Rect node = root->first_child->rect;
        assert_true(code->rect.x - node.x >= 4 * 7);
        assert_true(node.x + node.width - code->rect.x - code->rect.width >= 4 * 7);
        assert_int_equal(code->color, 0xFF101828);
        assert_int_equal((code - 1)->color, 0xFFFFFFFF);
    }
}

static void test_paint__strong_themes_have_wide_outlines_and_no_shadows(void **state) {
    Fixture *fixture = *state;
    fixture->look = fixture_look();
    fixture->look.theme = THEME_STRONG_DARK;
    Node *root = fixture_root(fixture, false);
    NodeSpec spec = {.width = FIXED(200),
                     .height = FIXED(100),
                     .outline = COLOR_EDGE,
                     .outline_width = 2,
                     .shadow = SHADOW_2};
    node_add(&fixture->build, root, spec);
    spec.states = STATE_CHECKED;
    node_add(&fixture->build, root, spec);
    DrawList list = paint_fixture(fixture, root);
    assert_null(find_draw(&list, DRAW_SHADOW));
    const Draw *outline = find_draw(&list, DRAW_OUTLINE);
    FOYER_ASSERT(outline != NULL);
    assert_int_equal(outline[0].width_px, 4);
    assert_int_equal(outline[1].width_px, 6);
}

static void test_paint__a_press_changes_the_picture_in_every_theme(void **state) {
    Fixture *fixture = *state;
    static Damage damage;
    static const Color FILLS[] = {COLOR_SURFACE, COLOR_PINE, COLOR_LAKE, COLOR_CLAY, COLOR_SUNKEN};
    fixture->look = fixture_look();
    for (int i = 0; i < THEME_COUNT * 5; i++) {
        fixture->look.theme = (ThemeName)(i / 5);
        for (int pressed = 0; pressed < 2; pressed++) {
            Node *root = fixture_root(fixture, false);
            node_add(&fixture->build, root,
                     (NodeSpec){.width = FIXED(200),
                                .height = FIXED(100),
                                .fill = FILLS[i % 5],
                                .outline = COLOR_EDGE,
                                .outline_width = 2,
                                .states = pressed ? STATE_PRESSED : 0});
            DrawList list = paint_fixture(fixture, root);
            damage_compare(&damage, &list, 1920, 1080);
        }
        assert_true(damage.rects_count > 0);
    }
}

static void test_paint__the_focus_ring_is_gold_inside_ink_and_last(void **state) {
    Fixture *fixture = *state;
    fixture->look = fixture_look();
    fixture->look.show_focus = true;
    Node *root = fixture_root(fixture, false);
    node_add(&fixture->build, root,
             (NodeSpec){
                 .width = FIXED(200), .height = FIXED(100), .radius = 28, .states = STATE_FOCUSED});
    node_add(&fixture->build, root,
             (NodeSpec){.fill = COLOR_SURFACE, .width = FIXED(200), .height = FIXED(9)});
    DrawList list = paint_fixture(fixture, root);
    const Draw *ink = &list.items[list.count - 1];
    const Draw *gold = ink - 1;
    assert_int_equal(gold->rect.x, -8);
    assert_int_equal(gold->width_px, 8);
    assert_int_equal(gold->color, 0xFFFFC83D);
    assert_int_equal(gold->radii.corner[0], 36);
    assert_int_equal(ink->rect.width, 226);
    assert_int_equal(ink->width_px, 5);
    fixture->look.show_focus = false;
    list = paint_tree(root, &fixture->look, &fixture->arena, fixture->build.nodes_count);
    assert_null(find_draw(&list, DRAW_OUTLINE));
}

static Rect caret_of(Fixture *fixture, bool rtl, TextAlign align, Str8 text) {
    Node *root = fixture_root(fixture, rtl);
    node_add(&fixture->build, root,
             (NodeSpec){.width = FIXED(300),
                        .height = FIXED(100),
                        .text = text,
                        .type = TYPE_SMALL,
                        .align = align,
                        .caret = true});
    DrawList list = paint_fixture(fixture, root);
    return list.items[list.count - 1].rect;
}

static void test_paint__a_caret_stands_behind_the_text_in_reading_direction(void **state) {
    Fixture *fixture = *state;
    fixture->look = fixture_look();
    /* "abc" is 45 wide; 9 are kept for the caret, 3 are between it and the text. */
    Str8 text = STR8("abc");
    assert_int_equal(caret_of(fixture, false, TEXT_START, text).x, 48);
    assert_int_equal(caret_of(fixture, false, TEXT_END, text).x, 294);
    assert_int_equal(caret_of(fixture, true, TEXT_START, text).x, 1920 - 45 - 3 - 5);
    assert_int_equal(caret_of(fixture, false, TEXT_START, (Str8){0}).x, 0);
    assert_int_equal(caret_of(fixture, true, TEXT_START, (Str8){0}).x, 1920 - 5);
    Rect middle = caret_of(fixture, false, TEXT_CENTER, (Str8){0});
    assert_true(middle.x > 140 && middle.x < 150 && middle.height > 20);
}

static void test_paint__corners_change_sides_in_right_to_left(void **state) {
    Fixture *fixture = *state;
    static const int EXPECTED[2][4] = {{1, 2, 3, 4}, {2, 1, 4, 3}};
    fixture->look = fixture_look();
    for (int rtl = 0; rtl < 2; rtl++) {
        Node *root = fixture_root(fixture, rtl == 1);
        root->spec.fill = COLOR_NONE;
        node_add(
            &fixture->build, root,
            (NodeSpec){
                .width = FIXED(50), .height = FIXED(50), .fill = COLOR_INK, .radii = {1, 2, 3, 4}});
        DrawList list = paint_fixture(fixture, root);
        assert_memory_equal(find_draw(&list, DRAW_FILL)->radii.corner, EXPECTED[rtl],
                            sizeof EXPECTED[0]);
    }
}

static int open_small(void **state) {
    static Fixture fixture;
    Look look = {.width_px = WIDTH, .height_px = HEIGHT, .panel_width_mm = 476};
    fixture_open(&fixture, look);
    *state = &fixture;
    return 0;
}

#define UI_TEST(name) cmocka_unit_test_setup_teardown(name, open_small, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        UI_TEST(test_damage__redrawing_it_equals_redrawing_everything),
        UI_TEST(test_damage__ink_outside_of_a_rect_is_redrawn_too),
        UI_TEST(test_damage__the_same_frame_again_changes_nothing),
        UI_TEST(test_damage__rects_never_overlap_and_stay_on_the_screen),
        UI_TEST(test_paint__a_code_keeps_its_quiet_zone_and_whole_modules),
        UI_TEST(test_paint__strong_themes_have_wide_outlines_and_no_shadows),
        UI_TEST(test_paint__a_press_changes_the_picture_in_every_theme),
        UI_TEST(test_paint__the_focus_ring_is_gold_inside_ink_and_last),
        UI_TEST(test_paint__a_caret_stands_behind_the_text_in_reading_direction),
        UI_TEST(test_paint__corners_change_sides_in_right_to_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
