#ifndef FOYER_DATA_IMPORT_OPENING_HOURS_H
#define FOYER_DATA_IMPORT_OPENING_HOURS_H

#include <stdbool.h>

#include "data/domain/schedule.h"

/**
 * Weekly hours as a school writes them: "Mon-Fri 8:00-15:30; Sat 9:00-12:00", "Mon, Wed 8:00 AM -
 * 3:30 PM", "Tue 8:00-12:00, 13:00-16:00". Days and times as hsds_weekday_parse and
 * hsds_time_parse read them. Nothing is guessed: a time that may be of the morning or of the
 * afternoon is not read.
 *
 * @param hours  [out] room for SERVICE_HOURS_MAX
 * @param why    [out] static words for a secretary when the answer is false
 */
bool opening_hours_parse(Str8 text, Hours *hours, size_t *count, const char **why);

#endif
