#ifndef FOYER_TESTS_UNIT_APP_DESK_H
#define FOYER_TESTS_UNIT_APP_DESK_H

#include "kiosk/app/update.h"

/* A family at a kiosk without a store, a screen or a clock: messages in, state and effects out. */

enum { START_MONO_MS = 1000000, DESK_SERVICES = 4, DESK_CITY_ID = 100 };
#define EVENING_UTC_MS INT64_C(1760652000000) /* 2025-10-16T22:00Z */

typedef struct {
    AppState state;
    Turn turn;
    Effects effects;
    Browse asked; /* the last question to the directory */
    uint32_t asked_session, asked_serial;
} Desk;

/** A school with so many open events (0..4) of two grades, and services
 * with ids 1..DESK_SERVICES for food, the first one a person; two guides and two channels. */
Content *desk_content(size_t events);
Desk desk_with(size_t events);
void desk_end(Desk *desk);

void desk_send(Desk *desk, const Message *message);
void desk_act(Desk *desk, ActionKind kind, uint32_t argument);
/** Time goes on by so much, then a tick comes. */
void desk_wait(Desk *desk, int64_t ms);
void desk_digits(Desk *desk, const char *digits);
/** Whole number and letter. */
void desk_look_up(Desk *desk);
/** The store answers with a household of three, of whom the first `already` are here. */
void desk_found(Desk *desk, size_t already);
/** The directory answers the last question; takes `answer`. NULL: it cannot be opened. */
void desk_answer(Desk *desk, Shelf *answer);
/** A page of so many services of the city, with ids DESK_CITY_ID + `first` and on. */
Shelf *desk_city(size_t first, size_t count, size_t total);
/** Home, find help, a need; the directory answers with desk_city(0, 6, 20). */
void desk_open_need(Desk *desk, Need need);
/** How many effects of a kind the last message had. */
size_t desk_effects(const Desk *desk, EffectKind kind);
ScreenId desk_screen(const Desk *desk);
/** `text` stands somewhere in the session. */
bool desk_holds(const AppState *state, const char *text);

#endif
