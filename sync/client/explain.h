#ifndef FOYER_SYNC_CLIENT_EXPLAIN_H
#define FOYER_SYNC_CLIENT_EXPLAIN_H

#include "data/domain/sync.h"

/**
 * One plain English sentence for staff: what stands between, and what to do about it. In `arena`.
 *
 * @param url     of the hub; its host is named
 * @param detail  as in SyncNote; may be empty
 */
Str8 sync_trouble_explain(Arena *arena, SyncTrouble trouble, Str8 url, Str8 detail);

/** The host (and port) of "https://host:port". Borrows. */
Str8 sync_url_host(Str8 url);

#endif
