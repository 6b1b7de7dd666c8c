#ifndef FOYER_DATA_IMPORT_PEOPLE_CSV_H
#define FOYER_DATA_IMPORT_PEOPLE_CSV_H

#include "data/import/calendar.h"
#include "data/import/service_set.h"

/**
 * Read the school's own people and services, one row each (columns: data/import/COLUMNS.md). All
 * have `own`; the source is "people" whatever the file is called: there is one such list.
 *
 * @param set  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT (more than SERVICE_LIST_MAX rows), ERR_NO_MEMORY
 */
ErrCode people_csv_read(const CalendarContext *context, const SourceFile *file, ServiceSet *set,
                        Err *err) MUST_USE;

#endif
