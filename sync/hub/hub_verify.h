#ifndef FOYER_SYNC_HUB_HUB_VERIFY_H
#define FOYER_SYNC_HUB_HUB_VERIFY_H

#include "sync/hub/hub_store.h"

/** What was found. `is_sound` is the answer; the rest says why. */
typedef struct {
    bool is_sound;
    int64_t kiosks;
    int64_t epochs;
    int64_t records;
    int64_t again;               /* places where a record stands that is held once */
    int64_t quarantined;         /* places whose record could not be read */
    int64_t taken;               /* stretches of a chain that were taken on the kiosk's word */
    int64_t bad;                 /* histories whose chain is not what was acknowledged */
    HubPlace first_bad;          /* where the first of them ends or breaks */
    char reason[HUB_REASON_MAX]; /* the file's first complaint, or the chain's */
} HubVerdict;

/**
 * Recompute the chain of every epoch of every kiosk up to what was acknowledged, and let the
 * database check itself. Reads all; others may write meanwhile. Memory grows with the number of
 * epochs only.
 */
MUST_USE ErrCode hub_verify(const HubStore *store, HubVerdict *verdict, Err *err);

#endif
