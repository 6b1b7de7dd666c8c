#ifndef FOYER_DATA_STORE_SYNC_STORE_H
#define FOYER_DATA_STORE_SYNC_STORE_H

#include "data/domain/sync.h"
#include "data/store/store.h"
#include "data/vault/record.h"

/*
 * What sync reads and writes: the link to the hub, the outbox (which is the journal), receipts,
 * and what may leave the kiosk. The sync worker has a store of its own; nothing here waits for a
 * network.
 *
 * The watermark moves only to a record of our own that has the very head the hub names: two cloned
 * cards would otherwise take each other's receipts and lose a family.
 *
 * Whatever writes answers ERR_BUSY when another process keeps the database for more than
 * DB_BUSY_MS: nothing was done, and later is soon enough.
 */
enum {
    SYNC_KEY_SIZE = 32,
    SYNC_URL_MAX = 512,
    SYNC_HELD_DAYS = 14, /* unbroken, before a record may leave the kiosk */
};

/** How this kiosk and its hub know each other. */
typedef struct {
    Str8 url; /* "https://hub.example:8443", no path; empty = by USB only */
    uint8_t hub_public[SYNC_KEY_SIZE];   /* Ed25519: signs the hub's replies */
    uint8_t kiosk_public[SYNC_KEY_SIZE]; /* Ed25519 */
    uint8_t kiosk_seed[SYNC_KEY_SIZE];   /* its secret half; kept boxed with the kiosk's key */
    int64_t enrolled_utc_ms;
    bool confirmed; /* the hub answered the enrolment (false: waits in a carry file) */
    bool revoked;   /* nothing is sent any more */
} SyncLink;

/**
 * The secret half of the key that this kiosk enrols with `code` under: the same whenever it is
 * asked for, so that an enrolment that broke off can be repeated. Comes from the kiosk's key; wipe
 * it.
 */
void sync_store_seed(const Store *store, Str8 code, uint8_t seed[SYNC_KEY_SIZE]);

/** Keep the link, in place of any before. Another hub than before begins a new epoch. */
MUST_USE ErrCode sync_store_enrol(Store *store, const SyncLink *link, Err *err);
/** ERR_NOT_FOUND: never enrolled. Wipe it after use. */
MUST_USE ErrCode sync_store_link(Store *store, Arena *arena, SyncLink *link, Err *err);
/** The hub said so, signed. */
MUST_USE ErrCode sync_store_revoke(Store *store, Err *err);

/** This device and its current epoch, and where the epoch began. */
typedef struct {
    Id device;
    Id epoch;
    int64_t base; /* the epoch's first record has sequence base + 1 */
} SyncSource;
MUST_USE ErrCode sync_store_source(Store *store, SyncSource *source, Err *err);

/**
 * Take `count` request counters that were never used, all larger than `above`. Durable before they
 * are used, so that no restart uses one again.
 */
MUST_USE ErrCode sync_store_take_counters(Store *store, int64_t above, int64_t count,
                                          int64_t *first, Err *err);

/** A record as it waits to be sent. */
typedef struct {
    Record record;
    Str8 sealed; /* personal part, sealed to the school; empty = none, or purged */
} OutboxRecord;

/**
 * Records behind `after` in order: at most `limit` (1..JOURNAL_PAGE_MAX) and about `size_max` bytes
 * of bodies and sealed parts, but always one when there is one; none at all once the link was
 * revoked.
 */
MUST_USE ErrCode sync_store_page(Store *store, Arena *arena, int64_t after, size_t limit,
                                 size_t size_max, OutboxRecord **records, size_t *count, Err *err);

/** What the hub says it holds durably of one epoch. */
typedef struct {
    Id epoch;
    int64_t have; /* all of the epoch up to here; 0 = none of it */
    uint8_t head[RECORD_HEAD_SIZE];
    int64_t hub_utc_ms; /* its clock, signed */
} Receipt;

typedef enum {
    RECEIPT_TAKEN, /* the watermark is at `have` now, further or back */
    RECEIPT_STALE, /* of an epoch that is not ours any more: nothing was done */
    RECEIPT_FORK,  /* our record `have` has another head, or is not there: sync_store_fork */
} ReceiptOutcome;

/** Durable on ERR_OK. Also notes since when the hub holds what (for sync_store_purge). */
MUST_USE ErrCode sync_store_receipt(Store *store, const Receipt *receipt, ReceiptOutcome *outcome,
                                    Err *err);

/**
 * A new random epoch: everything still held is chained anew with the same ids and sequences, and
 * nothing of it counts as received.
 */
MUST_USE ErrCode sync_store_fork(Store *store, Err *err);

/**
 * Append what the hub needs to read the records and does not have yet: an event.described record
 * for each event that records behind the watermark name (once for each version of it).
 * @param added  [out, may be NULL]
 */
MUST_USE ErrCode sync_store_describe(Store *store, Moment now, size_t *added, Err *err);

/**
 * The hub's time at a contact. Becomes a trusted time; a clock.offset record (once a boot) when
 * this boot's clock was not good, or had not been when its records were written.
 * @param now  boot 0 (foyerctl, which is no boot of the kiosk): no record
 */
MUST_USE ErrCode sync_store_note_hub_time(Store *store, Moment now, int64_t hub_utc_ms, Err *err);

/**
 * Let records go that the hub has reported holding for SYNC_HELD_DAYS unbroken days by its own
 * clock, never part of a visit that is not finished; visits of theirs go too. VACUUM and checkpoint
 * when anything went. For idle times: others wait meanwhile.
 */
MUST_USE ErrCode sync_store_purge(Store *store, int64_t *purged, Err *err);

/** Why records are still here. The three add up to all that are held. */
typedef struct {
    int64_t waiting;    /* the hub does not have them */
    int64_t young;      /* it has had them for less than SYNC_HELD_DAYS unbroken days */
    int64_t unfinished; /* old enough, but of visits, or before ones, that are not all behind us */
} SyncHeld;
MUST_USE ErrCode sync_store_held(Store *store, SyncHeld *held, Err *err);

/** How the last contact went. Kept for `status`; computed facts stand in JournalStatus. */
typedef struct {
    SyncTrouble trouble;
    char detail[128];       /* who stands between ("Contoso Web Filter"), printable; may be empty */
    int64_t tried_utc_ms;   /* 0 = never */
    int64_t contact_utc_ms; /* last signed answer, 0 = never */
    int64_t sent_utc_ms;    /* last time records were taken, 0 = never */
    int64_t forks;          /* how often the epoch changed because of a twin or an old copy */
    int64_t quarantined;    /* records the hub could not read, as it last said */
} SyncNote;
MUST_USE ErrCode sync_store_note(Store *store, const SyncNote *note, Err *err);
/** All zero when there was none. */
MUST_USE ErrCode sync_store_last_note(Store *store, SyncNote *note, Err *err);

#endif
