#ifndef FOYER_DATA_IMPORT_HSDS_JSON_H
#define FOYER_DATA_IMPORT_HSDS_JSON_H

#include "data/import/hsds_table.h"

enum {
    HSDS_JSON_BYTES_MAX = 48 << 20,
    HSDS_JSON_DEPTH_MAX = 12,       /* objects within objects that are followed */
    HSDS_JSON_OBJECTS_MAX = 2000000 /* of one document */
};

/**
 * Read a JSON document into tables of `package`: a service, a service at a location or an
 * organization with everything nested in it; a list of such, bare or as the page of an API
 * ("services", "contents", "data" ...); or the compiled tabular form ("services.csv": [...]).
 *
 * What stands in an object belongs to it, whether or not the ids say so.
 *
 * @return ERR_OK, ERR_INVALID (no JSON, with its line; or none of these), ERR_LIMIT, ERR_NO_MEMORY
 */
ErrCode hsds_json_read(HsdsPackage *package, const SourceFile *file, Err *err) MUST_USE;

#endif
