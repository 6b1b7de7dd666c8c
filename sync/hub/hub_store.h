#ifndef FOYER_SYNC_HUB_HUB_STORE_H
#define FOYER_SYNC_HUB_HUB_STORE_H

#include "data/base/err.h"
#include "data/vault/record.h"

/*
 * The port behind which the hub keeps everything: SQLite now (hub_sqlite.h), PostgreSQL later. One
 * thread at a time. Rules for every implementation:
 *
 * 1. "Exactly once" is a UNIQUE constraint on (id, kiosk) of records inside the transaction, and
 *    nothing else. The kiosk is part of it: what one kiosk sends cannot take another's place.
 * 2. commit is durable when it returns ERR_OK. After a commit that failed nobody knows, so nothing
 *    that is read may be told before it is known to be durable: begin sees to that, or fails.
 * 3. Reads between begin and commit see all that was committed before begin and the transaction's
 *    own writes. The caller ends every transaction that began.
 * 4. No triggers, sequences or advisory locks; keys begin with the district's. Conflicts between
 *    processes are ERR_BUSY, and the caller tries the whole transaction again: from commit it says
 *    that certainly nothing was saved.
 * 5. Texts and bytes are copied into the arena that is passed; what is given is borrowed.
 */
enum {
    HUB_KIOSKS_MAX = 16384,
    HUB_EPOCHS_MAX = 1 << 20, /* of one kiosk */
    HUB_TEXT_MAX = 320,       /* bytes: what a school, a kiosk is called */
    HUB_PAGE_MAX = 64,        /* rows of one call */
    HUB_REASON_MAX = 200,
    CODE_SELECTOR_LEN = 4,
    CODE_SECRET_LEN = 6,
    CODE_HASH_SIZE = 32,
};

typedef struct {
    int64_t number; /* from 1; what other rows call it */
    Id device;
    uint8_t public_key[32]; /* Ed25519 */
    Str8 school;            /* may be empty */
    Str8 name;              /* may be empty */
    int64_t enrolled_utc_ms;
    int64_t revoked_utc_ms; /* 0 = not */
    int64_t counter;        /* of its last request */
    int64_t contact_utc_ms; /* of its last request, 0 = never */
    int64_t quarantined;    /* records that could not be read, ever */
    int64_t forks;          /* batches that contradicted what is held */
} HubKiosk;

/** One history of a kiosk: a new one begins when it finds that it was copied or restored. */
typedef struct {
    int64_t kiosk;
    int64_t number; /* from 1, in the order in which the hub met them */
    Id epoch;
    int64_t base; /* its first record has sequence base + 1 */
    int64_t have; /* all from base + 1 to here are held; 0 = none yet */
    uint8_t head[RECORD_HEAD_SIZE];
    int64_t begun_utc_ms;
} HubEpoch;

/** Where a record stands in a history. */
typedef struct {
    int64_t kiosk;
    int64_t epoch; /* number */
    int64_t sequence;
} HubPlace;

typedef struct {
    HubPlace place; /* where it was met first */
    Record record;  /* sequence = place.sequence; no head */
    Str8 sealed;    /* personal part; empty = none, or it was purged before it came */
    Id about; /* the visit, event or boot it is about, if not itself (hub_records.h); or none */
} HubRecord;

typedef struct {
    HubPlace place;
    Str8 reason;
    Str8 raw; /* empty: it is held as a record too, only its type is not known */
    int64_t came_utc_ms;
} HubQuarantined;

/** A code that enrols one kiosk once. */
typedef struct {
    uint8_t selector[CODE_SELECTOR_LEN]; /* characters */
    uint8_t secret_hash[CODE_HASH_SIZE];
    Str8 school;
    Str8 name; /* empty: as the kiosk calls itself */
    int64_t made_utc_ms;
    int64_t until_utc_ms;
    int64_t tries; /* since the last right one */
    Id used_by;    /* device, or none */
} HubCode;

/** What `kiosks`, metrics and tests want to know at once. */
typedef struct {
    int64_t kiosks; /* revoked ones not counted */
    int64_t revoked;
    int64_t epochs;
    int64_t records;
    int64_t quarantined;           /* rows */
    int64_t last_contact_utc_ms;   /* of any kiosk, 0 = never */
    int64_t oldest_contact_utc_ms; /* of the enrolled kiosk silent the longest, 0 = none */
} HubCounts;

/** Behind which record a page begins: the place in the order of the call. All zero = from start. */
typedef struct {
    int64_t kiosk;
    Id id;
    int64_t arrival; /* the store's own number for it */
} HubMark;

