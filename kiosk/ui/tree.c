#include "kiosk/ui/tree.h"

Node *tree_next_skipping(const Node *node, const Node *root) {
    while (node != root) {
        if (node->next != NULL) {
            return node->next;
        }
        node = node->parent;
    }
    return NULL;
}

Node *tree_next(const Node *node, const Node *root) {
    return node->first_child != NULL ? node->first_child : tree_next_skipping(node, root);
}

Node *tree_first_leaf(Node *node) {
    while (node->first_child != NULL) {
        node = node->first_child;
    }
    return node;
}

Node *tree_next_after_children(const Node *node, const Node *root) {
    if (node == root) {
        return NULL;
    }
    return node->next != NULL ? tree_first_leaf(node->next) : node->parent;
}

bool node_is_interactive(const Node *node) {
    return node->spec.action.kind != 0;
}

/* The walks take a const root and hand out nodes that the caller may change: only build, layout,
 * input_mark_tree and anim_apply_tree do, on trees that are theirs. */
static Node *tree_start(const Node *root) {
    return (Node *)(uintptr_t)root;
}

Node *tree_find_path(const Node *root, Str8 path) {
    if (root == NULL || path.len == 0) {
        return NULL;
    }
    for (Node *node = tree_start(root); node != NULL; node = tree_next(node, root)) {
        if (str8_equal(node->path, path)) {
            return node;
        }
    }
    return NULL;
}

Node *tree_find_key(const Node *root, uint64_t key) {
    if (root == NULL || key == 0) {
        return NULL;
    }
    for (Node *node = tree_start(root); node != NULL; node = tree_next(node, root)) {
        if (node->key == key) {
            return node;
        }
    }
    return NULL;
}

Node *tree_find_label(const Node *root, Str8 label) {
    Node *found = NULL;
    if (root == NULL || label.len == 0) {
        return NULL;
    }
    for (Node *node = tree_start(root); node != NULL; node = tree_next(node, root)) {
        bool same = str8_equal(node->spec.label, label) || str8_equal(node->spec.text, label);
        if (!same) {
            continue;
        }
        if (node_is_interactive(node)) {
            return node;
        }
        found = found == NULL ? node : found;
    }
    return found;
}

Node *tree_hit(const Node *root, int x, int y) {
    Node *hit = NULL;
    if (root == NULL) {
        return NULL;
    }
    for (Node *node = tree_start(root); node != NULL; node = tree_next(node, root)) {
        if (node_is_interactive(node) && rect_contains(node->rect, x, y) &&
            rect_contains(node->clip, x, y)) {
            hit = node;
        }
    }
    return hit;
}

Str8 tree_find_duplicate(const Node *root) {
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (node->path.len > 0 && tree_find_key(root, node->key) != node) {
            return node->path;
        }
    }
    return (Str8){0};
}
