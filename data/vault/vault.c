#include "data/vault/vault.h"

#include <sodium.h>
#include <string.h>

#include "data/base/check.h"

enum { NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, SECRET_TEXT_MAX = 64 };

_Static_assert((int)VAULT_BOX_OVERHEAD ==
                   (int)NONCE_SIZE + (int)crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "box");
_Static_assert((int)VAULT_SEAL_OVERHEAD == (int)crypto_box_SEALBYTES, "seal");
_Static_assert((int)VAULT_SEAL_NONCE_SIZE == (int)crypto_box_NONCEBYTES, "nonce");
_Static_assert((int)VAULT_KEY_SIZE == (int)crypto_box_BEFORENMBYTES, "shared key");
_Static_assert((int)VAULT_TAG_SIZE == (int)crypto_pwhash_argon2id_SALTBYTES, "salt");

void vault_start(void) {
    int status = sodium_init(); /* 1 = was done before */
    FOYER_ASSERT(status >= 0);
}

void vault_school_keys(RandomPort random, uint8_t public_key[VAULT_KEY_SIZE],
                       uint8_t secret_key[VAULT_KEY_SIZE]) {
    uint8_t seed[crypto_box_SEEDBYTES];
    random.fill(random.context, seed, sizeof seed);
    int failed = crypto_box_seed_keypair(public_key, secret_key, seed);
    FOYER_ASSERT(failed == 0);
    sodium_memzero(seed, sizeof seed);
}

void vault_school_public(const uint8_t secret_key[VAULT_KEY_SIZE],
                         uint8_t public_key[VAULT_KEY_SIZE]) {
    int failed = crypto_scalarmult_base(public_key, secret_key);
    FOYER_ASSERT(failed == 0);
}

static void keyed_hash(const uint8_t key[VAULT_KEY_SIZE], const void *bytes, size_t size,
                       uint8_t *out, size_t out_size) {
    int failed = crypto_generichash(out, out_size, bytes, size, key, VAULT_KEY_SIZE);
    FOYER_ASSERT(failed == 0);
}

void vault_subkey(const uint8_t key[VAULT_KEY_SIZE], Str8 purpose, uint8_t out[VAULT_KEY_SIZE]) {
    keyed_hash(key, purpose.ptr, purpose.len, out, VAULT_KEY_SIZE);
}

void vault_tag(const uint8_t key[VAULT_KEY_SIZE], const void *bytes, size_t size,
               uint8_t tag[VAULT_TAG_SIZE]) {
    keyed_hash(key, bytes, size, tag, VAULT_TAG_SIZE);
}

void vault_fingerprint(const uint8_t key[VAULT_KEY_SIZE], const void *bytes, size_t size,
                       uint8_t out[VAULT_DIGEST_SIZE]) {
    keyed_hash(key, bytes, size, out, VAULT_DIGEST_SIZE);
}

void vault_digest(const void *bytes, size_t size, uint8_t out[VAULT_DIGEST_SIZE]) {
    int failed = crypto_generichash(out, VAULT_DIGEST_SIZE, bytes, size, NULL, 0);
    FOYER_ASSERT(failed == 0);
}

/* A copy of `plain` padded to a multiple of VAULT_PAD (ISO/IEC 7816-4), with at least one byte. */
static Str8 pad(Arena *arena, Str8 plain) {
    size_t size = (plain.len / VAULT_PAD + 1) * VAULT_PAD;
    uint8_t *padded = arena_alloc(arena, size);
    if (padded == NULL) {
        return (Str8){NULL, 0};
    }
    if (plain.len > 0) {
        memcpy(padded, plain.ptr, plain.len);
    }
    size_t padded_size = 0;
    int failed = sodium_pad(&padded_size, padded, plain.len, VAULT_PAD, size);
    FOYER_ASSERT(failed == 0 && padded_size == size);
    return (Str8){(const char *)padded, size};
}

