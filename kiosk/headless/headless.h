#ifndef FOYER_KIOSK_HEADLESS_HEADLESS_H
#define FOYER_KIOSK_HEADLESS_HEADLESS_H

#include "kiosk/app/kiosk.h"
#include "kiosk/press/press.h"
#include "kiosk/ui/canvas.h"

/*
 * The whole kiosk without a window: real stores, real text, real pixels in memory; a virtual clock
 * and the store worker run inline after each frame, as its thread would. The tour, foyer-drive and
 * foyer-bench stand on it. One thread.
 */
typedef struct Headless Headless;

typedef struct {
    const char *data;   /* data folder, made when missing */
    const char *assets; /* folder with translations, keyboards, icons */
    int width_px, height_px;
    int panel_width_mm;
    Str8 language;           /* empty = the first */
    int64_t now_utc_ms;      /* virtual wall clock at the start */
    int64_t mono_ms;         /* virtual monotonic clock at the start; > 0 */
    const PressTable *press; /* prints on what foyer.conf names; NULL = no printer */
    bool no_pixels;          /* lay out, but draw nothing: journeys by the thousand */
    bool clock_not_good;     /* nobody vouches for the wall clock (rule 9) */
    bool lowest_hash_cost;   /* a new data folder gets the cheapest Argon2id: tests only */
} HeadlessOptions;

/** What one input took. */
typedef struct {
    double response_ms;   /* real time from the input to the finished frame, look-ups excluded */
    uint64_t allocations; /* of Foyer's own code in that time; see headless_count_allocation */
    bool screen_changed;
} HeadlessTurn;

MUST_USE ErrCode headless_open(const HeadlessOptions *options, Headless **headless, Err *err);
/** Closes the stores in order. A kill instead of it must lose nothing. */
void headless_close(Headless *headless);

/** Press and release in the middle of `node` (of headless_tree), or beside all targets when NULL.
 */
HeadlessTurn headless_tap(Headless *headless, const Node *node);
/** Press on `from`, slide off, release: nothing may happen. */
HeadlessTurn headless_slide_off(Headless *headless, const Node *from);
HeadlessTurn headless_key(Headless *headless, UiKey key);
HeadlessTurn headless_backspace(Headless *headless);
HeadlessTurn headless_type(Headless *headless, uint32_t code_point);
HeadlessTurn headless_scan(Headless *headless, Str8 payload);

/** Let virtual time pass, waking the kiosk at each of its deadlines. */
void headless_wait(Headless *headless, int64_t ms);
/** Set the virtual wall clock; the monotonic one goes on. */
void headless_set_now(Headless *headless, int64_t utc_ms);
/** Somebody sets the wall clock, in the middle of whatever is going on; no time passes. */
void headless_jump(Headless *headless, int64_t utc_ms);
int64_t headless_now_utc_ms(const Headless *headless);
int64_t headless_mono_ms(const Headless *headless);

/** Choose a language as the language screen would, wherever the session stands. @return false: it
 * is not offered */
bool headless_language(Headless *headless, Str8 tag);

const Node *headless_tree(const Headless *headless);
Kiosk *headless_kiosk(Headless *headless);
const Kiosk *headless_kiosk_const(const Headless *headless);
/** What is on the screen; borrowed. */
CanvasTarget headless_pixels(const Headless *headless);
/** Draw the next frame whole: nothing on the screen may change by it. */
void headless_redraw(Headless *headless);
/** Write what is on the screen as PNG. */
MUST_USE ErrCode headless_shot(Headless *headless, const char *path, Err *err);

/** Called by a program that wraps malloc (foyer-drive, foyer-bench): one more allocation. */
void headless_count_allocation(void);

#endif
