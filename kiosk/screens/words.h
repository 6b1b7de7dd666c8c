#ifndef FOYER_KIOSK_SCREENS_WORDS_H
#define FOYER_KIOSK_SCREENS_WORDS_H

#include "kiosk/ui/build.h"

/*
 * The small pieces every screen is made of: text, icons, rows, columns. All sizes in du; strings
 * are borrowed for the frame and already translated. Add to the returned node's spec before the
 * frame is laid out if a screen needs more (`node->spec.lines_max = 2`).
 */

/** Text that is read and spoken by itself (ROLE_TEXT, label = text). Wraps. */
Node *text_add(Build *build, Node *parent, Str8 text, TypeRole type, Color color);
/** A screen's title (ROLE_HEADING, TYPE_TITLE, ink), at most two lines, stepping down to
 * TYPE_TITLE_2 when it would not fit one line of `width`. */
Node *title_add(Build *build, Node *parent, Str8 text, int width);
/** A heading below the title (ROLE_HEADING). */
Node *heading_add(Build *build, Node *parent, Str8 text, TypeRole type);
/** Words drawn inside a control whose own label is spoken instead (ROLE_NONE). */
Node *caption_add(Build *build, Node *parent, Str8 text, TypeRole type, Color color);
/** Content in a script of the other direction (an English name on an Arabic screen) is laid out in
 * its own and keeps standing at the screen's start. */
void text_own_direction(Node *text);
/** A picture that says nothing by itself. `tint` COLOR_NONE = line only. Mirrors as its list says.
 */
Node *icon_add(Build *build, Node *parent, uint16_t icon, int size, Color color, Color tint);

/** Anonymous boxes: full width of the parent's flow, children stretched (column) or centred (row).
 */
Node *column_add(Build *build, Node *parent, int gap);
Node *row_add(Build *build, Node *parent, int gap);
/** Takes the free space of the parent's axis. */
Node *spacer_add(Build *build, Node *parent);
/** A fixed empty space along the parent's axis. */
Node *gap_add(Build *build, Node *parent, int size);
/** A decoration line, `line` colour, 2 thick, full width. */
Node *rule_add(Build *build, Node *parent);

/* What sizes depend on. */
bool is_largest(const Build *build);
bool is_portrait(const Build *build);
bool is_low_reach(const Build *build);
bool is_strong(const Build *build); /* strong themes */
/** Outline width as the theme wants it: strong themes draw 2..3 as 4 and 4 and more as 6. */
int outline_of(const Build *build, int width);
/** By text size: normal, large, larger, largest. */
int by_size(const Build *build, int normal, int large, int larger, int largest);

/** The five hues of faces and needs: 0..4 = plum, pine, lake, clay, honey. */
Color hue_color(unsigned hue);
Color hue_tint(unsigned hue);

#endif
