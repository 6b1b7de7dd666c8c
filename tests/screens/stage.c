#include "tests/screens/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "kiosk/platform/assets.h"
#include "kiosk/platform/font.h"
#include "kiosk/platform/icon.h"
#include "kiosk/screens/screens.h"

enum { STAGE_WIDTH = 1920, STAGE_HEIGHT = 1080, PANEL_MM = 476 };

struct Stage {
    Arena arena; /* words; lives as long as the stage */
    Arena views; /* one fixture's values */
    LocaleSet *locales;
    Fonts *fonts;
    Icons *icons;
    TextEngine *engine;
    Canvas *canvas;
    Ui *ui;
    Surface surface[2]; /* landscape, portrait */
    Look look;
    UiFrame frame;
};

static bool stage_open(Stage *stage, const char *assets) {
    Err err = {0};
    const char *folder = assets_folder(&stage->arena, assets, getenv("FOYER_ASSETS"));
    if (folder == NULL ||
        locale_set_load(&stage->arena, str8_from(folder), STR8("America/New_York"), &stage->locales,
                        &err) != ERR_OK ||
        fonts_new(&stage->fonts, &err) != ERR_OK ||
        icons_new(&stage->icons, str8_from(folder), &err) != ERR_OK ||
        surface_new(&stage->surface[0], STAGE_WIDTH, STAGE_HEIGHT, &err) != ERR_OK ||
        surface_new(&stage->surface[1], STAGE_HEIGHT, STAGE_WIDTH, &err) != ERR_OK) {
        (void)fprintf(stderr, "stage: %s\n", err.text);
        return false;
    }
    stage->engine = text_engine_new(fonts_port(stage->fonts));
    stage->ui = ui_new(stage->engine);
    stage->canvas =
        canvas_new(fonts_port(stage->fonts), icons_port(stage->icons), images_port(stage->icons));
    return stage->ui != NULL && stage->canvas != NULL;
}

Stage *stage_new(const char *assets) {
    Stage *stage = calloc(1, sizeof *stage);
    FOYER_ASSERT(stage != NULL);
    stage->arena = arena_make((size_t)1 << 20, (size_t)256 << 20);
    stage->views = arena_make((size_t)1 << 20, (size_t)64 << 20);
    if (!stage_open(stage, assets)) {
        stage_free(stage);
        return NULL;
    }
    return stage;
}

void stage_free(Stage *stage) {
    canvas_free(stage->canvas);
    ui_free(stage->ui);
    text_engine_free(stage->engine);
    icons_free(stage->icons);
    fonts_free(stage->fonts);
    surface_free(&stage->surface[0]);
    surface_free(&stage->surface[1]);
    arena_free(&stage->views);
    if (stage->locales != NULL) {
        locale_set_close(stage->locales);
    }
    arena_free(&stage->arena);
    free(stage);
}

const LocaleSet *stage_locales(const Stage *stage) {
    return stage->locales;
}

static Look look_of(StageLook look) {
    return (Look){.theme = look.theme,
                  .text_size = look.text_size,
                  .low_reach = look.low_reach,
                  .reduced_motion = true,
                  .show_focus = look.show_focus,
                  .width_px = look.portrait ? STAGE_HEIGHT : STAGE_WIDTH,
                  .height_px = look.portrait ? STAGE_WIDTH : STAGE_HEIGHT,
                  .panel_width_mm = PANEL_MM};
}

const Node *stage_show(Stage *stage, const Fixture *fixture, StageLook look) {
    arena_reset(&stage->views);
    Maker maker = {.arena = &stage->views,
                   .locales = stage->locales,
                   .locale = locale_find(stage->locales, look.language),
                   .look = &stage->look};
    View view;
    stage->look = look_of(look);
    fixture->make(&maker, &view);
    ui_redraw_all(stage->ui);
    Build *build = ui_frame_begin(stage->ui, &stage->look, 0);
    stage->frame = ui_frame_end(stage->ui, screens_build(build, &view));
    if (stage->frame.full) {
        (void)fprintf(stderr, "stage: %s: too many nodes\n", fixture->name);
    }
    return stage->frame.root;
}

const Look *stage_look(const Stage *stage) {
    return &stage->look;
}

const Surface *stage_paint(Stage *stage) {
    Surface *surface = &stage->surface[stage->look.width_px == STAGE_WIDTH ? 0 : 1];
    Rect all = {0, 0, surface->target.width, surface->target.height};
    canvas_draw(stage->canvas, surface->target, &stage->frame.list, all);
    return surface;
}

const Fixture *stage_fixture(size_t index) {
    if (index < FIXTURES_A_COUNT) {
        return &FIXTURES_A[index];
    }
    index -= FIXTURES_A_COUNT;
    if (index < FIXTURES_B_COUNT) {
        return &FIXTURES_B[index];
    }
    index -= FIXTURES_B_COUNT;
    if (index < FIXTURES_C_COUNT) {
        return &FIXTURES_C[index];
    }
    index -= FIXTURES_C_COUNT;
    return index < FIXTURES_D_COUNT ? &FIXTURES_D[index] : NULL;
}

const Fixture *stage_fixture_named(const char *name) {
    for (size_t i = 0; stage_fixture(i) != NULL; i++) {
        if (strcmp(stage_fixture(i)->name, name) == 0) {
            return stage_fixture(i);
        }
    }
    return NULL;
}