static bool unpad(Str8 *plain) {
    size_t size = 0;
    if (plain->len == 0 ||
        sodium_unpad(&size, (const uint8_t *)plain->ptr, plain->len, VAULT_PAD) != 0) {
        return false;
    }
    plain->len = size;
    return true;
}

Str8 vault_box(Arena *arena, RandomPort random, const uint8_t key[VAULT_KEY_SIZE], Id about,
               Str8 plain) {
    Str8 padded = pad(arena, plain);
    uint8_t *out = arena_alloc(arena, padded.len + VAULT_BOX_OVERHEAD);
    if (padded.ptr == NULL || out == NULL) {
        return (Str8){NULL, 0};
    }
    random.fill(random.context, out, NONCE_SIZE);
    int failed = crypto_aead_xchacha20poly1305_ietf_encrypt(
        out + NONCE_SIZE, NULL, (const uint8_t *)padded.ptr, padded.len, about.bytes,
        sizeof about.bytes, NULL, out, key);
    FOYER_ASSERT(failed == 0);
    return (Str8){(const char *)out, padded.len + VAULT_BOX_OVERHEAD};
}

bool vault_unbox(Arena *arena, const uint8_t key[VAULT_KEY_SIZE], Id about, Str8 boxed,
                 Str8 *plain) {
    if (boxed.len < VAULT_BOX_OVERHEAD) {
        return false;
    }
    const uint8_t *bytes = (const uint8_t *)boxed.ptr;
    uint8_t *out = arena_alloc(arena, boxed.len);
    if (out == NULL || crypto_aead_xchacha20poly1305_ietf_decrypt(
                           out, NULL, NULL, bytes + NONCE_SIZE, boxed.len - NONCE_SIZE, about.bytes,
                           sizeof about.bytes, bytes, key) != 0) {
        return false;
    }
    Str8 opened = {(const char *)out, boxed.len - VAULT_BOX_OVERHEAD};
    if (!unpad(&opened)) {
        return false;
    }
    *plain = opened;
    return true;
}

/* crypto_box_seal with the ephemeral key from our random port: the simulator must own every byte.
 * libsodium's documentation of sealed boxes: nonce = BLAKE2b-192(ephemeral public || public). */
void vault_sealing_prepare(VaultSealing *sealing, RandomPort random,
                           const uint8_t public_key[VAULT_KEY_SIZE]) {
    if (sealing->is_ready) {
        return;
    }
    uint8_t ephemeral_secret[crypto_box_SECRETKEYBYTES];
    vault_school_keys(random, sealing->ephemeral_public, ephemeral_secret);
    crypto_generichash_state state;
    int failed = crypto_generichash_init(&state, NULL, 0, sizeof sealing->nonce);
    failed |= crypto_generichash_update(&state, sealing->ephemeral_public, VAULT_KEY_SIZE);
    failed |= crypto_generichash_update(&state, public_key, VAULT_KEY_SIZE);
    failed |= crypto_generichash_final(&state, sealing->nonce, sizeof sealing->nonce);
    failed |= crypto_box_beforenm(sealing->shared_key, public_key, ephemeral_secret);
    FOYER_ASSERT(failed == 0);
    sodium_memzero(ephemeral_secret, sizeof ephemeral_secret);
    sealing->is_ready = true;
}

static void seal(VaultSealing *sealing, const uint8_t *plain, size_t size, uint8_t *out) {
    FOYER_ASSERT(sealing->is_ready);
    memcpy(out, sealing->ephemeral_public, VAULT_KEY_SIZE);
    int failed = crypto_box_easy_afternm(out + VAULT_KEY_SIZE, plain, size, sealing->nonce,
                                         sealing->shared_key);
    FOYER_ASSERT(failed == 0);
    sodium_memzero(sealing, sizeof *sealing);
}

