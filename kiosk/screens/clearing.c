#include "kiosk/screens/clearing.h"

#include "kiosk/screens/components.h"

enum {
    CLEARING_RING = 100,
    CLEARING_SIDES = 18,
    CLEARING_GAP = 24,
    CLEARING_WORDS = 900, /* at most */
    CLEARING_WORDS_PORTRAIT = 440,
};

static int words_steps(const Build *build, TypeRole type, Str8 words, int height) {
    int width = is_portrait(build) ? CLEARING_WORDS_PORTRAIT : CLEARING_WORDS;
    return measure_steps_high(build, type, words, width, height);
}

/* As wide as its words: a button, not a field. */
static int clearing_width(const Build *build, Str8 first, Str8 second) {
    int one = measure_width(build, TYPE_SMALL_BOLD, 0, first);
    int two = measure_width(build, TYPE_SMALL_BOLD, 0, second);
    int words = (one > two ? one : two) * 108 / 100; /* estimates are not exact */
    return 2 * CLEARING_SIDES + CLEARING_RING + CLEARING_GAP + 24 +
           (words < CLEARING_WORDS ? words : CLEARING_WORDS);
}

static void words_add(Build *build, Node *box, Str8 first, Str8 second, bool both) {
    Node *lines = column_add(build, box, 0);
    Node *bold = caption_add(build, lines, both ? first : second, TYPE_SMALL_BOLD, COLOR_INK);
    bold->spec.type_steps_down = words_steps(build, TYPE_SMALL_BOLD, both ? first : second,
                                             both ? 56 : CLEARING_HEIGHT - 16);
    if (both) {
        caption_add(build, lines, second, TYPE_SMALL, COLOR_INK_2)->spec.type_steps_down =
            words_steps(build, TYPE_SMALL, second, 56);
    }
}

Node *clearing_add(Build *build, Node *parent, const Locale *locale, int seconds, int seconds_all,
                   bool words) {
    Str8 first = tr(locale, "This screen clears itself.");
    Str8 second = tr(locale, "Touch here for more time.");
    bool both = build->look->text_size <= TEXT_LARGE && !is_portrait(build);
    Size width = FIXED(CLEARING_WIDTH);
    if (words) {
        width =
            is_portrait(build) ? GROW : FIXED(clearing_width(build, both ? first : second, second));
    }
    Node *box = node_add(build, parent,
                         (NodeSpec){.key = "more-time",
                                    .role = ROLE_BUTTON,
                                    .label = second,
                                    .hint = first,
                                    .action = ACT(ACTION_MORE_TIME, 0),
                                    .axis = AXIS_ROW,
                                    .width = width,
                                    .height = FIXED(CLEARING_HEIGHT),
                                    .pad = EDGES_XY(CLEARING_SIDES, 0),
                                    .gap = CLEARING_GAP,
                                    .cross = ALIGN_CENTER,
                                    .fill = COLOR_SURFACE,
                                    .fill_pressed = COLOR_SUNKEN,
                                    .outline = COLOR_EDGE,
                                    .outline_width = outline_of(build, 2),
                                    .radius = 32});
    ring_add(build, box, CLEARING_RING, seconds, seconds_all, first);
    if (words) {
        words_add(build, box, first, second, both);
    }
    return box;
}
