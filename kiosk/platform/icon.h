#ifndef FOYER_KIOSK_PLATFORM_ICON_H
#define FOYER_KIOSK_PLATFORM_ICON_H

#include "data/base/err.h"
#include "data/base/str8.h"
#include "kiosk/ui/icon.h"

/** Icons and pictures from SVG files, rendered once per size and kept. UI thread only. */
typedef struct Icons Icons;

enum { ICON_FILE_BYTES_MAX = 64 << 10, ICON_MASK_BYTES_MAX = 8 << 20, IMAGES_KEPT_MAX = 3 };

/** `assets` is the folder that holds icons/ and scenes/; copied. ERR_NOT_FOUND when it does not. */
ErrCode icons_new(Icons **icons, Str8 assets, Err *err) MUST_USE;
void icons_free(Icons *icons);
/** The ports borrow `icons`. */
IconPort icons_port(Icons *icons);
ImagePort images_port(Icons *icons);

#endif
