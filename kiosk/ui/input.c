#include "kiosk/ui/input.h"

#include "data/base/check.h"
#include "kiosk/ui/layout.h"
#include "kiosk/ui/tree.h"

/* Nothing here points into a tree between two calls: nodes are found again by key, so the tree may
 * be built anew at any moment. */

typedef const Node *NodeRef;

/* Where Escape leads, wherever the furniture stands. */
#define BACK_PATH STR8("furniture/back")

size_t input_focus_order(const Node *root, const Node **nodes, size_t nodes_max) {
    size_t count = 0;
    for (NodeRef node = root; node != NULL && count < nodes_max; node = tree_next(node, root)) {
        if (node_is_interactive(node)) {
            nodes[count++] = node;
        }
    }
    return count;
}

static int middle_y(Rect rect) {
    return rect.y + rect.height / 2;
}

static int start_x(const Node *node, bool rtl) {
    return rtl ? -(node->rect.x + node->rect.width) : node->rect.x;
}

/* Stable insertion sorts: at most a few hundred nodes, nearly in order. */
static void sort_by_top(NodeRef *nodes, size_t count) {
    for (size_t i = 1; i < count; i++) {
        NodeRef node = nodes[i];
        size_t at = i;
        while (at > 0 && nodes[at - 1]->rect.y > node->rect.y) {
            nodes[at] = nodes[at - 1];
            at--;
        }
        nodes[at] = node;
    }
}

static void sort_by_start(NodeRef *nodes, size_t count, bool rtl) {
    for (size_t i = 1; i < count; i++) {
        NodeRef node = nodes[i];
        size_t at = i;
        while (at > 0 && start_x(nodes[at - 1], rtl) > start_x(node, rtl)) {
            nodes[at] = nodes[at - 1];
            at--;
        }
        nodes[at] = node;
    }
}

/* Rows from the top, each from its start. A row is the highest node and all whose tops lie above
 * its middle. */
static size_t visual_order(const Node *root, const Node **nodes, size_t nodes_max) {
    size_t count = input_focus_order(root, nodes, nodes_max);
    sort_by_top(nodes, count);
    size_t first = 0;
    while (first < count) {
        size_t end = first + 1;
        while (end < count && nodes[end]->rect.y <= middle_y(nodes[first]->rect)) {
            end++;
        }
        sort_by_start(nodes + first, end - first, root->rtl);
        first = end;
    }
    return count;
}

static const Node *focused_node(const Input *input, const Node *root) {
    const Node *node = tree_find_key(root, input->focus);
    return node != NULL && node_is_interactive(node) ? node : NULL;
}

static void focus_on(Input *input, const Node *node, Pool *pool, InputResult *result) {
    if (node == NULL) {
        return;
    }
    input->focus = node->key;
    input->focus_rect = node->rect;
    layout_reveal(node, pool);
    result->redraw = true;
}

/* Step through an order, round its ends. */
static const Node *order_step(NodeRef *nodes, size_t count, uint64_t key, int step) {
    if (count == 0) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (nodes[i]->key == key) {
            return nodes[(i + (step > 0 ? 1 : count - 1)) % count];
        }
    }
    return nodes[0];
}

static int64_t distance_between(int a, int a_size, int b, int b_size) {
    if (a + a_size <= b) {
        return b - (a + a_size);
    }
    return b + b_size <= a ? a - (b + b_size) : 0;
}

/* Smaller is nearer. Beside counts more than far: columns keep together. */
static int64_t vertical_cost(Rect from, Rect to) {
    int64_t aside = distance_between(from.x, from.width, to.x, to.width);
    int64_t away = distance_between(from.y, from.height, to.y, to.height);
    int64_t off = (int64_t)(from.x * 2 + from.width) - (to.x * 2 + to.width);
    return away * 4 + aside * 8 + (off < 0 ? -off : off) / 2;
}

static const Node *vertical_step(const Node *root, const Node *from, int step) {
    const Node *best = NULL;
    int64_t best_cost = 0;
    for (NodeRef node = root; node != NULL; node = tree_next(node, root)) {
        int way = middle_y(node->rect) - middle_y(from->rect);
        bool beyond = step > 0
                          ? way > 0 && node->rect.y >= middle_y(from->rect)
                          : way < 0 && node->rect.y + node->rect.height <= middle_y(from->rect);
        if (!node_is_interactive(node) || !beyond) {
            continue;
        }
        int64_t cost = vertical_cost(from->rect, node->rect);
        if (best == NULL || cost < best_cost) {
            best = node;
            best_cost = cost;
        }
    }
    return best;
}

static bool is_bounce(const Input *input, InputEvent event, uint64_t key, bool by_key) {
    if (!input->acted_ever || event.now_ms - input->acted_ms >= INPUT_BOUNCE_MS) {
        return false;
    }
    if (key == input->acted) {
        return true;
    }
    if (by_key || input->acted_by_key) {
        return by_key && input->acted_by_key;
    }
    return rect_contains(input->acted_rect, event.x, event.y);
}

static void act(Input *input, const Node *node, InputEvent event, bool by_key,
                InputResult *result) {
    input->acted = node->key;
    input->acted_rect = node->rect;
    input->acted_ms = event.now_ms;
    input->acted_ever = true;
    input->acted_by_key = by_key;
    *result =
        (InputResult){.action = node->spec.action, .key = node->key, .node = node, .redraw = true};
}

