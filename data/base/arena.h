#ifndef FOYER_DATA_BASE_ARENA_H
#define FOYER_DATA_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Arena: many small allocations with one lifetime.
 * 1. Memory comes in blocks that are kept until arena_free; reset reuses them without malloc.
 * 2. Everything handed out is zeroed and aligned for any type.
 * 3. reset and free overwrite what was handed out: names may have lived there (invariant 9).
 * 4. Never more than size_max bytes; past it (or out of memory) alloc returns NULL.
 * Single thread.
 */
typedef struct ArenaBlock ArenaBlock;

typedef struct {
    ArenaBlock *first;
    ArenaBlock *current;
    size_t block_size;
    size_t size_total; /* bytes of all blocks */
    size_t size_max;
} Arena;

/** Where an arena stood; see arena_rewind. */
typedef struct {
    ArenaBlock *block;
    size_t used;
} ArenaMark;

/** `block_size` bytes a block (larger requests get a block of their own), `size_max` in all. */
Arena arena_make(size_t block_size, size_t size_max);

/** Zeroed memory that lives until reset, or NULL when size_max or memory is exhausted. */
void *arena_alloc(Arena *arena, size_t size);

/** As arena_alloc for `count` items of `size` bytes; NULL on overflow too. */
void *arena_alloc_array(Arena *arena, size_t count, size_t size);

/** Forget and overwrite everything; keeps the blocks. */
void arena_reset(Arena *arena);

ArenaMark arena_mark(const Arena *arena);

/** Forget and overwrite everything handed out since `mark`. */
void arena_rewind(Arena *arena, ArenaMark mark);

/** Overwrite and return all memory; the arena is empty and usable again. */
void arena_free(Arena *arena);

/** Overwrite `size` bytes in a way the compiler may not drop. */
void memory_wipe(void *ptr, size_t size);

#define ARENA_NEW(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define ARENA_ARRAY(arena, Type, count) ((Type *)arena_alloc_array((arena), (count), sizeof(Type)))

#endif
