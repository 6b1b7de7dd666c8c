#ifndef FOYER_SYNC_HUB_HUB_RECORDS_H
#define FOYER_SYNC_HUB_HUB_RECORDS_H

#include <jansson.h>

#include "data/vault/record.h"

/** Types that this hub understands; others are kept and listed in quarantine. */
bool record_is_known(Str8 type);

/**
 * What a record is about when not itself: of a visit's later records the visit, of event.described
 * the event, of clock.offset the boot (record_about_boot); else none.
 */
Id record_about(const Record *record);
Id record_about_boot(uint32_t boot);

/** Its body as an object, NULL when it is none; json_decref it. */
json_t *record_body(const Record *record);

#endif
