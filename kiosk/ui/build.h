#ifndef FOYER_KIOSK_UI_BUILD_H
#define FOYER_KIOSK_UI_BUILD_H

#include "kiosk/ui/node.h"

enum { NODES_MAX = 1500 };

/** One frame's tree under construction. Screens get it, add nodes, and keep nothing. */
typedef struct {
    Arena *arena; /* the frame's */
    const Look *look;
    size_t nodes_count;
    bool full;  /* NODES_MAX or memory reached: a defect, shown as a bare start-over screen */
    Node spare; /* given out when full; not in the tree */
} Build;

/** The root: fills the screen, owns language and direction. Has no key of its own. */
Node *build_root(Build *build, Str8 language, bool rtl);

/** Add a child behind the others of `parent`. Never NULL: past a limit a spare node is returned
 * that is not in the tree. Strings are borrowed for the frame; key strings are copied. A node's
 * path is its nearest keyed ancestor's path, "/", its key; a key that begins with "/" is a whole
 * path wherever it stands ("/furniture/back"). */
Node *node_add(Build *build, Node *parent, NodeSpec spec);

#endif
