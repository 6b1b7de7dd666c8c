#ifndef FOYER_SYNC_HUB_HUB_PRIVATE_H
#define FOYER_SYNC_HUB_HUB_PRIVATE_H

#include "sync/hub/hub.h"
#include "sync/hub/hub_keys.h"
#include "sync/hub/hub_metrics.h"
#include "sync/wire/batch.h"
#include "sync/wire/signature.h"

/* Between the core's files: hub.c (the three steps), hub_records.c, hub_enrol.c, hub_answer.c. */
struct Hub {
    HubStore store;
    SignatureKey key;
    uint8_t public_key[SIGNATURE_KEY_SIZE];
    HubKeys *keys;
    HubMetrics metrics;
    /* The rest belongs to whoever is in hub_commit. */
    int64_t version; /* of the store when the keys were read */
    bool is_stale;   /* read the keys again: a transaction was given up */
    Err trouble;
    Arena scratch;
};

typedef enum {
    ANSWER_NONE, /* nothing was decided yet */
    ANSWER_PROBLEM,
    ANSWER_RECORDS,
    ANSWER_ENROLLED,
    ANSWER_TEXT,
} AnswerKind;

typedef struct {
    AnswerKind kind;
    ProblemId problem;
    int64_t counter;       /* of a replay */
    RecordsAnswer records; /* of a fork, too */
    Str8 school;           /* of an enrolment */
    Str8 text;
} HubAnswer;

/* What a job did, for the counters once it is durable. */
typedef struct {
    int64_t records;
    int64_t duplicates;
    int64_t quarantined;
    int64_t forks;
    bool has_key; /* of an enrolment */
} HubDone;

/** Where a job stands before the commit. */
typedef enum {
    AUTH_NONE,   /* nobody needs to have signed */
    AUTH_UNSURE, /* not by a key that was in memory: look again where it can be known */
    AUTH_SIGNED,
} JobAuth;

struct HubJob {
    Arena *arena;
    const WireRequest *request;
    Moment came;
    HubRouteId route;
    Str8 allowed; /* 405 */
    bool carried; /* in a file: it may be old */
    bool waits;
    JobAuth auth;
    Id device;
    int64_t counter;
    uint8_t key[SIGNATURE_KEY_SIZE]; /* that it was checked with */
    bool had_key;                    /* there was one in memory to check it with */
    ProblemId doubt;                 /* UNSURE: what is wrong if nothing changed */
    Id epoch;
    WireBatch batch;
    Id *abouts; /* of its records */
    Enrolment enrolment;
    HubAnswer answer;
    HubDone done;
};

void job_refuse(HubJob *job, ProblemId problem);

/** Decode the batch of a job whose signature is right; refuses it when it cannot. */
void records_decode(HubJob *job);
/** Inside a transaction. Only failures of the store are errors; all else is the job's answer. */
MUST_USE ErrCode records_apply(Hub *hub, HubJob *job, Moment now, Err *err);
/** GET of what is held. */
MUST_USE ErrCode epoch_apply(Hub *hub, HubJob *job, Moment now, Err *err);
/** Decode and verify with the key that it brings. */
void enrolment_prepare(HubJob *job);
/** Its own transaction: the try is on disk before the code is looked at. */
MUST_USE ErrCode enrolment_count(Hub *hub, HubJob *job, Err *err);
MUST_USE ErrCode enrolment_apply(Hub *hub, HubJob *job, Moment now, Err *err);

#endif
