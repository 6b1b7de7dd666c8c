#ifndef FOYER_SYNC_HUB_HUB_KIOSKS_H
#define FOYER_SYNC_HUB_HUB_KIOSKS_H

#include "sync/hub/hub_store.h"

/* The kiosks of a hub, for staff. The six words are words_of_keys (sync/wire/answer.h). */
typedef struct {
    HubKiosk kiosk;
    int64_t epochs;  /* more than one: it has a twin, or was restored from a copy */
    HubEpoch newest; /* the history that came last; number 0 = none yet */
} KioskLine;

/** In the order of enrolment, behind kiosk number `after`. ERR_NOT_FOUND behind the last. */
MUST_USE ErrCode hub_kiosks_next(const HubStore *store, Arena *arena, int64_t after,
                                 KioskLine *line, Err *err);

/**
 * From now on nothing is taken from this kiosk; what it sent stays.
 * @param who      its device's id, or its name
 * @param kiosk    [out] which one it was
 * @return ERR_OK, also when it was revoked before; ERR_NOT_FOUND; ERR_CONFLICT (several have that
 *         name: use the id)
 */
MUST_USE ErrCode hub_kiosks_revoke(const HubStore *store, Arena *arena, Moment now, Str8 who,
                                   HubKiosk *kiosk, Err *err);

#endif
