#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/domain/plan.h"

#define ROOT "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 200\">"
#define ROOM "<rect id=\"room-108\" x=\"100\" y=\"40\" width=\"80\" height=\"40\"/>"

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(64 << 10, 16 << 20);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static ErrCode parse(const char *svg, Plan *plan, Err *err) {
    return plan_parse(&arena, str8_from(svg), plan, err);
}

static void assert_spot(const PlanSpot *spot, int x, int y, int width, int height) {
    assert_non_null(spot);
    assert_int_equal(spot->x, x);
    assert_int_equal(spot->y, y);
    assert_int_equal(spot->width, width);
    assert_int_equal(spot->height, height);
}

static void test_plan__rooms_are_found_by_their_number(void **state) {
    (void)state;
    Plan plan;
    Err err = {0};
    assert_int_equal(parse("<?xml version=\"1.0\"?><!-- ours -->" ROOT ROOM
                           "<path id='110' d='M0 0h9' data-x='300' data-y='150'/>"
                           "<rect id='Room-Library' width='40' height='20'/>"
                           "<circle id='foyer' r='4' data-x='200' data-y='190'/>"
                           "<rect id='rect12' x='0' y='0' width='400' height='200'/></svg>",
                           &plan, &err),
                     ERR_OK);
    assert_int_equal(plan.aspect, 2000);
    assert_int_equal(plan.rooms_count, 3);
    assert_spot(plan_room(&plan, STR8("108")), 350, 300, 200, 200);
    assert_spot(plan_room(&plan, STR8("110")), 750, 750, 0, 0);
    assert_spot(plan_room(&plan, STR8("library")), 50, 50, 100, 100);
    assert_true(plan.has_foyer);
    assert_spot(&plan.foyer, 500, 950, 0, 0);
    assert_null(plan_room(&plan, STR8("109")));
    assert_null(plan_room(&plan, STR8("")));
    assert_null(plan_room(NULL, STR8("108")));
}

static void test_plan__groups_may_move_and_scale_rooms(void **state) {
    (void)state;
    Plan plan;
    Err err = {0};
    assert_int_equal(parse(ROOT "<g transform='translate(10,20) scale(2)'>"
                                "<g transform='matrix(1 0 0 1 5 5)'>"
                                "<rect id='108' x='0' y='0' width='20' height='10'/></g></g></svg>",
                           &plan, &err),
                     ERR_OK);
    assert_spot(plan_room(&plan, STR8("108")), 100, 200, 100, 100);
    assert_int_equal(parse(ROOT "<g transform='rotate(45)'>" ROOM "</g></svg>", &plan, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "data-x"));
}

static void test_plan__keeps_only_what_draws(void **state) {
    (void)state;
    Plan plan;
    Plan again;
    Err err = {0};
    assert_int_equal(
        parse(ROOT "<title>Jane's house</title><metadata><rdf:RDF rdf:about=\"http://x.y\"/>"
                   "</metadata><sodipodi:namedview id=\"a\"/><style>.w{fill:#eee}</style>"
                   "<g inkscape:label=\"Jane\" style=\"fill:#1e9;stroke-dasharray:none\">" ROOM
                   "<text x=\"3\">108</text></g></svg>",
              &plan, &err),
        ERR_OK);
    assert_int_equal(str8_find(plan.svg, STR8("Jane")), plan.svg.len);
    assert_int_equal(str8_find(plan.svg, STR8("rdf")), plan.svg.len);
    assert_true(str8_find(plan.svg, STR8(".w{fill:#eee}")) < plan.svg.len);
    assert_true(str8_find(plan.svg, STR8("width=\"400\" height=\"200\"")) < plan.svg.len);
    assert_int_equal(plan_parse(&arena, plan.svg, &again, &err), ERR_OK);
    assert_true(str8_equal(plan.svg, again.svg));
    assert_true(plan.digest == again.digest);
}