static void handle_down(Input *input, const Node *root, InputEvent event, InputResult *result) {
    if (input->down) {
        return;
    }
    input->down = true;
    input->finger = event.finger;
    result->redraw = input->keys_used;
    input->keys_used = false;
    const Node *node = tree_hit(root, event.x, event.y);
    if (node == NULL || is_bounce(input, event, node->key, false)) {
        input->pressed = 0;
        return;
    }
    input->pressed = node->key;
    input->focus = node->key;
    input->focus_rect = node->rect;
    result->redraw = true;
}

static const Node *pressed_under(const Input *input, const Node *root, InputEvent event) {
    const Node *node = tree_hit(root, event.x, event.y);
    return node != NULL && node->key == input->pressed ? node : NULL;
}

static void handle_move(Input *input, const Node *root, InputEvent event, InputResult *result) {
    bool ours = input->down && event.finger == input->finger && input->pressed != 0;
    if (ours && pressed_under(input, root, event) == NULL) {
        input->pressed = 0;
        result->redraw = true;
    }
}

static void handle_up(Input *input, const Node *root, InputEvent event, InputResult *result) {
    if (!input->down || event.finger != input->finger) {
        return;
    }
    const Node *node = input->pressed != 0 ? pressed_under(input, root, event) : NULL;
    result->redraw = input->pressed != 0;
    input->down = false;
    input->pressed = 0;
    if (node != NULL) {
        act(input, node, event, false, result);
    }
}

static void handle_cancel(Input *input, InputEvent event, InputResult *result) {
    if (input->down && event.finger == input->finger) {
        result->redraw = input->pressed != 0;
        input->down = false;
        input->pressed = 0;
    }
}

static void handle_activate(Input *input, const Node *root, InputEvent event, InputResult *result) {
    const Node *node = focused_node(input, root);
    if (node != NULL && !is_bounce(input, event, node->key, true)) {
        act(input, node, event, true, result);
    }
}

static void handle_escape(Input *input, const Node *root, InputEvent event, InputResult *result) {
    const Node *node = tree_find_path(root, BACK_PATH);
    if (node != NULL && node_is_interactive(node) && !is_bounce(input, event, node->key, true)) {
        act(input, node, event, true, result);
    }
}

static const Node *focus_target(const Input *input, const Node *root, UiKey key) {
    const Node *nodes[INPUT_NODES_MAX];
    const Node *from = focused_node(input, root);
    if (from == NULL) {
        return input_focus_order(root, nodes, INPUT_NODES_MAX) > 0 ? nodes[0] : NULL;
    }
    if (key == UI_KEY_UP || key == UI_KEY_DOWN) {
        return vertical_step(root, from, key == UI_KEY_DOWN ? 1 : -1);
    }
    if (key == UI_KEY_TAB || key == UI_KEY_TAB_BACK) {
        size_t count = input_focus_order(root, nodes, INPUT_NODES_MAX);
        return order_step(nodes, count, from->key, key == UI_KEY_TAB ? 1 : -1);
    }
    size_t count = visual_order(root, nodes, INPUT_NODES_MAX);
    bool onward = (key == UI_KEY_RIGHT) != root->rtl;
    return order_step(nodes, count, from->key, onward ? 1 : -1);
}

static void handle_key(Input *input, const Node *root, Pool *pool, InputEvent event,
                       InputResult *result) {
    bool shown = input->keys_used;
    input->keys_used = true;
    result->redraw = !shown;
    if (event.key == UI_KEY_ESCAPE) {
        handle_escape(input, root, event, result);
    } else if (event.key != UI_KEY_ENTER && event.key != UI_KEY_SPACE) {
        focus_on(input, focus_target(input, root, event.key), pool, result);
    } else if (focused_node(input, root) != NULL) {
        handle_activate(input, root, event, result);
    } else {
        /* Nothing to press yet: show where the keys are, act on the next press. */
        focus_on(input, focus_target(input, root, UI_KEY_TAB), pool, result);
    }
}

InputResult input_handle(Input *input, const Node *root, Pool *pool, InputEvent event) {
    InputResult result = {0};
    if (root == NULL) {
        return result;
    }
    switch (event.kind) {
    case INPUT_DOWN:
        handle_down(input, root, event, &result);
        break;
    case INPUT_MOVE:
        handle_move(input, root, event, &result);
        break;
    case INPUT_UP:
        handle_up(input, root, event, &result);
        break;
    case INPUT_CANCEL:
        handle_cancel(input, event, &result);
        break;
    case INPUT_KEY:
        handle_key(input, root, pool, event, &result);
        break;
    }
    return result;
}

void input_mark_tree(Input *input, Node *root) {
    FOYER_ASSERT(root != NULL);
    if (input->focus != 0 && focused_node(input, root) == NULL) {
        input->focus = 0;
    }
    for (Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (!node_is_interactive(node)) {
            continue;
        }
        if (input->focus == 0 && input->keys_used) {
            input->focus = node->key;
        }
        if (node->key == input->pressed) {
            node->spec.states |= STATE_PRESSED;
        }
        if (node->key == input->focus && input->keys_used) {
            node->spec.states |= STATE_FOCUSED;
            input->focus_rect = node->rect;
        }
    }
}

void input_set_focus(Input *input, uint64_t key) {
    input->focus = key;
}

void input_wipe(Input *input) {
    *input = (Input){.keys_used = input->keys_used,
                     .acted_rect = input->acted_rect,
                     .acted_ms = input->acted_ms,
                     .acted_ever = input->acted_ever,
                     .acted_by_key = input->acted_by_key,
                     .down = input->down,
                     .finger = input->finger};
}
