#ifndef FOYER_KIOSK_SCREENS_COMPONENTS_H
#define FOYER_KIOSK_SCREENS_COMPONENTS_H

/* Everything screens are composed of; sizes and states as in the component sheet. */
#include "kiosk/i18n/locale.h"
#include "kiosk/screens/button.h"
#include "kiosk/screens/card.h"
#include "kiosk/screens/field.h"
#include "kiosk/screens/frame.h"
#include "kiosk/screens/keypad.h"
#include "kiosk/screens/measure.h"
#include "kiosk/screens/tile.h"
#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"
#include "kiosk/view/action.h"
#include "kiosk/view/view.h"

/** Action literal: ACT(ACTION_NEED, NEED_FOOD). */
#define ACT(action_kind, action_argument)                                                          \
    ((Action){.kind = (uint16_t)(action_kind), .argument = (uint32_t)(action_argument)})

#endif
