#ifndef FOYER_TESTS_SCREENS_STAGE_H
#define FOYER_TESTS_SCREENS_STAGE_H

#include "kiosk/platform/surface.h"
#include "kiosk/ui/ui.h"
#include "tests/screens/fixtures.h"

/*
 * A stage shows fixtures as the kiosk would: real fonts, icons, words and layout, a surface in
 * memory. For the gallery, the properties and the goldens.
 */

typedef struct Stage Stage;

/** How a fixture is to be seen. All zero: English, normal text, light, 1920 x 1080. */
typedef struct {
    Str8 language; /* empty = English */
    TextSize text_size;
    ThemeName theme;
    bool portrait;
    bool low_reach;
    bool show_focus;
} StageLook;

/** NULL and a line on stderr when fonts, words or icons are missing. `assets` NULL = the build's.
 */
Stage *stage_new(const char *assets);
void stage_free(Stage *stage);

const LocaleSet *stage_locales(const Stage *stage);
/** Build and lay out; the root is valid until the next call. */
const Node *stage_show(Stage *stage, const Fixture *fixture, StageLook look);
/** The Look that the last fixture was shown with. */
const Look *stage_look(const Stage *stage);
/** Paint what was shown last; the surface is the stage's. */
const Surface *stage_paint(Stage *stage);

/** All fixtures, A then B; NULL at the end. */
const Fixture *stage_fixture(size_t index);
const Fixture *stage_fixture_named(const char *name);

#endif
