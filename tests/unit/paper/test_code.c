#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kiosk/paper/code.h"
#include "kiosk/paper/payload.h"

enum { MODULE_PX = 5, READ_MAX = 4096 };

static Arena arena;

static int arena_setup(void **state) {
    (void)state;
    arena = arena_make(1 << 16, 1 << 24);
    return 0;
}

static int arena_teardown(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

/** A module of the code with its quiet zone around it; x and y in modules of the picture. */
static int pixel_at(const Code *code, int x, int y) {
    int column = x - CODE_QUIET_MODULES;
    int row = y - CODE_QUIET_MODULES;
    if (column < 0 || row < 0 || column >= code->side || row >= code->side) {
        return 255;
    }
    return code->modules[row * code->side + column] != 0 ? 16 : 255;
}

static void picture_write(const Code *code, const char *path) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    int side = (code->side + 2 * CODE_QUIET_MODULES) * MODULE_PX;
    (void)fprintf(file, "P5\n%d %d\n255\n", side, side);
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            (void)fputc(pixel_at(code, x / MODULE_PX, y / MODULE_PX), file);
        }
    }
    assert_int_equal(fclose(file), 0);
}

/** What an independent reader sees in the drawn code. */
static Str8 code_read(const Code *code) {
    char path[] = "/tmp/foyer-code-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    picture_write(code, path);
    Str8 command = str8_format(&arena, "zbarimg -q --nodbus --raw -Sbinary %s", path);
    FILE *reader = popen(command.ptr, "r");
    assert_non_null(reader);
    char *text = ARENA_ARRAY(&arena, char, READ_MAX);
    size_t len = fread(text, 1, READ_MAX, reader);
    int status = pclose(reader);
    unlink(path);
    assert_int_equal(status, 0);
    return (Str8){text, len};
}

static void assert_read_back(Str8 payload) {
    Code code;
    assert_int_equal(code_make(&arena, payload, CODE_SCREEN_VERSION_MAX, &code, NULL), ERR_OK);
    Str8 read = code_read(&code);
    assert_int_equal(read.len, payload.len);
    assert_memory_equal(read.ptr, payload.ptr, payload.len);
}

static void test_code__is_read_by_an_independent_reader(void **state) {
    (void)state;
    const Str8 payloads[] = {
        STR8("tel:+13055550142"),
        STR8("https://school.example/help/counselor?lang=es"),
        STR8("Grade 3: Room 12, 6:15 PM\nKindergarten: Room 4, 6:15 PM"),
        STR8("الصف 3: غرفة 12، 6:15 م"),
        STR8("3.º grado: aula 12, 6:15 p. m."),
        STR8("x"),
    };
    for (size_t i = 0; i < sizeof(payloads) / sizeof(payloads[0]); i++) {
        assert_read_back(payloads[i]);
    }
}

static void test_code__contact_and_date_are_read_back_byte_by_byte(void **state) {
    (void)state;
    Contact contact = {.name = STR8("Daniela Reyes"),
                       .role = STR8("School counselor"),
                       .organization = STR8("Maple Grove School"),
                       .phone = STR8("+13055550142"),
                       .place = STR8("Room 108, front hall"),
                       .hours = STR8("Mon – Fri, 8:00 – 3:30")};
    Str8 payload;
    assert_int_equal(payload_contact(&arena, &contact, CODE_SCREEN_BYTES_MAX, &payload, NULL, NULL),
                     ERR_OK);
    assert_read_back(payload);
    DateEntry date = {.title = STR8("دانييلا رييس، مرشدة المدرسة"),
                      .place = STR8("غرفة 108"),
                      .start_utc_ms = 1760616000000,
                      .end_utc_ms = 1760642000000};
    assert_int_equal(payload_date(&arena, &date, CODE_SCREEN_BYTES_MAX, &payload, NULL, NULL),
                     ERR_OK);
    assert_read_back(payload);
}

static Str8 text_of_bytes(size_t count) {
    char *text = ARENA_ARRAY(&arena, char, count);
    memset(text, 'a', count);
    return (Str8){text, count};
}

static void test_code__holds_exactly_the_promised_bytes(void **state) {
    (void)state;
    Code code;
    const struct {
        size_t bytes;
        int version_max;
        ErrCode result;
    } cases[] = {
        {CODE_SCREEN_BYTES_MAX, CODE_SCREEN_VERSION_MAX, ERR_OK},
        {CODE_SCREEN_BYTES_MAX + 1, CODE_SCREEN_VERSION_MAX, ERR_LIMIT},
        {CODE_PAPER_BYTES_MAX, CODE_PAPER_VERSION_MAX, ERR_OK},
        {CODE_PAPER_BYTES_MAX + 1, CODE_PAPER_VERSION_MAX, ERR_LIMIT},
        {3000, CODE_VERSION_MAX, ERR_LIMIT},
        {5000, CODE_VERSION_MAX, ERR_LIMIT},
        {0, CODE_SCREEN_VERSION_MAX, ERR_INVALID},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ErrCode result =
            code_make(&arena, text_of_bytes(cases[i].bytes), cases[i].version_max, &code, NULL);
        assert_int_equal(result, cases[i].result);
    }
}

static void test_code__is_the_smallest_version_and_square(void **state) {
    (void)state;
    Code code;
    assert_int_equal(code_make(&arena, text_of_bytes(14), 8, &code, NULL), ERR_OK);
    assert_int_equal(code.version, 1);
    assert_int_equal(code.side, 21);
    assert_int_equal(code_make(&arena, text_of_bytes(15), 8, &code, NULL), ERR_OK);
    assert_int_equal(code.version, 2);
    assert_int_equal(code_make(&arena, text_of_bytes(CODE_SCREEN_BYTES_MAX), 8, &code, NULL),
                     ERR_OK);
    assert_int_equal(code.side, CODE_SIDE_MAX);
    for (int i = 0; i < code.side * code.side; i++) {
        assert_true(code.modules[i] <= 1);
    }
}

static void test_code__same_payload_gives_the_same_modules(void **state) {
    (void)state;
    Code first, second;
    assert_int_equal(code_make(&arena, STR8("Room 12"), 8, &first, NULL), ERR_OK);
    assert_int_equal(code_make(&arena, STR8("Room 12"), 8, &second, NULL), ERR_OK);
    assert_int_equal(first.side, second.side);
    assert_memory_equal(first.modules, second.modules, (size_t)(first.side * first.side));
}

static void test_code__full_arena_is_an_answer(void **state) {
    (void)state;
    Arena small = arena_make(64, 64);
    Code code;
    assert_int_equal(code_make(&small, STR8("Room 12"), 8, &code, NULL), ERR_NO_MEMORY);
    arena_free(&small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_code__is_read_by_an_independent_reader),
        cmocka_unit_test(test_code__contact_and_date_are_read_back_byte_by_byte),
        cmocka_unit_test(test_code__holds_exactly_the_promised_bytes),
        cmocka_unit_test(test_code__is_the_smallest_version_and_square),
        cmocka_unit_test(test_code__same_payload_gives_the_same_modules),
        cmocka_unit_test(test_code__full_arena_is_an_answer),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
