#ifndef FOYER_DATA_STORE_STORE_H
#define FOYER_DATA_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/id.h"
#include "data/base/port.h"
#include "data/vault/vault.h"

/*
 * Store: one connection to the one database of a kiosk.
 *
 * A store and everything reached through it belong to one thread (the store worker's; in foyerctl
 * the only one). Several processes may open the same file. Nothing here reads a clock, a key file
 * or the environment: moments, keys, randomness and the disk (a SQLite VFS) are arguments, so that
 * the simulator can be all of them.
 *
 * Conventions of every module of this room:
 * - results are copied into the caller's arena; outputs are filled on ERR_OK only;
 * - a function that changes data is durable when it returns ERR_OK, unless store_begin is in force,
 *   then at store_commit;
 * - ERR_IO after a write means "not saved": a failed COMMIT has been looked up and tried once more.
 *   Only a disk that fails the look-up too leaves it open; the message then begins "it is not known
 *   whether it was saved". Either way the caller shows "please see the front desk".
 */
typedef struct Store Store;

enum {
    STORE_KEY_SIZE = VAULT_KEY_SIZE,
};

/** Key bytes; the caller reads them from their files (data/files) and wipes its own copy. */
typedef struct {
    uint8_t kiosk_key[STORE_KEY_SIZE];     /* seals what only this kiosk may read, for tonight */
    uint8_t school_public[STORE_KEY_SIZE]; /* X25519; the school alone can open what it seals */
} StoreKeys;

/**
 * The disk is full: give the ballast file's room back. Called at most once a write, which is then
 * tried again. @return true when room was given. NULL = no ballast.
 */
typedef struct {
    bool (*release)(void *context);
    void *context;
} BallastPort;

typedef struct {
    const char *path; /* of the database file; created when missing */
    const char *vfs;  /* registered SQLite VFS, NULL = the system's */
    StoreKeys keys;
    RandomPort random;
    BallastPort ballast;
    SecretCost cost; /* used when the database is new, and kept in it; all zero = the default */
} StoreOptions;

/**
 * Open or create the database: pragmas set and read back, quick_check, migrations.
 *
 * @param arena  the Store itself lives here; store_close it before the arena is reset
 * @return ERR_OK; ERR_CORRUPT (damaged: report it; files_set_aside only by a person.s decision);
 *         ERR_CONFLICT (written by a newer Foyer: refused, untouched); ERR_DENIED (other keys than
 *         the ones it was made with); ERR_BUSY; ERR_IO; ERR_NO_MEMORY
 */
MUST_USE ErrCode store_open(Arena *arena, const StoreOptions *options, Store **store, Err *err);

/** Close and wipe the keys. NULL is allowed. */
void store_close(Store *store);

/** A new boot of this device: counts and returns its number, from 1. Once per program start. */
MUST_USE ErrCode store_begin_boot(Store *store, uint32_t *boot, Err *err);

/**
 * The latest trusted wall time the database has seen (of records and of store_note_time), 0 = none.
 * A clock that shows less is not to be trusted.
 */
MUST_USE ErrCode store_last_good_time(Store *store, int64_t *utc_ms, Err *err);

/** Remember a trusted time; ignored unless moment.good and later than the last. */
MUST_USE ErrCode store_note_time(Store *store, Moment moment, Err *err);

/** This device's random id, made with the database. */
MUST_USE ErrCode store_device(Store *store, Id *device, Err *err);

/**
 * Make everything until store_commit one transaction (an import). Writers elsewhere wait meanwhile,
 * so do the slow part (household_store_seal) before. Do not nest.
 */
MUST_USE ErrCode store_begin(Store *store, Err *err);
/** ERR_IO: nothing was applied, or it is not known: import_store_commit finds out. */
MUST_USE ErrCode store_commit(Store *store, Err *err);
/** Drop everything since store_begin. */
void store_rollback(Store *store);

/**
 * Move the write-ahead log into the database; its file goes unless an event's names are here
 * anyway. Only when idle; ERR_BUSY is harmless.
 */
MUST_USE ErrCode store_checkpoint_idle(Store *store, Err *err);

/** True once the ballast was given back in this run: staff are to be told that the disk is full. */
bool store_ballast_used(const Store *store);

/**
 * A number that changes with every change of content (events, services, channels, guides, the
 * school, settings): the kiosk looks whether staff imported something. What families and sync write
 * leaves it as it is. Never 0.
 */
MUST_USE ErrCode store_content_version(Store *store, int64_t *version, Err *err);

/** Plain settings by name ("look-up.card-only"): no secrets, no personal data. */
enum { SETTING_VALUE_MAX = 4096 };
MUST_USE ErrCode store_setting(Store *store, Arena *arena, Str8 name, Str8 *value, Err *err);
MUST_USE ErrCode store_set_setting(Store *store, Str8 name, Str8 value, Err *err);

/** What a put did; what a dry run would do. */
typedef enum { CHANGE_ADDED, CHANGE_CHANGED, CHANGE_SAME } Change;

#endif
