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

/* ---- what is covered cannot be changed ---- */

static WireRequest signed_request(void) {
    WireRequest request = make_request();
    SignatureParams params = {.key_id = STR8("kiosk"), .nonce = 43};
    assert_int_equal(signature_sign_request(&arena, &request, &params, SEED, NULL), ERR_OK);
    return request;
}

static void set_header(WireHeaders *headers, Str8 name, Str8 value) {
    for (size_t i = 0; i < headers->count; i++) {
        if (str8_equal(headers->items[i].name, name)) {
            headers->items[i].value = value;
            return;
        }
    }
    wire_header_add(headers, name, value);
}

static void remove_header(WireHeaders *headers, Str8 name) {
    size_t kept = 0;
    for (size_t i = 0; i < headers->count; i++) {
        if (!str8_equal(headers->items[i].name, name)) {
            headers->items[kept++] = headers->items[i];
        }
    }
    headers->count = kept;
}

static ErrCode verify(const WireRequest *request) {
    Err err = {0};
    ErrCode code = signature_verify_request(&arena, request, public_key, &err);
    assert_int_equal(code, err.code);
    return code;
}

static void test_signature__nothing_that_is_covered_can_change(void **state) {
    (void)state;
    WireRequest request = signed_request();
    request.method = STR8("PUT");
    assert_int_equal(verify(&request), ERR_DENIED);
    request = signed_request();
    request.target = STR8("/v1/record");
    assert_int_equal(verify(&request), ERR_DENIED);
    request.target = STR8("/v1/records?x");
    assert_int_equal(verify(&request), ERR_DENIED);
    request.target = STR8("/v1/records?"); /* RFC 9421 2.2.7: the same */
    assert_int_equal(verify(&request), ERR_OK);
    static const char *const NAMES[] = {"content-type", "content-encoding"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        request = signed_request();
        set_header(&request.headers, str8_from(NAMES[i]), STR8("other"));
        assert_int_equal(verify(&request), ERR_DENIED);
        request = signed_request();
        remove_header(&request.headers, str8_from(NAMES[i]));
        assert_int_equal(verify(&request), ERR_INVALID);
    }
    request = signed_request();
    set_header(&request.headers, STR8("content-encoding"), STR8("\t zstd \t")); /* RFC 9421 2.1 */
    assert_int_equal(verify(&request), ERR_OK);
    request = signed_request();
    set_header(&request.headers, STR8("x-other"), STR8("not covered"));
    assert_int_equal(verify(&request), ERR_OK);
}

/* A header that changes what the body is must be covered when it is there. */
static void test_signature__what_matters_must_be_covered(void **state) {
    (void)state;
    WireRequest request = {.method = STR8("GET"), .target = STR8("/v1/epochs/x")};
    SignatureParams params = {.key_id = STR8("kiosk"), .nonce = 0};
    assert_int_equal(signature_sign_request(&arena, &request, &params, SEED, NULL), ERR_OK);
    assert_int_equal(verify(&request), ERR_OK);
    wire_header_add(&request.headers, STR8("content-encoding"), STR8("zstd"));
    assert_int_equal(verify(&request), ERR_DENIED);
}

static void test_signature__every_bit_of_it_counts(void **state) {
    (void)state;
    WireRequest request = signed_request();
    Str8 field = wire_header(&request.headers, STR8("signature"));
    for (size_t at = 0; at < field.len; at++) {
        char *changed = str8_to_c(&arena, field);
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        set_header(&request.headers, STR8("signature"), (Str8){changed, field.len});
        ErrCode code = verify(&request);
        assert_true(code == ERR_DENIED || code == ERR_INVALID);
    }
}

static void test_signature__another_key_made_none(void **state) {
    (void)state;
    static const uint8_t OTHER[SIGNATURE_KEY_SIZE] = {9};
    uint8_t other_public[SIGNATURE_KEY_SIZE];
    uint8_t zero_public[SIGNATURE_KEY_SIZE] = {0}; /* of small order: signs everything */
    WireRequest request = signed_request();
    signature_public(OTHER, other_public);
    assert_int_equal(signature_verify_request(&arena, &request, other_public, NULL), ERR_DENIED);
    assert_int_equal(signature_verify_request(&arena, &request, zero_public, NULL), ERR_DENIED);
}

/* ---- fields as others may write them ---- */

