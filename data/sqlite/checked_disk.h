#ifndef FOYER_DATA_SQLITE_CHECKED_DISK_H
#define FOYER_DATA_SQLITE_CHECKED_DISK_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A SQLite VFS over the one that was given, which notices bytes that went bad. For db.c
 * alone.
 *
 * 1. Every page of the database carries 8 bytes of checksum in its reserved end, stamped when the
 *    page is written there. A page that does not match is counted, not refused: verify tells it.
 *    In SQLite's cache and in the log those bytes are zero, and zero is taken as "no stamp": when
 *    another program (the sqlite3 shell) moves the log into the database, nothing is said against
 *    it. What such a program changes itself keeps an old stamp, and that is told.
 * 2. SQLite ends the write-ahead log at the first frame that is not right, which after a power cut
 *    is what must be, and after a byte went bad loses what was acknowledged. So after each sync of
 *    the log a witness file ("-tip") says how far it was right. It is never synced itself and never
 *    ahead of what is durable: an old witness knows less and never raises a false alarm.
 */
enum { CHECKED_RESERVE_SIZE = 8, CHECKED_NAME_SIZE = 32, CHECKED_PATH_SIZE = 1100 };

typedef struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *under;
    char name[CHECKED_NAME_SIZE];
    char tip_name[CHECKED_PATH_SIZE]; /* beside the database */
    sqlite3_file *tip;                /* open, or NULL */
    uint64_t tip_end;                 /* what the witness says, as far as this connection knows */
    sqlite3_file *log;                /* below ours, open, or NULL */
    uint64_t log_end;                 /* of what this connection wrote in its turn; 0 = nothing */
    uint8_t *gathered;                /* writes to the log that wait, or NULL */
    uint64_t gathered_at;             /* where they go */
    size_t gathered_size;
    bool is_reserved;  /* page 1 was seen and gives us the ends of pages */
    uint64_t bad_page; /* the first one met, from 1; 0 = none */
    bool log_damaged;  /* frames that were durable once are not right any more */
} CheckedDisk;

/** Registers the VFS under a name of its own. `under` NULL = the system's. False: there is none. */
bool checked_disk_start(CheckedDisk *disk, const char *under);
/** After the connection was closed. */
void checked_disk_stop(CheckedDisk *disk);

#endif
