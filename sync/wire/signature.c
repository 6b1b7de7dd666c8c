#include "sync/wire/signature.h"

#include <sodium.h>
#include <string.h>

#include "data/base/check.h"
#include "sync/wire/structured.h"

/*
 * 1. The base is made by one function, for signing and verifying alike (RFC 9421 section 2.5).
 * 2. What must be covered is decided from the message, not from what the signer says.
 * 3. A value with a line break is refused: it could forge a line of the base.
 */
enum {
    BASE_MAX = 4096,
    DIGEST_SIZE = crypto_hash_sha256_BYTES,
    BASE64_SIGNATURE_SIZE =
        sodium_base64_ENCODED_LEN(SIGNATURE_SIZE, sodium_base64_VARIANT_ORIGINAL),
    COMPONENTS_MAX = 8,
};

_Static_assert((int)SIGNATURE_SIZE == (int)crypto_sign_BYTES, "signature");
_Static_assert(sizeof(SignatureKey) == crypto_sign_SECRETKEYBYTES, "key");

/** One message, of either kind. */
typedef struct {
    const WireRequest *request; /* NULL: a reply */
    int status;
    WireHeaders *headers;
    Str8 body;
    Str8 request_signature;
} Message;

SignatureKey signature_key(const uint8_t seed[SIGNATURE_KEY_SIZE]) {
    SignatureKey key;
    uint8_t public_key[SIGNATURE_KEY_SIZE];
    int failed = crypto_sign_seed_keypair(public_key, key.secret, seed);
    FOYER_ASSERT(failed == 0);
    return key;
}

void signature_public(const uint8_t seed[SIGNATURE_KEY_SIZE],
                      uint8_t public_key[SIGNATURE_KEY_SIZE]) {
    SignatureKey key = signature_key(seed);
    memcpy(public_key, key.secret + SIGNATURE_KEY_SIZE, SIGNATURE_KEY_SIZE);
    sodium_memzero(&key, sizeof key);
}

/* ---- components ---- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* RFC 9421 2.1: without the white space around it. */
static bool header_value(const WireHeaders *headers, Str8 name, Str8 *value) {
    Str8 got = wire_header(headers, name);
    if (got.ptr == NULL) {
        return false;
    }
    while (got.len > 0 && is_blank(got.ptr[0])) {
        got = str8_slice(got, 1, got.len);
    }
    while (got.len > 0 && is_blank(got.ptr[got.len - 1])) {
        got = str8_slice(got, 0, got.len - 1);
    }
    *value = got;
    return true;
}

/* RFC 9421 2.2.6 and 2.2.7: no query is "?". */
static Str8 target_part(Str8 target, bool query) {
    size_t mark = str8_find(target, STR8("?"));
    if (!query) {
        return str8_slice(target, 0, mark);
    }
    return mark < target.len ? str8_slice(target, mark, target.len) : STR8("?");
}

static bool derived_value(Arena *arena, const Message *message, Str8 name, Str8 *value) {
    const WireRequest *request = message->request;
    if (request == NULL) {
        *value = str8_format(arena, "%03d", message->status);
        return str8_equal(name, STR8("@status")) && value->ptr != NULL;
    }
    if (str8_equal(name, STR8("@method"))) {
        *value = request->method;
    } else if (str8_equal(name, STR8("@path"))) {
        *value = target_part(request->target, false);
    } else if (str8_equal(name, STR8("@query"))) {
        *value = target_part(request->target, true);
    } else if (str8_equal(name, STR8("@request-target"))) {
        *value = request->target;
    } else {
        return false;
    }
    return true;
}

static bool component_value(Arena *arena, const Message *message, const StructuredItem *item,
                            Str8 *value) {
    Str8 name = structured_string(&item->value);
    if (item->params_count > 0) {
        *value = message->request_signature;
        return message->request == NULL && str8_equal(name, STR8("signature")) &&
               item->params_count == 1 && str8_equal(item->params[0].key, STR8("req")) &&
               item->params[0].value.kind == STRUCTURED_TRUE && value->len > 0;
    }
    if (name.len > 0 && name.ptr[0] == '@') {
        return derived_value(arena, message, name, value);
    }
    return header_value(message->headers, name, value);
}

