#include "kiosk/ui/theme.h"

#include "data/base/check.h"

/* Values are VISUAL.md's tables. A strong theme has two or three colours only: what is told apart
 * by hue elsewhere is told apart there by word, shape and outline width. */

#define RGB(rgb) (UINT32_C(0xFF000000) | UINT32_C(rgb))
#define RGBA(rgb, alpha) ((uint32_t)(alpha) << 24 | UINT32_C(rgb))

/* light, night, strong dark, strong light */
static const uint32_t COLORS[COLOR_COUNT][THEME_COUNT] = {
    [COLOR_NONE] = {0, 0, 0, 0},
    [COLOR_PAPER] = {RGB(0xF7F2E8), RGB(0x141B2B), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_SUNKEN] = {RGB(0xEEE6D7), RGB(0x0E1420), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_SURFACE] = {RGB(0xFFFFFF), RGB(0x1F2940), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_LINE] = {RGB(0xDFD5C3), RGB(0x34405E), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_EDGE] = {RGB(0x8A8071), RGB(0x8391AE), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_INK] = {RGB(0x1B2438), RGB(0xF4EEE2), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_INK_2] = {RGB(0x4E586B), RGB(0xB7C0D2), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_INVERSE] = {RGB(0x1B2438), RGB(0xF4EEE2), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_ON_INVERSE] = {RGB(0xFFFFFF), RGB(0x141B2B), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_PINE] = {RGB(0x12604F), RGB(0x86D9BC), RGB(0xFFDD55), RGB(0x003D30)},
    [COLOR_ON_PINE] = {RGB(0xFFFFFF), RGB(0x06241C), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_PINE_DOWN] = {RGB(0x0C4A3D), RGB(0x66C4A4), RGB(0xE6C23A), RGB(0x00251D)},
    [COLOR_LAKE] = {RGB(0x2C4A8A), RGB(0xA9C1FF), RGB(0xFFDD55), RGB(0x1B3373)},
    [COLOR_ON_LAKE] = {RGB(0xFFFFFF), RGB(0x0B1B40), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_CLAY] = {RGB(0x9A3F1E), RGB(0xFFB596), RGB(0xFFDD55), RGB(0x6E2408)},
    [COLOR_ON_CLAY] = {RGB(0xFFFFFF), RGB(0x3A1405), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_PLUM] = {RGB(0x6B3A78), RGB(0xE0B6EE), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_HONEY] = {RGB(0x6A4700), RGB(0xFFD27A), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_PINE_TINT] = {RGB(0xDCEEE6), RGB(0x1D3A3A), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_LAKE_TINT] = {RGB(0xE3EAF7), RGB(0x25345C), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_CLAY_TINT] = {RGB(0xFAE7DC), RGB(0x46302B), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_PLUM_TINT] = {RGB(0xF1E6F4), RGB(0x3B2F4A), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_HONEY_TINT] = {RGB(0xFFF0CC), RGB(0x40371F), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_OK] = {RGB(0x1C6B3C), RGB(0x9BE0B0), RGB(0xFFFFFF), RGB(0x0B4A22)},
    [COLOR_OK_TINT] = {RGB(0xDFF1E2), RGB(0x1E3B30), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_AMBER] = {RGB(0x7A4B00), RGB(0xFFD27A), RGB(0xFFFFFF), RGB(0x5A3600)},
    [COLOR_AMBER_TINT] = {RGB(0xFFEFC7), RGB(0x42361A), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_DANGER] = {RGB(0xA3261C), RGB(0xFFB3AB), RGB(0xFFFFFF), RGB(0x7A0F08)},
    [COLOR_DANGER_TINT] = {RGB(0xFBE5E1), RGB(0x4A2A2C), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_TINT] = {RGB(0xF3D9A4), RGBA(0xFFD27A, 61), 0, 0},
    [COLOR_TINT_ON_PINE] = {RGBA(0xFFFFFF, 56), RGBA(0x06241C, 56), 0, 0},
    [COLOR_TINT_ON_LAKE] = {RGB(0x5676B9), RGBA(0x0B1B40, 56), 0, 0},
    [COLOR_TINT_ON_CLAY] = {RGB(0xC66B42), RGBA(0x3A1405, 56), 0, 0},
    [COLOR_LAMP] = {RGB(0xFFD27A), RGB(0xFFD27A), 0, 0},
    [COLOR_ARCH_TOP] = {RGB(0xFFF0C9), RGB(0xFFF0C9), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_ARCH_BOTTOM] = {RGB(0xFFCF79), RGB(0xFFCF79), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_ARCH_TEXT] = {RGB(0x3A2410), RGB(0x3A2410), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_CREAM] = {RGB(0xFFF6E5), RGB(0xFFF6E5), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_SKY_TIME] = {RGB(0xFFD27A), RGB(0xFFD27A), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_FIGURE_DARK] = {RGB(0x3A2410), RGB(0x3A2410), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_FIGURE_WARM] = {RGB(0x8A4637), RGB(0x8A4637), RGB(0xFFFFFF), RGB(0x000000)},
    [COLOR_HIT] = {RGB(0xFFE3A0), RGB(0x5A4A1E), RGB(0x000000), RGB(0xFFFFFF)},
    [COLOR_QR_DARK] = {RGB(0x101828), RGB(0x101828), RGB(0x101828), RGB(0x101828)},
    [COLOR_QR_LIGHT] = {RGB(0xFFFFFF), RGB(0xFFFFFF), RGB(0xFFFFFF), RGB(0xFFFFFF)},
    [COLOR_FOCUS] = {RGB(0xFFC83D), RGB(0xFFC83D), RGB(0xFFC83D), RGB(0xFFC83D)},
    [COLOR_SHADOW] = {RGB(0x1B2438), 0, 0, 0},
    [COLOR_SAMPLE_PAPER] = {RGB(0xF7F2E8), RGB(0xF7F2E8), RGB(0xF7F2E8), RGB(0xF7F2E8)},
    [COLOR_SAMPLE_INK] = {RGB(0x1B2438), RGB(0x1B2438), RGB(0x1B2438), RGB(0x1B2438)},
    [COLOR_SAMPLE_NIGHT] = {RGB(0x141B2B), RGB(0x141B2B), RGB(0x141B2B), RGB(0x141B2B)},
    [COLOR_SAMPLE_CREAM] = {RGB(0xF4EEE2), RGB(0xF4EEE2), RGB(0xF4EEE2), RGB(0xF4EEE2)},
    [COLOR_SAMPLE_BLACK] = {RGB(0x000000), RGB(0x000000), RGB(0x000000), RGB(0x000000)},
    [COLOR_SAMPLE_WHITE] = {RGB(0xFFFFFF), RGB(0xFFFFFF), RGB(0xFFFFFF), RGB(0xFFFFFF)},
    [COLOR_SAMPLE_YELLOW] = {RGB(0xFFDD55), RGB(0xFFDD55), RGB(0xFFDD55), RGB(0xFFDD55)},
};

