#ifndef FOYER_DATA_IMPORT_IMPORT_SERVICES_H
#define FOYER_DATA_IMPORT_IMPORT_SERVICES_H

#include "data/import/import.h"

/**
 * Write all services of a batch inside the transaction at hand, take out what is gone, and make the
 * directory's index anew when anything changed. A dry run does the same but for the index: its
 * transaction is taken back.
 *
 * @param changes  [in, out] counts are added
 */
ErrCode import_services_write(Store *store, const ImportBatch *batch, bool dry,
                              ImportProgress progress, ImportChanges *changes, Err *err) MUST_USE;

/**
 * Words for a put that failed: whose key it was when it was taken, else with the file in front.
 * @return the code of `err`
 */
ErrCode import_put_failed(Str8 file, Str8 key, ErrCode code, Err *err) MUST_USE;

#endif
