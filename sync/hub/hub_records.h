#ifndef FOYER_SYNC_HUB_HUB_RECORDS_H
#define FOYER_SYNC_HUB_HUB_RECORDS_H

#include <jansson.h>

#include "data/vault/record.h"

/**
 * A clock's offset is held as being about a boot (HubRecord.about), a visit's later records as
 * about the visit, event.described as about the event.
 */
Id record_about_boot(uint32_t boot);

/** Its body as an object, NULL when it is none; json_decref it. */
json_t *record_body(const Record *record);

#endif