Str8 vault_sealing_use(VaultSealing *sealing, Arena *arena, Str8 plain) {
    Str8 padded = pad(arena, plain);
    uint8_t *out = arena_alloc(arena, padded.len + VAULT_SEAL_OVERHEAD);
    if (padded.ptr == NULL || out == NULL) {
        return (Str8){NULL, 0};
    }
    seal(sealing, (const uint8_t *)padded.ptr, padded.len, out);
    return (Str8){(const char *)out, padded.len + VAULT_SEAL_OVERHEAD};
}

Str8 vault_seal(Arena *arena, RandomPort random, const uint8_t public_key[VAULT_KEY_SIZE],
                Str8 plain) {
    VaultSealing sealing = {.is_ready = false};
    vault_sealing_prepare(&sealing, random, public_key);
    Str8 sealed = vault_sealing_use(&sealing, arena, plain);
    sodium_memzero(&sealing, sizeof sealing);
    return sealed;
}

bool vault_unseal(Arena *arena, const uint8_t secret_key[VAULT_KEY_SIZE], Str8 sealed,
                  Str8 *plain) {
    if (sealed.len < VAULT_SEAL_OVERHEAD) {
        return false;
    }
    uint8_t public_key[VAULT_KEY_SIZE];
    vault_school_public(secret_key, public_key);
    uint8_t *out = arena_alloc(arena, sealed.len);
    if (out == NULL || crypto_box_seal_open(out, (const uint8_t *)sealed.ptr, sealed.len,
                                            public_key, secret_key) != 0) {
        return false;
    }
    Str8 opened = {(const char *)out, sealed.len - VAULT_SEAL_OVERHEAD};
    if (!unpad(&opened)) {
        return false;
    }
    *plain = opened;
    return true;
}

void vault_seal_key(RandomPort random, const uint8_t public_key[VAULT_KEY_SIZE],
                    const uint8_t key[VAULT_KEY_SIZE], uint8_t sealed[VAULT_SEALED_KEY_SIZE]) {
    VaultSealing sealing = {.is_ready = false};
    vault_sealing_prepare(&sealing, random, public_key);
    seal(&sealing, key, VAULT_KEY_SIZE, sealed);
}

bool vault_unseal_key(const uint8_t public_key[VAULT_KEY_SIZE],
                      const uint8_t secret_key[VAULT_KEY_SIZE],
                      const uint8_t sealed[VAULT_SEALED_KEY_SIZE], uint8_t key[VAULT_KEY_SIZE]) {
    return crypto_box_seal_open(key, sealed, VAULT_SEALED_KEY_SIZE, public_key, secret_key) == 0;
}

ErrCode vault_derive(const uint8_t salt[VAULT_TAG_SIZE], SecretCost cost, Str8 kind, Str8 secret,
                     VaultSecret *out, Err *err) {
    char text[SECRET_TEXT_MAX];
    Str8Builder builder = builder_make(text, sizeof text);
    builder_add(&builder, kind);
    builder_add_char(&builder, ':');
    builder_add(&builder, secret);
    FOYER_ASSERT(!builder.full);
    uint8_t derived[VAULT_KEY_SIZE];
    uint8_t seed[VAULT_KEY_SIZE];
    uint8_t public_key[VAULT_KEY_SIZE];
    int failed = crypto_pwhash(derived, sizeof derived, text, builder.len, salt, cost.passes,
                               cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    sodium_memzero(text, sizeof text);
    if (failed != 0) {
        return err_set(err, ERR_NO_MEMORY, "no memory for Argon2id (%zu bytes)", cost.memory_bytes);
    }
    keyed_hash(derived, "tag", 3, out->tag, sizeof out->tag);
    keyed_hash(derived, "seed", 4, seed, sizeof seed);
    failed = crypto_box_seed_keypair(public_key, out->secret_key, seed);
    FOYER_ASSERT(failed == 0);
    memcpy(out->public_key, public_key, sizeof public_key);
    sodium_memzero(derived, sizeof derived);
    sodium_memzero(seed, sizeof seed);
    return ERR_OK;
}
