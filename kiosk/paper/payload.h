#ifndef FOYER_KIOSK_PAPER_PAYLOAD_H
#define FOYER_KIOSK_PAPER_PAYLOAD_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * What a code says. Texts come ready in the family's language (the caller picks and words them);
 * this module knows the formats, and what to leave out until `size_max` bytes are enough
 * (CODE_SCREEN_BYTES_MAX). No payload ever holds a child's data or a family's name (rule 18).
 * All results live in the arena.
 */

enum {
    PAYLOAD_BYTES_MIN = 96,   /* smallest size_max that the formats fit in */
    PAYLOAD_BYTES_MAX = 2000, /* largest size_max */
    PAYLOAD_LINES_MAX = 24,   /* of a plain text */
};

/** One of the school's people, or a service. Empty texts are left out. */
typedef struct {
    Str8 name;         /* as it is said; never split: name order differs from family to family */
    Str8 role;         /* "School counselor" */
    Str8 organization; /* the school, or who runs the service */
    Str8 phone;        /* as dialled: "+13055550142" */
    Str8 email;
    Str8 url;
    Str8 place; /* "Room 108, front hall" */
    Str8 hours; /* "Mon - Fri, 8:00 - 3:30" */
} Contact;

/**
 * A vCard 3.0 (RFC 2426): a contact that a phone saves without internet.
 *
 * Kept while there is room, in this order: name, phone, place, hours, organization, role, web
 * page, e-mail. A name too long for even that is cut after a whole word.
 *
 * @return ERR_OK, ERR_INVALID (no name), ERR_NO_MEMORY
 */
MUST_USE ErrCode payload_contact(Arena *arena, const Contact *contact, size_t size_max,
                                 Str8 *payload, Err *err);

/** "tel:" and the digits (RFC 3966). ERR_INVALID when there are fewer than three. */
MUST_USE ErrCode payload_call(Arena *arena, Str8 phone, Str8 *payload, Err *err);

/** A web address as it stands. ERR_INVALID unless http(s) without blanks; ERR_LIMIT when longer. */
MUST_USE ErrCode payload_web(Arena *arena, Str8 url, size_t size_max, Str8 *payload, Err *err);

/** A time to save: the next opening of a service, or tonight's event. */
typedef struct {
    Str8 title;
    Str8 place;
    int64_t start_utc_ms;
    int64_t end_utc_ms; /* exclusive; after the start */
} DateEntry;

/**
 * A calendar entry (RFC 5545 VEVENT), times in UTC so that no zone table is needed.
 *
 * Without the VCALENDAR around it, UID and DTSTAMP: with them the frame alone is 180 bytes, and
 * phones take the bare component. The place is left out first, then the title cut after a word.
 *
 * @return ERR_OK, ERR_INVALID (no title, or it ends before it starts), ERR_NO_MEMORY
 */
MUST_USE ErrCode payload_date(Arena *arena, const DateEntry *date, size_t size_max, Str8 *payload,
                              Err *err);

/**
 * Plain text to keep: a heading and one line a room ("Grade 3: Room 12, 6:15 PM").
 *
 * The heading is left out first, then lines from the last: a half line would mislead.
 *
 * @return ERR_OK, ERR_INVALID (no line, or PAYLOAD_LINES_MAX passed), ERR_LIMIT (not even the
 *         first line fits), ERR_NO_MEMORY
 */
MUST_USE ErrCode payload_rooms(Arena *arena, Str8 heading, const Str8 *lines, size_t lines_count,
                               size_t size_max, Str8 *payload, Err *err);

#endif