typedef struct {
    uint8_t sizes[TEXT_SIZE_COUNT]; /* du */
    uint8_t line_height_percent;
    bool bold;
    bool serif;
} TypeRow;

static const TypeRow TYPES[TYPE_COUNT] = {
    [TYPE_DISPLAY] = {{116, 116, 116, 116}, 112, true, true},
    [TYPE_DOOR_1] = {{84, 86, 90, 94}, 112, true, false},
    [TYPE_DOOR_2] = {{48, 53, 58, 64}, 118, true, false},
    [TYPE_TITLE] = {{64, 68, 74, 80}, 118, true, true},
    [TYPE_TITLE_2] = {{54, 54, 54, 54}, 118, true, true},
    [TYPE_FIGURE] = {{136, 136, 140, 144}, 100, true, true},
    [TYPE_ACTION] = {{60, 66, 72, 80}, 120, true, false},
    [TYPE_NAME] = {{38, 44, 50, 56}, 120, true, false},
    [TYPE_LABEL] = {{40, 45, 50, 56}, 120, true, false},
    [TYPE_TILE] = {{34, 40, 46, 52}, 116, true, false},
    [TYPE_BODY] = {{36, 42, 48, 54}, 136, false, false},
    [TYPE_LEAD] = {{38, 44, 48, 54}, 136, false, false},
    [TYPE_SMALL] = {{30, 36, 42, 48}, 130, false, false},
    [TYPE_SMALL_BOLD] = {{30, 36, 42, 48}, 130, true, false},
    [TYPE_FURNITURE] = {{34, 38, 41, 44}, 120, true, false},
    [TYPE_KEY_DIGIT] = {{68, 72, 78, 84}, 100, true, false},
    [TYPE_KEY_LETTER] = {{52, 56, 60, 64}, 100, true, false},
    [TYPE_KEY_TYPING] = {{44, 48, 50, 52}, 100, true, false},
};

