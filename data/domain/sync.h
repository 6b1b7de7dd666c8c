#ifndef FOYER_DATA_DOMAIN_SYNC_H
#define FOYER_DATA_DOMAIN_SYNC_H

#include <stdbool.h>

#include "data/base/str8.h"

/** What stands between the kiosk and its hub, by what a person can do about it. */
typedef enum {
    SYNC_FINE,
    SYNC_NO_NETWORK,  /* no link, no address for the hub's name */
    SYNC_UNREACHABLE, /* nobody answers there */
    SYNC_TOO_SLOW,    /* began and did not finish in time */
    SYNC_PORTAL,      /* somebody else's page came back: a sign-in page of the network */
    SYNC_INSPECTED,   /* a filter reads along: the certificate is its own */
    SYNC_NOT_THE_HUB, /* the answer was not signed by the hub we know */
    SYNC_HUB_BUSY,    /* it asked to come back later */
    SYNC_HUB_TROUBLE, /* it has a fault of its own */
    SYNC_REFUSED,     /* it does not accept what we say */
    SYNC_REVOKED,     /* it does not know this kiosk any more */
    SYNC_DISAGREES,   /* hub and kiosk compute different chains even after a new epoch */
    SYNC_DISK,        /* our own database could not be read or written */
    SYNC_TROUBLE_COUNT,
} SyncTrouble;

/** Stable word for the database and for JSON: "no-network". */
Str8 sync_trouble_name(SyncTrouble trouble);
bool sync_trouble_parse(Str8 text, SyncTrouble *trouble);

#endif
