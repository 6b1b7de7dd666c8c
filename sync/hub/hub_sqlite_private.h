#ifndef FOYER_SYNC_HUB_HUB_SQLITE_PRIVATE_H
#define FOYER_SYNC_HUB_HUB_SQLITE_PRIVATE_H

#include "data/sqlite/statement.h"
#include "sync/hub/hub_sqlite.h"

/* Inside hub_sqlite*.c only. */
enum { HUB_DISTRICT = 1 };

struct HubSqlite {
    Db db;
    bool must_settle;   /* a commit failed: nobody knows what is durable */
    int64_t generation; /* connections so far */
    int log_frames;     /* in the write-ahead log after the last commit */
};

/** The members of HubStore about records. */
void hub_sqlite_record_port(HubStore *port);

#endif
