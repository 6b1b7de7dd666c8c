#ifndef FOYER_DATA_VAULT_VAULT_H
#define FOYER_DATA_VAULT_VAULT_H

#include <stdbool.h>

#include "data/base/err.h"
#include "data/base/id.h"
#include "data/base/port.h"
#include "data/base/str8.h"

/*
 * Vault: the only place where personal bytes are sealed and opened. Pure functions over libsodium;
 * randomness comes from the caller's port. Every buffer that held a key is wiped.
 *
 * Two ways of closing: a *box* is opened with the key that closed it (hot names, household
 * content); a *seal* is closed with a public key and opened with its secret half (cold names,
 * household keys), byte for byte what libsodium's crypto_box_seal_open reads.
 *
 * Other rooms need only vault_school_keys and vault_school_public.
 */
enum {
    VAULT_KEY_SIZE = 32,
    VAULT_TAG_SIZE = 16,
    VAULT_DIGEST_SIZE = 32,
    VAULT_BOX_OVERHEAD = 40,  /* nonce 24, tag 16 */
    VAULT_SEAL_OVERHEAD = 48, /* ephemeral public key 32, tag 16 */
    VAULT_PAD = 64,           /* plain texts are padded to a multiple: lengths tell little */
};

/** The school's key pair, X25519 (`foyerctl keygen`). */
void vault_school_keys(RandomPort random, uint8_t public_key[VAULT_KEY_SIZE],
                       uint8_t secret_key[VAULT_KEY_SIZE]);
/** The public half of a secret key. */
void vault_school_public(const uint8_t secret_key[VAULT_KEY_SIZE],
                         uint8_t public_key[VAULT_KEY_SIZE]);

/* ---- for the stores ---- */

/** Let libsodium choose its implementations. Any number of times. */
void vault_start(void);

/** A key for one purpose from the kiosk's key. */
void vault_subkey(const uint8_t key[VAULT_KEY_SIZE], Str8 purpose, uint8_t out[VAULT_KEY_SIZE]);
/** Keyed hash: says "the same" without saying what. */
void vault_tag(const uint8_t key[VAULT_KEY_SIZE], const void *bytes, size_t size,
               uint8_t tag[VAULT_TAG_SIZE]);
void vault_fingerprint(const uint8_t key[VAULT_KEY_SIZE], const void *bytes, size_t size,
                       uint8_t out[VAULT_DIGEST_SIZE]);
/** BLAKE2b-256 without a key. */
void vault_digest(const void *bytes, size_t size, uint8_t out[VAULT_DIGEST_SIZE]);

/**
 * Pad and box `plain` with `key`; `about` (an event's, a household's id) must be the same to open
 * it, so that boxes cannot be moved between rows.
 * @return bytes in the arena; ptr NULL when it is exhausted
 */
Str8 vault_box(Arena *arena, RandomPort random, const uint8_t key[VAULT_KEY_SIZE], Id about,
               Str8 plain);
/** False when the key, `about` or the bytes are wrong. *plain is in the arena. */
MUST_USE bool vault_unbox(Arena *arena, const uint8_t key[VAULT_KEY_SIZE], Id about, Str8 boxed,
                          Str8 *plain);

/** Seal for the owner of `public_key`; padded unless it is a key. ptr NULL: arena exhausted. */
Str8 vault_seal(Arena *arena, RandomPort random, const uint8_t public_key[VAULT_KEY_SIZE],
                Str8 plain);

enum { VAULT_SEAL_NONCE_SIZE = 24 };

/**
 * The half of a seal that knows no plain bytes and takes all the time (two X25519), made when
 * nobody waits. It seals once: a second text under the same key and nonce would open both.
 */
typedef struct {
    bool is_ready;
    uint8_t ephemeral_public[VAULT_KEY_SIZE];
    uint8_t nonce[VAULT_SEAL_NONCE_SIZE];
    uint8_t shared_key[VAULT_KEY_SIZE];
} VaultSealing;

/** Does nothing when it is ready. */
void vault_sealing_prepare(VaultSealing *sealing, RandomPort random,
                           const uint8_t public_key[VAULT_KEY_SIZE]);
/** vault_seal with a sealing that is ready; wipes it. ptr NULL: arena exhausted. */
Str8 vault_sealing_use(VaultSealing *sealing, Arena *arena, Str8 plain);

MUST_USE bool vault_unseal(Arena *arena, const uint8_t secret_key[VAULT_KEY_SIZE], Str8 sealed,
                           Str8 *plain);

enum { VAULT_SEALED_KEY_SIZE = VAULT_KEY_SIZE + VAULT_SEAL_OVERHEAD };

void vault_seal_key(RandomPort random, const uint8_t public_key[VAULT_KEY_SIZE],
                    const uint8_t key[VAULT_KEY_SIZE], uint8_t sealed[VAULT_SEALED_KEY_SIZE]);
MUST_USE bool vault_unseal_key(const uint8_t public_key[VAULT_KEY_SIZE],
                               const uint8_t secret_key[VAULT_KEY_SIZE],
                               const uint8_t sealed[VAULT_SEALED_KEY_SIZE],
                               uint8_t key[VAULT_KEY_SIZE]);

/** What guessing one phone number or card code costs (Argon2id). */
typedef struct {
    size_t memory_bytes; /* 8192.. */
    uint32_t passes;     /* 1.. */
} SecretCost;

#define SECRET_COST_DEFAULT ((SecretCost){.memory_bytes = 16u << 20, .passes = 2})
#define SECRET_COST_LOWEST ((SecretCost){.memory_bytes = 8192, .passes = 1}) /* tests, benches */

/** What a phone number or a card code turns into: where to look, and what opens it. */
typedef struct {
    uint8_t tag[VAULT_TAG_SIZE];
    uint8_t public_key[VAULT_KEY_SIZE];
    uint8_t secret_key[VAULT_KEY_SIZE];
} VaultSecret;

/**
 * One Argon2id over `kind` and `secret`. Wipe the result.
 * @param kind  "phone", "card": keeps a number and a code of the same digits apart
 * @return ERR_OK, ERR_NO_MEMORY
 */
MUST_USE ErrCode vault_derive(const uint8_t salt[VAULT_TAG_SIZE], SecretCost cost, Str8 kind,
                              Str8 secret, VaultSecret *out, Err *err);

#endif
