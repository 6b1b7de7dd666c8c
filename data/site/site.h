#ifndef FOYER_DATA_SITE_SITE_H
#define FOYER_DATA_SITE_SITE_H

#include <stdbool.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/port.h"
#include "data/files/files.h"
#include "data/store/store.h"

/*
 * Site: one data folder, opened in one place for foyer, foyerctl and foyer-drive.
 *
 *   foyer.db         the database (with -wal and -shm)
 *   help.db          counts of looking for help, joined to nothing (invariant 10)
 *   kiosk.key        seals what only this kiosk reads, for tonight
 *   school.pub       the school's public key: seals names for good
 *   school.key       the school's secret key, ONLY when it was made here; a person moves it away
 *   demo-school.key  the same for the demo school, which protects nobody
 *   foyer.conf       printers of this kiosk (kiosk/printer/printer_config.h); people write it
 *   ballast          BALLAST_SIZE bytes that are given back when the disk is full
 */
typedef struct {
    char folder[FILES_PATH_MAX];
    char database[FILES_PATH_MAX];
    char help[FILES_PATH_MAX];
    char kiosk_key[FILES_PATH_MAX];
    char school_public[FILES_PATH_MAX];
    char school_secret[FILES_PATH_MAX];
    char demo_secret[FILES_PATH_MAX];
    char settings[FILES_PATH_MAX];
    char ballast[FILES_PATH_MAX];
} SitePaths;

typedef struct {
    const char *folder; /* see files_data_folder */
    bool create;        /* make what is missing; else ERR_NOT_FOUND when there is no database */
    bool demo;          /* a key pair made now is the demo school's */
    RandomPort random;
    SecretCost cost; /* as in StoreOptions: all zero = the default */
    const char *vfs; /* as in StoreOptions: NULL = the system's */
} SiteOptions;

/** Lives in the arena it was opened in. One thread, like its store. */
typedef struct {
    SitePaths paths;
    Store *store;
    bool made_school_key; /* a school key pair was made by this very call: tell the person */
} Site;

/** The paths in `folder`. @return ERR_OK, ERR_LIMIT (too long) */
ErrCode site_paths(const char *folder, SitePaths *paths, Err *err) MUST_USE;

/**
 * Open the data folder: keys read (or made), ballast taken, database opened and migrated.
 *
 * @param site  [out] set only on ERR_OK; close with site_close before `arena` is reset
 * @return ERR_OK, ERR_NOT_FOUND (no database and not `create`; or keys are missing beside one), or
 *         what store_open returns
 */
ErrCode site_open(Arena *arena, const SiteOptions *options, Site **site, Err *err) MUST_USE;

/** Closes the store. NULL is allowed. */
void site_close(Site *site);

/**
 * Make the school's key pair: public half to school.pub, secret half to `secret_path`.
 * @return ERR_OK, ERR_CONFLICT when school.pub or `secret_path` is there already, ERR_IO
 */
ErrCode site_make_school_key(const SitePaths *paths, const char *secret_path, RandomPort random,
                             Err *err) MUST_USE;

#endif
