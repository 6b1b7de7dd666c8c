#ifndef FOYER_KIOSK_PRESS_PRESS_MODULE_H
#define FOYER_KIOSK_PRESS_PRESS_MODULE_H

#include "kiosk/press/press.h"

/**
 * Load the press that is built as a module, `../lib/foyer/press.so` beside this program. Stays
 * loaded.
 * @return NULL when it is not there, or of another version; the reason goes to the log
 */
const PressTable *press_module_load(void);

#endif
