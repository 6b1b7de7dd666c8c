#include "kiosk/platform/font.h"

#include <SDL2/SDL_ttf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/check.h"
#include "data/base/hash.h"
#include "data/base/log.h"
#include "kiosk/platform/font_table.h"

/*
 * A font's number is its family times four plus its variant.
 * 1. A file is mapped once, at the first character that only it can have, and stays mapped.
 * 2. At most FONT_OPEN_MAX sizes are open; the one unused for longest makes room.
 * 3. Runs are known by a hash of what they show; their text is not kept, their pixels are
 *    overwritten before they are freed.
 * 4. SDL2_ttf lays out by the direction and script of its font object: both are set before every
 *    measure and render.
 */

enum {
    VARIANTS = 4,
    FILES_MAX = 128,
    WIDTHS_MAX = 8192, /* a power of two */
    WAYS = 4,
    SETS = FONT_RUNS_MAX / WAYS,
    PROBE_SIZE_PX = 40,
};

static const char FONTS_FOLDER[] = "/usr/share/fonts/";

typedef struct {
    const char *name; /* from the table */
    void *bytes;      /* NULL: not there */
    size_t size;
} FontFile;

typedef struct {
    int font;
    int size_px;
    TTF_Font *ttf;
    uint64_t used;
} OpenFont;

typedef struct {
    uint64_t key;
    int width;
} Width;

typedef struct {
    uint64_t key;
    uint64_t used;
    SDL_Surface *surface; /* 8 bit, a coverage byte a pixel */
    int origin_y;
} GlyphRun;

struct Fonts {
    FontFile files[FILES_MAX];
    size_t files_count;
    OpenFont open[FONT_OPEN_MAX];
    uint64_t uses;
    Width widths[WIDTHS_MAX];
    GlyphRun runs[SETS][WAYS];
    size_t runs_bytes;
    char text[TEXT_BYTES_MAX + 1]; /* SDL2_ttf wants a terminator */
};

static const char *font_file_name(int font) {
    const FontFamily *family = font_family((size_t)font / VARIANTS);
    const char *const names[VARIANTS] = {family->sans, family->sans_bold, family->serif,
                                         family->serif_bold};
    return names[font % VARIANTS];
}

static FontFile file_map(const char *name) {
    FontFile file = {.name = name};
    char path[256];
    Str8Builder builder = builder_make(path, sizeof(path));
    builder_add(&builder, str8_from(FONTS_FOLDER));
    builder_add(&builder, str8_from(name));
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (descriptor >= 0 && fstat(descriptor, &info) == 0 && info.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (bytes != MAP_FAILED) {
            file.bytes = bytes;
            file.size = (size_t)info.st_size;
        }
    }
    if (descriptor >= 0) {
        close(descriptor);
    }
    if (file.bytes == NULL) {
        log_line(LOG_WARNING, "font", "missing", "file=%s", name);
    }
    return file;
}

static const FontFile *fonts_file(Fonts *fonts, const char *name) {
    for (size_t i = 0; i < fonts->files_count; i++) {
        if (strcmp(fonts->files[i].name, name) == 0) {
            return &fonts->files[i];
        }
    }
    FOYER_ASSERT(fonts->files_count < FILES_MAX);
    fonts->files[fonts->files_count] = file_map(name);
    return &fonts->files[fonts->files_count++];
}

static TTF_Font *font_open(Fonts *fonts, int font, int size_px) {
    const FontFile *file = fonts_file(fonts, font_file_name(font));
    if (file->bytes == NULL) {
        return NULL;
    }
    SDL_RWops *bytes = SDL_RWFromConstMem(file->bytes, (int)file->size);
    int index = font_family((size_t)font / VARIANTS)->index;
    TTF_Font *ttf = bytes == NULL ? NULL : TTF_OpenFontIndexRW(bytes, 1, size_px, index);
    if (ttf == NULL) {
        log_line(LOG_WARNING, "font", "unreadable", "file=%s", file->name);
        return NULL;
    }
    TTF_SetFontHinting(ttf, TTF_HINTING_NONE);
    TTF_SetFontKerning(ttf, 1);
    return ttf;
}

/* An open font of that size; NULL when its file is missing. */
static TTF_Font *fonts_get(Fonts *fonts, int font, int size_px) {
    OpenFont *place = &fonts->open[0];
    fonts->uses++;
    for (size_t i = 0; i < FONT_OPEN_MAX; i++) {
        OpenFont *open = &fonts->open[i];
        if (open->ttf != NULL && open->font == font && open->size_px == size_px) {
            open->used = fonts->uses;
            return open->ttf;
        }
        place = open->used < place->used ? open : place;
    }
    TTF_Font *ttf = font_open(fonts, font, size_px);
    if (ttf != NULL) {
        if (place->ttf != NULL) {
            TTF_CloseFont(place->ttf);
        }
        *place = (OpenFont){font, size_px, ttf, fonts->uses};
    }
    return ttf;
}

