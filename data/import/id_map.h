#ifndef FOYER_DATA_IMPORT_ID_MAP_H
#define FOYER_DATA_IMPORT_ID_MAP_H

#include <stdbool.h>

#include "data/base/str8.h"

/** Text -> index, open addressing, of a size fixed at its making. Borrows keys. */
typedef struct {
    struct IdMapSlot {
        Str8 key;
        size_t value_plus_1; /* 0 = empty */
    } * slots;
    size_t slots_count; /* a power of two, at least twice the capacity */
    size_t used;
    size_t capacity;
} IdMap;

/** Room for `capacity` keys. False when the arena is exhausted. */
bool id_map_make(Arena *arena, size_t capacity, IdMap *map);

/** The value of `key`, or SIZE_MAX. */
size_t id_map_find(const IdMap *map, Str8 key);

/** Set or replace. False when the map is full. */
bool id_map_put(IdMap *map, Str8 key, size_t value);

#endif
