#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/i18n/catalog.h"

/* A small MO file, made by hand: four messages, both tables, then the texts. */
static const struct {
    const char *original;
    size_t original_len;
    const char *text;
    size_t text_len;
} MESSAGES[] = {
#define MESSAGE(a, b)                                                                              \
    { a, sizeof(a) - 1, b, sizeof(b) - 1 }
    MESSAGE("",
            "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n!=1;\n"),
    MESSAGE("Back", "Atrás"),
    MESSAGE("door\4Back", "Volver"),
    MESSAGE("{count} child\0{count} children", "{count} niño\0{count} niños"),
};

enum { MESSAGES_COUNT = 4, FILE_MAX = 1024, TEXTS_AT = 28 + 2 * 8 * MESSAGES_COUNT };

static Str8 file_with(char out[FILE_MAX], bool swapped) {
    uint32_t words[7 + 4 * MESSAGES_COUNT] = {
        0x950412de, 0, MESSAGES_COUNT, 28, 28 + 8 * MESSAGES_COUNT, 0, TEXTS_AT};
    size_t end = TEXTS_AT;
    for (size_t i = 0; i < MESSAGES_COUNT; i++) {
        words[7 + 2 * i] = (uint32_t)MESSAGES[i].original_len;
        words[8 + 2 * i] = (uint32_t)end;
        memcpy(out + end, MESSAGES[i].original, MESSAGES[i].original_len + 1);
        end += MESSAGES[i].original_len + 1;
        words[7 + 2 * (MESSAGES_COUNT + i)] = (uint32_t)MESSAGES[i].text_len;
        words[8 + 2 * (MESSAGES_COUNT + i)] = (uint32_t)end;
        memcpy(out + end, MESSAGES[i].text, MESSAGES[i].text_len + 1);
        end += MESSAGES[i].text_len + 1;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        for (size_t byte = 0; byte < 4; byte++) {
            out[4 * i + byte] = (char)(words[i] >> (swapped ? 24 - 8 * byte : 8 * byte));
        }
    }
    return (Str8){out, end};
}

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(65536, 1 << 24);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void assert_text(Str8 text, const char *wanted) {
    assert_true(str8_equal(text, str8_from(wanted)));
}

static void test_catalog__finds_words_contexts_and_plurals(void **state) {
    (void)state;
    for (int swapped = 0; swapped < 2; swapped++) {
        char bytes[FILE_MAX];
        const Catalog *catalog = NULL;
        Str8 file = file_with(bytes, swapped == 1);
        assert_int_equal(catalog_parse(&arena, file, &catalog, NULL), ERR_OK);
        assert_text(catalog_get(catalog, NULL, "Back"), "Atrás");
        assert_text(catalog_get(catalog, "door", "Back"), "Volver");
        assert_text(catalog_get_plural(catalog, "{count} child", 1), "{count} niño");
        assert_text(catalog_get_plural(catalog, "{count} child", 2), "{count} niños");
        assert_int_equal(catalog_messages_count(catalog), 4);
    }
}

static void test_catalog__knows_nothing_of_other_words(void **state) {
    (void)state;
    char bytes[FILE_MAX];
    const Catalog *catalog = NULL;
    assert_int_equal(catalog_parse(&arena, file_with(bytes, false), &catalog, NULL), ERR_OK);
    assert_null(catalog_get(catalog, NULL, "Bac").ptr);
    assert_null(catalog_get(catalog, "window", "Back").ptr);
    assert_null(catalog_get(catalog, "doo", "r\4Back").ptr);
    assert_null(catalog_get_plural(catalog, "Back", 1).ptr);
}

static void test_catalog__refuses_every_cut(void **state) {
    (void)state;
    char bytes[FILE_MAX];
    Str8 file = file_with(bytes, false);
    for (size_t len = 0; len < file.len; len++) {
        const Catalog *catalog = NULL;
        assert_int_equal(catalog_parse(&arena, (Str8){bytes, len}, &catalog, NULL), ERR_INVALID);
        assert_null(catalog);
    }
}

/* Any single damaged byte: refused, or read without touching anything outside (asan sees that). */
static void test_catalog__survives_any_damaged_byte(void **state) {
    (void)state;
    char bytes[FILE_MAX];
    size_t len = file_with(bytes, false).len;
    int refused = 0;
    for (size_t i = 0; i < len; i++) {
        for (int change = 1; change < 256; change <<= 1) {
            char kept = bytes[i];
            bytes[i] = (char)(bytes[i] ^ change);
            /* A copy of exact size, so that one byte too far is seen. */
            Str8 damaged = str8_copy(&arena, (Str8){bytes, len});
            const Catalog *catalog = NULL;
            if (catalog_parse(&arena, damaged, &catalog, NULL) == ERR_OK) {
                (void)catalog_get(catalog, NULL, "Back");
                (void)catalog_get_plural(catalog, "{count} child", 5);
            } else {
                refused++;
            }
            bytes[i] = kept;
            arena_reset(&arena);
        }
    }
    assert_true(refused > 100);
}

static void test_catalog__refuses_too_many_messages(void **state) {
    (void)state;
    char bytes[FILE_MAX];
    Str8 file = file_with(bytes, false);
    bytes[10] = 0x7F;
    const Catalog *catalog = NULL;
    assert_int_equal(catalog_parse(&arena, file, &catalog, NULL), ERR_LIMIT);
}

static void test_catalog__refuses_a_plural_with_missing_forms(void **state) {
    (void)state;
    char bytes[FILE_MAX];
    Str8 file = file_with(bytes, false);
    size_t at = str8_find(file, STR8("nplurals=2"));
    bytes[at + 9] = '3';
    const Catalog *catalog = NULL;
    assert_int_equal(catalog_parse(&arena, file, &catalog, NULL), ERR_INVALID);
}

static void test_catalog__reports_exhausted_memory(void **state) {
    (void)state;
    char bytes[FILE_MAX];
    Arena tiny = arena_make(64, 64);
    const Catalog *catalog = NULL;
    assert_int_equal(catalog_parse(&tiny, file_with(bytes, false), &catalog, NULL), ERR_NO_MEMORY);
    arena_free(&tiny);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_catalog__finds_words_contexts_and_plurals, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_catalog__knows_nothing_of_other_words, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_catalog__refuses_every_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_catalog__survives_any_damaged_byte, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_catalog__refuses_too_many_messages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_catalog__refuses_a_plural_with_missing_forms, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_catalog__reports_exhausted_memory, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
