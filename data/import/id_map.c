#include "data/import/id_map.h"

#include "data/base/check.h"
#include "data/base/hash.h"

bool id_map_make(Arena *arena, size_t capacity, IdMap *map) {
    size_t slots = 16;
    while (slots < capacity * 2) {
        slots *= 2;
    }
    *map = (IdMap){
        .slots = ARENA_ARRAY(arena, struct IdMapSlot, slots),
        .slots_count = slots,
        .capacity = capacity,
    };
    return map->slots != NULL;
}

/* The slot of `key`, or the empty one where it belongs. */
static struct IdMapSlot *slot_of(const IdMap *map, Str8 key) {
    size_t mask = map->slots_count - 1;
    size_t at = (size_t)hash_bytes(HASH_START, key.ptr, key.len) & mask;
    while (map->slots[at].value_plus_1 != 0 && !str8_equal(map->slots[at].key, key)) {
        at = (at + 1) & mask;
    }
    return &map->slots[at];
}

size_t id_map_find(const IdMap *map, Str8 key) {
    size_t value = slot_of(map, key)->value_plus_1;
    return value == 0 ? SIZE_MAX : value - 1;
}

bool id_map_put(IdMap *map, Str8 key, size_t value) {
    FOYER_ASSERT(value < SIZE_MAX);
    struct IdMapSlot *slot = slot_of(map, key);
    if (slot->value_plus_1 == 0) {
        if (map->used == map->capacity) {
            return false;
        }
        map->used++;
    }
    *slot = (struct IdMapSlot){key, value + 1};
    return true;
}
