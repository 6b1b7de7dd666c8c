#ifndef FOYER_KIOSK_PLATFORM_ASSETS_H
#define FOYER_KIOSK_PLATFORM_ASSETS_H

#include "data/base/arena.h"

/**
 * The folder with translations/, keyboards/, icons/ and scenes/: `flag` when given, else `variable`
 * ($FOYER_ASSETS), else ../share/foyer beside the folder of the running program. May be NULL or
 * empty. @return terminated, in `arena`; NULL when the program's own place cannot be read
 */
const char *assets_folder(Arena *arena, const char *flag, const char *variable);

#endif