/* Any open size tells which characters there are. */
static TTF_Font *fonts_get_any_size(Fonts *fonts, int font) {
    for (size_t i = 0; i < FONT_OPEN_MAX; i++) {
        if (fonts->open[i].ttf != NULL && fonts->open[i].font == font) {
            return fonts->open[i].ttf;
        }
    }
    return fonts_get(fonts, font, PROBE_SIZE_PX);
}

static int port_font_for(void *context, Str8 language, bool bold, bool serif, int nth) {
    (void)context;
    int family = font_family_for(language, nth);
    return family < 0 ? -1 : family * VARIANTS + (serif ? 2 : 0) + (bold ? 1 : 0);
}

static bool port_has_code(void *context, int font, uint32_t code) {
    if (!font_family_may_have(font_family((size_t)font / VARIANTS), code)) {
        return false;
    }
    TTF_Font *ttf = fonts_get_any_size(context, font);
    return ttf != NULL && TTF_GlyphIsProvided32(ttf, code) != 0;
}

static void port_line_metrics(void *context, int font, int size_px, int *ascent, int *descent) {
    TTF_Font *ttf = fonts_get(context, font, size_px);
    *ascent = ttf != NULL ? TTF_FontAscent(ttf) : size_px;
    *descent = ttf != NULL ? -TTF_FontDescent(ttf) : size_px / 4;
}

static uint64_t run_key(const TextRun *run) {
    uint32_t numbers[] = {(uint32_t)run->font, (uint32_t)run->size_px, run->rtl, run->script,
                          (uint32_t)run->text.len};
    uint64_t hash = hash_bytes(HASH_START, numbers, sizeof(numbers));
    hash = hash_bytes(hash, run->text.ptr, run->text.len);
    return hash == 0 ? 1 : hash;
}

