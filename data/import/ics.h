#ifndef FOYER_DATA_IMPORT_ICS_H
#define FOYER_DATA_IMPORT_ICS_H

#include "data/import/calendar.h"

enum {
    ICS_BYTES_MAX = 16 << 20,
    ICS_LINE_MAX = 64 << 10, /* bytes, unfolded */
    ICS_DEPTH_MAX = 5,       /* components in components */
    ICS_VEVENTS_MAX = 10000,
    ICS_STEPS_MAX = 20000,    /* of one repetition rule, before and in the window */
    ICS_INSTANCES_MAX = 1100, /* of one event: daily over the window */
    ICS_EXDATES_MAX = 2000,   /* of one event */
    ICS_BARREN_MAX = 4,       /* rules of one file that name no day: each search is long */
    ICS_WINDOW_BEFORE_DAYS = 366,
    ICS_WINDOW_AFTER_DAYS = 731,
};

/**
 * Read an iCalendar file (RFC 5545): VEVENTs with dates, zones, repetitions and exceptions.
 *
 * DTEND of a DATE is exclusive; a DATE event is all-day. Floating times are the school's. Repeating
 * events become one event an instance, "UID/2025-10-16", inside the window around `now`.
 * A VEVENT that cannot be right is refused in the report; a file that is cut off or no calendar is
 * an error.
 *
 * @param calendar  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
ErrCode ics_read(const CalendarContext *context, const SourceFile *file, Calendar *calendar,
                 Err *err) MUST_USE;

/** The zone that a calendar names for itself (X-WR-TIMEZONE), or empty. Looks at raw bytes. */
Str8 ics_zone_name(Str8 bytes);

#endif
