#ifndef FOYER_SYNC_WIRE_WIRE_SCAN_H
#define FOYER_SYNC_WIRE_WIRE_SCAN_H

#include "data/base/str8.h"

/*
 * A strict reader of one event's JSON (RFC 8259, RFC 7493) that gives the places of its members
 * and allocates nothing. A hub reads every record through it: jansson, which reads everything else
 * here, took 9 of the 14 us that decoding a record cost, for trees of which only slices are needed.
 * A fuzz target holds the two against each other.
 *
 * Stricter than RFC 8259: names are without escapes and stand once, texts have no NUL and no lone
 * surrogates, nothing is nested deeper than WIRE_SCAN_DEPTH_MAX.
 */
enum {
    WIRE_SCAN_DEPTH_MAX = 32,
    WIRE_SCAN_MEMBERS_MAX = 32, /* of the event, and of its data */
    WIRE_SCAN_NAMES_MAX = 256,  /* of all objects that are open at one place below these */
};

typedef struct {
    Str8 name;
    Str8 value; /* as it stands, without white space around it; of a text with its quotes */
} WireMember;

typedef struct {
    WireMember members[WIRE_SCAN_MEMBERS_MAX];
    size_t count;
} WireObject;

/**
 * The members of `text`, and those of its member "data" where that is an object. Borrows.
 * @return NULL, or why it cannot be read (static)
 */
const char *wire_scan_event(Str8 text, WireObject *event, WireObject *data);

/** Empty with ptr NULL when it is not there. */
Str8 wire_scan_value(const WireObject *object, Str8 name);

#endif
