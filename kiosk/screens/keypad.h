#ifndef FOYER_KIOSK_SCREENS_KEYPAD_H
#define FOYER_KIOSK_SCREENS_KEYPAD_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/** One key of a keypad or a keyboard (ROLE_KEY). */
typedef struct {
    const char *key;
    Str8 key_text;
    Str8 label;    /* spoken; shown unless `text` or `icon` is set */
    Str8 text;     /* shown instead */
    uint16_t icon; /* shown instead */
    Action action;
    Size width;
    int height;
    int radius;    /* digits 28, letters 22, typing 20 */
    TypeRole type; /* TYPE_KEY_DIGIT, TYPE_KEY_LETTER, TYPE_KEY_TYPING, TYPE_TILE for words */
    bool function; /* sunken, no shadow */
    bool primary;  /* solid: "Done" */
    bool lake;     /* primary in the help flow */
    uint32_t states;
} KeySpec;

Node *key_add(Build *build, Node *parent, KeySpec spec);

/** A field: surface r28, edge 3, active 5 pine (lake in help) with a caret behind `text`;
 * `placeholder` in ink-2 when empty. ROLE_FIELD, label and value for speech. */
typedef struct {
    const char *key;
    Str8 label;
    Str8 text;
    Str8 rest; /* what is still to be typed, in `edge`, behind the caret: "_ _" */
    Str8 placeholder;
    Action action;
    bool active;
    Size width;
    int height;          /* 0 = 100 */
    TypeRole type;       /* 0 = TYPE_LABEL */
    Direction direction; /* digits stay left to right */
    Color accent;        /* 0 = pine */
    int steps_down;      /* of the type, so that a whole number fits */
    bool center;         /* a box for one letter */
} FieldSpec;

Node *field_add(Build *build, Node *parent, FieldSpec spec);

#endif
