#ifndef FOYER_SYNC_HUB_HUB_STORE_H
#define FOYER_SYNC_HUB_HUB_STORE_H

#include "data/base/err.h"
#include "data/vault/record.h"

/*
 * The port behind which the hub keeps everything: SQLite now (hub_sqlite.h), PostgreSQL later. One
 * thread at a time. Rules for every implementation: a UNIQUE constraint on the record's id inside
 * the transaction makes "exactly once", nothing else; commit is durable when it returns ERR_OK; no
 * triggers, sequences or advisory locks; keys begin with the district's.
 */
typedef struct HubStore HubStore; /* the owner of this room fills it in */

#endif
