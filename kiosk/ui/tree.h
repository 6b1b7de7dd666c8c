#ifndef FOYER_KIOSK_UI_TREE_H
#define FOYER_KIOSK_UI_TREE_H

#include "kiosk/ui/node.h"

/* Walking and searching a tree without recursion: depth is bounded only by NODES_MAX. */

/** The node after `node` in document order (parents first) below `root`; NULL at the end. */
Node *tree_next(const Node *node, const Node *root);
/** The same without going into `node`'s children. */
Node *tree_next_skipping(const Node *node, const Node *root);
/** Children first: start with tree_first_leaf(root), end with root itself, then NULL. */
Node *tree_first_leaf(Node *node);
Node *tree_next_after_children(const Node *node, const Node *root);

/** It can be touched, focused and activated: it has an action. */
bool node_is_interactive(const Node *node);

/** NULL when absent. A path is what `key` is in dumps: "home/sign-in". */
Node *tree_find_path(const Node *root, Str8 path);
Node *tree_find_key(const Node *root, uint64_t key);
/** By what is to be read: label or text, exact; an interactive node wins over others. */
Node *tree_find_label(const Node *root, Str8 label);
/** The interactive node that is shown at a point: the last painted one; NULL when none is. */
Node *tree_hit(const Node *root, int x, int y);
/** The first path that two nodes share: a defect of the screen. Empty when there is none. */
Str8 tree_find_duplicate(const Node *root);

#endif
