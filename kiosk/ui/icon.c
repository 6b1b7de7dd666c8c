#include "kiosk/ui/icon.h"

typedef struct {
    const char *name;
    bool mirrored;
} IconEntry;

static const IconEntry ENTRIES[ICON_COUNT] = {{"", false},
#define ICON_ENTRY(NAME, file, mirrors) {file, mirrors},
                                              ICON_LIST(ICON_ENTRY)
#undef ICON_ENTRY
};

const char *icon_name(uint16_t icon) {
    return icon < ICON_COUNT ? ENTRIES[icon].name : "";
}

bool icon_is_mirrored_in_rtl(uint16_t icon) {
    return icon < ICON_COUNT && ENTRIES[icon].mirrored;
}

const char *image_name(uint16_t image) {
    static const char *const NAMES[IMAGE_COUNT] = {"", "home-dusk", "home-dusk-portrait"};
    return image < IMAGE_COUNT ? NAMES[image] : "";
}
