#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/str8.h"
#include "kiosk/printer/escpos_encode.h"
#include "kiosk/printer/escpos_status.h"
#include "tests/support/escpos_decoder.h"
#include "tests/support/paper_maker.h"

/* The encoder against the decoder, and the status parser. No printer, no thread. */
enum { ARENA_MAX = 8 << 20, NAMES_COUNT = 200, NAME_PARTS_MAX = 40 };

/* What printers, terminals and shells choke on, and every script. */
static const char *const hurtful[] = {
    "\x1B@",
    "\x1B=\x02",
    "\x1Bp\x31\x41\x42",
    "\x1DV\x42\x01",
    "\x1Dv0",
    "\x1D(k\x03",
    "\x1D/\x01",
    "\x10\x04\x01",
    "\x10\x05\x02",
    "\x10\x14\x01\x01\x01",
    "\x10\x14\x02\x01\x08",
    "\x10\x10\x04",
    "\x0A\x0C\x0D",
    "\x1C.",
    "\x11\x13",
    "\x07\x08\x7F",
    "\xE2\x80\xAE"
    "evil",
    "\xE2\x81\xA6",
    "%!PS",
    "\x1B%-12345X@PJL",
    "José",
    "Nguyễn Đặng",
    "王小明",
    "محمد",
    "דוד",
    "กานต์",
    "မောင်",
    "Ольга",
    "Zoë-Ann O'Neil",
    "👩‍👩‍👧‍👦",
    "Z̷̢a̶l̸g̵o̴",
    "İstanbul",
    "ﷺ",
    "' OR 1=1 --",
    "$(reboot)",
    "../../x",
    "\xFF\xFE",
};
static const size_t hurtful_count = sizeof hurtful / sizeof hurtful[0];

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(1 << 16, ARENA_MAX);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

/* A whole job in the decoder's hands: rows that came back, all else counted. */
typedef struct {
    EscposDecoder decoder;
    uint8_t *rows;
    size_t rows_count;
    int others[DECODER_WRONG + 1];
} Decoded;

static void decode(Decoded *decoded, const uint8_t *bytes, size_t size, size_t stride) {
    for (size_t i = 0; i < size; i++) {
        DecoderEvent event = decoder_feed(&decoded->decoder, bytes[i]);
        decoded->others[event]++;
        if (event == DECODER_ROW) {
            memcpy(decoded->rows + decoded->rows_count++ * stride, decoded->decoder.row, stride);
        }
    }
}

static Decoded encode_and_decode(const PaperRaster *page) {
    Decoded decoded = {.rows = arena_alloc(&arena, page->stride * (size_t)page->height_px)};
    uint8_t *buffer = arena_alloc(&arena, ESCPOS_BUFFER_SIZE);
    assert_non_null(buffer);
    assert_non_null(decoded.rows);
    decode(&decoded, buffer, escpos_reset(buffer), page->stride);
    int band = escpos_band_rows(page->stride);
    for (int row = 0; row < page->height_px; row += band) {
        int left = page->height_px - row;
        size_t size = escpos_band(page, row, left < band ? left : band, buffer);
        assert_true(size <= ESCPOS_BUFFER_SIZE);
        decode(&decoded, buffer, size, page->stride);
        decode(&decoded, buffer, escpos_marker(buffer), page->stride);
    }
    decode(&decoded, buffer, escpos_cut(buffer), page->stride);
    return decoded;
}

/* Every dot is there, and each one that was added is the one that hides a command. */
static void check_same_dots(const PaperRaster *page, const Decoded *decoded) {
    size_t size = page->stride * (size_t)page->height_px;
    assert_int_equal(decoded->rows_count, page->height_px);
    for (size_t i = 0; i < size; i++) {
        if (page->bits[i] != decoded->rows[i]) {
            assert_int_equal(page->bits[i], 0x10);
            assert_int_equal(decoded->rows[i], 0x18);
            assert_true(i + 1 < size && (page->bits[i + 1] == 0x04 || page->bits[i + 1] == 0x05 ||
                                         page->bits[i + 1] == 0x14));
        }
    }
}

