#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kiosk/paper/code.h"
#include "kiosk/ui/tree.h"
#include "tests/screens/stage.h"

/* Every code that a screen draws is read again from the pixels by an independent reader, with what
 * really surrounds it, in every theme (PRODUCT rule 25). */

enum {
    AROUND_PX = 24,
    READ_MAX = 4096,
    MODULE_TENTHS_MM = 5,
};

static Stage *stage;
static Arena arena;

static int stage_setup(void **state) {
    (void)state;
    stage = stage_new(NULL);
    arena = arena_make((size_t)1 << 16, (size_t)1 << 26);
    return stage == NULL ? -1 : 0;
}

static int stage_teardown(void **state) {
    (void)state;
    stage_free(stage);
    arena_free(&arena);
    return 0;
}

static const Node *code_of(const Node *root) {
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (node->spec.role == ROLE_CODE) {
            return node;
        }
    }
    return NULL;
}

static unsigned gray_of(uint32_t color) {
    return ((color >> 16 & 0xFF) * 3 + (color >> 8 & 0xFF) * 6 + (color & 0xFF)) / 10;
}

static void picture_write(const Surface *surface, Rect rect, const char *path) {
    const CanvasTarget *target = &surface->target;
    rect = rect_intersect(rect, (Rect){0, 0, target->width, target->height});
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    (void)fprintf(file, "P5\n%d %d\n255\n", rect.width, rect.height);
    for (int y = rect.y; y < rect.y + rect.height; y++) {
        for (int x = rect.x; x < rect.x + rect.width; x++) {
            (void)fputc((int)gray_of(target->pixels[y * target->stride + x]), file);
        }
    }
    assert_int_equal(fclose(file), 0);
}

static Str8 picture_read(const char *path) {
    Str8 command = str8_format(&arena, "zbarimg -q --nodbus --raw -Sbinary %s", path);
    FILE *reader = popen(command.ptr, "r");
    assert_non_null(reader);
    char *text = ARENA_ARRAY(&arena, char, READ_MAX);
    size_t len = fread(text, 1, READ_MAX, reader);
    (void)pclose(reader);
    return (Str8){text, len};
}

/* False when the fixture shows no code in this look (the largest text has it on another page). */
static bool code_is_read_back(const Fixture *fixture, StageLook look) {
    const Node *code = code_of(stage_show(stage, fixture, look));
    if (code == NULL) {
        return false;
    }
    char path[] = "/tmp/foyer-screen-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    picture_write(stage_paint(stage), rect_inflate(code->rect, AROUND_PX), path);
    Str8 read = picture_read(path);
    unlink(path);
    if (!str8_equal(read, code->spec.value)) {
        fail_msg("%s theme %d size %d%s%s: read %zu bytes of %zu", fixture->name, (int)look.theme,
                 (int)look.text_size, look.portrait ? " portrait" : "",
                 look.low_reach ? " low" : "", read.len, code->spec.value.len);
    }
    return true;
}

static size_t themes_read_back(const Fixture *fixture, StageLook look) {
    size_t count = 0;
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        look.theme = (ThemeName)theme;
        count += code_is_read_back(fixture, look) ? 1 : 0;
        arena_reset(&arena);
    }
    return count;
}

static void test_codes__are_read_from_every_screen(void **state) {
    (void)state;
    size_t count = 0;
    for (size_t i = 0; stage_fixture(i) != NULL; i++) {
        const Fixture *fixture = stage_fixture(i);
        if (code_of(stage_show(stage, fixture, (StageLook){0})) == NULL) {
            continue;
        }
        count += themes_read_back(fixture, (StageLook){0});
        count += themes_read_back(fixture, (StageLook){.portrait = true});
        count += themes_read_back(fixture, (StageLook){.low_reach = true});
        count += themes_read_back(fixture, (StageLook){.text_size = TEXT_LARGEST});
        count += themes_read_back(fixture, (StageLook){.language = STR8("ar")});
    }
    assert_true(count >= 5 * THEME_COUNT);
}

static void test_codes__have_large_modules_and_stay_small(void **state) {
    (void)state;
    for (size_t i = 0; stage_fixture(i) != NULL; i++) {
        for (int portrait = 0; portrait < 2; portrait++) {
            StageLook look = {.portrait = portrait == 1};
            const Node *code = code_of(stage_show(stage, stage_fixture(i), look));
            if (code == NULL) {
                continue;
            }
            int module = code->rect.width / (code->spec.side + 2 * CODE_QUIET_MODULES);
            assert_true(module >= look_mm_px(stage_look(stage), MODULE_TENTHS_MM));
            assert_true(code->spec.side <= CODE_SIDE_MAX);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes__are_read_from_every_screen),
        cmocka_unit_test(test_codes__have_large_modules_and_stay_small),
    };
    return cmocka_run_group_tests(tests, stage_setup, stage_teardown);
}