static bool same_item(const StructuredItem *a, const StructuredItem *b) {
    return str8_equal(a->value.text, b->value.text) && a->params_count == b->params_count;
}

/* RFC 9421 2.5. ERR_INVALID: it covers what is not there, twice or not known here. */
static ErrCode make_base(Arena *arena, const Message *message, const StructuredMember *input,
                         Str8 *base) {
    Str8Builder builder = builder_in(arena, BASE_MAX);
    for (size_t i = 0; i < input->items_count; i++) {
        const StructuredItem *item = &input->items[i];
        Str8 value = {NULL, 0};
        if (!component_value(arena, message, item, &value) ||
            str8_find(value, STR8("\n")) < value.len || str8_find(value, STR8("\r")) < value.len) {
            return ERR_INVALID;
        }
        for (size_t k = 0; k < i; k++) {
            if (same_item(item, &input->items[k])) {
                return ERR_INVALID;
            }
        }
        builder_add(&builder, item->value.text);
        builder_add(&builder, item->params_count > 0 ? STR8(";req: ") : STR8(": "));
        builder_add(&builder, value);
        builder_add_char(&builder, '\n');
    }
    builder_add(&builder, STR8("\"@signature-params\": "));
    structured_add_list(&builder, input);
    *base = builder_text(&builder);
    return builder.buffer == NULL ? ERR_NO_MEMORY : builder.full ? ERR_INVALID : ERR_OK;
}

/* What a signature of this message covers at least. */
static size_t components_needed(const Message *message, StructuredItem *items) {
    const Str8 names[] = {STR8("\"@method\""),          STR8("\"@path\""),
                          STR8("\"@query\""),           STR8("\"@status\""),
                          STR8("\"content-digest\""),   STR8("\"content-type\""),
                          STR8("\"content-encoding\""), STR8("\"signature\"")};
    bool reply = message->request == NULL;
    const bool needed[] = {
        !reply,
        !reply,
        !reply,
        reply,
        true,
        wire_header(message->headers, STR8("content-type")).ptr != NULL,
        wire_header(message->headers, STR8("content-encoding")).ptr != NULL,
        reply && message->request_signature.len > 0,
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (needed[i]) {
            items[count++] = (StructuredItem){.value = {STRUCTURED_STRING, names[i]}};
        }
    }
    if (needed[sizeof needed / sizeof needed[0] - 1]) {
        items[count - 1].params[0] = (StructuredParam){.key = STR8("req")};
        items[count - 1].params_count = 1;
    }
    return count;
}

/* ---- signing ---- */

static void digest_of(Str8 body, uint8_t digest[DIGEST_SIZE]) {
    int failed = crypto_hash_sha256(digest, (const uint8_t *)body.ptr, body.len);
    FOYER_ASSERT(failed == 0);
}

static Str8 bytes_field(Arena *arena, Str8 key, const uint8_t *bytes, size_t size) {
    char text[BASE64_SIGNATURE_SIZE];
    (void)sodium_bin2base64(text, sizeof text, bytes, size, sodium_base64_VARIANT_ORIGINAL);
    return str8_format(arena, "%.*s=:%s:", STR8_ARG(key), text);
}

static StructuredParam string_param(Arena *arena, Str8 key, Str8 text) {
    Str8 quoted = str8_format(arena, "\"%.*s\"", STR8_ARG(text));
    return (StructuredParam){key, {STRUCTURED_STRING, quoted}};
}

