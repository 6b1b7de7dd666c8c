#include "tests/unit/paper/goldens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>

#include "data/base/check.h"

enum {
    PATH_BYTES = 256,
    GOLDEN_DOTS_APART = 2, /* in a thousand: another build of a font rounds a few outlines */
};

static bool is_dot(const PaperRaster *page, int x, int y) {
    return (page->bits[(size_t)y * page->stride + (size_t)x / 8] >> (7 - x % 8) & 1) != 0;
}

/* White is 1 here: cairo writes such a surface as a grey picture. */
static bool page_write(const char *path, const PaperRaster *page) {
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_A1, page->width_px, page->height_px);
    unsigned char *rows = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < page->height_px; y++) {
        for (int x = 0; x < page->width_px; x++) {
            unsigned char *byte = &rows[y * stride + x / 8];
            *byte = (unsigned char)(*byte | (is_dot(page, x, y) ? 0 : 1u << (x % 8)));
        }
    }
    cairo_surface_mark_dirty(surface);
    bool written = cairo_surface_write_to_png(surface, path) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return written;
}

/* Dots that differ; -1 when the sizes do. */
static long dots_apart(cairo_surface_t *golden, const PaperRaster *page) {
    if (cairo_image_surface_get_width(golden) != page->width_px ||
        cairo_image_surface_get_height(golden) != page->height_px) {
        return -1;
    }
    long apart = 0;
    const unsigned char *rows = cairo_image_surface_get_data(golden);
    int stride = cairo_image_surface_get_stride(golden);
    for (int y = 0; y < page->height_px; y++) {
        for (int x = 0; x < page->width_px; x++) {
            uint32_t pixel;
            memcpy(&pixel, rows + y * stride + x * 4, sizeof pixel);
            apart += ((pixel & 0xFF) < 128) != is_dot(page, x, y);
        }
    }
    return apart;
}

static bool golden_compare(const char *path, const PaperRaster *page) {
    cairo_surface_t *golden = cairo_image_surface_create_from_png(path);
    cairo_status_t status = cairo_surface_status(golden);
    cairo_format_t format = cairo_image_surface_get_format(golden);
    bool readable = status == CAIRO_STATUS_SUCCESS &&
                    (format == CAIRO_FORMAT_RGB24 || format == CAIRO_FORMAT_ARGB32);
    long apart = readable ? dots_apart(golden, page) : -1;
    long most = (long)page->width_px * page->height_px * GOLDEN_DOTS_APART / 1000;
    if (!readable) {
        (void)fprintf(stderr, "goldens: %s is missing\n", path);
    } else if (apart < 0) {
        (void)fprintf(stderr, "goldens: %s has another size\n", path);
    } else if (apart > most) {
        (void)fprintf(stderr, "goldens: %s: %ld dots differ\n", path, apart);
    }
    cairo_surface_destroy(golden);
    return readable && apart >= 0 && apart <= most;
}

bool golden_page_matches(const char *name, const PaperRaster *page) {
    char path[PATH_BYTES];
    Str8Builder builder = builder_make(path, sizeof path);
    builder_format(&builder, "tests/unit/paper/golden/%s.png", name);
    FOYER_ASSERT(!builder.full);
    const char *write = getenv("FOYER_GOLDENS_WRITE");
    if (write != NULL && strcmp(write, "1") == 0) {
        return page_write(path, page);
    }
    return golden_compare(path, page);
}
