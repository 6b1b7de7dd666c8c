#ifndef FOYER_KIOSK_SCREENS_STEPPER_H
#define FOYER_KIOSK_SCREENS_STEPPER_H

#include "kiosk/i18n/locale.h"
#include "kiosk/ui/build.h"
#include "kiosk/view/action.h"

/** "Adults  - 2 +" on a card. The button for a number out of min..max is absent. */
typedef struct {
    const char *key; /* own part of the path: "adults"; the buttons are <key>/less and <key>/more */
    Str8 label;      /* shown: "Adults" */
    Str8 less;       /* spoken: "One less adult" */
    Str8 more;
    Str8 spoken; /* of the number: "2 adults" */
    int value;
    int min;
    int max;
    ActionKind action; /* its argument is the new number */
    int height;
} StepperSpec;

Node *stepper_add(Build *build, Node *parent, StepperSpec spec);

#endif
