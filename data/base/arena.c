#include "data/base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"

enum { ALIGNMENT = _Alignof(max_align_t) };

struct ArenaBlock {
    ArenaBlock *next;
    size_t size; /* usable bytes after the header */
    size_t used;
    max_align_t bytes[];
};

Arena arena_make(size_t block_size, size_t size_max) {
    FOYER_ASSERT(block_size > 0 && block_size <= size_max);
    return (Arena){.block_size = block_size, .size_max = size_max};
}

void memory_wipe(void *ptr, size_t size) {
    if (size == 0) {
        return;
    }
    memset(ptr, 0, size);
    __asm__ __volatile__("" : : "r"(ptr) : "memory"); /* keeps the memset */
}

static ArenaBlock *block_add(Arena *arena, size_t size_wanted) {
    size_t size = size_wanted > arena->block_size ? size_wanted : arena->block_size;
    if (size > arena->size_max - arena->size_total) {
        size = size_wanted;
    }
    if (size > arena->size_max - arena->size_total) {
        return NULL;
    }
    if (size > SIZE_MAX - sizeof(ArenaBlock)) {
        return NULL;
    }
    ArenaBlock *block = calloc(1, sizeof(ArenaBlock) + size);
    if (block == NULL) {
        return NULL;
    }
    block->size = size;
    arena->size_total += size;
    if (arena->current == NULL) {
        arena->first = block;
    } else {
        block->next = arena->current->next;
        arena->current->next = block;
    }
    return block;
}

void *arena_alloc(Arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGNMENT) {
        return NULL;
    }
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ArenaBlock *block = arena->current;
    while (block != NULL && block->size - block->used < rounded && block->next != NULL) {
        block = block->next;
    }
    if (block == NULL || block->size - block->used < rounded) {
        if (block != NULL) {
            arena->current = block;
        }
        block = block_add(arena, rounded);
    }
    if (block == NULL) {
        return NULL;
    }
    arena->current = block;
    void *ptr = (unsigned char *)block->bytes + block->used;
    block->used += rounded;
    return ptr;
}

void *arena_alloc_array(Arena *arena, size_t count, size_t size) {
    FOYER_ASSERT(size > 0);
    if (count > SIZE_MAX / size) {
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

static void block_cut(ArenaBlock *block, size_t used) {
    FOYER_ASSERT(used <= block->used);
    memory_wipe((unsigned char *)block->bytes + used, block->used - used);
    block->used = used;
}

void arena_reset(Arena *arena) {
    for (ArenaBlock *block = arena->first; block != NULL; block = block->next) {
        block_cut(block, 0);
    }
    arena->current = arena->first;
}

ArenaMark arena_mark(const Arena *arena) {
    return (ArenaMark){arena->current, arena->current != NULL ? arena->current->used : 0};
}

void arena_rewind(Arena *arena, ArenaMark mark) {
    if (mark.block == NULL) {
        arena_reset(arena);
        return;
    }
    block_cut(mark.block, mark.used);
    for (ArenaBlock *block = mark.block->next; block != NULL; block = block->next) {
        block_cut(block, 0);
    }
    arena->current = mark.block;
}

void arena_free(Arena *arena) {
    ArenaBlock *block = arena->first;
    while (block != NULL) {
        ArenaBlock *next = block->next;
        block_cut(block, 0);
        free(block);
        block = next;
    }
    arena->first = NULL;
    arena->current = NULL;
    arena->size_total = 0;
}
