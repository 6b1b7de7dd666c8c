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

/** What a payload had no room for, one bit each: said in words beside the code. */
typedef enum {
    LEFT_OUT_PART_OF_NAME = 1 << 0, /* or of a date's title */
    LEFT_OUT_PLACE = 1 << 1,
    LEFT_OUT_HOURS = 1 << 2,
    LEFT_OUT_ORGANIZATION = 1 << 3,
    LEFT_OUT_ROLE = 1 << 4,
    LEFT_OUT_WEB = 1 << 5,
    LEFT_OUT_EMAIL = 1 << 6,
    LEFT_OUT_LINES = 1 << 7, /* the last ones of a plain text */
} LeftOut;

/**
 * A vCard 3.0 (RFC 2426): a contact that a phone saves without internet.
 *
 * Kept while there is room, in this order: name, phone, place, hours, organization, role, web
 * page, e-mail. A name too long for even that is cut after a whole word. A web page that link_check
 * refuses is never in it, and not counted as left out.
 *
 * @param left_out  [out, may be NULL] LeftOut bits
 * @return ERR_OK, ERR_INVALID (no name), ERR_NO_MEMORY
 */
MUST_USE ErrCode payload_contact(Arena *arena, const Contact *contact, size_t size_max,
                                 Str8 *payload, uint32_t *left_out, Err *err);

/**
 * "tel:" and the digits, with ";ext=" when the number has an extension behind a comma (RFC 3966).
 * ERR_INVALID when there are fewer than three digits.
 */
MUST_USE ErrCode payload_call(Arena *arena, Str8 phone, Str8 *payload, Err *err);

/** A web address as it stands. ERR_INVALID when link_check refuses it; ERR_LIMIT when longer. */
MUST_USE ErrCode payload_web(Arena *arena, Str8 url, size_t size_max, Str8 *payload, Err *err);

/**
 * A text message ready to send: "sms:81010?body=%40mg3okafor" (RFC 5724).
 * @return ERR_OK, ERR_INVALID (no number), ERR_LIMIT (a cut body would say something else)
 */
MUST_USE ErrCode payload_sms(Arena *arena, Str8 number, Str8 body, size_t size_max, Str8 *payload,
                             Err *err);

/** A place on the phone's map: "geo:25.774270,-80.193660" (RFC 5870). ERR_INVALID off the globe. */
MUST_USE ErrCode payload_map(Arena *arena, int32_t latitude_e6, int32_t longitude_e6, Str8 *payload,
                             Err *err);

/** A network for guests, in the form that phones' cameras know ("WIFI:T:WPA;S:...;P:...;;"). */
typedef struct {
    Str8 name;     /* SSID, at most 32 bytes */
    Str8 password; /* 8..63 bytes of WPA; empty = open */
} WifiNetwork;

/** @return ERR_OK, ERR_INVALID (no network has such a name or password), ERR_LIMIT */
MUST_USE ErrCode payload_wifi(Arena *arena, const WifiNetwork *network, size_t size_max,
                              Str8 *payload, Err *err);

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
 * @param left_out  [out, may be NULL] LeftOut bits
 * @return ERR_OK, ERR_INVALID (no title, or it ends before it starts), ERR_NO_MEMORY
 */
MUST_USE ErrCode payload_date(Arena *arena, const DateEntry *date, size_t size_max, Str8 *payload,
                              uint32_t *left_out, Err *err);

/**
 * Plain text to keep: a heading and lines ("Grade 3: Room 12, 6:15 PM"): rooms, my list, a guide.
 *
 * The heading is left out first, then lines from the last: a half line would mislead.
 *
 * @param left_out  [out, may be NULL] LeftOut bits
 *
 * @return ERR_OK, ERR_INVALID (no line, or PAYLOAD_LINES_MAX passed), ERR_LIMIT (not even the
 *         first line fits), ERR_NO_MEMORY
 */
MUST_USE ErrCode payload_lines(Arena *arena, Str8 heading, const Str8 *lines, size_t lines_count,
                               size_t size_max, Str8 *payload, uint32_t *left_out, Err *err);

#endif
