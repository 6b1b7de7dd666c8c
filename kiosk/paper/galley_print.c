#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#include "data/base/check.h"
#include "kiosk/paper/galley_private.h"

/*
 * The list of operations, drawn twice by the same functions: onto a PDF, and onto 8-bit coverage
 * that becomes dots. White is drawn by taking ink away where there is only ink.
 * 1. The PDF's dates are fixed and nothing else in it depends on the moment: a reprint is the same
 *    bytes (rule 24).
 * 2. A page's dots are black from INK_MIN on: less than half, for thermal paper prints thin strokes
 *    thinner.
 */

enum {
    INK_MIN = 100,
    ROLL_TAIL_DOTS = 24, /* white behind the last line, before the cutter */
    PDF_CHUNK = 32 << 10,
};

static const double POINTS_PER_DOT = 72.0 / PAPER_DPI;
static const double POINTS_PER_UM = 72.0 / 25400.0;
static const char PDF_DATE[] = "2000-01-01T00:00:00Z";

/** What is drawn on. */
typedef struct {
    cairo_t *cairo;
    bool ink_only; /* coverage: no colours */
} Press;

typedef struct {
    Op **first; /* of each page */
    Op **last;
    int *height; /* dots */
} Pages;

static void press_ink(const Press *press, bool white) {
    if (press->ink_only) {
        cairo_set_operator(press->cairo, white ? CAIRO_OPERATOR_DEST_OUT : CAIRO_OPERATOR_OVER);
        cairo_set_source_rgba(press->cairo, 0, 0, 0, 1);
    } else {
        double level = white ? 1 : 0;
        cairo_set_source_rgb(press->cairo, level, level, level);
    }
}

/* Glyphs from cairo's cache stand on whole dots, which at this size pulls words apart: dots are
 * made from outlines. The PDF needs glyphs, for their text. */
static void draw_line(const Press *press, const Op *op) {
    cairo_save(press->cairo);
    cairo_translate(press->cairo, op->left, op->baseline);
    cairo_scale(press->cairo, op->scale, op->scale);
    cairo_move_to(press->cairo, 0, 0);
    if (press->ink_only) {
        pango_cairo_layout_line_path(press->cairo, op->line);
        cairo_fill(press->cairo);
    } else {
        pango_cairo_show_layout_line(press->cairo, op->line);
    }
    cairo_restore(press->cairo);
}

static void draw_code(const Press *press, const Op *op) {
    int quiet = CODE_QUIET_MODULES * op->module;
    for (int row = 0; row < op->code.side; row++) {
        const uint8_t *modules = op->code.modules + (size_t)row * (size_t)op->code.side;
        for (int column = 0; column < op->code.side; column++) {
            int from = column;
            while (column < op->code.side && modules[column] != 0) {
                column++;
            }
            if (column > from) {
                cairo_rectangle(press->cairo, op->box.x + quiet + from * op->module,
                                op->box.y + quiet + row * op->module, (column - from) * op->module,
                                op->module);
            }
        }
    }
    cairo_fill(press->cairo);
}

static void draw_fill(const Press *press, const Op *op) {
    for (int x = 0; x<op->box.width; x += op->dash> 0 ? 2 * op->dash : op->box.width) {
        int width = op->dash > 0 && op->dash < op->box.width - x ? op->dash : op->box.width - x;
        cairo_rectangle(press->cairo, op->box.x + x, op->box.y, width, op->box.height);
    }
    cairo_fill(press->cairo);
}

static void draw_outline(const Press *press, const Op *op) {
    double half = op->thickness / 2.0;
    double dash = op->dash;
    cairo_save(press->cairo);
    cairo_set_line_width(press->cairo, op->thickness);
    cairo_set_dash(press->cairo, &dash, op->dash > 0 ? 1 : 0, 0);
    cairo_rectangle(press->cairo, op->box.x + half, op->box.y + half, op->box.width - 2 * half,
                    op->box.height - 2 * half);
    cairo_stroke(press->cairo);
    cairo_restore(press->cairo);
}

static void draw_arch(const Press *press, const Op *op) {
    double half = op->thickness / 2.0;
    double left = op->box.x + half;
    double right = op->box.x + op->box.width - half;
    double bottom = op->box.y + op->box.height - half;
    double radius = (right - left) / 2;
    double corner = radius / 6;
    cairo_save(press->cairo);
    cairo_set_line_width(press->cairo, op->thickness);
    cairo_new_sub_path(press->cairo);
    cairo_arc(press->cairo, left + radius, op->box.y + half + radius, radius, G_PI, 2 * G_PI);
    cairo_arc(press->cairo, right - corner, bottom - corner, corner, 0, G_PI / 2);
    cairo_arc(press->cairo, left + corner, bottom - corner, corner, G_PI / 2, G_PI);
    cairo_close_path(press->cairo);
    cairo_stroke(press->cairo);
    cairo_restore(press->cairo);
}

