#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "kiosk/ui/input.h"
#include "kiosk/ui/layout.h"
#include "kiosk/ui/tree.h"
#include "tests/screens/stage.h"

/* What must hold on every screen, in every language, size and shape (PRODUCT rules 30 and 31).
 * Every failure is printed; the test fails when there was one. */

enum {
    NODES_SEEN_MAX = 1500,
    PRINTED_MAX = 60,
    TARGET_TENTHS_MM = 150,
    PRIMARY_TENTHS_MM = 200,
    GAP_TENTHS_MM = 30,
    SPILL_PX = 2, /* rounding of text boxes */
};

static Stage *stage;

/* One look of one fixture under test. */
typedef struct {
    const Fixture *fixture;
    StageLook look;
    const Node *root;
    const Node *nodes[NODES_SEEN_MAX];
    size_t count;
} Scene;

typedef int SceneCheck(const Scene *scene);

static int printed;

static int defect(const Scene *scene, const Node *node, const char *what) {
    if (printed++ < PRINTED_MAX) {
        Str8 name = node->path.len > 0 ? node->path : node->spec.text;
        print_error("%s %.*s size %d theme %d%s%s: %.*s: %s (%d,%d %dx%d)\n", scene->fixture->name,
                    STR8_ARG(scene->look.language), (int)scene->look.text_size,
                    (int)scene->look.theme, scene->look.portrait ? " portrait" : "",
                    scene->look.low_reach ? " low" : "", STR8_ARG(name), what, node->rect.x,
                    node->rect.y, node->rect.width, node->rect.height);
    }
    return 1;
}

static void scene_show(Scene *scene) {
    scene->root = stage_show(stage, scene->fixture, scene->look);
    scene->count = 0;
    for (const Node *node = scene->root; node != NULL; node = tree_next(node, scene->root)) {
        assert_true(scene->count < NODES_SEEN_MAX);
        scene->nodes[scene->count++] = node;
    }
}

/* Every fixture in three languages, four sizes, both shapes, both reaches, in the light theme and
 * in a strong one, whose outlines and footer are larger and whose titles have other letters. */
static void check_all(SceneCheck *check) {
    static Scene scene;
    const char *only =
        getenv("FOYER_FIXTURES"); /* the beginning of a name, while one works on it */
    Str8 prefix = str8_from(only != NULL ? only : "");
    int defects = 0;
    printed = 0;
    for (size_t i = 0; stage_fixture(i) != NULL; i++) {
        if (!str8_starts_with(str8_from(stage_fixture(i)->name), prefix)) {
            continue;
        }
        for (size_t locale = 0; locale < locale_set_count(stage_locales(stage)); locale++) {
            for (unsigned variant = 0; variant < TEXT_SIZE_COUNT * 8; variant++) {
                scene.fixture = stage_fixture(i);
                scene.look = (StageLook){
                    .language = locale_language(locale_set_at(stage_locales(stage), locale)),
                    .text_size = (TextSize)(variant % TEXT_SIZE_COUNT),
                    .portrait = (variant / 4) % 2 == 1,
                    .low_reach = (variant / 8) % 2 == 1,
                    .theme = variant / 16 == 1 ? THEME_STRONG_DARK : THEME_LIGHT};
                scene_show(&scene);
                defects += check(&scene);
            }
        }
    }
    assert_int_equal(defects, 0);
}

static bool role_is_control(Role role) {
    return role == ROLE_BUTTON || role == ROLE_TOGGLE || role == ROLE_CHOICE || role == ROLE_KEY;
}

static int check_named(const Scene *scene) {
    int defects = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const Node *node = scene->nodes[i];
        bool control = role_is_control(node->spec.role);
        if (!node_is_interactive(node)) {
            defects += control ? defect(scene, node, "a control without action") : 0;
            continue;
        }
        defects += control || node->spec.role == ROLE_FIELD ? 0 : defect(scene, node, "no role");
        defects += node->spec.label.len > 0 ? 0 : defect(scene, node, "no label");
        defects += node->path.len > 0 ? 0 : defect(scene, node, "no key");
    }
    Str8 twice = tree_find_duplicate(scene->root);
    return defects +
           (twice.len > 0 ? defect(scene, tree_find_path(scene->root, twice), "key twice") : 0);
}

static void test_screens__name_every_control(void **state) {
    (void)state;
    check_all(check_named);
}

static size_t walk(const Scene *scene, UiKey key, Pool *pool, Input *input) {
    const Node *order[INPUT_NODES_MAX];
    size_t count = input_focus_order(scene->root, order, INPUT_NODES_MAX);
    bool seen[INPUT_NODES_MAX] = {false};
    size_t reached = 0;
    for (size_t step = 0; step < count; step++) {
        input_handle(input, scene->root, pool, (InputEvent){.kind = INPUT_KEY, .key = key});
        for (size_t i = 0; i < count; i++) {
            if (order[i]->key == input->focus && !seen[i]) {
                seen[i] = true;
                reached++;
            }
        }
    }
    return reached;
}

