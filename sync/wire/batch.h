#ifndef FOYER_SYNC_WIRE_BATCH_H
#define FOYER_SYNC_WIRE_BATCH_H

#include "data/vault/record.h"
#include "sync/wire/message.h"

/*
 * Batches of records as CloudEvents 1.0 in the JSON batch format
 * (application/cloudevents-batch+json); PROTOCOL.md shows one. Pure, bounded, no transport.
 */
enum { WIRE_BATCH_MAX = 500, WIRE_ZSTD_FROM = 100 };

/** Sequences are numbers that every JSON reader holds exactly (RFC 7493 2.2). */
#define WIRE_SEQUENCE_MAX ((INT64_C(1) << 53) - 1)

#define WIRE_BATCH_TYPE "application/cloudevents-batch+json"
/** Then the device's id, ":" and the epoch's. */
#define WIRE_SOURCE_START "urn:foyer:kiosk:"
#define WIRE_EVENT_TYPE "application/cloudevents+json"

typedef struct {
    Record record; /* head: what its chainhash says, else zero */
    bool has_head;
    Str8 sealed; /* empty = none */
    /* On decoding: the event as it came; bytes, when unreadable not always valid UTF-8. */
    Str8 raw;
    /* On decoding: not readable as a record; record.sequence is its place all the same, its id,
     * head and moment are there when they could be read. */
    bool unreadable;
    const char *reason; /* static, when unreadable */
} WireRecord;

typedef struct {
    Id device;
    Id epoch;
    WireRecord *records; /* sequences without gaps */
    size_t count;
} WireBatch;

/**
 * Encode; packs with zstd from WIRE_ZSTD_FROM records up. The last record's head is sent, and those
 * with has_head.
 * @param body  [out] in the arena
 * @param zstd  [out] it was packed: Content-Encoding
 * @return ERR_OK, ERR_LIMIT (over WIRE_BODY_MAX: take fewer), ERR_NO_MEMORY
 */
MUST_USE ErrCode batch_encode(Arena *arena, const WireBatch *batch, Str8 *body, bool *zstd,
                              Err *err);

/**
 * Decode what anybody may have sent. One event that cannot be read makes that record `unreadable`,
 * not the batch; a batch without a source that can be read, with gaps, of several sources, or not
 * JSON at all, is refused whole. Texts are borrowed from `body`, when it was packed from the arena.
 * @param type  Content-Type: a batch, or a single event
 * @param zstd  Content-Encoding was zstd; unpacked up to WIRE_BODY_MAX
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
MUST_USE ErrCode batch_decode(Arena *arena, Str8 type, bool zstd, Str8 body, WireBatch *batch,
                              Err *err);

#endif
