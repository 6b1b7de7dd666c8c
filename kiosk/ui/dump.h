#ifndef FOYER_KIOSK_UI_DUMP_H
#define FOYER_KIOSK_UI_DUMP_H

#include "data/base/str8.h"
#include "kiosk/ui/node.h"
#include "kiosk/ui/speak.h"

/* The tree as text. Nodes without a role are structure and left out. */

/** JSON array in document order of {key, role, label, value, states, rect:[x,y,w,h], focusable,
 * spoken}; `key` is "" for anonymous nodes. Sticks in `out` when it is full. */
void dump_json(Str8Builder *out, const Node *root, const SpeakWords *words);
/** One line a node: indent by depth among nodes with a role, role, key, "label", =value, states;
 * with `rects` also @x,y wxh. For goldens. */
void dump_text(Str8Builder *out, const Node *root, bool rects);

enum { DUMP_NEAREST_MAX = 5 };

/** The keyed interactive nodes whose path or label is nearest to `wanted` (edit distance), best
 * first; fills at most DUMP_NEAREST_MAX paths, returns how many. */
size_t dump_nearest_paths(const Node *root, Str8 wanted, Str8 paths[DUMP_NEAREST_MAX]);

#endif
