#ifndef FOYER_DATA_STORE_SYNC_PRIVATE_H
#define FOYER_DATA_STORE_SYNC_PRIVATE_H

#include "data/store/store_private.h"
#include "data/store/sync_store.h"

/* What the sync_*.c files share. */

/** Where the journal stands. */
typedef struct {
    Id device;
    Id epoch;
    int64_t base;
    int64_t watermark;
    int64_t purged; /* records up to here have left the kiosk */
    uint8_t purged_head[RECORD_HEAD_SIZE];
    int64_t cold_purged;
} SyncPosition;

MUST_USE ErrCode sync_position_get(Store *store, SyncPosition *position, Err *err);

/** Run a statement with the one integer ?1. */
MUST_USE ErrCode sync_run_int(Store *store, int query, int64_t number, Err *err);

/** The only checkpoint from now on; inside a transaction. */
MUST_USE ErrCode sync_checkpoint_put(Store *store, int64_t sequence,
                                     const uint8_t head[RECORD_HEAD_SIZE], int64_t cold_purged,
                                     Err *err);

/** sync_store_fork inside a transaction. */
MUST_USE ErrCode sync_fork_run(Store *store, void *context, Err *err);

/** Up to where the hub held all records for SYNC_HELD_DAYS; 0 = none. */
MUST_USE ErrCode sync_aged(Store *store, int64_t *sequence, Err *err);

/** ERR_OK when the link was revoked, else ERR_NOT_FOUND. */
MUST_USE ErrCode sync_is_revoked(Store *store, Err *err);

#endif
