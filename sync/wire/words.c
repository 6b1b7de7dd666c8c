#include <sodium.h>
#include <string.h>

#include "sync/wire/answer.h"
#include "sync/wire/word_list.h"

enum {
    WORD_BITS = 10,
    WORDS_MEMORY_BYTES = 16 << 20,
    WORDS_PASSES = 4,
    KEY_SIZE = 32,
};

_Static_assert(1 << WORD_BITS == (int)WORD_LIST_COUNT, "one word for every ten bits");

ErrCode words_of_keys(const uint8_t hub_public[32], const uint8_t kiosk_public[32],
                      Str8 words[WORDS_COUNT], Err *err) {
    static const uint8_t SALT[crypto_pwhash_argon2id_SALTBYTES] = "foyer six words";
    char both[2 * KEY_SIZE];
    uint8_t hash[crypto_pwhash_argon2id_BYTES_MIN];
    memcpy(both, hub_public, KEY_SIZE);
    memcpy(both + KEY_SIZE, kiosk_public, KEY_SIZE);
    if (crypto_pwhash_argon2id(hash, sizeof hash, both, sizeof both, SALT, WORDS_PASSES,
                               WORDS_MEMORY_BYTES, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the words of two keys");
    }
    uint64_t bits = 0;
    for (size_t i = 0; i < sizeof bits; i++) {
        bits = bits << 8 | hash[i];
    }
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        words[i] = WORD_LIST[bits >> (64 - WORD_BITS * (i + 1)) & (WORD_LIST_COUNT - 1)];
    }
    return ERR_OK;
}
