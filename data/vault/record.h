#ifndef FOYER_DATA_VAULT_RECORD_H
#define FOYER_DATA_VAULT_RECORD_H

#include "data/vault/vault.h"

/*
 * Record: one line of the journal, the same in the kiosk, on the wire and at the hub, and the hash
 * that chains it to the one before (invariant 7).
 *
 * head(n) = BLAKE2b-256(head(n-1), canonical bytes of n); see record.c for the bytes. The chain of
 * an epoch begins with record_chain_start.
 */
enum {
    RECORD_HEAD_SIZE = 32,
    RECORD_BODY_MAX = 64 * 1024,
    RECORD_COLD_MAX = 64 * 1024,
    RECORD_TYPE_MAX = 64,
    RECORD_ZONE_MAX = 64,
};

#define RECORD_SIGNED_IN "visit.signed-in"
#define RECORD_JOINED "visit.joined"
#define RECORD_SIGNED_OUT "visit.signed-out"
#define RECORD_ASSUMED_OUT "visit.assumed-out"
#define RECORD_CORRECTED "visit.corrected"
/** What an event is called: {"uid","title","place","start_utc_ms","end_utc_ms"}. Its event_id. */
#define RECORD_EVENT_DESCRIBED "event.described"
/**
 * Wall times of a boot were wrong: {"boot","offset_ms","zero_utc_ms"}; true time = zero_utc_ms +
 * mono_ms, or where that is not said, utc_ms + offset_ms. Of records of the same epoch only: twins
 * count the same boots.
 */
#define RECORD_CLOCK_OFFSET "clock.offset"

typedef struct {
    int64_t sequence; /* from 1, without gaps */
    Id id;            /* UUIDv7, the same in every epoch */
    Str8 type;
    Id event_id;
    Moment moment;                          /* at the door */
    Str8 zone;                              /* IANA name of the site's zone */
    Str8 body;                              /* JSON, compact, without any personal field */
    bool has_cold;                          /* it came with a personal part, sealed to the school */
    uint8_t cold_digest[VAULT_DIGEST_SIZE]; /* of that part's bytes, which may be gone by now */
    uint8_t head[RECORD_HEAD_SIZE];
} Record;

/** The head before the first record of an epoch. */
void record_chain_start(Id device, Id epoch, uint8_t head[RECORD_HEAD_SIZE]);

/**
 * The head after `record` when the one before it was `before`; record->head is not read.
 * @param arena  work memory, given back
 * @return ERR_OK, ERR_LIMIT (longer than RECORD_BODY_MAX)
 */
MUST_USE ErrCode record_chain(Arena *arena, const uint8_t before[RECORD_HEAD_SIZE],
                              const Record *record, uint8_t head[RECORD_HEAD_SIZE], Err *err);

#endif
