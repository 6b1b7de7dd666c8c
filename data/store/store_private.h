#ifndef FOYER_DATA_STORE_STORE_PRIVATE_H
#define FOYER_DATA_STORE_STORE_PRIVATE_H

#include "data/sqlite/db.h"
#include "data/store/store.h"
#include "data/vault/vault.h"

/* What the modules of data/store share. Not for other rooms. */

enum { STORE_SCRATCH_BLOCK = 256 << 10, STORE_SCRATCH_MAX = 64 << 20 };

struct Store {
    Db db;
    RandomPort random;
    BallastPort ballast;
    bool ballast_used;
    bool in_transaction; /* between store_begin and store_commit */
    bool broken;         /* something in it failed: commit is refused */
    bool log_must_go;    /* the write-ahead log may hold names that were deleted */
    SecretCost cost;
    uint8_t kiosk_key[VAULT_KEY_SIZE];
    uint8_t school_public[VAULT_KEY_SIZE];
    uint8_t household_key[VAULT_KEY_SIZE]; /* keyed hashes of households; from the kiosk key */
    uint8_t school_salt[VAULT_TAG_SIZE];
    VaultSealing sealing; /* of the next sign-in, to the school; made when nobody waits */
    Arena scratch;        /* work memory of one call: mark, use, rewind (which wipes) */
};

/**
 * A change: run inside a transaction, perhaps twice, so it sets its outputs anew each time and
 * keeps nothing of a run that failed.
 */
typedef ErrCode StoreWork(Store *store, void *context, Err *err);

/**
 * Run `work` in a transaction of its own (or in the one that store_begin opened) and commit.
 * A full disk gets the ballast and one more try. After a COMMIT that failed nothing is assumed: the
 * connection is opened again and the record is looked up; if it is there it is made durable and
 * counts as written, else there is one more try.
 *
 * @param record_id  of the journal record that work writes, NULL for work that may run twice
 */
MUST_USE ErrCode store_write(Store *store, StoreWork *work, void *context, const Id *record_id,
                             Err *err);

/** Content was changed: in the transaction that does. */
MUST_USE ErrCode store_note_content(Store *store, Err *err);

/** "Is this written?" ERR_OK, ERR_NOT_FOUND, or trouble: journal_has, import_store_has. */
typedef ErrCode StoreQuestion(Store *store, Id id, Err *err);

/**
 * After a failed COMMIT, on a new connection. @return ERR_OK: it is there, and durable now;
 * ERR_NOT_FOUND: it is not; ERR_IO: it is not known, and the message says so
 */
MUST_USE ErrCode store_look_up(Store *store, StoreQuestion *is_there, Id id, Err *err);

#endif
