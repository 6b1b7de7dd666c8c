#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/printer/escpos_encode.h"
#include "tests/support/escpos_decoder.h"
#include "tests/unit/paper/papers.h"

/* Foyer's own papers through a receipt printer's bytes and back: whoever holds the slip sees the
 * same codes, and the dots that hide commands are too few to be seen. */
enum { PAPER_ARENA_MAX = 64 << 20, HIDDEN_PER_MILLION_MAX = 1000 };

static Papers papers;

static int open_all(void **state) {
    (void)state;
    return papers_open(&papers) ? 0 : -1;
}

static int close_all(void **state) {
    (void)state;
    papers_close(&papers);
    return 0;
}

static size_t feed(EscposDecoder *decoder, const uint8_t *bytes, size_t size, size_t stride,
                   uint8_t *rows) {
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (decoder_feed(decoder, bytes[i]) == DECODER_ROW) {
            memcpy(rows + count++ * stride, decoder->row, stride);
        }
    }
    return count;
}

/* The page as the printer would print it, in the arena. */
static PaperRaster print_page(Arena *arena, const PaperRaster *page) {
    uint8_t *buffer = arena_alloc(arena, ESCPOS_BUFFER_SIZE);
    uint8_t *rows = arena_alloc(arena, page->stride * (size_t)page->height_px);
    EscposDecoder decoder = {0};
    PaperRaster printed = *page;
    size_t count = 0;
    int band = escpos_band_rows(page->stride);
    assert_non_null(buffer);
    assert_non_null(rows);
    for (int row = 0; row < page->height_px; row += band) {
        int left = page->height_px - row;
        size_t size = escpos_band(page, row, left < band ? left : band, buffer);
        count += feed(&decoder, buffer, size, page->stride, rows + count * page->stride);
    }
    assert_int_equal(count, page->height_px);
    assert_false(decoder.wrong);
    assert_int_equal(decoder.real_time_in_raster, 0);
    assert_true(decoder_is_idle(&decoder));
    printed.bits = rows;
    return printed;
}

/* Hidden commands cost one dot more each; a dot that was there stays. */
static size_t count_hidden(const PaperRaster *page, const PaperRaster *printed) {
    size_t hidden = 0;
    for (size_t i = 0; i < page->stride * (size_t)page->height_px; i++) {
        if (page->bits[i] != printed->bits[i]) {
            assert_int_equal(page->bits[i], 0x10);
            assert_int_equal(printed->bits[i], 0x18);
            hidden++;
        }
    }
    return hidden;
}

static void check_paper(Sample sample, PaperKind kind, const char *language) {
    Arena arena = arena_make(1 << 20, PAPER_ARENA_MAX);
    Paper paper;
    Err err = {0};
    assert_int_equal(papers_make(&papers, &arena, sample, kind, language, &paper, &err), ERR_OK);
    PaperRaster *pages = ARENA_ARRAY(&arena, PaperRaster, paper.pages_count);
    assert_non_null(pages);
    for (size_t i = 0; i < paper.pages_count; i++) {
        const PaperRaster *page = &paper.pages[i];
        pages[i] = print_page(&arena, page);
        size_t hidden = count_hidden(page, &pages[i]);
        size_t bytes = page->stride * (size_t)page->height_px;
        assert_true(hidden * 1000000 <= bytes * HIDDEN_PER_MILLION_MAX);
    }
    Paper printed = paper;
    printed.pages = pages;
    Str8 wanted = papers_read_codes(&arena, &paper);
    assert_true(str8_equal(papers_read_codes(&arena, &printed), wanted));
    arena_free(&arena);
}

static void test_papers__come_out_of_a_receipt_printer_as_they_are(void **state) {
    (void)state;
    static const Sample samples[] = {SAMPLE_SERVICE, SAMPLE_LIST, SAMPLE_EVENT, SAMPLE_CARD,
                                     SAMPLE_TEST_PAGE};
    static const char *const languages[] = {"en", "es", "ar"};
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        for (size_t j = 0; j < sizeof languages / sizeof languages[0]; j++) {
            check_paper(samples[i], PAPER_ROLL_80, languages[j]);
            check_paper(samples[i], PAPER_ROLL_58, languages[j]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_papers__come_out_of_a_receipt_printer_as_they_are),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
