#include "kiosk/ui/build.h"

#include "data/base/check.h"
#include "data/base/hash.h"

static Node *build_spare(Build *build) {
    build->full = true;
    build->spare = (Node){.key = HASH_START};
    return &build->spare;
}

static Node *build_new(Build *build) {
    if (build->full || build->nodes_count >= NODES_MAX) {
        return NULL;
    }
    Node *node = ARENA_NEW(build->arena, Node);
    build->nodes_count += node != NULL ? 1 : 0;
    return node;
}

static uint64_t key_of_path(Str8 path) {
    uint64_t key = hash_bytes(HASH_START, path.ptr, path.len);
    return key != 0 ? key : 1;
}

static Str8 path_join(Arena *arena, Str8 parent, Str8 own) {
    if (own.ptr[0] == '/') {
        return str8_copy(arena, str8_slice(own, 1, own.len));
    }
    if (parent.len == 0) {
        return str8_copy(arena, own);
    }
    Str8Builder path = builder_in(arena, parent.len + own.len + 2);
    builder_add(&path, parent);
    builder_add_char(&path, '/');
    builder_add(&path, own);
    return path.full ? (Str8){0} : builder_text(&path);
}

static Str8 path_of_ancestors(const Node *node) {
    while (node != NULL && node->path.len == 0) {
        node = node->parent;
    }
    return node != NULL ? node->path : (Str8){0};
}

/* False when memory is exhausted. An anonymous node's key hangs on its place among its siblings. */
static bool node_set_key(Build *build, Node *node, size_t position) {
    Str8 own = node->spec.key_text.len > 0 ? node->spec.key_text : str8_from(node->spec.key);
    if (own.len > 0) {
        node->path = path_join(build->arena, path_of_ancestors(node->parent), own);
        node->key = key_of_path(node->path);
        return node->path.len > 0;
    }
    uint64_t key = hash_bytes(node->parent->key, &position, sizeof position);
    node->key = key != 0 ? key : 1;
    return true;
}

Node *build_root(Build *build, Str8 language, bool rtl) {
    FOYER_ASSERT(build->arena != NULL && build->look != NULL);
    Node *root = build_new(build);
    if (root == NULL) {
        root = build_spare(build);
    }
    root->spec.language = language;
    root->spec.direction = rtl ? DIRECTION_RTL : DIRECTION_LTR;
    root->spec.fill = COLOR_PAPER;
    root->spec.cross = ALIGN_STRETCH;
    root->language = language;
    root->rtl = rtl;
    root->key = HASH_START;
    return root;
}

static void node_link(Node *parent, Node *node) {
    if (parent->last_child == NULL) {
        parent->first_child = node;
    } else {
        parent->last_child->next = node;
    }
    parent->last_child = node;
}

Node *node_add(Build *build, Node *parent, NodeSpec spec) {
    FOYER_ASSERT(parent != NULL);
    if (parent == &build->spare) {
        return build_spare(build);
    }
    Node *node = build_new(build);
    if (node == NULL) {
        return build_spare(build);
    }
    node->spec = spec;
    node->parent = parent;
    node->language = spec.language.len > 0 ? spec.language : parent->language;
    node->rtl = spec.direction == DIRECTION_INHERIT ? parent->rtl : spec.direction == DIRECTION_RTL;
    size_t position = 0;
    for (const Node *sibling = parent->first_child; sibling != NULL; sibling = sibling->next) {
        position++;
    }
    if (!node_set_key(build, node, position)) {
        return build_spare(build);
    }
    node_link(parent, node);
    return node;
}
