#ifndef FOYER_KIOSK_UI_POOL_H
#define FOYER_KIOSK_UI_POOL_H

#include <stdbool.h>
#include <stdint.h>

enum { POOL_SLOTS = 256 };

/** What of a node survives the frame. */
typedef struct {
    uint64_t key; /* 0 = free */
    uint32_t frame_seen;
    int scroll_px;
    bool motion_over;
    int64_t motion_start_ms;
} PoolSlot;

/** Fixed memory by node key. A slot that nobody asked for during a whole frame is given up. */
typedef struct {
    PoolSlot slots[POOL_SLOTS];
    uint32_t frame;
} Pool;

/** A new frame begins: slots not seen in the last one go. */
void pool_frame(Pool *pool);
/** NULL when `key` has none. Counts as seen. */
PoolSlot *pool_find(Pool *pool, uint64_t key);
/** As pool_find, or a new zeroed slot; NULL when all are in use in this frame. `key` is not 0. */
PoolSlot *pool_get(Pool *pool, uint64_t key);
/** Overwrite everything: a session ended (invariant 9). */
void pool_wipe(Pool *pool);

#endif