static ErrCode sign(Arena *arena, const Message *message, const SignatureParams *params,
                    const SignatureKey *key, Err *err) {
    uint8_t digest[DIGEST_SIZE];
    uint8_t signature[SIGNATURE_SIZE];
    digest_of(message->body, digest);
    Str8 content_digest = bytes_field(arena, STR8("sha-256"), digest, sizeof digest);
    wire_header_add(message->headers, STR8("content-digest"), content_digest);
    StructuredMember input = {.key = STR8(SIGNATURE_LABEL), .is_list = true};
    input.items_count = components_needed(message, input.items);
    Str8 nonce = str8_format(arena, "%lld", (long long)params->nonce);
    input.params[input.params_count++] = string_param(arena, STR8("keyid"), params->key_id);
    if (params->nonce >= 0) {
        input.params[input.params_count++] = string_param(arena, STR8("nonce"), nonce);
    }
    Str8 base = {NULL, 0};
    ErrCode code = make_base(arena, message, &input, &base);
    Str8Builder field = builder_in(arena, STRUCTURED_FIELD_MAX);
    builder_add(&field, STR8(SIGNATURE_LABEL "="));
    structured_add_list(&field, &input);
    bool no_memory = content_digest.ptr == NULL || nonce.ptr == NULL || field.full;
    for (size_t i = 0; i < input.params_count; i++) {
        no_memory = no_memory || input.params[i].value.text.ptr == NULL;
    }
    if (no_memory || code != ERR_OK) {
        return err_set(err, no_memory ? ERR_NO_MEMORY : code, "no base of a signature was made");
    }
    int failed =
        crypto_sign_detached(signature, NULL, (const uint8_t *)base.ptr, base.len, key->secret);
    FOYER_ASSERT(failed == 0);
    wire_header_add(message->headers, STR8("signature-input"), builder_text(&field));
    Str8 signed_field = bytes_field(arena, STR8(SIGNATURE_LABEL), signature, sizeof signature);
    if (signed_field.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a signature");
    }
    wire_header_add(message->headers, STR8("signature"), signed_field);
    return message->headers->doubled
               ? err_set(err, ERR_LIMIT, "the message had its signature, or too many headers")
               : ERR_OK;
}

static Message of_request(const WireRequest *request, WireHeaders *headers) {
    return (Message){.request = request, .headers = headers, .body = request->body};
}

ErrCode signature_sign_request_with(Arena *arena, WireRequest *request,
                                    const SignatureParams *params, const SignatureKey *key,
                                    Err *err) {
    Message message = of_request(request, &request->headers);
    return sign(arena, &message, params, key, err);
}

ErrCode signature_sign_request(Arena *arena, WireRequest *request, const SignatureParams *params,
                               const uint8_t seed[SIGNATURE_KEY_SIZE], Err *err) {
    SignatureKey key = signature_key(seed);
    ErrCode code = signature_sign_request_with(arena, request, params, &key, err);
    sodium_memzero(&key, sizeof key);
    return code;
}

ErrCode signature_sign_reply_with(Arena *arena, WireReply *reply, Str8 request_signature,
                                  const SignatureKey *key, Err *err) {
    SignatureParams params = {.key_id = STR8("hub"), .nonce = -1};
    Message message = {.status = reply->status,
                       .headers = &reply->headers,
                       .body = reply->body,
                       .request_signature = request_signature};
    return sign(arena, &message, &params, key, err);
}

ErrCode signature_sign_reply(Arena *arena, WireReply *reply, Str8 request_signature,
                             const uint8_t seed[SIGNATURE_KEY_SIZE], Err *err) {
    SignatureKey key = signature_key(seed);
    ErrCode code = signature_sign_reply_with(arena, reply, request_signature, &key, err);
    sodium_memzero(&key, sizeof key);
    return code;
}

/* ---- verifying ---- */

/* The member of ours in Signature-Input; ERR_INVALID when there is none that can be read. */
static ErrCode read_input(const WireHeaders *headers, StructuredMember *input, Err *err) {
    Str8 field = wire_header(headers, STR8("signature-input"));
    const StructuredBare *algorithm = NULL;
    ErrCode code = structured_member(field, STR8(SIGNATURE_LABEL), input);
    if (headers->doubled || code != ERR_OK || !input->is_list) {
        return err_set(err, ERR_INVALID, "the message had no signature that can be read");
    }
    algorithm = structured_param(input, STR8("alg"));
    if (algorithm != NULL && !str8_equal(structured_string(algorithm), STR8("ed25519"))) {
        return err_set(err, ERR_INVALID, "the signature was not of ed25519");
    }
    return ERR_OK;
}

/* Digits without a zero before them. */
static bool read_nonce(const StructuredBare *value, int64_t *nonce) {
    Str8 text = structured_string(value);
    return str8_to_int(text, nonce) && *nonce >= 0 && (text.ptr[0] != '0' || text.len == 1) &&
           text.ptr[0] != '-';
}

