#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/hash.h"
#include "data/base/id.h"

enum { BLOCK_SIZE = 1024, ARENA_SIZE_MAX = 4096 };

static void fill_with(void *context, void *out, size_t size) {
    memset(out, *(unsigned char *)context, size);
}

static Id make_id(int64_t utc_ms, unsigned char random_byte) {
    return id_make(utc_ms, (RandomPort){fill_with, &random_byte});
}

/* The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22.000Z. */
static void test_id_make__has_the_layout_of_a_uuid_version_7(void **state) {
    (void)state;
    Id ones = make_id(1645557742000, 0xFF);
    static const uint8_t ONES[] = {0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x7F, 0xFF,
                                   0xBF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    assert_memory_equal(ones.bytes, ONES, sizeof ONES);
    Id zeros = make_id(1645557742000, 0x00);
    static const uint8_t ZEROS[] = {0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x70, 0x00, 0x80};
    assert_memory_equal(zeros.bytes, ZEROS, sizeof ZEROS);
}

static void test_id_make__later_ids_sort_behind_earlier_ones(void **state) {
    (void)state;
    Id early = make_id(1645557742000, 0xFF);
    Id late = make_id(1645557742001, 0x00);
    assert_true(memcmp(early.bytes, late.bytes, sizeof early.bytes) < 0);
}

static void test_id_from_name__is_stable_and_keeps_spaces_apart(void **state) {
    (void)state;
    Id id = id_from_name(STR8("org"), STR8("1234"));
    assert_true(id_equal(id, id_from_name(STR8("org"), STR8("1234"))));
    assert_false(id_equal(id, id_from_name(STR8("org1"), STR8("234"))));
    assert_false(id_equal(id, id_from_name(STR8("user"), STR8("1234"))));
    assert_int_equal(id.bytes[6] >> 4, 8);
    assert_int_equal(id.bytes[8] >> 6, 2);
    assert_false(id_is_none(id_from_name(STR8(""), STR8(""))));
}

static void test_id_text__is_read_back_as_the_same_id(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    Id id = make_id(1645557742000, 0xC4);
    Str8 text = id_text(&arena, id);
    assert_true(str8_equal(text, STR8("017f22e2-79b0-74c4-84c4-c4c4c4c4c4c4")));
    Id parsed = {{0}};
    assert_true(id_parse(text, &parsed));
    assert_true(id_equal(parsed, id));
    assert_true(id_parse(STR8("017F22E2-79B0-74C4-84C4-C4C4C4C4C4C4"), &parsed));
    assert_true(id_equal(parsed, id));
    arena_free(&arena);
}

static void test_id_parse__refuses_all_other_shapes(void **state) {
    (void)state;
    static const Str8 BAD[] = {
        {"", 0},
        {"017f22e279b074c484c4c4c4c4c4c4c4", 32},
        {"017f22e2-79b0-74c4-84c4-c4c4c4c4c4c", 35},
        {"017f22e2-79b0-74c4-84c4-c4c4c4c4c4c4c", 37},
        {"{17f22e2-79b0-74c4-84c4-c4c4c4c4c4c}", 36},
        {"017f22e2079b0-74c4-84c4-c4c4c4c4c4c4", 36},
        {"017f22e2-79b0-74c4-84c4-c4c4c4c4c4cg", 36},
        {"017f22e2-79b0-74c4-84c4-c4c4c4c4c4\0\0", 36},
        {"01-f22e2-79b0-74c4-84c4-c4c4c4c4c4c4", 36},
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Id id = {{7}};
        if (id_parse(BAD[i], &id) || id.bytes[0] != 7) {
            fail_msg("row %zu was taken", i);
        }
    }
}

static void test_id__none_is_all_zero(void **state) {
    (void)state;
    Id none = {{0}};
    assert_true(id_is_none(none));
    none.bytes[15] = 1;
    assert_false(id_is_none(none));
}

/* Published FNV-1a vectors. */
static void test_hash_bytes__is_fnv_1a(void **state) {
    (void)state;
    assert_true(hash_bytes(HASH_START, "", 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(hash_bytes(HASH_START, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(hash_bytes(HASH_START, "foobar", 6) == UINT64_C(0x85944171f73967e8));
    uint64_t chained = hash_bytes(hash_bytes(HASH_START, "foo", 3), "bar", 3);
    assert_true(chained == UINT64_C(0x85944171f73967e8));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_id_make__has_the_layout_of_a_uuid_version_7),
        cmocka_unit_test(test_id_make__later_ids_sort_behind_earlier_ones),
        cmocka_unit_test(test_id_from_name__is_stable_and_keeps_spaces_apart),
        cmocka_unit_test(test_id_text__is_read_back_as_the_same_id),
        cmocka_unit_test(test_id_parse__refuses_all_other_shapes),
        cmocka_unit_test(test_id__none_is_all_zero),
        cmocka_unit_test(test_hash_bytes__is_fnv_1a),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
