#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/screens/stage.h"

/* screen-gallery DIR [--lang xx] [--size 0..3] [--theme 0..3] [--portrait] [--low-reach] [--focus]
 * [FIXTURE...]: pictures of fixtures as the kiosk draws them, DIR/<fixture><variant>.png. */

enum { NAMES_MAX = 128, PATH_MAX_BYTES = 512 };

typedef struct {
    StageLook look;
    const char *folder;
    const char *names[NAMES_MAX];
    size_t names_count;
} Options;

static int digit_of(const char *text) {
    return text != NULL && text[0] >= '0' && text[0] <= '3' && text[1] == 0 ? text[0] - '0' : -1;
}

/* Returns how many arguments were used; 0 = not understood. */
static int option_parse(Options *options, const char *word, const char *next) {
    if (strcmp(word, "--lang") == 0 && next != NULL) {
        options->look.language = str8_from(next);
        return 2;
    }
    if (strcmp(word, "--size") == 0 && digit_of(next) >= 0) {
        options->look.text_size = (TextSize)digit_of(next);
        return 2;
    }
    if (strcmp(word, "--theme") == 0 && digit_of(next) >= 0) {
        options->look.theme = (ThemeName)digit_of(next);
        return 2;
    }
    options->look.portrait |= strcmp(word, "--portrait") == 0;
    options->look.low_reach |= strcmp(word, "--low-reach") == 0;
    options->look.show_focus |= strcmp(word, "--focus") == 0;
    if (word[0] == '-') {
        return strcmp(word, "--portrait") == 0 || strcmp(word, "--low-reach") == 0 ||
                       strcmp(word, "--focus") == 0
                   ? 1
                   : 0;
    }
    if (options->folder == NULL) {
        options->folder = word;
    } else if (options->names_count < NAMES_MAX) {
        options->names[options->names_count++] = word;
    }
    return 1;
}

static bool is_wanted(const Options *options, const char *name) {
    for (size_t i = 0; i < options->names_count; i++) {
        if (strcmp(options->names[i], name) == 0) {
            return true;
        }
    }
    return options->names_count == 0;
}

static bool picture_write(Stage *stage, const Options *options, const Fixture *fixture) {
    char buffer[PATH_MAX_BYTES];
    Str8Builder path = builder_make(buffer, sizeof buffer);
    builder_format(&path, "%s/%s", options->folder, fixture->name);
    if (options->look.language.len > 0) {
        builder_format(&path, "-%.*s", STR8_ARG(options->look.language));
    }
    builder_format(&path, "-s%dt%d%s%s.png", (int)options->look.text_size, (int)options->look.theme,
                   options->look.portrait ? "p" : "", options->look.low_reach ? "l" : "");
    stage_show(stage, fixture, options->look);
    Err err = {0};
    if (path.full || surface_write_png(stage_paint(stage), builder_text(&path), &err) != ERR_OK) {
        (void)fprintf(stderr, "screen-gallery: %s\n", err.text);
        return false;
    }
    return true;
}

int main(int count, char **words) {
    Options options = {0};
    for (int i = 1; i < count;) {
        int used = option_parse(&options, words[i], i + 1 < count ? words[i + 1] : NULL);
        if (used == 0) {
            (void)fprintf(stderr, "screen-gallery: %s is not an option\n", words[i]);
            return 2;
        }
        i += used;
    }
    Stage *stage = options.folder != NULL ? stage_new(NULL) : NULL;
    if (stage == NULL) {
        (void)fputs("usage: screen-gallery DIR [--lang xx] [--size n] [--theme n] [FIXTURE...]\n",
                    stderr);
        return 2;
    }
    bool good = true;
    for (size_t i = 0; stage_fixture(i) != NULL; i++) {
        if (is_wanted(&options, stage_fixture(i)->name)) {
            good &= picture_write(stage, &options, stage_fixture(i));
        }
    }
    stage_free(stage);
    return good ? 0 : 1;
}
