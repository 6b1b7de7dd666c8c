#ifndef FOYER_KIOSK_SCREENS_FIELD_H
#define FOYER_KIOSK_SCREENS_FIELD_H

#include "kiosk/ui/build.h"

/** A field: surface r28, edge 3, active 5 pine with a caret behind `text`;
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
    int steps_down;      /* of the type, so that a whole number fits */
    bool center;         /* a box for one letter */
    bool lake;           /* in the colour of help */
    uint16_t icon;       /* at the start; 0 = none */
} FieldSpec;

Node *field_add(Build *build, Node *parent, FieldSpec spec);

/** The end of a text too long for `room` du: what is being typed stays in sight. */
Str8 field_end(const Build *build, TypeRole type, Str8 text, int room);

#endif
