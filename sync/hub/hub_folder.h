#ifndef FOYER_SYNC_HUB_HUB_FOLDER_H
#define FOYER_SYNC_HUB_HUB_FOLDER_H

#include "data/files/files.h"
#include "sync/hub/hub_sqlite.h"

/*
 * The data folder of a hub:
 *
 *   hub.db      everything (with -wal and -shm)
 *   hub.key     the hub's own key: kiosks know it by this
 *   backup.pub  what backups are sealed to
 *   backup.key  its secret half, ONLY when it was made here; a person moves it away
 */
typedef struct {
    char folder[FILES_PATH_MAX];
    char database[FILES_PATH_MAX];
    char key[FILES_PATH_MAX];
    char backup_public[FILES_PATH_MAX];
    char backup_secret[FILES_PATH_MAX];
    char copy[FILES_PATH_MAX]; /* unsealed, while a backup is made */
} HubPaths;

typedef struct {
    HubPaths paths;
    HubSqlite *sqlite;
    HubStore store;
    uint8_t seed[32]; /* wiped by hub_folder_close */
} HubFolder;

MUST_USE ErrCode hub_paths(const char *folder, HubPaths *paths, Err *err);

/**
 * @param create  make what is missing; else ERR_NOT_FOUND without a database
 * @return what hub_sqlite_open returns; ERR_NOT_FOUND (also: a database without its key)
 */
MUST_USE ErrCode hub_folder_open(Arena *arena, const char *folder, bool create, RandomPort random,
                                 HubFolder **opened, Err *err);
/** NULL is allowed. */
void hub_folder_close(HubFolder *folder);

#endif
