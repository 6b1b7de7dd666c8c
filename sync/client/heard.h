#ifndef FOYER_SYNC_CLIENT_HEARD_H
#define FOYER_SYNC_CLIENT_HEARD_H

#include "sync/client/client.h"
#include "sync/wire/answer.h"
#include "sync/wire/signature.h"

/*
 * Heard: what came back, sorted by what it means. Whatever is not signed by our hub for this very
 * request is nobody's word: it can make the kiosk wait, and nothing else. Pure.
 */
typedef enum {
    HEARD_RECORDS,   /* `records` */
    HEARD_ENROLLED,  /* `enrolled` */
    HEARD_FORK,      /* `records`: the hub holds others */
    HEARD_TOO_LARGE, /* a smaller batch may pass; said by anybody on the way */
    HEARD_REPLAYED,  /* `counter` */
    HEARD_REVOKED,
    HEARD_FAILED, /* `trouble` */
} HeardKind;

typedef struct {
    HeardKind kind;
    RecordsAnswer records;
    Enrolled enrolled;
    int64_t counter;
    SyncTrouble trouble;
    int64_t retry_after_ms; /* 0 = no wish */
    int64_t utc_ms;         /* the hub's clock, signed; 0 = not known */
    Str8 detail;            /* one printable line, may be empty; not trusted */
} Heard;

/**
 * Sort the answer to a request about records.
 *
 * Results live in the arena or borrow from `result`.
 *
 * @return ERR_OK whatever was heard; ERR_NO_MEMORY
 */
MUST_USE ErrCode heard_read(Arena *arena, const uint8_t hub_public[SYNC_KEY_SIZE],
                            Str8 request_signature, const TransportResult *result, Heard *heard,
                            Err *err);

/**
 * Sort the answer to an enrolment. It is signed with the key that it brings: that this is the right
 * one is said by the certificate and by the six words that people compare.
 */
MUST_USE ErrCode heard_read_enrolment(Arena *arena, Str8 request_signature,
                                      const TransportResult *result, Heard *heard, Err *err);

#endif
