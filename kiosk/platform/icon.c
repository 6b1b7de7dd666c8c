#include "kiosk/platform/icon.h"

#include <SDL2/SDL_image.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/log.h"

/*
 * An icon has two groups, `tint` below and `line` above. Each becomes a mask: the file is rendered
 * with the other group cut out and the alpha is kept. A file without groups is all line.
 */

enum { ICONS_KEPT_MAX = 256, ICON_SIZE_MAX = 512, PATH_BYTES_MAX = 1024 };

typedef struct {
    uint16_t icon;
    IconMasks masks;
} KeptIcon;

/* IMAGE_COUNT: a drawing, told by its digest. */
typedef struct {
    uint16_t image;
    uint64_t digest;
    int width;
    int height;
    SDL_Surface *surface;
    uint64_t used;
} KeptImage;

struct Icons {
    char assets[PATH_BYTES_MAX];
    Arena arena;
    KeptIcon icons[ICONS_KEPT_MAX];
    size_t icons_count;
    KeptImage images[IMAGES_KEPT_MAX];
    uint64_t uses;
    char file[ICON_FILE_BYTES_MAX];
    char layer[ICON_FILE_BYTES_MAX];
};

/* Read a whole SVG into icons->file; empty when it cannot be had. */
static Str8 file_read(Icons *icons, const char *folder, const char *name) {
    char path[PATH_BYTES_MAX + 128];
    Str8Builder builder = builder_make(path, sizeof(path));
    builder_format(&builder, "%s/%s/%s.svg", icons->assets, folder, name);
    SDL_RWops *file = builder.full ? NULL : SDL_RWFromFile(path, "rb");
    if (file == NULL) {
        log_line(LOG_WARNING, "icon", "missing", "name=%s", name);
        return (Str8){0};
    }
    size_t size = SDL_RWread(file, icons->file, 1, sizeof(icons->file));
    SDL_RWclose(file);
    return size < sizeof(icons->file) ? (Str8){icons->file, size} : (Str8){0};
}

/* A copy of `svg` in icons->layer without the group of that opening tag. */
static Str8 layer_without(Icons *icons, Str8 svg, Str8 opening) {
    size_t start = str8_find(svg, opening);
    Str8 rest = str8_slice(svg, start, svg.len);
    size_t length = str8_find(rest, STR8("</g>"));
    size_t end = start == svg.len || length == rest.len ? start : start + length + 4;
    Str8Builder builder = builder_make(icons->layer, sizeof(icons->layer));
    builder_add(&builder, str8_slice(svg, 0, start));
    builder_add(&builder, str8_slice(svg, end, svg.len));
    return builder_text(&builder);
}

static SDL_Surface *svg_render(Str8 svg, int width, int height) {
    SDL_RWops *bytes = SDL_RWFromConstMem(svg.ptr, (int)svg.len);
    if (bytes == NULL) {
        return NULL;
    }
    SDL_Surface *surface = IMG_LoadSizedSVG_RW(bytes, width, height);
    SDL_RWclose(bytes);
    return surface;
}

/* The alpha of a rendered layer; NULL when nothing is in it. */
static const uint8_t *mask_make(Icons *icons, Str8 svg, int size) {
    SDL_Surface *surface = svg_render(svg, size, size);
    uint8_t *mask = arena_alloc_array(&icons->arena, (size_t)size, (size_t)size);
    uint8_t most = 0;
    if (surface != NULL && mask != NULL && surface->w <= size && surface->h <= size) {
        const SDL_PixelFormat *format = surface->format;
        for (int y = 0; y < surface->h; y++) {
            const uint32_t *row =
                (const uint32_t *)(const void *)((const uint8_t *)surface->pixels +
                                                 y * surface->pitch);
            for (int x = 0; x < surface->w; x++) {
                uint8_t alpha = (uint8_t)((row[x] & format->Amask) >> format->Ashift);
                mask[y * size + x] = alpha;
                most = alpha > most ? alpha : most;
            }
        }
    }
    SDL_FreeSurface(surface);
    return most > 0 ? mask : NULL;
}

static IconMasks masks_make_for(Icons *icons, uint16_t icon, int size) {
    Str8 svg = file_read(icons, "icons", icon_name(icon));
    IconMasks masks = {.size = size};
    if (svg.len == 0) {
        return masks;
    }
    bool layered = str8_find(svg, STR8("<g id=\"tint\"")) < svg.len;
    masks.line = mask_make(icons, layer_without(icons, svg, STR8("<g id=\"tint\"")), size);
    if (layered) {
        masks.tint = mask_make(icons, layer_without(icons, svg, STR8("<g id=\"line\"")), size);
    }
    return masks;
}

static IconMasks port_masks(void *context, uint16_t icon, int size) {
    Icons *icons = context;
    if (icon == ICON_NONE || icon >= ICON_COUNT || size <= 0 || size > ICON_SIZE_MAX) {
        return (IconMasks){0};
    }
    for (size_t i = 0; i < icons->icons_count; i++) {
        if (icons->icons[i].icon == icon && icons->icons[i].masks.size == size) {
            return icons->icons[i].masks;
        }
    }
    size_t bytes = icons->arena.size_total + 2 * (size_t)size * (size_t)size;
    if (icons->icons_count == ICONS_KEPT_MAX || bytes > ICON_MASK_BYTES_MAX) {
        arena_free(&icons->arena);
        icons->icons_count = 0;
    }
    IconMasks masks = masks_make_for(icons, icon, size);
    icons->icons[icons->icons_count++] = (KeptIcon){icon, masks};
    return masks;
}

