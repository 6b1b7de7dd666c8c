#include "sync/wire/carry.h"

#include <sodium.h>
#include <string.h>

#include "data/vault/vault.h"
#include "sync/wire/signature.h"

/* The header of a sealed reply that says which request it answers; never on the network. */
#define REQUEST_SIGNATURE "request-signature"

_Static_assert((int)SIGNATURE_KEY_SIZE == (int)crypto_scalarmult_curve25519_BYTES, "X25519");

static ErrCode seal_frame(Arena *arena, RandomPort random, Str8 text,
                          const uint8_t reader_public[32], Str8 *frame, Err *err) {
    uint8_t curve_public[VAULT_KEY_SIZE];
    if (crypto_sign_ed25519_pk_to_curve25519(curve_public, reader_public) != 0) {
        return err_set(err, ERR_INVALID, "the reader's key was none");
    }
    Str8 sealed = vault_seal(arena, random, curve_public, text);
    if (sealed.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory to seal %zu bytes", text.len);
    }
    if (sealed.len > CARRY_FRAME_MAX) {
        return err_set(err, ERR_LIMIT, "a message of %zu bytes was too long to carry", text.len);
    }
    uint8_t *bytes = arena_alloc(arena, CARRY_LENGTH_SIZE + sealed.len);
    if (bytes == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a frame of %zu bytes", sealed.len);
    }
    for (size_t i = 0; i < CARRY_LENGTH_SIZE; i++) {
        bytes[i] = (uint8_t)(sealed.len >> (8 * (CARRY_LENGTH_SIZE - 1 - i)) & 0xFF);
    }
    memcpy(bytes + CARRY_LENGTH_SIZE, sealed.ptr, sealed.len);
    *frame = (Str8){(const char *)bytes, CARRY_LENGTH_SIZE + sealed.len};
    return ERR_OK;
}

ErrCode carry_seal_request(Arena *arena, RandomPort random, const WireRequest *request,
                           const uint8_t reader_public[32], Str8 *frame, Err *err) {
    Str8 text;
    ErrCode code = http_text_write_request(arena, request, &text, err);
    return code == ERR_OK ? seal_frame(arena, random, text, reader_public, frame, err) : code;
}

ErrCode carry_seal_reply(Arena *arena, RandomPort random, const WireReply *reply,
                         Str8 request_signature, const uint8_t reader_public[32], Str8 *frame,
                         Err *err) {
    WireReply carried = *reply;
    Str8 text;
    wire_header_add(&carried.headers, STR8(REQUEST_SIGNATURE), request_signature);
    ErrCode code = http_text_write_reply(arena, &carried, &text, err);
    return code == ERR_OK ? seal_frame(arena, random, text, reader_public, frame, err) : code;
}

/* The next frame's seal; *rest moves past it, or to the end of what cannot be read. */
static ErrCode take_frame(Str8 *rest, Str8 *sealed, Err *err) {
    Str8 magic = STR8(CARRY_MAGIC);
    if (str8_starts_with(*rest, magic)) {
        *rest = str8_slice(*rest, magic.len, rest->len);
    }
    if (rest->len == 0) {
        return err_set(err, ERR_NOT_FOUND, "the carry file was over");
    }
    size_t size = 0;
    for (size_t i = 0; i < CARRY_LENGTH_SIZE && i < rest->len; i++) {
        size = size << 8 | (unsigned char)rest->ptr[i];
    }
    if (rest->len < CARRY_LENGTH_SIZE || size > CARRY_FRAME_MAX ||
        size > rest->len - CARRY_LENGTH_SIZE) {
        *rest = str8_slice(*rest, rest->len, rest->len);
        return err_set(err, ERR_INVALID, "the carry file was cut off, or is none");
    }
    *sealed = str8_slice(*rest, CARRY_LENGTH_SIZE, CARRY_LENGTH_SIZE + size);
    *rest = str8_slice(*rest, CARRY_LENGTH_SIZE + size, rest->len);
    return ERR_OK;
}

static ErrCode open_frame(Arena *arena, Str8 *rest, const uint8_t reader_seed[32], Str8 *text,
                          Err *err) {
    uint8_t curve_secret[VAULT_KEY_SIZE];
    Str8 sealed;
    ErrCode code = take_frame(rest, &sealed, err);
    if (code != ERR_OK) {
        return code;
    }
    SignatureKey key = signature_key(reader_seed);
    bool opened = crypto_sign_ed25519_sk_to_curve25519(curve_secret, key.secret) == 0 &&
                  vault_unseal(arena, curve_secret, sealed, text);
    sodium_memzero(&key, sizeof key);
    sodium_memzero(curve_secret, sizeof curve_secret);
    return opened ? ERR_OK : err_set(err, ERR_DENIED, "a frame was for another reader, or damaged");
}

ErrCode carry_open_request(Arena *arena, Str8 *rest, const uint8_t reader_seed[32],
                           WireRequest *request, Err *err) {
    Str8 text;
    ErrCode code = open_frame(arena, rest, reader_seed, &text, err);
    return code == ERR_OK ? http_text_read_request(arena, text, request, err) : code;
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

ErrCode carry_open_reply(Arena *arena, Str8 *rest, const uint8_t reader_seed[32], WireReply *reply,
                         Str8 *request_signature, Err *err) {
    WireReply got;
    Str8 text;
    ErrCode code = open_frame(arena, rest, reader_seed, &text, err);
    code = code == ERR_OK ? http_text_read_reply(arena, text, &got, err) : code;
    if (code != ERR_OK) {
        return code;
    }
    Str8 signature = wire_header(&got.headers, STR8(REQUEST_SIGNATURE));
    if (signature.ptr == NULL) {
        return err_set(err, ERR_INVALID, "a carried reply did not say what it answers");
    }
    remove_header(&got.headers, STR8(REQUEST_SIGNATURE));
    *request_signature = signature;
    *reply = got;
    return ERR_OK;
}
