#ifndef FOYER_DATA_STORE_VAULT_H
#define FOYER_DATA_STORE_VAULT_H

#include <stdbool.h>

#include "data/base/port.h"
#include "data/base/str8.h"
#include "data/store/store.h"

/*
 * Vault: the only place where personal bytes are sealed and opened. Pure functions over libsodium;
 * randomness comes from the caller's port. Every buffer that held a key or plain text is wiped.
 * Other rooms need only the two functions on school keys.
 */
enum {
    VAULT_KEY_SIZE = 32,
    VAULT_TAG_SIZE = 16,
    VAULT_BOX_OVERHEAD = 40,  /* hot: nonce 24, tag 16 */
    VAULT_SEAL_OVERHEAD = 48, /* cold: ephemeral public key 32, tag 16 (crypto_box_seal) */
    VAULT_PAD = 64,           /* plain texts are padded to a multiple: lengths tell little */
};

/** The school's key pair, X25519 (`foyerctl keygen`). */
void vault_school_keys(RandomPort random, uint8_t public_key[VAULT_KEY_SIZE],
                       uint8_t secret_key[VAULT_KEY_SIZE]);
/** The public half of a secret key. */
void vault_school_public(const uint8_t secret_key[VAULT_KEY_SIZE],
                         uint8_t public_key[VAULT_KEY_SIZE]);

#endif
