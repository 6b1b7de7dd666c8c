#ifndef FOYER_KIOSK_PLATFORM_WINDOW_H
#define FOYER_KIOSK_PLATFORM_WINDOW_H

#include "data/base/err.h"
#include "data/base/str8.h"
#include "kiosk/ui/canvas.h"
#include "kiosk/ui/input.h"

/**
 * The kiosk's one window: borderless over the whole display, or of a given size for trying out.
 * Nothing closes, moves or minimises it but the program's own end, and that is SIGTERM's: from
 * window_new on the process ignores what a terminal sends (INT, QUIT, TSTP, HUP). UI thread only,
 * window_wake from any thread.
 */
typedef struct Window Window;

typedef struct {
    int width; /* 0 = the display's, borderless, cursor hidden */
    int height;
    const char *title; /* borrowed for the call */
} WindowSpec;

ErrCode window_new(Window **window, const WindowSpec *spec, Err *err) MUST_USE;
void window_free(Window *window);

/** Pixels to draw on. Valid until the next window_wait. ERR_IO: no display now; try next turn. */
ErrCode window_target(Window *window, CanvasTarget *target, Err *err) MUST_USE;
/** Show changed rectangles. */
void window_present(Window *window, const Rect *rects, size_t rects_count);

typedef enum {
    WINDOW_TIMEOUT, /* the deadline came */
    WINDOW_WOKEN,   /* window_wake was called */
    WINDOW_INPUT,   /* a touch, the mouse, or a key that moves and presses: `input` */
    WINDOW_TEXT,    /* typed characters: `text`; a scanner types too */
    WINDOW_BACKSPACE,
    WINDOW_ENTER,  /* first offered to the scanner, then an INPUT_KEY */
    WINDOW_REDRAW, /* everything must be drawn again, the size may be another */
    WINDOW_SIGNAL, /* SIGTERM asked the program to end; a trial window was closed */
} WindowEventKind;

enum { WINDOW_TEXT_MAX = 32 };

typedef struct {
    WindowEventKind kind;
    InputEvent input;
    char text[WINDOW_TEXT_MAX]; /* UTF-8 */
    size_t text_len;
} WindowEvent;

/** Sleep until an event, or `deadline_ms` on the monotonic clock of the port given to the program
 * (`now_ms` is now on it); deadline_ms < 0 = no deadline. Sleeps in the kernel: no polling under
 * X11 and Wayland. */
WindowEvent window_wait(Window *window, int64_t now_ms, int64_t deadline_ms);
/** Make window_wait return WINDOW_WOKEN. Any thread; several wakes may become one. */
void window_wake(Window *window);

#endif
