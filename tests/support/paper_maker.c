#include "tests/support/paper_maker.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <qrencode.h>
#include <string.h>
#include <time.h>

enum { MODULE_PX = 5, QUIET_PX = 4 * MODULE_PX, NOISE_ROWS = 64, PDF_MAX = 1 << 20 };

static const double width_mm[PAPER_KIND_COUNT] = {48, 72, 58, 215.9, 210};

int paper_maker_width(PaperKind kind) {
    static const int width_px[PAPER_KIND_COUNT] = {384, 576, 464, 1726, 1679};
    return width_px[kind];
}

static int sheet_height(PaperKind kind) {
    return kind == PAPER_LETTER ? 2233 : kind == PAPER_A4 ? 2374 : 0;
}

static void set_dot(uint8_t *bits, size_t stride, int x, int y) {
    bits[(size_t)y * stride + (size_t)x / 8] |= (uint8_t)(0x80 >> (x % 8));
}

static void draw_code(uint8_t *bits, size_t stride, const QRcode *code) {
    int side = code->width * MODULE_PX;
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            if (code->data[y / MODULE_PX * code->width + x / MODULE_PX] & 1) {
                set_dot(bits, stride, QUIET_PX + x, QUIET_PX + y);
            }
        }
    }
}

/* Every pair of bytes turns up sooner or later; the same every time. */
static void draw_noise(uint8_t *row, size_t size) {
    static const uint8_t nasty[] = {0x10, 0x04, 0x01, 0x1B, 0x40, 0x10, 0x14, 0x08, 0x1D, 0x56,
                                    0x10, 0x05, 0x02, 0x00, 0xFF, 0x0A, 0x0C, 0x11, 0x13, 0x10};
    uint32_t seed = 12345;
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1103515245u + 12345u;
        row[i] = i / 64 % 2 == 0 ? nasty[i % sizeof nasty] : (uint8_t)(seed >> 16);
    }
}

typedef struct {
    uint8_t *bytes;
    size_t size;
} PdfBytes;

static cairo_status_t pdf_write(void *closure, const unsigned char *data, unsigned int length) {
    PdfBytes *pdf = closure;
    if (pdf->size + length > PDF_MAX) {
        return CAIRO_STATUS_WRITE_ERROR;
    }
    memcpy(pdf->bytes + pdf->size, data, length);
    pdf->size += length;
    return CAIRO_STATUS_SUCCESS;
}

static void pdf_page(cairo_t *cairo, const QRcode *code) {
    double module = MODULE_PX * 72.0 / PAPER_DPI;
    double quiet = QUIET_PX * 72.0 / PAPER_DPI;
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++) {
            if (code->data[y * code->width + x] & 1) {
                cairo_rectangle(cairo, quiet + x * module, quiet + y * module, module, module);
            }
        }
    }
    cairo_fill(cairo);
    cairo_show_page(cairo);
}

static Str8 make_pdf(Arena *arena, PaperKind kind, int height_px, size_t pages_count,
                     const QRcode *code) {
    PdfBytes pdf = {arena_alloc(arena, PDF_MAX), 0};
    if (pdf.bytes == NULL) {
        return (Str8){0};
    }
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        pdf_write, &pdf, width_mm[kind] * 72 / 25.4, height_px * 72.0 / PAPER_DPI);
    cairo_t *cairo = cairo_create(surface);
    for (size_t i = 0; i < pages_count; i++) {
        pdf_page(cairo, code);
    }
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    bool good = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return good ? (Str8){(const char *)pdf.bytes, pdf.size} : (Str8){0};
}

static bool fill_paper(Arena *arena, PaperKind kind, const PaperRaster *page, size_t pages_count,
                       Paper *paper) {
    PaperRaster *pages = ARENA_ARRAY(arena, PaperRaster, pages_count);
    if (pages == NULL) {
        return false;
    }
    for (size_t i = 0; i < pages_count; i++) {
        pages[i] = *page;
    }
    *paper = (Paper){kind, {0}, pages, pages_count};
    return true;
}

bool paper_make(Arena *arena, PaperKind kind, Str8 payload, int height_px, size_t pages_count,
                Paper *paper) {
    char *text = str8_to_c(arena, payload);
    QRcode *code = text == NULL ? NULL : QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code == NULL) {
        return false;
    }
    int code_px = 2 * QUIET_PX + code->width * MODULE_PX;
    int sheet = sheet_height(kind);
    int height = height_px > 0 ? height_px : sheet > 0 ? sheet : code_px + NOISE_ROWS;
    int width = paper_maker_width(kind);
    PaperRaster page = {width, height, ((size_t)width + 7) / 8, NULL, PAPER_DPI};
    uint8_t *bits = arena_alloc(arena, page.stride * (size_t)height);
    page.bits = bits;
    bool good =
        bits != NULL && height >= code_px && fill_paper(arena, kind, &page, pages_count, paper);
    if (good) {
        draw_code(bits, page.stride, code);
        if (sheet == 0) {
            draw_noise(bits + page.stride * (size_t)code_px,
                       page.stride * (size_t)(height - code_px));
        }
        paper->pdf = make_pdf(arena, kind, height, pages_count, code);
        good = paper->pdf.len > 0;
    }
    QRcode_free(code);
    return good;
}

bool paper_make_of_bytes(Arena *arena, PaperKind kind, Str8 bytes, int height_px, Paper *paper) {
    int width = paper_maker_width(kind);
    PaperRaster page = {width, height_px, ((size_t)width + 7) / 8, NULL, PAPER_DPI};
    size_t size = page.stride * (size_t)height_px;
    uint8_t *bits = arena_alloc(arena, size);
    page.bits = bits;
    if (bits == NULL || bytes.len == 0) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        bits[i] = (uint8_t)bytes.ptr[i % bytes.len];
    }
    return fill_paper(arena, kind, &page, 1, paper);
}

static Moment read_clock(void *context) {
    (void)context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (Moment){.mono_ms = now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000};
}

ClockPort paper_maker_clock(void) {
    return (ClockPort){read_clock, NULL};
}
