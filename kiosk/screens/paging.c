#include "kiosk/screens/paging.h"

/* The one place that knows; screens read it too, and the property tests show every page full. */

size_t paging_list_items(const Look *look) {
    bool portrait = look_is_portrait(look);
    if (look->low_reach) {
        size_t rows = look->text_size == TEXT_LARGEST ? 2 : 3;
        return portrait ? rows + 1 : 2 * rows - 2;
    }
    if (portrait) {
        return look->text_size >= TEXT_LARGER ? 5 : 6;
    }
    return look->text_size >= TEXT_LARGER ? 4 : 6;
}

size_t paging_search_items(const Look *look) {
    if (look->low_reach) {
        return look_is_portrait(look) || look->text_size >= TEXT_LARGER ? 2 : 3;
    }
    return look->text_size >= TEXT_LARGE ? 3 : 4;
}

size_t paging_mine_items(const Look *look) {
    if (look->low_reach) {
        return look->text_size >= TEXT_LARGER ? 2 : 3;
    }
    return look->text_size >= TEXT_LARGER ? 3 : 4;
}