static int check_keys(const Scene *scene) {
    static Pool pool;
    static const UiKey KEYS[] = {UI_KEY_TAB, UI_KEY_TAB_BACK, UI_KEY_RIGHT, UI_KEY_LEFT};
    const Node *order[INPUT_NODES_MAX];
    size_t count = input_focus_order(scene->root, order, INPUT_NODES_MAX);
    int defects = 0;
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        Input input = {0};
        if (walk(scene, KEYS[i], &pool, &input) != count) {
            defects += defect(scene, scene->root, "keys do not reach every control");
        }
    }
    return defects;
}

static void test_screens__are_walked_by_keys_there_and_back(void **state) {
    (void)state;
    check_all(check_keys);
}

static bool rect_inside(Rect inner, Rect outer, int spill) {
    return inner.x >= outer.x - spill && inner.y >= outer.y - spill &&
           inner.x + inner.width <= outer.x + outer.width + spill &&
           inner.y + inner.height <= outer.y + outer.height + spill;
}

static int between(int start_a, int size_a, int start_b, int size_b) {
    int after = start_b - (start_a + size_a);
    int before = start_a - (start_b + size_b);
    return after > before ? after : before;
}

static int rect_gap(Rect a, Rect b) {
    int across = between(a.x, a.width, b.x, b.width);
    int down = between(a.y, a.height, b.y, b.height);
    return across > down ? across : down;
}

static int check_target(const Scene *scene, const Node *node) {
    const Look *look = stage_look(stage);
    Color fill = node->spec.fill;
    bool primary = fill == COLOR_PINE || fill == COLOR_LAKE || fill == COLOR_CLAY;
    int least = look_mm_px(look, primary ? PRIMARY_TENTHS_MM : TARGET_TENTHS_MM);
    int defects = 0;
    if (node->rect.width < least || node->rect.height < least) {
        defects += defect(scene, node, "too small to be touched");
    }
    Rect screen = {0, 0, look->width_px, look->height_px};
    if (!rect_inside(node->rect, screen, 0) || !rect_inside(node->rect, node->clip, 0)) {
        defects += defect(scene, node, "leaves the screen");
    }
    return defects;
}

static int check_targets(const Scene *scene) {
    const Node *order[INPUT_NODES_MAX];
    size_t count = input_focus_order(scene->root, order, INPUT_NODES_MAX);
    int gap = look_mm_px(stage_look(stage), GAP_TENTHS_MM);
    int defects = 0;
    for (size_t i = 0; i < count; i++) {
        defects += check_target(scene, order[i]);
        for (size_t j = i + 1; j < count; j++) {
            int apart = rect_gap(order[i]->rect, order[j]->rect);
            if (apart < 0) {
                defects += defect(scene, order[j], "overlaps another control");
            } else if (apart < gap) {
                defects += defect(scene, order[j], "too near to another control");
            }
        }
    }
    return defects;
}

static void test_screens__have_targets_large_and_apart(void **state) {
    (void)state;
    check_all(check_targets);
}

static bool node_is_above(const Node *ancestor, const Node *node) {
    while (node != NULL && node != ancestor) {
        node = node->parent;
    }
    return node == ancestor;
}

/* Text stays inside everything that is drawn around it. */
static int check_text(const Scene *scene, const Node *node, Rect text) {
    int defects = node->block->clipped ? defect(scene, node, "text is cut") : 0;
    for (const Node *box = node->parent; box != NULL; box = box->parent) {
        bool drawn = box->spec.fill != COLOR_NONE || box->spec.outline != COLOR_NONE;
        if (drawn && !rect_inside(text, box->rect, SPILL_PX)) {
            defects +=
                defect(scene, node,
                       box->parent == NULL ? "text leaves the screen" : "text leaves its box");
            break;
        }
    }
    return defects;
}

static int check_texts(const Scene *scene) {
    static Rect rects[NODES_SEEN_MAX];
    const Look *look = stage_look(stage);
    int defects = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const Node *node = scene->nodes[i];
        rects[i] = (Rect){0};
        if (node->block == NULL || node->spec.text.len == 0) {
            continue;
        }
        rects[i] = layout_text_rect(node, look);
        rects[i].width = node->block->width;
        rects[i].height = node->block->height;
        defects += check_text(scene, node, layout_text_rect(node, look));
        for (size_t j = 0; j < i; j++) {
            Rect shared = rect_intersect(rects[i], rects[j]);
            if (shared.width > SPILL_PX && shared.height > SPILL_PX) {
                defects += defect(scene, node, "text over text");
            }
        }
    }
    return defects;
}

static void test_screens__show_every_text_whole(void **state) {
    (void)state;
    check_all(check_texts);
}

/* Nothing that is read lies under a control that it does not belong to. */
static int check_covered(const Scene *scene) {
    int defects = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const Node *node = scene->nodes[i];
        if (node->block == NULL || node->spec.text.len == 0) {
            continue;
        }
        for (size_t j = 0; j < scene->count; j++) {
            const Node *control = scene->nodes[j];
            if (!node_is_interactive(control) || node_is_above(control, node)) {
                continue;
            }
            Rect shared = rect_intersect(layout_text_rect(node, stage_look(stage)), control->rect);
            if (shared.width > SPILL_PX && shared.height > SPILL_PX) {
                defects += defect(scene, node, "text under a control");
            }
        }
    }
    return defects;
}

