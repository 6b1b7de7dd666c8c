#include "kiosk/printer/pwg.h"

#include <cups/pwg.h>
#include <string.h>

#include "data/base/check.h"

enum { HMM_PER_INCH = 2540, POINTS_PER_INCH = 72 };

typedef struct {
    int width;
    int height;
    int left; /* white before our own */
    int own;  /* ours */
    size_t line_size;
} Dots;

int pwg_length_hmm(const PaperRaster *page, int px) {
    return (int)(((int64_t)px * HMM_PER_INCH + page->dpi / 2) / page->dpi);
}

static int scaled(int px, int from_dpi, int to_dpi) {
    return (int)(((int64_t)px * to_dpi + from_dpi / 2) / from_dpi);
}

/* A sheet is filled exactly; a roll is as long as what is on it. */
static Dots dots_of(PaperKind kind, const PaperRaster *page, PwgFormat format) {
    Dots dots = {scaled(page->width_px, page->dpi, format.dpi),
                 scaled(page->height_px, page->dpi, format.dpi), 0, 0, 0};
    bool is_sheet = kind == PAPER_LETTER || kind == PAPER_A4;
    dots.own = dots.width;
    if (kind == PAPER_LETTER) {
        dots.width = 17 * format.dpi / 2;
        dots.height = 11 * format.dpi;
    } else if (kind == PAPER_A4) {
        dots.width = scaled(21000, HMM_PER_INCH, format.dpi);
        dots.height = scaled(29700, HMM_PER_INCH, format.dpi);
    }
    int wanted = scaled(format.page_width_hmm, HMM_PER_INCH, format.dpi);
    if (is_sheet) {
        dots.own = dots.width;
    } else if (wanted > dots.width) {
        dots.left = (wanted - dots.width) / 2;
        dots.width = wanted;
    }
    dots.line_size = format.black_1 ? ((size_t)dots.width + 7) / 8 : (size_t)dots.width;
    return dots;
}

bool pwg_fits(const Paper *paper, PwgFormat format) {
    for (size_t i = 0; i < paper->pages_count; i++) {
        if (dots_of(paper->kind, &paper->pages[i], format).line_size > PWG_LINE_MAX) {
            return false;
        }
    }
    return true;
}

static bool make_header(const Paper *paper, PwgFormat format, Dots dots,
                        cups_page_header2_t *header) {
    int width_hmm = (int)((int64_t)dots.width * HMM_PER_INCH / format.dpi);
    int height_hmm = (int)((int64_t)dots.height * HMM_PER_INCH / format.dpi);
    pwg_media_t *media = pwgMediaForSize(width_hmm, height_hmm);
    if (media == NULL ||
        !cupsRasterInitPWGHeader(header, media, format.black_1 ? "black_1" : "sgray_8", format.dpi,
                                 format.dpi, "one-sided", NULL)) {
        return false;
    }
    header->cupsWidth = (unsigned)dots.width;
    header->cupsHeight = (unsigned)dots.height;
    header->cupsBytesPerLine = (unsigned)dots.line_size;
    header->cupsPageSize[0] = (float)dots.width * POINTS_PER_INCH / (float)format.dpi;
    header->cupsPageSize[1] = (float)dots.height * POINTS_PER_INCH / (float)format.dpi;
    header->PageSize[0] = (unsigned)header->cupsPageSize[0];
    header->PageSize[1] = (unsigned)header->cupsPageSize[1];
    header->cupsInteger[CUPS_RASTER_PWG_TotalPageCount] = (unsigned)paper->pages_count;
    return true;
}

static void make_line(const PaperRaster *page, int y, PwgFormat format, Dots dots, uint8_t *line) {
    const uint8_t *row = page->bits + page->stride * (size_t)y;
    memset(line, format.black_1 ? 0 : 0xFF, dots.line_size);
    for (int own = 0; own < dots.own; own++) {
        int from = (int)((int64_t)own * page->width_px / dots.own);
        if ((row[from / 8] & (0x80 >> (from % 8))) == 0) {
            continue;
        }
        int x = dots.left + own;
        if (format.black_1) {
            line[x / 8] |= (uint8_t)(0x80 >> (x % 8));
        } else {
            line[x] = 0;
        }
    }
}

static bool write_page(cups_raster_t *raster, const Paper *paper, const PaperRaster *page,
                       PwgFormat format, uint8_t *line) {
    Dots dots = dots_of(paper->kind, page, format);
    cups_page_header2_t header;
    FOYER_ASSERT(dots.line_size <= PWG_LINE_MAX);
    if (!make_header(paper, format, dots, &header) || !cupsRasterWriteHeader2(raster, &header)) {
        return false;
    }
    for (int y = 0; y < dots.height; y++) {
        int from = (int)((int64_t)y * page->height_px / dots.height);
        make_line(page, from, format, dots, line);
        if (cupsRasterWritePixels(raster, line, (unsigned)dots.line_size) == 0) {
            return false;
        }
    }
    return true;
}

bool pwg_write(const Paper *paper, PwgFormat format, cups_raster_iocb_t write, void *context,
               uint8_t *line) {
    FOYER_ASSERT(format.dpi > 0 && pwg_fits(paper, format));
    cups_raster_t *raster = cupsRasterOpenIO(write, context, CUPS_RASTER_WRITE_PWG);
    if (raster == NULL) {
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < paper->pages_count && good; i++) {
        good = write_page(raster, paper, &paper->pages[i], format, line);
    }
    cupsRasterClose(raster);
    return good;
}
