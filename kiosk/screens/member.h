#ifndef FOYER_KIOSK_SCREENS_MEMBER_H
#define FOYER_KIOSK_SCREENS_MEMBER_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/** How many people one page of the household holds, and how they stand. */
typedef struct {
    size_t per_page;
    size_t across;
    int tile_width;
    int tile_height;
    bool tall; /* arch above the name; else rows */
} MemberGrid;

/** The grid for `count` people in `width` x `height` du; gap 24 both ways. */
MemberGrid member_grid(const Build *build, size_t count, int width, int height);

/** The tiles of `view`'s page in `parent`: toggles `member/<id>`; who is here already is shown but
 * cannot be touched: so is everybody when the household leaves. */
void member_grid_add(Build *build, Node *parent, const View *view, const MemberGrid *grid);

#endif