static void check_accounted_for(const Decoded *decoded) {
    assert_false(decoded->decoder.wrong);
    assert_true(decoder_is_idle(&decoded->decoder));
    assert_int_equal(decoded->decoder.real_time_in_raster, 0);
    assert_int_equal(decoded->decoder.broken_off, 0);
    assert_int_equal(decoded->others[DECODER_WRONG], 0);
    assert_int_equal(decoded->others[DECODER_ASK], 0);
    assert_int_equal(decoded->others[DECODER_PADDING], 0);
    assert_int_equal(decoded->others[DECODER_RESET], 1);
    assert_int_equal(decoded->others[DECODER_CUT], 1);
}

static void test_escpos__gives_back_the_dots_it_was_given(void **state) {
    (void)state;
    static const PaperKind kinds[] = {PAPER_ROLL_58, PAPER_ROLL_80, PAPER_LABEL_62};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        Paper paper;
        assert_true(paper_make(&arena, kinds[i], STR8("https://example.org/"), 0, 1, &paper));
        Decoded decoded = encode_and_decode(&paper.pages[0]);
        check_accounted_for(&decoded);
        check_same_dots(&paper.pages[0], &decoded);
    }
}

/* Even if the dots of a paper spelt the bytes of a name, no byte of it would be a command. */
static void test_escpos__no_name_ever_is_a_command(void **state) {
    (void)state;
    for (size_t name = 0; name < NAMES_COUNT; name++) {
        char text[4096];
        Str8Builder builder = builder_make(text, sizeof text);
        size_t parts = name < hurtful_count ? 1 : 2 + name % NAME_PARTS_MAX;
        for (size_t part = 0; part < parts; part++) {
            builder_add(&builder, str8_from(hurtful[(name + part * 7) % hurtful_count]));
        }
        Paper paper;
        ArenaMark mark = arena_mark(&arena);
        assert_true(paper_make_of_bytes(&arena, name % 2 == 0 ? PAPER_ROLL_58 : PAPER_ROLL_80,
                                        builder_text(&builder), 130, &paper));
        Decoded decoded = encode_and_decode(&paper.pages[0]);
        check_accounted_for(&decoded);
        check_same_dots(&paper.pages[0], &decoded);
        arena_rewind(&arena, mark);
    }
}

static void test_escpos__every_pair_of_bytes_is_dots(void **state) {
    (void)state;
    Paper paper;
    char *bytes = arena_alloc(&arena, 3 * 65536);
    for (int i = 0; i < 65536; i++) {
        bytes[3 * i] = (char)(i >> 8);
        bytes[3 * i + 1] = (char)i;
        bytes[3 * i + 2] = (char)(i * 7);
    }
    assert_true(paper_make_of_bytes(&arena, PAPER_ROLL_80, (Str8){bytes, 3 * 65536}, 3000, &paper));
    Decoded decoded = encode_and_decode(&paper.pages[0]);
    check_accounted_for(&decoded);
    check_same_dots(&paper.pages[0], &decoded);
}

static void test_escpos__feeds_white_rows(void **state) {
    (void)state;
    uint8_t buffer[ESCPOS_BUFFER_SIZE];
    Decoded decoded = {.rows = arena_alloc(&arena, 72 * 40)};
    decode(&decoded, buffer, escpos_white(72, 40, buffer), 72);
    assert_int_equal(decoded.rows_count, 40);
    for (size_t i = 0; i < 72 * 40; i++) {
        assert_int_equal(decoded.rows[i], 0);
    }
}

