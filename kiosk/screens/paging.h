#ifndef FOYER_KIOSK_SCREENS_PAGING_H
#define FOYER_KIOSK_SCREENS_PAGING_H

#include <stddef.h>

#include "kiosk/ui/theme.h"

/*
 * How many items a page of a list holds on a screen of this size, in this text: who asks the
 * directory for a page must know it before the screen is built. Always at least 1.
 */

/** SCREEN_LIST: ListView.items of one page. */
size_t paging_list_items(const Look *look);
/** SCREEN_SEARCH: SearchView.items of one page; at most SEARCH_RESULTS_SHOWN. */
size_t paging_search_items(const Look *look);
/** SCREEN_MINE: MineView.items of one page; at most MINE_MAX. */
size_t paging_mine_items(const Look *look);

#endif
