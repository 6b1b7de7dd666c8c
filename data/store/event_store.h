#ifndef FOYER_DATA_STORE_EVENT_STORE_H
#define FOYER_DATA_STORE_EVENT_STORE_H

#include "data/domain/event.h"
#include "data/store/store.h"

/* The school's events with their sessions. All lists are complete values, ordered by start. */
enum { EVENT_LIST_MAX = 500 };

/**
 * Write an event of `source` ("ics", "events-csv", "demo"). event->id is the key; make it from the
 * uid (id_from_name) so that it is the same at every import. Sessions are replaced as a whole.
 * @return ERR_CONFLICT when another source owns the uid
 */
MUST_USE ErrCode event_store_put(Store *store, Str8 source, const Event *event, Change *change,
                                 Err *err);
/** What a put would do. Reads only. */
MUST_USE ErrCode event_store_compare(Store *store, const Event *event, Change *change, Err *err);

/** Ids of `source`'s events that are not among `seen`, in the order of their start. */
MUST_USE ErrCode event_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen,
                                  size_t seen_count, Id **gone, size_t *gone_count, Err *err);
/** Delete; an event that has visits is kept out of every list but still names them in exports. */
MUST_USE ErrCode event_store_remove(Store *store, Id id, Err *err);

MUST_USE ErrCode event_store_get(Store *store, Arena *arena, Id id, Event *event, Err *err);
MUST_USE ErrCode event_store_get_by_uid(Store *store, Arena *arena, Str8 uid, Event *event,
                                        Err *err);

/** Events whose sign-in is open at `now` (event_is_open). */
MUST_USE ErrCode event_store_open(Store *store, Arena *arena, int64_t now_utc_ms, Event **events,
                                  size_t *count, Err *err);
/** The next events that will open sign-in after `now`, at most `limit` (1..EVENT_LIST_MAX). */
MUST_USE ErrCode event_store_next(Store *store, Arena *arena, int64_t now_utc_ms, size_t limit,
                                  Event **events, size_t *count, Err *err);
/** Events that touch [from, to), all-day and cancelled ones too; at most EVENT_LIST_MAX. */
MUST_USE ErrCode event_store_between(Store *store, Arena *arena, int64_t from_utc_ms,
                                     int64_t to_utc_ms, Event **events, size_t *count, Err *err);

#endif
