#ifndef FOYER_SYNC_WIRE_ANSWER_H
#define FOYER_SYNC_WIRE_ANSWER_H

#include "data/vault/record.h"
#include "sync/wire/message.h"

/* Bodies besides batches: enrolment, receipts, problems (RFC 9457). JSON both ways, bounded. */
enum {
    ENROL_CODE_LEN = 10,
    ENROL_NAME_MAX = 80, /* code points; of schools too */
    WORDS_COUNT = 6,
    ANSWER_QUARANTINED_MAX = 500,
    ANSWER_TEXT_MAX = 200, /* bytes of a reason or a title; longer ones are cut when written */
    PROBLEM_KIND_MAX = 40,
};

#define WIRE_PROBLEM_TYPE "application/problem+json"

/** POST /v1/enrolments. */
typedef struct {
    Str8 code; /* ENROL_CODE_LEN characters of Crockford's base32 */
    Id device;
    uint8_t kiosk_public[32];
    Str8 name; /* what staff call this kiosk; may be empty */
} Enrolment;
MUST_USE ErrCode enrolment_encode(Arena *arena, const Enrolment *enrolment, Str8 *body, Err *err);
MUST_USE ErrCode enrolment_decode(Arena *arena, Str8 body, Enrolment *enrolment, Err *err);

/**
 * A code as a person typed it: small letters, spaces and hyphens are allowed, I and L are 1, O is
 * 0. False when it is none.
 */
bool enrol_code_normalize(Str8 typed, char code[ENROL_CODE_LEN + 1]);

/** Its answer. */
typedef struct {
    uint8_t hub_public[32];
    Str8 school; /* as the hub calls it; may be empty */
    int64_t utc_ms;
} Enrolled;
MUST_USE ErrCode enrolled_encode(Arena *arena, const Enrolled *enrolled, Str8 *body, Err *err);
MUST_USE ErrCode enrolled_decode(Arena *arena, Str8 body, Enrolled *enrolled, Err *err);

/** A record that the hub holds and cannot read. */
typedef struct {
    int64_t sequence;
    Str8 reason;
} Quarantined;

/** Answer to POST /v1/records and GET /v1/epochs/ID: {"epoch","have","head","quarantined","time"}.
 */
typedef struct {
    Id epoch;
    int64_t have;
    uint8_t head[RECORD_HEAD_SIZE];
    const Quarantined *quarantined; /* of this batch; of GET: none */
    size_t quarantined_count;
    int64_t quarantined_total; /* of this kiosk, ever */
    int64_t utc_ms;
} RecordsAnswer;
MUST_USE ErrCode records_answer_encode(Arena *arena, const RecordsAnswer *answer, Str8 *body,
                                       Err *err);
MUST_USE ErrCode records_answer_decode(Arena *arena, Str8 body, RecordsAnswer *answer, Err *err);

/** Why a request was refused. `kind` is the last part of the type URI "urn:foyer:problem:KIND". */
typedef struct {
    Str8 kind;  /* "revoked", "replayed", "too-large", ... : PROTOCOL.md lists them */
    Str8 title; /* one sentence, English */
    int status;
    int64_t counter; /* of "replayed": use larger ones; else 0 */
    int64_t utc_ms;
} Problem;
MUST_USE ErrCode problem_encode(Arena *arena, const Problem *problem, Str8 *body, Err *err);
MUST_USE ErrCode problem_decode(Arena *arena, Str8 body, Problem *problem, Err *err);
/** The refusal "fork": a problem that holds the answer's members too, for both decoders. */
MUST_USE ErrCode problem_encode_fork(Arena *arena, const Problem *problem,
                                     const RecordsAnswer *answer, Str8 *body, Err *err);

/** What a kiosk without a network is given on a stick (`foyer-hub enrol-code --carry`). */
typedef struct {
    uint8_t hub_public[32];
    Str8 school; /* may be empty */
    int64_t until_utc_ms;
} Invitation;
MUST_USE ErrCode invitation_encode(Arena *arena, const Invitation *invitation, Str8 *body,
                                   Err *err);
MUST_USE ErrCode invitation_decode(Arena *arena, Str8 body, Invitation *invitation, Err *err);

/**
 * Six words over both keys, to be compared by people at both ends. A slow hash (Argon2id) over 60
 * bits: nobody finds keys with the same words while the code is valid. Static strings. Takes 16 MiB
 * and some 50 ms: for where words are shown, not for the path of every request.
 * @return ERR_OK, ERR_NO_MEMORY
 */
MUST_USE ErrCode words_of_keys(const uint8_t hub_public[32], const uint8_t kiosk_public[32],
                               Str8 words[WORDS_COUNT], Err *err);

#endif
