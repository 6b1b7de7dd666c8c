#ifndef FOYER_KIOSK_SCREENS_KEYPAD_H
#define FOYER_KIOSK_SCREENS_KEYPAD_H

#include "kiosk/ui/build.h"

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
    bool lake;     /* of a primary: in the colour of help */
    uint32_t states;
} KeySpec;

Node *key_add(Build *build, Node *parent, KeySpec spec);

#endif
