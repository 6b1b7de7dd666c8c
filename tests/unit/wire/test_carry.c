#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sync/wire/carry.h"
#include "sync/wire/signature.h"
#include "tests/support/wire/wire_records.h"

enum { ARENA_BLOCK = 1 << 20, ARENA_MAX = 16 << 20 };

static Arena arena;
static uint64_t randomness;
static const uint8_t SEED[32] = {1};
static const uint8_t OTHER_SEED[32] = {2};
static uint8_t reader_public[32];

static int set_up(void **state) {
    (void)state;
    arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    randomness = 1;
    signature_public(SEED, reader_public);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static WireRequest make_request(size_t body_len) {
    char *body = arena_alloc(&arena, body_len + 1);
    memset(body, 'x', body_len);
    return (WireRequest){
        .method = STR8("POST"), .target = STR8("/v1/records"), .body = {body, body_len}};
}

static Str8 make_file(const size_t *lens, size_t count) {
    Str8Builder file = builder_in(&arena, 1 << 20);
    builder_add(&file, STR8(CARRY_MAGIC));
    for (size_t i = 0; i < count; i++) {
        WireRequest request = make_request(lens[i]);
        Str8 frame;
        assert_int_equal(carry_seal_request(&arena, wire_random_port(&randomness), &request,
                                            reader_public, &frame, NULL),
                         ERR_OK);
        builder_add(&file, frame);
    }
    assert_false(file.full);
    return builder_text(&file);
}

static void test_carry__every_frame_of_a_file_comes_back_in_order(void **state) {
    (void)state;
    static const size_t LENS[] = {0, 1, 5000, WIRE_BODY_MAX};
    Str8 rest = make_file(LENS, 4);
    for (size_t i = 0; i < 4; i++) {
        WireRequest got;
        assert_int_equal(carry_open_request(&arena, &rest, SEED, &got, NULL), ERR_OK);
        assert_int_equal(got.body.len, LENS[i]);
        assert_true(str8_equal(got.target, STR8("/v1/records")));
    }
    WireRequest none;
    assert_int_equal(carry_open_request(&arena, &rest, SEED, &none, NULL), ERR_NOT_FOUND);
}

static void test_carry__a_reply_says_which_request_it_answers(void **state) {
    (void)state;
    WireReply sent = {.status = 200, .body = STR8("{}")};
    WireReply got;
    Str8 frame;
    Str8 signature;
    wire_header_add(&sent.headers, STR8("content-type"), STR8("application/json"));
    assert_int_equal(carry_seal_reply(&arena, wire_random_port(&randomness), &sent,
                                      STR8("foyer=:AAAA:"), reader_public, &frame, NULL),
                     ERR_OK);
    assert_int_equal(carry_open_reply(&arena, &frame, SEED, &got, &signature, NULL), ERR_OK);
    assert_true(str8_equal(signature, STR8("foyer=:AAAA:")));
    assert_int_equal(got.headers.count, 1);
    assert_true(str8_equal(got.body, sent.body));
    assert_int_equal(got.status, 200);
}

static void test_carry__another_reader_opens_nothing_and_goes_on(void **state) {
    (void)state;
    static const size_t LENS[] = {10, 20};
    Str8 rest = make_file(LENS, 2);
    WireRequest got;
    assert_int_equal(carry_open_request(&arena, &rest, OTHER_SEED, &got, NULL), ERR_DENIED);
    assert_int_equal(carry_open_request(&arena, &rest, SEED, &got, NULL), ERR_OK);
    assert_int_equal(got.body.len, 20);
}

static void test_carry__a_file_cut_anywhere_is_never_read_as_whole(void **state) {
    (void)state;
    static const size_t LENS[] = {10};
    Str8 file = make_file(LENS, 1);
    size_t magic = sizeof CARRY_MAGIC - 1;
    for (size_t len = 1; len < file.len; len++) {
        Str8 rest = str8_slice(file, 0, len);
        WireRequest got;
        ErrCode code = carry_open_request(&arena, &rest, SEED, &got, NULL);
        assert_int_equal(code, len == magic ? ERR_NOT_FOUND : ERR_INVALID);
        assert_int_equal(rest.len, 0);
    }
    for (size_t at = magic; at < file.len; at++) {
        char *changed = str8_to_c(&arena, file);
        changed[at] = (char)(changed[at] ^ 0x40);
        Str8 rest = {changed, file.len};
        WireRequest got;
        ErrCode code = carry_open_request(&arena, &rest, SEED, &got, NULL);
        assert_true(code == ERR_DENIED || code == ERR_INVALID);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_carry__every_frame_of_a_file_comes_back_in_order),
        TEST(test_carry__a_reply_says_which_request_it_answers),
        TEST(test_carry__another_reader_opens_nothing_and_goes_on),
        TEST(test_carry__a_file_cut_anywhere_is_never_read_as_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
