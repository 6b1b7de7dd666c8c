#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "kiosk/ui/dump.h"
#include "tests/screens/goldens.h"
#include "tests/screens/stage.h"

/* What every screen says, by role and key, in three languages and four sizes; and how a dozen of
 * them look. A size that says the same as the one before is noted as such. */

enum { DUMP_BYTES_MAX = 1 << 15, GOLDEN_BYTES_MAX = 1 << 18 };

static Stage *stage;

static Str8 fixture_dump(const Fixture *fixture, Str8 language, TextSize size, char *buffer) {
    StageLook look = {.language = language, .text_size = size};
    Str8Builder out = builder_make(buffer, DUMP_BYTES_MAX);
    dump_text(&out, stage_show(stage, fixture, look), false);
    assert_false(out.full);
    return builder_text(&out);
}

static void language_add(Str8Builder *golden, const Fixture *fixture, Str8 language) {
    static char buffers[2][DUMP_BYTES_MAX];
    Str8 before = {0};
    for (int size = 0; size < TEXT_SIZE_COUNT; size++) {
        Str8 now = fixture_dump(fixture, language, (TextSize)size, buffers[size % 2]);
        builder_format(golden, "== %.*s %d", STR8_ARG(language), size);
        if (size > 0 && str8_equal(before, now)) {
            builder_add(golden, STR8(" as before\n"));
        } else {
            builder_add_char(golden, '\n');
            builder_add(golden, now);
        }
        before = now;
    }
}

static void test_screens__say_what_their_goldens_say(void **state) {
    (void)state;
    static char buffer[GOLDEN_BYTES_MAX];
    int different = 0;
    for (size_t i = 0; stage_fixture(i) != NULL; i++) {
        Str8Builder golden = builder_make(buffer, sizeof buffer);
        for (size_t locale = 0; locale < locale_set_count(stage_locales(stage)); locale++) {
            language_add(&golden, stage_fixture(i),
                         locale_language(locale_set_at(stage_locales(stage), locale)));
        }
        assert_false(golden.full);
        different += golden_text_matches(stage_fixture(i)->name, builder_text(&golden)) ? 0 : 1;
    }
    assert_int_equal(different, 0);
}

static void test_screens__look_like_their_pictures(void **state) {
    (void)state;
    static const struct {
        const char *name;
        const char *fixture;
        StageLook look;
    } PICTURES[] = {
        {"home-en", "home", {.language = {"en", 2}}},
        {"home-ar", "home", {.language = {"ar", 2}}},
        {"home-es-portrait", "home", {.language = {"es", 2}, .portrait = true}},
        {"look-up-en", "look-up", {.language = {"en", 2}}},
        {"letter-ar-low", "letter", {.language = {"ar", 2}, .low_reach = true}},
        {"household-en", "household", {.language = {"en", 2}}},
        {"household-en-strong-largest",
         "household-three",
         {.language = {"en", 2}, .theme = THEME_STRONG_DARK, .text_size = TEXT_LARGEST}},
        {"thanks-es", "thanks", {.language = {"es", 2}}},
        {"help-en", "help", {.language = {"en", 2}}},
        {"help-ar-night", "help", {.language = {"ar", 2}, .theme = THEME_NIGHT}},
        {"card-en", "card", {.language = {"en", 2}}},
        {"help-more-es", "help-more", {.language = {"es", 2}}},
        {"list-city-en", "list-city", {.language = {"en", 2}}},
        {"search-en", "search", {.language = {"en", 2}}},
        {"search-ar", "search", {.language = {"ar", 2}}},
        {"search-en-strong", "search", {.language = {"en", 2}, .theme = THEME_STRONG_DARK}},
        {"search-es-portrait", "search-city", {.language = {"es", 2}, .portrait = true}},
        {"card-city-en", "card-city", {.language = {"en", 2}}},
        {"card-plan-en", "card-plan", {.language = {"en", 2}}},
        {"card-plan-ar", "card-plan", {.language = {"ar", 2}, .theme = THEME_STRONG_DARK}},
        {"card-city-ar", "card-city-two", {.language = {"ar", 2}}},
        {"mine-en", "mine", {.language = {"en", 2}}},
        {"guide-ar", "guide", {.language = {"ar", 2}}},
        {"channels-en-night", "channels", {.language = {"en", 2}, .theme = THEME_NIGHT}},
        {"channel-es", "channel", {.language = {"es", 2}}},
        {"names-es", "names-typed", {.language = {"es", 2}}},
        {"easier-en-light", "easier", {.language = {"en", 2}, .theme = THEME_STRONG_LIGHT}},
        {"still-there-en", "still-there", {.language = {"en", 2}}},
    };
    int different = 0;
    for (size_t i = 0; i < sizeof PICTURES / sizeof PICTURES[0]; i++) {
        const Fixture *fixture = stage_fixture_named(PICTURES[i].fixture);
        assert_non_null(fixture);
        stage_show(stage, fixture, PICTURES[i].look);
        different += golden_picture_matches(PICTURES[i].name, stage_paint(stage)) ? 0 : 1;
    }
    assert_int_equal(different, 0);
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
        cmocka_unit_test(test_screens__say_what_their_goldens_say),
        cmocka_unit_test(test_screens__look_like_their_pictures),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
