#ifndef FOYER_DATA_STORE_VISIT_STORE_H
#define FOYER_DATA_STORE_VISIT_STORE_H

#include "data/domain/visit.h"
#include "data/store/store.h"

/*
 * Visits: what the journal says of who came and went. Every change is one record and its effect in
 * one transaction; "thank you" comes after ERR_OK. Names are sealed twice: hot (this kiosk, until
 * the event is closed) and cold (the school's key, for good).
 */
enum { VISIT_ROW_TEXT_MAX = 4096 };

typedef enum {
    SIGN_IN_NEW,    /* a new visit */
    SIGN_IN_JOINED, /* late members were added to the household's open visit */
    SIGN_IN_HERE,   /* all of them are here already; nothing was written */
} SignInOutcome;

typedef struct {
    SignInOutcome outcome;
    Id visit_id;          /* of the open visit, which is not visit->id when joined or here */
    int64_t since_utc_ms; /* that visit's beginning: "you are here since 6:02" */
    size_t added;         /* people written by this call */
} SignIn;

/**
 * Sign a party in. The same visit->id again is the same record: the first answer once more.
 *
 * A household that has an open visit at this event gets late members added (type visit.joined),
 * told apart by person_id; people without one ("someone else") always count as new.
 *
 * @param visit  event_id may be none (a visit without an event, closed by the end of the day)
 * @return ERR_OK after COMMIT; ERR_INVALID; ERR_IO: not saved
 */
MUST_USE ErrCode visit_store_sign_in(Store *store, const Visit *visit, Moment now,
                                     SignIn *signed_in, Err *err);

/**
 * Makes beforehand what the next sign-in takes time for and what needs no names (the key that seals
 * it to the school). For when the worker has answered a look-up and nobody waits; without it the
 * sign-in does it itself.
 */
void visit_store_make_ready(Store *store);

/** The open visit of a household at an event. */
typedef struct {
    Id visit_id;
    int64_t since_utc_ms;
    bool since_good;   /* the clock was trusted then */
    Visitor *here;     /* members here now, names opened; person_id none for someone else */
    size_t here_count; /* 1.. */
} OpenVisit;

/** @return ERR_NOT_FOUND when the household has no open visit at this event */
MUST_USE ErrCode visit_store_open_of_household(Store *store, Arena *arena, Id event_id,
                                               Id household_id, OpenVisit *open, Err *err);

/**
 * Everyone of the visit leaves. Signing out a visit that is out already is ERR_OK without a record.
 * @param record_id  UUIDv7 made when the form opened
 * @return ERR_NOT_FOUND when there is no such visit
 */
MUST_USE ErrCode visit_store_sign_out(Store *store, Id record_id, Id visit_id, Moment now,
                                      Err *err);

/** A new truth about one person of a visit; the first record stays (rule 35). */
typedef struct {
    Id record_id; /* UUIDv7 made when the form opened */
    Id visit_id;
    size_t person; /* 0-based ordinal in the visit, late members behind the first */
    bool voided;   /* was not here at all */
    PersonRole role;
    Str8 grade;
} VisitCorrection;

MUST_USE ErrCode visit_store_correct(Store *store, const VisitCorrection *correction, Moment now,
                                     Err *err);

/**
 * The event is over: who is still in counts as gone at `end_utc_ms` (one "assumed" record a visit),
 * then hot keys and hot copies are deleted. Call store_checkpoint_idle soon after, so that the
 * write-ahead log forgets them too.
 * @param closed  [out, may be NULL] visits that were assumed out
 */
MUST_USE ErrCode visit_store_close_event(Store *store, Id event_id, int64_t end_utc_ms, Moment now,
                                         size_t *closed, Err *err);

/**
 * visit_store_close_event for every event that is over, with `grace_ms` after its end; a visit
 * without an event, or of a removed one, ends VISIT_NO_EVENT_MS after its first sign-in. For the
 * start and for idle times. Does nothing when the clock is not good, unless a day has passed.
 */
enum { VISIT_NO_EVENT_MS = 12 * 60 * 60 * 1000 };
MUST_USE ErrCode visit_store_close_ended(Store *store, int64_t grace_ms, Moment now, size_t *events,
                                         Err *err);

/** Head counts of an event. "now" counts a child of two households once. */
typedef struct {
    size_t parties;   /* visits ever */
    size_t adults;    /* ever signed in, corrections applied */
    size_t children;  /* ever */
    size_t adults_in; /* in the building now */
    size_t children_in;
} VisitCounts;

MUST_USE ErrCode visit_store_counts(Store *store, Id event_id, VisitCounts *counts, Err *err);

/** What an export wants. All zero = everything, without closed names. */
typedef struct {
    Str8 event_uid;      /* empty = all */
    int64_t from_utc_ms; /* sign-in at or after; 0 = all */
    int64_t to_utc_ms;   /* sign-in before; 0 = all */
    const uint8_t
        *school_secret; /* STORE_KEY_SIZE bytes or NULL: opens the names of closed events */
} VisitQuery;

typedef enum {
    NAMES_NONE,   /* only counted */
    NAMES_HOT,    /* open event: read with the kiosk's key */
    NAMES_COLD,   /* read with the school's key */
    NAMES_SEALED, /* there are some, and no key was given that opens them */
} NamesFrom;

/** One person of one visit. Strings live in the arena of visit_cursor_next. */
typedef struct {
    Id visit_id;    /* the party; with `person` the same at every export, and nobody else's */
    size_t person;  /* ordinal in the party */
    Id event_id;    /* none = no event */
    Str8 event_uid; /* empty when the event is not known any more */
    VisitMethod method;
    Str8 language;
    PersonRole role;
    Str8 grade;
    int64_t in_utc_ms;
    bool in_good;       /* the clock was trusted; else "about" */
    int64_t out_utc_ms; /* 0 = still here */
    bool out_good;
    bool out_assumed; /* did not sign out; the event's end */
    Str8 zone;
    NamesFrom names;
    Str8 given_name;
    Str8 family_name;
    Id household_id; /* none unless names are open and a household was found */
    Id person_id;
} VisitRow;

typedef struct VisitCursor VisitCursor;

/** Rows in the order of the journal, in constant memory. Copies the query. */
MUST_USE ErrCode visit_cursor_open(Store *store, Arena *arena, const VisitQuery *query,
                                   VisitCursor **cursor, Err *err);
/** @return ERR_NOT_FOUND behind the last row; ERR_DENIED: not this school's key; ERR_CORRUPT */
MUST_USE ErrCode visit_cursor_next(VisitCursor *cursor, Arena *arena, VisitRow *row, Err *err);
/** Wipes the key. Call it before the arena is reset, and before the store is closed. */
void visit_cursor_close(VisitCursor *cursor);

#endif