static void test_escpos__asks_what_printers_understand(void **state) {
    (void)state;
    uint8_t buffer[ESCPOS_SMALL_MAX];
    Decoded decoded = {0};
    for (int which = 1; which <= 4; which++) {
        decode(&decoded, buffer, escpos_ask(which, buffer), 0);
        assert_int_equal(decoded.decoder.asked, which);
    }
    decode(&decoded, buffer, escpos_forget(buffer), 0);
    assert_int_equal(decoded.others[DECODER_ASK], 4);
    assert_int_equal(decoded.others[DECODER_FORGET], 1);
    assert_false(decoded.decoder.wrong);
}

static void test_status__tells_the_printers_bytes_apart(void **state) {
    (void)state;
    static const struct {
        uint8_t bytes[8];
        size_t count;
        EscposByte wanted[8];
    } cases[] = {
        {{0x12}, 1, {ESCPOS_REAL_TIME}},
        {{0x1A, 0x00}, 2, {ESCPOS_REAL_TIME, ESCPOS_ORDERED}},
        {{0x11, 0x13, 0x12}, 3, {ESCPOS_NOISE, ESCPOS_NOISE, ESCPOS_REAL_TIME}},
        /* an automatic status of four bytes is no answer to anything */
        {{0x10, 0x00, 0x0C, 0x00, 0x00},
         5,
         {ESCPOS_NOISE, ESCPOS_NOISE, ESCPOS_NOISE, ESCPOS_NOISE, ESCPOS_ORDERED}},
        /* one that breaks off ends where a real-time answer begins */
        {{0x18, 0x00, 0x12, 0x03},
         4,
         {ESCPOS_NOISE, ESCPOS_NOISE, ESCPOS_REAL_TIME, ESCPOS_ORDERED}},
        {{0xFF, 0x80, 0x6C}, 3, {ESCPOS_NOISE, ESCPOS_NOISE, ESCPOS_ORDERED}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        EscposReader reader = {0};
        for (size_t j = 0; j < cases[i].count; j++) {
            assert_int_equal(escpos_read(&reader, cases[i].bytes[j]), cases[i].wanted[j]);
        }
    }
}

static void test_status__names_what_is_wrong(void **state) {
    (void)state;
    static const struct {
        uint8_t bytes[4];
        PrintTrouble trouble;
        bool paper_low;
    } cases[] = {
        {{0x12, 0x12, 0x12, 0x12}, PRINT_TROUBLE_NONE, false},
        {{0x12, 0x12, 0x12, 0x1E}, PRINT_TROUBLE_NONE, true},
        {{0x1A, 0x32, 0x12, 0x7E}, PRINT_PAPER_OUT, true},
        {{0x12, 0x12, 0x12, 0x72}, PRINT_PAPER_OUT, false},
        {{0x1A, 0x16, 0x12, 0x72}, PRINT_COVER_OPEN, false},
        {{0x1A, 0x52, 0x1A, 0x12}, PRINT_JAM, false},
        {{0x1A, 0x52, 0x32, 0x12}, PRINT_FAULT, false},
        {{0x1A, 0x52, 0x52, 0x12}, PRINT_FAULT, false},
        {{0x1A, 0x12, 0x12, 0x12}, PRINT_PAUSED, false},
        {{0x52, 0x1A, 0x12, 0x12}, PRINT_PAUSED, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        EscposStatus status = {0};
        for (int which = 1; which <= 4; which++) {
            escpos_status_add(&status, which, cases[i].bytes[which - 1]);
        }
        assert_int_equal(escpos_trouble(&status), cases[i].trouble);
        assert_int_equal(status.paper_low, cases[i].paper_low);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_escpos__gives_back_the_dots_it_was_given, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_escpos__no_name_ever_is_a_command, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_escpos__every_pair_of_bytes_is_dots, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_escpos__feeds_white_rows, set_up, tear_down),
        cmocka_unit_test(test_escpos__asks_what_printers_understand),
        cmocka_unit_test(test_status__tells_the_printers_bytes_apart),
        cmocka_unit_test(test_status__names_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
