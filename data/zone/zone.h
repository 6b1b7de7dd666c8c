#ifndef FOYER_DATA_ZONE_ZONE_H
#define FOYER_DATA_ZONE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "data/base/civil.h"
#include "data/base/err.h"
#include "data/base/str8.h"

enum { ZONE_NAME_MAX = 64 /* bytes of an IANA or Windows zone name */ };

/**
 * One time zone by its IANA name, from ICU's tables. The process's own zone and locale are never
 * read: a kiosk set up in UTC still shows the school's time. Belongs to one thread.
 */
typedef struct Zone Zone;

/**
 * Open the zone called `name` ("America/New_York"; links such as "US/Eastern" are known too).
 *
 * @param zone  [out] set only on ERR_OK; close with zone_close
 * @return ERR_OK, ERR_NOT_FOUND (no such zone), ERR_INTERNAL (ICU's data is missing), ERR_NO_MEMORY
 */
ErrCode zone_open(Str8 name, Zone **zone, Err *err) MUST_USE;

/** NULL is allowed. */
void zone_close(Zone *zone);

/** The name it was opened with; borrowed from the zone. */
Str8 zone_name(const Zone *zone);

/** The local date and time at `utc_ms`, weekday filled. */
Civil zone_to_local(Zone *zone, int64_t utc_ms);

/**
 * The instant of a local date and time, by the rule of RFC 5545 3.3.5: a time that comes twice is
 * the first one; a time that the clocks skip is read with the offset before the gap (02:30 in a
 * gap of an hour is 03:30).
 */
int64_t zone_to_utc(Zone *zone, Civil local);

/** The first instant of the local day `days` after the one of `utc_ms` (0 = that very day). */
int64_t zone_day_start_utc_ms(Zone *zone, int64_t utc_ms, int days);

/** "2025-10-16T18:02:11-04:00": RFC 3339 with the zone's offset, whole seconds. */
Str8 zone_rfc3339(Arena *arena, Zone *zone, int64_t utc_ms);

/** zone_open would find it. */
bool zone_exists(Str8 name);

/**
 * A zone name as calendars write it: IANA, a Windows name ("Eastern Standard Time"), or an IANA
 * name behind a vendor's path ("/freeassociation.sourceforge.net/America/New_York").
 *
 * @param iana  [out] copied into `arena`; set only when true
 */
bool zone_resolve(Arena *arena, Str8 name, Str8 *iana);

#endif
