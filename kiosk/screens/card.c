#include "kiosk/screens/card.h"

#include "data/base/check.h"
#include "kiosk/i18n/locale.h"
#include "kiosk/screens/words.h"
#include "kiosk/ui/icon.h"

enum {
    CARD_RADIUS = 36,
    CARD_PAD = 40,
    CHIP_HEIGHT = 56,
    RING_LAST_SECONDS = 5,
    CODE_QUIET_MODULES = 4,
    CODE_MODULE_MAX = 8,
    CODE_PLATE_PAD = 6,
    DIALOG_RADIUS = 44,
    DIALOG_PAD = 60,
};

Node *card_add(Build *build, Node *parent, Size width, Size height) {
    return node_add(build, parent,
                    (NodeSpec){.axis = AXIS_COLUMN,
                               .width = width,
                               .height = height,
                               .pad = EDGES(CARD_PAD),
                               .fill = COLOR_SURFACE,
                               .outline = COLOR_LINE,
                               .outline_width = outline_of(build, 2),
                               .radius = CARD_RADIUS,
                               .shadow = SHADOW_1});
}

Node *chip_add(Build *build, Node *parent, ChipKind kind, uint16_t icon, Str8 text) {
    static const Color INKS[] = {[CHIP_OK] = COLOR_OK, [CHIP_AMBER] = COLOR_AMBER};
    static const Color FILLS[] = {[CHIP_OK] = COLOR_OK_TINT, [CHIP_AMBER] = COLOR_AMBER_TINT};
    Node *chip = node_add(build, parent,
                          (NodeSpec){.role = ROLE_TEXT,
                                     .label = text,
                                     .axis = AXIS_ROW,
                                     .width = FIT,
                                     .height = {.kind = SIZE_FIT, .min = CHIP_HEIGHT},
                                     .pad = EDGES_XY(24, 4),
                                     .gap = 12,
                                     .cross = ALIGN_CENTER,
                                     .fill = FILLS[kind],
                                     .outline = is_strong(build) ? COLOR_LINE : COLOR_NONE,
                                     .outline_width = is_strong(build) ? 2 : 0,
                                     .radius = CHIP_HEIGHT / 2});
    if (icon != ICON_NONE) {
        icon_add(build, chip, icon, 34, INKS[kind], COLOR_NONE);
    }
    caption_add(build, chip, text, TYPE_SMALL_BOLD, INKS[kind]);
    return chip;
}

Node *ring_add(Build *build, Node *parent, int diameter, int seconds, int seconds_all, Str8 label) {
    FOYER_ASSERT(seconds_all > 0);
    int left = seconds < 0 ? 0 : (seconds > seconds_all ? seconds_all : seconds);
    bool last = left <= RING_LAST_SECONDS;
    Node *ring = node_add(build, parent,
                          (NodeSpec){.role = ROLE_TIMER,
                                     .label = label,
                                     .axis = AXIS_COLUMN,
                                     .width = FIXED(diameter),
                                     .height = FIXED(diameter),
                                     .main = ALIGN_CENTER,
                                     .cross = ALIGN_CENTER,
                                     .ring_fraction = left * 1000 / seconds_all,
                                     .ring_width = diameter >= 136 ? 12 : 10,
                                     .color = last ? COLOR_AMBER : COLOR_PINE});
    Node *number =
        caption_add(build, ring, str8_format(build->arena, "%d", left), TYPE_NAME, COLOR_INK);
    number->spec.one_line = true;
    number->spec.align = TEXT_CENTER;
    return ring;
}

Node *code_add(Build *build, Node *parent, CodeView code, int size, Str8 label) {
    if (code.side == 0) {
        return NULL;
    }
    int modules = code.side + 2 * CODE_QUIET_MODULES;
    int module = (size - 2 * CODE_PLATE_PAD) / modules;
    module = module > CODE_MODULE_MAX ? CODE_MODULE_MAX : (module < 1 ? 1 : module);
    int side = module * modules;
    Node *plate = node_add(build, parent,
                           (NodeSpec){.axis = AXIS_COLUMN,
                                      .width = FIXED(side + 2 * CODE_PLATE_PAD),
                                      .height = FIXED(side + 2 * CODE_PLATE_PAD),
                                      .pad = EDGES(CODE_PLATE_PAD),
                                      .fill = COLOR_QR_LIGHT,
                                      .outline = COLOR_LINE,
                                      .outline_width = 2,
                                      .radius = 24});
    return node_add(build, plate,
                    (NodeSpec){.key = "code",
                               .role = ROLE_CODE,
                               .label = label,
                               .value = code.payload,
                               .width = FIXED(side),
                               .height = FIXED(side),
                               .modules = code.modules,
                               .side = code.side});
}

Node *dialog_add(Build *build, Node *content, int width, Str8 label) {
    content->spec.main = ALIGN_CENTER;
    content->spec.cross = ALIGN_CENTER;
    return node_add(build, content,
                    (NodeSpec){.role = ROLE_DIALOG,
                               .label = label,
                               .axis = AXIS_COLUMN,
                               .width = FIXED(width),
                               .height = FIT,
                               .pad = EDGES(DIALOG_PAD),
                               .gap = 36,
                               .fill = COLOR_SURFACE,
                               .outline = is_strong(build) ? COLOR_LINE : COLOR_NONE,
                               .outline_width = is_strong(build) ? 4 : 0,
                               .radius = DIALOG_RADIUS,
                               .shadow = SHADOW_3,
                               .motion = MOTION_RISE});
}
