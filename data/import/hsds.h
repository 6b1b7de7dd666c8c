#ifndef FOYER_DATA_IMPORT_HSDS_H
#define FOYER_DATA_IMPORT_HSDS_H

#include "data/import/calendar.h"
#include "data/import/needs.h"
#include "data/import/service_set.h"

enum { HSDS_SETS_MAX = 32 /* sources in an export of Foyer's */ };

/**
 * The Human Services Data Specification, 1.0 to 3.1: a folder or zip of CSV files under any of
 * their names, or JSON (hsds_json.h). Rows that cannot be a service are refused in the report;
 * rows that belong to nothing are counted in notes.
 *
 * @param sets  [out] room for HSDS_SETS_MAX; one, but of Foyer's own export one a source
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
ErrCode hsds_read(const CalendarContext *context, const Source *source, ServiceSet *sets,
                  size_t *sets_count, Err *err) MUST_USE;

/** The same with a table of needs that is open already: for those who read many. */
ErrCode hsds_read_with(const CalendarContext *context, const NeedTable *needs, const Source *source,
                       ServiceSet *sets, size_t *sets_count, Err *err) MUST_USE;

/** Whether the folder or zip holds such a package: a table of services, or JSON. */
bool hsds_is_package(const Source *source);
/** Whether it holds a table of services (CSV). */
bool hsds_has_table(const Source *source);
/** Whether the file alone is one: JSON, or a table called services with the columns of it. */
bool hsds_is_file(const SourceFile *file);
/** Files that hsds_read may want, by their base names; the rest of a folder is never opened. */
bool hsds_is_wanted(Str8 name);

#endif
