#ifndef FOYER_KIOSK_UI_NODE_H
#define FOYER_KIOSK_UI_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/str8.h"
#include "kiosk/ui/draw.h"
#include "kiosk/ui/theme.h"

/*
 * One tree gives pixels, touch targets, focus order, speech, test queries and text dumps
 * (invariant 3). Nodes live in the frame arena; what must survive frames (focus, scroll, animation
 * start) lives in a fixed pool by key (pool.h).
 */

typedef enum {
    ROLE_NONE, /* structure or decoration: never in dumps or speech */
    ROLE_SCREEN,
    ROLE_GROUP,
    ROLE_HEADING,
    ROLE_TEXT,
    ROLE_IMAGE,
    ROLE_STATUS, /* spoken when it changes */
    ROLE_TIMER,
    ROLE_DIALOG,
    ROLE_LIST,
    ROLE_BUTTON,
    ROLE_TOGGLE, /* on or off: STATE_CHECKED */
    ROLE_CHOICE, /* one of many: STATE_CHECKED */
    ROLE_KEY,    /* of an on-screen keyboard or keypad */
    ROLE_FIELD,
    ROLE_CODE, /* a QR code; value = what it encodes */
    ROLE_COUNT,
} Role;

typedef enum {
    STATE_CHECKED = 1 << 0,
    STATE_NOT_YET = 1 << 1, /* something is missing; the label says what. Still focusable */
    STATE_BUSY = 1 << 2,
    STATE_ACTIVE = 1 << 3,  /* the field that typing goes to */
    STATE_PRESSED = 1 << 4, /* set by input.h */
    STATE_FOCUSED = 1 << 5, /* set by input.h */
} NodeState;

/** What touching a node means: data, no callback (invariant 4). Kind 0 = nothing. */
typedef struct {
    uint16_t kind;
    uint32_t argument;
} Action;

typedef enum { SIZE_FIT, SIZE_GROW, SIZE_FIXED, SIZE_PERCENT } SizeKind;

/** FIT: its content, min..max. GROW: a share (weight) of what is left. Values in du. */
typedef struct {
    SizeKind kind;
    int value; /* FIXED: du; GROW: weight, 0 = 1; PERCENT: of the parent's inner size */
    int min;
    int max; /* 0 = none */
} Size;

#define FIT ((Size){.kind = SIZE_FIT})
#define GROW ((Size){.kind = SIZE_GROW, .value = 1})
#define FIXED(du) ((Size){.kind = SIZE_FIXED, .value = (du)})
#define PERCENT(n) ((Size){.kind = SIZE_PERCENT, .value = (n)})

/** Padding in du; start and end are mirrored by the node's direction. */
typedef struct {
    int start, top, end, bottom;
} Edges;

#define EDGES(du) ((Edges){(du), (du), (du), (du)})
#define EDGES_XY(x, y) ((Edges){(x), (y), (x), (y)})

typedef enum { AXIS_COLUMN, AXIS_ROW } Axis;
typedef enum { ALIGN_START, ALIGN_CENTER, ALIGN_END, ALIGN_STRETCH, ALIGN_BETWEEN } Align;

typedef enum { DIRECTION_INHERIT, DIRECTION_LTR, DIRECTION_RTL } Direction;

typedef enum { SHADOW_NONE, SHADOW_1, SHADOW_2, SHADOW_3 } Shadow;

typedef enum { MOTION_NONE, MOTION_SLIDE, MOTION_RISE, MOTION_POP } Motion;

/** Everything a builder says of a node; unset members are sensible zeros. All sizes in du. */
typedef struct {
    const char *key; /* own part of the path ("sign-in", "digit/5"); NULL = anonymous */
    Str8 key_text;   /* or a built one; wins over key when not empty */
    Role role;
    Str8 label; /* what it is called: for speech and tests; text nodes: shown */
    Str8 hint;  /* said after the label */
    Str8 value; /* what it holds */
    uint32_t states;
    Action action;
    Str8 language;       /* empty = the parent's */
    Direction direction; /* INHERIT = the parent's */

    Axis axis;
    Size width, height;
    Edges pad;
    int gap;
    Align main, cross;
    bool wrap;     /* rows: go on in a new row when full (gap between rows too) */
    bool scroll;   /* children may be taller: moved by the pool's offset, clipped */
    bool absolute; /* out of the flow: `start`, `top` from the parent's padding box */
    int start, top;

    Color fill, fill_pressed, outline;
    Color fill_2; /* gradient's lower end */
    int outline_width;
    bool dashed;
    int radius;
    int radii[4]; /* start-top, end-top, end-bottom, start-bottom; used when any is not 0 */
    bool arch;    /* top = half the width, bottom = radius */
    bool disc;
    Shadow shadow;
    Motion motion; /* how new content comes in */

    /* One kind of content at the most. */
    Str8 text;
    TypeRole type;
    Color color;
    TextAlign align;
    int lines_max; /* 0 = any number */
    bool one_line; /* never wrapped: width is what it needs */
    TextSpan bold_spans[TEXT_SPANS_MAX];
    size_t bold_spans_count;
    TextSpan marks[TEXT_SPANS_MAX]; /* drawn on the hit mark: what a search found */
    size_t marks_count;
    int type_steps_down; /* rule 5 of VISUAL.md: the group's common step */

    uint16_t icon; /* 0 = none */
    int icon_size;
    Color icon_tint;   /* COLOR_NONE = no tint layer */
    bool icon_mirrors; /* in right-to-left */

    uint16_t image;         /* 0 = none */
    SvgDrawing drawing;     /* borrowed for the frame; on white, never mirrored */
    const uint8_t *modules; /* QR, borrowed for the frame */
    int side;
    int ring_fraction; /* thousandths, with ring_width > 0 */
    int ring_width;
    bool caret;        /* a caret after the text */
    Color caret_color; /* none = pine */
} NodeSpec;

typedef struct Node Node;

struct Node {
    NodeSpec spec;
    uint64_t key; /* hash of the path; anonymous nodes: of the parent's key and position */
    Str8 path;    /* "home/sign-in"; empty for anonymous nodes */
    bool rtl;     /* resolved */
    Str8 language;
    Node *parent, *first_child, *last_child, *next;
    Rect rect; /* px on the screen, after layout and scrolling */
    Rect clip; /* what of it may show */
    const TextBlock *block;
    int min_width_px, fit_width_px, fit_height_px; /* layout's own */
    int min_height_px;
};

#endif