static void test_signature__fields_that_cannot_be_read_are_refused(void **state) {
    (void)state;
#define COVERED                                                                                    \
    "(\"@method\" \"@path\" \"@query\" \"content-digest\" \"content-type\" \"content-encoding\")"
    static const struct {
        const char *input;
        ErrCode code;
    } CASES[] = {
        {"foyer=" COVERED ";keyid=\"kiosk\";nonce=\"43\"", ERR_OK},
        {"other=(\"x\"), foyer=" COVERED ";keyid=\"kiosk\";nonce=\"43\"", ERR_OK},
        {"foyer=" COVERED "; keyid=\"kiosk\"; nonce=\"43\"", ERR_OK}, /* RFC 9651 4.2.3.2 */
        {"foyer=(  \"@method\" \"@path\" \"@query\"  \"content-digest\" \"content-type\" "
         "\"content-encoding\" );keyid=\"kiosk\";nonce=\"43\"",
         ERR_OK},
        {"foyer=" COVERED ";keyid=\"kiosk\";nonce=\"44\"", ERR_DENIED},
        {"foyer=" COVERED ";keyid=\"kiosk\"", ERR_DENIED},
        {"foyer=(\"@method\" \"@path\" \"@query\" \"content-digest\" "
         "\"content-type\");keyid=\"kiosk\";nonce=\"43\"",
         ERR_DENIED},
        {"foyer=" COVERED ";alg=\"rsa-pss-sha512\"", ERR_INVALID},
        {"foyer=(\"@method\" \"@path\" \"@query\" \"content-digest\" \"content-type\" "
         "\"content-encoding\" \"@method\");keyid=\"kiosk\";nonce=\"43\"",
         ERR_INVALID},
        {"foyer=(\"@method\" \"@path\" \"@query\" \"content-digest\" \"content-type\" "
         "\"content-encoding\" \"absent\");keyid=\"kiosk\";nonce=\"43\"",
         ERR_INVALID},
        {"foyer=(\"@method\" \"@path\" \"@query\" \"content-digest\" \"content-type\" "
         "\"content-encoding\" \"@status\");keyid=\"kiosk\";nonce=\"43\"",
         ERR_INVALID},
        {"foyer=(\"@method\" \"@path\" \"@query\" \"content-digest\";bs \"content-type\" "
         "\"content-encoding\");keyid=\"kiosk\";nonce=\"43\"",
         ERR_DENIED},
        {"foyer=\"text\"", ERR_INVALID},
        {"foyer", ERR_INVALID},
        {"", ERR_INVALID},
        {"sig=" COVERED, ERR_INVALID},
        {"foyer=" COVERED ",", ERR_INVALID},
        {"foyer=" COVERED " x", ERR_INVALID},
        {"foyer=" COVERED ", foyer=" COVERED, ERR_INVALID},
        {"foyer=" COVERED ";keyid=\"a\";keyid=\"b\"", ERR_INVALID},
        {"foyer=(\"@method\"\"@path\")", ERR_INVALID},
        {"foyer=(\"@method\"", ERR_INVALID},
        {"foyer=(\"@method)", ERR_INVALID},
        {"foyer=(\"a\\n\")", ERR_INVALID},
        {"foyer=();created=1234567890123456", ERR_INVALID},
        {"foyer=();created=1.", ERR_INVALID},
        {"foyer=();x=?2", ERR_INVALID},
        {"foyer=();X", ERR_INVALID},
        {"foyer=(a b c d e f g h i j k l m n o p q)", ERR_INVALID},
        {"foyer=();a;b;c;d;e;f;g;h;i", ERR_INVALID},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        WireRequest request = signed_request();
        set_header(&request.headers, STR8("signature-input"), str8_from(CASES[i].input));
        ErrCode code = verify(&request);
        if (code != CASES[i].code) {
            print_error("%s: %d\n", CASES[i].input, (int)code);
        }
        assert_int_equal(code, CASES[i].code);
    }
}

static void test_signature__a_digest_that_is_none_is_refused(void **state) {
    (void)state;
    static const char *const DIGESTS[] = {
        "", "sha-256", "sha-256=()", "sha-256=:AA==:", "sha-512=:AA==:", "sha-256=AAAA", ":AA==:",
    };
    for (size_t i = 0; i < sizeof DIGESTS / sizeof DIGESTS[0]; i++) {
        WireRequest request = signed_request();
        set_header(&request.headers, STR8("content-digest"), str8_from(DIGESTS[i]));
        assert_int_equal(verify(&request), ERR_INVALID);
    }
}

static void test_signature__a_line_break_forges_nothing(void **state) {
    (void)state;
    WireRequest request = make_request();
    SignatureParams params = {.key_id = STR8("kiosk"), .nonce = 43};
    request.target = STR8("/v1/records\n\"@query\": ?");
    assert_int_equal(signature_sign_request(&arena, &request, &params, SEED, NULL), ERR_INVALID);
}

