#ifndef FOYER_KIOSK_SCREENS_BUTTON_H
#define FOYER_KIOSK_SCREENS_BUTTON_H

#include "kiosk/ui/build.h"

/** Colours of a control. One solid (pine, lake, clay) a screen, bottom and end side. */
typedef enum {
    BUTTON_QUIET,   /* surface + edge */
    BUTTON_PINE,    /* signing in */
    BUTTON_LAKE,    /* help */
    BUTTON_CLAY,    /* leaving */
    BUTTON_INVERSE, /* the chosen language, help right now */
} ButtonKind;

typedef struct {
    const char *key; /* own part of the path; or key_text */
    Str8 key_text;
    Str8 label; /* shown and spoken */
    Str8 hint;  /* spoken after it */
    Action action;
    ButtonKind kind;
    Role role;       /* 0 = ROLE_BUTTON */
    uint32_t states; /* STATE_NOT_YET: dashed, the label says what is missing; STATE_BUSY: dots */
    uint16_t icon;   /* at the start; 0 = none */
    uint16_t icon_end;
    int icon_size; /* 0 = 46 */
    Size width;    /* all zero = FIT */
    int height;    /* 0 = 96; grows for two lines */
    int radius;    /* 0 = 28 */
    TypeRole type; /* 0 (display) = TYPE_LABEL */
    int steps_down;
    int pad;       /* at the sides; 0 = 32 */
    bool start;    /* content at the start instead of the middle */
    Str8 language; /* of the label, when it is not the screen's: a language's own name */
    Direction direction;
    Str8 spoken; /* said instead of the label; empty = the label */
} ButtonSpec;

Node *button_add(Build *build, Node *parent, ButtonSpec spec);

/** The big primary of a screen: 164 high r36, TYPE_ACTION, arrow behind the words unless busy or
 * not yet. spec.kind, key, label, action, states, width and `icon_end` (0 = none) count. */
Node *action_button_add(Build *build, Node *parent, ButtonSpec spec);

/** On or off: on is tint, an outline of 4 and a tick in the icon's place (three ways, rule 33). */
typedef struct {
    const char *key;
    Str8 key_text;
    Str8 label;
    Action action;
    bool on;
    uint16_t icon; /* when off; 0 = none */
    int icon_size; /* 0 = 42 */
    Size width;
    int height; /* grows for two lines */
    int pad;    /* at the sides; 0 = 20 */
    int gap;    /* 0 = 14 */
    int steps_down;
} ToggleSpec;

Node *toggle_add(Build *build, Node *parent, ToggleSpec spec);

/** Fill and text colour of a kind, for controls a screen composes itself. */
Color button_fill(ButtonKind kind);
Color button_fill_pressed(ButtonKind kind);
Color button_ink(ButtonKind kind);
Color button_tint(ButtonKind kind);

#endif
