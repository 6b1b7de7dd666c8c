#ifndef FOYER_SYNC_WIRE_SIGNATURE_H
#define FOYER_SYNC_WIRE_SIGNATURE_H

#include "data/base/id.h"
#include "sync/wire/message.h"

/*
 * RFC 9421 HTTP message signatures with ed25519 over RFC 9530 Content-Digest (sha-256). No
 * `created`: a counter as `nonce` orders a kiosk's requests at any clock.
 *
 * A request covers "@method" "@path" "@query" "content-digest" and, when they are sent,
 * "content-type" and "content-encoding"; keyid is the device's id. A request without a body has the
 * digest of no bytes.
 * A reply covers "@status" "content-digest" "content-type" and "signature";req, so that no old
 * answer fits another request; keyid is "hub".
 */
enum { SIGNATURE_KEY_SIZE = 32, SIGNATURE_SIZE = 64 };

typedef struct {
    Str8 key_id;
    int64_t nonce; /* -1 = none */
} SignatureParams;

/** The label under which our signatures stand in both headers; others are not looked at. */
#define SIGNATURE_LABEL "foyer"

/** A key ready for signing: twice as fast as from the seed. Wipe it. */
typedef struct {
    uint8_t secret[2 * SIGNATURE_KEY_SIZE]; /* RFC 8032: seed, then public key */
} SignatureKey;

SignatureKey signature_key(const uint8_t seed[SIGNATURE_KEY_SIZE]);

/** Public half of a seed (RFC 8032 5.1.5). */
void signature_public(const uint8_t seed[SIGNATURE_KEY_SIZE],
                      uint8_t public_key[SIGNATURE_KEY_SIZE]);

/** Add content-digest, signature-input and signature. Values live in the arena. */
MUST_USE ErrCode signature_sign_request(Arena *arena, WireRequest *request,
                                        const SignatureParams *params,
                                        const uint8_t seed[SIGNATURE_KEY_SIZE], Err *err);

MUST_USE ErrCode signature_sign_request_with(Arena *arena, WireRequest *request,
                                             const SignatureParams *params, const SignatureKey *key,
                                             Err *err);

/** Read who says they signed, to find the key; nothing is verified. ERR_INVALID when there is none.
 */
MUST_USE ErrCode signature_params(Arena *arena, const WireHeaders *headers, SignatureParams *params,
                                  Err *err);

/**
 * The digest is the body's, the signature covers at least what it must, and the key made it.
 * @return ERR_OK, ERR_DENIED, ERR_INVALID (cannot be read), ERR_NO_MEMORY
 */
MUST_USE ErrCode signature_verify_request(Arena *arena, const WireRequest *request,
                                          const uint8_t public_key[SIGNATURE_KEY_SIZE], Err *err);

/** `request_signature` is the value of the Signature header that is answered; empty = unsigned. */
MUST_USE ErrCode signature_sign_reply(Arena *arena, WireReply *reply, Str8 request_signature,
                                      const uint8_t seed[SIGNATURE_KEY_SIZE], Err *err);
MUST_USE ErrCode signature_sign_reply_with(Arena *arena, WireReply *reply, Str8 request_signature,
                                           const SignatureKey *key, Err *err);
MUST_USE ErrCode signature_verify_reply(Arena *arena, const WireReply *reply,
                                        Str8 request_signature,
                                        const uint8_t public_key[SIGNATURE_KEY_SIZE], Err *err);

#endif