/* Every size there is to step down to. Nothing is ever smaller than the first: capital I 4.8 mm. */
static const int STEPS_DU[] = {28, 30, 34, 40, 46, 52, 60, 68, 80, 94, 116, 136};
enum { STEPS_COUNT = sizeof STEPS_DU / sizeof STEPS_DU[0] };

bool look_is_portrait(const Look *look) {
    return look->height_px > look->width_px;
}

/* Pixels per du as a fraction: whichever side is tighter decides. */
static void look_scale(const Look *look, int64_t *px, int64_t *du) {
    FOYER_ASSERT(look->width_px > 0 && look->height_px > 0);
    bool portrait = look_is_portrait(look);
    int64_t width_du = portrait ? DU_LANDSCAPE_HEIGHT : DU_LANDSCAPE_WIDTH;
    int64_t height_du = portrait ? DU_LANDSCAPE_WIDTH : DU_LANDSCAPE_HEIGHT;
    bool by_width = look->width_px * height_du <= look->height_px * width_du;
    *px = by_width ? look->width_px : look->height_px;
    *du = by_width ? width_du : height_du;
}

static int du_from_px(const Look *look, int px_size) {
    int64_t px = 0;
    int64_t du = 0;
    look_scale(look, &px, &du);
    return (int)(px_size * du / px);
}

int look_width_du(const Look *look) {
    return du_from_px(look, look->width_px);
}

int look_height_du(const Look *look) {
    return du_from_px(look, look->height_px);
}

int look_px(const Look *look, int du_size) {
    int64_t px = 0;
    int64_t du = 0;
    look_scale(look, &px, &du);
    int64_t magnitude = du_size < 0 ? -(int64_t)du_size : du_size;
    int64_t rounded = (2 * magnitude * px + du) / (2 * du);
    if (magnitude > 0 && rounded == 0) {
        rounded = 1;
    }
    return (int)(du_size < 0 ? -rounded : rounded);
}

int look_mm_px(const Look *look, int tenths_mm) {
    FOYER_ASSERT(look->panel_width_mm > 0 && tenths_mm >= 0);
    /* A panel's width is its long side, however it is mounted. */
    int64_t long_px = look_is_portrait(look) ? look->height_px : look->width_px;
    int64_t panel = (int64_t)look->panel_width_mm * 10;
    return (int)((tenths_mm * long_px + panel - 1) / panel);
}

uint32_t theme_color(ThemeName theme, Color color) {
    FOYER_ASSERT((unsigned)theme < THEME_COUNT && (unsigned)color < COLOR_COUNT);
    return COLORS[color][theme];
}

bool theme_is_strong(ThemeName theme) {
    return theme == THEME_STRONG_DARK || theme == THEME_STRONG_LIGHT;
}

bool theme_has_shadows(ThemeName theme) {
    return theme == THEME_LIGHT;
}

TypeStyle theme_type(ThemeName theme, TextSize size, TypeRole role) {
    FOYER_ASSERT((unsigned)size < TEXT_SIZE_COUNT && (unsigned)role < TYPE_COUNT);
    const TypeRow *row = &TYPES[role];
    return (TypeStyle){.size_du = row->sizes[size],
                       .bold = row->bold,
                       .serif = row->serif && !theme_is_strong(theme),
                       .line_height_percent = row->line_height_percent};
}

int theme_type_step_down(int size_du, int steps) {
    int size = size_du;
    for (int step = 0; step < steps; step++) {
        int index = STEPS_COUNT - 1;
        while (index > 0 && STEPS_DU[index] >= size) {
            index--;
        }
        size = size > STEPS_DU[index] ? STEPS_DU[index] : size;
    }
    return size;
}
