#ifndef FOYER_KIOSK_APP_KIOSK_H
#define FOYER_KIOSK_APP_KIOSK_H

#include "data/base/port.h"
#include "data/zone/zone.h"
#include "kiosk/app/state.h"
#include "kiosk/ui/ui.h"

/*
 * The kiosk without a window: one turn of ARCHITECTURE.md, section "One turn". `foyer` gives it SDL
 * events and draws its frames; `foyer-drive` gives it a script. UI thread only.
 */
typedef struct Kiosk Kiosk;

/** Where effects go. `submit` copies the effect; false = the queue is full. */
typedef struct {
    bool (*submit)(void *context, const Effect *effect);
    void *context;
} EffectPort;

typedef struct {
    ClockPort clock;
    RandomPort random;
    FontPort font;
    EffectPort effects;
    LocaleSet *locales;                   /* borrowed */
    bool can_print;                       /* a printer is configured */
    bool prints_badges;                   /* at every sign-in, but in a rush */
    void (*session_ended)(void *context); /* wipe what the platform cached of it; may be NULL */
    void *session_ended_context;
} KioskPorts;

/**
 * @param look  the panel; every session begins with it
 * @param zone  IANA name until the content says another
 * @param language  the tag it starts in; empty = the first of the set
 * @return ERR_OK, ERR_NOT_FOUND (zone), ERR_NO_MEMORY
 */
MUST_USE ErrCode kiosk_new(const KioskPorts *ports, const Look *look, Str8 zone, Str8 language,
                           Kiosk **kiosk, Err *err);
void kiosk_free(Kiosk *kiosk);

/** Touch and keys; what they mean happens at once. */
void kiosk_input(Kiosk *kiosk, InputEvent event);
/** A character of a physical keyboard. @return false when the screen does not take typing */
bool kiosk_type(Kiosk *kiosk, uint32_t code_point);
void kiosk_backspace(Kiosk *kiosk);
/** A barcode scanner's whole payload. */
void kiosk_scan(Kiosk *kiosk, Str8 payload);
/** An answer of the store worker; a Content or Shelf in it is taken. The caller wipes the message.
 */
void kiosk_reply(Kiosk *kiosk, const Message *message);
/** Do what is due by the clock. */
void kiosk_tick(Kiosk *kiosk);

/** Something changed since the last frame. */
bool kiosk_is_dirty(const Kiosk *kiosk);
/** Build, lay out, find what changed. Valid until the frame after next. */
UiFrame kiosk_frame(Kiosk *kiosk);
/** When to call kiosk_tick or kiosk_frame again, on the monotonic clock. */
int64_t kiosk_deadline_mono_ms(const Kiosk *kiosk);
/** The panel's size changed, or the window was covered. */
void kiosk_resize(Kiosk *kiosk, int width_px, int height_px);

const AppState *kiosk_state(const Kiosk *kiosk);
/** The last frame's tree; NULL before the first. */
const Node *kiosk_tree(const Kiosk *kiosk);
/** In the language at hand. */
const Locale *kiosk_locale(const Kiosk *kiosk);

#endif
