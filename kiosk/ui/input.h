#ifndef FOYER_KIOSK_UI_INPUT_H
#define FOYER_KIOSK_UI_INPUT_H

#include "kiosk/ui/node.h"
#include "kiosk/ui/pool.h"

/*
 * Touch and keys to actions, on the last tree that was shown (PRODUCT rule 31).
 * 1. A press shows at once; the act is on release; sliding off cancels for good.
 * 2. A second hit within INPUT_BOUNCE_MS of an act, on the same node or where it was, is ignored:
 *    also when another screen has come there. Fast typing on neighbouring keys is not.
 * 3. Only the first finger counts until it is lifted.
 * 4. Focus is a key, so it survives a change of language. Its ring shows only after a key.
 * 5. Left and right walk all interactive nodes in visual order (rows, then start to end), so six
 *    keys reach every node; up and down go to the nearest in that direction.
 */

enum { INPUT_BOUNCE_MS = 250 };

typedef enum { INPUT_DOWN, INPUT_MOVE, INPUT_UP, INPUT_CANCEL, INPUT_KEY } InputKind;

typedef enum {
    UI_KEY_TAB,
    UI_KEY_TAB_BACK,
    UI_KEY_UP,
    UI_KEY_DOWN,
    UI_KEY_LEFT,
    UI_KEY_RIGHT,
    UI_KEY_ENTER,
    UI_KEY_SPACE,
    UI_KEY_ESCAPE,
} UiKey;

typedef struct {
    InputKind kind;
    int64_t finger; /* any number that stays the same while the finger is down; mouse = 0 */
    int x, y;       /* px */
    UiKey key;
    int64_t now_ms; /* monotonic */
} InputEvent;

typedef struct {
    uint64_t focus; /* node key; 0 = none */
    Rect focus_rect;
    bool keys_used; /* the focus ring is shown */
    bool down;
    int64_t finger;
    uint64_t pressed; /* 0 after sliding off */
    uint64_t acted;
    Rect acted_rect;
    int64_t acted_ms;
    bool acted_ever;
    bool acted_by_key;
} Input;

typedef struct {
    Action action;    /* kind 0 = nothing to do */
    uint64_t key;     /* of the node acted on */
    const Node *node; /* borrowed from the tree given; NULL when nothing is to do */
    bool redraw;      /* pressed or focused changed, or something scrolled */
} InputResult;

/** `root` is the last laid-out tree (may be NULL before the first frame). */
InputResult input_handle(Input *input, const Node *root, Pool *pool, InputEvent event);
/** After build and layout: set STATE_PRESSED and STATE_FOCUSED on the new tree, move a lost focus
 * to the tree's first interactive node when keys are in use. */
void input_mark_tree(Input *input, Node *root);
/** Put the focus on a node without showing it before a key is used. */
void input_set_focus(Input *input, uint64_t key);
/** A session ended: forgets everything but that keys are in use and when the last act was. */
void input_wipe(Input *input);

enum { INPUT_NODES_MAX = 512 };

/** The interactive nodes below root in document order; returns how many. */
size_t input_focus_order(const Node *root, const Node **nodes, size_t nodes_max);

#endif
