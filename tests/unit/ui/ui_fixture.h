#ifndef FOYER_TESTS_UNIT_UI_FIXTURE_H
#define FOYER_TESTS_UNIT_UI_FIXTURE_H

#include "kiosk/ui/ui.h"

/** The reference panel: 1920x1080, where 1 du is 1 px. */
Look fixture_look(void);

/** A toy generator: the same seed gives the same numbers for good. */
typedef struct {
    uint64_t state;
} Dice;

/** 0..below-1. */
int dice_roll(Dice *dice, int below);

/** One frame's build with an arena, an engine and a pool of its own. */
typedef struct {
    Arena arena;
    TextEngine *engine;
    Pool pool;
    Look look;
    Build build;
} Fixture;

void fixture_open(Fixture *fixture, Look look);
/** Start a new tree; the one before is gone. */
Node *fixture_root(Fixture *fixture, bool rtl);
void fixture_layout(Fixture *fixture, Node *root);
void fixture_close(Fixture *fixture);

/** cmocka's: *state is one Fixture on the reference panel. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/** A tree of rows and columns with every kind of size, some texts, some of them interactive. */
Node *fixture_random_tree(Fixture *fixture, uint64_t seed, bool rtl, int nodes);
/** Give a node random looks: fills, outlines, shadows, an icon, a code, a ring, a caret. */
void fixture_decorate(NodeSpec *spec, Dice *dice);

#endif
