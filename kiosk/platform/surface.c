#include "kiosk/platform/surface.h"

#include <SDL2/SDL_image.h>
#include <stdlib.h>

#include "data/base/check.h"

ErrCode surface_new(Surface *surface, int width, int height, Err *err) {
    if (width < 1 || height < 1 || width > SURFACE_SIDE_MAX || height > SURFACE_SIDE_MAX) {
        return err_set(err, ERR_LIMIT, "a surface of %d x %d was asked for", width, height);
    }
    uint32_t *pixels = calloc((size_t)width * (size_t)height, sizeof(*pixels));
    if (pixels == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %d x %d pixels", width, height);
    }
    surface->target = (CanvasTarget){pixels, width, height, width};
    return ERR_OK;
}

void surface_free(Surface *surface) {
    CanvasTarget *target = &surface->target;
    if (target->pixels != NULL) {
        memory_wipe(target->pixels,
                    (size_t)target->stride * (size_t)target->height * sizeof(uint32_t));
        free(target->pixels);
    }
    *target = (CanvasTarget){0};
}

ErrCode surface_write_png(const Surface *surface, Str8 path, Err *err) {
    const CanvasTarget *target = &surface->target;
    FOYER_ASSERT(target->pixels != NULL);
    char file[1024];
    Str8Builder builder = builder_make(file, sizeof(file));
    builder_add(&builder, path);
    if (builder.full) {
        return err_set(err, ERR_LIMIT, "a path of %zu bytes is too long", path.len);
    }
    SDL_Surface *image = SDL_CreateRGBSurfaceWithFormatFrom(
        target->pixels, target->width, target->height, 32, target->stride * (int)sizeof(uint32_t),
        SDL_PIXELFORMAT_RGB888);
    if (image == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no surface over the pixels: %s", SDL_GetError());
    }
    int failed = IMG_SavePNG(image, file);
    SDL_FreeSurface(image);
    return failed == 0 ? ERR_OK : err_set(err, ERR_IO, "%s was not written", file);
}