static void test_signature__a_doubled_header_is_refused(void **state) {
    (void)state;
    WireRequest request = signed_request();
    wire_header_add(&request.headers, STR8("Content-Type"), STR8("text/html"));
    assert_true(request.headers.doubled);
    assert_int_equal(verify(&request), ERR_INVALID);
}

static void test_signature__a_counter_is_digits(void **state) {
    (void)state;
    static const struct {
        const char *nonce;
        ErrCode code;
        int64_t number;
    } CASES[] = {
        {";nonce=\"0\"", ERR_OK, 0},
        {";nonce=\"9007199254740991\"", ERR_OK, INT64_C(9007199254740991)},
        {"", ERR_OK, -1},
        {";nonce=\"01\"", ERR_INVALID, 0},
        {";nonce=\"-1\"", ERR_INVALID, 0},
        {";nonce=\"-0\"", ERR_INVALID, 0},
        {";nonce=\"\"", ERR_INVALID, 0},
        {";nonce=\"9223372036854775808\"", ERR_INVALID, 0},
        {";nonce=\"1 \"", ERR_INVALID, 0},
        {";nonce=1", ERR_INVALID, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        WireHeaders headers = {.count = 0};
        SignatureParams got = {.nonce = 7};
        Str8 input = str8_format(&arena, "foyer=();keyid=\"k\"%s", CASES[i].nonce);
        wire_header_add(&headers, STR8("signature-input"), input);
        assert_int_equal(signature_params(&arena, &headers, &got, NULL), CASES[i].code);
        assert_int_equal(got.nonce, CASES[i].code == ERR_OK ? CASES[i].number : 7);
    }
}

static void test_signature__a_reply_changes_in_nothing(void **state) {
    (void)state;
    Str8 request_signature = STR8("foyer=:AAAA:");
    WireReply reply = {.status = 200, .body = STR8("{}")};
    wire_header_add(&reply.headers, STR8("content-type"), STR8("application/json"));
    assert_int_equal(signature_sign_reply(&arena, &reply, request_signature, SEED, NULL), ERR_OK);
    reply.status = 201;
    assert_int_equal(signature_verify_reply(&arena, &reply, request_signature, public_key, NULL),
                     ERR_DENIED);
    reply.status = 200;
    reply.body = STR8("{ }");
    assert_int_equal(signature_verify_reply(&arena, &reply, request_signature, public_key, NULL),
                     ERR_DENIED);
    /* An answer to an unsigned request answers no signed one. */
    reply = (WireReply){.status = 200};
    assert_int_equal(signature_sign_reply(&arena, &reply, STR8(""), SEED, NULL), ERR_OK);
    assert_int_equal(signature_verify_reply(&arena, &reply, STR8(""), public_key, NULL), ERR_OK);
    assert_int_equal(signature_verify_reply(&arena, &reply, request_signature, public_key, NULL),
                     ERR_DENIED);
}

static void test_signature__says_when_memory_was_short(void **state) {
    (void)state;
    ErrCode code = ERR_NO_MEMORY;
    size_t short_of = 0;
    for (size_t size = 64; code == ERR_NO_MEMORY; size += 64) {
        Arena small = arena_make(1, size);
        WireRequest request = make_request();
        SignatureParams params = {.key_id = STR8("kiosk"), .nonce = 43};
        code = signature_sign_request(&small, &request, &params, SEED, NULL);
        short_of += code == ERR_NO_MEMORY ? 1 : 0;
        arena_free(&small);
    }
    assert_int_equal(code, ERR_OK);
    assert_true(short_of > 3);
    WireRequest request = signed_request();
    Arena small = arena_make(1, 64);
    assert_int_equal(signature_verify_request(&small, &request, public_key, NULL), ERR_NO_MEMORY);
    arena_free(&small);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_signature__a_request_that_was_signed_verifies),
        TEST(test_signature__a_reply_fits_one_request),
        TEST(test_signature__nothing_that_is_covered_can_change),
        TEST(test_signature__what_matters_must_be_covered),
        TEST(test_signature__every_bit_of_it_counts),
        TEST(test_signature__another_key_made_none),
        TEST(test_signature__fields_that_cannot_be_read_are_refused),
        TEST(test_signature__a_digest_that_is_none_is_refused),
        TEST(test_signature__a_line_break_forges_nothing),
        TEST(test_signature__a_doubled_header_is_refused),
        TEST(test_signature__a_counter_is_digits),
        TEST(test_signature__a_reply_changes_in_nothing),
        TEST(test_signature__says_when_memory_was_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