typedef struct HubStore {
    void *context;

    /* ---- transactions ---- */
    ErrCode (*begin)(void *context, Err *err);
    ErrCode (*commit)(void *context, Err *err);
    void (*rollback)(void *context);
    /** Changes when another process changed anything. Outside a transaction too. */
    ErrCode (*version)(void *context, int64_t *version, Err *err);
    /** Now and then, when nothing waits and no transaction is open. Bounded. */
    void (*tidy)(void *context);

    /* ---- kiosks and their histories ---- */
    ErrCode (*kiosk_find)(void *context, Arena *arena, Id device, HubKiosk *kiosk, Err *err);
    /** In the order of numbers, behind `after`. ERR_NOT_FOUND behind the last. */
    ErrCode (*kiosk_next)(void *context, Arena *arena, int64_t after, HubKiosk *kiosk, Err *err);
    /** number 0 = a new one, which gets the next number; else all members are replaced. */
    ErrCode (*kiosk_put)(void *context, HubKiosk *kiosk, Err *err);
    /** Only counter, contact, quarantined and forks: with every request. */
    ErrCode (*kiosk_note)(void *context, const HubKiosk *kiosk, Err *err);
    ErrCode (*epoch_find)(void *context, int64_t kiosk, Id epoch, HubEpoch *found, Err *err);
    ErrCode (*epoch_next)(void *context, int64_t kiosk, int64_t after, HubEpoch *epoch, Err *err);
    /** number 0 = a new one. */
    ErrCode (*epoch_put)(void *context, HubEpoch *epoch, Err *err);

    /* ---- records ---- */
    /** *added false: this kiosk's record with this id is held already; nothing was changed. */
    ErrCode (*record_add)(void *context, const HubRecord *record, bool *added, Err *err);
    /** It is held once and stands here too. */
    ErrCode (*again_add)(void *context, HubPlace place, Id id, Err *err);
    /** The same place twice: the first stays. */
    ErrCode (*quarantine_add)(void *context, const HubQuarantined *quarantined, Err *err);
    /** The chain up to here was taken on the kiosk's word. */
    ErrCode (*word_add)(void *context, HubPlace place, const uint8_t head[RECORD_HEAD_SIZE],
                        Err *err);
    /** Is the record `id` at this place, first or again? ERR_NOT_FOUND: no. */
    ErrCode (*place_has)(void *context, HubPlace place, Id id, Err *err);
    /** Is something quarantined at this place? ERR_NOT_FOUND: no. */
    ErrCode (*quarantine_has)(void *context, HubPlace place, Err *err);

    /* ---- enrolment codes ---- */
    ErrCode (*code_find)(void *context, Arena *arena, const uint8_t selector[CODE_SELECTOR_LEN],
                         HubCode *code, Err *err);
    /** Add, or replace all members. */
    ErrCode (*code_put)(void *context, const HubCode *code, Err *err);
    /** Forget those whose time is over since `utc_ms`. */
    ErrCode (*code_forget)(void *context, int64_t utc_ms, Err *err);

    /* ---- reading; no transaction needed ---- */
    ErrCode (*counts)(void *context, HubCounts *counts, Err *err);
    /** Touches the data, not only the connection. */
    ErrCode (*read_check)(void *context, Err *err);
    /** At most `limit` <= HUB_PAGE_MAX records behind *mark, by id, then kiosk. Moves the mark. */
    ErrCode (*records_by_id)(void *context, Arena *arena, HubMark *mark, HubRecord *records,
                             size_t limit, size_t *count, Err *err);
    /** The same so that each history's records come in the order of their sequences. */
    ErrCode (*records_by_place)(void *context, Arena *arena, HubMark *mark, HubRecord *records,
                                size_t limit, size_t *count, Err *err);
    /** The kiosk's record with this id. */
    ErrCode (*record_get)(void *context, Arena *arena, int64_t kiosk, Id id, HubRecord *record,
                          Err *err);
    /** Its records about `about` in the order (epoch, sequence), behind `after`. */
    ErrCode (*records_about)(void *context, Arena *arena, int64_t kiosk, Id about, HubPlace after,
                             HubRecord *records, size_t limit, size_t *count, Err *err);
    /** The id that stands again at this place. */
    ErrCode (*again_get)(void *context, HubPlace place, Id *id, Err *err);
    /** The next taken head of that history at `place` or behind it. */
    ErrCode (*word_next)(void *context, HubPlace place, int64_t *sequence,
                         uint8_t head[RECORD_HEAD_SIZE], Err *err);
    /** Behind `after`, by place. ERR_NOT_FOUND behind the last. */
    ErrCode (*quarantine_next)(void *context, Arena *arena, HubPlace after, HubQuarantined *next,
                               Err *err);
    /** Is the file itself sound? `reason` gets the first complaint. */
    ErrCode (*check)(void *context, bool *sound, char *reason, size_t size, Err *err);
} HubStore;

#endif
