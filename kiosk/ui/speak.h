#ifndef FOYER_KIOSK_UI_SPEAK_H
#define FOYER_KIOSK_UI_SPEAK_H

#include "data/base/str8.h"
#include "kiosk/ui/node.h"

/** Words in the listener's language; this room knows none. Empty words are left out. */
typedef struct {
    Str8 role[ROLE_COUNT];
    Str8 checked, not_checked; /* toggles and choices */
    Str8 not_yet, busy;
    Str8 pause; /* between parts; ", " when empty */
} SpeakWords;

/** What is said of a node: label, role, value, states, hint. `words` may be NULL. */
void speak_node(Str8Builder *out, const Node *node, const SpeakWords *words);
/** What is called so: the label, else the text. */
Str8 speak_name(const Node *node);

#endif