ErrCode signature_params(Arena *arena, const WireHeaders *headers, SignatureParams *params,
                         Err *err) {
    StructuredMember input;
    ErrCode code = read_input(headers, &input, err);
    if (code != ERR_OK) {
        return code;
    }
    SignatureParams got = {.nonce = -1};
    const StructuredBare *nonce = structured_param(&input, STR8("nonce"));
    Str8 key_id = structured_string(structured_param(&input, STR8("keyid")));
    if (key_id.len == 0 || (nonce != NULL && !read_nonce(nonce, &got.nonce))) {
        return err_set(err, ERR_INVALID, "the signature named no key, or a nonce that is none");
    }
    got.key_id = str8_copy(arena, key_id);
    if (got.key_id.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the name of a key");
    }
    *params = got;
    return ERR_OK;
}

static ErrCode check_digest(const Message *message, Err *err) {
    StructuredMember member;
    uint8_t claimed[DIGEST_SIZE];
    uint8_t digest[DIGEST_SIZE];
    Str8 field = wire_header(message->headers, STR8("content-digest"));
    if (structured_member(field, STR8("sha-256"), &member) != ERR_OK || member.is_list ||
        !structured_bytes(&member.value, claimed, sizeof claimed)) {
        return err_set(err, ERR_INVALID, "the message had no digest that can be read");
    }
    digest_of(message->body, digest);
    return memcmp(digest, claimed, sizeof digest) == 0
               ? ERR_OK
               : err_set(err, ERR_DENIED, "the digest was not the body's");
}

static bool covers(const StructuredMember *input, const StructuredItem *needed) {
    for (size_t i = 0; i < input->items_count; i++) {
        if (same_item(&input->items[i], needed)) {
            return true;
        }
    }
    return false;
}

static ErrCode verify(Arena *arena, const Message *message,
                      const uint8_t public_key[SIGNATURE_KEY_SIZE], Err *err) {
    StructuredMember input;
    StructuredMember member;
    StructuredItem needed[COMPONENTS_MAX];
    uint8_t signature[SIGNATURE_SIZE];
    Str8 base = {NULL, 0};
    ErrCode code = read_input(message->headers, &input, err);
    if (code != ERR_OK) {
        return code;
    }
    Str8 field = wire_header(message->headers, STR8("signature"));
    if (structured_member(field, STR8(SIGNATURE_LABEL), &member) != ERR_OK || member.is_list ||
        !structured_bytes(&member.value, signature, sizeof signature)) {
        return err_set(err, ERR_INVALID, "the message had no signature that can be read");
    }
    size_t count = components_needed(message, needed);
    for (size_t i = 0; i < count; i++) {
        if (!covers(&input, &needed[i])) {
            return err_set(err, ERR_DENIED, "the signature did not cover %.*s",
                           STR8_ARG(needed[i].value.text));
        }
    }
    code = check_digest(message, err);
    if (code != ERR_OK) {
        return code;
    }
    code = make_base(arena, message, &input, &base);
    if (code != ERR_OK) {
        return err_set(err, code, "the signature did not fit the message");
    }
    return crypto_sign_verify_detached(signature, (const uint8_t *)base.ptr, base.len,
                                       public_key) == 0
               ? ERR_OK
               : err_set(err, ERR_DENIED, "the signature was not of this key");
}

ErrCode signature_verify_request(Arena *arena, const WireRequest *request,
                                 const uint8_t public_key[SIGNATURE_KEY_SIZE], Err *err) {
    WireHeaders headers = request->headers;
    Message message = of_request(request, &headers);
    return verify(arena, &message, public_key, err);
}

ErrCode signature_verify_reply(Arena *arena, const WireReply *reply, Str8 request_signature,
                               const uint8_t public_key[SIGNATURE_KEY_SIZE], Err *err) {
    WireHeaders headers = reply->headers;
    Message message = {.status = reply->status,
                       .headers = &headers,
                       .body = reply->body,
                       .request_signature = request_signature};
    return verify(arena, &message, public_key, err);
}