static void test_plan__what_is_not_a_drawing_of_its_own_is_refused(void **state) {
    (void)state;
    static const char *const HOSTILE[] = {
        "",
        "no drawing",
        "<html><rect id='108' width='4' height='4'/></html>",
        ROOT "</svg>",
        ROOT ROOM,
        ROOT ROOM "</g>",
        ROOT ROOM "</svg>" ROOT "</svg>",
        ROOT ROOM ROOM "</svg>",
        ROOT ROOM "<script>alert(1)</script></svg>",
        ROOT ROOM "<metadata><script/></metadata></svg>",
        ROOT ROOM "<rect onload='x()' width='3' height='3'/></svg>",
        ROOT ROOM "<image href='http://example.org/a.png'/></svg>",
        ROOT ROOM "<image href='data:image/png;base64,AA'/></svg>",
        ROOT ROOM "<use href='#108'/></svg>",
        ROOT ROOM "<foreignObject/></svg>",
        ROOT ROOM "<animate/></svg>",
        ROOT ROOM "<svg viewBox='0 0 4 4'/></svg>",
        ROOT ROOM "<g style='fill:url(http://example.org/a)'/></svg>",
        ROOT ROOM "<g style='fill:u\\72l(x)'/></svg>",
        ROOT ROOM "<g fill='url(#a) url(b)'/></svg>",
        ROOT ROOM "<linearGradient xlink:href='b.svg#a'/></svg>",
        ROOT ROOM "<style>@import 'a.css';</style></svg>",
        ROOT ROOM "<style>a{stroke-dasharray:1}</style></svg>",
        ROOT ROOM "<style><rect/></style></svg>",
        ROOT ROOM "<g stroke-dasharray='0.0001'/></svg>",
        ROOT ROOM "<g style='stroke-dasharray:0.0001'/></svg>",
        ROOT ROOM "<g stroke-width='1000000'/></svg>",
        ROOT ROOM "<g style='stroke-width:900'/></svg>",
        ROOT ROOM "<path d='M0 0L1e30 4'/></svg>",
        ROOT ROOM "<path d='M0 0L123456789 4'/></svg>",
        ROOT ROOM "<g transform='scale(1000)'/></svg>",
        ROOT ROOM "<g transform='scale(60) scale(60)'/></svg>",
        ROOT ROOM "<g transform='perspective(3)'/></svg>",
        ROOT ROOM "<path d='M0 0>4'/></svg>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>" ROOT ROOM "</svg>",
        "<?xml-stylesheet href='a.css'?>" ROOT ROOM "</svg>",
        ROOT "<![CDATA[ ]]>" ROOM "</svg>",
        ROOT "&a;" ROOM "</svg>",
        ROOT ROOM "<g id='&a;'/></svg>",
        ROOT "<rect id='room-108' x='1' y='1'/></svg>",
        ROOT "<g id='room-108'/></svg>",
        ROOT "<rect id='room-108' x='10mm' width='4' height='4'/></svg>",
        ROOT "<rect id='room-108' x='399' width='400' height='4'/></svg>",
        ROOT "<rect id='room-108' data-x='4' width='4' height='4'/></svg>",
        ROOT "<rect id='room-a room with far too long a name' width='4' height='4'/></svg>",
        "<svg>" ROOM "</svg>",
        "<svg viewBox='0 0 0 200'>" ROOM "</svg>",
        "<svg viewBox='0 0 9000 20'>" ROOM "</svg>",
        "<svg viewBox='0 0 400 200 4'>" ROOM "</svg>",
        ROOT "\xFF" ROOM "</svg>",
    };
    for (size_t i = 0; i < sizeof HOSTILE / sizeof HOSTILE[0]; i++) {
        Plan plan;
        Err err = {0};
        if (parse(HOSTILE[i], &plan, &err) != ERR_INVALID || err.text[0] == '\0') {
            fail_msg("taken: %s", HOSTILE[i]);
        }
    }
}

static void test_plan__is_refused_past_its_maxima(void **state) {
    (void)state;
    size_t size = 2 * PLAN_BYTES_MAX;
    Str8Builder text = builder_in(&arena, size);
    Plan plan;
    Err err = {0};
    builder_add(&text, STR8(ROOT));
    for (int i = 0; i <= PLAN_ROOMS_MAX; i++) {
        builder_format(&text, "<rect id='%d' width='4' height='4'/>", i);
    }
    builder_add(&text, STR8("</svg>"));
    assert_int_equal(plan_parse(&arena, builder_text(&text), &plan, &err), ERR_LIMIT);
    text.len = 0;
    builder_add(&text, STR8(ROOT));
    for (int i = 0; i <= PLAN_DEPTH_MAX; i++) {
        builder_add(&text, STR8("<g>"));
    }
    assert_int_equal(plan_parse(&arena, builder_text(&text), &plan, &err), ERR_LIMIT);
    text.len = 0;
    builder_add(&text, STR8(ROOT ROOM "<path d='M0 0"));
    while (text.len <= PLAN_VALUE_BYTES_MAX + 200) {
        builder_add(&text, STR8("L4 4"));
    }
    builder_add(&text, STR8("'/></svg>"));
    assert_int_equal(plan_parse(&arena, builder_text(&text), &plan, &err), ERR_LIMIT);
    assert_non_null(strstr(err.text, "points"));
    while (text.len <= PLAN_BYTES_MAX) {
        builder_add(&text, STR8("                                "));
    }
    assert_int_equal(plan_parse(&arena, builder_text(&text), &plan, &err), ERR_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_plan__rooms_are_found_by_their_number, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_plan__groups_may_move_and_scale_rooms, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_plan__keeps_only_what_draws, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_plan__what_is_not_a_drawing_of_its_own_is_refused,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_plan__is_refused_past_its_maxima, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
