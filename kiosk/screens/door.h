#ifndef FOYER_KIOSK_SCREENS_DOOR_H
#define FOYER_KIOSK_SCREENS_DOOR_H

#include "kiosk/screens/button.h"
#include "kiosk/ui/build.h"

/** A door of the home screen. */
typedef struct {
    const char *key;
    Str8 label;
    Str8 sub; /* said as a hint; shown when there is room */
    Action action;
    ButtonKind kind; /* of the primary's fill, or of the second's arch */
    uint16_t icon;   /* 0 = the two figures (sign-in) */
    int width;       /* what the words are measured against */
    int height;
    int steps_down;  /* second doors: common to the group */
    bool words_only; /* no room for pictures: largest text in low reach */
    bool no_sub;
} DoorSpec;

/** The solid one: lit arch, big word, arrow disc. */
Node *door_primary_add(Build *build, Node *parent, DoorSpec spec);
/** The others: solid arch with an icon over the word. */
Node *door_second_add(Build *build, Node *parent, DoorSpec spec);
/** Width for words inside a second door. */
int door_second_words_width(int width);

#endif
