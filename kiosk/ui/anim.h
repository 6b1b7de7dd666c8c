#ifndef FOYER_KIOSK_UI_ANIM_H
#define FOYER_KIOSK_UI_ANIM_H

#include "kiosk/ui/node.h"
#include "kiosk/ui/pool.h"

/* Motion explains where new content comes from; nothing else moves (VISUAL.md, Motion). */

enum {
    ANIM_SLIDE_MS = 180,
    ANIM_RISE_MS = 180,
    ANIM_POP_MS = 150,
    ANIM_STEP_DU = 24,
    ANIM_POP_FROM = 800, /* thousandths of its size */
    ANIM_FRAME_MS = 16,
};

#define ANIM_NO_DEADLINE INT64_MAX

/** Ease-out cubic, 0..1000 to 0..1000, monotone. */
int anim_ease_out(int thousandths);

/** Move and scale the rects of nodes whose motion is under way (what is touched is what is shown).
 * A node new to the pool starts now, unless `still` (first frame, start over, hide, reduced
 * motion). Returns when the next frame is wanted, ANIM_NO_DEADLINE when all is still. */
int64_t anim_apply_tree(Node *root, const Look *look, Pool *pool, int64_t now_ms, bool still);

#endif
