#include "data/import/ics_zone.h"

void ics_zones_close(IcsZones *zones) {
    for (size_t i = 0; i < zones->count; i++) {
        if (zones->zones[i].zone != zones->school) {
            zone_close(zones->zones[i].zone);
        }
    }
    zones->count = 0;
}

static icaltimezone *custom_zone(icalcomponent *root, const char *tzid) {
    icaltimezone *zone = icalcomponent_get_timezone(root, tzid);
    icalcomponent *inner = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
    while (zone == NULL && inner != NULL) {
        zone = icalcomponent_get_timezone(inner, tzid);
        inner = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT);
    }
    return zone;
}

const IcsZone *ics_zones_find(IcsZones *zones, Arena *arena, Str8 tzid) {
    for (size_t i = 0; i < zones->count; i++) {
        if (str8_equal(zones->zones[i].tzid, tzid)) {
            return &zones->zones[i];
        }
    }
    if (zones->count == ICS_ZONES_MAX) {
        return NULL;
    }
    IcsZone made = {.tzid = str8_copy(arena, tzid)};
    Str8 iana = {NULL, 0};
    if (tzid.len == 0) {
        made.zone = zones->school;
    } else if (zone_resolve(arena, tzid, &iana)) {
        if (zone_open(iana, &made.zone, NULL) != ERR_OK) {
            return NULL;
        }
    } else {
        made.custom = custom_zone(zones->root, str8_to_c(arena, tzid));
        if (made.custom == NULL) {
            return NULL;
        }
    }
    zones->zones[zones->count] = made;
    return &zones->zones[zones->count++];
}

int64_t ics_zone_to_utc(const IcsZone *zone, Civil local) {
    if (zone->zone != NULL) {
        return zone_to_utc(zone->zone, local);
    }
    struct icaltimetype time = {
        .year = local.year,
        .month = local.month,
        .day = local.day,
        .hour = local.hour,
        .minute = local.minute,
        .second = local.second,
    };
    int is_daylight = 0;
    int offset_s = icaltimezone_get_utc_offset(zone->custom, &time, &is_daylight);
    return civil_to_ms(local) - (int64_t)offset_s * 1000;
}

Civil ics_zone_to_local(const IcsZones *zones, const IcsZone *zone, int64_t utc_ms) {
    return zone_to_local(zone->zone != NULL ? zone->zone : zones->school, utc_ms);
}
