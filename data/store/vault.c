#include "data/store/vault.h"

#include <sodium.h>

#include "data/base/check.h"

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
