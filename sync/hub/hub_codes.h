#ifndef FOYER_SYNC_HUB_HUB_CODES_H
#define FOYER_SYNC_HUB_HUB_CODES_H

#include "sync/hub/hub_store.h"
#include "sync/wire/answer.h"

/*
 * Codes that enrol one kiosk once: CODE_SELECTOR_LEN characters say which, CODE_SECRET_LEN are the
 * secret, of which only a hash is kept. A code is over after CODE_TRIES_MAX wrong tries; each is on
 * disk before the secret is looked at.
 */
enum {
    CODE_TRIES_MAX = 5,
    CODE_VALID_MS = 15 * 60 * 1000,
    CODE_CARRIED_VALID_MS = 7 * 24 * 60 * 60 * 1000, /* it travels by hand */
    CODE_KEPT_MS = 24 * 60 * 60 * 1000, /* after its time, so that "over" can be said */
};

typedef struct {
    Str8 school; /* at most HUB_TEXT_MAX bytes; may be empty */
    Str8 name;   /* the same */
    int64_t valid_ms;
} CodeWish;

/** A new code, durable on ERR_OK. `code` is terminated. */
MUST_USE ErrCode hub_code_new(const HubStore *store, RandomPort random, Moment now,
                              const CodeWish *wish, char code[ENROL_CODE_LEN + 1], Err *err);

/** The kiosk that used it. ERR_NOT_FOUND: nobody yet, or no such code any more. */
MUST_USE ErrCode hub_code_used(const HubStore *store, Arena *arena, Str8 code, HubKiosk *kiosk,
                               Err *err);

void hub_code_hash(const char code[ENROL_CODE_LEN + 1], uint8_t hash[CODE_HASH_SIZE]);

#endif