static void test_screens__keep_words_clear_of_controls(void **state) {
    (void)state;
    check_all(check_covered);
}

/* In low reach everything that can be touched lies in the lower half. */
static int check_low(const Scene *scene) {
    if (!scene->look.low_reach) {
        return 0;
    }
    int defects = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const Node *node = scene->nodes[i];
        if (node_is_interactive(node) && node->rect.y < stage_look(stage)->height_px / 2) {
            defects += defect(scene, node, "is out of low reach");
        }
    }
    return defects;
}

static void test_screens__keep_controls_in_low_reach(void **state) {
    (void)state;
    check_all(check_low);
}

/* Content that is the same in every language: names of people, of the school, of languages. */
static bool is_content(Str8 label) {
    static const char *const CONTENT[] = {
        "Maple Grove", "Martin Luther", "Okafor",  "Lindqvist", "English",    "Español",
        "Reyes",       "Baptiste",      "Nair",    "Rosa",      "Luis",       "Sofía",
        "Mateo",       "Inés",          "Barthol", "Lucía",     "Ana",        "Clothes closet",
        "7KQ4",        "Gym",           "Normal",  "abc",       "maples2025", "MapleGrove-Guests"};
    for (size_t i = 0; i < sizeof CONTENT / sizeof CONTENT[0]; i++) {
        Str8 part = str8_from(CONTENT[i]);
        if (str8_find(label, part) < label.len) {
            return true;
        }
    }
    for (size_t i = 0; i < FIXTURE_CITY_COUNT; i++) {
        if (str8_find(label, str8_from(FIXTURE_CITY[i])) < label.len) {
            return true;
        }
    }
    return false;
}

static size_t letters_count(Str8 label) {
    size_t count = 0;
    for (size_t i = 0; i < label.len; i++) {
        char lower = (char)(label.ptr[i] | 0x20);
        count += lower >= 'a' && lower <= 'z' ? 1 : 0;
    }
    return count;
}

enum { ENGLISH_MAX = 400, ENGLISH_LETTERS_MIN = 3 };

static size_t labels_collect(Arena *arena, const Scene *scene, Str8 *labels) {
    size_t count = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const NodeSpec *spec = &scene->nodes[i]->spec;
        Str8 label = spec->label.len > 0 ? spec->label : spec->text;
        if (letters_count(label) >= ENGLISH_LETTERS_MIN && !is_content(label) &&
            spec->role != ROLE_KEY) {
            assert_true(count < ENGLISH_MAX);
            labels[count++] = str8_copy(arena, label);
        }
    }
    return count;
}

static int english_report(const Scene *scene, const Str8 *labels, size_t count, const Str8 *english,
                          size_t english_count) {
    int defects = 0;
    for (size_t i = 0; i < count; i++) {
        bool same = false;
        for (size_t j = 0; j < english_count && !same; j++) {
            same = str8_equal(labels[i], english[j]);
        }
        if (same) {
            print_error("%s %.*s: \"%.*s\" is English\n", scene->fixture->name,
                        STR8_ARG(scene->look.language), STR8_ARG(labels[i]));
            defects++;
        }
    }
    return defects;
}

static void test_screens__leave_nothing_untranslated(void **state) {
    (void)state;
    static Scene scene;
    static Str8 english[ENGLISH_MAX];
    static Str8 other[ENGLISH_MAX];
    Arena arena = arena_make((size_t)1 << 16, (size_t)1 << 24);
    int defects = 0;
    printed = 0;
    for (size_t i = 0; stage_fixture(i) != NULL; i++) {
        scene.fixture = stage_fixture(i);
        scene.look = (StageLook){.language = STR8("en")};
        scene_show(&scene);
        size_t english_count = labels_collect(&arena, &scene, english);
        for (size_t locale = 1; locale < locale_set_count(stage_locales(stage)); locale++) {
            scene.look.language = locale_language(locale_set_at(stage_locales(stage), locale));
            scene_show(&scene);
            size_t count = labels_collect(&arena, &scene, other);
            defects += english_report(&scene, other, count, english, english_count);
        }
        arena_reset(&arena);
    }
    arena_free(&arena);
    assert_int_equal(defects, 0);
}

static int group_setup(void **state) {
    (void)state;
    stage = stage_new(FOYER_SHARE);
    return stage == NULL ? -1 : 0;
}

static int group_teardown(void **state) {
    (void)state;
    stage_free(stage);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens__name_every_control),
        cmocka_unit_test(test_screens__are_walked_by_keys_there_and_back),
        cmocka_unit_test(test_screens__have_targets_large_and_apart),
        cmocka_unit_test(test_screens__show_every_text_whole),
        cmocka_unit_test(test_screens__keep_words_clear_of_controls),
        cmocka_unit_test(test_screens__keep_controls_in_low_reach),
        cmocka_unit_test(test_screens__leave_nothing_untranslated),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
