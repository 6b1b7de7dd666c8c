#include "sync/hub/hub_keys.h"

#include <stdatomic.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/hash.h"
#include "sync/hub/hub_store.h"

enum {
    WORDS_DEVICE = 2,
    WORDS_KEY = 4,
    ROWS_FIRST = 64, /* a power of two, as every size */
    ROWS_MAX = 4 * HUB_KIOSKS_MAX,
    KEYS_MEMORY_MAX = ROWS_MAX * 2 * 64 + (64 << 10),
};

typedef struct {
    _Atomic uint32_t turn; /* 0 = free, odd = being written */
    _Atomic uint32_t revoked;
    _Atomic uint64_t device[WORDS_DEVICE];
    _Atomic uint64_t key[WORDS_KEY];
} KeyRow;

typedef struct {
    size_t size;
    size_t used; /* the writer's */
    KeyRow rows[];
} KeyTable;

struct HubKeys {
    Arena memory; /* the writer's */
    _Atomic(KeyTable *) table;
};

static size_t row_of(const KeyTable *table, Id device) {
    return (size_t)hash_bytes(HASH_START, device.bytes, sizeof device.bytes) & (table->size - 1);
}

static KeyTable *table_new(HubKeys *keys, size_t size) {
    KeyTable *table = arena_alloc(&keys->memory, sizeof(KeyTable) + size * sizeof(KeyRow));
    if (table != NULL) {
        table->size = size;
    }
    return table;
}

HubKeys *hub_keys_new(Arena *arena) {
    HubKeys *keys = ARENA_NEW(arena, HubKeys);
    if (keys == NULL) {
        return NULL;
    }
    keys->memory = arena_make(4096, KEYS_MEMORY_MAX);
    KeyTable *table = table_new(keys, ROWS_FIRST);
    atomic_store(&keys->table, table);
    return table != NULL ? keys : NULL;
}

void hub_keys_free(HubKeys *keys) {
    if (keys != NULL) {
        arena_free(&keys->memory);
    }
}

static bool row_is(const KeyRow *row, const uint64_t device[WORDS_DEVICE]) {
    return atomic_load_explicit(&row->device[0], memory_order_relaxed) == device[0] &&
           atomic_load_explicit(&row->device[1], memory_order_relaxed) == device[1];
}

/* For the writer: its row, or the free one where it belongs. */
static KeyRow *row_find(KeyTable *table, Id device) {
    uint64_t words[WORDS_DEVICE];
    memcpy(words, device.bytes, sizeof words);
    size_t at = row_of(table, device);
    while (atomic_load(&table->rows[at].turn) != 0 && !row_is(&table->rows[at], words)) {
        at = (at + 1) & (table->size - 1);
    }
    return &table->rows[at];
}

static void row_write(KeyRow *row, Id device, const uint8_t key[32], bool revoked) {
    uint64_t words[WORDS_DEVICE + WORDS_KEY];
    memcpy(words, device.bytes, sizeof device.bytes);
    memcpy(words + WORDS_DEVICE, key, WORDS_KEY * sizeof words[0]);
    uint32_t turn = atomic_load(&row->turn);
    atomic_store(&row->turn, turn + 1);
    for (size_t i = 0; i < WORDS_DEVICE; i++) {
        atomic_store(&row->device[i], words[i]);
    }
    for (size_t i = 0; i < WORDS_KEY; i++) {
        atomic_store(&row->key[i], words[WORDS_DEVICE + i]);
    }
    atomic_store(&row->revoked, revoked ? 1 : 0);
    atomic_store(&row->turn, turn + 2);
}

static bool row_read(const KeyRow *row, const uint64_t device[WORDS_DEVICE],
                     uint64_t key[WORDS_KEY], bool *revoked) {
    bool same = false;
    uint32_t before = 0;
    uint32_t after = 0;
    do {
        before = atomic_load(&row->turn);
        same = row_is(row, device);
        for (size_t i = 0; i < WORDS_KEY; i++) {
            key[i] = atomic_load(&row->key[i]);
        }
        *revoked = atomic_load(&row->revoked) != 0;
        after = atomic_load(&row->turn);
    } while (before != after || before % 2 != 0);
    return same;
}

static ErrCode grow(HubKeys *keys, Err *err) {
    KeyTable *old = atomic_load(&keys->table);
    KeyTable *table = old->size < ROWS_MAX ? table_new(keys, old->size * 2) : NULL;
    if (table == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the keys of %zu kiosks", old->used);
    }
    for (size_t i = 0; i < old->size; i++) {
        if (atomic_load(&old->rows[i].turn) == 0) {
            continue;
        }
        Id device;
        uint64_t key[WORDS_KEY];
        uint64_t words[WORDS_DEVICE] = {atomic_load(&old->rows[i].device[0]),
                                        atomic_load(&old->rows[i].device[1])};
        bool revoked = false;
        (void)row_read(&old->rows[i], words, key, &revoked);
        memcpy(device.bytes, words, sizeof device.bytes);
        row_write(row_find(table, device), device, (const uint8_t *)key, revoked);
        table->used++;
    }
    atomic_store(&keys->table, table);
    return ERR_OK;
}

ErrCode hub_keys_set(HubKeys *keys, Id device, const uint8_t key[32], bool revoked, Err *err) {
    FOYER_ASSERT(!id_is_none(device));
    KeyTable *table = atomic_load(&keys->table);
    KeyRow *row = row_find(table, device);
    if (atomic_load(&row->turn) == 0) {
        if (2 * (table->used + 1) > table->size) {
            ErrCode code = grow(keys, err);
            if (code != ERR_OK) {
                return code;
            }
            table = atomic_load(&keys->table);
            row = row_find(table, device);
        }
        table->used++;
    }
    row_write(row, device, key, revoked);
    return ERR_OK;
}

bool hub_keys_get(const HubKeys *keys, Id device, uint8_t key[32], bool *revoked) {
    const KeyTable *table = atomic_load(&keys->table);
    uint64_t words[WORDS_DEVICE];
    uint64_t found[WORDS_KEY];
    memcpy(words, device.bytes, sizeof words);
    size_t at = row_of(table, device);
    while (atomic_load(&table->rows[at].turn) != 0) {
        if (row_read(&table->rows[at], words, found, revoked)) {
            memcpy(key, found, sizeof found);
            return true;
        }
        at = (at + 1) & (table->size - 1);
    }
    return false;
}
