#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sync/wire/signature.h"

enum { ARENA_BLOCK = 1 << 16, ARENA_MAX = 1 << 20 };

static Arena arena;
static const uint8_t SEED[SIGNATURE_KEY_SIZE] = {1, 2, 3};
static uint8_t public_key[SIGNATURE_KEY_SIZE];

static int set_up(void **state) {
    (void)state;
    arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    signature_public(SEED, public_key);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static WireRequest make_request(void) {
    WireRequest request = {
        .method = STR8("POST"), .target = STR8("/v1/records"), .body = STR8("[{}]")};
    wire_header_add(&request.headers, STR8("content-type"),
                    STR8("application/cloudevents-batch+json"));
    wire_header_add(&request.headers, STR8("content-encoding"), STR8("zstd"));
    return request;
}

static void test_signature__a_request_that_was_signed_verifies(void **state) {
    (void)state;
    WireRequest request = make_request();
    SignatureParams params = {.key_id = STR8("kiosk"), .nonce = 43};
    SignatureParams got;
    Err err = {0};
    assert_int_equal(signature_sign_request(&arena, &request, &params, SEED, &err), ERR_OK);
    assert_int_equal(signature_verify_request(&arena, &request, public_key, &err), ERR_OK);
    assert_int_equal(signature_params(&arena, &request.headers, &got, &err), ERR_OK);
    assert_true(str8_equal(got.key_id, STR8("kiosk")));
    assert_int_equal(got.nonce, 43);
    request.body = STR8("[{ }]");
    assert_int_equal(signature_verify_request(&arena, &request, public_key, &err), ERR_DENIED);
}

static void test_signature__a_reply_fits_one_request(void **state) {
    (void)state;
    WireReply reply = {.status = 200, .body = STR8("{}")};
    Err err = {0};
    wire_header_add(&reply.headers, STR8("content-type"), STR8("application/json"));
    assert_int_equal(signature_sign_reply(&arena, &reply, STR8("foyer=:AAAA:"), SEED, &err),
                     ERR_OK);
    assert_int_equal(signature_verify_reply(&arena, &reply, STR8("foyer=:AAAA:"), public_key, &err),
                     ERR_OK);
    assert_int_equal(signature_verify_reply(&arena, &reply, STR8("foyer=:BAAA:"), public_key, &err),
                     ERR_DENIED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_signature__a_request_that_was_signed_verifies, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_signature__a_reply_fits_one_request, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
