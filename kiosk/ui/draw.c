#include "kiosk/ui/draw.h"

bool rect_is_empty(Rect rect) {
    return rect.width <= 0 || rect.height <= 0;
}

static int int_min(int a, int b) {
    return a < b ? a : b;
}

static int int_max(int a, int b) {
    return a > b ? a : b;
}

Rect rect_intersect(Rect a, Rect b) {
    int x = int_max(a.x, b.x);
    int y = int_max(a.y, b.y);
    int right = int_min(a.x + a.width, b.x + b.width);
    int bottom = int_min(a.y + a.height, b.y + b.height);
    return (Rect){x, y, int_max(0, right - x), int_max(0, bottom - y)};
}

bool rect_contains(Rect rect, int x, int y) {
    return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
}

Rect rect_inflate(Rect rect, int by) {
    return (Rect){rect.x - by, rect.y - by, int_max(0, rect.width + 2 * by),
                  int_max(0, rect.height + 2 * by)};
}
