#ifndef FOYER_SYNC_HUB_HUB_KEYS_H
#define FOYER_SYNC_HUB_HUB_KEYS_H

#include <stdbool.h>

#include "data/base/err.h"
#include "data/base/id.h"

/*
 * The kiosks' public keys in memory, so that signatures are checked on any thread without a lock
 * and without the database. What is found may be a moment old: hub_commit looks again.
 *
 * 1. One thread writes; any number read. A row is read twice as long as its turn changes.
 * 2. The table only grows. Old ones live until hub_keys_free: together not larger than the newest.
 */
typedef struct HubKeys HubKeys;

HubKeys *hub_keys_new(Arena *arena);
void hub_keys_free(HubKeys *keys);

/** One writer at a time. ERR_NO_MEMORY: nothing changed. */
MUST_USE ErrCode hub_keys_set(HubKeys *keys, Id device, const uint8_t key[32], bool revoked,
                              Err *err);
/** Any thread. False: no such kiosk. */
bool hub_keys_get(const HubKeys *keys, Id device, uint8_t key[32], bool *revoked);

#endif
