#ifndef FOYER_KIOSK_UI_THEME_H
#define FOYER_KIOSK_UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

/** Colour tokens: what a colour is for; the theme says which it is. */
typedef enum {
    COLOR_NONE, /* draws nothing */
    COLOR_PAPER,
    COLOR_SUNKEN,
    COLOR_SURFACE,
    COLOR_LINE,
    COLOR_EDGE,
    COLOR_INK,
    COLOR_INK_2,
    COLOR_INVERSE,
    COLOR_ON_INVERSE,
    COLOR_PINE,
    COLOR_ON_PINE,
    COLOR_PINE_DOWN,
    COLOR_LAKE,
    COLOR_ON_LAKE,
    COLOR_CLAY,
    COLOR_ON_CLAY,
    COLOR_PLUM,
    COLOR_HONEY,
    COLOR_PINE_TINT,
    COLOR_LAKE_TINT,
    COLOR_CLAY_TINT,
    COLOR_PLUM_TINT,
    COLOR_HONEY_TINT,
    COLOR_OK,
    COLOR_OK_TINT,
    COLOR_AMBER,
    COLOR_AMBER_TINT,
    COLOR_DANGER,
    COLOR_DANGER_TINT,
    COLOR_TINT,         /* under icon lines */
    COLOR_TINT_ON_PINE, /* under icon lines on a solid fill */
    COLOR_TINT_ON_LAKE,
    COLOR_TINT_ON_CLAY,
    COLOR_LAMP,
    COLOR_ARCH_TOP, /* vertical gradient of door and room arches */
    COLOR_ARCH_BOTTOM,
    COLOR_ARCH_TEXT,
    COLOR_CREAM,       /* text on the sky */
    COLOR_SKY_TIME,    /* the event's time on the sky */
    COLOR_FIGURE_DARK, /* the two figures in the sign-in door */
    COLOR_FIGURE_WARM,
    COLOR_HIT, /* search-hit mark */
    COLOR_QR_DARK,
    COLOR_QR_LIGHT,
    COLOR_FOCUS,
    COLOR_SHADOW,
    COLOR_SAMPLE_PAPER, /* samples of the themes, the same in each of them */
    COLOR_SAMPLE_INK,
    COLOR_SAMPLE_NIGHT,
    COLOR_SAMPLE_CREAM,
    COLOR_SAMPLE_BLACK,
    COLOR_SAMPLE_WHITE,
    COLOR_SAMPLE_YELLOW,
    COLOR_COUNT,
} Color;

typedef enum {
    THEME_LIGHT,
    THEME_NIGHT,
    THEME_STRONG_DARK,
    THEME_STRONG_LIGHT,
    THEME_COUNT
} ThemeName;
typedef enum { TEXT_NORMAL, TEXT_LARGE, TEXT_LARGER, TEXT_LARGEST, TEXT_SIZE_COUNT } TextSize;

/** Type roles of VISUAL.md; each has a size per TextSize, a weight, a family, a line height. */
typedef enum {
    TYPE_DISPLAY,
    TYPE_DOOR_1,
    TYPE_DOOR_2,
    TYPE_TITLE,
    TYPE_TITLE_2, /* a title on two lines */
    TYPE_FIGURE,
    TYPE_ACTION,
    TYPE_NAME,
    TYPE_LABEL,
    TYPE_TILE,
    TYPE_BODY,
    TYPE_LEAD,
    TYPE_SMALL,
    TYPE_SMALL_BOLD,
    TYPE_FURNITURE,
    TYPE_KEY_DIGIT,
    TYPE_KEY_LETTER,
    TYPE_KEY_TYPING,
    TYPE_COUNT,
} TypeRole;

/** How this household wants to see the screens, and the panel they are on. */
typedef struct {
    ThemeName theme;
    TextSize text_size;
    bool low_reach;
    bool reduced_motion;
    bool show_focus; /* a key was used */
    int width_px;
    int height_px;
    int panel_width_mm; /* of its longer side however it hangs: 476 for the 21.5 inch reference */
} Look;

/** Design unit: one pixel of the 1920x1080 (or 1080x1920) reference. All sizes in screens are du.
 */
enum { DU_LANDSCAPE_WIDTH = 1920, DU_LANDSCAPE_HEIGHT = 1080 };

bool look_is_portrait(const Look *look);
/** The size of the screen in du: at least 1920x1080 (1080x1920); the longer side may be more. */
int look_width_du(const Look *look);
int look_height_du(const Look *look);
/** du to whole pixels, to nearest; 1 du is never 0 px. */
int look_px(const Look *look, int du);
/** Millimetres (in tenths) to pixels of the configured panel, rounded up. */
int look_mm_px(const Look *look, int tenths_mm);

/** 0xAARRGGBB, not premultiplied. */
uint32_t theme_color(ThemeName theme, Color color);
bool theme_is_strong(ThemeName theme);
bool theme_has_shadows(ThemeName theme);

typedef struct {
    int size_du;
    bool bold;
    bool serif;              /* display face; strong themes use sans bold instead */
    int line_height_percent; /* of the size, before the script's factor */
} TypeStyle;

TypeStyle theme_type(ThemeName theme, TextSize size, TypeRole role);

/** `size_du` after `steps` type steps down: 34 -> 30 -> 28. Never under 28. */
int theme_type_step_down(int size_du, int steps);

#endif
