#include "kiosk/screens/clearing.h"

#include "kiosk/screens/components.h"

enum {
    CLEARING_HEIGHT = 124,
    CLEARING_RING = 100,
    CLEARING_WORDS = 900,
    CLEARING_WORDS_PORTRAIT = 440
};

Node *clearing_add(Build *build, Node *parent, const Locale *locale, int seconds, int seconds_all,
                   bool words) {
    Str8 first = tr(locale, "This screen clears itself.");
    Str8 second = tr(locale, "Touch here for more time.");
    Node *box = node_add(build, parent,
                         (NodeSpec){.key = "more-time",
                                    .role = ROLE_BUTTON,
                                    .label = second,
                                    .hint = first,
                                    .action = ACT(ACTION_MORE_TIME, 0),
                                    .axis = AXIS_ROW,
                                    .width = words ? GROW : FIXED(CLEARING_HEIGHT + 12),
                                    .height = FIXED(CLEARING_HEIGHT),
                                    .pad = EDGES_XY(18, 0),
                                    .gap = 24,
                                    .cross = ALIGN_CENTER,
                                    .fill = COLOR_SURFACE,
                                    .fill_pressed = COLOR_SUNKEN,
                                    .outline = COLOR_EDGE,
                                    .outline_width = outline_of(build, 2),
                                    .radius = 32});
    ring_add(build, box, CLEARING_RING, seconds, seconds_all, first);
    if (words) {
        Node *lines = column_add(build, box, 0);
        bool both = build->look->text_size <= TEXT_LARGE && !is_portrait(build);
        int width = is_portrait(build) ? CLEARING_WORDS_PORTRAIT : CLEARING_WORDS;
        caption_add(build, lines, both ? first : second, TYPE_SMALL_BOLD, COLOR_INK)
            ->spec.type_steps_down = measure_steps_high(
            build, TYPE_SMALL_BOLD, both ? first : second, width, both ? 56 : CLEARING_HEIGHT - 16);
        if (both) {
            caption_add(build, lines, second, TYPE_SMALL, COLOR_INK_2)->spec.type_steps_down =
                measure_steps_high(build, TYPE_SMALL, second, width, 56);
        }
    }
    return box;
}
