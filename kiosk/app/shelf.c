#include "kiosk/app/shelf.h"

#include <string.h>

enum { SHELF_BLOCK = 64 << 10 };

bool browse_equal(const Browse *a, const Browse *b) {
    bool same = a->kind == b->kind && a->list == b->list && a->need == b->need &&
                a->page == b->page && a->per_page == b->per_page && a->ids_count == b->ids_count;
    for (int i = 0; i < FILTER_COUNT; i++) {
        same = same && a->filters[i] == b->filters[i];
    }
    for (size_t i = 0; same && i < a->ids_count; i++) {
        same = id_equal(a->ids[i], b->ids[i]);
    }
    return same && strcmp(a->text, b->text) == 0 && strcmp(a->language, b->language) == 0;
}

Shelf *shelf_new(void) {
    Arena arena = arena_make(SHELF_BLOCK, SHELF_SIZE_MAX);
    Shelf *shelf = ARENA_NEW(&arena, Shelf);
    if (shelf != NULL) {
        shelf->arena = arena;
    }
    return shelf;
}

void shelf_free(Shelf *shelf) {
    if (shelf != NULL) {
        Arena arena = shelf->arena; /* it holds `shelf` itself */
        arena_free(&arena);
    }
}

const ShelfItem *shelf_find(const Shelf *shelf, Id id) {
    for (size_t i = 0; shelf != NULL && i < shelf->count; i++) {
        if (id_equal(shelf->items[i].service.id, id)) {
            return &shelf->items[i];
        }
    }
    return NULL;
}
