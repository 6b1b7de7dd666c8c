#ifndef FOYER_KIOSK_APP_VIEW_MAKE_H
#define FOYER_KIOSK_APP_VIEW_MAKE_H

#include "kiosk/app/state.h"
#include "kiosk/paper/code.h"

/** The last QR code made: the same payload is not encoded again in every frame. */
typedef struct {
    uint64_t payload_hash;
    uint8_t modules[CODE_SIDE_MAX * CODE_SIDE_MAX];
    int side;
} CodeCache;

/** What making a view needs beside the state. */
typedef struct {
    const LocaleSet *locales;
    const Turn *turn;
    Arena *arena;     /* the frame's */
    CodeCache *codes; /* wiped with the session */
} ViewContext;

/** What the screens show of this state. Strings live in the arena, in the state or its content. */
void view_make(const AppState *state, const ViewContext *context, View *view);

/* The parts of view_make, one file each. */
void view_make_party(const AppState *state, const ViewContext *context, View *view);
void view_make_help(const AppState *state, const ViewContext *context, View *view);
void view_make_card(const AppState *state, const ViewContext *context, CardView *card);
void view_make_guide(const AppState *state, const ViewContext *context, View *view);

ServiceView view_service(const AppState *state, const ViewContext *context, const Service *service);
/** The same in the frame's arena; NULL for NULL. */
const ServiceView *view_service_copy(const AppState *state, const ViewContext *context,
                                     const Service *service);
/** As the school's country groups it; empty for an empty one. */
Str8 view_phone(const AppState *state, const ViewContext *context, Str8 phone);
/** The front desk's number; empty when the school gave none. */
Str8 view_desk_phone(const AppState *state, const ViewContext *context);
/** In the family's language; empty without content. */
Str8 view_school_name(const AppState *state);
CodeView view_make_code(const ViewContext *context, Str8 payload);
const Locale *view_locale(const AppState *state, const ViewContext *context);
/** What is true of the session's last print, if it was of `kind` and, PRINT_SERVICE, of this card.
 */
PrintView view_print(const AppState *state, PrintKind kind);
EventView view_event(const AppState *state, const ViewContext *context, const Event *event);

#endif
