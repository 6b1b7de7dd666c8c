#include "tests/screens/goldens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL2/SDL_image.h>

#include "data/base/check.h"

enum {
    PATH_BYTES = 256,
    SHRINK = 3, /* pictures are kept at a third: small files, and no quarrel about one pixel */
    GOLDEN_CHANNEL_APART = 28, /* of 255: a pixel that differs */
    GOLDEN_PIXELS_APART = 4,   /* in a thousand */
};

bool goldens_writing(void) {
    const char *write = getenv("FOYER_GOLDENS_WRITE");
    return write != NULL && strcmp(write, "1") == 0;
}

static const char *golden_path(char buffer[PATH_BYTES], const char *name, const char *ending) {
    Str8Builder path = builder_make(buffer, PATH_BYTES);
    builder_format(&path, "tests/screens/goldens/%s.%s", name, ending);
    FOYER_ASSERT(!path.full);
    return buffer;
}

static bool text_write(const char *path, Str8 text) {
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && fwrite(text.ptr, 1, text.len, file) == text.len;
    if (file != NULL) {
        good &= fclose(file) == 0;
    }
    if (!good) {
        (void)fprintf(stderr, "goldens: %s could not be written\n", path);
    }
    return good;
}

static bool lines_match(const char *path, FILE *file, Str8 text) {
    char line[4096];
    Str8 rest = text;
    for (int number = 1; fgets(line, sizeof line, file) != NULL; number++) {
        Str8 golden = str8_cut(str8_from(line), '\n', &(Str8){0});
        Str8 now = str8_cut(rest, '\n', &rest);
        if (!str8_equal(golden, now)) {
            (void)fprintf(stderr, "goldens: %s:%d\n  was: %.*s\n  now: %.*s\n", path, number,
                          STR8_ARG(golden), STR8_ARG(now));
            return false;
        }
    }
    if (rest.len > 0) {
        (void)fprintf(stderr, "goldens: %s: more lines than before\n", path);
    }
    return rest.len == 0;
}

bool golden_text_matches(const char *name, Str8 text) {
    char buffer[PATH_BYTES];
    const char *path = golden_path(buffer, name, "txt");
    if (goldens_writing()) {
        return text_write(path, text);
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        (void)fprintf(stderr, "goldens: %s is missing\n", path);
        return false;
    }
    bool same = lines_match(path, file, text);
    (void)fclose(file);
    return same;
}

static uint32_t block_average(const CanvasTarget *target, int x, int y) {
    uint32_t sums[3] = {0};
    for (int i = 0; i < SHRINK * SHRINK; i++) {
        uint32_t pixel =
            target->pixels[(y * SHRINK + i / SHRINK) * target->stride + x * SHRINK + i % SHRINK];
        for (unsigned channel = 0; channel < 3; channel++) {
            sums[channel] += pixel >> (8 * channel) & 0xFF;
        }
    }
    uint32_t pixel = 0;
    for (unsigned channel = 0; channel < 3; channel++) {
        pixel |= sums[channel] / (SHRINK * SHRINK) << (8 * channel);
    }
    return pixel;
}

static Surface surface_shrink(const Surface *surface) {
    Surface small = {0};
    const CanvasTarget *from = &surface->target;
    ErrCode result = surface_new(&small, from->width / SHRINK, from->height / SHRINK, NULL);
    FOYER_ASSERT(result == ERR_OK);
    for (int y = 0; y < small.target.height; y++) {
        for (int x = 0; x < small.target.width; x++) {
            small.target.pixels[y * small.target.stride + x] = block_average(from, x, y);
        }
    }
    return small;
}

static bool pixels_apart(uint32_t a, uint32_t b) {
    for (unsigned channel = 0; channel < 3; channel++) {
        int difference = (int)(a >> (8 * channel) & 0xFF) - (int)(b >> (8 * channel) & 0xFF);
        if (abs(difference) > GOLDEN_CHANNEL_APART) {
            return true;
        }
    }
    return false;
}

static bool picture_compare(const char *path, SDL_Surface *golden, const CanvasTarget *now) {
    if (golden->w != now->width || golden->h != now->height) {
        (void)fprintf(stderr, "goldens: %s has another size\n", path);
        return false;
    }
    int apart = 0;
    for (int y = 0; y < now->height; y++) {
        const uint32_t *row =
            (const uint32_t *)(const void *)((const char *)golden->pixels + y * golden->pitch);
        for (int x = 0; x < now->width; x++) {
            apart += pixels_apart(row[x], now->pixels[y * now->stride + x]) ? 1 : 0;
        }
    }
    bool same = apart * 1000 <= now->width * now->height * GOLDEN_PIXELS_APART;
    if (!same) {
        (void)fprintf(stderr, "goldens: %s: %d pixels differ\n", path, apart);
    }
    return same;
}

static bool picture_matches(const char *path, const CanvasTarget *now) {
    SDL_Surface *loaded = IMG_Load(path);
    if (loaded == NULL) {
        (void)fprintf(stderr, "goldens: %s is missing\n", path);
        return false;
    }
    SDL_Surface *golden = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_RGB888, 0);
    SDL_FreeSurface(loaded);
    FOYER_ASSERT(golden != NULL);
    bool same = picture_compare(path, golden, now);
    SDL_FreeSurface(golden);
    return same;
}

bool golden_picture_matches(const char *name, const Surface *surface) {
    char buffer[PATH_BYTES];
    const char *path = golden_path(buffer, name, "png");
    Surface small = surface_shrink(surface);
    bool same = goldens_writing() ? surface_write_png(&small, str8_from(path), NULL) == ERR_OK
                                  : picture_matches(path, &small.target);
    surface_free(&small);
    return same;
}
