#ifndef FOYER_TESTS_SUPPORT_WIRE_RECORDS_H
#define FOYER_TESTS_SUPPORT_WIRE_RECORDS_H

#include "sync/wire/batch.h"

/*
 * An evening's journal as the kiosk writes it (data/store/visit_store.c), from a seed: parties of
 * one to four, by phone, card, name or just counted, who come within half an hour and most of whom
 * sign out; a few corrections. Chained from the epoch's start.
 */
typedef struct {
    uint64_t seed;
    size_t parties;
    bool sign_outs; /* and corrections; else sign-ins alone */
    bool personal;  /* sealed to a school's key; else nobody gave a name */
    size_t people;  /* of every party; 0 = one to four */
} WireEvening;

/** All of them in *batch, which may be longer than a batch may be. Aborts when the arena is short.
 */
void wire_evening(Arena *arena, const WireEvening *evening, WireBatch *batch);

/** A small generator for tests: the same seed, the same numbers. */
uint64_t wire_random(uint64_t *state);
/** Below `limit`, which is not 0. */
size_t wire_random_below(uint64_t *state, size_t limit);
/** Fills from `*state`. */
RandomPort wire_random_port(uint64_t *state);

/** Set every head from the epoch's start or from `before`. */
void wire_chain(Arena *arena, WireBatch *batch, const uint8_t *before);

#endif