static void press_draw(const Press *press, const Op *op) {
    press_ink(press, op->white);
    switch (op->kind) {
    case OP_LINE:
        draw_line(press, op);
        break;
    case OP_FILL:
        draw_fill(press, op);
        break;
    case OP_OUTLINE:
        draw_outline(press, op);
        break;
    case OP_ARCH:
        draw_arch(press, op);
        break;
    case OP_CODE:
        draw_code(press, op);
        break;
    }
}

static void press_page(const Press *press, const Pages *pages, size_t page) {
    for (const Op *op = pages->first[page]; op != NULL; op = op->next) {
        press_draw(press, op);
    }
}

/* One list a page, in the order of setting. */
static bool pages_split(Galley *galley, Pages *pages) {
    size_t count = galley->pages_count;
    *pages = (Pages){.first = ARENA_ARRAY(galley->arena, Op *, count),
                     .last = ARENA_ARRAY(galley->arena, Op *, count),
                     .height = ARENA_ARRAY(galley->arena, int, count)};
    if (pages->first == NULL || pages->last == NULL || pages->height == NULL) {
        return false;
    }
    for (Op *op = galley->first; op != NULL;) {
        Op *next = op->next;
        FOYER_ASSERT(op->page < count);
        op->next = NULL;
        if (pages->last[op->page] != NULL) {
            pages->last[op->page]->next = op;
        } else {
            pages->first[op->page] = op;
        }
        pages->last[op->page] = op;
        int bottom = op->box.y + op->box.height + ROLL_TAIL_DOTS;
        if (bottom > pages->height[op->page]) {
            pages->height[op->page] = bottom;
        }
        op = next;
    }
    for (size_t i = 0; i < count && galley_is_sheet(galley); i++) {
        pages->height[i] = galley->size.height_dots;
    }
    return true;
}

/* PDF. */

typedef struct Chunk {
    struct Chunk *next;
    size_t size;
    unsigned char bytes[PDF_CHUNK];
} Chunk;

typedef struct {
    Arena *arena;
    Chunk *first;
    Chunk *last;
    size_t size;
} Sink;

static cairo_status_t sink_write(void *closure, const unsigned char *bytes, unsigned int length) {
    Sink *sink = closure;
    while (length > 0) {
        if (sink->last == NULL || sink->last->size == PDF_CHUNK) {
            Chunk *chunk = ARENA_NEW(sink->arena, Chunk);
            if (chunk == NULL) {
                return CAIRO_STATUS_WRITE_ERROR;
            }
            *(sink->last != NULL ? &sink->last->next : &sink->first) = chunk;
            sink->last = chunk;
        }
        size_t room = PDF_CHUNK - sink->last->size;
        size_t part = length < room ? length : room;
        memcpy(sink->last->bytes + sink->last->size, bytes, part);
        sink->last->size += part;
        sink->size += part;
        bytes += part;
        length -= (unsigned int)part;
    }
    return CAIRO_STATUS_SUCCESS;
}

static Str8 sink_text(const Sink *sink, Arena *arena) {
    char *text = arena_alloc(arena, sink->size);
    size_t at = 0;
    for (const Chunk *chunk = sink->first; text != NULL && chunk != NULL; chunk = chunk->next) {
        memcpy(text + at, chunk->bytes, chunk->size);
        at += chunk->size;
    }
    return (Str8){text, text != NULL ? sink->size : 0};
}

static void pdf_page(const Galley *galley, cairo_surface_t *surface, const Press *press,
                     const Pages *pages, size_t page) {
    double width = galley->size.page_width_um * POINTS_PER_UM;
    double raster = galley->size.width_dots * POINTS_PER_DOT;
    double height = galley_is_sheet(galley) ? galley->size.page_height_um * POINTS_PER_UM
                                            : pages->height[page] * POINTS_PER_DOT;
    cairo_pdf_surface_set_size(surface, width, height);
    cairo_save(press->cairo);
    cairo_translate(press->cairo, (width - raster) / 2, 0);
    cairo_scale(press->cairo, POINTS_PER_DOT, POINTS_PER_DOT);
    press_page(press, pages, page);
    cairo_restore(press->cairo);
    cairo_show_page(press->cairo);
}

