#ifndef FOYER_SYNC_CLIENT_REQUEST_H
#define FOYER_SYNC_CLIENT_REQUEST_H

#include "data/store/sync_store.h"
#include "sync/wire/answer.h"
#include "sync/wire/batch.h"
#include "sync/wire/signature.h"

/* Signed requests of a kiosk, in the caller's arena; the same over a network and in a carry file.
 */

/** Who signs. Borrows the seed. */
typedef struct {
    Id device;
    int64_t counter; /* never used before */
    const uint8_t *seed;
} RequestSigner;

/** GET /v1/epochs/ID: what the hub has of it. */
MUST_USE ErrCode request_ask(Arena *arena, const RequestSigner *signer, Id epoch,
                             WireRequest *request, Err *err);

/**
 * POST /v1/records with as many of `records` from the first on as fit.
 * @param count   1..WIRE_BATCH_MAX
 * @param taken   [out] how many it holds
 */
MUST_USE ErrCode request_records(Arena *arena, const RequestSigner *signer, Id epoch,
                                 const OutboxRecord *records, size_t count, size_t *taken,
                                 WireRequest *request, Err *err);

/** POST /v1/enrolments. */
MUST_USE ErrCode request_enrol(Arena *arena, const RequestSigner *signer,
                               const Enrolment *enrolment, WireRequest *request, Err *err);

#endif
