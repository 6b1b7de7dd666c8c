#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <cups/raster.h>

#include "kiosk/printer/pwg.h"
#include "tests/support/paper_maker.h"

/* PWG raster, written by us and read back by libcups. */
enum { ARENA_MAX = 64 << 20, BYTES_MAX = 8 << 20, NEVER = 1 << 30 };

typedef struct {
    uint8_t *bytes;
    size_t size;
    size_t at;
    int calls_left; /* of write, until it fails */
} Tape;

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(1 << 20, ARENA_MAX);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static ssize_t tape_write(void *context, unsigned char *bytes, size_t size) {
    Tape *tape = context;
    if (tape->calls_left-- <= 0) {
        return -1;
    }
    assert_true(tape->size + size <= BYTES_MAX);
    memcpy(tape->bytes + tape->size, bytes, size);
    tape->size += size;
    return (ssize_t)size;
}

static ssize_t tape_read(void *context, unsigned char *bytes, size_t size) {
    Tape *tape = context;
    size_t left = tape->size - tape->at;
    size_t count = size < left ? size : left;
    memcpy(bytes, tape->bytes + tape->at, count);
    tape->at += count;
    return (ssize_t)count;
}

static bool write_tape(const Paper *paper, PwgFormat format, int calls, Tape *tape) {
    uint8_t *line = arena_alloc(&arena, PWG_LINE_MAX);
    *tape = (Tape){arena_alloc(&arena, BYTES_MAX), 0, 0, calls};
    assert_non_null(line);
    assert_non_null(tape->bytes);
    return pwg_write(paper, format, tape_write, tape, line);
}

static bool is_black(const cups_page_header2_t *header, const uint8_t *line, unsigned x) {
    return header->cupsBitsPerPixel == 1 ? (line[x / 8] & (0x80 >> x % 8)) != 0 : line[x] == 0;
}

static bool our_dot(const PaperRaster *page, unsigned x, unsigned y) {
    return (page->bits[y * page->stride + x / 8] & (0x80 >> x % 8)) != 0;
}

typedef struct {
    PaperKind kind;
    PwgFormat format;
    unsigned width, height, left, own;
} Case;

static void check_page(cups_raster_t *raster, const PaperRaster *page, const Case *wanted) {
    cups_page_header2_t header;
    static uint8_t line[PWG_LINE_MAX];
    assert_true(cupsRasterReadHeader2(raster, &header));
    assert_int_equal(header.cupsWidth, wanted->width);
    assert_int_equal(header.cupsHeight, wanted->height);
    assert_int_equal(header.HWResolution[0], wanted->format.dpi);
    assert_int_equal(header.HWResolution[1], wanted->format.dpi);
    assert_int_equal(header.cupsBitsPerPixel, wanted->format.black_1 ? 1 : 8);
    assert_int_equal(header.cupsColorSpace,
                     wanted->format.black_1 ? CUPS_CSPACE_K : CUPS_CSPACE_SW);
    assert_int_equal(header.cupsInteger[CUPS_RASTER_PWG_TotalPageCount], 2);
    for (unsigned y = 0; y < header.cupsHeight; y++) {
        assert_int_equal(cupsRasterReadPixels(raster, line, header.cupsBytesPerLine),
                         header.cupsBytesPerLine);
        for (unsigned x = 0; x < header.cupsWidth; x++) {
            bool inside = x >= wanted->left && x < wanted->left + wanted->own;
            unsigned from = (x - wanted->left) * (unsigned)page->width_px / wanted->own;
            unsigned row = (unsigned)((uint64_t)y * (unsigned)page->height_px / wanted->height);
            assert_int_equal(is_black(&header, line, x), inside && our_dot(page, from, row));
        }
    }
}

static void test_pwg__is_our_dots_in_the_printers(void **state) {
    (void)state;
    static const Case cases[] = {
        {PAPER_ROLL_80, {203, true, 0}, 576, 400, 0, 576},
        {PAPER_ROLL_80, {203, false, 8000}, 639, 400, 31, 576},
        {PAPER_ROLL_58, {406, true, 5800}, 927, 800, 79, 768},
        {PAPER_LETTER, {300, true, 0}, 2550, 3300, 0, 2550},
        {PAPER_A4, {300, false, 0}, 2480, 3508, 0, 2480},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Paper paper;
        Tape tape;
        bool sheet = cases[i].kind == PAPER_LETTER || cases[i].kind == PAPER_A4;
        ArenaMark mark = arena_mark(&arena);
        assert_true(paper_make(&arena, cases[i].kind, STR8("https://example.org/"), sheet ? 0 : 400,
                               2, &paper));
        assert_true(pwg_fits(&paper, cases[i].format));
        assert_true(write_tape(&paper, cases[i].format, NEVER, &tape));
        cups_raster_t *raster = cupsRasterOpenIO(tape_read, &tape, CUPS_RASTER_READ);
        check_page(raster, &paper.pages[0], &cases[i]);
        check_page(raster, &paper.pages[1], &cases[i]);
        cupsRasterClose(raster);
        assert_int_equal(tape.at, tape.size);
        arena_rewind(&arena, mark);
    }
}

static void test_pwg__says_when_it_could_not_be_written(void **state) {
    (void)state;
    PwgFormat format = {300, true, 0};
    Paper paper;
    assert_true(paper_make(&arena, PAPER_ROLL_80, STR8("x"), 200, 1, &paper));
    int calls = 0;
    bool whole = false;
    for (; !whole; calls++) {
        Tape tape;
        ArenaMark mark = arena_mark(&arena);
        whole = write_tape(&paper, format, calls, &tape);
        arena_rewind(&arena, mark);
        assert_true(calls < 1000);
    }
    assert_true(calls > 2);
}

static void test_pwg__refuses_lines_that_are_too_long(void **state) {
    (void)state;
    Paper paper;
    assert_true(paper_make(&arena, PAPER_LETTER, STR8("x"), 0, 1, &paper));
    assert_true(pwg_fits(&paper, (PwgFormat){1200, false, 0}));
    assert_false(pwg_fits(&paper, (PwgFormat){2400, false, 0}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pwg__is_our_dots_in_the_printers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pwg__says_when_it_could_not_be_written, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_pwg__refuses_lines_that_are_too_long, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
