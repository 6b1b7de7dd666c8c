#include "data/zone/zone.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>

#include "data/base/check.h"

struct Zone {
    UCalendar *calendar;
    char name[ZONE_NAME_MAX + 1];
    size_t name_len;
};

/* Zone names are ASCII; anything else is no zone. */
static bool name_to_utf16(Str8 name, UChar out[ZONE_NAME_MAX + 1]) {
    if (name.len == 0 || name.len > ZONE_NAME_MAX) {
        return false;
    }
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] <= ' ' && name.ptr[i] != ' ') {
            return false;
        }
        out[i] = (UChar)(unsigned char)name.ptr[i];
    }
    out[name.len] = 0;
    return true;
}

/* ICU answers an unknown zone with GMT and success, so the name is looked up first. */
static bool is_system_zone(const UChar *name) {
    UChar canonical[ZONE_NAME_MAX * 2];
    UBool is_system = 0;
    UErrorCode status = U_ZERO_ERROR;
    (void)ucal_getCanonicalTimeZoneID(name, -1, canonical, ZONE_NAME_MAX * 2, &is_system, &status);
    return U_SUCCESS(status) && is_system;
}

bool zone_exists(Str8 name) {
    UChar wide[ZONE_NAME_MAX + 1];
    return name_to_utf16(name, wide) && is_system_zone(wide);
}

ErrCode zone_open(Str8 name, Zone **zone, Err *err) {
    UChar wide[ZONE_NAME_MAX + 1];
    if (!name_to_utf16(name, wide) || !is_system_zone(wide)) {
        return err_set(err, ERR_NOT_FOUND, "no time zone is called '%.*s'",
                       (int)(name.len < ZONE_NAME_MAX ? name.len : ZONE_NAME_MAX), name.ptr);
    }
    Zone *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a time zone");
    }
    UErrorCode status = U_ZERO_ERROR;
    /* The root locale: the default one would be the environment's. */
    made->calendar = ucal_open(wide, -1, "", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status)) {
        free(made);
        return err_set(err, ERR_INTERNAL, "ICU could not open a calendar: %s", u_errorName(status));
    }
    memcpy(made->name, name.ptr, name.len);
    made->name_len = name.len;
    *zone = made;
    return ERR_OK;
}

void zone_close(Zone *zone) {
    if (zone != NULL) {
        ucal_close(zone->calendar);
        free(zone);
    }
}

Str8 zone_name(const Zone *zone) {
    return (Str8){zone->name, zone->name_len};
}

static int64_t offset_ms(Zone *zone, int64_t utc_ms) {
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(zone->calendar, (UDate)utc_ms, &status);
    int64_t offset = ucal_get(zone->calendar, UCAL_ZONE_OFFSET, &status);
    offset += ucal_get(zone->calendar, UCAL_DST_OFFSET, &status);
    FOYER_ASSERT(U_SUCCESS(status));
    return offset;
}

Civil zone_to_local(Zone *zone, int64_t utc_ms) {
    return civil_from_ms(utc_ms + offset_ms(zone, utc_ms));
}

int64_t zone_to_utc(Zone *zone, Civil local) {
    int64_t local_ms = civil_to_ms(local);
    /* No zone changes its offset twice within two days, so these are the only two candidates. */
    int64_t before = offset_ms(zone, local_ms - DAY_MS);
    int64_t after = offset_ms(zone, local_ms + DAY_MS);
    bool before_fits = offset_ms(zone, local_ms - before) == before;
    bool after_fits = offset_ms(zone, local_ms - after) == after;
    return local_ms - (before_fits || !after_fits ? before : after);
}

int64_t zone_day_start_utc_ms(Zone *zone, int64_t utc_ms, int days) {
    Civil day = zone_to_local(zone, utc_ms);
    day.hour = 0;
    day.minute = 0;
    day.second = 0;
    return zone_to_utc(zone, civil_from_ms(civil_to_ms(day) + (int64_t)days * DAY_MS));
}

Str8 zone_rfc3339(Arena *arena, Zone *zone, int64_t utc_ms) {
    Civil c = zone_to_local(zone, utc_ms);
    int offset = (int)(offset_ms(zone, utc_ms) / MINUTE_MS);
    int size = offset < 0 ? -offset : offset;
    return str8_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year, c.month, c.day,
                       c.hour, c.minute, c.second, offset < 0 ? '-' : '+', size / 60, size % 60);
}

static bool resolve_windows(Arena *arena, const UChar *name, Str8 *iana) {
    UChar wide[ZONE_NAME_MAX + 1];
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = ucal_getTimeZoneIDForWindowsID(name, -1, NULL, wide, ZONE_NAME_MAX, &status);
    if (U_FAILURE(status) || len <= 0) {
        return false;
    }
    char *text = arena_alloc(arena, (size_t)len + 1);
    if (text == NULL) {
        return false;
    }
    for (int32_t i = 0; i < len; i++) {
        text[i] = (char)wide[i];
    }
    *iana = (Str8){text, (size_t)len};
    return true;
}

static bool resolve_iana(Arena *arena, Str8 name, Str8 *iana) {
    if (!zone_exists(name)) {
        return false;
    }
    *iana = str8_copy(arena, name);
    return iana->ptr != NULL;
}

bool zone_resolve(Arena *arena, Str8 name, Str8 *iana) {
    name = str8_trim(name);
    UChar wide[ZONE_NAME_MAX + 1];
    if (name_to_utf16(name, wide) &&
        (resolve_windows(arena, wide, iana) || resolve_iana(arena, name, iana))) {
        return true;
    }
    /* A vendor's path: the name is what stands behind some slash. */
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '/' && resolve_iana(arena, str8_slice(name, i + 1, name.len), iana)) {
            return true;
        }
    }
    return false;
}
