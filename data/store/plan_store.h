#ifndef FOYER_DATA_STORE_PLAN_STORE_H
#define FOYER_DATA_STORE_PLAN_STORE_H

#include "data/store/store.h"

/* The school's floor plan, as data/domain/plan.h wrote it: one setting, so that it is changed,
 * copied and lost with everything else. */

/** Keep `svg` (of plan_parse; empty = no plan). Copies. @return ERR_LIMIT, or what a write returns
 */
MUST_USE ErrCode plan_store_put(Store *store, Str8 svg, Change *change, Err *err);

/** The plan, in `arena`; empty when there is none. */
MUST_USE ErrCode plan_store_get(Store *store, Arena *arena, Str8 *svg, Err *err);

#endif
