#include "kiosk/ui/pool.h"

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/check.h"

void pool_frame(Pool *pool) {
    for (size_t i = 0; i < POOL_SLOTS; i++) {
        PoolSlot *slot = &pool->slots[i];
        if (slot->key != 0 && slot->frame_seen != pool->frame) {
            memory_wipe(slot, sizeof *slot);
        }
    }
    pool->frame++;
}

PoolSlot *pool_find(Pool *pool, uint64_t key) {
    FOYER_ASSERT(key != 0);
    for (size_t i = 0; i < POOL_SLOTS; i++) {
        if (pool->slots[i].key == key) {
            pool->slots[i].frame_seen = pool->frame;
            return &pool->slots[i];
        }
    }
    return NULL;
}

/* The free slot, or the one longest unseen; NULL when all were seen in this frame. */
static PoolSlot *pool_take_oldest(Pool *pool) {
    PoolSlot *oldest = NULL;
    for (size_t i = 0; i < POOL_SLOTS; i++) {
        PoolSlot *slot = &pool->slots[i];
        if (slot->key == 0) {
            return slot;
        }
        bool stale = slot->frame_seen != pool->frame;
        if (stale && (oldest == NULL || slot->frame_seen < oldest->frame_seen)) {
            oldest = slot;
        }
    }
    return oldest;
}

PoolSlot *pool_get(Pool *pool, uint64_t key) {
    PoolSlot *slot = pool_find(pool, key);
    if (slot != NULL) {
        return slot;
    }
    slot = pool_take_oldest(pool);
    if (slot != NULL) {
        *slot = (PoolSlot){.key = key, .frame_seen = pool->frame};
    }
    return slot;
}

void pool_wipe(Pool *pool) {
    memory_wipe(pool, sizeof *pool);
}