/* The run's font, ready for it, and its text terminated in fonts->text. */
static TTF_Font *fonts_prepare(Fonts *fonts, const TextRun *run) {
    FOYER_ASSERT(run->text.len <= TEXT_BYTES_MAX);
    TTF_Font *ttf = fonts_get(fonts, run->font, run->size_px);
    if (ttf == NULL) {
        return NULL;
    }
    char script[5] = {(char)(run->script >> 24), (char)(run->script >> 16),
                      (char)(run->script >> 8), (char)run->script, 0};
    TTF_SetFontDirection(ttf, run->rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    TTF_SetFontScriptName(ttf, script[0] == 0 ? "Zyyy" : script);
    memcpy(fonts->text, run->text.ptr, run->text.len);
    fonts->text[run->text.len] = 0;
    return ttf;
}

static int port_run_width(void *context, const TextRun *run) {
    Fonts *fonts = context;
    uint64_t key = run_key(run);
    Width *known = &fonts->widths[key & (WIDTHS_MAX - 1)];
    if (known->key == key) {
        return known->width;
    }
    int width = 0;
    TTF_Font *ttf = fonts_prepare(fonts, run);
    if (ttf == NULL || TTF_SizeUTF8(ttf, fonts->text, &width, NULL) != 0) {
        width = (int)str8_count(run->text) * run->size_px / 2;
    }
    *known = (Width){key, width};
    return width;
}

static void run_drop(Fonts *fonts, GlyphRun *run) {
    if (run->surface != NULL) {
        size_t bytes = (size_t)run->surface->pitch * (size_t)run->surface->h;
        memory_wipe(run->surface->pixels, bytes);
        SDL_FreeSurface(run->surface);
        FOYER_ASSERT(fonts->runs_bytes >= bytes);
        fonts->runs_bytes -= bytes;
    }
    *run = (GlyphRun){0};
}

/* Make room for `bytes` more: the run unused for longest goes first. */
static void runs_make_room(Fonts *fonts, size_t bytes) {
    while (fonts->runs_bytes > 0 && fonts->runs_bytes + bytes > FONT_COVERAGE_BYTES_MAX) {
        GlyphRun *oldest = NULL;
        for (size_t i = 0; i < (size_t)SETS * WAYS; i++) {
            GlyphRun *run = &fonts->runs[i / WAYS][i % WAYS];
            if (run->surface != NULL && (oldest == NULL || run->used < oldest->used)) {
                oldest = run;
            }
        }
        if (oldest == NULL) {
            return;
        }
        run_drop(fonts, oldest);
    }
}

/* SDL2_ttf moves a run down by what of it stands above the font's ascent and does not say how far.
 * Ink in the first row is the sign; the highest glyph tells the distance. */
static int run_overflow(TTF_Font *ttf, const SDL_Surface *surface, Str8 text) {
    const uint8_t *first = surface->pixels;
    bool ink = false;
    for (int x = 0; x < surface->w && !ink; x++) {
        ink = first[x] != 0;
    }
    int highest = TTF_FontAscent(ttf);
    int ascent = highest;
    for (size_t index = 0; ink && index < text.len;) {
        uint32_t code = str8_next(text, &index);
        int top = 0;
        if (TTF_GlyphMetrics32(ttf, code, NULL, NULL, NULL, &top, NULL) == 0 && top > highest) {
            highest = top;
        }
    }
    return highest - ascent;
}

static void run_render(Fonts *fonts, const TextRun *text_run, GlyphRun *run, uint64_t key) {
    TTF_Font *ttf = fonts_prepare(fonts, text_run);
    if (ttf == NULL) {
        return;
    }
    SDL_Color white = {255, 255, 255, 255};
    SDL_Color black = {0, 0, 0, 255};
    SDL_Surface *surface = TTF_RenderUTF8_Shaded(ttf, fonts->text, white, black);
    if (surface == NULL) {
        return;
    }
    FOYER_ASSERT(surface->format->BytesPerPixel == 1);
    size_t bytes = (size_t)surface->pitch * (size_t)surface->h;
    runs_make_room(fonts, bytes);
    fonts->runs_bytes += bytes;
    *run =
        (GlyphRun){.key = key,
                   .used = fonts->uses,
                   .surface = surface,
                   .origin_y = -TTF_FontAscent(ttf) - run_overflow(ttf, surface, text_run->text)};
}

static GlyphRun *runs_place(Fonts *fonts, uint64_t key) {
    GlyphRun *set = fonts->runs[key & (SETS - 1)];
    GlyphRun *place = &set[0];
    for (size_t way = 0; way < WAYS; way++) {
        if (set[way].key == key) {
            return &set[way];
        }
        place = set[way].used < place->used ? &set[way] : place;
    }
    run_drop(fonts, place);
    return place;
}

static Coverage port_run_coverage(void *context, const TextRun *text_run) {
    Fonts *fonts = context;
    uint64_t key = run_key(text_run);
    GlyphRun *run = runs_place(fonts, key);
    fonts->uses++;
    if (run->surface == NULL) {
        run_render(fonts, text_run, run, key);
    }
    if (run->surface == NULL) {
        return (Coverage){0};
    }
    run->used = fonts->uses;
    return (Coverage){.pixels = run->surface->pixels,
                      .width = run->surface->w,
                      .height = run->surface->h,
                      .stride = run->surface->pitch,
                      .origin_y = run->origin_y};
}

FontPort fonts_port(Fonts *fonts) {
    return (FontPort){.font_for = port_font_for,
                      .has_code = port_has_code,
                      .run_width = port_run_width,
                      .line_metrics = port_line_metrics,
                      .run_coverage = port_run_coverage,
                      .context = fonts};
}

ErrCode fonts_new(Fonts **out, Err *err) {
    if (TTF_Init() != 0) {
        return err_set(err, ERR_IO, "SDL2_ttf did not start: %s", TTF_GetError());
    }
    Fonts *fonts = calloc(1, sizeof(*fonts));
    if (fonts == NULL) {
        TTF_Quit();
        return err_set(err, ERR_NO_MEMORY, "no memory for fonts");
    }
    if (fonts_file(fonts, font_file_name(0))->bytes == NULL) {
        fonts_free(fonts);
        return err_set(err, ERR_NOT_FOUND, "the package fonts-noto-core is not installed");
    }
    *out = fonts;
    return ERR_OK;
}

void fonts_wipe(Fonts *fonts) {
    for (size_t i = 0; i < (size_t)SETS * WAYS; i++) {
        run_drop(fonts, &fonts->runs[i / WAYS][i % WAYS]);
    }
    memory_wipe(fonts->widths, sizeof(fonts->widths));
    memory_wipe(fonts->text, sizeof(fonts->text));
}

size_t fonts_mapped_count(const Fonts *fonts) {
    size_t count = 0;
    for (size_t i = 0; i < fonts->files_count; i++) {
        count += fonts->files[i].bytes != NULL ? 1 : 0;
    }
    return count;
}

void fonts_free(Fonts *fonts) {
    if (fonts == NULL) {
        return;
    }
    fonts_wipe(fonts);
    for (size_t i = 0; i < FONT_OPEN_MAX; i++) {
        if (fonts->open[i].ttf != NULL) {
            TTF_CloseFont(fonts->open[i].ttf);
        }
    }
    for (size_t i = 0; i < fonts->files_count; i++) {
        if (fonts->files[i].bytes != NULL) {
            munmap(fonts->files[i].bytes, fonts->files[i].size);
        }
    }
    free(fonts);
    TTF_Quit();
}
