#include <string.h>

#include "sync/wire/http_text.h"
#include "sync/wire/signature.h"
#include "sync/wire/structured.h"
#include "tests/fuzz/fuzz.h"

/*
 * Any bytes as a signed message, and as the fields alone. No made-up signature is ever right; what
 * we sign is, and not any more when its body changed; what was read of a field is written so that
 * it is read the same.
 */
static const uint8_t SEED[SIGNATURE_KEY_SIZE] = {1};

static void check_field(Arena *arena, Str8 field) {
    StructuredMember member;
    StructuredMember again;
    ErrCode code = structured_member(field, STR8(SIGNATURE_LABEL), &member);
    FOYER_ASSERT(code == ERR_OK || code == ERR_NOT_FOUND || code == ERR_INVALID);
    if (code != ERR_OK || !member.is_list) {
        return;
    }
    Str8Builder first = builder_in(arena, 2 * field.len + 64);
    Str8Builder second = builder_in(arena, 2 * field.len + 64);
    builder_add(&first, STR8(SIGNATURE_LABEL "="));
    builder_add(&second, STR8(SIGNATURE_LABEL "="));
    structured_add_list(&first, &member);
    FOYER_ASSERT(!first.full);
    FOYER_ASSERT(structured_member(builder_text(&first), STR8(SIGNATURE_LABEL), &again) == ERR_OK);
    structured_add_list(&second, &again);
    FOYER_ASSERT(str8_equal(builder_text(&first), builder_text(&second)));
}

static bool has_signature(const WireHeaders *headers) {
    return wire_header(headers, STR8("signature")).ptr != NULL ||
           wire_header(headers, STR8("signature-input")).ptr != NULL ||
           wire_header(headers, STR8("content-digest")).ptr != NULL;
}

static void check_signing(Arena *arena, WireRequest request, const uint8_t *public_key) {
    SignatureParams params = {.key_id = STR8("kiosk"), .nonce = 1};
    if (has_signature(&request.headers) ||
        signature_sign_request(arena, &request, &params, SEED, NULL) != ERR_OK) {
        return;
    }
    FOYER_ASSERT(signature_verify_request(arena, &request, public_key, NULL) == ERR_OK);
    request.body = str8_format(arena, "%.*sx", STR8_ARG(request.body));
    FOYER_ASSERT(signature_verify_request(arena, &request, public_key, NULL) == ERR_DENIED);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    Str8 text = {(const char *)bytes, size};
    uint8_t public_key[SIGNATURE_KEY_SIZE];
    WireRequest request;
    WireReply reply;
    SignatureParams params;
    Err err = {0};
    signature_public(SEED, public_key);
    check_field(&arena, text);
    if (http_text_read_request(&arena, text, &request, NULL) == ERR_OK) {
        check_field(&arena, wire_header(&request.headers, STR8("signature-input")));
        ErrCode code = signature_params(&arena, &request.headers, &params, &err);
        FOYER_ASSERT(code == ERR_OK || code == ERR_INVALID);
        FOYER_ASSERT(code != ERR_OK || (params.key_id.len > 0 && params.nonce >= -1));
        code = signature_verify_request(&arena, &request, public_key, &err);
        FOYER_ASSERT(code == ERR_DENIED || code == ERR_INVALID);
        check_signing(&arena, request, public_key);
    }
    if (http_text_read_reply(&arena, text, &reply, NULL) == ERR_OK) {
        ErrCode code =
            signature_verify_reply(&arena, &reply, STR8("foyer=:AA==:"), public_key, &err);
        FOYER_ASSERT(code == ERR_DENIED || code == ERR_INVALID);
    }
    arena_free(&arena);
    return 0;
}
