#include "tests/unit/ui/ui_fixture.h"

#include "data/base/check.h"
#include "tests/support/fake_font.h"

Look fixture_look(void) {
    return (Look){.width_px = 1920, .height_px = 1080, .panel_width_mm = 476};
}

int dice_roll(Dice *dice, int below) {
    dice->state = dice->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((dice->state >> 33) % (uint64_t)below);
}

void fixture_open(Fixture *fixture, Look look) {
    *fixture = (Fixture){.look = look};
    fixture->arena = arena_make(1 << 20, 16 << 20);
    fixture->engine = text_engine_new(fake_font_port());
    FOYER_ASSERT(fixture->engine != NULL);
}

Node *fixture_root(Fixture *fixture, bool rtl) {
    arena_reset(&fixture->arena);
    fixture->build = (Build){.arena = &fixture->arena, .look = &fixture->look};
    return build_root(&fixture->build, rtl ? STR8("ar") : STR8("en"), rtl);
}

void fixture_layout(Fixture *fixture, Node *root) {
    pool_frame(&fixture->pool);
    layout_tree(root, &fixture->look, fixture->engine, &fixture->pool);
}

void fixture_close(Fixture *fixture) {
    text_engine_free(fixture->engine);
    arena_free(&fixture->arena);
}

int fixture_setup(void **state) {
    static Fixture fixture;
    fixture_open(&fixture, fixture_look());
    *state = &fixture;
    return 0;
}

int fixture_teardown(void **state) {
    fixture_close(*state);
    return 0;
}

static Size random_size(Dice *dice, bool small) {
    switch (dice_roll(dice, small ? 3 : 5)) {
    case 0:
        return FIT;
    case 1:
        return (Size){.kind = SIZE_GROW, .value = dice_roll(dice, 4)};
    case 2:
        return PERCENT(10 + dice_roll(dice, 20));
    case 3:
        return FIXED(20 + dice_roll(dice, 90));
    default:
        return (Size){.kind = SIZE_GROW, .value = 1, .max = 60 + dice_roll(dice, 300)};
    }
}

static NodeSpec random_spec(Dice *dice) {
    static const char *const WORDS[] = {"Door", "Who is here tonight", "Sign in all four", "Help"};
    NodeSpec spec = {.axis = dice_roll(dice, 2) ? AXIS_ROW : AXIS_COLUMN,
                     .width = random_size(dice, false),
                     .height = random_size(dice, true),
                     .gap = dice_roll(dice, 4) * 5,
                     .pad = {dice_roll(dice, 9), dice_roll(dice, 7), dice_roll(dice, 5), 2},
                     .main = (Align)dice_roll(dice, 5),
                     .cross = (Align)dice_roll(dice, 4),
                     .wrap = dice_roll(dice, 5) == 0};
    if (dice_roll(dice, 3) == 0) {
        spec.text = str8_from(WORDS[dice_roll(dice, 4)]);
        spec.role = ROLE_TEXT;
        spec.type = TYPE_SMALL;
    }
    if (dice_roll(dice, 3) == 0) {
        spec.action = (Action){.kind = 1, .argument = (uint32_t)dice_roll(dice, 100)};
        spec.role = ROLE_BUTTON;
        spec.label = STR8("Button");
        spec.fill = COLOR_SURFACE;
        spec.outline = COLOR_EDGE;
        spec.outline_width = 2;
        spec.radius = 24;
    }
    return spec;
}

void fixture_decorate(NodeSpec *spec, Dice *dice) {
    static const uint8_t MODULES[9] = {1, 0, 1, 0, 1, 0, 1, 1, 1};
    spec->shadow = (Shadow)dice_roll(dice, 4);
    spec->radius = dice_roll(dice, 40);
    spec->arch = dice_roll(dice, 6) == 0;
    spec->dashed = dice_roll(dice, 4) == 0;
    spec->fill = dice_roll(dice, 2) ? (Color)(1 + dice_roll(dice, COLOR_COUNT - 1)) : COLOR_NONE;
    spec->fill_2 = dice_roll(dice, 5) == 0 ? COLOR_ARCH_BOTTOM : COLOR_NONE;
    spec->outline = dice_roll(dice, 3) ? COLOR_EDGE : COLOR_NONE;
    spec->outline_width = dice_roll(dice, 7);
    spec->align = (TextAlign)dice_roll(dice, 3);
    spec->caret = dice_roll(dice, 8) == 0;
    if (spec->text.len == 0 && dice_roll(dice, 4) == 0) {
        spec->icon = (uint16_t)(1 + dice_roll(dice, 20));
        spec->icon_size = 48;
        spec->icon_tint = COLOR_TINT;
    } else if (spec->text.len == 0 && dice_roll(dice, 8) == 0) {
        spec->modules = MODULES;
        spec->side = 3;
        spec->height = spec->width = FIXED(100);
    } else if (spec->text.len == 0 && dice_roll(dice, 8) == 0) {
        spec->ring_width = 10;
        spec->ring_fraction = dice_roll(dice, 1001);
    }
}

Node *fixture_random_tree(Fixture *fixture, uint64_t seed, bool rtl, int nodes) {
    Dice dice = {seed * 2654435761U + 17};
    Node *root = fixture_root(fixture, rtl);
    Node *parents[512] = {root};
    int parents_count = 1;
    for (int i = 0; i < nodes; i++) {
        Node *parent = parents[dice_roll(&dice, parents_count)];
        NodeSpec spec = random_spec(&dice);
        if (spec.action.kind != 0) {
            spec.key_text = str8_format(&fixture->arena, "n%d", i);
        }
        Node *node = node_add(&fixture->build, parent, spec);
        if (spec.text.len == 0 && parents_count < 512) {
            parents[parents_count++] = node;
        }
    }
    return root;
}
