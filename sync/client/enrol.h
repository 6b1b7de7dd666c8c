#ifndef FOYER_SYNC_CLIENT_ENROL_H
#define FOYER_SYNC_CLIENT_ENROL_H

#include "sync/client/heard.h"
#include "sync/wire/answer.h"

/*
 * Enrolment: a one-time code makes this kiosk's new key known to a hub, and the hub's to it. Over a
 * network in one exchange; where there is none, by an invitation and carry files (parcel.h).
 */
/**
 * "https://hub.example:8443", without a path behind it (one "/" is dropped). Copies.
 * @return ERR_OK, ERR_INVALID (says what is wrong)
 */
MUST_USE ErrCode enrol_read_url(Arena *arena, Str8 text, Str8 *url, Err *err);

/** The file of a hub's own certificate authority, by its whole path: kept with the enrolment. */
#define SYNC_SETTING_CA_FILE STR8("sync.ca-file")

/** That path, terminated, in the arena; NULL: the system's authorities. */
const char *enrol_ca_file(Arena *arena, Store *store);

/** Nobody between can read along: https, or a hub on this very machine. */
bool enrol_url_is_private(Str8 url);

/** The code as people type it: any case, spaces and "-" between, O for 0, I and L for 1. */
MUST_USE ErrCode enrol_read_code(Arena *arena, Str8 text, Str8 *code, Err *err);

/** The key for this code and the request that makes it known. Wipe it after use. */
typedef struct {
    SyncLink link; /* not kept yet */
    WireRequest request;
} EnrolStart;
MUST_USE ErrCode enrol_begin(Arena *arena, Store *store, Str8 code, Str8 name, EnrolStart *start,
                             Err *err);

/** The hub answered: keep the link, in place of any before. */
MUST_USE ErrCode enrol_keep(Store *store, const EnrolStart *start, Str8 url,
                            const Enrolled *enrolled, Err *err);

/** Keep the link unconfirmed, and its request (sealed to the hub) for the first carry file. */
MUST_USE ErrCode enrol_keep_for_carrying(Arena *arena, Store *store, RandomPort random,
                                         const EnrolStart *start, const Invitation *invitation,
                                         Moment now, Err *err);

/** That request's frame; empty when there is none. */
MUST_USE ErrCode enrol_carried_frame(Arena *arena, Store *store, Str8 *frame, Err *err);
/** Its answer came back. */
MUST_USE ErrCode enrol_confirm(Arena *arena, Store *store, const Enrolled *enrolled, Err *err);

#endif
