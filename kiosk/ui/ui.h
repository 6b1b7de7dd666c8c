#ifndef FOYER_KIOSK_UI_UI_H
#define FOYER_KIOSK_UI_UI_H

#include "kiosk/ui/anim.h"
#include "kiosk/ui/build.h"
#include "kiosk/ui/damage.h"
#include "kiosk/ui/input.h"
#include "kiosk/ui/layout.h"
#include "kiosk/ui/paint.h"
#include "kiosk/ui/pool.h"
#include "kiosk/ui/text.h"
#include "kiosk/ui/tree.h"

/*
 * One kiosk's user interface: two lifetimes. The tree and display list live in a frame arena; the
 * last frame's stay readable (input is tested against them) until the frame after. Scroll, focus
 * and motion live in the pool. After the arenas have their blocks and texts are cached a frame
 * makes no malloc (invariant 12). UI thread only.
 *
 *   Build *build = ui_frame_begin(ui, &look, now_ms);
 *   Node *root = build_root(build, language, rtl);
 *   ...screen adds nodes...
 *   UiFrame frame = ui_frame_end(ui, root);
 *   canvas draws frame.list inside each of frame.rects; wait until frame.deadline_ms or input
 */

typedef struct Ui Ui;

typedef struct {
    const Node *root;
    DrawList list;
    const Rect *rects; /* changed, disjoint, px */
    size_t rects_count;
    int64_t deadline_ms; /* next frame wanted for motion; ANIM_NO_DEADLINE = none */
    bool full;           /* a limit was reached: show the bare start-over screen */
} UiFrame;

/** Borrows `engine`. NULL when out of memory. */
Ui *ui_new(TextEngine *engine);
void ui_free(Ui *ui);

/** Copies `look`; its show_focus counts as a key having been used (pictures of the focus ring), and
 * is otherwise set from input. The Build is the ui's own. */
Build *ui_frame_begin(Ui *ui, const Look *look, int64_t now_ms);
UiFrame ui_frame_end(Ui *ui, Node *root);

/** On the last finished frame. result.node is valid until the frame after next. */
InputResult ui_input(Ui *ui, InputEvent event);
/** The last finished frame's tree; NULL before the first. */
const Node *ui_tree(const Ui *ui);
/** The arena of the frame being built: for texts that live as long as its tree. */
Arena *ui_arena(Ui *ui);
Input *ui_input_state(Ui *ui);
/** The next frame is drawn whole (the window was covered). */
void ui_redraw_all(Ui *ui);
/** The next frame comes without motion (Hide). */
void ui_still_once(Ui *ui);
/** Session wall: overwrites both frames, pool, focus and cached texts; the next frame is whole and
 * without motion. The tree given before is gone. */
void ui_wipe(Ui *ui);

#endif
