#include "sync/wire/carry.h"
#include "sync/wire/signature.h"
#include "tests/fuzz/fuzz.h"

/*
 * Any bytes as a carry file, as a message, and as a message that is carried: the walk over frames
 * ends, and what was read comes back through a frame.
 */
static const uint8_t SEED[SIGNATURE_KEY_SIZE] = {1};

static void fill(void *context, void *out, size_t size) {
    uint8_t *next = context;
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)out)[i] = (*next)++;
    }
}

static bool same_headers(const WireHeaders *a, const WireHeaders *b) {
    for (size_t i = 0; i < a->count && a->count == b->count; i++) {
        if (!str8_equal(a->items[i].name, b->items[i].name) ||
            !str8_equal(a->items[i].value, b->items[i].value)) {
            return false;
        }
    }
    return a->count == b->count;
}

static void check_walk(Arena *arena, Str8 file) {
    ErrCode code = ERR_OK;
    while (code != ERR_NOT_FOUND) {
        size_t before = file.len;
        WireRequest request;
        Err err = {0};
        code = carry_open_request(arena, &file, SEED, &request, &err);
        FOYER_ASSERT(code == err.code);
        FOYER_ASSERT(code == ERR_NOT_FOUND || file.len < before);
    }
}

static void check_request(Arena *arena, Str8 text, RandomPort random, const uint8_t *public_key) {
    WireRequest request;
    WireRequest got;
    Str8 frame;
    Err err = {0};
    ErrCode code = http_text_read_request(arena, text, &request, &err);
    fuzz_check_answer(code, &err);
    if (code != ERR_OK ||
        carry_seal_request(arena, random, &request, public_key, &frame, NULL) != ERR_OK) {
        return;
    }
    FOYER_ASSERT(carry_open_request(arena, &frame, SEED, &got, NULL) == ERR_OK);
    FOYER_ASSERT(frame.len == 0 && str8_equal(got.body, request.body));
    FOYER_ASSERT(str8_equal(got.method, request.method) && str8_equal(got.target, request.target));
    FOYER_ASSERT(same_headers(&got.headers, &request.headers));
}

static void check_reply(Arena *arena, Str8 text, RandomPort random, const uint8_t *public_key) {
    WireReply reply;
    WireReply got;
    Str8 frame;
    Str8 signature;
    Err err = {0};
    ErrCode code = http_text_read_reply(arena, text, &reply, &err);
    fuzz_check_answer(code, &err);
    if (code != ERR_OK || carry_seal_reply(arena, random, &reply, STR8("foyer=:AA==:"), public_key,
                                           &frame, NULL) != ERR_OK) {
        return;
    }
    FOYER_ASSERT(carry_open_reply(arena, &frame, SEED, &got, &signature, NULL) == ERR_OK);
    FOYER_ASSERT(got.status == reply.status && str8_equal(got.body, reply.body));
    FOYER_ASSERT(str8_equal(signature, STR8("foyer=:AA==:")));
    FOYER_ASSERT(same_headers(&got.headers, &reply.headers));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    Str8 text = {(const char *)bytes, size};
    uint8_t next = 1;
    RandomPort random = {fill, &next};
    uint8_t public_key[SIGNATURE_KEY_SIZE];
    signature_public(SEED, public_key);
    check_walk(&arena, text);
    check_request(&arena, text, random, public_key);
    check_reply(&arena, text, random, public_key);
    arena_free(&arena);
    return 0;
}
