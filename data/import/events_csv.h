#ifndef FOYER_DATA_IMPORT_EVENTS_CSV_H
#define FOYER_DATA_IMPORT_EVENTS_CSV_H

#include "data/import/calendar.h"

/**
 * Read an events CSV (columns: data/import/COLUMNS.md), one row a session; rows with the same uid,
 * or the same title and start, are one event.
 *
 * @param calendar  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
ErrCode events_csv_read(const CalendarContext *context, const SourceFile *file, Calendar *calendar,
                        Err *err) MUST_USE;

#endif
