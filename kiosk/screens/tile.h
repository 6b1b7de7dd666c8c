#ifndef FOYER_KIOSK_SCREENS_TILE_H
#define FOYER_KIOSK_SCREENS_TILE_H

#include "kiosk/ui/build.h"

/** A bare control to compose in: surface + edge, radius, shadow e1, role button. Children are
 * captions and pictures. The caller gives key, label, action, size, axis, padding, gap in `spec`;
 * unset fill, outline, radius (32) and role are filled in. */
Node *tile_frame_add(Build *build, Node *parent, NodeSpec spec);

/** Arch with an icon over a label: needs, other ways to sign in. */
typedef struct {
    const char *key;
    Str8 key_text;
    Str8 label;
    Action action;
    uint16_t icon;
    unsigned hue;
    Size width;
    int height;
    bool beside;     /* the picture beside the word instead of above it */
    bool no_picture; /* largest, other ways */
    bool loud;       /* "Help right now": inverse fill, lamp arch */
    int arch_width;  /* 0 = 104 x 102 */
    int arch_height;
    int icon_size;  /* 0 = 72 */
    int radius;     /* 0 = 32 */
    int steps_down; /* of TYPE_TILE, common to the group */
} TileSpec;

Node *tile_add(Build *build, Node *parent, TileSpec spec);

/* Pictures in arches (never spoken: the control around them is). */

/** An arch-shaped plate: round top, `bottom` radius; add an icon or a caption inside (centred). */
Node *arch_add(Build *build, Node *parent, int width, int height, int bottom, Color fill);
/** An arch with initials, for faces without a photo. */
typedef struct {
    int width;
    int height;
    Str8 initials;
    unsigned hue;
    TypeRole type;
} Face;

Node *arch_initials_add(Build *build, Node *parent, Face face);

typedef enum { BUST_ADULT, BUST_CHILD, BUST_BABY } BustKind;

/** Head and shoulders in an arch of 176 x 196, scaled to `height`; grey when `off`. */
typedef struct {
    int height;
    BustKind kind;
    unsigned hue;
    bool off;
    Str8 initial; /* may be empty */
} Bust;

Node *arch_bust_add(Build *build, Node *parent, Bust bust);

/** A room arch: "Room" over its number, lamp gradient. */
Node *arch_room_add(Build *build, Node *parent, int width, int height, Str8 word, Str8 number);

/** A round badge: solid with a tick, or an empty ring. */
Node *badge_add(Build *build, Node *parent, int size, bool on);

#endif