static ErrCode pdf_make(Galley *galley, const Pages *pages, Arena *arena, Str8 *pdf) {
    Sink sink = {.arena = galley->arena};
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(sink_write, &sink, 1, 1);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, PDF_DATE);
    Press press = {.cairo = cairo_create(surface)};
    for (size_t i = 0; i < galley->pages_count; i++) {
        pdf_page(galley, surface, &press, pages, i);
    }
    cairo_status_t drawn = cairo_status(press.cairo);
    cairo_destroy(press.cairo);
    cairo_surface_finish(surface);
    cairo_status_t finished = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (drawn != CAIRO_STATUS_SUCCESS || finished != CAIRO_STATUS_SUCCESS) {
        return drawn == CAIRO_STATUS_NO_MEMORY || finished == CAIRO_STATUS_NO_MEMORY ||
                       finished == CAIRO_STATUS_WRITE_ERROR
                   ? ERR_NO_MEMORY
                   : ERR_INTERNAL;
    }
    *pdf = sink_text(&sink, arena);
    return pdf->ptr != NULL ? ERR_OK : ERR_NO_MEMORY;
}

/* Dots. */

static void row_threshold(const uint8_t *ink, int width, uint8_t *bits) {
    for (int x = 0; x < width; x++) {
        if (ink[x] >= INK_MIN) {
            bits[x / 8] = (uint8_t)(bits[x / 8] | (0x80u >> (x % 8)));
        }
    }
}

static ErrCode raster_make(Galley *galley, const Pages *pages, size_t page, Arena *arena,
                           PaperRaster *raster) {
    int width = galley->size.width_dots;
    int height = pages->height[page];
    size_t stride = (size_t)(width + 7) / 8;
    uint8_t *bits = ARENA_ARRAY(arena, uint8_t, stride * (size_t)height);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
    Press press = {.cairo = cairo_create(surface), .ink_only = true};
    press_page(&press, pages, page);
    cairo_status_t drawn = cairo_status(press.cairo);
    cairo_destroy(press.cairo);
    cairo_surface_flush(surface);
    uint8_t *ink = cairo_image_surface_get_data(surface);
    size_t ink_stride = (size_t)cairo_image_surface_get_stride(surface);
    for (int y = 0; ink != NULL && bits != NULL && y < height; y++) {
        row_threshold(ink + (size_t)y * ink_stride, width, bits + (size_t)y * stride);
    }
    if (ink != NULL) {
        memory_wipe(ink, ink_stride * (size_t)height);
    }
    cairo_surface_destroy(surface);
    if (bits == NULL || ink == NULL || drawn != CAIRO_STATUS_SUCCESS) {
        return bits == NULL || drawn == CAIRO_STATUS_NO_MEMORY ? ERR_NO_MEMORY : ERR_INTERNAL;
    }
    *raster = (PaperRaster){
        .width_px = width, .height_px = height, .stride = stride, .bits = bits, .dpi = PAPER_DPI};
    return ERR_OK;
}

static ErrCode both_make(Galley *galley, Arena *arena, Paper *paper) {
    Pages pages;
    PaperRaster *rasters = ARENA_ARRAY(arena, PaperRaster, galley->pages_count);
    if (rasters == NULL || !pages_split(galley, &pages)) {
        return ERR_NO_MEMORY;
    }
    Str8 pdf = {NULL, 0};
    ErrCode code = pdf_make(galley, &pages, arena, &pdf);
    for (size_t i = 0; code == ERR_OK && i < galley->pages_count; i++) {
        code = raster_make(galley, &pages, i, arena, &rasters[i]);
    }
    if (code == ERR_OK) {
        *paper = (Paper){
            .kind = galley->kind, .pdf = pdf, .pages = rasters, .pages_count = galley->pages_count};
    }
    return code;
}

/* Pango's own copy of a text may hold a name: it is overwritten in place before it goes. */
static void galley_drop(Galley *galley) {
    for (TextHandle *text = galley->texts; text != NULL; text = text->next) {
        const char *own = pango_layout_get_text(text->layout);
        size_t size = strlen(own);
        memory_wipe((char *)(uintptr_t)own, size);
        g_object_unref(text->layout);
    }
    Arena *arena = galley->arena;
    arena_reset(arena); /* the galley lies in it too */
}

ErrCode galley_print(Galley *galley, Arena *arena, Paper *paper, Err *err) {
    FOYER_ASSERT(galley != NULL);
    FOYER_ASSERT(arena != galley->arena);
    ErrCode code = galley->code;
    const char *why = galley->why;
    if (code == ERR_OK) {
        code = both_make(galley, arena, paper);
        why = code == ERR_NO_MEMORY ? "no memory for a paper" : "a paper could not be drawn";
    }
    galley_drop(galley);
    return code == ERR_OK ? ERR_OK : err_set(err, code, "%s", why);
}