/* The smallest width at which the picture's proportions cover the wish. */
static int cover_width(uint16_t image, int width, int height) {
    static const struct {
        int width, height;
    } SIZES[IMAGE_COUNT] = {{1, 1}, {1920, 520}, {1040, 770}};
    int own_width = SIZES[image].width;
    int own_height = SIZES[image].height;
    int by_height = (height * own_width + own_height - 1) / own_height;
    return width > by_height ? width : by_height;
}

static SDL_Surface *image_render(Icons *icons, uint16_t image, int width, int height) {
    Str8 svg = file_read(icons, "scenes", image_name(image));
    SDL_Surface *rendered = NULL;
    int wish = cover_width(image, width, height);
    /* The library rounds both sides down: the next pixel or two make it a cover again. */
    for (int more = 0; svg.len > 0 && more < 3 && rendered == NULL; more++) {
        rendered = svg_render(svg, wish + more, 0);
        if (rendered != NULL && (rendered->w < width || rendered->h < height)) {
            SDL_FreeSurface(rendered);
            rendered = NULL;
        }
    }
    if (rendered == NULL) {
        return NULL;
    }
    SDL_Surface *pixels = SDL_ConvertSurfaceFormat(rendered, SDL_PIXELFORMAT_ARGB8888, 0);
    SDL_FreeSurface(rendered);
    return pixels;
}

static ImagePixels image_view(const SDL_Surface *surface) {
    if (surface == NULL) {
        return (ImagePixels){0};
    }
    return (ImagePixels){surface->pixels, surface->w, surface->h, surface->pitch / 4};
}

/* The kept picture, or the place of the one that was not used for longest. */
static KeptImage *kept_image(Icons *icons, const KeptImage *wish, bool *found) {
    KeptImage *place = &icons->images[0];
    icons->uses++;
    for (size_t i = 0; i < IMAGES_KEPT_MAX; i++) {
        KeptImage *kept = &icons->images[i];
        *found = kept->image == wish->image && kept->digest == wish->digest &&
                 kept->width == wish->width && kept->height == wish->height;
        if (*found) {
            kept->used = icons->uses;
            return kept;
        }
        place = kept->used < place->used ? kept : place;
    }
    return place;
}

static ImagePixels keep_image(Icons *icons, KeptImage *place, KeptImage image) {
    SDL_FreeSurface(place->surface);
    *place = image;
    place->used = icons->uses;
    return image_view(place->surface);
}

static ImagePixels port_pixels(void *context, uint16_t image, int width, int height) {
    Icons *icons = context;
    FOYER_ASSERT(width > 0 && height > 0);
    if (image == IMAGE_NONE || image >= IMAGE_COUNT) {
        return (ImagePixels){0};
    }
    bool found = false;
    KeptImage wish = {.image = image, .width = width, .height = height};
    KeptImage *place = kept_image(icons, &wish, &found);
    if (found) {
        return image_view(place->surface);
    }
    wish.surface = image_render(icons, image, width, height);
    return keep_image(icons, place, wish);
}

/* The whole drawing in the middle of a white sheet. SDL2_image 2.6 forgets 16 bytes of what it
 * cannot read, so what has no end is not given to it; plans were checked at the border. */
static SDL_Surface *drawing_render(Str8 svg, int width, int height) {
    if (!str8_ends_with(str8_trim(svg), STR8("</svg>"))) {
        return NULL;
    }
    SDL_Surface *sheet =
        SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Surface *drawn = sheet != NULL ? svg_render(svg, width, height) : NULL;
    if (drawn == NULL) {
        SDL_FreeSurface(sheet);
        return NULL;
    }
    SDL_Rect middle = {(width - drawn->w) / 2, (height - drawn->h) / 2, drawn->w, drawn->h};
    (void)SDL_FillRect(sheet, NULL, 0xFFFFFFFFU);
    (void)SDL_SetSurfaceBlendMode(drawn, SDL_BLENDMODE_BLEND);
    (void)SDL_BlitSurface(drawn, NULL, sheet, &middle);
    SDL_FreeSurface(drawn);
    return sheet;
}

static ImagePixels port_drawing(void *context, const SvgDrawing *drawing, int width, int height) {
    Icons *icons = context;
    FOYER_ASSERT(width > 0 && height > 0);
    bool found = false;
    KeptImage wish = {
        .image = IMAGE_COUNT, .digest = drawing->digest, .width = width, .height = height};
    KeptImage *place = kept_image(icons, &wish, &found);
    if (found) {
        return image_view(place->surface);
    }
    wish.surface = drawing_render(drawing->svg, width, height);
    return keep_image(icons, place, wish);
}

IconPort icons_port(Icons *icons) {
    return (IconPort){port_masks, icons};
}

ImagePort images_port(Icons *icons) {
    return (ImagePort){port_pixels, icons, port_drawing};
}

ErrCode icons_new(Icons **out, Str8 assets, Err *err) {
    Icons *icons = calloc(1, sizeof(*icons));
    if (icons == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for icons");
    }
    icons->arena = arena_make(256 << 10, ICON_MASK_BYTES_MAX + (2 << 20));
    Str8Builder builder = builder_make(icons->assets, sizeof(icons->assets));
    builder_add(&builder, assets);
    if (builder.full || file_read(icons, "icons", icon_name(ICON_CHECK)).len == 0) {
        icons_free(icons);
        return err_set(err, ERR_NOT_FOUND, "no icons in %.*s", STR8_ARG(assets));
    }
    *out = icons;
    return ERR_OK;
}

void icons_free(Icons *icons) {
    if (icons == NULL) {
        return;
    }
    for (size_t i = 0; i < IMAGES_KEPT_MAX; i++) {
        SDL_FreeSurface(icons->images[i].surface);
    }
    arena_free(&icons->arena);
    free(icons);
}
