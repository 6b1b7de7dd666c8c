#ifndef FOYER_DATA_IMPORT_ICS_LINES_H
#define FOYER_DATA_IMPORT_ICS_LINES_H

#include "data/base/err.h"
#include "data/base/str8.h"

/** A calendar's text, checked, with the lines put together again. */
typedef struct {
    char *text;         /* unfolded, CR LF ends, terminated: what libical is given */
    size_t *event_line; /* of each VEVENT in order: its number in the file, from 1 */
    size_t events_count;
    size_t skipped_count; /* lines that are no property, or far too long (attachments) */
    size_t skipped_first; /* number of the first of them */
    Str8 name;            /* X-WR-CALNAME, or empty; borrowed from text */
} IcsLines;

/**
 * Unfold (RFC 5545 3.1) and check the frame: BEGIN and END in pairs, one VCALENDAR or more, every
 * other line a property or skipped. So libical never sees a file that was cut off, is nested
 * without end, or is no calendar; and refusals can name a line.
 *
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
ErrCode ics_lines_read(Arena *arena, Str8 file, Str8 bytes, IcsLines *lines, Err *err) MUST_USE;

#endif
