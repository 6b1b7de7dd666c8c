#ifndef FOYER_SYNC_HUB_HUB_BACKUP_H
#define FOYER_SYNC_HUB_HUB_BACKUP_H

#include "sync/hub/hub_sqlite.h"
#include "sync/hub/hub_verify.h"

/*
 * A sealed copy of everything a hub is: its key and its database. Only the secret half of the key
 * that it was sealed to opens it (`foyerctl keygen` makes such a pair); that half is kept
 * elsewhere.
 *
 * "FOYER-HUB-BACKUP-1\n", a random key sealed to the public key (crypto_box_seal, 80 bytes), then
 * frames of 4 bytes of length (big-endian) and a box (vault_box) about their number from 0; the
 * last one is about its number and a mark, so that nothing can be cut off. Frame 0 is the hub's
 * seed (32 bytes), the others are the database file.
 */
typedef struct {
    const char *path;      /* of the backup; replaced when it is there */
    const char *copy_path; /* for an unsealed copy meanwhile: in the hub's data folder */
    uint8_t to[VAULT_KEY_SIZE];
    uint8_t hub_seed[32];
    RandomPort random;
} HubBackupOptions;

/** Kiosks go on sending meanwhile. Durable on ERR_OK. @param size [out] bytes of the backup */
MUST_USE ErrCode hub_backup(HubSqlite *store, const HubBackupOptions *options, int64_t *size,
                            Err *err);

/**
 * Open a backup into a database file that must not exist. It is verified whole before it gets that
 * name. Afterwards the kiosks push what came after the backup by themselves.
 *
 * @param hub_seed  [out] the hub's key, for the caller to keep
 * @return ERR_OK; ERR_CONFLICT (there is a database already); ERR_DENIED (not sealed to this key);
 *         ERR_CORRUPT (damaged, or cut off); ERR_IO
 */
MUST_USE ErrCode hub_restore(const char *path, const uint8_t secret[VAULT_KEY_SIZE],
                             const char *database_path, uint8_t hub_seed[32], HubVerdict *verdict,
                             Err *err);

#endif
