#ifndef FOYER_KIOSK_SCREENS_STEP_H
#define FOYER_KIOSK_SCREENS_STEP_H

#include "kiosk/ui/build.h"

typedef enum { STEP_NOW, STEP_LATER, STEP_DONE } StepState;

/** A numbered question: disc with the number (a tick when done) and the words beside it. */
Node *step_add(Build *build, Node *parent, int number, StepState state, Str8 text);

/** The same as reading matter: nothing is done or to come. */
Node *step_body_add(Build *build, Node *parent, int number, Str8 text);

#endif
