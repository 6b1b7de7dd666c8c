#include "kiosk/ui/anim.h"

#include "data/base/check.h"
#include "kiosk/ui/tree.h"

static int duration_ms(Motion motion) {
    switch (motion) {
    case MOTION_SLIDE:
        return ANIM_SLIDE_MS;
    case MOTION_RISE:
        return ANIM_RISE_MS;
    case MOTION_POP:
        return ANIM_POP_MS;
    case MOTION_NONE:
    default:
        return 0;
    }
}

int anim_ease_out(int thousandths) {
    FOYER_ASSERT(thousandths >= 0 && thousandths <= 1000);
    int64_t left = 1000 - thousandths;
    return (int)(1000 - left * left * left / 1000000);
}

/* How far it is after `elapsed_ms`: 0..1000, eased. */
static int motion_progress(Motion motion, int64_t elapsed_ms) {
    int duration = duration_ms(motion);
    if (elapsed_ms >= duration) {
        return 1000;
    }
    return elapsed_ms <= 0 ? 0 : anim_ease_out((int)(elapsed_ms * 1000 / duration));
}

static void subtree_move(Node *top, int by_x, int by_y) {
    for (Node *node = top; node != NULL; node = tree_next(node, top)) {
        node->rect.x += by_x;
        node->rect.y += by_y;
    }
}

/* About the top node's centre. Texts keep their size: only their place is scaled. */
static void subtree_scale(Node *top, int thousandths) {
    int center_x = top->rect.x + top->rect.width / 2;
    int center_y = top->rect.y + top->rect.height / 2;
    for (Node *node = top; node != NULL; node = tree_next(node, top)) {
        node->rect.x = center_x + (node->rect.x - center_x) * thousandths / 1000;
        node->rect.y = center_y + (node->rect.y - center_y) * thousandths / 1000;
        node->rect.width = node->rect.width * thousandths / 1000;
        node->rect.height = node->rect.height * thousandths / 1000;
    }
}

static void node_apply(Node *node, const Look *look, int progress) {
    int step = look_px(look, ANIM_STEP_DU) * (1000 - progress) / 1000;
    if (node->spec.motion == MOTION_SLIDE) {
        subtree_move(node, node->rtl ? -step : step, 0);
    } else if (node->spec.motion == MOTION_RISE) {
        subtree_move(node, 0, step);
    } else if (node->spec.motion == MOTION_POP) {
        subtree_scale(node, ANIM_POP_FROM + (1000 - ANIM_POP_FROM) * progress / 1000);
    }
}

int64_t anim_apply_tree(Node *root, const Look *look, Pool *pool, int64_t now_ms, bool still) {
    int64_t deadline_ms = ANIM_NO_DEADLINE;
    for (Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (node->spec.motion == MOTION_NONE) {
            continue;
        }
        PoolSlot *slot = pool_get(pool, node->key);
        if (slot == NULL) {
            continue; /* without memory it stands still: nothing is lost */
        }
        if (slot->motion_start_ms == 0) {
            slot->motion_start_ms = now_ms != 0 ? now_ms : 1;
        }
        slot->motion_over = slot->motion_over || still || look->reduced_motion;
        int progress = motion_progress(node->spec.motion, now_ms - slot->motion_start_ms);
        slot->motion_over = slot->motion_over || progress == 1000;
        if (!slot->motion_over) {
            node_apply(node, look, progress);
            deadline_ms = now_ms + ANIM_FRAME_MS;
        }
    }
    return deadline_ms;
}
