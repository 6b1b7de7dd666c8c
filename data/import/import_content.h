#ifndef FOYER_DATA_IMPORT_IMPORT_CONTENT_H
#define FOYER_DATA_IMPORT_IMPORT_CONTENT_H

#include "data/import/import.h"

/**
 * Write the channels and guides of a batch inside the transaction at hand, and take out what is
 * gone.
 *
 * @param diff  [in, out] counts are added
 */
ErrCode import_content_write(Store *store, const ImportBatch *batch, ImportDiff *diff,
                             Err *err) MUST_USE;

#endif
