#ifndef FOYER_SYNC_HUB_HUB_SQLITE_H
#define FOYER_SYNC_HUB_HUB_SQLITE_H

#include "sync/hub/hub_store.h"

/*
 * The hub's store in one SQLite file (WAL, synchronous=FULL, pages with checksums: data/sqlite).
 * One connection, one thread; other processes may have the same file open.
 */
typedef struct HubSqlite HubSqlite;

/**
 * Open or create. The database is not read as a whole: hub_verify does that.
 *
 * @param vfs  registered SQLite VFS, NULL = the system's; borrowed
 * @return ERR_OK, ERR_CORRUPT, ERR_CONFLICT (written by a newer hub), ERR_BUSY, ERR_IO
 */
MUST_USE ErrCode hub_sqlite_open(Arena *arena, const char *path, const char *vfs, HubSqlite **store,
                                 Err *err);
/** Before the arena is reset. NULL is allowed. */
void hub_sqlite_close(HubSqlite *store);
/** The port; lives as long as the store. */
HubStore hub_sqlite_port(HubSqlite *store);
/** One whole, sound copy in a new file, while others write. The file must not exist. */
MUST_USE ErrCode hub_sqlite_copy(HubSqlite *store, const char *path, Err *err);

#endif
