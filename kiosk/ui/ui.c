#include "kiosk/ui/ui.h"

#include <stdlib.h>

#include "data/base/check.h"

/*
 * 1. frames[turn] is the one being built; the other one is the last shown.
 * 2. Beginning a frame resets the older arena, so a tree lives from its frame_begin until the
 *    frame_begin after next.
 * 3. Blocks of both arenas are kept for good: memory grows to the largest frame and stays there.
 */

enum { FRAME_BLOCK_BYTES = 1 << 20, FRAME_BYTES_MAX = 8 << 20 };

struct Ui {
    TextEngine *engine;
    Arena frames[2];
    int turn;
    Look look;
    int64_t now_ms;
    Build build;
    const Node *shown; /* last finished tree */
    Pool pool;
    Input input;
    Damage damage;
    bool still_once;
    bool building; /* a frame was begun and not ended */
};

Ui *ui_new(TextEngine *engine) {
    Ui *ui = calloc(1, sizeof *ui);
    if (ui == NULL) {
        return NULL;
    }
    ui->engine = engine;
    ui->frames[0] = arena_make(FRAME_BLOCK_BYTES, FRAME_BYTES_MAX);
    ui->frames[1] = arena_make(FRAME_BLOCK_BYTES, FRAME_BYTES_MAX);
    ui->still_once = true;
    ui->damage.all = true;
    return ui;
}

void ui_free(Ui *ui) {
    if (ui != NULL) {
        arena_free(&ui->frames[0]);
        arena_free(&ui->frames[1]);
        memory_wipe(ui, sizeof *ui);
        free(ui);
    }
}

Build *ui_frame_begin(Ui *ui, const Look *look, int64_t now_ms) {
    FOYER_ASSERT(look != NULL);
    /* A frame that was begun and given up is begun again: the shown one must not be touched. */
    if (!ui->building) {
        ui->turn = 1 - ui->turn;
        ui->building = true;
        text_engine_frame(ui->engine);
        pool_frame(&ui->pool);
    }
    arena_reset(&ui->frames[ui->turn]);
    ui->look = *look;
    ui->input.keys_used = ui->input.keys_used || look->show_focus;
    ui->look.show_focus = ui->input.keys_used;
    ui->now_ms = now_ms;
    ui->build = (Build){.arena = &ui->frames[ui->turn], .look = &ui->look};
    return &ui->build;
}

UiFrame ui_frame_end(Ui *ui, Node *root) {
    FOYER_ASSERT(root != NULL && ui->build.arena != NULL);
    layout_tree(root, &ui->look, ui->engine, &ui->pool);
    input_mark_tree(&ui->input, root);
    int64_t deadline_ms = anim_apply_tree(root, &ui->look, &ui->pool, ui->now_ms, ui->still_once);
    ui->still_once = false;
    ui->building = false;
    DrawList list = paint_tree(root, &ui->look, ui->build.arena, ui->build.nodes_count);
    damage_compare(&ui->damage, &list, ui->look.width_px, ui->look.height_px);
    /* A tree that lives in the Build itself (out of memory) is not kept. */
    ui->shown = root == &ui->build.spare ? NULL : root;
    return (UiFrame){.root = root,
                     .list = list,
                     .rects = ui->damage.rects,
                     .rects_count = ui->damage.rects_count,
                     .deadline_ms = deadline_ms,
                     .full = ui->build.full || list.items == NULL || list.count >= DRAWS_MAX};
}

InputResult ui_input(Ui *ui, InputEvent event) {
    return input_handle(&ui->input, ui->shown, &ui->pool, event);
}

const Node *ui_tree(const Ui *ui) {
    return ui->shown;
}

Arena *ui_arena(Ui *ui) {
    return &ui->frames[ui->turn];
}

Input *ui_input_state(Ui *ui) {
    return &ui->input;
}

void ui_redraw_all(Ui *ui) {
    damage_all(&ui->damage);
}

void ui_still_once(Ui *ui) {
    ui->still_once = true;
}

void ui_wipe(Ui *ui) {
    arena_reset(&ui->frames[0]);
    arena_reset(&ui->frames[1]);
    pool_wipe(&ui->pool);
    input_wipe(&ui->input);
    text_engine_wipe(ui->engine);
    memory_wipe(&ui->build, sizeof ui->build);
    ui->shown = NULL;
    ui->building = false;
    memory_wipe(&ui->damage, sizeof ui->damage);
    ui->still_once = true;
    damage_all(&ui->damage);
}
