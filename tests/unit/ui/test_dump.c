#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "kiosk/ui/dump.h"
#include "tests/unit/ui/ui_fixture.h"

static char buffer[1 << 20];

static SpeakWords english(void) {
    SpeakWords words = {.checked = STR8("checked"), .not_checked = STR8("not checked")};
    words.role[ROLE_BUTTON] = STR8("button");
    words.role[ROLE_TOGGLE] = STR8("switch");
    return words;
}

static Node *sample(Fixture *fixture) {
    Node *root = fixture_root(fixture, false);
    Node *screen =
        node_add(&fixture->build, root,
                 (NodeSpec){.key = "home", .role = ROLE_SCREEN, .label = STR8("Welcome")});
    Node *structure = node_add(&fixture->build, screen, (NodeSpec){0});
    node_add(&fixture->build, structure,
             (NodeSpec){.key = "sign-in",
                        .role = ROLE_BUTTON,
                        .label = STR8("Sign \"in\"\n\x01\\"),
                        .hint = STR8("everyone at once"),
                        .width = FIXED(100),
                        .height = FIXED(50),
                        .action = {3, 0}});
    node_add(&fixture->build, structure,
             (NodeSpec){.key = "member",
                        .role = ROLE_TOGGLE,
                        .label = STR8("Rosa"),
                        .value = STR8("Parent"),
                        .states = STATE_CHECKED | STATE_BUSY,
                        .action = {4, 1}});
    node_add(&fixture->build, structure,
             (NodeSpec){.role = ROLE_TEXT, .text = STR8("\xD8\xB3 plain")});
    fixture_layout(fixture, root);
    return root;
}

static json_t *parse(Fixture *fixture, const Node *root) {
    (void)fixture;
    SpeakWords words = english();
    Str8Builder out = builder_make(buffer, sizeof buffer);
    dump_json(&out, root, &words);
    assert_false(out.full);
    json_error_t error;
    json_t *json = json_loadb(buffer, out.len, JSON_REJECT_DUPLICATES, &error);
    if (json == NULL) {
        fail_msg("not JSON: %s at %d:%d", error.text, error.line, error.column);
    }
    return json;
}

static const char *text_of(json_t *object, const char *name) {
    return json_string_value(json_object_get(object, name));
}

static void test_dump__json_has_every_member_of_the_contract(void **state) {
    Node *root = sample(*state);
    json_t *json = parse(*state, root);
    assert_int_equal(json_array_size(json), 4);
    json_t *button = json_array_get(json, 1);
    assert_int_equal(json_object_size(button), 8);
    assert_string_equal(text_of(button, "key"), "home/sign-in");
    assert_string_equal(text_of(button, "role"), "button");
    assert_string_equal(text_of(button, "label"), "Sign \"in\"\n\x01\\");
    assert_string_equal(text_of(button, "spoken"), "Sign \"in\"\n\x01\\, button, everyone at once");
    assert_true(json_is_true(json_object_get(button, "focusable")));
    json_t *rect = json_object_get(button, "rect");
    assert_int_equal(json_integer_value(json_array_get(rect, 2)), 100);
    json_t *toggle = json_array_get(json, 2);
    assert_string_equal(text_of(toggle, "value"), "Parent");
    assert_string_equal(text_of(toggle, "spoken"), "Rosa, switch, Parent, checked");
    assert_int_equal(json_array_size(json_object_get(toggle, "states")), 2);
    assert_string_equal(text_of(json_array_get(json, 3), "key"), "");
    json_decref(json);
}

static void test_dump__json_is_valid_for_random_trees(void **state) {
    for (uint64_t seed = 0; seed < 100; seed++) {
        Node *root = fixture_random_tree(*state, seed, seed % 2 == 1, 100);
        fixture_layout(*state, root);
        json_decref(parse(*state, root));
    }
}

static void test_dump__text_shows_structure_by_indent(void **state) {
    Node *root = sample(*state);
    Str8Builder out = builder_make(buffer, sizeof buffer);
    dump_text(&out, root, false);
    assert_string_equal(buffer, "screen home \"Welcome\"\n"
                                "  button home/sign-in \"Sign \\\"in\\\"\\n\\u0001\\\\\" "
                                "?\"everyone at once\"\n"
                                "  toggle home/member \"Rosa\" =\"Parent\" checked busy\n"
                                "  text \"\xD8\xB3 plain\"\n");
    out = builder_make(buffer, sizeof buffer);
    dump_text(&out, root, true);
    assert_non_null(strstr(buffer, " @0,0 100x50\n"));
}

static void test_dump__a_full_buffer_sticks(void **state) {
    Node *root = sample(*state);
    char small[64];
    Str8Builder out = builder_make(small, sizeof small);
    dump_json(&out, root, NULL);
    assert_true(out.full);
}

static void test_dump__names_that_are_nearly_right_are_found(void **state) {
    Node *root = sample(*state);
    Str8 paths[DUMP_NEAREST_MAX];
    assert_int_equal(dump_nearest_paths(root, STR8("home/sing-in"), paths), 2);
    assert_true(str8_equal(paths[0], STR8("home/sign-in")));
    dump_nearest_paths(root, STR8("Rossa"), paths);
    assert_true(str8_equal(paths[0], STR8("home/member")));
    root = fixture_random_tree(*state, 5, false, 200);
    assert_int_equal(dump_nearest_paths(root, STR8("n7"), paths), DUMP_NEAREST_MAX);
}

static void test_tree__labels_find_what_can_be_touched_first(void **state) {
    Fixture *fixture = *state;
    Node *root = fixture_root(fixture, false);
    Node *text =
        node_add(&fixture->build, root, (NodeSpec){.role = ROLE_TEXT, .text = STR8("Print")});
    Node *button =
        node_add(&fixture->build, root, (NodeSpec){.label = STR8("Print"), .action = {1, 0}});
    assert_ptr_equal(tree_find_label(root, STR8("Print")), button);
    button->spec.action.kind = 0;
    assert_ptr_equal(tree_find_label(root, STR8("Print")), text);
    assert_null(tree_find_label(root, STR8("print")));
}

static void test_speak__says_states_only_where_there_are_two(void **state) {
    (void)state;
    SpeakWords words = english();
    Node node = {.spec = {.role = ROLE_TOGGLE, .label = STR8("Luis")}};
    Str8Builder out = builder_make(buffer, sizeof buffer);
    speak_node(&out, &node, &words);
    assert_string_equal(buffer, "Luis, switch, not checked");
    node.spec.role = ROLE_BUTTON;
    out = builder_make(buffer, sizeof buffer);
    speak_node(&out, &node, &words);
    assert_string_equal(buffer, "Luis, button");
}

#define UI_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        UI_TEST(test_dump__json_has_every_member_of_the_contract),
        UI_TEST(test_dump__json_is_valid_for_random_trees),
        UI_TEST(test_dump__text_shows_structure_by_indent),
        UI_TEST(test_dump__a_full_buffer_sticks),
        UI_TEST(test_dump__names_that_are_nearly_right_are_found),
        UI_TEST(test_tree__labels_find_what_can_be_touched_first),
        UI_TEST(test_speak__says_states_only_where_there_are_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
