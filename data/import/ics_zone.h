#ifndef FOYER_DATA_IMPORT_ICS_ZONE_H
#define FOYER_DATA_IMPORT_ICS_ZONE_H

#include <libical/ical.h>

#include "data/zone/zone.h"

enum { ICS_ZONES_MAX = 32 };

/**
 * The zones that a calendar names, opened once each: IANA names, Windows names, vendors' paths, and
 * last the VTIMEZONE that the file itself carries.
 */
typedef struct {
    Zone *school;
    icalcomponent *root; /* borrowed */
    struct IcsZone {
        Str8 tzid;
        Zone *zone;           /* NULL when only the file knows it */
        icaltimezone *custom; /* borrowed from the component */
    } zones[ICS_ZONES_MAX];
    size_t count;
} IcsZones;

typedef struct IcsZone IcsZone;

/** Close what was opened. */
void ics_zones_close(IcsZones *zones);

/** The zone called `tzid` (empty: the school's), or NULL when nobody knows it. */
const IcsZone *ics_zones_find(IcsZones *zones, Arena *arena, Str8 tzid);

/** Local time in `zone` as an instant. */
int64_t ics_zone_to_utc(const IcsZone *zone, Civil local);

/** The local time of an instant; the school's for a zone that only the file knows. */
Civil ics_zone_to_local(const IcsZones *zones, const IcsZone *zone, int64_t utc_ms);

#endif
